package org.smshub.hub;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.Way;
import org.smshub.ledger.crew.Complaints;
import org.smshub.link.SmsHeaders;
import org.smshub.text.TextException;

/**
 * What became of one message of a batch, once its exchange has been through {@code direct:accept-all}.
 *
 * @param id of the accepted message, or null
 * @param state ACCEPTED; of a message that was known, the state it is in; null = it was not accepted
 * @param field that is wrong, or null
 * @param reason why it was not accepted, for whoever sent it; or null
 * @param forGood whether it is refused however often it comes; else it is the hub's own fault, and worth another try
 */
public record Answer(String id, String state, String field, String reason, boolean forGood) {

    private static final Complaints COMPLAINTS = new Complaints(LoggerFactory.getLogger(Answer.class));

    /** Of an exchange that has been there; a refusal is counted. */
    public static Answer of(Exchange exchange) {
        Message message = exchange.getMessage();
        String state = message.getHeader(SmsHeaders.STATE, String.class);
        Exception failure = exchange.getException();
        if (failure == null && state != null) {
            return new Answer(message.getHeader(SmsHeaders.ID, String.class), state, null, null, false);
        }
        if (failure == null) {
            return refused(null, "It has no answer", false);
        }
        count(exchange, failure);
        return of(failure);
    }

    /** A message is not accepted, or a part of what came: whoever turns its failure into the answer of its input says so. */
    public static void count(Exchange exchange, Exception why) {
        String client = exchange.getMessage().getHeader(SmsHeaders.CLIENT, String.class);
        count(exchange.getContext(), exchange.getFromRouteId(), client, why);
    }

    /**
     * @param input name of the route that it came by
     * @param client null = nobody knows
     */
    public static void count(CamelContext context, String input, String client, Exception why) {
        String reason = reason(why);
        Way.refused(input, client, reason, why instanceof RefusedException refused ? refused.getField() : null);
        LedgerComponent ledger = (LedgerComponent) context.hasComponent("ledger");
        if (ledger != null && ledger.ledger() != null) {
            ledger.ledger().figures().watch().refused(input, client == null ? "none" : client, reason);
        }
    }

    /** In a word; of what the hub failed on FAULT. */
    static String reason(Exception why) {
        if (why instanceof RefusedException refused) {
            return refused.getReason().name();
        } else if (why instanceof TextException || why instanceof IllegalArgumentException) {
            return RefusedException.Reason.INVALID.name();
        } else if (why instanceof LedgerException ledger) {
            return ledger.getReason().name();
        }
        return "FAULT";
    }

    /** Why a message was not accepted. */
    public static Answer of(Exception failure) {
        if (failure instanceof RefusedException e) {
            return refused(e.getField(), e.getMessage(), !(e instanceof ThrottledException));
        }
        if (failure instanceof TextException) {
            return refused("text", failure.getMessage(), true);
        }
        if (failure instanceof IllegalArgumentException) {
            return refused(null, failure.getMessage(), true);
        }
        if (failure instanceof LedgerException) {
            return refused(null, failure.getMessage(), false);
        }
        COMPLAINTS.say("A message failed", failure);
        return refused(null, "The hub failed on this message; its log says why", false);
    }

    private static Answer refused(String field, String reason, boolean forGood) {
        return new Answer(null, null, field, reason, forGood);
    }

    public boolean accepted() {
        return state != null;
    }
}
