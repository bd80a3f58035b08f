package org.smshub.nettysmpp;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times of SMPP 3.4 §7.1.1, {@code YYMMDDhhmmsstnnp}, and of receipts (Appendix B), {@code YYMMDDhhmm}. */
final class SmppTime {

    private static final DateTimeFormatter RECEIPT = DateTimeFormatter.ofPattern("yyMMddHHmm", Locale.ROOT);
    private static final DateTimeFormatter ABSOLUTE = DateTimeFormatter.ofPattern("yyMMddHHmmss", Locale.ROOT);
    private static final int LENGTH = 16;

    private SmppTime() {}

    /**
     * @param text absolute with an offset in quarters of an hour, or relative ({@code …R})
     * @return epoch milliseconds, or null if the text is empty
     * @throws DateTimeException if it is neither
     */
    static Long parse(String text, Instant now) {
        if (text.isEmpty()) {
            return null;
        }
        if (text.length() != LENGTH) {
            throw new DateTimeException("a time has 16 characters");
        }
        int[] f = new int[8];
        for (int i = 0; i < 6; i++) {
            f[i] = number(text, 2 * i, 2 * i + 2);
        }
        f[6] = number(text, 12, 13);
        f[7] = number(text, 13, 15);
        char sign = text.charAt(15);
        if (sign == 'R') {
            return now.atOffset(ZoneOffset.UTC)
                    .plus(Period.of(f[0], f[1], f[2]))
                    .plusHours(f[3])
                    .plusMinutes(f[4])
                    .plusSeconds(f[5])
                    .toInstant()
                    .toEpochMilli();
        }
        if (sign != '+' && sign != '-') {
            throw new DateTimeException("a time ends with +, - or R");
        }
        int offset = (sign == '+' ? 1 : -1) * f[7] * 15 * 60;
        return LocalDateTime.of(2000 + f[0], f[1], f[2], f[3], f[4], f[5], f[6] * 100_000_000)
                .toInstant(ZoneOffset.ofTotalSeconds(offset))
                .toEpochMilli();
    }

    private static int number(String text, int from, int to) {
        int n = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new DateTimeException("a time has digits only");
            }
            n = 10 * n + digit;
        }
        return n;
    }

    /** The date of a receipt, in UTC. */
    static String receipt(long epochMillis) {
        return RECEIPT.format(Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC));
    }

    static String absolute(long epochMillis) {
        return ABSOLUTE.format(Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC)) + "000+";
    }
}
