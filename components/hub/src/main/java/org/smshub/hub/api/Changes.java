package org.smshub.hub.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.Checks;
import org.smshub.hub.Clients;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;
import org.smshub.hub.StrictJson;
import org.smshub.hub.Texts;
import org.smshub.hub.api.audit.Audited;
import org.smshub.hub.calls.Bodies;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.Changed;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.Search;
import org.smshub.link.SmsHeaders;

/** What clients want of messages that are here already: not to be sent, to be others, to be sent again, by another link. */
public class Changes {

    private static final ObjectReader PATCH = StrictJson.MAPPER.readerFor(Patch.class);
    private static final ObjectReader AGAIN = StrictJson.MAPPER.readerFor(ManyAgain.class);
    private static final ObjectReader AGAIN_BY = StrictJson.MAPPER.readerFor(AgainBy.class);
    private static final ObjectReader REROUTE = StrictJson.MAPPER.readerFor(Reroute.class);

    /** Messages that are sent again by one request, and looked at in one step. */
    private static final int MOST = 10_000;

    private static final int STEP = 500;
    private static final Duration BUDGET = Duration.ofSeconds(5);
    private static final Set<String> FAILED =
            Set.of("FAILED", "REJECTED", "UNDELIVERABLE", "EXPIRED", "DELETED", "CANCELLED");

    private static final String FOUND = "found";
    private static final String SENT = "sentAgain";
    private static final String MOVED = "movedTo";

    private Finds finds;
    private Clients clients;

    /** What may change. */
    record Patch(String text, Integer priority, String sendAt, String validUntil, String link) {}

    /** @param count how many there are, as the request before told; null = only to count */
    record ManyAgain(Map<String, String> filter, Integer count) {}

    record Reroute(String to) {}

    record AgainBy(List<String> links) {}

    /** The message of the path. */
    public void one(Exchange exchange) throws RefusedException {
        Requests.none(exchange);
        exchange.getMessage().setHeader(SmsHeaders.ID, Requests.inPath(exchange, 3));
    }

    /** The same, to be cancelled. */
    public void cancel(Exchange exchange) throws RefusedException {
        one(exchange);
        before(exchange);
    }

    /** For the audit log: the state it is in now, and its links. */
    private static void before(Exchange exchange) {
        Message message = exchange.getMessage();
        exchange.getContext()
                .getComponent("ledger", LedgerComponent.class)
                .ledger()
                .find(
                        message.getHeader(SmsHeaders.ID, String.class),
                        message.getHeader(SmsHeaders.CLIENT, String.class))
                .ifPresent(view -> Audited.before(
                        exchange,
                        view.parts().stream()
                                .map(MessageView.PartView::link)
                                .distinct()
                                .collect(Collectors.joining(",", view.state() + " on ", ""))));
    }

    /** The message of the path, and what is to be other: the body is its text, empty = as it was. */
    public void patch(Exchange exchange) throws RefusedException {
        one(exchange);
        before(exchange);
        Message message = exchange.getMessage();
        Patch patch = StrictJson.read(PATCH, Bodies.octets(message));
        boolean other = patch.text() != null
                || patch.priority() != null
                || patch.sendAt() != null
                || patch.validUntil() != null;
        if (patch.link() != null) {
            move(exchange, patch.link(), other);
            return;
        }
        if (!other) {
            throw RefusedException.invalid(
                    null, "There is nothing to change: text, priority, sendAt, validUntil or link");
        }
        if (patch.text() != null && patch.text().isEmpty()) {
            throw RefusedException.invalid("text", "text has nothing to send");
        }
        Checks.text(patch.text());
        message.setBody(patch.text() == null ? "" : patch.text());
        set(message, SmsHeaders.PRIORITY, Records.priority(patch.priority()));
        set(message, SmsHeaders.SEND_AT, Records.time("sendAt", patch.sendAt()));
        set(message, SmsHeaders.VALID_UNTIL, Records.time("validUntil", patch.validUntil()));
    }

    /** To which link it is to go, as SmsLinks. */
    private void move(Exchange exchange, String to, boolean other) throws RefusedException {
        clients.operator(exchange);
        LedgerComponent ledger = exchange.getContext().getComponent("ledger", LedgerComponent.class);
        if (other) {
            throw RefusedException.invalid("link", "link stands alone: text, priority and times are another request");
        }
        if (!ledger.linkNames().contains(to)) {
            throw RefusedException.invalid("link", "link is one of these: " + ledger.linkNames());
        }
        exchange.setProperty(MOVED, to);
        exchange.getMessage().setHeader(SmsHeaders.LINKS, to);
    }

    private static void set(Message message, String name, Object value) {
        if (value != null) {
            message.setHeader(name, value);
        }
    }

    private record ChangedView(String id, String state, Texts.PlanView plan) {}

    /** The answer to a change of one message. */
    public void changed(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Changed changed = message.getBody(Changed.class);
        String moved = exchange.getProperty(MOVED, String.class);
        if (moved != null) {
            Audited.after(exchange, changed.state() + " on " + moved);
        }
        Messages.json(message, 200, new ChangedView(changed.messageId(), changed.state(), Texts.view(exchange)));
    }

    /** The message of the path, and by which other links it is to be sent again, as a list of SmsLinks; no body = by its own. */
    public void again(Exchange exchange) throws RefusedException {
        one(exchange);
        before(exchange);
        Message message = exchange.getMessage();
        byte[] octets = Bodies.octets(message);
        if (octets.length == 0) {
            return;
        }
        AgainBy by = StrictJson.read(AGAIN_BY, octets);
        clients.operator(exchange);
        LedgerComponent ledger = exchange.getContext().getComponent("ledger", LedgerComponent.class);
        if (by.links() == null
                || by.links().isEmpty()
                || by.links().stream()
                        .anyMatch(link -> link == null || !ledger.linkNames().contains(link))) {
            throw RefusedException.invalid("links", "links are of these: " + ledger.linkNames());
        }
        message.setHeader(SmsHeaders.LINKS, String.join(",", by.links()));
    }

    private record Count(int count, boolean more) {}

    /**
     * What failed, by a filter: the body becomes a list of ids to send again; or the answer, where they are only to be counted.
     */
    public void failed(Exchange exchange) throws RefusedException, LedgerException, JsonProcessingException {
        Requests.none(exchange);
        Message message = exchange.getMessage();
        ManyAgain asked = StrictJson.read(AGAIN, Bodies.octets(message));
        Map<String, String> query = asked.filter() == null ? Map.of() : asked.filter();
        Requests.only(query, Finds.FILTERS);
        String state = query.get("state");
        if (state == null || !FAILED.contains(state)) {
            throw RefusedException.invalid("state", "filter.state is one of " + String.join(", ", FAILED));
        }
        Search.Filter filter = finds.filter(exchange, query);
        List<String> ids = new ArrayList<>();
        String next = null;
        long start = System.nanoTime();
        do {
            Search.Page<MessageView> page = Finds.searches(exchange).find(filter, next, STEP, Finds.BUDGET);
            page.found().forEach(view -> ids.add(view.id()));
            next = page.next();
        } while (next != null && ids.size() < MOST && System.nanoTime() - start < BUDGET.toNanos());
        exchange.setProperty(FOUND, ids.size());
        exchange.setProperty(SENT, new HashMap<String, Integer>());
        if (asked.count() == null) {
            Messages.json(message, 200, new Count(ids.size(), next != null));
            exchange.setProperty(FOUND, null);
        } else if (asked.count() != ids.size()) {
            throw new RefusedException(
                    RefusedException.Reason.CONFLICT,
                    "count",
                    "There are " + ids.size() + (next == null ? "" : " or more") + " now, not " + asked.count());
        } else {
            message.setBody(ids);
        }
    }

    /** One of the list becomes the message to send again. */
    public void id(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setHeader(SmsHeaders.ID, message.getBody(String.class));
    }

    /** Counts what became of one of them. */
    @SuppressWarnings("unchecked")
    public void count(Exchange exchange) {
        Changed changed = exchange.getMessage().getBody(Changed.class);
        boolean known = changed != null && changed.what() == Changed.What.DONE && changed.parts() == 0;
        String what = changed == null
                ? "FAILED"
                : known ? "SENT_BEFORE" : changed.what().name();
        Map<String, Integer> sent = exchange.getProperty(SENT, Map.class);
        synchronized (sent) {
            sent.merge(what, 1, Integer::sum);
        }
    }

    private record ManySent(int sent, int before, int refused) {}

    /** How many were sent again. */
    @SuppressWarnings("unchecked")
    public void counted(Exchange exchange) throws JsonProcessingException {
        Map<String, Integer> sent = exchange.getProperty(SENT, Map.class);
        int now = sent.getOrDefault("DONE", 0);
        int before = sent.getOrDefault("SENT_BEFORE", 0);
        int all = exchange.getProperty(FOUND, 0, Integer.class);
        Messages.json(exchange.getMessage(), 200, new ManySent(now, before, all - now - before));
    }

    /** Which link's, and to which. */
    public void reroute(Exchange exchange) throws RefusedException {
        Requests.none(exchange);
        Message message = exchange.getMessage();
        Reroute reroute = StrictJson.read(REROUTE, Bodies.octets(message));
        String link = Requests.inPath(exchange, 3);
        LedgerComponent ledger = exchange.getContext().getComponent("ledger", LedgerComponent.class);
        if (!ledger.linkNames().contains(link)) {
            throw new RefusedException(RefusedException.Reason.NOT_FOUND, "link", "There is no such link");
        }
        if (reroute.to() == null
                || !ledger.linkNames().contains(reroute.to())
                || reroute.to().equals(link)) {
            throw RefusedException.invalid("to", "to is another link; there are " + ledger.linkNames());
        }
        message.setHeader(SmsHeaders.LINK, link);
        message.setHeader(SmsHeaders.LINKS, reroute.to());
    }

    private record Moved(int parts) {}

    /** How many parts went. */
    public void rerouted(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Messages.json(message, 200, new Moved(message.getBody(Changed.class).parts()));
    }

    public Clients getClients() {
        return clients;
    }

    /** Who has the keys. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }

    public Finds getFinds() {
        return finds;
    }

    /** Who reads filters. */
    public void setFinds(Finds finds) {
        this.finds = finds;
    }
}
