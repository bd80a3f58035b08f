package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.codec.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.line.BrokenFrame;
import org.smshub.line.Protocol;
import org.smshub.link.Window;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.nettysmpp.codec.SmppPduException;
import org.smshub.smpp.CommandStatus;

/** What SMPP says of itself at both ends; each direction has its own sequence numbers (SMPP 3.4 §3.2). */
abstract class SmppProtocol implements Protocol<SmppPdu> {

    private static final Logger LOG = LoggerFactory.getLogger(SmppProtocol.class);
    private static final Window.Keys SEQUENCES = new Window.Keys(1, Integer.MAX_VALUE, 1);

    /** From here on peers know optional parameters. */
    static final int TLVS = 0x34;

    private final int maxPduSize;
    private final boolean strict;
    private volatile int version;

    /** @param strict as {@link SmppCodec} says */
    SmppProtocol(int maxPduSize, boolean strict, int version) {
        this.maxPduSize = maxPduSize;
        this.strict = strict;
        this.version = version;
    }

    /** interface_version of SMPP, such as 0x34, of the words of an option. */
    static int version(String option, String text) {
        return switch (text) {
            case "3.3" -> 0x33;
            case "3.4" -> TLVS;
            case "5.0" -> 0x50;
            default -> throw new IllegalArgumentException("Option " + option + " is 3.3, 3.4 or 5.0, not " + text);
        };
    }

    /** What both ends of the session speak; known after the bind. */
    final void version(int agreed) {
        version = agreed;
    }

    final int version() {
        return version;
    }

    @Override
    public SmppPdu next(ByteBuf in) throws BrokenFrame {
        if (in.readableBytes() < SmppCodec.HEADER) {
            return null;
        }
        long length = in.getUnsignedInt(in.readerIndex());
        if (length < SmppCodec.HEADER || length > maxPduSize) {
            int sequence = in.getInt(in.readerIndex() + 12);
            in.skipBytes(in.readableBytes());
            throw new BrokenFrame(
                    "command_length " + length + ", allowed are " + SmppCodec.HEADER + " to " + maxPduSize
                            + " (option maxPduSize)",
                    plain(GENERIC_NACK, CommandStatus.INVALID_COMMAND_LENGTH, sequence),
                    true);
        }
        if (in.readableBytes() < length) {
            return null;
        }
        ByteBuf pdu = in.readSlice((int) length);
        try {
            return SmppCodec.decode(pdu, strict);
        } catch (SmppPduException e) {
            return unreadable(e, pdu);
        }
    }

    /** An answer that cannot be read is one: its status was ESME_ROK, else there is no body to read. */
    private SmppPdu unreadable(SmppPduException e, ByteBuf pdu) throws BrokenFrame {
        if (e.commandId() < 0) {
            return plain(e.commandId(), CommandStatus.OK, e.sequence());
        }
        if (keepsUnreadable(e.commandId())) {
            byte[] octets = new byte[pdu.writerIndex()];
            pdu.getBytes(0, octets);
            Unreadable why = new Unreadable(e.getMessage(), octets);
            return new SmppPdu(e.commandId(), e.status(), e.sequence(), List.of(), List.of(), why);
        }
        throw new BrokenFrame(e.getMessage(), refusal(e.commandId(), e.sequence(), e.status()), false);
    }

    /** Whether the route hears of such a request when it cannot be read. */
    boolean keepsUnreadable(int commandId) {
        return false;
    }

    /** An id of the route that no string of SMPP has room for must not leave the other side without an answer. */
    @Override
    public void encode(SmppPdu pdu, ByteBuf out) {
        boolean tlvs = version >= TLVS;
        try {
            SmppCodec.encode(pdu, out, tlvs);
        } catch (IllegalArgumentException e) {
            if (!pdu.isResponse()) {
                throw e;
            }
            LOG.warn("The answer to {} cannot be written: {}", SmppCodec.name(pdu.commandId()), e.getMessage());
            SmppCodec.encode(plain(pdu.commandId(), CommandStatus.SYSTEM_ERROR, pdu.sequence()), out, tlvs);
        }
    }

    @Override
    public boolean counts(SmppPdu pdu) {
        return (pdu.commandId() & ~RESPONSE) != ENQUIRE_LINK;
    }

    @Override
    public Kind kind(SmppPdu pdu) {
        if (pdu.isResponse()) {
            return Kind.ANSWER;
        }
        return switch (pdu.commandId()) {
            case ENQUIRE_LINK -> Kind.PROBE;
            case UNBIND -> Kind.GOODBYE;
            default -> Kind.REQUEST;
        };
    }

    @Override
    public Window.Keys keys() {
        return SEQUENCES;
    }

    @Override
    public SmppPdu numbered(SmppPdu request, int key) {
        return request.to(key);
    }

    @Override
    public int key(SmppPdu answer) {
        return answer.sequence();
    }

    @Override
    public boolean answers(SmppPdu answer, SmppPdu request) {
        return answer.commandId() == (request.commandId() | RESPONSE) || answer.commandId() == GENERIC_NACK;
    }

    @Override
    public SmppPdu probe() {
        return plain(ENQUIRE_LINK, CommandStatus.OK, 0);
    }

    @Override
    public SmppPdu probed(SmppPdu probe, int waiting, boolean open) {
        return plain(ENQUIRE_LINK | RESPONSE, CommandStatus.OK, probe.sequence());
    }

    @Override
    public SmppPdu goodbye() {
        return plain(UNBIND, CommandStatus.OK, 0);
    }

    @Override
    public SmppPdu parted(SmppPdu goodbye) {
        return plain(UNBIND | RESPONSE, CommandStatus.OK, goodbye.sequence());
    }

    /** Under another command, where the one of the request has none. */
    static SmppPdu refusal(SmppPdu request, int status) {
        return refusal(request.commandId(), request.sequence(), status);
    }

    private static SmppPdu refusal(int commandId, int sequence, int status) {
        return plain(SmppCodec.isRequest(commandId) ? commandId | RESPONSE : GENERIC_NACK, status, sequence);
    }
}
