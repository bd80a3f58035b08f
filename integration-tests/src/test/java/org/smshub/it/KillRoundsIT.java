package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;

/**
 * Hub and centre are killed at random moments under load, on a disk of 64 MiB that fills up twice, while the clock is set back
 * and forth by hours: no message that was answered with 202 is lost, none is sent twice under {@code hold}, the ledger says
 * of each what the centre has, and a repeated reference tells it. Needs root, for the disk, and Debian's faketime.
 */
@Timeout(3600)
class KillRoundsIT {

    private static final int ROUNDS = Boolean.getBoolean("full") ? 20 : 4;
    private static final int A_ROUND = 400;
    private static final int CLIENTS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<String> CLOCKS = List.of("-3h", "+0", "+2h", "-1h", "+5h");
    private static final List<Path> FAKETIME = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** The hub's id of each message that was answered with 202. */
    private final Map<Integer, String> answered = new ConcurrentHashMap<>();

    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final AtomicInteger full = new AtomicInteger();
    private final Semaphore permits = new Semaphore(0);

    /** A client's own patience. */
    private final Semaphore again = new Semaphore(0);

    private int released;
    private final AtomicReference<Throwable> broken = new AtomicReference<>();
    private volatile boolean over;

    @Test
    void nothingIsLostAndNothingIsSentTwice() throws Exception {
        Ledgers.assumeFiles();
        Path faketime = FAKETIME.stream().filter(Files::exists).findFirst().orElse(null);
        assumeThat(faketime).as("Debian's faketime").isNotNull();
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", disk.toString()))
                .as("a disk of its own, which needs root")
                .isZero();
        Path clock = Files.writeString(folder.resolve("clock"), "+0");
        try (CentreProcess centre = new CentreProcess(folder.resolve("book"), HubSite.freePort());
                HubSite site =
                        HubSite.create(Packaged.home(), port(centre), Map.of("unknown", "hold", "window", "50"))) {
            Packaged.quickStart(site);
            site.environment().put("HUB_DATA", disk.resolve("data").toString());
            site.environment().put("LD_PRELOAD", faketime.toString());
            site.environment().put("FAKETIME_TIMESTAMP_FILE", clock.toString());
            site.environment().put("FAKETIME_CACHE_DURATION", "1");
            site.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
            site.environment().put("DONT_FAKE_MONOTONIC", "1");
            // else every wait with a time limit spins while the clock is ahead
            site.environment().put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
            rounds(centre, site, disk, clock);
            settle(site);
            compare(centre, new Api(site));
        } finally {
            over = true;
            run("umount", "-l", disk.toString());
        }
    }

    private static int port(CentreProcess centre) throws IOException {
        centre.start();
        return centre.port();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private void rounds(CentreProcess centre, HubSite site, Path disk, Path clock) throws Exception {
        HubProcess hub = site.start(PATIENCE);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> posts = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                posts.add(clients.submit(() -> post(new Api(site))));
            }
            for (int round = 0; round < ROUNDS; round++) {
                int before = answered.size();
                int moment = before + 20 + random.nextInt(A_ROUND / 2);
                release(A_ROUND);
                await().atMost(PATIENCE).until(() -> answered.size() >= moment || broken.get() != null);
                assertThat(broken.get()).as("seed %d", seed).isNull();
                Files.writeString(clock, CLOCKS.get(round % CLOCKS.size()));
                if (round == ROUNDS / 4 || round == ROUNDS * 3 / 4) {
                    fill(disk);
                }
                int what = round < 3 ? round : random.nextInt(3);
                if (what != 0) {
                    centre.kill();
                }
                if (what != 1) {
                    hub.kill();
                    hub = site.start(PATIENCE);
                }
                if (what != 0) {
                    centre.start();
                }
                await().atMost(PATIENCE).until(() -> answered.size() == released || broken.get() != null);
            }
        } finally {
            over = true;
            permits.release(CLIENTS);
            clients.shutdown();
        }
        for (Future<?> post : posts) {
            post.get(60, TimeUnit.SECONDS);
        }
        assertThat(broken.get()).as("seed %d", seed).isNull();
        System.out.printf(
                "FIGURE %d rounds: %d messages, %d posts cut, %d refused by a full disk (seed %d)%n",
                ROUNDS, answered.size(), cut.get(), full.get(), seed);
    }

    private void release(int messages) {
        released += messages;
        permits.release(messages);
    }

    /** Nothing goes on the disk until a post has been refused; then there is room again. */
    private void fill(Path disk) throws Exception {
        int before = full.get();
        Path ballast = disk.resolve("ballast");
        byte[] block = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        if (permits.availablePermits() == 0) {
                            release(1);
                        }
                        try {
                            for (int i = 0; i < 16; i++) {
                                out.write(block);
                            }
                        } catch (IOException noMoreRoom) {
                            // what is refused now is refused for this reason
                        }
                        return full.get() > before;
                    });
        }
        Files.delete(ballast);
    }

    private Void post(Api api) throws InterruptedException {
        while (!over) {
            permits.acquire();
            if (over) {
                return null;
            }
            int i = next.getAndIncrement();
            while (!over && !answered.containsKey(i)) {
                try {
                    Api.Answer answer = api.post(message(i));
                    if (answer.status() == 202) {
                        answered.put(i, answer.id());
                    } else if (answer.status() == 507) {
                        full.incrementAndGet();
                    } else if (answer.status() != 503) {
                        broken.compareAndSet(null, new AssertionError(answer.status() + " " + answer.body()));
                        return null;
                    }
                } catch (IOException gone) {
                    cut.incrementAndGet();
                }
                if (!answered.containsKey(i)) {
                    again.tryAcquire(50, TimeUnit.MILLISECONDS);
                }
            }
        }
        return null;
    }

    private static String number(int i) {
        return String.format("4860%07d", i);
    }

    private static Map<String, String> message(int i) {
        return Map.of("to", "+" + number(i), "from", "12345", "text", "Round test " + i, "ref", "round-" + i);
    }

    /** Nothing waits any more, whatever the clock says. */
    private static void settle(HubSite site) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            Map<String, Integer> states = states(site);
            states.keySet().removeAll(List.of("SENT", "DELIVERED", "UNKNOWN"));
            assertThat(states).isEmpty();
        });
    }

    private static Map<String, Integer> states(HubSite site) throws SQLException {
        Map<String, Integer> states = new TreeMap<>();
        try (Connection ledger = Ledgers.connect(site);
                ResultSet row =
                        ledger.createStatement().executeQuery("select state, count(*) from messages group by state")) {
            while (row.next()) {
                states.put(row.getString(1), row.getInt(2));
            }
        }
        return states;
    }

    private void compare(CentreProcess centre, Api api) throws Exception {
        Map<String, Integer> copies = centre.copies();
        int doubts = 0;
        for (Map.Entry<Integer, String> one : answered.entrySet()) {
            int count = copies.getOrDefault(number(one.getKey()), 0);
            Api.Answer message = api.get(one.getValue());
            assertThat(message.status()).as("a 202 that is lost, seed %d", seed).isEqualTo(200);
            assertThat(count)
                    .as("copies under hold of %s, seed %d", message.body(), seed)
                    .isLessThanOrEqualTo(1);
            if (message.state().equals("UNKNOWN")) {
                doubts++;
            } else {
                assertThat(count)
                        .as("the centre has it: %s, seed %d", message.body(), seed)
                        .isEqualTo(1);
            }
            if (one.getKey() % 20 == 0) {
                Api.Answer again = api.post(message(one.getKey()));
                assertThat(again.id()).isEqualTo(one.getValue());
                assertThat(again.state()).as("of a repeated reference").isEqualTo(message.state());
            }
        }
        System.out.printf("FIGURE in doubt after %d rounds: %d%n", ROUNDS, doubts);
        assertThat(copies.keySet()).hasSizeLessThanOrEqualTo(answered.size());
    }
}
