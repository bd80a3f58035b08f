package org.smshub.gsmmodem;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.smshub.gsmmodem.at.AtResult;
import org.smshub.link.errors.ErrorCode;
import org.smshub.link.errors.ErrorCode.Retry;
import org.smshub.link.errors.ErrorTable;

/**
 * What a modem or the network refuses with: {@code cms:38}, {@code cme:14}, and {@code gsmmodem:} words for what has no
 * number. The table, with its sources, is {@code error-codes.txt}.
 */
final class GsmModemError {

    static final ErrorTable TABLE = new ErrorTable(GsmModemError.class);

    /** With AT+CMEE=2 words come instead of numbers; these are the standard's for codes whose words are others here. */
    private static final Map<String, Integer> WORDS = new TreeMap<>(Map.ofEntries(
            Map.entry("phone failure", 0),
            Map.entry("operation not allowed", 3),
            Map.entry("operation not supported", 4),
            Map.entry("sim not inserted", 10),
            Map.entry("sim pin required", 11),
            Map.entry("sim puk required", 12),
            Map.entry("sim failure", 13),
            Map.entry("sim busy", 14),
            Map.entry("sim wrong", 15),
            Map.entry("incorrect password", 16),
            Map.entry("memory full", 20),
            Map.entry("invalid index", 21),
            Map.entry("not found", 22),
            Map.entry("no network service", 30),
            Map.entry("network timeout", 31),
            Map.entry("unknown", 100)));

    private GsmModemError() {}

    /** What the result says; null for OK. A code that the table lacks may be tried again, but for those of the network's. */
    static ErrorCode of(AtResult result) {
        return switch (result.status()) {
            case OK -> null;
            case NO_PROMPT -> own("no-prompt", "it did not ask for the message");
            case SILENT -> own("silent", "it did not answer");
            case ERROR -> own("error", "it gave no reason");
            case CMS -> code("cms:", result);
            case CME -> code("cme:", result);
        };
    }

    private static ErrorCode own(String name, String words) {
        return new ErrorCode("gsmmodem:" + name, Retry.RETRYABLE, words);
    }

    private static ErrorCode code(String kind, AtResult result) {
        if (result.code() < 0) {
            Integer number = WORDS.get(result.words().toLowerCase(Locale.ROOT));
            return number != null
                    ? TABLE.of("cme:" + number)
                    : new ErrorCode(kind + "unknown", Retry.RETRYABLE, "words instead of a code");
        }
        String name = kind + result.code();
        boolean transfer = kind.equals("cms:") && result.code() >= 128 && result.code() < 256;
        return TABLE.has(name)
                ? TABLE.of(name)
                : new ErrorCode(name, transfer ? Retry.PERMANENT : Retry.RETRYABLE, "a code of no standard");
    }
}
