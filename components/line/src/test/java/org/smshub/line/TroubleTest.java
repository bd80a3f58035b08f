package org.smshub.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TroubleTest {

    private long now;
    private final Trouble trouble = new Trouble("toy:host:1", () -> now);

    private void later(Duration time) {
        now += time.toNanos();
    }

    @Test
    void aCauseIsSaidOnceHoweverLongItLasts() {
        try (Warnings warnings = new Warnings()) {
            for (int minute = 0; minute < 10; minute++) {
                trouble.down("login refused: no 0E", 2_000);
                later(Duration.ofMinutes(1));
            }
            assertThat(warnings.said)
                    .containsExactly(
                            "toy:host:1 is down: login refused: no 0E; next attempt in 2000 ms (told once a cause)");
            assertThat(trouble.problem()).isEqualTo("login refused: no 0E");
        }
    }

    @Test
    void anotherCauseIsSaidWhenAMinuteIsOver() {
        try (Warnings warnings = new Warnings()) {
            trouble.down("no 0E", 2_000);
            later(Duration.ofSeconds(30));
            trouble.down("no 0F", 2_000);
            assertThat(warnings.said).hasSize(1);
            assertThat(trouble.problem()).as("health knows at once").isEqualTo("no 0F");
            later(Duration.ofSeconds(31));
            trouble.down("no 0F", 2_000);
            assertThat(warnings.said).hasSize(2);
            assertThat(warnings.said.get(1)).contains("no 0F");
        }
    }

    @Test
    void theSameCauseIsSaidAgainBehindASessionThatWorked() {
        try (Warnings warnings = new Warnings()) {
            trouble.down("reset", 2_000);
            trouble.opened();
            trouble.over();
            later(Duration.ofMinutes(2));
            trouble.down("reset", 2_000);
            assertThat(warnings.said).hasSize(2);
        }
    }
}
