package org.smshub.nettysmpp.codec;

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

    SmppPduException wrong(int status, String message) {
        return new SmppPduException(commandId, sequence, status, SmppCodec.name(commandId) + ": " + message);
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

    /** data_sm and alert_notification have room for more than the others (§4.7.1, §4.12.1). */
    Address address(int max, int status, String field) throws SmppPduException {
        boolean wide = commandId == SmppPdu.DATA_SM || commandId == SmppPdu.ALERT_NOTIFICATION;
        int ton = octet();
        int npi = octet();
        String value = string(wide ? 64 : max, status, field);
        return ton == 0 && npi == 0 && value.isEmpty() ? Address.NONE : new Address(ton, npi, value);
    }

    List<Address> destinations() throws SmppPduException {
        int count = octet();
        if (count == 0 || count > 254) {
            throw wrong(CommandStatus.INVALID_NUMBER_OF_DESTINATIONS, "number_of_dests " + count);
        }
        List<Address> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int flag = octet();
            if (flag == 2) {
                list.add(Address.list(string(20, CommandStatus.INVALID_DISTRIBUTION_LIST, "dl_name")));
            } else if (flag == 1) {
                list.add(SmppField.DESTINATION.read(this));
            } else {
                throw wrong(CommandStatus.INVALID_DESTINATION_FLAG, "dest_flag " + flag);
            }
        }
        return list;
    }

    List<SmppField.Refused> refused() throws SmppPduException {
        int count = in.isReadable() || strict ? octet() : 0;
        List<SmppField.Refused> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Address destination = SmppField.DESTINATION.read(this);
            need(4);
            list.add(new SmppField.Refused(destination, in.readInt()));
        }
        return list;
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

    /** All that is left. @param open whether it may be anything, and what is no list of them is left */
    List<Tlv> tlvs(boolean open) throws SmppPduException {
        List<Tlv> tlvs = in.isReadable() ? new ArrayList<>(4) : List.of();
        while (in.readableBytes() >= TLV_HEADER) {
            int tag = in.readUnsignedShort();
            int length = in.readUnsignedShort();
            if (in.readableBytes() < length) {
                if (!open && (strict || commandId >= 0)) {
                    throw cut();
                }
                return tlvs;
            }
            tlvs.add(new Tlv(tag, bytes(length)));
        }
        if (strict && !open && in.isReadable()) {
            throw cut();
        }
        return tlvs;
    }

    private SmppPduException cut() {
        return wrong(CommandStatus.INVALID_TLV_STREAM, "ends within an optional parameter");
    }
}
