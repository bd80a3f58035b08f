package org.smshub.hub.doors.kannel;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
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
import org.smshub.link.passing.ReceiptsWanted;
import org.smshub.smpp.CommandStatus;

/** What became of messages, told at their dlr-url: in a route of {@code ledger:events}. */
public class KannelReceipts {

    static final int DELIVERED = 1;
    static final int UNDELIVERABLE = 2;
    static final int BUFFERED = 4;
    static final int TAKEN = 8;
    static final int REFUSED = 16;
    static final int INTERMEDIATE = 32;

    static final String AGENT = "Kannel/1.4.5";

    /** Exchange property: what is to be done, {@code TELL}, {@code FIND} (the message, before it is told), {@code NOTHING}. */
    private static final String WHAT = "what";

    private static final String OF_THE_CENTRE = "FAbakrsSei";

    private DoorCalls calls;
    private Clients clients;

    /** The one bit of a state; 0 = it is not told. */
    static int value(String state) {
        return switch (state) {
            case "SENT" -> TAKEN;
            case "BUFFERED" -> BUFFERED;
            case "DELIVERED" -> DELIVERED;
            case "UNDELIVERABLE", "EXPIRED", "DELETED", "CANCELLED" -> UNDELIVERABLE;
            case "REJECTED", "FAILED" -> REFUSED;
            default -> 0; // UNKNOWN: nothing, until it is known
        };
    }

    /** Who asks for failures hears of refusals, too. */
    static boolean isWanted(int mask, int value) {
        return (value & mask) != 0 || value == REFUSED && (mask & UNDELIVERABLE) != 0;
    }

    static ReceiptsWanted wanted(int mask) {
        return ReceiptsWanted.of(
                (mask & DELIVERED) != 0,
                (mask & (UNDELIVERABLE | REFUSED)) != 0,
                (mask & (BUFFERED | TAKEN | INTERMEDIATE)) != 0);
    }

    /** Whether there is anything to tell, and whether the message must be found for it. */
    public void look(Exchange exchange) {
        Message message = exchange.getMessage();
        Fields fields = Fields.parse(message.getHeader(SmsHeaders.FIELDS, String.class));
        int value = value(message.getHeader(SmsHeaders.STATE, "", String.class));
        String template = template(message, fields);
        if (template == null || !isWanted(mask(fields), value)) {
            exchange.setProperty(WHAT, "NOTHING");
        } else {
            boolean find = OF_THE_CENTRE.chars().anyMatch(code -> KannelEscapes.has(template, (char) code));
            exchange.setProperty(WHAT, find ? "FIND" : "TELL");
        }
    }

    private static int mask(Fields fields) {
        String mask = fields.get(KannelDoor.MASK);
        return mask == null || !mask.matches("[0-9]{1,3}") ? 0 : Integer.parseInt(mask);
    }

    private String template(Message message, Fields fields) {
        String own = fields.get(KannelDoor.URL);
        DoorOptions options = clients.door(message.getHeader(SmsHeaders.CLIENT, String.class), KannelDoor.NAME);
        return own != null || options == null ? own : options.receipts();
    }

    /** Ends when the client has answered 200 or 202. */
    public CompletableFuture<HttpCaller.Answer> tell(Exchange exchange) {
        Message message = exchange.getMessage();
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        Fields fields = Fields.parse(message.getHeader(SmsHeaders.FIELDS, String.class));
        String template = template(message, fields);
        String url = KannelEscapes.fill(template, values(exchange, client, fields));
        Map<String, String> headers = new TreeMap<>();
        headers.put("User-Agent", AGENT);
        return calls.call(exchange, KannelDoor.NAME, client, url, "GET", null, headers, KannelReceipts::isHeard);
    }

    static boolean isHeard(HttpCaller.Answer answer) {
        return answer.status() == 200 || answer.status() == 202;
    }

    private static KannelEscapes.Values values(Exchange exchange, String client, Fields fields) {
        Message message = exchange.getMessage();
        Centre centre = Centre.of(exchange);
        int value = value(message.getHeader(SmsHeaders.STATE, "", String.class));
        Integer coding = fields.number(KannelDoor.CODING);
        Integer messageClass = fields.number(KannelDoor.CLASS);
        Integer waiting = fields.number(KannelDoor.WAITING);
        int known = coding == null ? KannelCoding.SEVEN_BIT : coding;
        return new KannelEscapes.Values(
                or(fields.get(KannelDoor.TO), message.getHeader(SmsHeaders.TO, String.class)),
                or(fields.get(KannelDoor.FROM), message.getHeader(SmsHeaders.FROM, String.class)),
                Octets.utf8(text(value, centre, message.getHeader(SmsHeaders.ERROR_CODE, String.class))),
                System.currentTimeMillis(),
                Octets.utf8(centre.link()),
                Ids.uuid(message.getHeader(SmsHeaders.ID, String.class)),
                value,
                fields.get(KannelDoor.URL),
                Octets.utf8(centre.id()),
                fields.get(KannelDoor.META_DATA),
                Octets.utf8(client),
                fields.get(KannelDoor.ACCOUNT),
                known,
                fields.get(KannelDoor.CHARSET),
                messageClass == null ? -1 : messageClass,
                waiting == null ? -1 : waiting,
                KannelCoding.dcs(known, messageClass, waiting, false, false, true),
                null,
                fields.get(KannelDoor.BINFO),
                null,
                null);
    }

    private static String or(String spelled, String header) {
        return spelled != null ? spelled : header == null ? null : Octets.utf8(header);
    }

    /** As bearerbox writes it. */
    static String text(int value, Centre centre, String errorCode) {
        if (value == TAKEN) {
            return "ACK/";
        }
        if (value != REFUSED) {
            return centre.text();
        }
        int status = errorCode == null ? -1 : CommandStatus.ofCode(errorCode, -1);
        String name = status < 0 ? null : CommandStatus.name(status);
        return "NACK/" + (name == null ? centre.errorText() : String.format("0x%08x/%s", status, name));
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
