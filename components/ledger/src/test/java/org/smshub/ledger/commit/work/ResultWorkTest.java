package org.smshub.ledger.commit.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.ledger.Parts;
import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Verdict;
import org.smshub.link.IdForms;

/** A result that waits for the disk while the clock is set. */
class ResultWorkTest {

    private static final long DUE = 1_772_352_005_000L;
    private static final long HOUR = 3_600_000;

    /** Milliseconds by which the wall clock is ahead of the other. */
    private final AtomicLong clocks = new AtomicLong();

    private Verdict written(Verdict verdict, long set) {
        Claim claim = new Claim(Parts.one(Parts.id()).get(0), "a", 0, 0, 0, 0);
        ResultWork work =
                new ResultWork(claim, verdict, new Account("a", IdForms.SAFE, false), false, null, clocks::get);
        clocks.addAndGet(set);
        for (int i = 0; i < 2; i++) { // a group is written again
            Draft draft = new Draft(DUE, 10, 10, 0, Map.of(), 0, false);
            work.add(draft);
            assertThat(draft.group.results).hasSize(1);
            verdict = draft.group.results.get(0).verdict();
        }
        return verdict;
    }

    @ParameterizedTest
    @ValueSource(longs = {-HOUR, HOUR})
    void keepsItsPause(long set) {
        assertThat(List.of(
                        written(new Verdict.Retry(DUE, "a", true, "c", "t"), set),
                        written(new Verdict.Back(DUE, "c", "t"), set),
                        written(new Verdict.Unknown(DUE, "c", "t"), set)))
                .containsExactly(
                        new Verdict.Retry(DUE + set, "a", true, "c", "t"),
                        new Verdict.Back(DUE + set, "c", "t"),
                        new Verdict.Unknown(DUE + set, "c", "t"));
        Verdict held = new Verdict.Unknown(null, "c", "t");
        assertThat(written(held, set)).isSameAs(held);
    }

    @Test
    void aClockThatIsSlewedIsNoClockThatWasSet() {
        Verdict verdict = new Verdict.Retry(DUE, "a", false, "c", "t");
        assertThat(written(verdict, -1_999)).isSameAs(verdict);
    }
}
