package org.smshub.ledger.commit;

import org.smshub.ledger.store.Account;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Claim;
import org.smshub.ledger.store.Result;
import org.smshub.ledger.store.Verdict;

/** The result of a claimed part. Nobody waits for its commit; nobody else knows it, so the disk's trouble delays it. */
final class ResultWork implements Work {

    private final Result result;

    ResultWork(Claim claim, Verdict verdict, Account account, boolean late) {
        this.result = new Result(claim, verdict, account, late);
    }

    Claim claim() {
        return result.claim();
    }

    /** Whether it was sent, or may have been. */
    boolean isSent() {
        return result.verdict() instanceof Verdict.Sent || result.verdict() instanceof Verdict.Unknown;
    }

    @Override
    public void add(Draft draft) {
        draft.group.results.add(result);
        Verdict verdict = result.verdict();
        String link = result.claim().link();
        if (verdict instanceof Verdict.Retry again) {
            draft.waits(again.link(), again.due());
        } else if (verdict instanceof Verdict.Back back) {
            draft.waits(link, back.due());
        } else if (verdict instanceof Verdict.Unknown unknown && unknown.again() != null) {
            draft.waits(link, unknown.again());
        }
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
