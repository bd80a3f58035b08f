package org.smshub.it.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HttpRate;

/** What comes in by Kafka in a second, beside HTTP in the same run, and a long topic in flat memory. With -Pfull. */
@Timeout(1800)
@EnabledIfSystemProperty(named = "full", matches = "true")
class KafkaRateIT {

    private static final int ROUNDS = 5;
    private static final int MESSAGES = 100_000;
    private static final int SECONDS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private int sent;

    /** From the moment when a topic with so many records is read, to the last that is accepted. */
    private double rate(KafkaBus bus, BusHub hub, int messages) throws Exception {
        hub.suspend("orders");
        hub.awaitHealth("consumer:orders", "UNKNOWN");
        bus.send(sent, sent + messages);
        sent += messages;
        long before = hub.accepted();
        long start = System.nanoTime();
        hub.resume("orders");
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> hub.accepted() >= before + messages);
        return messages / ((System.nanoTime() - start) / 1e9);
    }

    private static double median(List<Double> of) {
        List<Double> sorted = new ArrayList<>(of);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    @Test
    void asManyAsByHttpAndALongTopicInFlatMemory() throws Exception {
        try (KafkaBus bus = new KafkaBus(folder)) {
            bus.start();
            try (BusHub hub = bus.hub(null)) {
                // what is accepted alone is measured: nobody takes it
                hub.centre.kill();
                hub.withSwitch();
                hub.site.environment().put("JAVA_OPTS", "");
                hub.start();
                hub.awaitHealth("consumer:orders", "UP");
                HttpRate.measure(hub.process, SECONDS);
                rate(bus, hub, MESSAGES / 2);
                List<Double> http = new ArrayList<>();
                List<Double> kafka = new ArrayList<>();
                List<Double> times = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    http.add(HttpRate.measure(hub.process, SECONDS));
                    kafka.add(rate(bus, hub, MESSAGES));
                    times.add(kafka.get(round) / http.get(round));
                    System.out.printf(
                            "FIGURE HTTP %.0f/s, Kafka %.0f/s (%.2f times)%n",
                            http.get(round), kafka.get(round), times.get(round));
                }
                System.out.printf(
                        "FIGURE median of %d: HTTP %.0f/s, Kafka %.0f/s (%.2f times)%n",
                        ROUNDS, median(http), median(kafka), median(times));
                long before = hub.accepted();
                hub.process.stop(PATIENCE);
                bus.send(sent, sent + MESSAGES);
                hub.start();
                long idle = hub.process.liveHeapMiB();
                long most = idle;
                while (hub.accepted() < before + MESSAGES) {
                    most = Math.max(most, hub.process.liveHeapMiB());
                    await().pollDelay(Duration.ofMillis(500)).until(() -> true);
                }
                long end = hub.process.liveHeapMiB();
                System.out.printf(
                        "FIGURE a topic of %d: live heap %d MiB at the start, %d at most, %d at the end%n",
                        MESSAGES, idle, most, end);
                assertThat(most).isLessThanOrEqualTo(Math.min(idle, end) + 64);
                assertThat(median(times)).isGreaterThanOrEqualTo(1);
            }
        }
    }
}
