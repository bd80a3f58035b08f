package org.smshub.link.errors;

import org.smshub.link.SmsNotSentException;

/**
 * A code that the other side refuses a message with, and what a client does about it, as the table of its protocol says.
 *
 * @param name with its scheme, such as {@code ucp:04}, {@code cms:38}
 */
public record ErrorCode(String name, Retry retry, String words) {

    /** What may be tried again. */
    public enum Retry {
        /** This message never. */
        PERMANENT,
        /** By this link never: the account, or the SIM card, may not send there. */
        BARRED,
        /** Later. */
        RETRYABLE,
        /** Later, and slower. */
        THROTTLED,
        /** Not the message is at fault, but the line: no attempt of it. */
        LINE,
        /** The same, and the session is over: the next one finds out what is wrong. */
        SESSION,
        /** It may have been sent. */
        UNKNOWN
    }

    /** The code without its scheme and what it means, and what the other side said to it: printable, and short. */
    public String with(String said) {
        String printable = said.replaceAll("[^ -~]", "?");
        String own = name.substring(name.indexOf(':') + 1) + " (" + words + ")";
        return said.isEmpty() ? own : own + ", \"" + printable.substring(0, Math.min(80, said.length())) + '"';
    }

    /**
     * As the exception that a producer fails with; null for UNKNOWN.
     *
     * @param line who refused
     * @param said what it said to it, "" for nothing
     */
    public SmsNotSentException refused(String line, String said) {
        return toException(line + " refused with " + with(said));
    }

    /** The same in other words. */
    public SmsNotSentException toException(String message) {
        return switch (retry) {
            case PERMANENT, RETRYABLE -> new SmsNotSentException(name, message, retry == Retry.RETRYABLE);
            case BARRED -> SmsNotSentException.forBarred(name, message);
            case THROTTLED -> SmsNotSentException.forThrottling(name, message);
            case LINE, SESSION -> SmsNotSentException.forLineDown(name, message);
            case UNKNOWN -> null;
        };
    }
}
