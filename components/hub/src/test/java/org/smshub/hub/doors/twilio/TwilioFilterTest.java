package org.smshub.hub.doors.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioFilterTest {

    /** The first as Java's SDK writes it, the second as Node's. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-27T20:30:00, 2026-11-27T20:30:00Z",
        "2026-11-27T20:30:00Z, 2026-11-27T20:30:00Z",
        "2026-11-27T21:30:00+01:00, 2026-11-27T20:30:00Z",
        "2026-11-27 20:30:00, 2026-11-27T20:30:00Z",
        "2026-11-27, 2026-11-27T00:00:00Z"
    })
    void timesOfListsAreReadAsSdksWriteThem(String written, Instant meant) throws Exception {
        TwilioFilter filter = TwilioFilter.of(new TwilioForm(Map.of("DateSent>", written)));
        assertThat(filter.since()).isEqualTo(meant.toEpochMilli());
    }
}
