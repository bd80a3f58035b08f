package org.smshub.link.nature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** In production nothing rare is ever chosen, and nobody can begin to. */
class RareTest {

    @Test
    void everythingIsAsUsual() {
        assertThat(Rare.way("a.way")).isFalse();
        assertThat(Rare.value("a.value", 7, 1, 2)).isEqualTo(7);
        Rare.hit("a.branch");
    }

    @Test
    void nobodyChooses() {
        assertThatThrownBy(() -> Rare.chooser(null)).hasMessageContaining("-Dhub.simulation=true");
    }

    @Test
    void theMachinesClocksGoOn() {
        long nanos = Nature.REAL.nanos();
        long wall = Nature.REAL.wall();
        assertThat(Nature.REAL.nanos()).isGreaterThanOrEqualTo(nanos);
        assertThat(wall).isGreaterThan(1_700_000_000_000L);
        assertThat(Nature.REAL.random().nextInt(1, 3)).isBetween(1, 2);
    }
}
