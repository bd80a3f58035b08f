package org.smshub.line;

/**
 * A frame or field that breaks the rules of its protocol, and the error code that answers it. It has no stack trace: hostile
 * octets may cause one a frame.
 */
public abstract class FrameException extends Exception {

    private final String errorCode;

    /** @param errorCode the protocol's own, without scheme; null where none answers it */
    protected FrameException(String errorCode, String message) {
        super(message, null, false, false);
        this.errorCode = errorCode;
    }

    public String errorCode() {
        return errorCode;
    }
}
