package org.smshub.hub.doors.vonage;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code sig}: the other parameters by their names, hashed with a secret that no request carries. */
final class VonageSignature {

    static final String SIG = "sig";
    static final String TIMESTAMP = "timestamp";
    static final String USUAL = "MD5HASH";

    private static final long APART_SECONDS = TimeUnit.MINUTES.toSeconds(5);

    private VonageSignature() {}

    /**
     * @param method MD5HASH, or the hash of an HMAC: MD5, SHA1, SHA256, SHA512; null = MD5HASH
     * @param blanks whether parameters without a value count, as they do in Node's library and not in Java's
     * @return in hexadecimal digits
     */
    static String of(Map<String, String> parameters, String method, String secret, boolean blanks) {
        StringBuilder signed = new StringBuilder();
        new TreeMap<>(parameters).forEach((name, value) -> {
            if (!SIG.equals(name) && (blanks || !value.isBlank())) {
                signed.append('&').append(plain(name)).append('=').append(plain(value));
            }
        });
        HexFormat hex = HexFormat.of();
        try {
            if (method == null || USUAL.equals(method)) {
                return hex.formatHex(MessageDigest.getInstance("MD5")
                        .digest(signed.append(secret).toString().getBytes(StandardCharsets.UTF_8)));
            }
            Mac mac = Mac.getInstance("Hmac" + method);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
            return hex.formatHex(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has them
        }
    }

    private static String plain(String text) {
        return text.replace('&', '_').replace('=', '_');
    }

    /** Whether it was signed by one who has the secret, less than five minutes ago. @param seconds since 1970, now */
    static boolean fits(Map<String, String> parameters, String method, String secret, long seconds) {
        String sig = parameters.getOrDefault(SIG, "").toLowerCase(Locale.ROOT);
        String at = parameters.getOrDefault(TIMESTAMP, "");
        boolean fresh = at.matches("[0-9]{1,12}") && Math.abs(seconds - Long.parseLong(at)) <= APART_SECONDS;
        return fresh
                && (isEqual(sig, of(parameters, method, secret, true))
                        || isEqual(sig, of(parameters, method, secret, false)));
    }

    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
