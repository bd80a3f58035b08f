package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.PartState;

class MessageViewTest {

    @ParameterizedTest
    @CsvSource({
        "DELIVERED, DELIVERED, DELIVERED",
        "DELIVERED, SENT, SENT",
        "FAILED, QUEUED, QUEUED",
        "DELIVERED, UNKNOWN, UNKNOWN",
        "DELIVERED, UNDELIVERABLE, UNDELIVERABLE",
        "FAILED, UNDELIVERABLE, FAILED"
    })
    void theStateOfAMessageIsThatOfItsParts(PartState one, PartState other, PartState message) {
        assertThat(MessageView.stateOf(List.of(one, other))).isEqualTo(message);
        assertThat(MessageView.stateOf(List.of(other, one))).isEqualTo(message);
    }
}
