package org.smshub.gsmmodem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.gsmmodem.at.AtResult;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.errors.ErrorCode;
import org.smshub.link.errors.ErrorCode.Retry;

/** Each code of the table once as the answer to a message, and what the producer makes of it. */
class GsmModemErrorTest extends ModemFixture {

    private static AtResult result(ErrorCode code) {
        return AtResult.of("+" + code.name().toUpperCase(java.util.Locale.ROOT).replace(":", " ERROR: "));
    }

    @Test
    void eachCodeAsARefusal() throws Exception {
        start("waitTimeout=20s");
        String[] said = new String[1];
        modem.script = (talk, command) -> {
            if (command.startsWith("PDU")) {
                talk.say(said[0]);
                return true;
            }
            return false;
        };
        for (ErrorCode code : GsmModemError.TABLE.all()) {
            if (code.retry() == Retry.SESSION) {
                continue; // below: each of them starts the line anew
            }
            awaitUp();
            said[0] = "+" + code.name().toUpperCase(java.util.Locale.ROOT).replace(":", " ERROR: ");
            Exchange exchange = end(send("x"));
            assertThat(outcome(exchange))
                    .isEqualTo((code.retry() == Retry.UNKNOWN ? "UNKNOWN " : "NOT_SENT ") + code.name());
            if (exchange.getException() instanceof SmsNotSentException why) {
                assertThat(List.of(why.isRetryable(), why.isThrottled(), why.isLineDown(), why.isBarred()))
                        .as(code.name())
                        .containsExactly(
                                code.retry() != Retry.PERMANENT && code.retry() != Retry.BARRED,
                                code.retry() == Retry.THROTTLED,
                                code.retry() == Retry.LINE,
                                code.retry() == Retry.BARRED);
                assertThat(why).hasMessageContaining(code.words());
            }
        }
        assertThat(modem.talks).as("one session for all").hasSize(1);
    }

    @Test
    void aCardThatIsGoneIsNoFaultOfTheMessageAndStartsTheLineAnew() throws Exception {
        start("waitTimeout=20s");
        for (String code : List.of("+CMS ERROR: 313", "+CME ERROR: SIM failure")) {
            awaitUp();
            int before = modem.talks.size();
            modem.script = (talk, command) -> {
                if (command.startsWith("PDU")) {
                    modem.script = ScriptedModem.PLAIN;
                    talk.say(code);
                    return true;
                }
                return false;
            };
            SmsNotSentException why = (SmsNotSentException) end(send("x")).getException();
            assertThat(why.isLineDown()).isTrue();
            org.awaitility.Awaitility.await().until(() -> modem.talks.size() > before);
        }
    }

    /** Whose it is: the number's by this card, the card's, or the network's (TS 24.011 annex E-2, TS 23.040 9.2.3.22). */
    @ParameterizedTest
    @CsvSource({
        "1, PERMANENT",
        "8, LINE",
        "10, BARRED",
        "27, RETRYABLE",
        "28, LINE",
        "30, BARRED",
        "38, RETRYABLE",
        "50, LINE",
        "69, LINE",
        "193, LINE",
        "196, BARRED",
        "330, LINE",
        "331, RETRYABLE",
        "528, LINE",
        "531, BARRED"
    })
    void whoseFaultItIs(String code, Retry retry) {
        assertThat(GsmModemError.of(AtResult.of("+CMS ERROR: " + code)).retry()).isEqualTo(retry);
    }

    @Test
    void theTableIsWhole() {
        assertThat(GsmModemError.TABLE.all())
                .hasSizeGreaterThan(100)
                .allSatisfy(code -> assertThat(GsmModemError.of(result(code))).isEqualTo(code));
    }

    @Test
    void codesOfNoTable() {
        assertThat(GsmModemError.of(AtResult.of("+CMS ERROR: 777")).retry()).isEqualTo(Retry.RETRYABLE);
        assertThat(GsmModemError.of(AtResult.of("+CMS ERROR: 200")).retry()).isEqualTo(Retry.PERMANENT);
        assertThat(GsmModemError.of(AtResult.of("+CME ERROR: sim BUSY")).name()).isEqualTo("cme:14");
        assertThat(GsmModemError.of(AtResult.of("+CME ERROR: tea is ready")).retry())
                .isEqualTo(Retry.RETRYABLE);
        assertThat(GsmModemError.of(AtResult.of("COMMAND NOT SUPPORT")).name()).isEqualTo("gsmmodem:error");
        assertThat(GsmModemError.of(AtResult.DONE)).isNull();
    }
}
