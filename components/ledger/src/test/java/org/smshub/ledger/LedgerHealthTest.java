package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.RandomAccessFile;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.store.DataFolder;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.sqlite.SqliteEngine;

/** The check is in the lists that a hub's health address asks for, and says what an operator must know. */
class LedgerHealthTest {

    @TempDir
    Path folder;

    @Test
    void theLedgerIsInTheHealthCheck() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            LedgerComponent component = new LedgerComponent();
            component.setDirectory(folder.toString());
            camel.addComponent("ledger", component);
            camel.start();
            component.ledger().declare(Parts.link("a", 1, 0));
            assertThat(find(HealthCheckHelper.invokeReadiness(camel))).satisfies(LedgerHealthTest::isUp);
            assertThat(find(HealthCheckHelper.invoke(camel))).satisfies(LedgerHealthTest::isUp);
            camel.stop();
        }
    }

    private static HealthCheck.Result find(Collection<HealthCheck.Result> results) {
        return results.stream()
                .filter(result -> result.getCheck().getId().equals("ledger"))
                .findFirst()
                .orElseThrow();
    }

    private static void isUp(HealthCheck.Result result) {
        assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(result.getDetails())
                .containsEntry("unmatchedReceipts", 0L)
                .containsEntry("unclaimedMessages", 0L)
                .containsEntry("unread", 0L);
    }

    @Test
    void downWhileNothingCanBeWritten() throws Exception {
        AtomicBoolean full = new AtomicBoolean();
        try (Ledger ledger = new Ledger(
                folder, Parts.SETTINGS, Grounds.writingBy(connection -> failing(new SqliteEngine(connection), full)))) {
            LedgerHealthCheck check = new LedgerHealthCheck(ledger, new DataFolder(folder), 100);
            assertThat(check.call().getState()).isEqualTo(HealthCheck.State.UP);
            full.set(true);
            assertThatThrownBy(() -> ledger.accept(Parts.one(Parts.id())).get(5, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(LedgerException.class);
            assertThat(check.call().getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(check.call().getMessage().orElseThrow()).contains("disk is full");
            full.set(false);
            await().until(() -> check.call().getState() == HealthCheck.State.UP);
        }
    }

    private static Engine failing(Engine engine, AtomicBoolean full) {
        return (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("write") && full.get()) {
                        throw new SQLException("full", null, 13);
                    }
                    return method.invoke(engine, arguments);
                });
    }

    @Test
    void eachLinkHasItsMeters() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Ledger ledger = new Ledger(folder, Parts.SETTINGS)) {
            ledger.declare(Parts.link("a", 1, 0));
            LedgerMetrics.bind(registry, ledger, new DataFolder(folder));
            ledger.declare(Parts.link("b", 1, 20)).pace().answered(false);
            for (String link : List.of("a", "b")) {
                assertThat(registry.get("sms.link.state")
                                .tags("link", link, "state", "CLOSED")
                                .gauge()
                                .value())
                        .isEqualTo(1);
                assertThat(registry.get("sms.link.in.flight")
                                .tag("link", link)
                                .gauge()
                                .value())
                        .isZero();
            }
            assertThat(registry.get("sms.link.pace").tag("link", "b").gauge().value())
                    .isEqualTo(20);
            assertThat(registry.get("sms.ledger.unread").gauge().value()).isZero();
        }
    }

    private static LedgerComponent started(DefaultCamelContext camel, Path folder, Consumer<LedgerComponent> options) {
        LedgerComponent component = new LedgerComponent();
        component.setDirectory(folder.toString());
        options.accept(component);
        camel.addComponent("ledger", component);
        camel.start();
        return component;
    }

    private static boolean isReady(DefaultCamelContext camel) {
        return HealthCheckHelper.isResultsUp(HealthCheckHelper.invokeReadiness(camel, "full"), true);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLinkOutOfServiceIsNamedAndCountsWhereThatIsWanted(boolean counts) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            LedgerComponent component = started(camel, folder, c -> c.setReadyLinks(counts));
            component.ledger().declare(Parts.link("dead", 1, 0));
            Collection<HealthCheck.Result> all = HealthCheckHelper.invoke(camel, "full");
            assertThat(all)
                    .filteredOn(result -> result.getCheck().getId().equals("link:dead"))
                    .singleElement()
                    .satisfies(result -> {
                        assertThat(result.getState())
                                .isEqualTo(counts ? HealthCheck.State.DOWN : HealthCheck.State.UNKNOWN);
                        assertThat(result.getDetails())
                                .containsEntry("state", "CLOSED")
                                .containsKey("since");
                        assertThat(result.getMessage().orElseThrow()).contains("dead is out of service");
                    });
            assertThat(isReady(camel)).isEqualTo(!counts);
            assertThat(HealthCheckHelper.isResultsUp(all, false)).isEqualTo(!counts);
        }
    }

    /** Its consumer is known, and its first producer never starts, as camel-smpp's where the centre is down. */
    @Test
    void aLinksRouteThatDoesNotStartKeepsNobodyFromBeingReady() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            HealthCheckRegistry checks = HealthCheckRegistry.get(camel);
            checks.register(checks.resolveById("routes"));
            started(camel, folder, c -> {});
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("ledger:link?name=dead").routeId("of-the-dead").to("mock:centre");
                    from("direct:in").routeId("in").to("mock:in");
                }
            });
            assertThat(isReady(camel)).isTrue();
            camel.getRouteController().stopRoute("of-the-dead");
            assertThat(isReady(camel)).isTrue();
            camel.getRouteController().stopRoute("in");
            assertThat(isReady(camel)).as("what is no link's route counts").isFalse();
        }
    }

    @Test
    void aDiskThatIsNearlyFullIsDown() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            started(camel, folder, c -> c.setFullAt(0));
            HealthCheck.Result result = find(HealthCheckHelper.invokeReadiness(camel, "full"));
            assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(result.getMessage().orElseThrow())
                    .contains("hub.data.full is 0")
                    .contains("make room");
        }
    }

    /** A page with messages in their middle, which nobody reads at the start. */
    private long leaf() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
                ResultSet pages = connection
                        .createStatement()
                        .executeQuery("SELECT pageno FROM dbstat WHERE name = 'part' AND pagetype = 'leaf'"
                                + " ORDER BY path LIMIT 1 OFFSET 3")) {
            return pages.getLong(1);
        }
    }

    /** As by a copy that broke off, and by a disk that lost a page. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDamagedFileIsSaidAndNotReady(boolean cut) throws Exception {
        // twice: at its first end it writes its statistics, and with them of the schema; what lies at the end of the
        // file then is rows
        for (int start = 0; start < 2; start++) {
            try (Ledger ledger = new Ledger(folder, Parts.SETTINGS)) {
                for (int i = 0; i < 500; i++) {
                    ledger.accept(Parts.one(Parts.id()));
                }
                ledger.accept(Parts.one(Parts.id())).get(10, TimeUnit.SECONDS);
            }
        }
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("ledger.db").toFile(), "rw")) {
            if (cut) {
                file.setLength(file.length() - 3_000);
            } else {
                file.seek((leaf() - 1) * 4_096);
                file.write(new byte[4_096]);
            }
        }
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            LedgerComponent component = started(camel, folder, c -> {});
            await().until(() -> component.ledger().damage() != null);
            HealthCheck.Result result = find(HealthCheckHelper.invokeReadiness(camel, "full"));
            assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(result.getMessage().orElseThrow()).contains("is damaged").contains("from a backup");
        }
    }

    /** One bit of one number: that message goes nowhere, the next does, and the hub is not ready until somebody has looked. */
    @Test
    void aRowThatIsNotWhatWasWrittenIsSetAsideAndNotReady() throws Exception {
        String bad = Parts.id();
        String good = Parts.id();
        try (Ledger ledger = new Ledger(folder, Parts.SETTINGS)) {
            ledger.accept(Parts.one(bad)).get(10, TimeUnit.SECONDS);
            ledger.accept(Parts.one(good)).get(10, TimeUnit.SECONDS);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
                Statement flip = connection.createStatement()) {
            flip.execute("update part set recipient = '+48600100201' where message_id = '" + bad + "'");
        }
        try (Ledger ledger = new Ledger(folder, Parts.SETTINGS)) {
            assertThat(ledger.damage()).isNull();
            List<String> handed = new CopyOnWriteArrayList<>();
            ledger.open(
                    Parts.link(Parts.LINK, 10, 0),
                    new Verdict.Unknown(null, "x", "x"),
                    claim -> handed.add(claim.submission().messageId()));
            await().until(() -> !handed.isEmpty() && ledger.damage() != null);
            assertThat(handed).containsExactly(good);
            assertThat(ledger.damage()).contains(bad).doesNotContain("+48");
            assertThat(ledger.find(bad, null).orElseThrow().state()).isEqualTo("FAILED");
            HealthCheck.Result result = new LedgerHealthCheck(ledger, new DataFolder(folder), 100).call();
            assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
            ledger.accept(Parts.one(Parts.id())).get(10, TimeUnit.SECONDS);
            await().until(() -> handed.size() == 2);
        }
    }

    /** SQLite forgets what follows the broken frame, without a word. */
    @Test
    void aLogThatLosesWhatWasAcceptedIsSaid() throws Exception {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (Ledger ledger = new Ledger(folder, Parts.SETTINGS)) {
            for (int i = 0; i < 5; i++) {
                ledger.accept(Parts.one(Parts.id())).get(10, TimeUnit.SECONDS);
            }
            Files.copy(folder.resolve("ledger.db"), copy.resolve("ledger.db"));
            Files.copy(folder.resolve("ledger.db-wal"), copy.resolve("ledger.db-wal"));
        }
        try (RandomAccessFile log =
                new RandomAccessFile(copy.resolve("ledger.db-wal").toFile(), "rw")) {
            log.seek(32 + 24 + 100);
            int octet = log.read();
            log.seek(32 + 24 + 100);
            log.write(octet ^ 4);
        }
        try (Ledger ledger = new Ledger(copy, Parts.SETTINGS)) {
            assertThat(ledger.damage()).contains("write-ahead log is broken");
        }
    }

    @Test
    void theWritingThreadIsDeadAndSaidSo() throws Exception {
        // not awaited by Awaitility, which takes the faults of all threads for the test's
        CountDownLatch died = new CountDownLatch(1);
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> died.countDown());
        try (Ledger ledger = new Ledger(
                folder, Parts.SETTINGS, Grounds.writingBy(connection -> deadly(new SqliteEngine(connection))))) {
            assertThat(died.await(10, TimeUnit.SECONDS)).isTrue();
            HealthCheck.Result result = new LedgerHealthCheck(ledger, new DataFolder(folder), 100).call();
            assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(result.getMessage().orElseThrow()).contains("writing thread has ended");
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    /** Its fault cannot even be written into the log. */
    private static Engine deadly(Engine engine) {
        return (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("write")) {
                        throw new Error("deadly") {
                            @Override
                            public String toString() {
                                throw this;
                            }
                        };
                    }
                    return method.invoke(engine, arguments);
                });
    }
}
