package org.smshub.hub.doors.twilio;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code X-Twilio-Signature}: the address as it was configured, and each parameter of a form by its name, by HMAC-SHA1. */
final class TwilioSignature {

    static final String HEADER = "X-Twilio-Signature";
    private static final String ALGORITHM = "HmacSHA1";

    private TwilioSignature() {}

    /**
     * @param token the AuthToken
     * @param url with its query and without its fragment
     * @param form of a POST; empty for a GET
     */
    static String of(String token, String url, Map<String, String> form) {
        StringBuilder signed = new StringBuilder(url);
        // names are ASCII: the order of characters is that of octets
        new TreeMap<>(form).forEach((name, value) -> signed.append(name).append(value));
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
