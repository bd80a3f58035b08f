package org.smshub.hub.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.Clients;
import org.smshub.hub.RefusedException;
import org.smshub.hub.Webhook;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Submission;
import org.smshub.link.SmsHeaders;

/**
 * What has become of a message, once more for its client: by the way by which it hears of it. A webhook is called at once; for
 * any other the event is written again, and goes the way of all of them.
 */
public class Tells {

    private static final String WEBHOOK = "webhook";

    /** Exchange property: the way. */
    private static final String BY = "tellBy";

    /** Exchange property: its queue there. */
    private static final String LANE = "tellLane";

    private Clients clients;
    private boolean webhooks;

    /**
     * @param by the way, as {@code events} of clients.yaml has it; null = none
     * @param why it cannot be told; null = it can
     */
    record Way(String by, String why) {}

    private record Found(MessageView view, Way way) {}

    /** {@code GET /v1/messages/ID/tell}. */
    public void way(Exchange exchange) throws RefusedException, LedgerException, JsonProcessingException {
        Messages.json(exchange.getMessage(), 200, find(exchange).way());
    }

    /** The message of the path as the body, and the way as the property; refused with the reason where there is none. */
    public void again(Exchange exchange) throws RefusedException, LedgerException {
        Found found = find(exchange);
        if (found.way().why() != null) {
            throw new RefusedException(
                    RefusedException.Reason.CONFLICT, null, found.way().why());
        }
        MessageView view = found.view();
        exchange.setProperty(BY, found.way().by());
        exchange.setProperty(LANE, Event.lane(found.way().by(), view.client(), view.id()));
        Message message = exchange.getMessage();
        message.setHeader(SmsHeaders.ID, view.id());
        message.setBody(view);
    }

    /** Behind {@code ledger:tell}: it has its turn now, however long its client was to be left alone. */
    public void told(Exchange exchange) throws JsonProcessingException {
        String by = exchange.getProperty(BY, String.class);
        ledger(exchange).tellNow(by, exchange.getProperty(LANE, String.class));
        Messages.json(exchange.getMessage(), 202, new Way(by, null));
    }

    private Found find(Exchange exchange) throws RefusedException, LedgerException {
        Requests.none(exchange);
        String id = Requests.inPath(exchange, 3);
        String client = exchange.getMessage().getHeader(SmsHeaders.CLIENT, String.class);
        MessageView view = ledger(exchange).find(id, client).orElse(null);
        if (view == null) {
            throw new RefusedException(RefusedException.Reason.NOT_FOUND, "id", "There is no such message of yours");
        }
        return new Found(view, way(ledger(exchange), view));
    }

    private Way way(Ledger ledger, MessageView view) throws LedgerException {
        List<Submission> parts = ledger.searches().parts(view.id(), null);
        if (parts == null || parts.isEmpty()) {
            return new Way(null, "What is stored of the message is damaged");
        }
        Submission first = parts.get(0);
        String by = first.events() == null && isCalled(view.client()) ? WEBHOOK : first.events();
        return new Way(by, why(ledger, view, by, first.receipt()));
    }

    private String why(Ledger ledger, MessageView view, String by, String wanted) {
        String client = view.client();
        PartState state = PartState.read(view.state());
        if (state == null || state == PartState.QUEUED) {
            return "There is nothing to tell of it yet";
        }
        if (by == null) {
            return "NONE".equals(wanted)
                    ? "Its sender wants to hear nothing of it (receipt NONE)"
                    : "Client " + client + " asks what became of its messages: it has no events in clients.yaml";
        }
        if (by.equals(WEBHOOK)) {
            return isCalled(client)
                    ? null
                    : "Client " + client + " has no webhook in clients.yaml, or hub.webhooks is off";
        }
        if (!state.isTold(wanted)) {
            return "Its sender does not hear of " + state + " (receipt " + wanted + ")";
        }
        return ledger.isTold(by) ? null : "No route of this hub tells by " + by + ": it is switched off";
    }

    private boolean isCalled(String client) {
        Webhook webhook = webhooks ? clients.webhook(client) : null;
        return webhook != null && webhook.url() != null;
    }

    private static Ledger ledger(Exchange exchange) {
        return exchange.getContext()
                .getComponent("ledger", LedgerComponent.class)
                .ledger();
    }

    public Clients getClients() {
        return clients;
    }

    /** Who has webhooks. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }

    public boolean isWebhooks() {
        return webhooks;
    }

    /** Whether webhooks are called at all. */
    public void setWebhooks(boolean webhooks) {
        this.webhooks = webhooks;
    }
}
