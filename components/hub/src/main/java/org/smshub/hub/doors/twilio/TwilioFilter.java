package org.smshub.hub.doors.twilio;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.smshub.hub.doors.Octets;

/**
 * Which messages of a list are wanted.
 *
 * @param to as it was written, or null
 * @param from as it was written, or null
 * @param since epoch milliseconds from which on they were accepted, or null
 * @param until epoch milliseconds before which they were accepted, or null
 * @param size of a page, 1 to {@value #SIZE_MOST}
 * @param page number of the page, for the caller alone
 * @param cursor where it goes on, or null
 */
record TwilioFilter(String to, String from, Long since, Long until, int size, int page, String cursor) {

    /** Twilio's is 1000. */
    static final int SIZE_MOST = 500;

    private static final int SIZE = 50;
    private static final String TOKEN = "PA";
    private static final long DAY = TimeUnit.DAYS.toMillis(1);

    static TwilioFilter of(TwilioForm form) throws TwilioError {
        Long since = null;
        Long until = null;
        String on = form.filled("DateSent");
        if (on != null) {
            since = time("DateSent", on, false);
            until = time("DateSent", on, true);
        }
        if (form.filled("DateSent>") != null) {
            since = time("DateSent>", form.get("DateSent>"), false);
        }
        if (form.filled("DateSent<") != null) {
            until = time("DateSent<", form.get("DateSent<"), true);
        }
        String token = form.filled("PageToken");
        if (token != null && !token.matches(TOKEN + "[0-9a-z]{1,13}")) {
            throw TwilioError.parameter("PageToken", "is what came with the page before");
        }
        return new TwilioFilter(
                form.filled("To"),
                form.filled("From"),
                since,
                until,
                Math.max(1, Math.min(SIZE_MOST, number(form, "PageSize", SIZE))),
                number(form, "Page", 0),
                token == null ? null : token.substring(TOKEN.length()));
    }

    private static int number(TwilioForm form, String name, int otherwise) throws TwilioError {
        String number = form.filled(name);
        if (number != null && !number.matches("[0-9]{1,6}")) {
            throw TwilioError.parameter(name, "is a number");
        }
        return number == null ? otherwise : Integer.parseInt(number);
    }

    /** @param behind the end of that day, or of that second: both signs mean "or equal" */
    private static long time(String name, String given, boolean behind) throws TwilioError {
        try {
            if (given.length() <= "2026-11-27".length()) {
                long day = LocalDate.parse(given)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toEpochMilli();
                return behind ? day + DAY : day;
            }
            long at = OffsetDateTime.parse(zoned(given.replaceFirst(" ", "T")))
                    .toInstant()
                    .toEpochMilli();
            return behind ? at + TimeUnit.SECONDS.toMillis(1) : at;
        } catch (DateTimeException e) {
            throw TwilioError.parameter(name, "is a day such as 2026-11-27, or a time such as 2026-11-27T20:30:00Z");
        }
    }

    /** Java's SDK writes no zone: it is UTC. */
    private static String zoned(String time) {
        return time.matches(".*T[0-9:.]+") ? time + "Z" : time;
    }

    /** The path of a page, with what was asked for. @param next null = the first page */
    String path(String account, Map<String, String> asked, int itsPage, String next) {
        Map<String, String> query = new TreeMap<>(asked);
        query.keySet().retainAll(Set.of("To", "From", "DateSent", "DateSent<", "DateSent>"));
        query.put("PageSize", String.valueOf(size));
        query.put("Page", String.valueOf(itsPage));
        if (next != null) {
            query.put("PageToken", TOKEN + next);
        }
        StringJoiner joined = new StringJoiner("&", TwilioPath.ofMessages(account) + "?", "");
        query.forEach((name, value) ->
                joined.add(Octets.encoded(Octets.utf8(name)) + "=" + Octets.encoded(Octets.utf8(value))));
        return joined.toString();
    }
}
