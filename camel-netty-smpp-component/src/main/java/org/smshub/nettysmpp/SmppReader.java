package org.smshub.nettysmpp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the fields of one PDU; whatever is wrong with the bytes ends in a {@link SmppPduException}, nothing else. */
final class SmppReader {

    private final ByteBuf in;
    private final int commandId;
    private final int sequence;

    SmppReader(ByteBuf in, int commandId, int sequence) {
        this.in = in;
        this.commandId = commandId;
        this.sequence = sequence;
    }

    int commandId() {
        return commandId;
    }

    int sequence() {
        return sequence;
    }

    SmppPduException wrong(int status, String message) {
        return new SmppPduException(
                commandId, sequence, status, SmppServerCodec.name(commandId) + ": " + message, false);
    }

    private void need(int octets) throws SmppPduException {
        if (in.readableBytes() < octets) {
            throw wrong(SmppStatus.INVALID_COMMAND_LENGTH, "ends within its fields");
        }
    }

    int octet() throws SmppPduException {
        need(1);
        return in.readUnsignedByte();
    }

    int number() throws SmppPduException {
        need(4);
        return in.readInt();
    }

    /** A C-octet string (§3.1) of at most {@code max} characters without its NUL. */
    String string(int max, int status, String field) throws SmppPduException {
        int length = in.bytesBefore((byte) 0);
        if (length < 0) {
            throw wrong(SmppStatus.INVALID_COMMAND_LENGTH, field + " has no end");
        }
        if (length > max) {
            throw wrong(status, field + " has " + length + " characters, " + max + " are allowed");
        }
        String value = length == 0 ? "" : in.toString(in.readerIndex(), length, StandardCharsets.ISO_8859_1);
        in.skipBytes(length + 1);
        return value;
    }

    String messageId(int max) throws SmppPduException {
        return string(max, SmppStatus.INVALID_MESSAGE_ID, "message_id");
    }

    SmppPdu.Address address(int max, int status, String field) throws SmppPduException {
        return new SmppPdu.Address(octet(), octet(), string(max, status, field));
    }

    byte[] shortMessage() throws SmppPduException {
        int length = octet();
        if (in.readableBytes() < length) {
            throw wrong(SmppStatus.INVALID_MESSAGE_LENGTH, "sm_length is greater than what follows");
        }
        return bytes(length);
    }

    private byte[] bytes(int length) {
        byte[] value = new byte[length];
        in.readBytes(value);
        return value;
    }

    List<SmppPdu.Tlv> tlvs() throws SmppPduException {
        if (!in.isReadable()) {
            return List.of();
        }
        List<SmppPdu.Tlv> tlvs = new ArrayList<>(4);
        while (in.isReadable()) {
            if (in.readableBytes() < 4) {
                throw wrong(SmppStatus.INVALID_TLV_STREAM, "ends within an optional parameter");
            }
            int tag = in.readUnsignedShort();
            int length = in.readUnsignedShort();
            if (in.readableBytes() < length) {
                throw wrong(SmppStatus.INVALID_TLV_STREAM, "ends within an optional parameter");
            }
            tlvs.add(new SmppPdu.Tlv(tag, bytes(length)));
        }
        return tlvs;
    }
}
