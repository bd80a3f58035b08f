package org.smshub.nettysmpp.codec;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.Tlv;

/**
 * Bytes ⇄ PDUs of SMPP 3.3, 3.4 §4 and 5.0, for both ends. Pure functions.
 *
 * <p>Reading is lenient or strict. Strict, for who answers applications, holds every field to its length, so that the
 * wrong one is named by its status; system id and password may have up to 64 characters, because keys are longer than eight
 * today. Lenient, for who hears centres, takes whatever loses nothing: fields of any length, a last string without its NUL,
 * one to three octets after the body. In a response the id counts more than what follows it: an optional parameter that
 * cannot be read ends there, and a body that cannot be read is none, unless strict.
 */
public final class SmppCodec {

    /** Octets of a PDU header (§3.2): command_length, command_id, command_status, sequence_number. */
    public static final int HEADER = 16;

    private SmppCodec() {}

    /** The specification's name of a command, or its number. */
    public static String name(int commandId) {
        SmppLayout layout = SmppLayout.of(commandId);
        return layout == null ? "0x" + Integer.toHexString(commandId) : layout.name();
    }

    /** Whether a peer that gets this command has to answer it with the response of the same number. */
    public static boolean isRequest(int commandId) {
        SmppLayout layout = SmppLayout.of(commandId);
        return layout != null && layout.answered();
    }

    /**
     * @param frame one whole PDU, its command_length being the number of readable bytes
     * @param strict see above
     * @throws SmppPduException with the command_status of the field that is wrong
     */
    public static SmppPdu decode(ByteBuf frame, boolean strict) throws SmppPduException {
        if (frame.readableBytes() < HEADER) {
            throw new SmppPduException(0, 0, CommandStatus.INVALID_COMMAND_LENGTH, "PDU shorter than its header");
        }
        frame.skipBytes(4);
        int id = frame.readInt();
        int status = frame.readInt();
        int sequence = frame.readInt();
        SmppPdu plain = SmppPdu.plain(id, id < 0 ? status : CommandStatus.OK, sequence);
        if (plain.isResponse() && !frame.isReadable()) {
            return plain;
        }
        try {
            return body(plain, new SmppReader(frame, id, sequence, strict));
        } catch (SmppPduException e) {
            // a refusal is one whatever follows it
            boolean refused = status != CommandStatus.OK || !strict && e.status() != CommandStatus.INVALID_COMMAND_ID;
            if (plain.isResponse() && refused) {
                return plain;
            }
            throw e;
        }
    }

    private static SmppPdu body(SmppPdu head, SmppReader in) throws SmppPduException {
        SmppLayout layout = SmppLayout.of(head.commandId());
        if (layout == null) {
            throw in.wrong(CommandStatus.INVALID_COMMAND_ID, "unknown command_id");
        }
        Object[] values = new Object[layout.fields().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = layout.fields().get(i).read(in);
        }
        List<Tlv> tlvs = in.tlvs(layout.open());
        return new SmppPdu(head.commandId(), head.status(), head.sequence(), Arrays.asList(values), tlvs, null);
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
    public static void encode(SmppPdu pdu, ByteBuf out, boolean withTlvs) {
        int start = out.writerIndex();
        try {
            out.writeInt(0).writeInt(pdu.commandId()).writeInt(pdu.status()).writeInt(pdu.sequence());
            if (!pdu.isResponse()
                    || pdu.status() == CommandStatus.OK
                    || withTlvs && !pdu.tlvs().isEmpty()) {
                SmppWriter.body(pdu, out, withTlvs);
            }
            out.setInt(start, out.writerIndex() - start);
        } catch (IllegalArgumentException e) {
            out.writerIndex(start);
            throw e;
        }
    }
}
