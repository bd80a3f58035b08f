package org.smshub.hub.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.Checks;
import org.smshub.hub.Quotas;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;
import org.smshub.hub.StrictJson;
import org.smshub.hub.Texts;
import org.smshub.hub.calls.Bodies;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;

/** JSON of the HTTP API to the names on a message and back; the fields are those of {@code sms.openapi.yaml}. */
public class Messages {

    private static final ObjectReader READER = StrictJson.MAPPER.readerFor(NewMessage.class);
    private static final ObjectWriter WRITER = StrictJson.MAPPER.writer();
    private static final String FOUND = "keptFound";
    private static final String FAILED = "keptFailed";

    private final Idempotency idempotency = new Idempotency();
    private Quotas quotas;

    record NewMessage(
            String to,
            String from,
            String text,
            String ref,
            String encoding,
            @JsonProperty("class") Integer messageClass,
            Integer priority,
            String sendAt,
            String validUntil,
            String receipt,
            String data,
            String udh,
            Integer dataCoding,
            Integer protocolId,
            String language,
            List<String> tags,
            List<String> links,
            String callback,
            String correlation) {

        /** Whether it says what few say. */
        boolean hasMore() {
            return data != null
                    || udh != null
                    || dataCoding != null
                    || protocolId != null
                    || language != null
                    || tags != null
                    || links != null
                    || callback != null
                    || correlation != null;
        }
    }

    /** The body becomes the text, or the octets, the fields become headers. */
    public void read(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        byte[] octets = octets(message);
        if (Idempotency.isKeyed(exchange)) {
            idempotency.begin(exchange, octets);
        }
        NewMessage in = StrictJson.read(READER, octets);
        // never null: Camel makes a body of what the message came of then
        message.setBody(in.text() == null ? "" : in.text());
        set(message, SmsHeaders.TO, in.to());
        set(message, SmsHeaders.FROM, in.from());
        set(message, SmsHeaders.CLIENT_REF, Records.ref(in.ref()));
        set(message, SmsHeaders.ENCODING, Records.encoding(in.encoding(), in.data() != null));
        set(message, SmsHeaders.CLASS, Records.messageClass(in.messageClass()));
        set(message, SmsHeaders.PRIORITY, Records.priority(in.priority()));
        set(message, SmsHeaders.RECEIPT, Records.receipt(in.receipt()));
        set(message, SmsHeaders.SEND_AT, Records.time("sendAt", in.sendAt()));
        set(message, SmsHeaders.VALID_UNTIL, Records.time("validUntil", in.validUntil()));
        Checks.text(in.text());
        if (in.hasMore()) {
            more(in, message);
        }
        if (Idempotency.isKeyed(exchange)) {
            Idempotency.mark(exchange, message, null);
        }
    }

    private static void more(NewMessage in, Message message) throws RefusedException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("text", in.text());
        fields.put("data", in.data());
        fields.put("language", in.language());
        fields.put("udh", in.udh());
        fields.put("dataCoding", in.dataCoding());
        fields.put("protocolId", in.protocolId());
        fields.put("tags", in.tags());
        fields.put("links", in.links());
        fields.put("callback", in.callback());
        fields.put("correlation", in.correlation());
        Records.set(fields, message);
    }

    private static byte[] octets(Message message) throws RefusedException {
        byte[] octets = Bodies.octets(message);
        if (octets.length == 0) {
            throw RefusedException.invalid(
                    null, "Send a JSON object with to and text, and Content-Type: application/json");
        }
        return octets;
    }

    private static void set(Message message, String name, Object value) {
        if (value != null) {
            message.setHeader(name, value);
        }
    }

    /** The answer to a message that was accepted. */
    public void accepted(Exchange exchange) throws JsonProcessingException, RefusedException {
        Message message = exchange.getMessage();
        String id = message.getHeader(SmsHeaders.ID, String.class);
        if (Idempotency.isKeyed(exchange)) {
            Idempotency.compare(exchange, message.getHeader(SmsHeaders.FIELDS, String.class));
        }
        json(message, 202, Texts.accepted(exchange));
        message.setHeader("Location", "/v1/messages/" + id);
        limits(exchange);
    }

    /** How a message would go: its way to a link is done, nothing is stored. */
    public void dryRun(Exchange exchange) throws JsonProcessingException {
        json(exchange.getMessage(), 200, DryRun.of(exchange));
        limits(exchange);
    }

    /** Adds to an answer what the client may still send (draft-ietf-httpapi-ratelimit-headers-06), where it is limited. */
    public void limits(Exchange exchange) {
        Quotas.Left left = quotas == null ? null : quotas.left(exchange);
        if (left != null) {
            Message message = exchange.getMessage();
            message.setHeader("RateLimit-Limit", left.limit());
            message.setHeader("RateLimit-Remaining", left.remaining());
            message.setHeader("RateLimit-Reset", left.resetSeconds());
        }
    }

    public Quotas getQuotas() {
        return quotas;
    }

    /** Who knows what a client may still send; null = no answer tells. */
    public void setQuotas(Quotas quotas) {
        this.quotas = quotas;
    }

    /** The message that was looked for. */
    public void found(Exchange exchange) throws RefusedException, JsonProcessingException {
        Message message = exchange.getMessage();
        MessageView view = message.getBody(MessageView.class);
        if (view == null) {
            throw new RefusedException(RefusedException.Reason.NOT_FOUND, "id", "There is no such message of yours");
        }
        json(message, 200, view);
    }

    private record KeptView(
            String kind,
            String id,
            String link,
            String reason,
            String receivedAt,
            String text,
            String octets,
            String headers) {}

    private record KeptList(List<KeptView> kept) {}

    /** Sets SmsKind from the path. */
    public void keptKind(Exchange exchange) throws RefusedException {
        String kind = Requests.inPath(exchange, 3);
        if (!kind.matches("unmatched|unclaimed|unread")) {
            throw RefusedException.invalid("kind", "kind is unmatched, unclaimed or unread");
        }
        exchange.getMessage().setHeader(SmsHeaders.KIND, kind);
    }

    /** What was acknowledged and has no place. */
    public void kept(Exchange exchange) throws JsonProcessingException {
        List<KeptView> views = new ArrayList<>();
        for (Object one : exchange.getMessage().getBody(List.class)) {
            Kept kept = (Kept) one;
            views.add(new KeptView(
                    kept.kind().name(),
                    kept.id(),
                    kept.link(),
                    kept.reason(),
                    MessageView.iso(kept.receivedAt()),
                    kept.body() instanceof String text ? text : null,
                    kept.body() instanceof byte[] octets ? HexFormat.of().formatHex(octets) : null,
                    kept.headers()));
        }
        json(exchange.getMessage(), 200, new KeptList(views));
    }

    private record Replayed(int replayed, int failed) {}

    /** Before kept things go their way once more: what is counted. */
    public void replaying(Exchange exchange) {
        exchange.setProperty(FOUND, exchange.getMessage().getBody(List.class).size());
        exchange.setProperty(FAILED, new AtomicInteger());
    }

    /** A kept thing as the message it was. */
    public void restore(Exchange exchange) {
        Message message = exchange.getMessage();
        Kept kept = message.getBody(Kept.class);
        message.removeHeaders("*");
        exchange.setProperty("keptKind", kept.kind().name());
        exchange.setProperty("keptId", kept.id());
        exchange.setProperty("again", kept.route());
        kept.headerMap().forEach(message::setHeader);
        message.setBody(kept.body());
    }

    /** A kept thing that still has no place. */
    public void notReplayed(Exchange exchange) {
        exchange.getProperty(FAILED, AtomicInteger.class).incrementAndGet();
    }

    /** How many went their way, and how many still have no place. */
    public void replayed(Exchange exchange) throws JsonProcessingException {
        int failed = exchange.getProperty(FAILED, AtomicInteger.class).get();
        json(exchange.getMessage(), 200, new Replayed(exchange.getProperty(FOUND, Integer.class) - failed, failed));
    }

    /** Answers with an object. */
    public static void json(Message message, int status, Object body) throws JsonProcessingException {
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(WRITER.writeValueAsBytes(body));
    }
}
