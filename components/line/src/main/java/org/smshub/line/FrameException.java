package org.smshub.line;

/**
 * A frame or field that breaks the rules of its protocol, and the error code that answers it. It has no stack trace: hostile
 * octets may cause one a frame.
 */
public final class FrameException extends Exception {

    private final String errorCode;
    private final transient Object header;

    /** @param errorCode the protocol's own, without scheme; null where none answers it */
    public FrameException(String errorCode, String message) {
        this(errorCode, message, null);
    }

    /** @param header of the frame, in the protocol's type and without fields; null when not even that can be read */
    public FrameException(String errorCode, String message, Object header) {
        super(message, null, false, false);
        this.errorCode = errorCode;
        this.header = header;
    }

    public String errorCode() {
        return errorCode;
    }

    /** What of the frame can be answered all the same, null for nothing. */
    public Object header() {
        return header;
    }
}
