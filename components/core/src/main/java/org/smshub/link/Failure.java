package org.smshub.link;

/** Why a request ended without an answer, and which outcome follows from it. */
public enum Failure {
    QUEUE_FULL(Outcome.NOT_SENT, "queue-full", "too many requests wait for the line already"),
    NO_SESSION(Outcome.NOT_SENT, "no-session", "no session was open while the request waited"),
    NO_SLOT(Outcome.NOT_SENT, "no-slot", "the window was full while the request waited"),
    STOPPED(Outcome.NOT_SENT, "stopped", "the line is being stopped"),
    NOT_WRITTEN(Outcome.NOT_SENT, "not-written", "the line dropped before the request was written"),
    NO_ANSWER(Outcome.UNKNOWN, "timeout", "no answer in time"),
    LINE_DROPPED(Outcome.UNKNOWN, "dropped", "the line dropped before the answer came");

    private final Outcome outcome;
    private final String code;
    private final String words;

    Failure(Outcome outcome, String code, String words) {
        this.outcome = outcome;
        this.code = code;
        this.words = words;
    }

    public Outcome outcome() {
        return outcome;
    }

    /**
     * The exception a producer fails its exchange with.
     *
     * @param scheme the protocol, first half of the error code, such as {@code ucp}
     * @param line the line it happened on, for the reader of the message
     * @return {@link SmsNotSentException} (there is no line to leave by) or {@link SmsUnknownOutcomeException}
     */
    public Exception toException(String scheme, String line) {
        String errorCode = scheme + ":" + code;
        String message = line + ": " + words + " (" + errorCode + ")";
        if (outcome == Outcome.UNKNOWN) {
            return new SmsUnknownOutcomeException(errorCode, message);
        }
        return SmsNotSentException.forLineDown(errorCode, message);
    }
}
