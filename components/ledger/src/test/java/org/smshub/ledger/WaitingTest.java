package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.store.AwayException;

@Timeout(30)
class WaitingTest {

    private final List<String> heard = new ArrayList<>();
    private final Waiting waiting = new Waiting(heard::add);

    @Test
    void whatIsAwayIsTriedAgain() {
        String got = waiting.until(() -> {
            if (heard.size() < 2) {
                throw new AwayException("away " + heard.size(), null);
            }
            return "it";
        });
        assertThat(got).isEqualTo("it");
        assertThat(heard).containsExactly("away 0", "away 1");
    }

    @Test
    void whatIsWrongEndsAtOnce() {
        assertThatThrownBy(() -> waiting.until(() -> {
                    throw new IllegalStateException("the password");
                }))
                .hasMessage("the password");
        assertThat(heard).isEmpty();
    }

    @Test
    void whoIsStoppedWaitsNoMore() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> waiting.until(() -> {
                    throw new AwayException("away", null);
                }))
                .cause()
                .isInstanceOfSatisfying(LedgerException.class, e -> assertThat(e.getReason())
                        .isEqualTo(LedgerException.Reason.STOPPED));
        assertThat(Thread.interrupted()).isTrue();
    }
}
