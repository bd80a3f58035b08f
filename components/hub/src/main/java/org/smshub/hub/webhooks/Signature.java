package org.smshub.hub.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a client's webhooks are signed: Standard Webhooks 1.0.0, symmetric. */
final class Signature {

    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String HEADER = "webhook-signature";

    private static final String ALGORITHM = "HmacSHA256";

    private final List<Key> keys;

    /** @param keys all of them sign */
    Signature(List<byte[]> keys) {
        this.keys = keys.stream()
                .map(key -> (Key) new SecretKeySpec(key, ALGORITHM))
                .toList();
    }

    /**
     * The header {@value #HEADER}: a signature for each key, with a blank between. From any thread.
     *
     * @param seconds of the epoch, as {@value #TIMESTAMP} has them
     */
    String of(String id, long seconds, byte[] body) {
        byte[] before = (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder(64 * keys.size());
        for (Key key : keys) {
            all.append(all.isEmpty() ? "v1," : " v1,").append(sign(key, before, body));
        }
        return all.toString();
    }

    private static String sign(Key key, byte[] before, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(before);
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }
}
