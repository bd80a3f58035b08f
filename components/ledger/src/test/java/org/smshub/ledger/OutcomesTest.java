package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Verdict;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;
import org.smshub.link.nature.Nature;

/** The end of an exchange in the words of the ledger: by type, never by cause. */
class OutcomesTest {

    private static final long DUE = 1_000;

    private final LedgerConfiguration configuration = new LedgerConfiguration();
    private final Outcomes outcomes = new Outcomes(configuration, Nature.REAL);

    private static Claim claim(int attempts) {
        return new Claim(Parts.one(Parts.id(), 1, DUE, null).get(0), Parts.LINK, attempts, 0, 0, 0);
    }

    private static Exchange exchange(Consumer<Exchange> change) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        change.accept(exchange);
        return exchange;
    }

    private Verdict of(Exception failure, boolean sending) {
        return outcomes.of(
                exchange(e -> {
                    e.setException(failure);
                    if (sending) {
                        e.setProperty(Exchange.TO_ENDPOINT, "smpp-client://centre");
                    }
                }),
                claim(0));
    }

    @Test
    void whatEndsWellIsSentWithTheCentresIdOrWithoutOne() {
        assertThat(outcomes.of(exchange(e -> e.getMessage().setHeader(SmsHeaders.REMOTE_ID, "r1")), claim(0)))
                .isEqualTo(new Verdict.Sent("r1"));
        assertThat(outcomes.of(exchange(e -> {}), claim(0))).isEqualTo(new Verdict.Sent(null));
    }

    @Test
    void theRoutesWordIsTaken() {
        Verdict said = new Verdict.Failed(true, "x", null);
        Exchange exchange = exchange(e -> {
            e.setProperty(LedgerVerdictProducer.VERDICT, said);
            e.setException(new IOException("after that"));
        });
        assertThat(outcomes.of(exchange, claim(0))).isSameAs(said);
    }

    @Test
    void aRefusalIsWhatItsKindSays() {
        long now = System.currentTimeMillis();
        assertThat(of(new SmsNotSentException("smpp:0x0B", "no such number", false), true))
                .isEqualTo(new Verdict.Failed(true, "smpp:0x0B", "no such number"));
        assertThat(of(SmsNotSentException.forLineDown("ucp:no-session", "no line"), true))
                .as("no attempt, and its turn is what it was")
                .isEqualTo(new Verdict.Back(DUE, "ucp:no-session", "no line"));
        assertThat(of(new SmsNotSentException("smpp:0x08", "system error", true), true))
                .isInstanceOfSatisfying(Verdict.Retry.class, retry -> {
                    assertThat(retry.throttled()).isFalse();
                    assertThat(retry.link()).isEqualTo(Parts.LINK);
                    assertThat(retry.due()).isGreaterThan(now);
                });
        assertThat(of(SmsNotSentException.forThrottling("smpp:0x58", "too fast"), true))
                .isInstanceOfSatisfying(Verdict.Retry.class, retry -> assertThat(retry.throttled())
                        .isTrue());
    }

    @Test
    void whatThisLinkMayNotSendGoesByTheNextAtOnce() {
        SmsNotSentException barred = SmsNotSentException.forBarred("cms:10", "barred");
        assertThat(barred.isRetryable()).isFalse();
        assertThat(of(barred, true)).isEqualTo(new Verdict.Failed(true, "cms:10", "barred"));
        Claim first = new Claim(Parts.on(Parts.id(), "a,b").get(0), "a", 0, 0, 0, 0);
        assertThat(outcomes.refused(barred, first))
                .isInstanceOfSatisfying(
                        Verdict.Retry.class, retry -> assertThat(retry.link()).isEqualTo("b"));
        Claim last = new Claim(first.submission(), "b", 0, 0, 0, 0);
        assertThat(outcomes.refused(barred, last)).isEqualTo(new Verdict.Failed(true, "cms:10", "barred"));
    }

    /** One card sends all parts of a message, or none: some of them may be on their way already. */
    @Test
    void aMessageOfSeveralPartsDoesNotGoToAnotherCard() {
        configuration.setWhole(true);
        Claim part = new Claim(Parts.part(Parts.id(), 2, 2, null, 1, "a,b", DUE, null), "a", 0, 0, 0, 0);
        assertThat(outcomes.refused(SmsNotSentException.forBarred("cms:10", "barred"), part))
                .isEqualTo(new Verdict.Failed(true, "cms:10", "barred"));
    }

    @Test
    void anExceptionBeforeTheFirstAddressHasNotSent() {
        assertThat(of(new IllegalArgumentException("no Latin-1"), false))
                .isEqualTo(new Verdict.Failed(false, "hub:IllegalArgumentException", "no Latin-1"));
    }

    @Test
    void anyOtherExceptionAndAnyCauseIsUnknown() {
        assertThat(of(new IOException("reset"), true)).isEqualTo(new Verdict.Unknown(null, "hub:IOException", "reset"));
        assertThat(of(new SmsUnknownOutcomeException("ucp:dropped", "no answer", new IOException("reset")), true))
                .isEqualTo(new Verdict.Unknown(null, "ucp:dropped", "no answer"));
        assertThat(of(
                        new IllegalStateException(
                                "wrapped", SmsNotSentException.forLineDown("ucp:no-session", "no line")),
                        true))
                .as("the cause says that nothing left; the exception does not")
                .isInstanceOf(Verdict.Unknown.class);
    }

    /** Sends that may have left; again only under retry, and never more than the limit. */
    @ParameterizedTest
    @CsvSource({"hold,0,false", "hold,5,false", "retry,0,true", "retry,1,true", "retry,2,false", "retry,9,false"})
    void unknownIsSentAgainAsTheLinkSays(String rule, int before, boolean again) {
        configuration.setUnknown(rule);
        configuration.setUnknownAttempts(3);
        configuration.setUnknownDelay(7_000);
        long now = System.currentTimeMillis();
        Verdict.Unknown verdict = outcomes.unknown(before, "smpp:timeout", "no answer");
        if (again) {
            assertThat(verdict.again()).isBetween(now + 7_000, System.currentTimeMillis() + 7_000);
        } else {
            assertThat(verdict.again()).isNull();
        }
    }

    @Test
    void afterACrashRetrySendsAtOnceAndHoldNever() {
        assertThat(outcomes.afterCrash().again()).isNull();
        configuration.setUnknown("retry");
        assertThat(outcomes.afterCrash().again()).isLessThanOrEqualTo(System.currentTimeMillis());
    }
}
