package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;

/**
 * Bytes ⇄ PDUs of SMPP 3.3, 3.4 §4 and 5.0, for both ends. Pure functions.
 *
 * <p>Reading is lenient or strict. Strict, for who answers applications, holds every field to its length, so that the
 * wrong one is named by its status; system id and password may have up to 64 characters, because keys are longer than eight
 * today. Lenient, for who hears centres, takes whatever loses nothing: fields of any length, a last string without its NUL,
 * one to three octets after the body. In a response the id counts more than what follows it: an optional parameter that
 * cannot be read ends there, and a body that cannot be read is a {@link Plain}, unless strict.
 */
public final class SmppCodec {

    /** Octets of a PDU header (§3.2): command_length, command_id, command_status, sequence_number. */
    public static final int HEADER = 16;

    private static final int NAME = 64;
    private static final int ADDRESS = 20;
    private static final int MESSAGE_ID = 64;
    private static final int TIME = 16;

    private SmppCodec() {}

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
                    case OUTBIND -> "outbind";
                    case ENQUIRE_LINK -> "enquire_link";
                    case SUBMIT_MULTI -> "submit_multi";
                    case ALERT_NOTIFICATION -> "alert_notification";
                    case DATA_SM -> "data_sm";
                    default -> null;
                };
        if (name == null) {
            return "0x" + Integer.toHexString(commandId);
        }
        return commandId < 0 && commandId != GENERIC_NACK ? name + "_resp" : name;
    }

    /** Whether a peer that gets this command has to answer it with the response of the same number. */
    public static boolean isRequest(int commandId) {
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
     * @param strict see above
     * @throws SmppPduException with the command_status of the field that is wrong
     */
    public static SmppPdu decode(ByteBuf frame, boolean strict) throws SmppPduException {
        if (frame.readableBytes() < HEADER) {
            throw new SmppPduException(0, 0, CommandStatus.INVALID_COMMAND_LENGTH, "PDU shorter than its header", true);
        }
        frame.skipBytes(4);
        int id = frame.readInt();
        int status = frame.readInt();
        int sequence = frame.readInt();
        SmppReader in = new SmppReader(frame, id, sequence, strict);
        return id < 0 ? response(in, id, status) : request(in, id);
    }

    private static SmppPdu request(SmppReader in, int id) throws SmppPduException {
        return switch (id) {
            case SUBMIT_SM, DELIVER_SM, SUBMIT_MULTI -> message(in);
            case DATA_SM -> data(in);
            case ENQUIRE_LINK, UNBIND -> new Plain(id, CommandStatus.OK, in.sequence(), in.tlvsIfAny());
            case BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER -> bind(in);
            case QUERY_SM -> new Query(in.sequence(), in.messageId(MESSAGE_ID), source(in));
            case CANCEL_SM ->
                new Cancel(in.sequence(), serviceType(in), in.messageId(MESSAGE_ID), source(in), destination(in));
            case REPLACE_SM -> replace(in);
            case OUTBIND ->
                new Outbind(
                        in.sequence(),
                        in.string(NAME, CommandStatus.INVALID_SYSTEM_ID, "system_id"),
                        in.string(NAME, CommandStatus.INVALID_PASSWORD, "password"));
            case ALERT_NOTIFICATION ->
                new Alert(
                        in.sequence(),
                        in.address(64, CommandStatus.INVALID_SOURCE_ADDRESS, "source_addr"),
                        in.address(64, CommandStatus.INVALID_DESTINATION_ADDRESS, "esme_addr"),
                        in.tlvs());
            default -> throw in.wrong(CommandStatus.INVALID_COMMAND_ID, "unknown command_id " + name(id));
        };
    }

    private static SmppPdu response(SmppReader in, int id, int status) throws SmppPduException {
        if (!in.isReadable()) {
            return new Plain(id, status, in.sequence());
        }
        try {
            return switch (id) {
                case BIND_RECEIVER | RESPONSE,
                        BIND_TRANSMITTER | RESPONSE,
                        BIND_TRANSCEIVER | RESPONSE,
                        SUBMIT_SM | RESPONSE,
                        DELIVER_SM | RESPONSE,
                        DATA_SM | RESPONSE -> new Reply(id, status, in.sequence(), in.messageId(MESSAGE_ID), in.tlvs());
                case ENQUIRE_LINK | RESPONSE,
                        UNBIND | RESPONSE,
                        GENERIC_NACK,
                        CANCEL_SM | RESPONSE,
                        REPLACE_SM | RESPONSE -> new Plain(id, status, in.sequence(), in.tlvsIfAny());
                case SUBMIT_MULTI | RESPONSE -> multiReply(in, status);
                case QUERY_SM | RESPONSE ->
                    new QueryReply(
                            status,
                            in.sequence(),
                            in.messageId(MESSAGE_ID),
                            in.string(TIME, CommandStatus.INVALID_SCHEDULE, "final_date"),
                            in.octet(),
                            in.octet(),
                            in.tlvs());
                default -> throw in.wrong(CommandStatus.INVALID_COMMAND_ID, "unknown command_id " + name(id));
            };
        } catch (SmppPduException e) {
            // a refusal is one whatever follows it
            if (status != CommandStatus.OK || !in.isStrict() && e.status() != CommandStatus.INVALID_COMMAND_ID) {
                return new Plain(id, status, in.sequence());
            }
            throw e;
        }
    }

    private static Bind bind(SmppReader in) throws SmppPduException {
        return new Bind(
                in.commandId(),
                in.sequence(),
                in.string(NAME, CommandStatus.INVALID_SYSTEM_ID, "system_id"),
                in.string(NAME, CommandStatus.INVALID_PASSWORD, "password"),
                in.string(NAME, CommandStatus.INVALID_SYSTEM_TYPE, "system_type"),
                in.octet(),
                in.address(40, CommandStatus.BIND_FAILED, "address_range"));
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
                in.string(TIME, CommandStatus.INVALID_SCHEDULE, "schedule_delivery_time"),
                in.string(TIME, CommandStatus.INVALID_EXPIRY, "validity_period"),
                in.octet(),
                in.octet(),
                in.octet(),
                in.octet(),
                in.shortMessage(),
                in.tlvs());
    }

    private static Message data(SmppReader in) throws SmppPduException {
        String serviceType = serviceType(in);
        Address source = in.address(64, CommandStatus.INVALID_SOURCE_ADDRESS, "source_addr");
        Address destination = in.address(64, CommandStatus.INVALID_DESTINATION_ADDRESS, "destination_addr");
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
                SmppReader.NOTHING,
                in.tlvs());
    }

    private static List<Address> destinations(SmppReader in) throws SmppPduException {
        int count = in.octet();
        if (count == 0 || count > 254) {
            throw in.wrong(CommandStatus.INVALID_NUMBER_OF_DESTINATIONS, "number_of_dests " + count);
        }
        List<Address> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int flag = in.octet();
            if (flag == 2) {
                list.add(Address.list(in.string(ADDRESS, CommandStatus.INVALID_DISTRIBUTION_LIST, "dl_name")));
            } else if (flag == 1) {
                list.add(destination(in));
            } else {
                throw in.wrong(CommandStatus.INVALID_DESTINATION_FLAG, "dest_flag " + flag);
            }
        }
        return list;
    }

    private static Replace replace(SmppReader in) throws SmppPduException {
        return new Replace(
                in.sequence(),
                in.messageId(MESSAGE_ID),
                source(in),
                in.string(TIME, CommandStatus.INVALID_SCHEDULE, "schedule_delivery_time"),
                in.string(TIME, CommandStatus.INVALID_EXPIRY, "validity_period"),
                in.octet(),
                in.octet(),
                in.shortMessage(),
                in.tlvs());
    }

    private static MultiReply multiReply(SmppReader in, int status) throws SmppPduException {
        String id = in.messageId(MESSAGE_ID);
        int count = in.isReadable() || in.isStrict() ? in.octet() : 0;
        List<MultiReply.Refused> refused = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            refused.add(new MultiReply.Refused(destination(in), in.number()));
        }
        return new MultiReply(status, in.sequence(), id, refused, in.tlvs());
    }

    private static String serviceType(SmppReader in) throws SmppPduException {
        return in.string(5, CommandStatus.INVALID_SERVICE_TYPE, "service_type");
    }

    private static Address source(SmppReader in) throws SmppPduException {
        return in.address(ADDRESS, CommandStatus.INVALID_SOURCE_ADDRESS, "source_addr");
    }

    private static Address destination(SmppReader in) throws SmppPduException {
        return in.address(ADDRESS, CommandStatus.INVALID_DESTINATION_ADDRESS, "destination_addr");
    }

    /**
     * Appends the PDU, its command_length included. A response whose status is not {@link CommandStatus#OK} has no body
     * (§4.4.2), unless it has optional parameters.
     *
     * @throws IllegalArgumentException if a field has no room for its value; then nothing is appended
     */
    public static void encode(SmppPdu pdu, ByteBuf out) {
        encode(pdu, out, true);
    }

    /** @param withTlvs false for a peer that does not know optional parameters (before 3.4) */
    static void encode(SmppPdu pdu, ByteBuf out, boolean withTlvs) {
        int start = out.writerIndex();
        try {
            out.writeInt(0).writeInt(pdu.commandId()).writeInt(pdu.status()).writeInt(pdu.sequence());
            if (!pdu.isResponse()
                    || pdu.status() == CommandStatus.OK
                    || withTlvs && !pdu.tlvs().isEmpty()) {
                new SmppWriter(out).body(pdu, withTlvs);
            }
            out.setInt(start, out.writerIndex() - start);
        } catch (IllegalArgumentException e) {
            out.writerIndex(start);
            throw e;
        }
    }
}
