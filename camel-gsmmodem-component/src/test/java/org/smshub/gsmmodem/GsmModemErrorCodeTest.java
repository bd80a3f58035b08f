package org.smshub.gsmmodem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.smshub.gsmmodem.GsmModemErrorCode.Retry;
import org.smshub.gsmmodem.at.AtResult;
import org.smshub.link.SmsNotSentException;

/** Each code of the table once as the answer to a message, and what the producer makes of it. */
class GsmModemErrorCodeTest extends ModemFixture {

    private static AtResult result(GsmModemErrorCode code) {
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
        for (GsmModemErrorCode code : GsmModemErrorCode.known()) {
            if (code.retry() == Retry.GONE) {
                continue; // below: each of them starts the line anew
            }
            awaitUp();
            said[0] = "+" + code.name().toUpperCase(java.util.Locale.ROOT).replace(":", " ERROR: ");
            Exchange exchange = end(send("x"));
            assertThat(outcome(exchange))
                    .isEqualTo((code.retry() == Retry.UNKNOWN ? "UNKNOWN " : "NOT_SENT ") + code.name());
            if (exchange.getException() instanceof SmsNotSentException why) {
                assertThat(List.of(why.isRetryable(), why.isThrottled(), why.isLineDown()))
                        .as(code.name())
                        .containsExactly(
                                code.retry() != Retry.PERMANENT,
                                code.retry() == Retry.THROTTLED,
                                code.retry() == Retry.CARD);
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

    @Test
    void theTableIsWhole() {
        assertThat(GsmModemErrorCode.known()).hasSizeGreaterThan(100).allSatisfy(code -> assertThat(
                        GsmModemErrorCode.of(result(code)))
                .isEqualTo(code));
    }

    @Test
    void codesOfNoTable() {
        assertThat(GsmModemErrorCode.of(AtResult.of("+CMS ERROR: 777")).retry()).isEqualTo(Retry.RETRYABLE);
        assertThat(GsmModemErrorCode.of(AtResult.of("+CMS ERROR: 200")).retry()).isEqualTo(Retry.PERMANENT);
        assertThat(GsmModemErrorCode.of(AtResult.of("+CME ERROR: sim BUSY")).name())
                .isEqualTo("cme:14");
        assertThat(GsmModemErrorCode.of(AtResult.of("+CME ERROR: tea is ready")).retry())
                .isEqualTo(Retry.RETRYABLE);
        assertThat(GsmModemErrorCode.of(AtResult.of("COMMAND NOT SUPPORT")).name())
                .isEqualTo("gsmmodem:error");
        assertThat(GsmModemErrorCode.of(AtResult.DONE)).isNull();
    }
}
