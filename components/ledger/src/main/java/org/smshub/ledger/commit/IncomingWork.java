package org.smshub.ledger;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** A message, or a part of one, that came from a line. */
final class IncomingWork implements Work {

    private final IncomingPart part;
    private final long timeoutMillis;
    private final CompletableFuture<Void> answer;

    IncomingWork(IncomingPart part, long timeoutMillis, CompletableFuture<Void> answer) {
        this.part = part;
        this.timeoutMillis = timeoutMillis;
        this.answer = answer;
    }

    @Override
    public void write(Transaction tx) throws SQLException {
        tx.store.incoming.add(part, timeoutMillis, tx.now);
    }

    @Override
    public void committed() {
        answer.complete(null);
    }

    @Override
    public void refused(LedgerException why) {
        answer.completeExceptionally(why);
    }
}
