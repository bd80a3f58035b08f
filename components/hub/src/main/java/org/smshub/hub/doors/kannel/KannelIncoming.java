package org.smshub.hub.doors.kannel;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Clients;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.calls.HttpCaller;
import org.smshub.hub.doors.DoorCalls;
import org.smshub.hub.doors.DoorRequest;
import org.smshub.hub.doors.Futures;
import org.smshub.hub.doors.Ids;
import org.smshub.hub.doors.Octets;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;

/** What phones send, told at the client's get-url or post-url; what it answers goes back to the phone. */
public class KannelIncoming {

    private static final Logger LOG = LoggerFactory.getLogger(KannelIncoming.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    /** Exchange property: whether there is an answer that goes to the phone. */
    private static final String REPLY = "reply";

    private DoorCalls calls;
    private Clients clients;

    /** Ends when the client has answered 200 or 202; the message is then its answer, if there is one. */
    public CompletableFuture<Void> tell(Exchange exchange) {
        Message message = exchange.getMessage();
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        DoorOptions options = clients.door(client, KannelDoor.NAME);
        if (options == null || options.incoming() == null) {
            return CompletableFuture.failedFuture(SmsNotSentException.forLineDown(
                    "door:none", "Client " + client + " has no doors: kannel: incoming: in clients.yaml"));
        }
        KannelEscapes.Values values = values(message, client);
        String url = KannelEscapes.fill(Octets.utf8(options.incoming()), values);
        Map<String, String> headers = new TreeMap<>();
        headers.put("User-Agent", KannelReceipts.AGENT);
        headers.put("X-Kannel-From", values.phone());
        boolean post = "POST".equals(options.method());
        byte[] body = null;
        if (post) {
            headers(headers, values, message);
            body = Octets.bytes(values.text());
        } else if ("XML".equals(options.method())) {
            headers.put("Content-Type", "text/xml");
            body = KannelXml.write(values, message.getHeader(SmsHeaders.RECEIVED_AT, Long.class));
        }
        CompletableFuture<HttpCaller.Answer> answered = calls.call(
                exchange,
                KannelDoor.NAME,
                client,
                url,
                body == null ? "GET" : "POST",
                body,
                headers,
                KannelReceipts::isHeard);
        return Futures.then(answered, answer -> reply(exchange, client, options, answer));
    }

    /** As smsbox sees a message: its octets by its coding. */
    static KannelEscapes.Values values(Message message, String client) {
        Object body = message.getBody();
        boolean octets = body instanceof byte[];
        boolean ucs2 = !octets && "UCS2".equals(message.getHeader(SmsHeaders.ENCODING));
        int coding = octets ? KannelCoding.EIGHT_BIT : ucs2 ? KannelCoding.UCS2 : KannelCoding.SEVEN_BIT;
        byte[] text = octets
                ? (byte[]) body
                : String.valueOf(body).getBytes(ucs2 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8);
        String udh = message.getHeader(SmsHeaders.UDH, String.class);
        Long at = message.getHeader(SmsHeaders.RECEIVED_AT, Long.class);
        Integer messageClass = message.getHeader(SmsHeaders.CLASS, Integer.class);
        Integer dcs = message.getHeader(SmsHeaders.DATA_CODING, Integer.class);
        String id = message.getHeader(SmsHeaders.ID, String.class);
        return new KannelEscapes.Values(
                Octets.utf8(message.getHeader(SmsHeaders.FROM, "", String.class)),
                Octets.utf8(message.getHeader(SmsHeaders.TO, "", String.class)),
                Octets.of(text),
                at == null ? System.currentTimeMillis() : at,
                Octets.utf8(message.getHeader(SmsHeaders.LINK, "", String.class)),
                id == null ? null : Ids.uuid(id),
                -1,
                null,
                null,
                null,
                Octets.utf8(client),
                null,
                coding,
                null,
                messageClass == null ? -1 : messageClass,
                -1,
                dcs != null ? dcs : KannelCoding.dcs(coding, messageClass, null, false, false, true),
                udh == null ? null : Octets.of(HexFormat.of().parseHex(udh)),
                null,
                null,
                null);
    }

    private static void headers(Map<String, String> headers, KannelEscapes.Values values, Message message) {
        headers.put(
                "Content-Type",
                switch (values.coding()) {
                    case KannelCoding.EIGHT_BIT -> "application/octet-stream";
                    case KannelCoding.UCS2 -> "text/plain; charset=\"UTF-16BE\"";
                    default -> "text/plain; charset=\"UTF-8\"";
                });
        headers.put("X-Kannel-To", values.ours());
        headers.put("X-Kannel-Time", TIME.format(Instant.ofEpochMilli(values.time())));
        headers.put("X-Kannel-SMSC", values.link());
        headers.put("X-Kannel-Coding", String.valueOf(values.coding()));
        headers.put("X-Kannel-Service", values.service());
        if (values.udh() != null) {
            headers.put("X-Kannel-UDH", Octets.encoded(values.udh()));
        }
        if (values.messageClass() >= 0) {
            headers.put("X-Kannel-MClass", String.valueOf(values.messageClass()));
        }
        Integer pid = message.getHeader(SmsHeaders.PROTOCOL_ID, Integer.class);
        if (pid != null) {
            headers.put("X-Kannel-PID", pid.toString());
        }
    }

    /** The message becomes the answer to the phone; {@code reply} says whether there is one. */
    private void reply(Exchange exchange, String client, DoorOptions options, HttpCaller.Answer answer) {
        Message message = exchange.getMessage();
        Object body = options.replies() ? body(answer, client) : null;
        if (body instanceof String text && !options.unicode()) {
            body = Octets.gsm(text);
        }
        exchange.setProperty(REPLY, body != null);
        if (body == null) {
            return;
        }
        String phone = message.getHeader(SmsHeaders.FROM, String.class);
        String ours = message.getHeader(SmsHeaders.TO, String.class);
        String link = message.getHeader(SmsHeaders.LINK, String.class);
        String event = message.getHeader(SmsHeaders.EVENT_ID, String.class);
        message.removeHeaders("*");
        message.setHeader(SmsHeaders.CLIENT, client);
        // told again after a crash, it is answered once
        message.setHeader(SmsHeaders.CLIENT_REF, MessageView.KEYED + "reply-" + event);
        message.setHeader(SmsHeaders.TO, phone);
        if (ours != null && !ours.equals(link)) {
            message.setHeader(SmsHeaders.FROM, ours);
        }
        message.setHeader(SmsHeaders.RECEIPT, "NONE");
        if (body instanceof byte[]) {
            message.setHeader(SmsHeaders.ENCODING, "BINARY");
        }
        message.setBody(body);
        LedgerComponent ledger = exchange.getContext().getComponent("ledger", LedgerComponent.class);
        if (link != null
                && clients.mayChoose(client, link)
                && ledger.linkNames().contains(link)) {
            exchange.setProperty("links", link); // back by the line that it came by
        }
    }

    /** What smsbox makes of an answer; null = no message. */
    static Object body(HttpCaller.Answer answer, String client) {
        if (answer.body().length == 0) {
            return null;
        }
        String[] type = (answer.type() == null ? "text/plain" : answer.type()).split(";");
        String said = DoorRequest.charset(answer.type());
        Charset charset = said == null ? StandardCharsets.ISO_8859_1 : Octets.charset(said);
        String text =
                Octets.textOrMarks(Octets.of(answer.body()), charset == null ? StandardCharsets.ISO_8859_1 : charset);
        return switch (type[0].strip().toLowerCase(Locale.ROOT)) {
            case "application/octet-stream" -> answer.body();
            case "text/plain" -> blankAsNull(text);
            case "text/html", "text/vnd.wap.wml" -> blankAsNull(withoutTags(text));
            case "text/xml", "application/xml" -> ofDocument(answer.body(), client);
            default -> {
                LOG.warn("Door {}: what client {} answers to a message is no text that can be sent", "kannel", client);
                yield null;
            }
        };
    }

    private static String blankAsNull(String text) {
        return text.isBlank() ? null : text;
    }

    /** As html_to_sms: what stands between tags, entities resolved, blanks squeezed. */
    static String withoutTags(String html) {
        return html.replaceAll("(?s)<!--.*?-->|<[^>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static Object ofDocument(byte[] document, String client) {
        try {
            KannelForm form = KannelXml.read(document);
            String text = form.get("text");
            Charset charset = form.charset();
            return text == null || text.isEmpty()
                    ? null
                    : Octets.textOrMarks(text, charset == null ? StandardCharsets.UTF_8 : charset);
        } catch (KannelRefusal e) {
            LOG.warn("Door {}: what client {} answers to a message is no document of Kannel's", "kannel", client);
            return null;
        }
    }

    /** The phone has no answer; the incoming message is told all the same. */
    public void failed(Exchange exchange) {
        Exception why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LOG.warn(
                "Door {}: what a client answered to a message is not sent: {}",
                "kannel",
                why == null ? "?" : why.getMessage());
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

    /** Who is told where. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }
}
