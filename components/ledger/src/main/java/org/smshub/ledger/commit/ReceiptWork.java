package org.smshub.ledger;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** What a centre told about a part. The answer says whether the part is known yet. */
final class ReceiptWork implements Work {

    private final Receipt receipt;
    private final CompletableFuture<Boolean> answer;
    private final LedgerFigures figures;
    private boolean matched;

    ReceiptWork(Receipt receipt, CompletableFuture<Boolean> answer, LedgerFigures figures) {
        this.receipt = receipt;
        this.answer = answer;
        this.figures = figures;
    }

    @Override
    public void write(Transaction tx) throws SQLException {
        matched = tx.store.receipts.receipt(receipt);
    }

    @Override
    public void committed() {
        figures.receipt(matched);
        answer.complete(matched);
    }

    @Override
    public void refused(LedgerException why) {
        answer.completeExceptionally(why);
    }
}
