package org.smshub.ledger;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Verdict;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;
import org.smshub.link.nature.Rare;

/**
 * {@code ledger:retry}, {@code slow}, {@code down}, {@code fail} and {@code unknown}: a link's route says what becomes of the
 * part. Nothing is written here; the end of the exchange is.
 */
class LedgerVerdictProducer extends DefaultProducer {

    /** Exchange property: the part that is in flight. */
    static final String CLAIM = "LedgerClaim";

    /** Exchange property: what the route said. */
    static final String VERDICT = "LedgerVerdict";

    /** Exchange property: the rule of the link for what nobody knows. */
    static final String OUTCOMES = "LedgerOutcomes";

    /** Exchange property, milliseconds: the link rests so long. */
    static final String REST = "LedgerRest";

    private final LedgerEndpoint endpoint;
    private final LedgerConfiguration options;

    LedgerVerdictProducer(LedgerEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
    }

    @Override
    public void process(Exchange exchange) {
        Claim claim = exchange.getProperty(CLAIM, Claim.class);
        if (claim == null) {
            throw new IllegalStateException(
                    "ledger:" + endpoint.getOperation() + " has its place in a route that starts with ledger:link");
        }
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String code = code(failure, exchange);
        String text = failure != null
                ? failure.getMessage()
                : exchange.getMessage().getHeader(SmsHeaders.ERROR_TEXT, String.class);
        exchange.setProperty(
                VERDICT,
                switch (endpoint.getOperation()) {
                    case retry -> again(exchange, false, claim.attempts(), code, text);
                    case slow -> again(exchange, true, claim.throttles(), code, text);
                    case down -> {
                        exchange.setProperty(REST, Math.max(options.getDelay(), after(exchange)));
                        yield new Verdict.Back(claim.submission().due(), code, text);
                    }
                    case unknown -> unknown(exchange, claim, failure, code, text);
                    default -> new Verdict.Failed(failure instanceof SmsNotSentException, code, text);
                });
    }

    private static String code(Exception failure, Exchange exchange) {
        if (failure instanceof SmsNotSentException e) {
            return e.getErrorCode();
        }
        if (failure instanceof SmsUnknownOutcomeException e) {
            return e.getErrorCode();
        }
        String said = exchange.getMessage().getHeader(SmsHeaders.ERROR_CODE, String.class);
        return said != null || failure == null ? said : Outcomes.codeOf(failure);
    }

    /** @param before how often it happened before on this link */
    private Verdict again(Exchange exchange, boolean throttled, int before, String code, String text) {
        Claim claim = exchange.getProperty(CLAIM, Claim.class);
        Outcomes outcomes = exchange.getProperty(OUTCOMES, Outcomes.class);
        if (options.getAttempts() == 0 || before + 1 < options.getAttempts()) {
            double wait = options.getDelay() * Math.pow(options.getBackOff(), before);
            long due = outcomes.now() + Math.max((long) Math.min(wait, options.getMaximumDelay()), after(exchange));
            return new Verdict.Retry(due, claim.link(), throttled, code, text);
        }
        return outcomes.elsewhere(claim, throttled, code, text);
    }

    /** Milliseconds that the centre wants to be left alone; 0 = it says nothing. */
    private static long after(Exchange exchange) {
        return exchange.getProperty(LedgerComponent.RETRY_AFTER, 0L, Long.class);
    }

    private Verdict unknown(Exchange exchange, Claim claim, Exception failure, String code, String text) {
        boolean typed = failure == null || failure instanceof SmsUnknownOutcomeException;
        // the address at which it failed; none: no step that sends was reached
        if (!typed && exchange.getProperty(Exchange.FAILURE_ENDPOINT) == null) {
            Rare.hit("outcome.step-failed");
            return new Verdict.Failed(false, code, text);
        }
        return exchange.getProperty(OUTCOMES, Outcomes.class).unknown(claim.attempts(), code, text);
    }
}
