package org.smshub.hub.routing;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Checks;
import org.smshub.hub.Clients;
import org.smshub.link.SmsHeaders;

/**
 * {@code config/keywords.csv}: what becomes of an incoming message, by its first word, the number it was sent to, who sent it and
 * the link it came by. The first line that fits counts. See docs/routing.md for the columns.
 */
public class Keywords extends RoutingBean {

    /** Exchange property: the first word of the message, in capitals. */
    public static final String KEYWORD = "keyword";

    /** Exchange property: what stands behind it. */
    public static final String REST = "rest";

    /** Exchange property: {@value #STOP} or {@value #START}, where the word does that. */
    public static final String DOES = "does";

    /** Exchange property: the text that answers it. It stays on the answer, too, which no opt-out and no night keeps back. */
    public static final String ANSWER = Checks.ANSWER;

    /** Exchange property: the sender of the answer, where it is not the number that was written to. */
    public static final String ANSWER_FROM = "answerFrom";

    static final String STOP = "stop";
    static final String START = "start";

    private static final Logger LOG = LoggerFactory.getLogger(Keywords.class);
    private static final int CLIENTS_TOLD = 100;
    private static final Set<String> WAYS =
            Set.of("smpp", "ucp", "cimd2", "mail", "jms", "kafka", "webhook", "sse", "file", "spool");

    private final Set<String> clientsTold = ConcurrentHashMap.newKeySet();
    private String file;
    private Clients clients;
    private boolean optOut;
    private TableFile<Rows> table;

    /** A line. Null in place of what it says nothing about; @param from prefix of who sent the message */
    private record Row(
            int line,
            String keyword,
            String number,
            String from,
            String link,
            String client,
            String events,
            String does,
            String answer,
            String answerFrom) {

        boolean fits(String to, String sender, String cameBy) {
            return (number == null || number.equals(to))
                    && (from == null || sender != null && sender.startsWith(from))
                    && (link == null || link.equals(cameBy));
        }
    }

    /** The lines, by their keyword; those of any text under the empty one. @param answers all of them, bare */
    record Rows(Map<String, List<Row>> byKeyword, Set<String> answers) {

        private static final Set<String> NEEDED = Set.of("keyword");
        private static final Set<String> KNOWN = new LinkedHashSet<>(
                List.of("number", "from", "link", "client", "events", "does", "answer", "answerFrom"));

        static Rows read(String name, Reader in) throws IOException {
            Rows rows = new Rows(new HashMap<>(), new HashSet<>());
            new CsvTable(name, NEEDED, KNOWN).read(in, line -> rows.add(row(line)));
            return rows;
        }

        private void add(Row row) {
            byKeyword
                    .computeIfAbsent(row.keyword() == null ? "" : row.keyword(), k -> new ArrayList<>(1))
                    .add(row);
            if (row.answer() != null) {
                answers.add(bare(row.answer()));
            }
        }

        private static String word(CsvTable.Line line, String column) {
            String word = line.get(column);
            return word.isEmpty() || word.equals("*") ? null : word;
        }

        private static Row row(CsvTable.Line line) {
            String keyword = word(line, "keyword");
            if (keyword != null && (keyword.matches(".*\\s.*") || !keyword.equals(first(keyword)))) {
                throw line.wrong("a keyword is one word without marks at its ends, or * for any text; not '" + keyword + "'");
            }
            String number = word(line, "number");
            if (number != null && !number.matches("\\+?[0-9]{3,15}")) {
                throw line.wrong("number is one of yours, as messages come to it: +48111222333, or a short code; not '"
                        + number + "'");
            }
            String does = word(line, "does");
            if (does != null && !does.equals(STOP) && !does.equals(START)) {
                throw line.wrong("does is stop, start or empty, not '" + does + "'");
            }
            String events = word(line, "events");
            if (events != null && !WAYS.contains(events)) {
                throw line.wrong("events is a way out of clients.yaml, not '" + events + "'; there are "
                        + String.join(", ", new java.util.TreeSet<>(WAYS)));
            }
            Row row = new Row(
                    line.number(),
                    keyword == null ? null : keyword.toUpperCase(Locale.ROOT),
                    number,
                    word(line, "from"),
                    word(line, "link"),
                    word(line, "client"),
                    events,
                    does,
                    word(line, "answer"),
                    word(line, "answerFrom"));
            if (row.client() == null && events == null && does == null && row.answer() == null) {
                throw line.wrong("the line says nothing of what becomes of the message: client, events, does or answer");
            }
            if (events != null && row.client() == null) {
                throw line.wrong("events is the way of a client, and the line names none");
            }
            return row;
        }

        private Stream<Row> all() {
            return byKeyword.values().stream().flatMap(List::stream).sorted(Comparator.comparing(Row::line));
        }

        Row find(String keyword, String to, String from, String link) {
            Row named = first(byKeyword.get(keyword), to, from, link);
            Row any = keyword.isEmpty() ? null : first(byKeyword.get(""), to, from, link);
            return named == null || any != null && any.line() < named.line() ? any : named;
        }

        private static Row first(List<Row> rows, String to, String from, String link) {
            if (rows == null) {
                return null;
            }
            for (Row row : rows) {
                if (row.fits(to, from, link)) {
                    return row;
                }
            }
            return null;
        }
    }

    @Override
    void start() {
        table = new TableFile<>(getCamelContext(), file, this::read).open();
    }

    private Rows read(String name, Reader in) throws IOException {
        Rows rows = Rows.read(name, in);
        // else its answer would say what is not so
        rows.all().filter(row -> row.does() != null && !optOut).findFirst().ifPresent(row -> {
            throw new IllegalArgumentException(
                    name + ":" + row.line() + ": does " + row.does() + " wants hub.routing.optOut = true");
        });
        return rows;
    }

    /** The first word, without marks around it; empty = there is none. */
    private static String first(String text) {
        String stripped = text.strip();
        int end = 0;
        while (end < stripped.length() && !Character.isWhitespace(stripped.charAt(end))) {
            end++;
        }
        int from = 0;
        while (from < end && !Character.isLetterOrDigit(stripped.charAt(from))) {
            from++;
        }
        while (end > from && !Character.isLetterOrDigit(stripped.charAt(end - 1))) {
            end--;
        }
        return stripped.substring(from, end);
    }

    private static String rest(String text) {
        String stripped = text.strip();
        int blank = 0;
        while (blank < stripped.length() && !Character.isWhitespace(stripped.charAt(blank))) {
            blank++;
        }
        return stripped.substring(blank).strip();
    }

    private static String bare(String text) {
        return text.strip().toUpperCase(Locale.ROOT);
    }

    /**
     * Sets SmsClient and SmsEvents, and the properties of this class. A message of several parts has no keyword: its parts come
     * one by one, and must go one way.
     */
    public void match(Exchange exchange) {
        if (table == null) {
            throw new IllegalStateException("keywords.csv is not read: hub.routing.keywords is false");
        }
        Message message = exchange.getMessage();
        boolean whole = message.getHeader(SmsHeaders.PARTS, 1, Integer.class) <= 1
                && message.getHeader(SmsHeaders.UDH) == null
                && message.getBody() instanceof String;
        String text = whole ? message.getBody(String.class) : "";
        String keyword = first(text).toUpperCase(Locale.ROOT);
        Rows rows = table.get();
        Row row = rows.find(
                keyword,
                message.getHeader(SmsHeaders.TO, String.class),
                message.getHeader(SmsHeaders.FROM, String.class),
                message.getHeader(SmsHeaders.LINK, String.class));
        if (row == null) {
            return;
        }
        if (row.client() != null) {
            client(message, row);
        }
        set(exchange, KEYWORD, keyword);
        set(exchange, REST, rest(text));
        set(exchange, DOES, row.does());
        if (row.answer() != null && whole && !rows.answers().contains(bare(text))) {
            set(exchange, ANSWER, row.answer());
            set(exchange, ANSWER_FROM, row.answerFrom());
        }
    }

    private void client(Message message, Row row) {
        if (!clients.give(message, row.client())) {
            if (clientsTold.size() < CLIENTS_TOLD && clientsTold.add(row.client())) {
                LOG.warn("{}:{}: there is no client '{}' in clients.yaml", table.name(), row.line(), row.client());
            }
            return;
        }
        if (row.events() != null) {
            message.setHeader(SmsHeaders.EVENTS, row.events());
        }
    }

    private static void set(Exchange exchange, String name, String value) {
        if (value != null) {
            exchange.setProperty(name, value);
        }
    }

    public String getFile() {
        return file;
    }

    /** The table, such as {@code file:/etc/sms-hub/keywords.csv}. */
    public void setFile(String file) {
        this.file = file;
    }

    public boolean isOptOut() {
        return optOut;
    }

    /** Whether there is a list of opt-outs, which words that do {@value #STOP} and {@value #START} need. */
    public void setOptOut(boolean optOut) {
        this.optOut = optOut;
    }

    public Clients getClients() {
        return clients;
    }

    /** Who may be given messages. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }
}
