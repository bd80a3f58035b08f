package org.smshub.cimd2;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.smshub.line.BrokenFrame;
import org.smshub.line.Protocol;
import org.smshub.line.StxEtx;

/** What CIMD2 says of itself at both ends; the two directions count on their own (CIMD2 reference, section 4). */
abstract class Cimd2Protocol implements Protocol<Cimd2Frame> {

    private final Cimd2Options options;
    private final StxEtx frames = new StxEtx(Cimd2Codec.MAX_FRAME);

    Cimd2Protocol(Cimd2Options options) {
        this.options = options;
    }

    @Override
    public Cimd2Frame next(ByteBuf in) throws BrokenFrame {
        int length = frames.next(in);
        try {
            return length < 0 ? null : Cimd2Codec.decode(frames.bytes(), 0, length, options.isVerifyChecksum());
        } catch (Cimd2Exception e) {
            throw new BrokenFrame(e.getMessage(), broken(e.header(), e.code()), false);
        }
    }

    /**
     * What answers a packet that cannot be read, null for nothing.
     *
     * @param header its operation and number, null when not even those can be read
     * @param code null for a wrong checksum
     */
    abstract Cimd2Frame broken(Cimd2Frame header, Cimd2ErrorCode code);

    static Cimd2Frame nack(int expected) {
        return new Cimd2Frame(Cimd2Operation.NACK.code(), expected, List.of());
    }

    @Override
    public void encode(Cimd2Frame frame, ByteBuf out) {
        out.writeBytes(Cimd2Codec.encode(frame, options.isSendChecksum()));
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
        return answer.operation() == request.operation() + Cimd2Operation.RESPONSE
                || answer.is(Cimd2Operation.GENERAL_ERROR)
                || answer.is(Cimd2Operation.NACK);
    }

    @Override
    public boolean repeats(Cimd2Frame answer) {
        return answer.is(Cimd2Operation.NACK);
    }

    @Override
    public boolean unnumbered(Cimd2Frame answer) {
        return answer.is(Cimd2Operation.GENERAL_ERROR) || answer.is(Cimd2Operation.NACK);
    }

    @Override
    public Cimd2Frame probed(Cimd2Frame probe, int waiting, boolean open) {
        return open ? probe.response().build() : probe.refusal(Cimd2ErrorCode.UNEXPECTED);
    }
}
