package org.smshub.ledger;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Message;
import org.smshub.ledger.entry.Change;
import org.smshub.ledger.entry.Changed;
import org.smshub.link.SmsHeaders;

/**
 * {@code ledger:cancel}, {@code replace}, {@code amend}, {@code again}, {@code erase}, {@code move}, {@code tell}, {@code
 * reroute}: what somebody wants of
 * messages that are here already. The body becomes a {@link Changed}.
 */
class LedgerChangeProducer extends CommitProducer<Changed> {

    /** Parts that are moved in one group. */
    private static final int MOVED_AT_ONCE = 500;

    LedgerChangeProducer(LedgerEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletionStage<Changed> write(Message message) {
        Ledger ledger = endpoint.getComponent().ledger();
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        return switch (endpoint.getOperation()) {
            case cancel -> ledger.change(new Change.Cancel(Required.header(message, SmsHeaders.ID), client));
            case erase -> ledger.change(new Change.Erase(Required.header(message, SmsHeaders.ID), client));
            case tell -> ledger.change(new Change.Tell(Required.header(message, SmsHeaders.ID), client));
            case move -> {
                String to = Required.header(message, SmsHeaders.LINKS).split(",")[0];
                yield ledger.change(new Change.Move(Required.header(message, SmsHeaders.ID), client, to));
            }
            case again -> {
                String id = endpoint.getComponent().newId();
                yield ledger.change(new Change.Again(Required.header(message, SmsHeaders.ID), client, id));
            }
            case replace -> {
                Required.header(message, SmsHeaders.ID);
                int reference = ledger.nature().random().nextInt();
                yield ledger.change(
                        new Change.Replace(NewMessage.parts(endpoint.getComponent(), message, reference), client));
            }
            case amend ->
                ledger.change(new Change.Amend(
                        Required.header(message, SmsHeaders.ID),
                        client,
                        message.getHeader(SmsHeaders.PRIORITY, Integer.class),
                        message.getHeader(SmsHeaders.SEND_AT, Long.class),
                        message.getHeader(SmsHeaders.VALID_UNTIL, Long.class)));
            default -> reroute(message, ledger);
        };
    }

    private CompletableFuture<Changed> reroute(Message message, Ledger ledger) {
        String from = Required.header(message, SmsHeaders.LINK);
        String to = List.of(Required.header(message, SmsHeaders.LINKS).split(","))
                .get(0)
                .trim();
        NewMessage.known(endpoint.getComponent(), to);
        if (to.equals(from)) {
            throw new IllegalArgumentException("SmsLinks names the link where it waits already: " + to);
        }
        return reroute(ledger, new Change.Reroute(from, to, MOVED_AT_ONCE), 0);
    }

    /** Group by group, so that accepts have their turn in between. */
    private static CompletableFuture<Changed> reroute(Ledger ledger, Change.Reroute some, int before) {
        return ledger.change(some).thenCompose(changed -> {
            int all = before + changed.parts();
            return changed.more()
                    ? reroute(ledger, some, all)
                    : CompletableFuture.completedFuture(new Changed(changed.what(), null, null, all, false));
        });
    }

    @Override
    void committed(Message message, Changed changed) {
        message.setBody(changed);
        if (changed.messageId() != null) {
            message.setHeader(SmsHeaders.ID, changed.messageId());
        }
        if (changed.state() != null) {
            message.setHeader(SmsHeaders.STATE, changed.state());
        }
    }
}
