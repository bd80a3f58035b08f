package org.smshub.ucp.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Times on the wire: DDMMYYHHmm, DDMMYYHHmmss, and YYMMDDhhmmss inside the text of 53 and 56 to 58 (EMI-UCP 4.0, sections
 * 5.1 and 5.8). No specification says of which zone; the year has two digits and is taken as 2000 to 2099.
 */
public final class UcpTime {

    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("ddMMyyHHmm");
    public static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("ddMMyyHHmmss");
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("yyMMddHHmmss");

    private UcpTime() {}

    /** VP and DDT. */
    public static String minutes(long millis, ZoneId zone) {
        return MINUTES.format(at(millis, zone));
    }

    /** SCTS and DSCTS. */
    public static String seconds(long millis, ZoneId zone) {
        return SECONDS.format(at(millis, zone));
    }

    public static ZonedDateTime at(long millis, ZoneId zone) {
        return Instant.ofEpochMilli(millis).atZone(zone);
    }

    /** As in the text of a notification. */
    public static String inText(LocalDateTime time) {
        return TEXT.format(time);
    }

    /**
     * Reads either form; single digits padded with a space are met.
     *
     * @return null if it is no time
     */
    public static LocalDateTime parse(String field) {
        if (field.length() != 10 && field.length() != 12) {
            return null;
        }
        int[] parts = new int[6];
        for (int i = 0; i < field.length(); i += 2) {
            char tens = field.charAt(i) == ' ' ? '0' : field.charAt(i);
            int value = digit(tens) * 10 + digit(field.charAt(i + 1));
            if (digit(tens) < 0 || digit(field.charAt(i + 1)) < 0) {
                return null;
            }
            parts[i / 2] = value;
        }
        try {
            return LocalDateTime.of(2000 + parts[2], parts[1], parts[0], parts[3], parts[4], parts[5]);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The field as epoch milliseconds; null if it is no time. */
    public static Long millis(String field, ZoneId zone) {
        LocalDateTime time = parse(field);
        return time == null ? null : Long.valueOf(time.atZone(zone).toInstant().toEpochMilli());
    }

    private static int digit(char c) {
        return c >= '0' && c <= '9' ? c - '0' : -100;
    }
}
