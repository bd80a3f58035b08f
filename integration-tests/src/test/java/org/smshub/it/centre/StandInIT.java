package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.smshub.bench.HubSite;
import org.smshub.it.Api;
import org.smshub.it.Packaged;

/** The README's example: two links, the second for when the first is down. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class StandInIT {

    private static final Duration START = Duration.ofSeconds(120);
    /** Two seconds where the machine is ours alone (-Pfull); elsewhere what would be a fault on any machine. */
    private static final Duration MARGIN = Duration.ofSeconds(Boolean.getBoolean("full") ? 2 : 15);

    private static final int SENDERS = 8;
    private static final int WINDOW = 50;

    /** When each number was accepted, nanoseconds. */
    private final Map<String, Long> accepted = new ConcurrentHashMap<>();

    private final Map<String, String> ids = new ConcurrentHashMap<>();

    /** When a centre first read each, nanoseconds. */
    private final Map<String, Long> read = new ConcurrentHashMap<>();

    private final AtomicInteger numbers = new AtomicInteger();

    @ParameterizedTest
    @EnumSource
    void takesOverAndHandsBackUnderHold(LinkKind kind) throws Exception {
        takesOverAndHandsBack(kind, true, Duration.ofSeconds(2), Map.of("failoverAfter", "2s"));
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "full", matches = "true")
    void takesOverAndHandsBackUnderRetry(LinkKind kind) throws Exception {
        takesOverAndHandsBack(kind, false, Duration.ofSeconds(2), Map.of("failoverAfter", "2s"));
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "full", matches = "true")
    void takesOverAfterTheDefault(LinkKind kind) throws Exception {
        takesOverAndHandsBack(kind, true, Duration.ofSeconds(10), Map.of());
    }

    private void takesOverAndHandsBack(LinkKind kind, boolean hold, Duration after, Map<String, String> more)
            throws Exception {
        try (Centre first = kind.centre();
                Centre reserve = kind.centre();
                HubSite site = HubSite.create(Packaged.home(), 1, Map.of())) {
            Map<String, String> options =
                    new HashMap<>(Map.of("window", Integer.toString(WINDOW), "unknown", hold ? "hold" : "retry"));
            options.putAll(more);
            List<String> links = new ArrayList<>(kind.block("first", "hub", first.port(), options));
            links.addAll(kind.block("reserve", "hub", reserve.port(), options));
            Files.write(site.config().resolve("links.properties"), links);
            site.property("hub.links.default", "first,reserve");
            Packaged.quickStart(site);
            Centre.Script script = submit -> {
                read.putIfAbsent("+" + submit.to, System.nanoTime());
                Centre.GOOD.take(submit);
            };
            first.onSubmit(script);
            reserve.onSubmit(script);

            first.down();
            site.start(START);
            Api api = new Api(site);
            List<String> whileDead = send(api, kind.perSecond(), 20, () -> {});
            delivered(api, whileDead, first, 0, reserve, 20);
            late(whileDead, after);

            first.up();
            Stage.eventually(Stage.PATIENCE).until(() -> first.line() != null);
            Stage.eventually(Stage.PATIENCE).until(() -> {
                String probe = send(api, kind.perSecond(), 1, () -> {}).get(0);
                delivered(api, List.of(probe));
                return !first.read(probe).isEmpty();
            });
            List<String> whenBack = send(api, kind.perSecond(), 20, () -> {});
            delivered(api, whenBack, first, 20, reserve, 0);

            List<String> underLoad = send(api, kind.perSecond(), 3 * kind.perSecond(), first::down);
            // the centre was gone before it read them: nobody but it can tell, so hold waits for it
            List<String> inDoubt = new ArrayList<>();
            Stage.eventually(Stage.PATIENCE).untilAsserted(() -> {
                inDoubt.clear();
                for (String number : underLoad) {
                    if (!read.containsKey(number)) {
                        Api.Answer message = api.get(ids.get(number));
                        assertThat(message.state()).as("%s", message.body()).isEqualTo("UNKNOWN");
                        inDoubt.add(number);
                    }
                }
                assertThat(inDoubt).hasSizeLessThanOrEqualTo(hold ? WINDOW : 0);
            });
            first.up();
            Stage.eventually(Stage.PATIENCE).until(() -> first.line() != null);
            // a centre keeps what it owes: also of those whose answer was lost
            for (String number : underLoad) {
                for (Submit submit : first.read(number)) {
                    if (submit.id == null) {
                        submit.id = submit.line.newId(submit);
                    }
                    first.line().receipt(submit, Told.DELIVERED);
                }
            }
            List<String> known = new ArrayList<>(underLoad);
            known.removeAll(inDoubt);
            delivered(api, known);
            List<String> certain = new ArrayList<>();
            for (String number : known) {
                int copies =
                        first.copies(number).size() + reserve.copies(number).size();
                if (!api.get(ids.get(number)).body().toString().contains("\"UNKNOWN\"")) {
                    certain.add(number);
                }
                if (hold || certain.contains(number)) {
                    assertThat(copies).as("copies of %s", number).isEqualTo(1);
                } else {
                    assertThat(copies).as("copies of %s", number).isPositive();
                }
            }
            assertThat(underLoad.size() - certain.size())
                    .as("in doubt at the kill")
                    .isLessThanOrEqualTo(WINDOW);
            late(certain, after);
            assertThat(certain)
                    .as("some went each way")
                    .anyMatch(n -> !first.read(n).isEmpty())
                    .anyMatch(n -> !reserve.read(n).isEmpty());
        }
    }

    private interface Midway {
        void happens() throws IOException;
    }

    /**
     * Posts as many a second as the kind of link takes.
     *
     * @param midway happens after a third of them
     */
    private List<String> send(Api api, int perSecond, int count, Midway midway) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try {
            List<String> all = new ArrayList<>();
            List<Future<?>> posts = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                String number = String.format("+4870%07d", numbers.incrementAndGet());
                all.add(number);
                TimeUnit.NANOSECONDS.sleep(start + i * 1_000_000_000L / perSecond - System.nanoTime());
                posts.add(senders.submit(() -> {
                    Api.Answer answer = api.post(Map.of("to", number, "from", "12345", "text", "stand in"));
                    assertThat(answer.status()).isEqualTo(202);
                    accepted.put(number, System.nanoTime());
                    ids.put(number, answer.id());
                    return null;
                }));
                if (i == count / 3) {
                    midway.happens();
                }
            }
            for (Future<?> post : posts) {
                post.get(60, TimeUnit.SECONDS);
            }
            return all;
        } finally {
            senders.shutdownNow();
        }
    }

    private void delivered(Api api, List<String> numbers) {
        List<String> open = new ArrayList<>(numbers);
        Stage.eventually(Stage.PATIENCE).untilAsserted(() -> {
            for (String number : List.copyOf(open)) {
                Api.Answer message = api.get(ids.get(number));
                assertThat(message.state())
                        .as("one of %d: %s", open.size(), message.body())
                        .isEqualTo("DELIVERED");
                open.remove(number);
            }
        });
    }

    private void delivered(Api api, List<String> numbers, Centre first, int byFirst, Centre reserve, int byReserve) {
        delivered(api, numbers);
        assertThat(numbers.stream().filter(n -> !first.read(n).isEmpty()))
                .as("by the first")
                .hasSize(byFirst);
        assertThat(numbers.stream().filter(n -> !reserve.read(n).isEmpty()))
                .as("by the reserve")
                .hasSize(byReserve);
    }

    private void late(List<String> numbers, Duration after) {
        assertThat(numbers).allSatisfy(number -> assertThat(Duration.ofNanos(read.get(number) - accepted.get(number)))
                .isLessThan(after.plus(MARGIN)));
    }
}
