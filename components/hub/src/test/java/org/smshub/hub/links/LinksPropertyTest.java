package org.smshub.hub.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.hub.links.ModelCentre.Manner;
import org.smshub.ledger.entry.MessageView;

/**
 * Random lives of two links: up, down, throttled, refusing, silent, late, reset, receipts in any order, the hub ended without a word. Under
 * {@code hold} no centre ever has two copies of a message, under {@code retry} none is lost, and when the faults stop
 * every message ends, within bounded time, in a state that what happened to it allows. More of them with {@code -Pfull},
 * one again with {@code -Dlinks.seed=S}.
 */
@Execution(ExecutionMode.CONCURRENT)
class LinksPropertyTest {

    private static final long FIRST = Long.getLong("links.seed", 1);
    private static final int SEEDS = Long.getLong("links.seed") != null ? 1 : Boolean.getBoolean("full") ? 60 : 8;
    private static final int STEPS = 14;
    private static final Duration END = Duration.ofSeconds(60);

    /** What counts as an attempt. */
    private static final Manner[] SENDS = {
        Manner.UP, Manner.BUSY, Manner.REFUSE, Manner.LATE, Manner.SILENT, Manner.RESET
    };

    /** Of outcomes.camel.yaml: attempts of ledger:retry and of ledger:slow. */
    private static final int REFUSALS = 8;

    private static final int THROTTLES = 20;

    /** Of ledger:link: unknownAttempts. */
    private static final int UNKNOWNS = 3;

    @TempDir
    Path folder;

    private final Map<String, String> sent = new LinkedHashMap<>();
    private List<ModelCentre> centres;
    private HubOfLinks hub;
    private int numbers;
    private int restarts;

    @ParameterizedTest
    @ValueSource(strings = {"hold", "retry"})
    void everyMessageEndsAsItMay(String unknown) throws Exception {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            try {
                live(unknown, seed);
            } catch (Throwable e) {
                throw new AssertionError(unknown + ", -Dlinks.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private void live(String unknown, long seed) throws Exception {
        Random random = new Random(seed);
        sent.clear();
        restarts = 0;
        centres = List.of(new ModelCentre("a", seed), new ModelCentre("b", -seed));
        hub = new HubOfLinks(
                Files.createDirectory(folder.resolve(unknown + seed)),
                "unknown=" + unknown + "&unknownDelay=20ms&failoverAfter=" + random.nextInt(3) * 60 + "ms",
                centres.get(0),
                centres.get(1));
        try (HubOfLinks running = hub) {
            running.start();
            for (int step = 0; step < STEPS; step++) {
                step(random);
            }
            centres.forEach(centre -> centre.manner(Manner.UP));
            await().atMost(END).untilAsserted(() -> {
                receipts();
                sent.keySet().forEach(id -> ended(id, unknown));
            });
            told();
        }
    }

    private void step(Random random) throws Exception {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> send(random, 1 + random.nextInt(5));
            case 3, 4 -> pick(random).manner(Manner.values()[random.nextInt(Manner.values().length)]);
            case 5 -> receipts();
            case 6 -> seen(random.nextInt(4));
            default -> {
                if (random.nextInt(3) == 0) {
                    restarts++;
                    hub.restart();
                }
            }
        }
    }

    private ModelCentre pick(Random random) {
        return centres.get(random.nextInt(centres.size()));
    }

    /** Now and then to a number that had a message before: its receipts could be taken for the other's. */
    private void send(Random random, int count) {
        for (int i = 0; i < count; i++) {
            boolean again = numbers > 0 && random.nextInt(5) == 0;
            String to = "+48600" + (100_000 + (again ? random.nextInt(numbers) : numbers++));
            String links = List.of("a", "b", "a,b", "b,a").get(random.nextInt(4));
            sent.put(hub.send(to, links), to);
        }
    }

    /** Until the centres have been handed so many more, if there is anything to hand out. */
    private void seen(int more) {
        int before = centres.stream().mapToInt(ModelCentre::seen).sum();
        long until = System.nanoTime() + Duration.ofMillis(150).toNanos();
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> System.nanoTime() > until
                        || centres.stream().mapToInt(ModelCentre::seen).sum() >= before + more);
    }

    private void receipts() {
        for (ModelCentre centre : centres) {
            for (ModelCentre.Taken taken : centre.receipts()) {
                hub.receipt(centre.name(), taken.remoteId(), taken.to(), "DELIVERED");
            }
        }
    }

    private void ended(String id, String unknown) {
        MessageView message = hub.find(id);
        String state = message.state();
        int copies = centres.stream().mapToInt(centre -> centre.copies(id)).sum();
        assertThat(message.parts().get(0).attempts())
                .as("attempts that no centre saw: %s", message)
                .isLessThanOrEqualTo(sends(id) + restarts);
        if (unknown.equals("hold")) {
            assertThat(copies).as("copies of %s: %s", id, message).isLessThanOrEqualTo(1);
        }
        switch (state) {
            case "DELIVERED" -> assertThat(copies).as("delivered: %s", message).isPositive();
            case "FAILED" ->
                assertThat(isRefused(id))
                        .as("failed before its centres had refused it so often: %s", message)
                        .isTrue();
            case "UNKNOWN" -> {
                // held: its receipt may never come, or may be about another message to that number
                assertThat(copies == 0 || isShared(id) || hasSeveralCopies(copies))
                        .as("in doubt though its receipt came: %s", message)
                        .isTrue();
                assertThat(message.parts().get(0).attempts())
                        .as("attempts: %s", message)
                        .isPositive();
                assertThat(unknown.equals("hold") || restarts > 0 || isTried(id) || isRefused(id))
                        .as("given up before its attempts were spent: %s", message)
                        .isTrue();
            }
            default -> throw new AssertionError("not ended: " + message + ", copies " + copies);
        }
    }

    /** Sends that left or were refused; the one throttling too many ends it, and counts. */
    private int sends(String id) {
        return centres.stream()
                .mapToInt(c -> c.dealt(id, SENDS) + c.dealt(id, Manner.THROTTLE) / THROTTLES)
                .sum();
    }

    /** A centre refused it for good, or so often that the shipped rules give up. */
    private boolean isRefused(String id) {
        return centres.stream()
                .anyMatch(centre -> centre.dealt(id, Manner.REFUSE) > 0
                        || centre.dealt(id, SENDS) >= REFUSALS && centre.dealt(id, Manner.BUSY) > 0
                        || centre.dealt(id, Manner.THROTTLE) >= THROTTLES);
    }

    /** A link has sent it as often as retry may. */
    private boolean isTried(String id) {
        return centres.stream().anyMatch(centre -> centre.dealt(id, SENDS) >= UNKNOWNS);
    }

    private boolean isShared(String id) {
        String to = sent.get(id);
        return sent.values().stream().filter(to::equals).count() > 1;
    }

    private static boolean hasSeveralCopies(int copies) {
        return copies > 1;
    }

    /** The last thing told of a message is how it ended, and no final state is followed by another. */
    private void told() {
        for (String id : sent.keySet()) {
            // looked at anew each time: a doubt may be settled yet
            await().atMost(END).untilAsserted(() -> assertThat(statesTold(id))
                    .as(id)
                    .last()
                    .isEqualTo(hub.find(id).state()));
            List<String> states = statesTold(id);
            List<String> folded = new ArrayList<>(states.stream().distinct().toList());
            assertThat(folded).as("told of %s", id).hasSizeLessThanOrEqualTo(2);
            assertThat(folded.subList(0, folded.size() - 1))
                    .as("told of %s", id)
                    .isSubsetOf(Set.of("UNKNOWN"));
        }
    }

    private List<String> statesTold(String id) {
        return hub.told().stream()
                .filter(event -> event.messageId().equals(id))
                .map(HubOfLinks.Told::state)
                .toList();
    }
}
