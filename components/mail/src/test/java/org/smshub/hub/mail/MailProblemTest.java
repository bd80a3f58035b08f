package org.smshub.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.ledger.commit.LedgerException;

class MailProblemTest {

    @ParameterizedTest
    @CsvSource({"AWAY, 451, 4.3.0", "BUSY, 451, 4.3.0", "STORAGE, 452, 4.3.1"})
    void whatTheLedgerDoesNotTakeIsForLater(LedgerException.Reason reason, int code, String status) {
        MailProblem problem = MailProblem.of(new LedgerException(reason, "It does not answer", null));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.line()).isEqualTo(status + " It does not answer");
        assertThat(problem.forGood()).isFalse();
    }
}
