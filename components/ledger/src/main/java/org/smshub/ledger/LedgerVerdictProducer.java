package org.smshub.ledger;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;

/**
 * {@code ledger:retry} and {@code ledger:fail}: a link's route says what becomes of the part. Nothing is written here;
 * the end of the exchange is.
 */
class LedgerVerdictProducer extends DefaultProducer {

    /** Exchange property: the part that is in flight. */
    static final String CLAIM = "LedgerClaim";

    /** Exchange property: what the route said. */
    static final String VERDICT = "LedgerVerdict";

    /** Exchange property, epoch milliseconds: the link rests until then. */
    static final String PAUSE_UNTIL = "LedgerPauseUntil";

    private final LedgerEndpoint endpoint;

    LedgerVerdictProducer(LedgerEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) {
        Claim claim = exchange.getProperty(CLAIM, Claim.class);
        if (claim == null) {
            throw new IllegalStateException(
                    "ledger:" + endpoint.getOperation() + " has its place in a route that starts with ledger:link");
        }
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String code = failure instanceof SmsNotSentException e
                ? e.getErrorCode()
                : exchange.getMessage().getHeader(SmsHeaders.ERROR_CODE, String.class);
        String text = failure != null
                ? failure.getMessage()
                : exchange.getMessage().getHeader(SmsHeaders.ERROR_TEXT, String.class);
        if (endpoint.getOperation() == LedgerOperation.fail) {
            exchange.setProperty(VERDICT, new Verdict.Failed(code, text));
        } else {
            retry(exchange, claim, code, text);
        }
    }

    private void retry(Exchange exchange, Claim claim, String code, String text) {
        LedgerConfiguration options = endpoint.getConfiguration();
        long now = System.currentTimeMillis();
        double wait = options.getDelay() * Math.pow(options.getBackOff(), Math.max(0, claim.attempts() - 1));
        long due = now + (long) Math.min(wait, options.getMaximumDelay());
        boolean spent = options.getAttempts() > 0 && claim.attempts() >= options.getAttempts();
        if (options.isPause()) {
            exchange.setProperty(PAUSE_UNTIL, now + options.getDelay());
        }
        if (!spent) {
            exchange.setProperty(VERDICT, new Verdict.Retry(due, claim.link(), code, text));
        } else if (claim.nextLink() != null) {
            exchange.setProperty(VERDICT, new Verdict.Retry(now, claim.nextLink(), code, text));
        } else {
            exchange.setProperty(VERDICT, new Verdict.Failed(code, text));
        }
    }
}
