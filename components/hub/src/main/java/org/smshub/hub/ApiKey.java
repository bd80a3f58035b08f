package org.smshub.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** An API key: 256 random bits in hexadecimal, so that its plain SHA-256 is as good as any slower hash. */
public final class ApiKey {

    static final String HASH = "sha256:";
    private static final int OCTETS = 32;
    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(ApiKey::sha256);

    private ApiKey() {}

    /** Prints a new key and the hash for {@code clients.yaml}: {@code ./hub key}. */
    public static void main(String[] args) {
        String key = random();
        System.out.println("key, for the client:          " + key);
        System.out.println("hash, for keys in clients.yaml: " + hash(key));
        String password = Password.random();
        System.out.println("password, for SMPP, UCP, CIMD2:    " + password);
        System.out.println("hash, for passwords in clients.yaml: " + Password.hash(password));
    }

    static String random() {
        byte[] random = new byte[OCTETS];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    static String hash(String key) {
        return HASH + HexFormat.of().formatHex(DIGEST.get().digest(key.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
