package org.smshub.ledger;

import org.apache.camel.Exchange;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;

/** The end of a link's exchange in the words of the ledger. */
final class Outcomes {

    /** Where no route says when to try again. */
    private static final long DEFAULT_DELAY_MILLIS = 5_000;

    private final LedgerConfiguration configuration;

    Outcomes(LedgerConfiguration configuration) {
        this.configuration = configuration;
    }

    /** What a route said by {@code ledger:retry} or {@code ledger:fail}, else what its exception means. */
    Verdict of(Exchange exchange, Claim claim) {
        Verdict said = exchange.getProperty(LedgerVerdictProducer.VERDICT, Verdict.class);
        if (said != null) {
            return said;
        }
        Exception failure = exchange.getException();
        if (failure == null) {
            return new Verdict.Sent(exchange.getMessage().getHeader(SmsHeaders.REMOTE_ID, String.class));
        }
        SmsNotSentException notSent = exchange.getException(SmsNotSentException.class);
        if (notSent != null) {
            return notSent.isRetryable()
                    ? new Verdict.Retry(
                            System.currentTimeMillis() + DEFAULT_DELAY_MILLIS,
                            claim.link(),
                            notSent.getErrorCode(),
                            notSent.getMessage())
                    : new Verdict.Failed(notSent.getErrorCode(), notSent.getMessage());
        }
        SmsUnknownOutcomeException unknown = exchange.getException(SmsUnknownOutcomeException.class);
        // any other exception: nobody can say whether the bytes had left
        return unknown(
                claim.attempts(),
                unknown == null ? "hub:" + failure.getClass().getSimpleName() : unknown.getErrorCode(),
                failure.getMessage());
    }

    Verdict.Unknown afterCrash() {
        return unknown(0, "hub:crash", "the hub ended while this part was in flight");
    }

    private Verdict.Unknown unknown(int attempts, String code, String text) {
        boolean again = configuration.getUnknown().equals("retry") && attempts < configuration.getUnknownAttempts();
        long due = System.currentTimeMillis() + (attempts == 0 ? 0 : configuration.getUnknownDelay());
        return new Verdict.Unknown(again ? due : null, code, text);
    }
}
