package org.smshub.cimd2;

import static org.smshub.cimd2.codec.Cimd2Operation.*;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.smshub.cimd2.codec.Cimd2Codec;
import org.smshub.cimd2.codec.Cimd2Error;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.cimd2.codec.Cimd2Operation;
import org.smshub.line.BrokenFrame;
import org.smshub.line.FrameException;
import org.smshub.line.Protocol;
import org.smshub.line.StxEtx;

/** What CIMD2 says of itself at both ends; the two directions count on their own (CIMD2 reference, section 4). */
abstract class Cimd2Protocol implements Protocol<Cimd2Frame> {

    private final boolean verifyChecksum;
    private final boolean sendChecksum;
    private final StxEtx frames = new StxEtx(Cimd2Codec.MAX_FRAME);

    Cimd2Protocol(boolean verifyChecksum, boolean sendChecksum) {
        this.verifyChecksum = verifyChecksum;
        this.sendChecksum = sendChecksum;
    }

    @Override
    public Cimd2Frame next(ByteBuf in) throws BrokenFrame {
        return frames.next(
                in,
                (bytes, from, to) -> Cimd2Codec.decode(bytes, from, to, verifyChecksum),
                e -> broken((Cimd2Frame) e.header(), e));
    }

    /**
     * What answers a packet that cannot be read, null for nothing.
     *
     * @param header its operation and number, null when not even those can be read
     * @param why without a code for a wrong checksum
     */
    abstract Cimd2Frame broken(Cimd2Frame header, FrameException why);

    static Cimd2Frame nack(int expected) {
        return new Cimd2Frame(NACK.code(), expected, List.of());
    }

    @Override
    public Kind kind(Cimd2Frame frame) {
        if (frame.isResponse()) {
            return Kind.ANSWER;
        }
        return switch (frame.operation()) {
            case 1 -> Kind.LOGIN;
            case 2 -> Kind.GOODBYE;
            case 40 -> Kind.PROBE;
            default -> Kind.REQUEST;
        };
    }

    @Override
    public Cimd2Frame parted(Cimd2Frame goodbye) {
        return goodbye.response().build();
    }

    @Override
    public void encode(Cimd2Frame frame, ByteBuf out) {
        out.writeBytes(Cimd2Codec.encode(frame, sendChecksum));
    }

    @Override
    public Cimd2Frame numbered(Cimd2Frame request, int key) {
        return request.withNumber(key);
    }

    @Override
    public int key(Cimd2Frame answer) {
        return answer.number();
    }

    /** Number and operation; a general error or a nack answers whatever has its number. */
    @Override
    public boolean answers(Cimd2Frame answer, Cimd2Frame request) {
        return answer.operation() == request.operation() + Cimd2Operation.RESPONSE || unnumbered(answer);
    }

    @Override
    public boolean repeats(Cimd2Frame answer) {
        return answer.is(NACK);
    }

    @Override
    public boolean unnumbered(Cimd2Frame answer) {
        return answer.is(GENERAL_ERROR) || answer.is(NACK);
    }

    @Override
    public Cimd2Frame probed(Cimd2Frame probe, int waiting, boolean open) {
        return open ? probe.response().build() : probe.refusal(Cimd2Error.UNEXPECTED);
    }
}
