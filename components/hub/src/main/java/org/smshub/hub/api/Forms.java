package org.smshub.hub.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;
import org.smshub.hub.calls.Bodies;

/**
 * Messages of the simplest scripts: the fields of {@code NewMessage} as a form, or as the parameters of a GET. Taken apart
 * here, as octets first: whoever sends something else than UTF-8 is told.
 */
public class Forms {

    /** Exchange property: the query as it came. */
    static final String RAW = "rawQuery";

    static final String METHOD = "method";

    private final Idempotency idempotency = new Idempotency();

    /** The parameters become the message. */
    public void read(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        boolean get = "GET".equals(exchange.getProperty(METHOD, String.class));
        byte[] body = Bodies.octets(message);
        String form = get ? exchange.getProperty(RAW, "", String.class) : new String(body, StandardCharsets.ISO_8859_1);
        if (Idempotency.isKeyed(exchange)) {
            idempotency.begin(exchange, form.getBytes(StandardCharsets.ISO_8859_1));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Map.Entry<String, String> pair : pairs(form).entrySet()) {
            if (pair.getValue() == null) {
                throw RefusedException.invalid(
                        RefusedException.shown(pair.getKey()),
                        "'" + RefusedException.shown(pair.getKey()) + "' is not UTF-8");
            }
            if (!get || !pair.getKey().equals("key")) {
                fields.put(pair.getKey(), pair.getValue());
            }
        }
        Object to = fields.get("to");
        if (to instanceof String text && text.startsWith(" ")) {
            // a + that was not escaped
            fields.put("to", "+" + text.strip());
        }
        Records.set(fields, message);
        if (Idempotency.isKeyed(exchange)) {
            Idempotency.mark(exchange, message, null);
        }
    }

    /** Names and values, the first of a name; a value that is no UTF-8 is null, such a name is left out. */
    static Map<String, String> pairs(String form) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (form == null || form.isEmpty()) {
            return pairs;
        }
        for (String pair : form.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals), true);
            if (name != null && !name.isEmpty() && !pairs.containsKey(name)) {
                pairs.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1), true));
            }
        }
        return pairs;
    }

    /**
     * What is escaped, as text of UTF-8; a % that begins no octet stays as it stands.
     *
     * @param plus whether + is a blank
     * @return null when it is no UTF-8
     */
    static String decoded(String escaped, boolean plus) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            int octet = c == '%' && i + 2 < escaped.length() ? hex(escaped.charAt(i + 1), escaped.charAt(i + 2)) : -1;
            if (octet >= 0) {
                octets.write(octet);
                i += 2;
            } else if (c == '+' && plus) {
                octets.write(' ');
            } else {
                octets.writeBytes(
                        String.valueOf(c).getBytes(c < 0x100 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static int hex(char high, char low) {
        int h = Character.digit(high, 16);
        int l = Character.digit(low, 16);
        return h < 0 || l < 0 || high > 'f' || low > 'f' ? -1 : h << 4 | l;
    }
}
