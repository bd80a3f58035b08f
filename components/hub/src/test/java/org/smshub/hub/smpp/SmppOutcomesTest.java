package org.smshub.hub.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.camel.component.smpp.SmppException;
import org.jsmpp.GenericNackResponseException;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUStringException;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.util.StringParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;

/** Each way in which jSMPP 3.0.1 and camel-smpp 4.17 let a submit fail. */
class SmppOutcomesTest {

    private static SmsNotSentException notSent(Exception cause) {
        Exception outcome = SmppOutcomes.of(new SmppException(cause));
        assertThat(outcome).isInstanceOf(SmsNotSentException.class).hasNoCause();
        return (SmsNotSentException) outcome;
    }

    private static void unknown(Exception cause) {
        assertThat(SmppOutcomes.of(new SmppException(cause)))
                .isInstanceOf(SmsUnknownOutcomeException.class)
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({"0x0B, false, false", "0x08, true, false", "0x58, true, true", "0x14, true, true", "0x45, false, false"
    })
    void anAnswerMeansWhatItSaysAsResponseOrGenericNack(String status, boolean retryable, boolean throttled) {
        int code = Integer.decode(status);
        for (Exception answer :
                new Exception[] {new NegativeResponseException(code), new GenericNackResponseException("nack", code)}) {
            SmsNotSentException outcome = notSent(answer);
            assertThat(outcome.getErrorCode()).isEqualTo("smpp:" + status);
            assertThat(outcome.isRetryable()).isEqualTo(retryable);
            assertThat(outcome.isThrottled()).isEqualTo(throttled);
            assertThat(outcome.isLineDown()).isFalse();
        }
    }

    @Test
    void whatIsThrownWhileThePduIsMadeNeverLeft() {
        for (Exception made : new Exception[] {
            new PDUStringException("too long", StringParameter.SOURCE_ADDR),
            new IllegalArgumentException("No enum const TypeOfNumber with value 9"),
            new NullPointerException()
        }) {
            SmsNotSentException outcome = notSent(made);
            assertThat(outcome.getErrorCode()).isEqualTo("smpp:field");
            assertThat(outcome.isRetryable()).isFalse();
            assertThat(outcome.getMessage()).isNotBlank();
        }
        assertThat(SmppOutcomes.of(new SmppException("Unknown splitting policy")))
                .isInstanceOf(SmsNotSentException.class);
    }

    @Test
    void withoutASessionTheLineIsDown() {
        assertThat(notSent(new IOException("Cannot submit_sm while session 1 in state CLOSED"))
                        .isLineDown())
                .isTrue();
    }

    @Test
    void whatMayHaveLeftIsUnknown() {
        unknown(new ResponseTimeoutException("No response after 10000 millis"));
        unknown(new InvalidResponseException("another id"));
        unknown(new IOException("Broken pipe"));
        // an enquire_link_resp with the sequence of the submit
        unknown(new ClassCastException("EnquireLinkResp"));
    }
}
