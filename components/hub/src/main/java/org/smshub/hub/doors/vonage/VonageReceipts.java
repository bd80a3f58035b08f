package org.smshub.hub.doors.vonage;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.Clients;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.doors.DoorCalls;
import org.smshub.hub.doors.Futures;
import org.smshub.hub.doors.Octets;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.smpp.CommandStatus;

/** What became of messages, a receipt for each part: in a route of {@code ledger:events}. */
public class VonageReceipts {

    private static final DateTimeFormatter SCTS =
            DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);

    /** Exchange property: whether there is anything to tell, for which the message must be found. */
    private static final String TOLD = "told";

    private static final int UNKNOWN = 1;
    private static final int NETWORK_ERROR = 8;
    private static final int ILLEGAL_NUMBER = 9;
    private static final int GENERAL = 99;
    private static final int INVALID_DESTINATION = 0x0B;

    /** A receipt of one part. */
    private record PartState(int part, String state, String errorCode) {}

    private DoorCalls calls;
    private Clients clients;

    /** Vonage's word for a state; null = it is not told. */
    static String status(String state) {
        return switch (state) {
            case "SENT" -> "accepted";
            case "BUFFERED" -> "buffered";
            case "DELIVERED" -> "delivered";
            case "EXPIRED" -> "expired";
            case "REJECTED" -> "rejected";
            case "UNDELIVERABLE", "DELETED", "CANCELLED", "FAILED" -> "failed";
            default -> null; // UNKNOWN: nothing, until it is known
        };
    }

    static int error(String state, String errorCode) {
        return switch (state) {
            case "SENT", "BUFFERED", "DELIVERED" -> 0;
            case "DELETED", "CANCELLED" -> GENERAL;
            default ->
                errorCode != null && CommandStatus.ofCode(errorCode, -1) == INVALID_DESTINATION
                        ? ILLEGAL_NUMBER
                        : state.equals("FAILED") ? NETWORK_ERROR : UNKNOWN;
        };
    }

    /** Whether there is anything to tell. */
    public void look(Exchange exchange) {
        Message message = exchange.getMessage();
        exchange.setProperty(
                TOLD, url(message) != null && status(message.getHeader(SmsHeaders.STATE, "", String.class)) != null);
    }

    private String url(Message message) {
        String own = fields(message).get(VonageDoor.URL);
        DoorOptions options = clients.door(message.getHeader(SmsHeaders.CLIENT, String.class), VonageDoor.NAME);
        return own != null || options == null || options.receipts() == null ? own : Octets.utf8(options.receipts());
    }

    private static Fields fields(Message message) {
        return Fields.parse(message.getHeader(SmsHeaders.FIELDS, String.class));
    }

    /** Ends when the client has answered 2xx for each part. The body is the message, which says how many there are. */
    public CompletableFuture<?> tell(Exchange exchange) {
        Message message = exchange.getMessage();
        String state = message.getHeader(SmsHeaders.STATE, String.class);
        String error = message.getHeader(SmsHeaders.ERROR_CODE, String.class);
        List<PartState> parts =
                message.getBody() instanceof MessageView view && view.parts().size() > 1
                        ? view.parts().stream()
                                .map(part -> new PartState(part.part(), part.state(), part.errorCode()))
                                .toList()
                        : List.of(new PartState(1, state, error));
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        String url = url(message);
        CompletableFuture<?> told = CompletableFuture.completedFuture(null);
        for (PartState part : parts) {
            // each has a state of its own by the end; before that all are told of the message's
            PartState its = status(part.state()) == null ? new PartState(part.part(), state, error) : part;
            Map<String, String> form = form(message, clients.door(client, VonageDoor.NAME), its);
            told = told.thenCompose(before -> VonageCalls.call(calls, exchange, client, url, form));
        }
        return Futures.then(told, all -> {});
    }

    private static Map<String, String> form(Message message, DoorOptions options, PartState part) {
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        Long done = message.getHeader(SmsHeaders.DONE_AT, Long.class);
        long at = done == null ? System.currentTimeMillis() : done;
        String ref = fields(message).get(VonageDoor.REF);
        Map<String, String> form = new LinkedHashMap<>();
        // the phone, and behind it what sent to it: the other way round than in the request
        form.put("msisdn", VonageDoor.bare(message.getHeader(SmsHeaders.TO, String.class)));
        form.put("to", VonageDoor.bare(message.getHeader(SmsHeaders.FROM, "", String.class)));
        form.put("network-code", VonageDoor.NETWORK);
        form.put("messageId", VonageIds.of(message.getHeader(SmsHeaders.ID, String.class), part.part()));
        form.put("price", VonageDoor.PRICE);
        form.put("status", status(part.state()));
        form.put("scts", SCTS.format(Instant.ofEpochMilli(at)));
        form.put("err-code", String.valueOf(error(part.state(), part.errorCode())));
        form.put("api-key", VonageCalls.account(options, client));
        if (ref != null) {
            form.put("client-ref", Octets.textOrMarks(ref, StandardCharsets.UTF_8));
        }
        form.put("message-timestamp", VonageCalls.time(at));
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
