package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes ⇄ PDUs of SMPP 3.4 §4 (5.0 differs in nothing that is read here). Pure functions.
 *
 * <p>Lengths are those of the specification, except that system id and password may have up to 64 characters: keys are
 * longer than eight today.
 */
public final class SmppServerCodec {

    /** Octets of a PDU header (§3.2): command_length, command_id, command_status, sequence_number. */
    public static final int HEADER = 16;

    private static final int NAME = 64;
    private static final int ADDRESS = 20;
    private static final int MESSAGE_ID = 64;
    private static final int TIME = 16;

    private SmppServerCodec() {}

    /** The specification's name of a command, or its number. */
    public static String name(int commandId) {
        String name =
                switch (commandId & ~RESPONSE) {
                    case 0 -> "generic_nack";
                    case BIND_RECEIVER -> "bind_receiver";
                    case BIND_TRANSMITTER -> "bind_transmitter";
                    case BIND_TRANSCEIVER -> "bind_transceiver";
                    case QUERY_SM -> "query_sm";
                    case SUBMIT_SM -> "submit_sm";
                    case DELIVER_SM -> "deliver_sm";
                    case UNBIND -> "unbind";
                    case REPLACE_SM -> "replace_sm";
                    case CANCEL_SM -> "cancel_sm";
                    case ENQUIRE_LINK -> "enquire_link";
                    case SUBMIT_MULTI -> "submit_multi";
                    case DATA_SM -> "data_sm";
                    default -> null;
                };
        if (name == null) {
            return "0x" + Integer.toHexString(commandId);
        }
        return commandId < 0 && commandId != GENERIC_NACK ? name + "_resp" : name;
    }

    /** Whether a peer that gets this command has to answer it with the response of the same number. */
    static boolean isRequest(int commandId) {
        return switch (commandId) {
            case BIND_RECEIVER,
                    BIND_TRANSMITTER,
                    BIND_TRANSCEIVER,
                    QUERY_SM,
                    SUBMIT_SM,
                    DELIVER_SM,
                    UNBIND,
                    REPLACE_SM,
                    CANCEL_SM,
                    ENQUIRE_LINK,
                    SUBMIT_MULTI,
                    DATA_SM -> true;
            default -> false;
        };
    }

    /**
     * @param frame one whole PDU, its command_length being the number of readable bytes
     * @throws SmppPduException with the command_status of the field that is wrong
     */
    public static SmppPdu decode(ByteBuf frame) throws SmppPduException {
        if (frame.readableBytes() < HEADER) {
            throw new SmppPduException(0, 0, SmppStatus.INVALID_COMMAND_LENGTH, "PDU shorter than its header", true);
        }
        frame.skipBytes(4);
        int id = frame.readInt();
        int status = frame.readInt();
        int sequence = frame.readInt();
        SmppReader in = new SmppReader(frame, id, sequence);
        if (id < 0 && (status != SmppStatus.OK || !frame.isReadable())) {
            return new Plain(id, status, sequence);
        }
        return switch (id) {
            case BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER -> bind(in);
            case SUBMIT_SM, DELIVER_SM, SUBMIT_MULTI -> message(in);
            case DATA_SM -> data(in);
            case QUERY_SM -> new Query(sequence, in.messageId(MESSAGE_ID), source(in));
            case CANCEL_SM ->
                new Cancel(sequence, serviceType(in), in.messageId(MESSAGE_ID), source(in), destination(in));
            case REPLACE_SM -> replace(in);
            case ENQUIRE_LINK,
                    UNBIND,
                    GENERIC_NACK,
                    ENQUIRE_LINK | RESPONSE,
                    UNBIND | RESPONSE,
                    CANCEL_SM | RESPONSE,
                    REPLACE_SM | RESPONSE -> new Plain(id, status, sequence);
            case BIND_RECEIVER | RESPONSE,
                    BIND_TRANSMITTER | RESPONSE,
                    BIND_TRANSCEIVER | RESPONSE,
                    SUBMIT_SM | RESPONSE,
                    DELIVER_SM | RESPONSE,
                    DATA_SM | RESPONSE -> new Reply(id, status, sequence, in.messageId(MESSAGE_ID), in.tlvs());
            case SUBMIT_MULTI | RESPONSE -> multiReply(in, status);
            case QUERY_SM | RESPONSE ->
                new QueryReply(
                        status,
                        sequence,
                        in.messageId(MESSAGE_ID),
                        in.string(TIME, SmppStatus.INVALID_SCHEDULE, "final_date"),
                        in.octet(),
                        in.octet());
            default -> throw in.wrong(SmppStatus.INVALID_COMMAND_ID, "unknown command_id " + name(id));
        };
    }

    private static Bind bind(SmppReader in) throws SmppPduException {
        return new Bind(
                in.commandId(),
                in.sequence(),
                in.string(NAME, SmppStatus.INVALID_SYSTEM_ID, "system_id"),
                in.string(NAME, SmppStatus.INVALID_PASSWORD, "password"),
                in.string(NAME, SmppStatus.INVALID_SYSTEM_TYPE, "system_type"),
                in.octet(),
                new Address(in.octet(), in.octet(), in.string(40, SmppStatus.BIND_FAILED, "address_range")));
    }

    private static Message message(SmppReader in) throws SmppPduException {
        String serviceType = serviceType(in);
        Address source = source(in);
        List<Address> destinations = in.commandId() == SUBMIT_MULTI ? destinations(in) : List.of(destination(in));
        return new Message(
                in.commandId(),
                in.sequence(),
                serviceType,
                source,
                destinations,
                in.octet(),
                in.octet(),
                in.octet(),
                in.string(TIME, SmppStatus.INVALID_SCHEDULE, "schedule_delivery_time"),
                in.string(TIME, SmppStatus.INVALID_EXPIRY, "validity_period"),
                in.octet(),
                in.octet(),
                in.octet(),
                in.octet(),
                in.shortMessage(),
                in.tlvs());
    }

    private static Message data(SmppReader in) throws SmppPduException {
        String serviceType = serviceType(in);
        Address source = in.address(64, SmppStatus.INVALID_SOURCE_ADDRESS, "source_addr");
        Address destination = in.address(64, SmppStatus.INVALID_DESTINATION_ADDRESS, "destination_addr");
        int esmClass = in.octet();
        int registered = in.octet();
        int coding = in.octet();
        return new Message(
                DATA_SM,
                in.sequence(),
                serviceType,
                source,
                List.of(destination),
                esmClass,
                0,
                0,
                "",
                "",
                registered,
                0,
                coding,
                0,
                new byte[0],
                in.tlvs());
    }

    private static List<Address> destinations(SmppReader in) throws SmppPduException {
        int count = in.octet();
        if (count == 0 || count > 254) {
            throw in.wrong(SmppStatus.INVALID_NUMBER_OF_DESTINATIONS, "number_of_dests " + count);
        }
        List<Address> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int flag = in.octet();
            if (flag == 2) {
                throw in.wrong(SmppStatus.INVALID_DISTRIBUTION_LIST, "distribution lists are not served");
            }
            if (flag != 1) {
                throw in.wrong(SmppStatus.INVALID_DESTINATION_FLAG, "dest_flag " + flag);
            }
            list.add(destination(in));
        }
        return list;
    }

    private static Replace replace(SmppReader in) throws SmppPduException {
        return new Replace(
                in.sequence(),
                in.messageId(MESSAGE_ID),
                source(in),
                in.string(TIME, SmppStatus.INVALID_SCHEDULE, "schedule_delivery_time"),
                in.string(TIME, SmppStatus.INVALID_EXPIRY, "validity_period"),
                in.octet(),
                in.octet(),
                in.shortMessage());
    }

    private static MultiReply multiReply(SmppReader in, int status) throws SmppPduException {
        String id = in.messageId(MESSAGE_ID);
        int count = in.octet();
        List<MultiReply.Refused> refused = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            refused.add(new MultiReply.Refused(destination(in), in.number()));
        }
        return new MultiReply(status, in.sequence(), id, refused);
    }

    private static String serviceType(SmppReader in) throws SmppPduException {
        return in.string(5, SmppStatus.INVALID_SERVICE_TYPE, "service_type");
    }

    private static Address source(SmppReader in) throws SmppPduException {
        return in.address(ADDRESS, SmppStatus.INVALID_SOURCE_ADDRESS, "source_addr");
    }

    private static Address destination(SmppReader in) throws SmppPduException {
        return in.address(ADDRESS, SmppStatus.INVALID_DESTINATION_ADDRESS, "destination_addr");
    }

    /** Appends the PDU, its command_length included. */
    public static void encode(SmppPdu pdu, ByteBuf out) {
        int start = out.writerIndex();
        out.writeInt(0).writeInt(pdu.commandId()).writeInt(pdu.status()).writeInt(pdu.sequence());
        if (!pdu.isResponse() || pdu.status() == SmppStatus.OK) {
            new SmppWriter(out).body(pdu);
        }
        out.setInt(start, out.writerIndex() - start);
    }
}
