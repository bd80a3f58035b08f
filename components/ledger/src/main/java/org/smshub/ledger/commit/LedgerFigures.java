package org.smshub.ledger.commit;

import java.util.concurrent.atomic.LongAdder;
import org.smshub.ledger.entry.Verdict;

/** What the ledger counts, for health and metrics. Messages and parts since the start of the process. */
public final class LedgerFigures {

    private final LongAdder accepted = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder notSent = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder receiptsMatched = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final LongAdder commitNanos = new LongAdder();
    private final LongAdder writes = new LongAdder();

    private volatile String damage;
    private volatile Watch watch = Watch.NONE;

    /** A message is stored. */
    public void accepted() {
        accepted.increment();
    }

    /** What became of a part is stored. */
    public void result(Verdict verdict) {
        if (verdict instanceof Verdict.Sent) {
            sent.increment();
        } else if (verdict instanceof Verdict.Unknown) {
            unknown.increment();
        } else if (!(verdict instanceof Verdict.Back)) {
            notSent.increment();
        }
    }

    /** So many receipts found their part. */
    public void receipts(int count) {
        receiptsMatched.add(count);
    }

    /** A transaction with so many writes. */
    public void committed(int count, long nanos) {
        commits.increment();
        writes.add(count);
        commitNanos.add(nanos);
    }

    /** What is damaged in the ledger's file; the first of it is remembered. */
    public void damaged(String what) {
        if (damage == null) {
            damage = what;
        }
    }

    /** Who is told of each thing that is committed. */
    public Watch watch() {
        return watch;
    }

    public void watch(Watch who) {
        watch = who;
    }

    /** What the writer has found damaged, or null. */
    public String getDamage() {
        return damage;
    }

    /** Messages. */
    public long getAccepted() {
        return accepted.sum();
    }

    /** Parts the centre took. */
    public long getSent() {
        return sent.sum();
    }

    /** Attempts that failed before or by the centre's refusal; what never left for no fault of the part is none. */
    public long getNotSent() {
        return notSent.sum();
    }

    /** Attempts whose outcome is not known. */
    public long getUnknown() {
        return unknown.sum();
    }

    public long getReceiptsMatched() {
        return receiptsMatched.sum();
    }

    public long getCommits() {
        return commits.sum();
    }

    public long getWrites() {
        return writes.sum();
    }

    /** Seconds spent in transactions, the commit included. */
    public double getCommitSeconds() {
        return commitNanos.sum() / 1e9;
    }
}
