package org.smshub.hub.routing;

import org.apache.camel.Exchange;
import org.smshub.hub.RefusedException;
import org.smshub.ledger.LedgerComponent;

/** A route's no to a message: its sender hears the words, and nothing is stored. */
public class Refuse {

    /** @param words what its sender is told */
    public void because(Exchange exchange, String words) throws RefusedException {
        Object rule = exchange.getProperty(LedgerComponent.RULE);
        throw new RefusedException(
                RefusedException.Reason.FORBIDDEN, null, rule == null ? words : words + " (rule " + rule + ")");
    }
}
