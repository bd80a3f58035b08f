package org.smshub.hub.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.hub.Checks;
import org.smshub.hub.RefusedException;
import org.smshub.hub.ThrottledException;
import org.smshub.link.SmsHeaders;

/** {@code numbers.csv} in the shipped routes. */
class NumberTableTest {

    private static final String TABLE = """
            prefix,links,cost,sender,rate,rule
            +48,south north,0.02,,,poland
            +4860,north,,ACME,,
            +882,-,,,,satellites
            +1,north,,,1,
            """;

    @TempDir
    Path folder;

    private RoutingHub hub() throws Exception {
        return new RoutingHub(folder, "north", "south").numbers(TABLE);
    }

    @Test
    void aNumberGoesByItsLineWhichTheHistoryNames() throws Exception {
        try (RoutingHub hub = hub().start()) {
            String poland = RoutingHub.id(hub.send("+48500100200", SmsHeaders.FROM, "SHOP"));
            String mobile = RoutingHub.id(hub.send("+48600100200", SmsHeaders.FROM, "SHOP"));
            String other = RoutingHub.id(hub.send("+49170100200"));
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(hub.sent())
                    .containsExactlyInAnyOrder(
                            "south +48500100200 SHOP", "north +48600100200 ACME", "north +49170100200 null"));
            assertThat(hub.find(poland).rule()).isEqualTo("poland");
            assertThat(hub.find(mobile).rule()).isEqualTo("numbers +4860");
            assertThat(hub.find(mobile).history())
                    .anySatisfy(step -> assertThat(step.text()).isEqualTo("north by numbers +4860"));
            assertThat(hub.find(other).rule()).isNull();
        }
    }

    @Test
    void aLineMayRefuseAndMaySlowDown() throws Exception {
        try (RoutingHub hub = hub().start()) {
            assertThat(hub.send("+882160012345").getException())
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("Nothing is sent to this number (rule satellites)");
            List<Exception> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(hub.send("+1555010020" + i % 10).getException());
            }
            assertThat(answers.get(0)).isNull();
            assertThat(answers).anySatisfy(e -> assertThat(e)
                    .isInstanceOf(ThrottledException.class)
                    .hasMessageContaining("the rule numbers +1 allows"));
        }
    }

    @Test
    void whoAsksHearsWhyAndTakesNothingOfTheRate() throws Exception {
        try (RoutingHub hub = hub().start()) {
            Exchange asked = hub.check("+48600100200", Checks.DRY_RUN, true);
            assertThat(asked.getProperty(Checks.WHY, List.class).toString())
                    .isEqualTo("[numbers.csv:3: north, sender ACME, numbers.csv:2: not poland, a shorter prefix]");
            for (int i = 0; i < 20; i++) {
                assertThat(hub.check("+15550100200", Checks.DRY_RUN, true).getException())
                        .isNull();
            }
            assertThat(hub.check("+49170100200", Checks.DRY_RUN, true)
                            .getProperty(Checks.WHY, List.class)
                            .toString())
                    .isEqualTo("[numbers.csv has no line for this number]");
        }
    }

    @Test
    void switchedOffItIsNoStepAndNotRead() throws Exception {
        try (RoutingHub hub = new RoutingHub(folder, "north").start()) {
            assertThat(hub.check("+48600100200").getException()).isNull();
        }
        try (RoutingHub hub = new RoutingHub(folder, "north").property("hub.routing.numbers", "yes")) {
            assertThatThrownBy(hub::start).hasStackTraceContaining("hub.routing.numbers is true or false, not 'yes'");
        }
    }

    @Test
    void aWrongTableStopsTheStart() throws Exception {
        try (RoutingHub hub = hub().file("numbers.csv", "prefix,links\n+48,nroth\n")) {
            assertThatThrownBy(hub::start)
                    .hasStackTraceContaining("numbers.csv:2: there is no link 'nroth'; there are north, south");
        }
    }

    @Test
    void isReadAgainAndLosesNoMessage() throws Exception {
        try (RoutingHub hub = hub().start()) {
            AtomicBoolean end = new AtomicBoolean();
            List<String> ids = new ArrayList<>();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                while (!end.get()) {
                    ids.add(RoutingHub.id(hub.send("+48600100200")));
                }
            });
            // what is wrong is not taken
            write("prefix,links\n+4860,south\n+49,nowhere\n");
            write("prefix,links\n+4860,south,\n");
            write("prefix,links\n+4860,south\n");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> RoutingHub.links(hub.check("+48600100200")).equals("south"));
            end.set(true);
            sending.join();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(hub.sent()).hasSameSizeAs(ids));
            write("prefix,links\n+4860,nowhere\n");
            write("prefix,links\n+4860,north south\n");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> RoutingHub.links(hub.check("+48600100200")).equals("north,south"));
        }
    }

    private void write(String text) throws Exception {
        Path next = Files.writeString(folder.resolve("next.csv"), text);
        Files.move(next, folder.resolve("numbers.csv"), StandardCopyOption.ATOMIC_MOVE);
    }
}
