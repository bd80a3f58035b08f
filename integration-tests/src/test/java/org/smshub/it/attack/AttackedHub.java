package org.smshub.it.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.it.Packaged;

/**
 * A hub with the doors of all protocols and short times, and the heap of a small machine. While it is attacked somebody else
 * sends: each of these messages is accepted and is not starved, and the hub holds no more than it says.
 */
final class AttackedHub implements AutoCloseable {

    /** Where attackers come from; who is good comes from 127.0.0.1. */
    static final String ATTACKER = "127.0.0.2";

    /** What it may hold beyond what it held before anybody attacked. */
    private static final long MOST_MIB = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WARM_UP_CONNECTIONS = 16;
    private static final int WARM_UP = 500;
    private static final int ROUNDS = 3;

    private final HubSite site;
    private final HubProcess hub;
    private final Map<Wire, Integer> ports;
    private long before;
    private long most;

    AttackedHub(Map<String, String> properties) throws Exception {
        int centre = HubSite.freePort();
        ports = Map.of(Wire.SMPP, HubSite.freePort(), Wire.UCP, HubSite.freePort(), Wire.CIMD2, HubSite.freePort());
        site = HubSite.create(Packaged.home(), centre, Map.of());
        Map<String, String> environment = site.environment();
        // the whole heap is resident from the start: what grows then is what is held beside it, and a heap that is
        // too small for what is held ends the test by itself
        environment.put("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Xms192m -Xmx192m -XX:+AlwaysPreTouch");
        environment.put("HUB_SIMULATOR", "true");
        environment.put("HUB_SIMULATOR_PORT", Integer.toString(centre));
        environment.put("HUB_SIMULATOR_UCP_PORT", Integer.toString(HubSite.freePort()));
        environment.put("HUB_SIMULATOR_CIMD2_PORT", Integer.toString(HubSite.freePort()));
        for (Wire wire : Wire.values()) {
            environment.put("HUB_" + wire, "true");
            environment.put("HUB_" + wire + "_PORT", Integer.toString(ports.get(wire)));
        }
        for (Map.Entry<String, String> property : properties.entrySet()) {
            site.property(property.getKey(), property.getValue());
        }
        hub = site.start(PATIENCE);
        warmUp();
    }

    InetSocketAddress http() {
        return site.http();
    }

    InetSocketAddress address(Wire wire) {
        return new InetSocketAddress("127.0.0.1", ports.get(wire));
    }

    String key() throws IOException {
        return site.apiKey();
    }

    String password() throws IOException {
        return Files.readString(site.data().resolve("demo.password")).strip();
    }

    Good goodHttp() throws IOException {
        return new GoodHttp(http(), key());
    }

    Good good(Wire wire) throws IOException {
        return new GoodLine(wire, address(wire), "demo", password());
    }

    String log() throws IOException {
        return Files.readString(site.log());
    }

    /** What the management port says of this meter, summed up over its tags. */
    double metric(String name) throws Exception {
        return hub.get(site.management("/observe/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** An attack: it goes on until it is told to stop, or has done all it can. */
    interface Attack {
        void run(Watch watch) throws Exception;
    }

    /** Lets an attack wait for something, and looks at the hub meanwhile. */
    interface Watch {
        void until(Condition condition) throws Exception;
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * Attacks while a good client sends. It counts as starved when it was in the median of three rounds, for one round may
     * meet something else on this machine; every message of every round must be accepted.
     */
    void attack(Good good, Attack attack) throws Exception {
        List<Long> all = new ArrayList<>();
        while (all.size() < ROUNDS && (all.isEmpty() || all.stream().anyMatch(GoodClient::isTooLong))) {
            try (GoodClient client = new GoodClient(good)) {
                until(() -> client.sent() >= 5, client);
                attack.run(condition -> until(condition, client));
                // and goes on behind it
                int sent = client.sent();
                until(() -> client.sent() >= sent + 25, client);
                all.add(client.p99());
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\n" + hub.lastLines(), e);
            }
        }
        List<Long> sorted = all.stream().sorted().toList();
        assertThat(GoodClient.isTooLong(sorted.get(sorted.size() / 2)) && GoodClient.isTooLong(sorted.get(0)))
                .as("p99 of the good client, ms, in rounds: %s", all)
                .isFalse();
        assertThat(hub.isAlive()).isTrue();
    }

    private void until(Condition condition, GoodClient client) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            client.sent();
            long resident = hub.residentMiB();
            most = Math.max(most, resident);
            assertThat(resident)
                    .as("MiB resident; before it was attacked: %s", before)
                    .isLessThanOrEqualTo(before + MOST_MIB);
            assertThat(System.nanoTime()).as("nanoTime at the end of patience").isLessThan(end);
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** So that what is held is not what a hub at work holds anyway. */
    private void warmUp() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WARM_UP_CONNECTIONS);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int c = 0; c < WARM_UP_CONNECTIONS; c++) {
            Good good = goodHttp();
            all.add(CompletableFuture.runAsync(
                    () -> {
                        try (good) {
                            good.connect();
                            for (int i = 0; i < WARM_UP; i++) {
                                good.send("+48600200200");
                            }
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    threads));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        threads.shutdown();
        before = hub.residentMiB();
    }

    @Override
    public void close() throws IOException {
        System.out.printf("%d MiB resident before, at most %d%n", before, most);
        site.close();
    }
}
