package org.smshub.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A new message, all its parts in one transaction. */
final class AcceptWork implements Work {

    private final List<Submission> parts;
    private final CompletableFuture<Accepted> answer;
    private final LedgerFigures figures;
    private Accepted accepted;

    AcceptWork(List<Submission> parts, CompletableFuture<Accepted> answer, LedgerFigures figures) {
        this.parts = parts;
        this.answer = answer;
        this.figures = figures;
    }

    @Override
    public void write(Transaction tx) throws SQLException {
        Submission first = parts.get(0);
        LinkQueue link = tx.link(first.firstLink());
        // nothing waits before it and the line has room: marked as in flight at once, which spares a claim
        boolean straight = link != null
                && first.due() <= tx.now
                && (first.expires() == null || first.expires() > tx.now)
                && link.isIdle(tx.now)
                && link.room(tx.now) >= parts.size();
        Accepted before = tx.store.insert(parts, straight, tx.now);
        if (before != null) {
            accepted = before;
            return;
        }
        accepted = new Accepted(first.messageId(), parts.size(), first.encoding(), false);
        if (straight) {
            for (Submission part : parts) {
                tx.mark(new Claim(part, link.name, 1, 0), link);
            }
        } else {
            tx.waits(first.firstLink(), first.due());
        }
    }

    @Override
    public void committed() {
        if (!accepted.duplicate()) {
            figures.accepted();
        }
        answer.complete(accepted);
    }

    @Override
    public void refused(LedgerException why) {
        answer.completeExceptionally(why);
    }
}
