package org.smshub.nettysmpp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.Tlv;

/** Reads the fields of one PDU; whatever is wrong with the bytes ends in a {@link SmppPduException}, nothing else. */
final class SmppReader {

    static final byte[] NOTHING = {};

    /** Tag and length of an optional parameter. */
    private static final int TLV_HEADER = 4;

    private final ByteBuf in;
    private final int commandId;
    private final int sequence;
    private final boolean strict;

    SmppReader(ByteBuf in, int commandId, int sequence, boolean strict) {
        this.in = in;
        this.commandId = commandId;
        this.sequence = sequence;
        this.strict = strict;
    }

    int commandId() {
        return commandId;
    }

    int sequence() {
        return sequence;
    }

    boolean isStrict() {
        return strict;
    }

    boolean isReadable() {
        return in.isReadable();
    }

    SmppPduException wrong(int status, String message) {
        return new SmppPduException(commandId, sequence, status, SmppCodec.name(commandId) + ": " + message, false);
    }

    private void need(int octets) throws SmppPduException {
        if (in.readableBytes() < octets) {
            throw wrong(CommandStatus.INVALID_COMMAND_LENGTH, "ends within its fields");
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
        boolean ended = length >= 0;
        if (!ended) {
            if (strict || !in.isReadable()) {
                throw wrong(CommandStatus.INVALID_COMMAND_LENGTH, field + " has no end");
            }
            length = in.readableBytes();
        }
        if (strict && length > max) {
            throw wrong(status, field + " has " + length + " characters, " + max + " are allowed");
        }
        String value = length == 0 ? "" : in.toString(in.readerIndex(), length, StandardCharsets.ISO_8859_1);
        in.skipBytes(ended ? length + 1 : length);
        return value;
    }

    String messageId(int max) throws SmppPduException {
        return string(max, CommandStatus.INVALID_MESSAGE_ID, "message_id");
    }

    Address address(int max, int status, String field) throws SmppPduException {
        int ton = octet();
        int npi = octet();
        String value = string(max, status, field);
        return ton == 0 && npi == 0 && value.isEmpty() ? Address.NONE : new Address(ton, npi, value);
    }

    byte[] shortMessage() throws SmppPduException {
        int length = octet();
        if (in.readableBytes() < length) {
            throw wrong(CommandStatus.INVALID_MESSAGE_LENGTH, "sm_length is greater than what follows");
        }
        return bytes(length);
    }

    private byte[] bytes(int length) {
        if (length == 0) {
            return NOTHING;
        }
        byte[] value = new byte[length];
        in.readBytes(value);
        return value;
    }

    /** All that is left. */
    List<Tlv> tlvs() throws SmppPduException {
        if (!in.isReadable()) {
            return List.of();
        }
        List<Tlv> tlvs = new ArrayList<>(4);
        while (in.readableBytes() >= TLV_HEADER) {
            int tag = in.readUnsignedShort();
            int length = in.readUnsignedShort();
            if (in.readableBytes() < length) {
                if (strict || commandId >= 0) {
                    throw cut();
                }
                return tlvs;
            }
            tlvs.add(new Tlv(tag, bytes(length)));
        }
        if (strict && in.isReadable()) {
            throw cut();
        }
        return tlvs.isEmpty() ? List.of() : tlvs;
    }

    /** Of a PDU that is understood without: what is no list of them is left. */
    List<Tlv> tlvsIfAny() {
        try {
            return tlvs();
        } catch (SmppPduException e) {
            return List.of();
        }
    }

    private SmppPduException cut() {
        return wrong(CommandStatus.INVALID_TLV_STREAM, "ends within an optional parameter");
    }
}
