package org.smshub.ledger.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens, what is due is known to be, and nobody looks again where nothing is. */
class BacklogProperties {

    record Step(String what, int number) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(
                                "put", "put", "look", "look", "later", "leaves", "undone", "silent", "others", "time",
                                "known"),
                        Arbitraries.integers().between(1, 30))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    /** What lies in the ledger: when each part is due. */
    private static final class Model {
        final List<Long> parts = new ArrayList<>();
        final Backlog backlog = new Backlog();
        long now = 1_000;

        long due() {
            return parts.stream().filter(at -> at <= now).count();
        }

        /** As the group commit does. Gives how many were claimed. */
        int look(int room) {
            int wanted = backlog.wanted(room, now);
            boolean counted = backlog.isInDoubt(now);
            parts.sort(Comparator.naturalOrder());
            int found = (int) Math.min(wanted, due());
            parts.subList(0, found).clear();
            if (found < wanted) {
                backlog.foundAll(parts.isEmpty() ? Long.MAX_VALUE : parts.get(0));
            } else {
                backlog.found(found, counted, counted ? (int) Math.min(due(), Backlog.MANY) : -1);
            }
            return found;
        }
    }

    @Property(tries = 2_000)
    void whatIsDueIsFoundAndNothingIsLookedForTwice(@ForAll("steps") List<Step> steps) {
        Model m = new Model();
        for (Step step : steps) {
            int n = step.number();
            switch (step.what()) {
                case "put" -> {
                    for (int i = 0; i < n; i++) {
                        m.parts.add(m.now);
                    }
                    m.backlog.waits(m.now, n, m.now);
                }
                case "later" -> {
                    m.parts.add(m.now + n);
                    m.backlog.waits(m.now + n, 1, m.now);
                }
                case "look" -> {
                    if (m.backlog.due(m.now) > 0) {
                        m.look(n);
                    }
                }
                // by a deadline or a receipt
                case "leaves" -> m.parts.subList(0, Math.min(n, m.parts.size())).clear();
                // a group that was told of and not written, with what it had claimed
                case "undone" -> {
                    m.backlog.waits(m.now, n, m.now);
                    m.backlog.found(n, false, -1);
                    m.backlog.doubt();
                }
                // moved here, or settled late
                case "silent" -> {
                    m.parts.add(m.now);
                    m.backlog.doubt();
                }
                case "others" -> {
                    m.parts.add(m.now);
                    m.backlog.heard();
                }
                case "time" -> m.now += n;
                case "known" -> {
                    if (m.backlog.due(m.now) > 0) {
                        m.look(Integer.MAX_VALUE);
                    }
                }
                default -> throw new IllegalArgumentException(step.what());
            }
            assertThat(m.due() > 0 && m.backlog.due(m.now) == 0)
                    .as("forgotten after %s", step)
                    .isFalse();
            assertThat(!m.parts.isEmpty() && m.backlog.isEmpty())
                    .as("forgotten after %s", step)
                    .isFalse();
        }
        long due = m.due();
        long claimed = 0;
        int looks = 0;
        while (m.backlog.due(m.now) > 0) {
            claimed += m.look(7);
            assertThat(++looks).as("looks for %s parts", due).isLessThanOrEqualTo((int) due / 7 + 3);
        }
        assertThat(claimed).isEqualTo(due);
    }

    @Example
    void whatWasCountedNeedsNoOtherLook() {
        Backlog backlog = new Backlog();
        assertThat(backlog.wanted(10, 0)).as("nothing is known yet").isEqualTo(10);
        backlog.foundAll(Long.MAX_VALUE);
        assertThat(backlog.isEmpty()).isTrue();
        backlog.waits(0, 3, 0);
        assertThat(backlog.isInDoubt(0)).isFalse();
        assertThat(backlog.wanted(10, 0)).isEqualTo(3);
        backlog.found(3, false, -1);
        assertThat(backlog.isNoneDue(0)).isTrue();
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Example
    void moreThanWereCountedAreCountedAgain() {
        Backlog backlog = new Backlog();
        backlog.found(5, true, Backlog.MANY);
        assertThat(backlog.due(0)).isEqualTo(Backlog.MANY);
        backlog.found(Backlog.MANY / 2 - 1, false, -1);
        assertThat(backlog.isInDoubt(0)).isFalse();
        backlog.found(1, false, -1);
        assertThat(backlog.isInDoubt(0)).isTrue();
    }
}
