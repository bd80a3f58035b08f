package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.queue.LinkQueue;
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
                .containsEntry("unread", 0L)
                .containsEntry("link.a", LinkQueue.Service.CLOSED);
    }

    @Test
    void downWhileNothingCanBeWritten() throws Exception {
        AtomicBoolean full = new AtomicBoolean();
        try (Ledger ledger =
                new Ledger(folder, Parts.SETTINGS, connection -> failing(new SqliteEngine(connection), full))) {
            LedgerHealthCheck check = new LedgerHealthCheck(ledger);
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
            LedgerMetrics.bind(registry, ledger);
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
}
