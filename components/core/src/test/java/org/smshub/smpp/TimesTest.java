package org.smshub.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

    @Test
    void absoluteAndRelative() {
        assertThat(Times.parse("261121013000004+", NOW))
                .isEqualTo(Instant.parse("2026-11-21T00:30:00Z").toEpochMilli());
        assertThat(Times.parse("261120233000504-", NOW))
                .isEqualTo(Instant.parse("2026-11-21T00:30:00.5Z").toEpochMilli());
        assertThat(Times.parse("000001010000000R", NOW))
                .isEqualTo(Instant.parse("2026-11-22T01:00:00Z").toEpochMilli());
        assertThat(Times.parse("", NOW)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "261121013000004",
                "261121013000004X",
                "26112101300000xR",
                "261321013000000+",
                "261121013000099+"
            })
    void whatIsNeitherIsRefused(String text) {
        assertThatThrownBy(() -> Times.parse(text, NOW))
                .isInstanceOfSatisfying(SmppValueException.class, e -> assertThat(e.getStackTrace())
                        .isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 000000000001000R",
        "-5, 000000000001000R",
        "59999, 000000000059000R",
        "86400000, 000001000000000R",
        "5400000, 000000013000000R",
        "34300800000, 010102000000000R"
    })
    void aRelativeTimeNeedsNoClock(long millis, String text) {
        assertThat(Times.relative(millis)).isEqualTo(text);
    }

    /** Beyond a month the peer counts in its calendar, and ours has months of thirty days. */
    @Property
    void aRelativeTimeIsReadAsItIsWritten(@ForAll @LongRange(min = 1, max = 30L * 86_400 - 1) long seconds) {
        assertThat(Times.parse(Times.relative(seconds * 1000), NOW)).isEqualTo(NOW.toEpochMilli() + seconds * 1000);
    }

    @Property
    void anAbsoluteTimeIsReadAsItIsWritten(@ForAll @LongRange(min = 946_684_800, max = 4_102_444_799L) long second) {
        assertThat(Times.parse(Times.absolute(second * 1000), NOW)).isEqualTo(second * 1000);
    }

    @Property
    void hostileTimesAreReadOrRefused(@ForAll String text, @ForAll @LongRange long number) {
        for (String time : new String[] {
            text, String.format("%015d", number & Long.MAX_VALUE).substring(0, 15) + "+"
        }) {
            try {
                Times.parse(time, NOW);
            } catch (SmppValueException expected) {
                assertThat(expected.status()).isEqualTo(0x61);
            }
        }
    }
}
