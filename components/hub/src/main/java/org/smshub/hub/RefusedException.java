package org.smshub.hub;

/** A request the hub does not take, with what its sender should change. The input route says it in its own way. */
public class RefusedException extends Exception {

    /** What is wrong, apart from how a protocol says it. */
    public enum Reason {
        /** Who sends is not known, or the key is wrong. */
        UNAUTHORIZED,
        /** The client may not do this. */
        FORBIDDEN,
        /** A field is wrong. */
        INVALID,
        /** There is no such message. */
        NOT_FOUND,
        /** The message, or a request, is in a state in which that cannot be done. */
        CONFLICT,
        /** The key of idempotency was another request's. */
        DIFFERENT,
        /** The client has sent more than it may for now: {@link ThrottledException}. */
        THROTTLED
    }

    private static final int SHOWN = 40;

    private final Reason reason;
    private final String field;

    /** @param field name of the field to change, or null */
    public RefusedException(Reason reason, String field, String detail) {
        super(detail);
        this.reason = reason;
        this.field = field;
    }

    public static RefusedException invalid(String field, String detail) {
        return new RefusedException(Reason.INVALID, field, detail);
    }

    /** What a caller gave, for the words about it: its beginning. */
    public static String shown(String given) {
        return given.length() <= SHOWN ? given : given.substring(0, SHOWN) + "…";
    }

    public Reason getReason() {
        return reason;
    }

    public String getField() {
        return field;
    }
}
