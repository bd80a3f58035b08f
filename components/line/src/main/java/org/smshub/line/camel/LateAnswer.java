package org.smshub.line.camel;

import org.apache.camel.Exchange;
import org.smshub.link.SmsNotSentException;

/**
 * Told of an answer that came after its time, when the exchange had failed with the outcome UNKNOWN already: what was
 * unknown is known now. A route (or the ledger) sets it as exchange property {@link #PROPERTY} before the producer. Told
 * once at most, on a worker thread; never when the line dropped, for then no answer can come.
 */
@FunctionalInterface
public interface LateAnswer {

    String PROPERTY = "SmsLateAnswer";

    /**
     * @param remoteId the other side's id of the message, "" when it gave none
     * @param refused why it was not taken; null when it was
     */
    void came(String remoteId, SmsNotSentException refused);

    static LateAnswer of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, LateAnswer.class);
    }
}
