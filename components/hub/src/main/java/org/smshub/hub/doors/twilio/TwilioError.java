package org.smshub.hub.doors.twilio;

import org.smshub.hub.RefusedException;
import org.smshub.hub.ThrottledException;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.text.TextException;

/** What Twilio would answer: a status of HTTP, and a code that the SDKs hand on; without a stack trace, since anybody can cause one. */
final class TwilioError extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;
    private final int code;

    /** @param code one of Twilio's */
    TwilioError(int status, int code, String words) {
        super(words, null, false, false);
        this.status = status;
        this.code = code;
    }

    static TwilioError wrong(int code, String words) {
        return new TwilioError(400, code, words);
    }

    static TwilioError parameter(String name, String words) {
        return wrong(20001, "Parameter '" + name + "' " + words);
    }

    static TwilioError unauthorized() {
        return new TwilioError(401, 20003, "Authenticate");
    }

    static TwilioError notFound(String path) {
        return new TwilioError(404, 20404, "The requested resource " + RefusedException.shown(path) + " was not found");
    }

    /** Any failure of the way of a message. @return null = it is the hub's own */
    static TwilioError of(Exception failure) {
        if (failure instanceof TwilioError error) {
            return error;
        } else if (failure instanceof ThrottledException) {
            return new TwilioError(429, 20429, "Too Many Requests");
        } else if (failure instanceof LedgerException) {
            return new TwilioError(503, 20503, "Service unavailable: nothing was accepted, try again");
        } else if (failure instanceof RefusedException refused) {
            return of(refused);
        }
        return failure instanceof TextException || failure instanceof IllegalArgumentException
                ? wrong(20001, failure.getMessage())
                : null;
    }

    private static TwilioError of(RefusedException refused) {
        String words = refused.getMessage();
        String field = refused.getField() == null ? "" : refused.getField();
        return switch (refused.getReason()) {
            case UNAUTHORIZED -> unauthorized();
            case NOT_FOUND -> new TwilioError(404, 20404, "The requested resource was not found");
            case CONFLICT, DIFFERENT -> new TwilioError(409, 20409, words);
            case THROTTLED -> new TwilioError(429, 20429, "Too Many Requests");
            case FORBIDDEN ->
                switch (field) {
                    case "to" -> wrong(words.contains("opt-out") ? 21610 : 21408, words);
                    case "from" -> wrong(21606, words);
                    default -> wrong(21612, words);
                };
            case INVALID ->
                switch (field) {
                    case "to" -> wrong(21211, words);
                    case "from" -> wrong(21212, words);
                    case "text" -> wrong(21617, words);
                    default -> wrong(20001, words);
                };
        };
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }
}
