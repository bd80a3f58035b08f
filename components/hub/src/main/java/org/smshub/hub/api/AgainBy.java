package org.smshub.hub.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.Changed;
import org.smshub.ledger.entry.KeepText;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Submission;
import org.smshub.link.SmsHeaders;
import org.smshub.text.plan.LinkProfile;

/**
 * Sends a message that failed again as {@code ledger:again} does, but by other links than its own: as a new one with the same
 * reference to the old, so that it goes once, planned for the first of those links.
 */
public class AgainBy {

    /** As ledger:again writes it. */
    private static final String AGAIN = "again:";

    /** The message SmsId (of SmsClient where set) by SmsLinks; the body becomes what was done. */
    public CompletableFuture<Changed> send(Exchange exchange) throws LedgerException {
        Message message = exchange.getMessage();
        String id = message.getHeader(SmsHeaders.ID, String.class);
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        String links = message.getHeader(SmsHeaders.LINKS, String.class);
        LedgerComponent component = exchange.getContext().getComponent("ledger", LedgerComponent.class);
        Ledger ledger = component.ledger();
        MessageView view = ledger.find(id, client).orElse(null);
        List<Submission> stored = view == null ? List.of() : ledger.searches().parts(id, client);
        if (stored == null) {
            return done(Changed.What.DAMAGED, id, view.state());
        }
        if (stored.isEmpty()) {
            return done(Changed.What.NOT_FOUND, id, null);
        }
        PartState state = PartState.read(view.state());
        if (state == null || !state.isFinal() || state == PartState.DELIVERED) {
            return done(Changed.What.NOT_FAILED, id, view.state());
        }
        if (stored.stream().anyMatch(AgainBy::isGone)) {
            return done(Changed.What.TEXT_GONE, id, view.state());
        }
        long now = ledger.nature().wall();
        String newId = component.newId();
        List<Submission> parts = new ArrayList<>();
        stored.forEach(part -> parts.add(anew(part, newId, links, now)));
        LinkProfile profile = component.profile(parts.get(0).firstLink());
        return ledger.accept(profile == null ? parts : Submission.cutFor(profile, parts))
                .thenApply(accepted -> {
                    message.removeHeader(SmsHeaders.LINKS);
                    return new Changed(
                            Changed.What.DONE, accepted.messageId(), PartState.QUEUED.name(), parts.size(), false);
                });
    }

    private static boolean isGone(Submission part) {
        return part.body() == null || part.keepText() != null && part.keepText() <= KeepText.UNTIL_FINAL;
    }

    private static Submission anew(Submission was, String id, String links, long now) {
        long later = now - was.acceptedAt();
        return new Submission(
                id,
                was.part(),
                was.parts(),
                was.client(),
                was.part() == 1 ? AGAIN + was.messageId() : null,
                was.sender(),
                was.recipient(),
                was.body(),
                was.encoding(),
                was.udh(),
                was.messageClass(),
                was.dataCoding(),
                was.protocolId(),
                was.receipt(),
                was.priority(),
                links,
                now,
                was.expires() == null ? null : was.expires() + later,
                now,
                was.events(),
                was.keepText() == null ? null : was.keepText() + later,
                was.number(),
                was.fields(),
                "again");
    }

    private static CompletableFuture<Changed> done(Changed.What what, String id, String state) {
        return CompletableFuture.completedFuture(new Changed(what, id, state, 0, false));
    }
}
