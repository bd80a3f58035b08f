package org.smshub.ledger.entry;

/** What became of a claimed part; the end of its exchange, in the words of the ledger. */
public sealed interface Verdict {

    /** The centre said yes: an attempt. @param remoteId its id, or null where the centre gave none */
    record Sent(String remoteId) implements Verdict {}

    /** Nothing left, for no fault of the part (the line is down, the link closed): no attempt. @param due epoch milliseconds */
    record Back(long due, String errorCode, String errorText) implements Verdict {}

    /**
     * The centre refused it for now: an attempt, and written into the history. Again at {@code due} (epoch milliseconds)
     * on {@code link}, which may be the next one.
     *
     * @param throttled refused for going too fast: counted apart, so that it spends no attempt
     */
    record Retry(long due, String link, boolean throttled, String errorCode, String errorText) implements Verdict {}

    /** Not sent, and no use in trying again. @param attempted whether the centre said so, rather than the hub */
    record Failed(boolean attempted, String errorCode, String errorText) implements Verdict {}

    /** May have been sent: an attempt. @param again epoch milliseconds of the next one, or null to hold it for its receipt */
    record Unknown(Long again, String errorCode, String errorText) implements Verdict {}
}
