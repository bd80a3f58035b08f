package org.smshub.hub.api;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;
import org.smshub.hub.RefusedException;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;

/**
 * The header {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header-07): a request that comes again with its key is
 * answered as it was before, one that comes while the first is under way with 409, and another request with that key with 422.
 * The key is kept with the message, in the transaction that accepts it, for as long as the message is.
 */
final class Idempotency {

    static final String HEADER = "Idempotency-Key";

    private static final String KEY = "SmsIdempotencyKey";
    private static final String HASH = "SmsIdempotencyHash";

    /** Room for that of a batch's messages behind it, in a reference of up to 100 characters. */
    private static final int KEY_MAX = 80;

    private static final int HASH_OCTETS = 8;

    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    /** @param header as it came, null = none */
    static void take(Exchange exchange, String header) {
        if (header != null) {
            exchange.setProperty(KEY, header);
        }
    }

    /** Whether the request has a key. */
    static boolean isKeyed(Exchange exchange) {
        return exchange.getProperty(KEY) != null;
    }

    /**
     * Marks the request with the key as under way.
     *
     * @param octets what it asks for
     * @throws RefusedException the key is none; the first request with it is under way
     */
    void begin(Exchange exchange, byte[] octets) throws RefusedException {
        String key = key(exchange.getProperty(KEY, String.class));
        String client = exchange.getMessage().getHeader(SmsHeaders.CLIENT, String.class);
        String mark = client + " " + key;
        if (!underWay.add(mark)) {
            throw new RefusedException(
                    RefusedException.Reason.CONFLICT,
                    HEADER,
                    "The first request with this Idempotency-Key is under way");
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                underWay.remove(mark);
            }
        });
        exchange.setProperty(KEY, key);
        exchange.setProperty(HASH, hash(octets));
    }

    /** A string of RFC 8941, or the same without its quotes. */
    private static String key(String header) throws RefusedException {
        String key = header.trim();
        if (key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")) {
            key = key.substring(1, key.length() - 1);
        }
        if (!key.matches("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1," + KEY_MAX + "}")) {
            throw RefusedException.invalid(
                    HEADER, "Idempotency-Key is 1 to " + KEY_MAX + " printable characters of ASCII in double quotes");
        }
        return key;
    }

    private static String hash(byte[] octets) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(octets);
            return HexFormat.of().formatHex(hash, 0, HASH_OCTETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** Gives a message of the request its key. @param place in a batch, or null */
    static void mark(Exchange request, Message message, Integer place) {
        String hash = request.getProperty(HASH, String.class);
        if (hash == null) {
            return;
        }
        if (message.getHeader(SmsHeaders.CLIENT_REF) == null) {
            String key = request.getProperty(KEY, String.class);
            message.setHeader(SmsHeaders.CLIENT_REF, MessageView.KEYED + key + (place == null ? "" : "#" + place));
        }
        Fields fields = Fields.parse(message.getHeader(SmsHeaders.FIELDS, String.class));
        message.setHeader(
                SmsHeaders.FIELDS, fields.with(MessageView.REQUEST, hash).toString());
    }

    /**
     * Holds a message that was known against the request.
     *
     * @param known the fields of the message that has the key; null = none are kept
     * @throws RefusedException it came of another request
     */
    static void compare(Exchange request, String known) throws RefusedException {
        String first = Fields.parse(known).get(MessageView.REQUEST);
        if (first != null && !first.equals(request.getProperty(HASH, String.class))) {
            throw new RefusedException(
                    RefusedException.Reason.DIFFERENT, HEADER, "This Idempotency-Key was another request's");
        }
    }
}
