package org.smshub.hub;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A password of a login by SMPP, UCP or CIMD2. The protocols leave room for eight characters (SMPP 3.4 4.1), few enough to be
 * guessed, so that their hash must be slow: PBKDF2 (RFC 8018) as {@code pbkdf2:rounds:salt:hash}.
 */
public final class Password {

    static final String HASH = "pbkdf2:[0-9]{4,7}:[0-9a-f]{32}:[0-9a-f]{64}";
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int LENGTH = 8;
    private static final int ROUNDS = 100_000;
    private static final int SALT_OCTETS = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A hash that is nobody's, so that a name that is not known costs what a wrong password does. */
    static final String NOBODYS = "pbkdf2:" + ROUNDS + ":" + "0".repeat(2 * SALT_OCTETS) + ":" + "0".repeat(64);

    private static final String MARK = "HmacSHA256";

    /** Of this process alone. */
    private static final SecretKeySpec MARK_KEY = markKey();

    private static final ThreadLocal<Mac> MARKS = ThreadLocal.withInitial(Password::mac);

    private Password() {}

    private static SecretKeySpec markKey() {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        return new SecretKeySpec(key, MARK);
    }

    /** What a password that was right is known by as long as this process lives, and that says nothing to any other. */
    static String mark(String password) {
        return HexFormat.of().formatHex(MARKS.get().doFinal(password.getBytes(StandardCharsets.UTF_8)));
    }

    private static Mac mac() {
        try {
            Mac mac = Mac.getInstance(MARK);
            mac.init(MARK_KEY);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    static String random() {
        StringBuilder password = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            password.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    /** For {@code passwords} of clients.yaml: salted anew each time. */
    public static String hash(String password) {
        byte[] salt = new byte[SALT_OCTETS];
        RANDOM.nextBytes(salt);
        return hash(password, ROUNDS, HexFormat.of().formatHex(salt));
    }

    /** @param hash as {@link #hash(String)} made it */
    static boolean fits(String password, String hash) {
        String[] fields = hash.split(":");
        String given = hash(password, Integer.parseInt(fields[1]), fields[2]);
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hash(String password, int rounds, String salt) {
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(
                            password.toCharArray(), HexFormat.of().parseHex(salt), rounds, 256))
                    .getEncoded();
            return "pbkdf2:" + rounds + ":" + salt + ":" + HexFormat.of().formatHex(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
