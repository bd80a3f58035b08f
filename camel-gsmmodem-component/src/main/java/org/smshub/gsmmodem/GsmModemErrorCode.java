package org.smshub.gsmmodem;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.smshub.gsmmodem.at.AtResult;

/**
 * What a modem or the network refuses with, and what a client does about it. The table, with its sources, is {@code
 * error-codes.txt}.
 *
 * @param name {@code cms:38}, {@code cme:14}; {@code cms} and {@code gsmmodem} words for what has no number
 */
public record GsmModemErrorCode(String name, Retry retry, String words) {

    /** What may be tried again. */
    public enum Retry {
        PERMANENT,
        RETRYABLE,
        /** Later, and slower. */
        THROTTLED,
        /** Not the message, but the card or a setting: no attempt of it. */
        CARD,
        /** The same, and a start finds out what is wrong. */
        GONE,
        /** It may have been sent. */
        UNKNOWN
    }

    private static final Map<String, GsmModemErrorCode> TABLE = new TreeMap<>();

    /** With AT+CMEE=2 words come instead of numbers. */
    private static final Map<String, GsmModemErrorCode> WORDS = new TreeMap<>();

    private static final List<String> STANDARD_WORDS = List.of(
            "SIM not inserted=10",
            "SIM PIN required=11",
            "SIM PUK required=12",
            "SIM failure=13",
            "SIM busy=14",
            "SIM wrong=15",
            "incorrect password=16",
            "memory full=20",
            "invalid index=21",
            "not found=22",
            "no network service=30",
            "network timeout=31",
            "operation not allowed=3",
            "operation not supported=4",
            "phone failure=0",
            "unknown=100");

    static {
        try (InputStream in = GsmModemErrorCode.class.getResourceAsStream("error-codes.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.startsWith("#")) {
                    String[] columns = line.split(" ", 4);
                    String name = columns[0].toLowerCase(Locale.ROOT) + ":" + columns[1];
                    TABLE.put(name, new GsmModemErrorCode(name, Retry.valueOf(columns[2]), columns[3]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String words : STANDARD_WORDS) {
            String[] both = words.split("=");
            WORDS.put(both[0].toLowerCase(Locale.ROOT), TABLE.get("cme:" + both[1]));
        }
    }

    /** What the result says; null for OK. A code that the table lacks may be tried again, but for those of the network's. */
    static GsmModemErrorCode of(AtResult result) {
        return switch (result.status()) {
            case OK -> null;
            case NO_PROMPT ->
                new GsmModemErrorCode("gsmmodem:no-prompt", Retry.RETRYABLE, "it did not ask for the message");
            case SILENT -> new GsmModemErrorCode("gsmmodem:silent", Retry.RETRYABLE, "it did not answer");
            case ERROR -> new GsmModemErrorCode("gsmmodem:error", Retry.RETRYABLE, "it gave no reason");
            case CMS -> code("cms", result);
            case CME -> code("cme", result);
        };
    }

    private static GsmModemErrorCode code(String kind, AtResult result) {
        if (result.code() < 0) {
            GsmModemErrorCode known = WORDS.get(result.words().toLowerCase(Locale.ROOT));
            return known != null
                    ? known
                    : new GsmModemErrorCode(kind + ":unknown", Retry.RETRYABLE, "words instead of a code");
        }
        String name = kind + ":" + result.code();
        GsmModemErrorCode known = TABLE.get(name);
        if (known != null) {
            return known;
        }
        boolean transfer = kind.equals("cms") && result.code() >= 128 && result.code() < 256;
        return new GsmModemErrorCode(name, transfer ? Retry.PERMANENT : Retry.RETRYABLE, "a code of no standard");
    }

    /** The codes of the table. */
    static Collection<GsmModemErrorCode> known() {
        return new ArrayList<>(TABLE.values());
    }
}
