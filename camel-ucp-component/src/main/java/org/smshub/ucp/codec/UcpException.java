package org.smshub.ucp.codec;

import org.smshub.line.FrameException;

/** A frame or field that breaks the rules, and the error code that answers it. */
public final class UcpException extends FrameException {

    private final transient UcpFrame header;

    /** @param ec one of {@link UcpErrorCode} */
    public UcpException(String ec, String message) {
        this(ec, message, null);
    }

    UcpException(String ec, String message, UcpFrame header) {
        super(ec, message);
        this.header = header;
    }

    /** TRN and OT of the frame, without fields; null when the frame can only be dropped. */
    public UcpFrame header() {
        return header;
    }
}
