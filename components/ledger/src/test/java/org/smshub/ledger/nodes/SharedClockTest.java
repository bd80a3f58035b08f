package org.smshub.ledger.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.smshub.link.nature.Nature;

class SharedClockTest {

    private static final long MILLI = 1_000_000;
    private static final long DATABASE = 1_800_000_000_000L;

    private long nanos = 77_000 * MILLI;

    /** Its machine's clock is five seconds ahead, and may be set. */
    private long ahead = 5_000;

    private final SharedClock clock = new SharedClock(new Nature() {
        @Override
        public long wall() {
            return truth() + ahead;
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public RandomGenerator random() {
            return REAL.random();
        }
    });

    private long truth() {
        return DATABASE + nanos / MILLI;
    }

    /** The database is asked; it looks at its clock after a part of the delay. */
    private void ask(long delay, double part) {
        long asked = nanos;
        nanos += (long) (delay * MILLI * part);
        long said = truth();
        nanos = asked + delay * MILLI;
        clock.heard(asked, said, nanos);
    }

    private long wrong() {
        return clock.wall() - truth();
    }

    @Test
    void isTheMachinesUntilTheDatabaseHasSpoken() {
        assertThat(wrong()).isEqualTo(5_000);
        ask(2, 0.5);
        assertThat(wrong()).isBetween(-1L, 1L);
        assertThat(clock.machineAhead()).isBetween(4_999L, 5_001L);
    }

    @Test
    void theAnswerWithLeastDelayDecides() {
        ask(400, 1);
        assertThat(Math.abs(wrong())).isLessThanOrEqualTo(202);
        ask(2, 0.5);
        assertThat(wrong()).isBetween(-2L, 2L);
        for (int i = 0; i < 10; i++) {
            ask(400, 0);
            assertThat(wrong()).isBetween(-2L, 2L);
        }
    }

    @Test
    void thatTheMachinesClockIsSetChangesNothing() {
        ask(2, 0.5);
        ahead = -3_600_000;
        assertThat(wrong()).isBetween(-1L, 1L);
    }

    @Test
    void whatIsWithinTheDelayMovesNothing() {
        ask(10, 0.5);
        long before = clock.wall() - nanos / MILLI;
        for (int i = 0; i < 40; i++) {
            ask(10, i % 2);
            assertThat(clock.wall() - nanos / MILLI).isEqualTo(before);
        }
    }

    /** Another server after a failover, whose clock is another. */
    @Test
    void theDatabasesClockMayBeSet() {
        ask(2, 0.5);
        long asked = nanos;
        nanos += 4 * MILLI;
        clock.heard(asked, truth() - 60_000, nanos);
        assertThat(wrong()).isBetween(-60_005L, -59_995L);
    }
}
