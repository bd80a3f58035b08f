package org.smshub.ledger;

import org.apache.camel.Exchange;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Verdict;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;
import org.smshub.link.nature.Nature;
import org.smshub.link.nature.Rare;

/**
 * The end of a link's exchange in the words of the ledger, where its route says nothing else. By type alone: what an
 * exception has as its cause says nothing about what left.
 */
final class Outcomes {

    private static final long DEFAULT_DELAY_MILLIS = 5_000;

    private final LedgerConfiguration configuration;
    private final Nature nature;

    Outcomes(LedgerConfiguration configuration, Nature nature) {
        this.configuration = configuration;
        this.nature = nature;
    }

    /** Epoch milliseconds. */
    long now() {
        return nature.wall();
    }

    /** What a route said by {@code ledger:retry} and its sisters, else what its exception means. */
    Verdict of(Exchange exchange, Claim claim) {
        Verdict said = exchange.getProperty(LedgerVerdictProducer.VERDICT, Verdict.class);
        if (said != null) {
            return said;
        }
        Exception failure = exchange.getException();
        if (failure == null) {
            return new Verdict.Sent(exchange.getMessage().getHeader(SmsHeaders.REMOTE_ID, String.class));
        }
        if (failure instanceof SmsNotSentException notSent) {
            return refused(notSent, claim);
        }
        if (failure instanceof SmsUnknownOutcomeException unknown) {
            return unknown(claim.attempts(), unknown.getErrorCode(), unknown.getMessage());
        }
        if (exchange.getProperty(Exchange.TO_ENDPOINT) == null) {
            // a step before the first address failed: nothing can have left
            return new Verdict.Failed(false, codeOf(failure), failure.getMessage());
        }
        return unknown(claim.attempts(), codeOf(failure), failure.getMessage());
    }

    /** What a refusal means, where no route says when to try again. */
    Verdict refused(SmsNotSentException refused, Claim claim) {
        String code = refused.getErrorCode();
        String text = refused.getMessage();
        if (refused.isLineDown()) {
            return new Verdict.Back(claim.submission().due(), code, text);
        }
        if (refused.isRetryable()) {
            long due = now() + DEFAULT_DELAY_MILLIS;
            return new Verdict.Retry(due, claim.link(), refused.isThrottled(), code, text);
        }
        return refused.isBarred() ? elsewhere(claim, false, code, text) : new Verdict.Failed(true, code, text);
    }

    /** Not by this link any more: by the next one, or not at all. */
    Verdict elsewhere(Claim claim, boolean throttled, String code, String text) {
        // the parts of a message come from one number
        boolean stays = configuration.isWhole() && claim.submission().parts() > 1;
        String next = stays ? null : claim.nextLink();
        Rare.hit(next == null ? "outcome.last-link" : "outcome.next-link");
        return next == null
                ? new Verdict.Failed(true, code, text)
                : new Verdict.Retry(now(), next, throttled, code, text);
    }

    /** Of an exception that no protocol threw. */
    static String codeOf(Exception failure) {
        return "hub:" + failure.getClass().getSimpleName();
    }

    Verdict.Unknown afterCrash() {
        return unknown(-1, "hub:crash", "the hub ended while this part was in flight");
    }

    /** @param before sends on this link before this one, -1 when that is not known */
    Verdict.Unknown unknown(int before, String code, String text) {
        boolean again = configuration.getUnknown().equals("retry") && before + 1 < configuration.getUnknownAttempts();
        long due = now() + (before < 0 ? 0 : configuration.getUnknownDelay());
        return new Verdict.Unknown(again ? due : null, code, text);
    }
}
