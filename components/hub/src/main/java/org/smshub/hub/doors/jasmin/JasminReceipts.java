package org.smshub.hub.doors.jasmin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.Clients;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.calls.HttpCaller;
import org.smshub.hub.doors.Centre;
import org.smshub.hub.doors.DoorCalls;
import org.smshub.hub.doors.Ids;
import org.smshub.hub.doors.Octets;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.smpp.CommandStatus;

/** What became of messages, told at their dlr-url as Jasmin's DLRThrower does: behind {@code ledger:find}, in a route of {@code ledger:events}. */
public class JasminReceipts {

    private static final Pattern TEXT = Pattern.compile(
            "(?s)id:.* sub:([^ ]*) dlvrd:([^ ]*) submit date:([^ ]*) done date:([^ ]*) stat:[^ ]* err:([^ ]*) text:(.*)",
            Pattern.CASE_INSENSITIVE);

    private DoorCalls calls;
    private Clients clients;

    /** @param level 1 = the centre's answer, 2 = the handset's */
    record Told(int level, String status) {}

    /**
     * What is told of a state.
     *
     * @param taken whether a centre has taken the message
     * @param wanted dlr-level
     * @return null = nothing
     */
    static Told told(String state, String errorCode, boolean taken, int wanted) {
        Told told =
                switch (state) {
                    case "SENT" -> new Told(1, "ESME_ROK");
                    case "DELIVERED" -> new Told(2, "DELIVRD");
                    case "UNDELIVERABLE" -> new Told(2, "UNDELIV");
                    case "EXPIRED" -> new Told(2, "EXPIRED");
                    case "DELETED", "CANCELLED" -> new Told(2, "DELETED");
                    case "BUFFERED" -> new Told(2, "ACCEPTD");
                    case "UNKNOWN" -> new Told(2, "UNKNOWN");
                    case "REJECTED", "FAILED" -> taken ? new Told(2, "REJECTD") : new Told(1, name(errorCode));
                    default -> null;
                };
        if (told == null || (told.level() & wanted) != 0) {
            return told;
        }
        // the original says nothing to who asked for the handset alone; the client would never hear of it
        boolean refused = told.level() == 1 && !state.equals("SENT");
        return refused ? new Told(2, "REJECTD") : null;
    }

    private static String name(String errorCode) {
        int status = errorCode == null ? -1 : CommandStatus.ofCode(errorCode, -1);
        String name = status <= 0 ? null : CommandStatus.name(status);
        return name == null ? "ESME_RSUBMITFAIL" : name;
    }

    /** Ends when the client has answered ACK/Jasmin, or 404. */
    public CompletableFuture<HttpCaller.Answer> tell(Exchange exchange) {
        Message message = exchange.getMessage();
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        Fields fields = Fields.parse(message.getHeader(SmsHeaders.FIELDS, String.class));
        Centre centre = Centre.of(exchange);
        Integer level = fields.number(JasminDoor.LEVEL);
        Told told = told(
                message.getHeader(SmsHeaders.STATE, "", String.class),
                message.getHeader(SmsHeaders.ERROR_CODE, String.class),
                !centre.id().isEmpty(),
                level == null ? 1 : level);
        DoorOptions options = clients.door(client, JasminDoor.NAME);
        String own = fields.get(JasminDoor.URL);
        String url = own != null || options == null ? own : options.receipts();
        if (told == null || url == null) {
            return CompletableFuture.completedFuture(null);
        }
        Map<String, String> values = new LinkedHashMap<>();
        values.put("id", Ids.uuid(message.getHeader(SmsHeaders.ID, String.class)));
        values.put("level", String.valueOf(told.level()));
        values.put("message_status", told.status());
        values.put("connector", Octets.utf8(centre.link()));
        if (told.level() == 2) {
            handset(values, centre);
        }
        return call(exchange, calls, client, url, "GET".equals(fields.get(JasminDoor.METHOD)), values, "DLRThrower");
    }

    private static void handset(Map<String, String> values, Centre centre) {
        Matcher text = TEXT.matcher(centre.text());
        boolean read = text.matches();
        String[] names = {"sub", "dlvrd", "subdate", "donedate", "err", "text"};
        values.put("id_smsc", Octets.utf8(centre.id()));
        for (int i = 0; i < names.length; i++) {
            values.put(names[i], read ? Octets.utf8(text.group(i + 1)) : "");
        }
    }

    /** By GET, or as a form; the answer is a yes where it is just that. */
    static CompletableFuture<HttpCaller.Answer> call(
            Exchange exchange,
            DoorCalls calls,
            String client,
            String url,
            boolean get,
            Map<String, String> values,
            String thrower) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Accept", "text/plain");
        headers.put("User-Agent", "Jasmin gateway/1.0 " + thrower);
        if (!get) {
            headers.put("Content-Type", "application/x-www-form-urlencoded");
        }
        return calls.call(
                exchange,
                JasminDoor.NAME,
                client,
                get ? withQuery(url, values) : url,
                get ? "GET" : "POST",
                get ? null : Octets.bytes(form(values)),
                headers,
                JasminReceipts::isHeard);
    }

    static boolean isHeard(HttpCaller.Answer answer) {
        return answer.status() == 404
                || answer.status() > 0
                        && answer.status() < 400
                        && Octets.of(answer.body()).strip().equals("ACK/Jasmin");
    }

    private static String form(Map<String, String> values) {
        StringBuilder form = new StringBuilder();
        values.forEach((name, value) -> form.append(form.isEmpty() ? "" : "&")
                .append(Octets.encoded(name))
                .append('=')
                .append(Octets.encoded(value)));
        return form.toString();
    }

    /** Behind what the client has put there itself. */
    static String withQuery(String url, Map<String, String> values) {
        return url + (url.indexOf('?') < 0 ? "?" : "&") + form(values);
    }

    public DoorCalls getCalls() {
        return calls;
    }

    /** Who calls. */
    public void setCalls(DoorCalls calls) {
        this.calls = calls;
    }

    public Clients getClients() {
        return clients;
    }

    /** Who has an address of its own for all. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }
}
