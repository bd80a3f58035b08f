package org.smshub.link;

/**
 * Told of an answer that came after its time, when the exchange had failed with the outcome UNKNOWN already: what was
 * unknown is known now. Whoever starts an exchange (the ledger, a route) sets it as exchange property {@link #PROPERTY}
 * before the producer. Told once at most, on a worker thread; never when the line dropped, for then no answer can come.
 */
@FunctionalInterface
public interface LateAnswer {

    String PROPERTY = "SmsLateAnswer";

    /**
     * @param remoteId the other side's id of the message, "" or null when it gave none
     * @param refused why it was not taken; null when it was
     */
    void came(String remoteId, SmsNotSentException refused);
}
