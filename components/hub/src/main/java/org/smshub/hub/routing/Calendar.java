package org.smshub.hub.routing;

import java.io.IOException;
import java.io.Reader;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.smshub.hub.check.Checked;
import org.smshub.hub.routing.table.CsvTable;
import org.smshub.hub.routing.table.TableFile;

/**
 * Whether it is that time now, for a {@code choice}: {@code is('MON-FRI 08:00-18:00 workday')}. The words of a time, each of which
 * must hold: days ({@code SAT,SUN} or {@code MON-FRI}), hours ({@code 22:00-06:00} goes over midnight and belongs to the day on
 * which it began), {@code workday} (Monday to Friday, and no holiday), {@code holiday} (one of {@code config/holidays.csv}).
 */
public class Calendar extends RoutingBean implements Checked {

    /** Times that are remembered; they come from routes, so that there are few. */
    private static final int REMEMBERED = 1_000;

    /** A call with a constant. */
    private static final Pattern IS = Pattern.compile("is\\(\\s*['\"]([^'\"]*)['\"]\\s*\\)");

    private final Map<String, When> known = new ConcurrentHashMap<>();
    private String file;
    private ZoneId zone = ZoneId.systemDefault();
    private Clock clock = Clock.systemUTC();
    private TableFile<Holidays> holidays;

    /** @param yearly those of every year */
    record Holidays(Set<LocalDate> days, Set<MonthDay> yearly) {

        boolean has(LocalDate day) {
            return days.contains(day) || yearly.contains(MonthDay.from(day));
        }

        static Holidays read(String name, Reader in) throws IOException {
            Set<LocalDate> days = new HashSet<>();
            Set<MonthDay> yearly = new HashSet<>();
            new CsvTable(name, Set.of("date"), Set.of("name")).read(in, line -> {
                String date = line.get("date");
                try {
                    if (date.matches("\\d\\d-\\d\\d")) {
                        yearly.add(MonthDay.parse("--" + date));
                    } else {
                        days.add(LocalDate.parse(date));
                    }
                } catch (DateTimeException e) {
                    throw line.wrong("a date is 2026-04-06, or 12-25 for that day of every year; not '" + date + "'");
                }
            });
            return new Holidays(days, yearly);
        }
    }

    /** A time in its words. @param from null = the whole day; @param holiday, workday whether it must be one */
    record When(Set<DayOfWeek> days, LocalTime from, LocalTime to, boolean holiday, boolean workday) {

        static When parse(String words) {
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            LocalTime from = null;
            LocalTime to = null;
            boolean holiday = false;
            boolean workday = false;
            for (String word : words.trim().split("\\s+")) {
                if (word.equalsIgnoreCase("holiday")) {
                    holiday = true;
                } else if (word.equalsIgnoreCase("workday")) {
                    workday = true;
                } else if (word.matches("\\d\\d:\\d\\d-\\d\\d:\\d\\d")) {
                    from = time(word.substring(0, 5));
                    to = time(word.substring(6));
                } else {
                    days(word, days);
                }
            }
            return new When(days, from, to, holiday, workday);
        }

        private static LocalTime time(String word) {
            try {
                return word.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(word);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(word + " is no time of a day, 00:00 to 24:00", e);
            }
        }

        private static void days(String word, Set<DayOfWeek> days) {
            for (String part : word.split(",")) {
                String[] ends = part.split("-", -1);
                DayOfWeek day = day(ends[0]);
                DayOfWeek last = ends.length == 2 ? day(ends[1]) : day;
                if (day == null || last == null || ends.length > 2) {
                    throw new IllegalArgumentException("'" + word
                            + "' is no time: days (MON-FRI or SAT,SUN), hours (08:00-18:00), workday or holiday");
                }
                for (; day != last; day = day.plus(1)) {
                    days.add(day);
                }
                days.add(last);
            }
        }

        private static DayOfWeek day(String word) {
            for (DayOfWeek day : DayOfWeek.values()) {
                if (day.name().substring(0, 3).equals(word.toUpperCase(Locale.ROOT))) {
                    return day;
                }
            }
            return null;
        }

        boolean holds(LocalDateTime now, Holidays holidays) {
            LocalDate day = now.toLocalDate();
            if (from != null && !from.equals(to)) {
                LocalTime time = now.toLocalTime();
                boolean late = !time.isBefore(from);
                boolean early = time.isBefore(to);
                boolean overMidnight = from.isAfter(to);
                if (overMidnight ? !late && !early : !late || !early) {
                    return false;
                }
                day = overMidnight && early ? day.minusDays(1) : day;
            }
            boolean isHoliday = (holiday || workday) && holidays.has(day);
            return (days.isEmpty() || days.contains(day.getDayOfWeek()))
                    && (!holiday || isHoliday)
                    && (!workday || !isHoliday && day.getDayOfWeek().getValue() <= DayOfWeek.FRIDAY.getValue());
        }
    }

    @Override
    void start() {
        holidays = new TableFile<>(getCamelContext(), file, Holidays::read).open();
    }

    @Override
    public void check() {
        if (isOn()) {
            new TableFile<>(getCamelContext(), file, Holidays::read).read();
        }
    }

    @Override
    public void check(String call) {
        Matcher is = IS.matcher(call);
        if (is.matches()) {
            if (!isOn()) {
                throw new IllegalArgumentException("it is not on: hub.routing.calendar = true");
            }
            When.parse(is.group(1));
        }
    }

    /** Whether it is that time now, in {@code hub.routing.zone}. @throws IllegalArgumentException naming the wrong word */
    public boolean is(String when) {
        if (holidays == null) {
            throw new IllegalStateException("holidays.csv is not read: hub.routing.calendar is false");
        }
        When known = this.known.get(when);
        if (known == null) {
            known = When.parse(when);
            if (this.known.size() < REMEMBERED) {
                this.known.put(when, known);
            }
        }
        return known.holds(LocalDateTime.now(clock.withZone(zone)), holidays.get());
    }

    void setClock(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String getFile() {
        return file;
    }

    /** The table of holidays, such as {@code file:/etc/sms-hub/holidays.csv}. */
    public void setFile(String file) {
        this.file = file;
    }

    public String getZone() {
        return zone.getId();
    }

    /** The time zone of its times, such as {@code Europe/Warsaw}; empty = that of this machine. */
    public void setZone(String zone) {
        if (zone.isBlank()) {
            return;
        }
        try {
            this.zone = ZoneId.of(zone.trim());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "hub.routing.zone is a time zone such as Europe/Warsaw, or empty; not '" + zone + "'", e);
        }
    }
}
