package org.smshub.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
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
        return Map.of(
                        "an onException that matches causes", Plants.CAUSES_ARE_MATCHED,
                        "a claim counted as an attempt", Plants.CLAIM_IS_AN_ATTEMPT,
                        "a result written twice", Plants.RESULT_IS_WRITTEN_TWICE,
                        "a receipt lost between two statements", Plants.RECEIPT_IS_LOST,
                        "the wall clock in a pause", Plants.WALL_CLOCK_IN_PAUSES,
                        "a taker that throws", Plants.TAKER_THROWS,
                        "an event told out of order", Plants.EVENTS_OUT_OF_ORDER)
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(plant -> Arguments.of(plant.getKey(), plant.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plants")
    void isFound(String name, Plant plant) throws Exception {
        try (Simulation simulation = new Simulation(ROUTES, plant)) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                World.Result result = simulation.run(seed, false);
                if (!result.wrong().isEmpty()) {
                    System.out.println(
                            name + ": seed " + seed + ", " + result.wrong().get(0));
                    return;
                }
            }
        }
        assertThat(name).as("was not found in %d seeds", SEEDS).isEmpty();
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
