package org.smshub.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is planted is found, and replayed, and made small. */
class PlantsTest {

    private static final Path ROUTES = Path.of(System.getProperty("hub.routes"));
    private static final int SEEDS = 1_000;

    static Stream<Arguments> plants() {
        return Stream.of(
                Arguments.of("an onException that matches causes", Plants.CAUSES_ARE_MATCHED, "DUPLICATED"),
                Arguments.of("a claim counted as an attempt", Plants.CLAIM_IS_AN_ATTEMPT, "ATTEMPTS"),
                Arguments.of("a result written twice", Plants.RESULT_IS_WRITTEN_TWICE, "DUPLICATED"),
                Arguments.of("a receipt lost between two statements", Plants.RECEIPT_IS_LOST, "RECEIPT"),
                Arguments.of("the wall clock in a pause", Plants.WALL_CLOCK_IN_PAUSES, "LIVENESS"),
                Arguments.of("a taker that throws", Plants.TAKER_THROWS, "LIVENESS"),
                Arguments.of("an event told out of order", Plants.EVENTS_OUT_OF_ORDER, "ORDER"));
    }

    /** @param wrong what it leads to, in the checker's word: another wrong of that seed does not count */
    @ParameterizedTest(name = "{0}")
    @MethodSource("plants")
    void isFound(String name, Plant plant, String wrong) throws Exception {
        List<World.Result> found = new ArrayList<>();
        try (Simulation simulation = new Simulation(ROUTES, plant)) {
            simulation.run(1, SEEDS, Runtime.getRuntime().availableProcessors(), result -> {
                boolean isIt = result.wrong().stream().anyMatch(w -> w.startsWith(wrong + ' '));
                if (isIt) {
                    found.add(result);
                }
                return !isIt;
            });
        }
        assertThat(found).as("%s: no %s in %d seeds", name, wrong, SEEDS).isNotEmpty();
        World.Result first = found.get(0);
        System.out.println(name + ": seed " + first.seed() + ", " + first.wrong());
        try (Simulation without = new Simulation(ROUTES, Plant.NONE)) {
            assertThat(without.run(first.seed(), false).wrong()).isEmpty();
        }
    }

    @Test
    void aFailedSeedIsReplayedAndShrinks() throws Exception {
        try (Simulation simulation = new Simulation(ROUTES, Plants.EVENTS_OUT_OF_ORDER)) {
            long seed = 1;
            World.Result result = simulation.run(seed, true);
            while (result.wrong().isEmpty()) {
                result = simulation.run(++seed, true);
            }
            World.Result again = simulation.run(seed, true);
            assertThat(again.trace().text()).isEqualTo(result.trace().text());
            assertThat(again.wrong()).isEqualTo(result.wrong());
            var few = simulation.shrink(seed, result.wrong().get(0));
            assertThat(few).hasSizeLessThan(Op.of(seed, new Mixture(seed)).size());
            assertThat(simulation.run(seed, few, false).wrong()).isNotEmpty();
        }
    }
}
