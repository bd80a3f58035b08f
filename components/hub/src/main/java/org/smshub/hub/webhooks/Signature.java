package org.smshub.hub.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a webhook is signed: Standard Webhooks 1.0.0, symmetric. */
final class Signature {

    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String HEADER = "webhook-signature";

    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    /**
     * The header {@value #HEADER}: a signature for each key, with a blank between.
     *
     * @param seconds of the epoch, as {@value #TIMESTAMP} has them
     */
    static String of(List<byte[]> keys, String id, long seconds, byte[] body) {
        return keys.stream().map(key -> "v1," + sign(key, id, seconds, body)).collect(Collectors.joining(" "));
    }

    private static String sign(byte[] key, String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }
}
