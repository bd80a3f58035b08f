package org.smshub.nettysmpp.codec;

/**
 * Bytes that are no valid PDU, with the command_status that says so. Carries what of the header could be read, because
 * the answer needs the sequence number. Has no stack trace: it is made once per bad frame, by anybody on the wire.
 */
public final class SmppPduException extends Exception {

    private final int commandId;
    private final int sequence;
    private final int status;

    public SmppPduException(int commandId, int sequence, int status, String message) {
        super(message, null, false, false);
        this.commandId = commandId;
        this.sequence = sequence;
        this.status = status;
    }

    public int commandId() {
        return commandId;
    }

    public int sequence() {
        return sequence;
    }

    public int status() {
        return status;
    }
}
