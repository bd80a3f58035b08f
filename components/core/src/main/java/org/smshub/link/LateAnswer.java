package org.smshub.link;

/**
 * Who hears of an answer that comes after its request was given up as unknown, while the line was up all the time. The
 * one who starts an exchange sets it as the property {@link #PROPERTY}; a producer that gave up tells it, on a thread
 * that must not be kept.
 */
public interface LateAnswer {

    /** Exchange property. */
    String PROPERTY = "SmsLateAnswer";

    /** The centre had said yes. @param remoteId its id, or null */
    void sent(String remoteId);

    /** The centre had refused. */
    void refused(SmsNotSentException why);
}
