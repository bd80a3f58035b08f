package org.smshub.ledger;

import java.sql.SQLException;

/** The result of a claimed part. Nobody waits for its commit; nobody else knows it, so the disk's trouble delays it. */
final class ResultWork implements Work {

    private final Claim claim;
    private final Verdict verdict;
    private final LedgerFigures figures;
    private int early;

    ResultWork(Claim claim, Verdict verdict, LedgerFigures figures) {
        this.claim = claim;
        this.verdict = verdict;
        this.figures = figures;
    }

    @Override
    public void write(Transaction tx) throws SQLException {
        early = tx.store.result(claim, verdict, tx.now);
        if (verdict instanceof Verdict.Retry again) {
            tx.waits(again.link(), again.due());
        } else if (verdict instanceof Verdict.Unknown again && again.again() != null) {
            tx.waits(claim.link(), again.again());
        }
    }

    @Override
    public void committed() {
        figures.result(verdict);
        figures.matchedLate(early);
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
