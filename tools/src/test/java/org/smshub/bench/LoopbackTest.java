package org.smshub.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LoopbackTest {

    /** A round trip takes microseconds to some milliseconds anywhere: neither nothing nor the delay of an unset TCP_NODELAY. */
    @Test
    void aRoundTripIsMeasured() throws IOException {
        assertThat(Loopback.roundTripsPerSecond(50)).isBetween(200.0, 2_000_000.0);
    }
}
