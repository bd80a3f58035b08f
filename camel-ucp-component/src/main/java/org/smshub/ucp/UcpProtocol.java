package org.smshub.ucp;

import io.netty.buffer.ByteBuf;
import org.smshub.line.BrokenFrame;
import org.smshub.line.FrameException;
import org.smshub.line.Protocol;
import org.smshub.line.Refusal;
import org.smshub.line.StxEtx;
import org.smshub.link.Window;
import org.smshub.ucp.codec.UcpCodec;
import org.smshub.ucp.codec.UcpErrorCode;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpResult;

/** What UCP says of itself at both ends; each direction has its own TRNs (EMI-UCP 4.0, section 3.3). */
abstract class UcpProtocol implements Protocol<UcpFrame> {

    private static final Window.Keys TRNS = new Window.Keys(0, 99, 1);

    private final boolean verifyChecksum;
    private final StxEtx frames = new StxEtx(UcpCodec.MAX_FRAME);

    UcpProtocol(boolean verifyChecksum) {
        this.verifyChecksum = verifyChecksum;
    }

    /** LEN is never waited for. What can be answered is answered, the rest is dropped; a broken result is waited past. */
    @Override
    public UcpFrame next(ByteBuf in) throws BrokenFrame {
        return frames.next(
                in, (bytes, from, to) -> UcpCodec.decode(bytes, from, to, verifyChecksum), UcpProtocol::broken);
    }

    private static UcpFrame broken(FrameException e) {
        return e.header() instanceof UcpFrame header && !header.result()
                ? UcpResult.nak(e.errorCode(), e.getMessage()).to(header)
                : null;
    }

    @Override
    public void encode(UcpFrame frame, ByteBuf out) {
        out.writeBytes(UcpCodec.encode(frame));
    }

    @Override
    public Window.Keys keys() {
        return TRNS;
    }

    @Override
    public UcpFrame numbered(UcpFrame request, int key) {
        return request.withTrn(key);
    }

    @Override
    public int key(UcpFrame answer) {
        return answer.trn();
    }

    /** A result carries the OT of its operation and is positive or negative; anything else is waited past. */
    @Override
    public boolean answers(UcpFrame answer, UcpFrame request) {
        return answer.ot() == request.ot() && UcpResult.isResult(answer);
    }

    @Override
    public UcpFrame refusal(UcpFrame request, Refusal why, String code) {
        String own = why == Refusal.LOGIN_FAILED ? UcpErrorCode.AUTHENTICATION : UcpErrorCode.NOT_ALLOWED;
        boolean ours = code != null && code.startsWith("ucp:");
        return UcpResult.nak(ours ? UcpErrorCode.known(code.substring(4), own) : own, why.words())
                .to(request);
    }

    static UcpFrame notSupported(UcpFrame request, String words) {
        return UcpResult.nak(UcpErrorCode.NOT_SUPPORTED, words).to(request);
    }
}
