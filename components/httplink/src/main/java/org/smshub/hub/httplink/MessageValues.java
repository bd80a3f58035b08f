package org.smshub.hub.httplink;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Message;
import org.smshub.hub.httplink.file.Values;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.ReceiptsWanted;

/** What the templates of a provider may name: a message, by the names on it, and the options of its link. */
final class MessageValues implements Values {

    private static final long SECOND = 1_000;

    private final Message message;
    private final Map<String, String> options;
    private final String callback;
    private final long now;

    /** @param callback address that the provider is to call for the link; null = none @param now epoch milliseconds */
    MessageValues(Message message, Map<String, String> options, String callback, long now) {
        this.message = message;
        this.options = options;
        this.callback = callback;
        this.now = now;
    }

    @Override
    public String get(String name) {
        return switch (name) {
            case "id" -> header(SmsHeaders.ID);
            case "ref" -> ref(message);
            case "link" -> header(SmsHeaders.LINK);
            case "client" -> header(SmsHeaders.CLIENT);
            case "to" -> header(SmsHeaders.TO);
            case "from" -> {
                String from = header(SmsHeaders.FROM);
                yield from == null || from.isBlank() ? options.get("sender") : from;
            }
            case "text" -> message.getBody() instanceof byte[] ? null : message.getBody(String.class);
            case "octets" ->
                message.getBody() instanceof byte[] octets ? new String(octets, StandardCharsets.ISO_8859_1) : null;
            case "udh" -> header(SmsHeaders.UDH);
            case "class" -> header(SmsHeaders.CLASS);
            case "priority" -> header(SmsHeaders.PRIORITY);
            case "validity" -> {
                Long until = until();
                yield until == null ? null : Long.toString(Math.max(1, (until - now + SECOND - 1) / SECOND));
            }
            case "validUntil" -> {
                Long until = until();
                yield until == null ? null : Instant.ofEpochMilli(until).toString();
            }
            case "encoding" -> header(SmsHeaders.ENCODING);
            case "dataCoding" -> header(SmsHeaders.DATA_CODING);
            case "protocolId" -> header(SmsHeaders.PROTOCOL_ID);
            case "receipt" -> isWanted() ? message.getHeader(SmsHeaders.RECEIPT, "FINAL", String.class) : null;
            case "callback" -> callback == null || !isWanted() ? null : callback + "?ref=" + ref(message);
            default -> options.get(name);
        };
    }

    private boolean isWanted() {
        String receipt = header(SmsHeaders.RECEIPT);
        return receipt == null || ReceiptsWanted.orNone(receipt).any();
    }

    private Long until() {
        return message.getHeader(SmsHeaders.VALID_UNTIL, Long.class);
    }

    private String header(String name) {
        return message.getHeader(name, String.class);
    }

    /** The hub's own id of what is sent: the message's, and of a part of several its number. */
    static String ref(Message message) {
        String id = message.getHeader(SmsHeaders.ID, String.class);
        int parts = message.getHeader(SmsHeaders.PARTS, 1, Integer.class);
        return id == null || parts <= 1 ? id : id + "-" + message.getHeader(SmsHeaders.PART, 1, Integer.class);
    }
}
