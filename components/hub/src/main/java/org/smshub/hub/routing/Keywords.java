package org.smshub.hub.routing;

import java.io.IOException;
import java.io.Reader;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Checks;
import org.smshub.hub.Clients;
import org.smshub.hub.check.Checked;
import org.smshub.hub.check.Names;
import org.smshub.hub.routing.table.TableFile;
import org.smshub.link.SmsHeaders;

/**
 * {@code config/keywords.csv}: what becomes of an incoming message, by its first word, the number it was sent to, who sent it and
 * the link it came by. The first line that fits counts. See docs/routing.md for the columns.
 */
public class Keywords extends RoutingBean implements Checked {

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

    private final Set<String> clientsTold = ConcurrentHashMap.newKeySet();
    private String file;
    private Clients clients;
    private boolean optOut;
    private TableFile<KeywordRows> table;

    @Override
    void start() {
        table = table();
        KeywordRows rows = table.open().get();
        if (Names.isRun()) {
            known(table, rows);
        }
    }

    @Override
    public void check() {
        if (isOn()) {
            TableFile<KeywordRows> table = table();
            known(table, table.read());
        }
    }

    private TableFile<KeywordRows> table() {
        return new TableFile<>(getCamelContext(), file, this::read);
    }

    private KeywordRows read(String name, Reader in) throws IOException {
        KeywordRows rows = KeywordRows.read(name, in);
        // else its answer would say what is not so
        rows.all().filter(row -> row.does() != null && !optOut).findFirst().ifPresent(row -> {
            throw new IllegalArgumentException(
                    name + ":" + row.line() + ": does " + row.does() + " wants hub.routing.optOut = true");
        });
        return rows;
    }

    /** Whether there is whom it gives messages to. Of a hub that runs, what is not there yet may come. */
    private void known(TableFile<KeywordRows> table, KeywordRows rows) {
        Set<String> ids = clients.ids();
        Set<String> links = Names.links(getCamelContext());
        Set<String> ways = new TreeSet<>(Names.ways(getCamelContext()));
        ways.addAll(Clients.BY_CALL);
        rows.all().forEach(row -> {
            require(row.client(), ids, "no client", table, row);
            require(row.link(), links, "no link", table, row);
            require(row.events(), ways, "no route that runs tells events by", table, row);
        });
    }

    private static void require(
            String word, Set<String> there, String lacking, TableFile<?> table, KeywordRows.Row row) {
        if (word != null && !there.contains(word)) {
            throw table.wrong(row.line(), lacking + " '" + word + "'; there are " + new TreeSet<>(there));
        }
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
        String keyword = KeywordRows.first(text).toUpperCase(Locale.ROOT);
        KeywordRows rows = table.get();
        KeywordRows.Row row = rows.find(
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
        set(exchange, REST, KeywordRows.rest(text));
        set(exchange, DOES, row.does());
        if (row.answer() != null && whole && !rows.answers().contains(KeywordRows.bare(text))) {
            set(exchange, ANSWER, row.answer());
            set(exchange, ANSWER_FROM, row.answerFrom());
        }
    }

    private void client(Message message, KeywordRows.Row row) {
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

    @Override
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
