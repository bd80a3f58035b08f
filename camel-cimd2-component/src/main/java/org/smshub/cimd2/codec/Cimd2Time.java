package org.smshub.cimd2.codec;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.smshub.text.tpdu.Validity;

/**
 * Times on the wire: yymmddhhmmss by the clock of the centre, of no said zone, and periods as in a TPDU (CIMD2 reference,
 * section 8). The year is taken as 2000 to 2099.
 */
public final class Cimd2Time {

    public static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyMMddHHmmss");

    private Cimd2Time() {}

    public static String of(long millis, ZoneId zone) {
        return FORMAT.format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    /** Epoch milliseconds, null if it is no time. */
    public static Long millis(String value, ZoneId zone) {
        try {
            return LocalDateTime.parse(value, FORMAT).atZone(zone).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The shortest period that is no shorter than from now to then. */
    public static String period(long until) {
        Duration left = Duration.ofMillis(until - System.currentTimeMillis());
        return Integer.toString(Validity.Relative.of(left).value());
    }

    /** Epoch milliseconds after a period, null if it is none. */
    public static Long after(String period) {
        return period.matches("\\d{1,3}") && Integer.parseInt(period) <= 255
                ? Long.valueOf(System.currentTimeMillis()
                        + new Validity.Relative(Integer.parseInt(period))
                                .duration()
                                .toMillis())
                : null;
    }
}
