package org.smshub.ledger.commit.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Chores;

/** When the housekeeping has its next turn, by what it found and how long it took. */
class ChoresWorkTest {

    private static final int ALONE = 500;
    private static final int SHARED = 20;
    private static final long TOOK = TimeUnit.MILLISECONDS.toNanos(2);

    private long clock;
    private final ChoresWork chores =
            new ChoresWork(new LedgerSettings(200, 1_000, 0, 0), List.of(), Map.of(), () -> clock);

    private Chores round(int groupLimit, int others, int purged, boolean more) {
        long wait = chores.waitNanos(groupLimit < ALONE);
        clock += wait;
        chores.slept(others == 0 ? wait : 0);
        Draft draft = new Draft(System.currentTimeMillis(), groupLimit, groupLimit, 0, Map.of(), 0, false);
        chores.add(draft);
        Answers answers = new Answers();
        answers.purged = draft.group.chores.retention() == null ? 0 : purged;
        answers.more = more;
        chores.committed(answers);
        chores.took(TOOK, others);
        return draft.group.chores;
    }

    @Test
    void theRetentionGoesOnWhateverElseIsLookedAtBetween() {
        assertThat(round(ALONE, 0, 100, true).retention()).isNotNull();
        assertThat(round(ALONE, 0, 100, false).retention())
                .as("not its turn yet")
                .isNull();
        assertThat(chores.waitNanos(false)).as("no second is waited for it").isLessThanOrEqualTo(9 * TOOK);
        assertThat(round(ALONE, 0, 0, false).retention()).isNotNull();
        assertThat(chores.waitNanos(false)).as("nothing was left").isBetween(500_000_000L, 1_000_000_000L);
    }

    @Test
    void whileOthersShareItsGroupsItTakesFewRowsAndKeepsPace() {
        Chores first = round(SHARED, 60, 20, true);
        assertThat(first.limit()).isEqualTo(20);
        // a quarter of the group was its own
        assertThat(chores.waitNanos(true)).isLessThanOrEqualTo(TOOK);
        chores.accepted(100);
        assertThat(round(SHARED, 60, 0, true).retention()).as("its pause").isNull();
        clock += 10_000_000;
        assertThat(round(SHARED, 60, 25, true).limit())
                .as("a quarter of what came")
                .isEqualTo(25);
        clock += 10_000_000;
        assertThat(round(SHARED, 60, 1, true).limit())
                .as("nothing came, and it goes on")
                .isEqualTo(1);
        chores.accepted(10_000);
        clock += 10_000_000;
        assertThat(round(SHARED, 60, 200, true).limit())
                .as("others wait for the group")
                .isEqualTo(200);
    }

    @Test
    void inGroupsOfItsOwnItTakesATenthOfWhatTheWriterWouldSleep() {
        assertThat(round(ALONE, 0, 100, false).retention()).isNotNull();
        clock += TimeUnit.SECONDS.toNanos(10);
        chores.slept(8 * TOOK);
        assertThat(chores.waitNanos(false)).as("busy since, but for a little").isZero();
        assertThat(round(ALONE, 0, 100, false).retention()).as("the tick alone").isNull();
        chores.slept(TOOK);
        assertThat(round(ALONE, 0, 100, false).retention()).isNotNull();
    }

    @Test
    void withoutAnythingToKeepForATimeNothingIsPurged() {
        ChoresWork forEver = new ChoresWork(new LedgerSettings(200, 0, 0, 0), List.of(), Map.of(), () -> clock);
        Draft draft = new Draft(System.currentTimeMillis(), ALONE, ALONE, 0, Map.of(), 0, false);
        forEver.add(draft);
        forEver.committed(new Answers());
        forEver.took(TOOK, 0);
        assertThat(draft.group.chores.retention()).isNull();
        assertThat(forEver.waitNanos(false)).isBetween(500_000_000L, 1_000_000_000L);
    }
}
