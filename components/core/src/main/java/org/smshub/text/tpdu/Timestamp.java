package org.smshub.text.tpdu;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.smshub.text.TextException;

/**
 * Time stamp of a centre (3GPP TS 23.040 9.2.3.11): year to second as swapped digits, then the zone in quarters of an
 * hour. Any seven octets are kept, also those that are no time.
 *
 * @param octets the seven octets, the first one highest (bits 55–48)
 */
public record Timestamp(long octets) {

    private static final int QUARTER = 15 * 60;

    /** Bit 3 of the zone octet: west of Greenwich. */
    private static final int SIGN = 8;

    public Timestamp {
        if (octets >>> 56 != 0) {
            throw TextException.invalid("a time stamp has seven octets");
        }
    }

    /**
     * @param time years 1990 to 2089; seconds are cut, a zone that is not a quarter of an hour is moved to one before it
     */
    public static Timestamp of(OffsetDateTime time) {
        int quarters = Math.floorDiv(time.getOffset().getTotalSeconds(), QUARTER);
        OffsetDateTime local = time.withOffsetSameInstant(ZoneOffset.ofTotalSeconds(quarters * QUARTER));
        TextException.inRange("year", local.getYear(), 1990, 2089);
        int zone = swap(Math.abs(quarters)) | (quarters < 0 ? SIGN : 0);
        int[] fields = {
            local.getYear() % 100,
            local.getMonthValue(),
            local.getDayOfMonth(),
            local.getHour(),
            local.getMinute(),
            local.getSecond()
        };
        long octets = 0;
        for (int field : fields) {
            octets = octets << 8 | swap(field);
        }
        return new Timestamp(octets << 8 | zone);
    }

    /** Empty when the octets are no time: all zeros or ones, other than digits, a month 13. */
    public Optional<OffsetDateTime> time() {
        int year = digits(octets, 48);
        int quarters = digits(octets & ~SIGN, 0);
        int month = digits(octets, 40);
        int day = digits(octets, 32);
        int hour = digits(octets, 24);
        int minute = digits(octets, 16);
        int second = digits(octets, 8);
        if ((year | month | day | hour | minute | second | quarters) < 0) {
            return Optional.empty();
        }
        int seconds = quarters * QUARTER * ((octets & SIGN) == 0 ? 1 : -1);
        try {
            ZoneOffset zone = ZoneOffset.ofTotalSeconds(seconds);
            int century = year < 90 ? 2000 : 1900;
            return Optional.of(OffsetDateTime.of(century + year, month, day, hour, minute, second, 0, zone));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** @return the number of two swapped digits; -1 when a half octet is no digit */
    static int digits(long octets, int shift) {
        int tens = (int) (octets >> shift) & 0xF;
        int ones = (int) (octets >> shift + 4) & 0xF;
        return tens > 9 || ones > 9 ? -1 : 10 * tens + ones;
    }

    static int swap(int number) {
        return number % 10 << 4 | number / 10;
    }

    @Override
    public String toString() {
        return time().map(time -> "Timestamp[" + time + "]").orElse(String.format("Timestamp[%014X]", octets));
    }
}
