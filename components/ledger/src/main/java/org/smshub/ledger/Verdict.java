package org.smshub.ledger;

/** What became of a claimed part; the end of its exchange, in the words of the ledger. */
sealed interface Verdict {

    /** The centre said yes. @param remoteId its id, or null where the protocol gives none */
    record Sent(String remoteId) implements Verdict {}

    /** Not sent: again at {@code due} (epoch milliseconds) on {@code link}, which may be the next one. */
    record Retry(long due, String link, String errorCode, String errorText) implements Verdict {}

    /** Not sent, and no use in trying again. */
    record Failed(String errorCode, String errorText) implements Verdict {}

    /** May have been sent. @param again epoch milliseconds of the next attempt, or null to hold it for its receipt */
    record Unknown(Long again, String errorCode, String errorText) implements Verdict {}
}
