package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.DataFolder;

class LedgerWatchTest {

    @TempDir
    Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void whatIsCommittedIsCountedByLinkClientAndOutcome() throws Exception {
        try (Ledger ledger = new Ledger(folder, Parts.SETTINGS)) {
            LedgerMetrics.bind(registry, ledger, new DataFolder(folder));
            BlockingQueue<Claim> claims = new LinkedBlockingQueue<>();
            LinkQueue link =
                    ledger.open(Parts.link("a", 10, 0), new Verdict.Unknown(null, "hub:restart", ""), claims::add);

            ledger.accept(Parts.one(Parts.id())).get(5, TimeUnit.SECONDS);
            Claim sent = claims.poll(5, TimeUnit.SECONDS);
            ledger.result(sent, new Verdict.Sent("id-1"), link);
            await().until(() -> parts("SENT") == 1);
            assertThat(Parts.receipt(ledger, "id-1", PartState.DELIVERED).get(5, TimeUnit.SECONDS))
                    .isTrue();

            ledger.accept(Parts.one(Parts.id())).get(5, TimeUnit.SECONDS);
            ledger.result(
                    claims.poll(5, TimeUnit.SECONDS), new Verdict.Failed(true, "smpp:0x0B", "no such number"), link);
            await().until(() -> parts("FAILED") == 1);

            assertThat(registry.get("sms.messages.accepted").counters())
                    .singleElement()
                    .satisfies(counter -> {
                        assertThat(counter.count()).isEqualTo(2);
                        assertThat(counter.getId().getTag("client"))
                                .isEqualTo(sent.submission().client());
                    });
            await().untilAsserted(() -> assertThat(registry.get("sms.receipts")
                            .tags("link", "a", "state", "DELIVERED")
                            .counter()
                            .count())
                    .isEqualTo(1));
            for (String timer : List.of("sms.accept.to.submit", "sms.submit.to.receipt")) {
                Timer of = registry.get(timer).tag("link", "a").timer();
                assertThat(of.count()).isEqualTo(1);
                assertThat(of.max(TimeUnit.MINUTES)).isLessThan(1);
            }
            assertThat(registry.get("sms.disk.used.ratio").gauge().value()).isBetween(0.0, 1.0);
            assertThat(registry.get("sms.ledger.size").gauge().value()).isGreaterThan(4096);
        }
    }

    @Test
    void whatWaitsIsCountedByLinkAndPriority() throws Exception {
        try (Ledger ledger = new Ledger(folder, Parts.SETTINGS)) {
            LedgerMetrics.bind(registry, ledger, new DataFolder(folder));
            ledger.declare(Parts.link("a", 1, 0));
            long hourAgo = System.currentTimeMillis() - TimeUnit.HOURS.toMillis(1);
            ledger.accept(Parts.one(Parts.id(), 1, hourAgo, null)).get(5, TimeUnit.SECONDS);
            ledger.accept(Parts.one(Parts.id(), 3, hourAgo, null)).get(5, TimeUnit.SECONDS);
            ledger.accept(Parts.one(Parts.id(), 3, hourAgo, null)).get(5, TimeUnit.SECONDS);
            ledger.refresh();

            assertThat(waiting("1")).isEqualTo(1);
            assertThat(waiting("3")).isEqualTo(2);
            assertThat(registry.get("sms.oldest")
                            .tags("link", "a", "priority", "3")
                            .gauge()
                            .value())
                    .isBetween(3_599.0, 3_700.0);
        }
    }

    private double parts(String outcome) {
        var counter =
                registry.find("sms.parts").tags("link", "a", "outcome", outcome).counter();
        return counter == null ? 0 : counter.count();
    }

    private double waiting(String priority) {
        return registry.get("sms.waiting")
                .tags("link", "a", "priority", priority)
                .gauge()
                .value();
    }
}
