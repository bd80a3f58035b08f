package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Verdict;

/** A ledger that has no threads does nothing by itself, and all that it would do when it is asked to. */
@Timeout(60)
class GroundTest {

    private static final Verdict.Unknown HOLD = new Verdict.Unknown(null, "hub:crash", "crash");

    @TempDir
    Path folder;

    private static Ground withoutThreads() {
        return new Ground() {
            @Override
            public boolean hasThreads() {
                return false;
            }
        };
    }

    @Test
    void writesWhenItIsAskedTo() throws Exception {
        List<Claim> handed = new ArrayList<>();
        try (Ledger ledger = new Ledger(folder, Parts.SETTINGS, withoutThreads())) {
            ledger.open(Parts.link(Parts.LINK, 10, 0), HOLD, handed::add);
            while (ledger.step() == 0) {
                // what the beginning of a link brings
            }
            assertThat(ledger.isCalled()).isFalse();
            CompletableFuture<Accepted> accepted = ledger.accept(Parts.one(Parts.id()));
            assertThat(ledger.isCalled()).isTrue();
            assertThat(accepted).isNotDone();
            assertThat(ledger.step()).isZero();
            assertThat(accepted).succeedsWithin(10, TimeUnit.SECONDS);
            assertThat(handed).hasSize(1);
        }
    }

    @Test
    void writesWhatWaitsWhenItIsClosed() {
        String id = Parts.id();
        CompletableFuture<Accepted> accepted;
        try (Ledger ledger = new Ledger(folder, Parts.SETTINGS, withoutThreads())) {
            accepted = ledger.accept(Parts.one(id));
        }
        assertThat(accepted).succeedsWithin(10, TimeUnit.SECONDS);
        try (Ledger ledger = new Ledger(folder, Parts.SETTINGS)) {
            assertThat(ledger.find(id, null)).isPresent();
        }
    }
}
