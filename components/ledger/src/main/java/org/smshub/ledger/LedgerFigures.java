package org.smshub.ledger;

import java.util.concurrent.atomic.LongAdder;

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

    void accepted() {
        accepted.increment();
    }

    void result(Verdict verdict) {
        if (verdict instanceof Verdict.Sent) {
            sent.increment();
        } else if (verdict instanceof Verdict.Unknown) {
            unknown.increment();
        } else {
            notSent.increment();
        }
    }

    void receipt(boolean matched) {
        if (matched) {
            receiptsMatched.increment();
        }
    }

    /** Receipts that were unmatched when they came and have found their part since. */
    void matchedLate(int count) {
        if (count > 0) {
            receiptsMatched.add(count);
        }
    }

    void committed(int count, long nanos) {
        commits.increment();
        writes.add(count);
        commitNanos.add(nanos);
    }

    /** Messages. */
    public long getAccepted() {
        return accepted.sum();
    }

    /** Parts the centre took. */
    public long getSent() {
        return sent.sum();
    }

    /** Attempts that failed before or by the centre's refusal. */
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
