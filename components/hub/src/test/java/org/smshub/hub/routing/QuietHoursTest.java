package org.smshub.hub.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.hub.RefusedException;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.SmsHeaders;

class QuietHoursTest {

    private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();

    private final QuietHours quietHours = new QuietHours();

    QuietHoursTest() {
        quietHours.start();
    }

    private Exchange message(String to) {
        Exchange exchange = new DefaultExchange(CONTEXT);
        exchange.getMessage().setHeader(SmsHeaders.TO, to);
        return exchange;
    }

    private String moved(String now, Exchange exchange) throws Exception {
        quietHours.setClock(Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
        quietHours.process(exchange);
        Long at = exchange.getMessage().getHeader(SmsHeaders.SEND_AT, Long.class);
        return at == null ? null : Instant.ofEpochMilli(at).toString();
    }

    @ParameterizedTest
    @CsvSource({
        // Warsaw is UTC+1 in November
        "+48600100200, 2026-11-27T19:59:59Z,",
        "+48600100200, 2026-11-27T20:00:00Z, 2026-11-28T07:00:00Z",
        "+48600100200, 2026-11-28T03:00:00Z, 2026-11-28T07:00:00Z",
        "+48600100200, 2026-11-28T07:00:00Z,",
        // New York by its area code, UTC-5
        "+12125550100, 2026-11-27T07:00:00Z, 2026-11-27T13:00:00Z",
        "+12125550100, 2026-11-27T20:00:00Z,",
        // Tokyo has no summer time
        "+81312345678, 2026-07-01T13:00:00Z, 2026-07-01T23:00:00Z",
        // the night in which the clocks of Warsaw go forward, and back
        "+48600100200, 2026-03-28T21:00:00Z, 2026-03-29T06:00:00Z",
        "+48600100200, 2026-10-24T21:00:00Z, 2026-10-25T07:00:00Z",
        // no country's
        "12345, 2026-11-27T23:00:00Z,",
        "+9991234567, 2026-11-27T23:00:00Z,"
    })
    void theNightIsThatOfTheRecipient(String to, String now, String moved) throws Exception {
        assertThat(moved(now, message(to))).isEqualTo(moved);
    }

    @Test
    void whatIsToBeSentLaterIsMovedFromThereAndWhatIsUrgentGoes() throws Exception {
        Exchange later = message("+48600100200");
        later.getMessage()
                .setHeader(
                        SmsHeaders.SEND_AT,
                        Instant.parse("2026-11-30T22:00:00Z").toEpochMilli());
        later.setProperty(LedgerComponent.RULE, "poland");
        assertThat(moved("2026-11-27T12:00:00Z", later)).isEqualTo("2026-12-01T07:00:00Z");
        assertThat(RoutingHub.rule(later)).isEqualTo("poland, quiet hours");
        Exchange urgent = message("+48600100200");
        urgent.getMessage().setHeader(SmsHeaders.PRIORITY, 3);
        assertThat(moved("2026-11-27T22:00:00Z", urgent)).isNull();
        Exchange answer = message("+48600100200");
        answer.setProperty(Keywords.ANSWER, "bye");
        assertThat(moved("2026-11-27T22:00:00Z", answer)).isNull();
    }

    @Test
    void whatWouldBeUselessByThenIsRefused() {
        Exchange exchange = message("+48600100200");
        exchange.getMessage()
                .setHeader(
                        SmsHeaders.VALID_UNTIL,
                        Instant.parse("2026-11-28T05:00:00Z").toEpochMilli());
        assertThatThrownBy(() -> moved("2026-11-27T22:00:00Z", exchange))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("2026-11-28T07:00:00Z");
    }

    /** A number that may be anywhere from New York to Honolulu goes when it is day in both. */
    @Property(tries = 300)
    void inEachOfSeveralZonesItIsDay(@ForAll @LongRange(min = 1_767_225_600L, max = 1_830_297_600L) long second)
            throws Exception {
        Exchange exchange = message("+18005550100");
        String moved = moved(Instant.ofEpochSecond(second).toString(), exchange);
        Instant at = moved == null ? Instant.ofEpochSecond(second) : Instant.parse(moved);
        for (String zone : new String[] {"America/New_York", "America/Chicago", "America/Los_Angeles"}) {
            LocalTime time = at.atZone(ZoneId.of(zone)).toLocalTime();
            assertThat(time).isBetween(LocalTime.of(8, 0), LocalTime.of(20, 59, 59, 999_999_999));
        }
    }

    @Test
    void wrongHoursAreNamed() {
        assertThatThrownBy(() -> quietHours.setHours("21-8")).hasMessageContaining("21:00-08:00, not '21-8'");
        assertThatThrownBy(() -> quietHours.setHours("21:00-21:00")).hasMessageContaining("hub.quietHours.hours");
        quietHours.setHours(" 00:00-06:30 ");
        assertThat(quietHours.getHours()).isEqualTo("00:00-06:30");
    }
}
