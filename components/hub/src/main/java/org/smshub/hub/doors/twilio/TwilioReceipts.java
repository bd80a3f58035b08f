package org.smshub.hub.doors.twilio;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.Clients;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.doors.DoorCalls;
import org.smshub.hub.doors.Octets;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;

/** What became of messages, told at their StatusCallback: in a route of {@code ledger:events}. */
public class TwilioReceipts {

    private static final DateTimeFormatter DONE =
            DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);

    private DoorCalls calls;
    private Clients clients;

    /** Ends when the client has answered 2xx, or there is nothing to tell. */
    public CompletableFuture<?> tell(Exchange exchange) {
        Message message = exchange.getMessage();
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        Fields fields = Fields.parse(message.getHeader(SmsHeaders.FIELDS, String.class));
        String url = url(client, fields);
        String state = message.getHeader(SmsHeaders.STATE, "", String.class);
        if (url == null || !isTold(state)) {
            return CompletableFuture.completedFuture(null);
        }
        return TwilioCalls.call(
                calls, exchange, client, url, false, form(message, TwilioCalls.account(clients, client), fields));
    }

    /** That nobody knows is told when it is known; that it is still on its way, too. */
    static boolean isTold(String state) {
        return switch (state) {
            case "", "ACCEPTED", "QUEUED", "BUFFERED", "UNKNOWN" -> false;
            default -> true;
        };
    }

    private String url(String client, Fields fields) {
        String own = fields.get(TwilioDoor.URL);
        DoorOptions options = clients.door(client, TwilioDoor.NAME);
        return own != null || options == null || options.receipts() == null ? own : Octets.utf8(options.receipts());
    }

    static Map<String, String> form(Message message, String account, Fields fields) {
        String service = TwilioMessage.service(MessageView.tags(fields.orNull()));
        TwilioState state = TwilioState.of(
                message.getHeader(SmsHeaders.STATE, String.class),
                false,
                service != null,
                message.getHeader(SmsHeaders.ERROR_CODE, String.class));
        String sid = TwilioPath.sid(message.getHeader(SmsHeaders.ID, String.class));
        String from = message.getHeader(SmsHeaders.FROM, String.class);
        Long done = message.getHeader(SmsHeaders.DONE_AT, Long.class);
        Map<String, String> form = new LinkedHashMap<>();
        form.put("MessageSid", sid);
        form.put("SmsSid", sid);
        form.put("MessageStatus", state.status());
        form.put("SmsStatus", state.status());
        form.put("To", message.getHeader(SmsHeaders.TO, String.class));
        if (from != null) {
            form.put("From", from);
        }
        form.put("AccountSid", account);
        form.put("ApiVersion", TwilioPath.VERSION);
        if (service != null) {
            form.put("MessagingServiceSid", service);
        }
        if (state.error() != 0) {
            form.put("ErrorCode", String.valueOf(state.error()));
            form.put("ErrorMessage", state.words());
        }
        if (done != null && state.status().endsWith("delivered")) {
            form.put("RawDlrDoneDate", DONE.format(Instant.ofEpochMilli(done)));
        }
        return form;
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
