package org.smshub.smpp;

/**
 * A value that a field of SMPP has no room for, or that is none of its values. Has no stack trace: hostile octets may cause
 * one a frame.
 */
public final class SmppValueException extends IllegalArgumentException {

    private final int status;

    SmppValueException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The command_status that says so to the peer. */
    public int status() {
        return status;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
