package org.smshub.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A thousand worlds: nothing wrong in any of them, and every rare branch reached in one of them at least. */
class SimulationTest {

    private static final Path ROUTES = Path.of(System.getProperty("hub.routes"));
    private static final int SEEDS = 1_000;
    private static final Pattern PROBE = Pattern.compile("Rare\\s*\\.hit\\(([^;]*)\\);");
    private static final Pattern WAY = Pattern.compile("Rare\\s*\\.(?:way|value)\\(\\s*\"([^\"]+)\"");
    private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"");

    private static Simulation simulation;

    @BeforeAll
    static void begin() throws Exception {
        simulation = new Simulation(ROUTES, Plant.NONE);
    }

    @AfterAll
    static void end() {
        simulation.close();
    }

    @Test
    void aThousandWorlds() throws Exception {
        List<String> failed = new ArrayList<>();
        long begun = System.nanoTime();
        Simulation.Sum sum = simulation.run(1, SEEDS, Runtime.getRuntime().availableProcessors(), result -> {
            failed.add("./hub simulate --seed " + result.seed() + " --trace --shrink: " + result.wrong());
            return failed.size() < 10;
        });
        System.out.printf("%d seeds in %.1f s: %s%n", SEEDS, (System.nanoTime() - begun) / 1e9, sum);
        assertThat(failed).isEmpty();

        Set<String> probes = names(PROBE);
        assertThat(probes).hasSizeGreaterThanOrEqualTo(60);
        assertThat(missing(probes, sum.hits().keySet()))
                .as("probes that no seed has reached")
                .isEmpty();
        Set<String> ways = names(WAY);
        assertThat(ways).hasSizeGreaterThanOrEqualTo(30);
        Set<String> taken = new TreeSet<>(sum.ways());
        taken.addAll(sum.values());
        assertThat(missing(ways, taken)).as("rare ways that no seed came by").isEmpty();
    }

    @Test
    void theSameSeedIsTheSameWorldOctetForOctet() {
        for (long seed : new long[] {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987}) {
            String first = simulation.run(seed, true).trace().text();
            assertThat(simulation.run(seed, true).trace().text()).isEqualTo(first);
        }
    }

    @Test
    void andInAnotherJvm() throws Exception {
        Process other = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Dhub.simulation=true",
                        "-Dhub.routes=" + ROUTES,
                        // other hashes, another zone, another language
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:hashCode=2",
                        "-Duser.timezone=Asia/Tokyo",
                        "-Duser.language=tr",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Simulate.class.getName(),
                        "--seeds",
                        "15")
                .redirectErrorStream(true)
                .start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor(1, TimeUnit.MINUTES)).isTrue();
        Simulation.Sum sum = simulation.run(1, 15, 1, result -> true);
        assertThat(said).contains(String.format("traces %016x", sum.traces()));
    }

    private static Set<String> missing(Set<String> wanted, Set<String> seen) {
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(seen);
        return missing;
    }

    /** As they stand in production code. */
    private static Set<String> names(Pattern call) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> all = Files.walk(ROUTES.resolve("../components"))) {
            for (Path file : all.filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> f.toString().contains("/src/main/"))
                    .toList()) {
                Matcher calls = call.matcher(Files.readString(file));
                while (calls.find()) {
                    Matcher name = NAME.matcher(calls.group());
                    while (name.find()) {
                        names.add(name.group(1));
                    }
                }
            }
        }
        return names;
    }
}
