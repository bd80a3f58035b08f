package org.smshub.smpp;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times of §7.1.1, {@code YYMMDDhhmmsstnnp}, and of receipts (Appendix B), {@code YYMMDDhhmm}. */
public final class Times {

    private static final DateTimeFormatter RECEIPT = DateTimeFormatter.ofPattern("yyMMddHHmm", Locale.ROOT);
    private static final DateTimeFormatter ABSOLUTE = DateTimeFormatter.ofPattern("yyMMddHHmmss", Locale.ROOT);
    private static final int LENGTH = 16;

    /** Days that count as a month and a year in a relative time of ours; the peer counts in its calendar. */
    private static final int MONTH = 30;

    private static final int YEAR = 365;

    private Times() {}

    /**
     * @param text absolute with an offset in quarters of an hour, or relative ({@code …R})
     * @param now what a relative one counts from
     * @return epoch milliseconds, or null if the text is empty
     * @throws SmppValueException if it is neither
     */
    public static Long parse(String text, Instant now) {
        if (text.isEmpty()) {
            return null;
        }
        if (text.length() != LENGTH) {
            throw wrong("a time has 16 characters");
        }
        int[] f = new int[8];
        for (int i = 0; i < 6; i++) {
            f[i] = number(text, 2 * i, 2 * i + 2);
        }
        f[6] = number(text, 12, 13);
        f[7] = number(text, 13, 15);
        char sign = text.charAt(15);
        if (sign != '+' && sign != '-' && sign != 'R') {
            throw wrong("a time ends with +, - or R");
        }
        try {
            return sign == 'R' ? relative(f, now) : absolute(f, sign == '+' ? 1 : -1);
        } catch (DateTimeException e) {
            throw wrong("no such time: " + e.getMessage());
        }
    }

    private static long relative(int[] f, Instant now) {
        return now.atOffset(ZoneOffset.UTC)
                .plus(Period.of(f[0], f[1], f[2]))
                .plusHours(f[3])
                .plusMinutes(f[4])
                .plusSeconds(f[5])
                .toInstant()
                .toEpochMilli();
    }

    private static long absolute(int[] f, int sign) {
        return LocalDateTime.of(2000 + f[0], f[1], f[2], f[3], f[4], f[5], f[6] * 100_000_000)
                .toInstant(ZoneOffset.ofTotalSeconds(sign * f[7] * 15 * 60))
                .toEpochMilli();
    }

    private static int number(String text, int from, int to) {
        int n = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw wrong("a time has digits only");
            }
            n = 10 * n + digit;
        }
        return n;
    }

    private static SmppValueException wrong(String message) {
        return new SmppValueException(CommandStatus.INVALID_SCHEDULE, message);
    }

    /** In UTC, tenths of a second cut. */
    public static String absolute(long epochMillis) {
        return ABSOLUTE.format(Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC)) + "000+";
    }

    /** A time from now, which needs no common clock; at least a second, at most 99 years. */
    public static String relative(long millis) {
        long seconds = Math.max(1, Math.min(millis / 1000, 99L * YEAR * 86_400));
        long days = seconds / 86_400;
        return String.format(
                Locale.ROOT,
                "%02d%02d%02d%02d%02d%02d000R",
                days / YEAR,
                days % YEAR / MONTH,
                days % YEAR % MONTH,
                seconds / 3_600 % 24,
                seconds / 60 % 60,
                seconds % 60);
    }

    /** The date of a receipt, in UTC. */
    static String receipt(long epochMillis) {
        return RECEIPT.format(Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC));
    }

    /** Epoch milliseconds of the date of a receipt, to the minute or second; null if it is none. */
    static Long receipt(String text, ZoneId zone) {
        try {
            DateTimeFormatter form = text.length() == 10 ? RECEIPT : ABSOLUTE;
            return LocalDateTime.parse(text, form).atZone(zone).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
