package org.smshub.ledger.commit.work;

import java.util.function.LongSupplier;
import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.Work;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Answers;

/** The result of a claimed part. Nobody waits for its commit; nobody else knows it, so the disk's trouble delays it. */
public final class ResultWork implements Work {

    private final Result result;
    private final LongSupplier clocks;
    private final long made;

    /**
     * @param session see {@link Result#session}
     * @param clocks milliseconds by which the wall clock is ahead of the clock that never goes back
     */
    public ResultWork(
            Claim claim, Verdict verdict, Account account, boolean late, String session, LongSupplier clocks) {
        this.result = new Result(claim, verdict, account, late, false, session);
        this.clocks = clocks;
        this.made = clocks.getAsLong();
    }

    public Claim claim() {
        return result.claim();
    }

    /** Whether it was sent, or may have been. */
    public boolean isSent() {
        return result.verdict() instanceof Verdict.Sent || result.verdict() instanceof Verdict.Unknown;
    }

    @Override
    public void add(Draft draft) {
        Verdict verdict = now(result.verdict());
        boolean lost = result.claim().session() != draft.session;
        boolean asItWas = verdict == result.verdict() && !lost;
        draft.group.results.add(asItWas ? result : result.as(verdict, result.late(), lost));
        String link = result.claim().link();
        LinkQueue queue = draft.link(link);
        if (queue != null && !result.late() && !isSent()) {
            queue.returns();
        }
        if (verdict instanceof Verdict.Retry again) {
            draft.waits(again.link(), again.due());
        } else if (verdict instanceof Verdict.Back back) {
            draft.waits(link, back.due());
        } else if (verdict instanceof Verdict.Unknown unknown && unknown.again() != null) {
            draft.waits(link, unknown.again());
        }
    }

    /** With its pause as long as it was meant, where the clock was set while this waited for the disk. */
    private Verdict now(Verdict verdict) {
        long set = clocks.getAsLong() - made;
        if (Math.abs(set) < ClockWork.SET_MILLIS) {
            return verdict;
        }
        if (verdict instanceof Verdict.Retry v) {
            return new Verdict.Retry(v.due() + set, v.link(), v.throttled(), v.errorCode(), v.errorText());
        } else if (verdict instanceof Verdict.Back v) {
            return new Verdict.Back(v.due() + set, v.errorCode(), v.errorText());
        } else if (verdict instanceof Verdict.Unknown v && v.again() != null) {
            return new Verdict.Unknown(v.again() + set, v.errorCode(), v.errorText());
        }
        return verdict;
    }

    @Override
    public void committed(Answers answers) {
        // the group commit counts results
    }

    @Override
    public void refused(LedgerException why) {
        // it stays CLAIMED, and the next start of the hub treats it as in flight
    }

    @Override
    public boolean mustBeKept() {
        return true;
    }
}
