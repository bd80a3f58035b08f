package org.smshub.hub.doors.vonage;

import org.smshub.hub.RefusedException;
import org.smshub.hub.ThrottledException;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.text.TextException;

/** What Vonage would answer, always with 200 of HTTP: a status, and words; without a stack trace, since anybody can cause one. */
final class VonageError extends Exception {

    private static final long serialVersionUID = 1;

    static final int THROTTLED = 1;
    static final int MISSING = 2;
    static final int INVALID = 3;
    static final int CREDENTIALS = 4;
    static final int INTERNAL = 5;
    static final int REJECTED = 6;
    static final int BARRED = 7;
    static final int TOO_LONG = 12;
    static final int SIGNATURE = 14;
    static final int SENDER = 15;
    static final int CALLBACK = 23;
    static final int BOTH = 32;

    private static final int MILLIS = 1_000;

    private final int status;

    VonageError(int status, String words) {
        super(words, null, false, false);
        this.status = status;
    }

    static VonageError missing(String name) {
        return new VonageError(MISSING, "Missing " + name + " param");
    }

    static VonageError invalid(String name) {
        return new VonageError(INVALID, "Invalid value for param: " + name);
    }

    static VonageError credentials() {
        return new VonageError(CREDENTIALS, "Bad Credentials");
    }

    /** Any failure of the way of a message. @return null = it is the hub's own */
    static VonageError of(Exception failure) {
        if (failure instanceof VonageError error) {
            return error;
        } else if (failure instanceof ThrottledException throttled) {
            // clients look for the number between brackets
            return new VonageError(
                    THROTTLED,
                    "Throughput Rate Exceeded - please wait [ " + throttled.getSeconds() * MILLIS + " ] and retry");
        } else if (failure instanceof LedgerException) {
            return new VonageError(INTERNAL, "Internal Error");
        } else if (failure instanceof RefusedException refused) {
            return of(refused);
        }
        return failure instanceof TextException || failure instanceof IllegalArgumentException ? invalid("text") : null;
    }

    private static VonageError of(RefusedException refused) {
        String field = refused.getField() == null ? "" : refused.getField();
        boolean barred = refused.getReason() == RefusedException.Reason.FORBIDDEN;
        return switch (refused.getReason()) {
            case UNAUTHORIZED -> credentials();
            case FORBIDDEN, INVALID ->
                switch (field) {
                    case "from" -> new VonageError(SENDER, "Illegal Sender Address - rejected");
                    case "to" -> barred ? new VonageError(BARRED, "Number barred") : invalid("to");
                    case "validUntil" -> invalid("ttl");
                    case "text" ->
                        refused.getMessage().contains("parts")
                                ? new VonageError(TOO_LONG, "Message too long")
                                : invalid("text");
                    default -> new VonageError(REJECTED, "Un-routable message - rejected");
                };
            default -> new VonageError(REJECTED, "Un-routable message - rejected");
        };
    }

    int status() {
        return status;
    }
}
