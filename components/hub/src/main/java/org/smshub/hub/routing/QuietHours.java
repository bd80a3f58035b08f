package org.smshub.hub.routing;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.smshub.hub.RefusedException;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.SmsHeaders;

/**
 * Messages that would come at night, where their recipient is, come when the night is over: SmsSendAt is moved. Where a number
 * may be in several time zones, it must be day in all of them.
 */
public class QuietHours extends RoutingBean implements Processor {

    /** Zones of which one is always quiet would move a message for ever: it goes after so many moves. */
    private static final int MOVES = 10;

    private LocalTime from = LocalTime.of(21, 0);
    private LocalTime to = LocalTime.of(8, 0);
    private int urgent = 3;
    private ZoneId zone;
    private Clock clock = Clock.systemUTC();
    private Zones zones;

    @Override
    void start() {
        zones = new Zones();
    }

    /** @throws RefusedException the message would be useless when the night is over */
    @Override
    public void process(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        if (zones == null) {
            throw new IllegalStateException("hub.routing.quietHours is false");
        }
        if (exchange.getProperty(Keywords.ANSWER) != null
                || message.getHeader(SmsHeaders.PRIORITY, 1, Integer.class) >= urgent) {
            return;
        }
        Long sendAt = message.getHeader(SmsHeaders.SEND_AT, Long.class);
        long now = clock.millis();
        long at = sendAt == null ? now : Math.max(now, sendAt);
        List<ZoneId> its = zones.of(message.getHeader(SmsHeaders.TO, "", String.class));
        long moved = its.isEmpty() && zone != null ? moved(at, List.of(zone)) : moved(at, its);
        if (moved == at) {
            return;
        }
        Long until = message.getHeader(SmsHeaders.VALID_UNTIL, Long.class);
        if (until != null && until <= moved) {
            throw RefusedException.invalid(
                    "validUntil",
                    "It is night at the recipient's, and the message is of no use when that is over, at "
                            + Instant.ofEpochMilli(moved));
        }
        message.setHeader(SmsHeaders.SEND_AT, moved);
        // so that its history says why it waits
        Object rule = exchange.getProperty(LedgerComponent.RULE);
        exchange.setProperty(LedgerComponent.RULE, rule == null ? "quiet hours" : rule + ", quiet hours");
        if (isAsked(exchange)) {
            tell(
                    exchange,
                    "quiet hours " + from + " to " + to + " in " + (its.isEmpty() ? zone : its) + ": it waits until "
                            + Instant.ofEpochMilli(moved));
        }
    }

    /** The first time from this one on at which it is quiet in none of the zones. */
    private long moved(long at, List<ZoneId> all) {
        long moved = at;
        boolean quiet = !all.isEmpty();
        for (int i = 0; quiet && i < MOVES; i++) {
            quiet = false;
            for (ZoneId one : all) {
                long day = day(moved, one);
                quiet |= day != moved;
                moved = day;
            }
        }
        return moved;
    }

    /** This time, or the end of the quiet hours that it is in. */
    private long day(long at, ZoneId where) {
        ZonedDateTime there = Instant.ofEpochMilli(at).atZone(where);
        LocalTime time = there.toLocalTime();
        boolean late = !time.isBefore(from);
        boolean early = time.isBefore(to);
        boolean overMidnight = from.isAfter(to);
        if (overMidnight ? !late && !early : !late || !early) {
            return at;
        }
        ZonedDateTime end = there.toLocalDate()
                .plusDays(overMidnight && late ? 1 : 0)
                .atTime(to)
                .atZone(where);
        // where clocks are put back, this hour may come twice
        return Math.max(at + 1, end.toInstant().toEpochMilli());
    }

    void setClock(Clock clock) {
        this.clock = clock;
    }

    public String getHours() {
        return from + "-" + to;
    }

    /** Such as {@code 21:00-08:00}, by the recipient's clock. */
    public void setHours(String hours) {
        if (!hours.trim().matches("([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d")
                || hours.trim().substring(0, 5).equals(hours.trim().substring(6))) {
            throw new IllegalArgumentException("hub.quietHours.hours is such as 21:00-08:00, not '" + hours + "'");
        }
        from = LocalTime.parse(hours.trim().substring(0, 5));
        to = LocalTime.parse(hours.trim().substring(6));
    }

    public int getUrgent() {
        return urgent;
    }

    /** Messages of this priority (0 to 3), and above, go at any time; 4 = none does. */
    public void setUrgent(int urgent) {
        this.urgent = urgent;
    }

    public String getZone() {
        return zone == null ? "" : zone.getId();
    }

    /** Of numbers of which none is known, such as short codes; empty = they go at any time. */
    public void setZone(String zone) {
        this.zone = zone.isBlank() ? null : ZoneId.of(zone.trim());
    }
}
