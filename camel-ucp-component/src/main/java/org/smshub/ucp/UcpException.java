package org.smshub.ucp;

/**
 * A frame or field that breaks the rules, and the error code that answers it. It has no stack trace: hostile bytes may
 * cause one a frame.
 */
public final class UcpException extends Exception {

    private final UcpErrorCode ec;
    private final transient UcpFrame header;

    public UcpException(UcpErrorCode ec, String message) {
        this(ec, message, null);
    }

    /** @param header TRN and OT of the frame, without fields; null when not even those can be read */
    UcpException(UcpErrorCode ec, String message, UcpFrame header) {
        super(message, null, false, false);
        this.ec = ec;
        this.header = header;
    }

    public UcpErrorCode ec() {
        return ec;
    }

    /** TRN and OT of the frame, without fields; null when the frame can only be dropped. */
    UcpFrame header() {
        return header;
    }
}
