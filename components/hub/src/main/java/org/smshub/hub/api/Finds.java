package org.smshub.hub.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.Numbers;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.Searches;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Search;
import org.smshub.link.SmsHeaders;

/** Messages by what is known of them: pages, counts, files. Whoever may read its own alone asks for its own alone. */
public class Finds {

    static final Set<String> FILTERS = Set.of("client", "ref", "to", "from", "state", "link", "tag", "since", "until");
    private static final Set<String> OF_PAGES = with(FILTERS, "cursor", "limit", "within");
    private static final Set<String> OF_FILES = with(FILTERS, "format");
    private static final Set<String> OF_COUNTS = Set.of("client", "link", "since", "until", "cursor");
    private static final Set<String> OF_INCOMING =
            Set.of("client", "to", "from", "link", "since", "until", "cursor", "limit");

    private static final int LIMIT = 50;
    private static final int MOST = 500;

    /** What one question may take of a thread and of the disk. */
    static final Duration BUDGET = Duration.ofMillis(500);

    private static final Duration COUNTS_BUDGET = Duration.ofSeconds(2);

    /** Files that are written at once. */
    private static final int FILES = 4;

    private final Semaphore files = new Semaphore(FILES);
    private Numbers numbers;

    private static Set<String> with(Set<String> some, String... more) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    private record MessagePage(List<MessageView> messages, String next) {}

    /** A page of messages, the newest first. */
    public void page(Exchange exchange) throws RefusedException, LedgerException, JsonProcessingException {
        Map<String, String> query = Requests.query(exchange);
        Requests.only(query, OF_PAGES);
        Search.Page<MessageView> page =
                searches(exchange).find(filter(exchange, query), cursor(query), limit(query), within(query));
        Messages.json(exchange.getMessage(), 200, new MessagePage(page.found(), page.next()));
    }

    private record Hour(String hour, String state, long messages) {}

    private record Hours(List<Hour> counts, String next) {}

    /** How many messages of each hour are in which state. */
    public void counts(Exchange exchange) throws RefusedException, LedgerException, JsonProcessingException {
        Map<String, String> query = Requests.query(exchange);
        Requests.only(query, OF_COUNTS);
        Search.Page<Search.Count> page =
                searches(exchange).counts(filter(exchange, query), cursor(query), COUNTS_BUDGET);
        Messages.json(
                exchange.getMessage(),
                200,
                new Hours(
                        page.found().stream()
                                .map(count -> new Hour(MessageView.iso(count.hour()), count.state(), count.messages()))
                                .toList(),
                        page.next()));
    }

    /** All of them, as a file that is written while it is read. */
    public void file(Exchange exchange) throws RefusedException, LedgerException {
        Map<String, String> query = Requests.query(exchange);
        Requests.only(query, OF_FILES);
        String format = query.getOrDefault("format", "jsonl");
        if (!format.equals("jsonl") && !format.equals("csv")) {
            throw RefusedException.invalid("format", "format is jsonl or csv");
        }
        Search.Filter filter = filter(exchange, query);
        if (!files.tryAcquire()) {
            throw new LedgerException(
                    LedgerException.Reason.BUSY, FILES + " files are being written; try again when one is done", null);
        }
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(
                Exchange.CONTENT_TYPE, format.equals("csv") ? "text/csv; charset=utf-8" : "application/jsonl");
        message.setBody(new FileOfMessages(searches(exchange), filter, format.equals("csv"), files::release));
    }

    /** A message from a phone. */
    private record IncomingView(
            String id,
            String client,
            String to,
            String from,
            String text,
            String data,
            String encoding,
            String udh,
            @JsonProperty("class") Integer messageClass,
            String link,
            String receivedAt,
            String keptAt) {

        static IncomingView of(Search.Received in) {
            return new IncomingView(
                    in.id(),
                    in.client(),
                    in.to(),
                    in.from(),
                    in.body() instanceof String text ? text : null,
                    in.body() instanceof byte[] octets ? HexFormat.of().formatHex(octets) : null,
                    in.encoding(),
                    in.udh() == null ? null : HexFormat.of().formatHex(in.udh()),
                    in.messageClass(),
                    in.link(),
                    MessageView.iso(in.receivedAt()),
                    MessageView.iso(in.keptAt()));
        }
    }

    private record IncomingPage(List<IncomingView> messages, String next) {}

    /** A page of messages that came from phones, the newest first. */
    public void incomingPage(Exchange exchange) throws RefusedException, LedgerException, JsonProcessingException {
        Map<String, String> query = Requests.query(exchange);
        Requests.only(query, OF_INCOMING);
        Search.Page<Search.Received> page =
                searches(exchange).incoming(filter(exchange, query), cursor(query), limit(query), BUDGET);
        Messages.json(
                exchange.getMessage(),
                200,
                new IncomingPage(page.found().stream().map(IncomingView::of).toList(), page.next()));
    }

    /** One of them. */
    public void incoming(Exchange exchange) throws RefusedException, LedgerException, JsonProcessingException {
        Requests.none(exchange);
        Search.Received found = searches(exchange)
                .incoming(
                        Requests.inPath(exchange, 3), exchange.getMessage().getHeader(SmsHeaders.CLIENT, String.class));
        if (found == null) {
            throw new RefusedException(RefusedException.Reason.NOT_FOUND, "id", "There is no such message of yours");
        }
        Messages.json(exchange.getMessage(), 200, IncomingView.of(found));
    }

    static Searches searches(Exchange exchange) {
        return exchange.getContext()
                .getComponent("ledger", LedgerComponent.class)
                .ledger()
                .searches();
    }

    /** What is asked for; of the client whose key it is, where that may not ask for others'. */
    Search.Filter filter(Exchange exchange, Map<String, String> query) throws RefusedException {
        String own = exchange.getMessage().getHeader(SmsHeaders.CLIENT, String.class);
        String client = query.get("client");
        if (own != null && client != null && !client.equals(own)) {
            throw new RefusedException(
                    RefusedException.Reason.FORBIDDEN, "client", "This key reads the messages of its own client alone");
        }
        String state = query.get("state");
        if (state != null
                && !state.equals("ACCEPTED")
                && (PartState.read(state) == null
                        || state.equals("CLAIMED")
                        || !state.equals(PartState.read(state).name()))) {
            throw RefusedException.invalid("state", "There is no state '" + RefusedException.shown(state) + "'");
        }
        Long since = Records.time("since", query.get("since"));
        Long until = Records.time("until", query.get("until"));
        return new Search.Filter(
                own == null ? client : own,
                query.get("ref"),
                number(query.get("to")),
                query.get("from"),
                state,
                query.get("link"),
                query.containsKey("tag") ? Records.tag(query.get("tag")) : null,
                since,
                until);
    }

    /** As messages have it: a + that was not escaped is a blank. */
    private String number(String to) {
        if (to == null) {
            return null;
        }
        String plain = to.startsWith(" ") ? "+" + to.strip() : to;
        if (plain.endsWith("*")) {
            return plain; // its beginning is no number yet
        }
        try {
            return numbers == null ? plain : numbers.recipient(plain);
        } catch (RefusedException e) {
            return plain; // finds nothing
        }
    }

    private static String cursor(Map<String, String> query) throws RefusedException {
        String cursor = query.get("cursor");
        if (cursor != null && !cursor.matches("[0-9a-z]{1,13}")) {
            throw RefusedException.invalid("cursor", "cursor is what came as next with the page before");
        }
        return cursor;
    }

    /** How long a page may take: it ends early then. */
    private static Duration within(Map<String, String> query) throws RefusedException {
        String millis = query.get("within");
        if (millis == null) {
            return BUDGET;
        }
        if (!millis.matches("[0-9]{2,3}") || Integer.parseInt(millis) > BUDGET.toMillis()) {
            throw RefusedException.invalid("within", "within is 10 to " + BUDGET.toMillis() + " milliseconds");
        }
        return Duration.ofMillis(Integer.parseInt(millis));
    }

    private static int limit(Map<String, String> query) throws RefusedException {
        String limit = query.getOrDefault("limit", String.valueOf(LIMIT));
        if (!limit.matches("[0-9]{1,4}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST) {
            throw RefusedException.invalid("limit", "limit is 1 to " + MOST);
        }
        return Integer.parseInt(limit);
    }

    public Numbers getNumbers() {
        return numbers;
    }

    /** Who knows how a number is written. */
    public void setNumbers(Numbers numbers) {
        this.numbers = numbers;
    }
}
