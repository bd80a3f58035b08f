package org.smshub.ucp;

import io.netty.buffer.ByteBuf;
import org.smshub.line.BrokenFrame;
import org.smshub.line.Protocol;
import org.smshub.line.Refusal;
import org.smshub.link.Window;

/** What UCP says of itself at both ends; each direction has its own TRNs (EMI-UCP 4.0, section 3.3). */
abstract class UcpProtocol implements Protocol<UcpFrame> {

    private static final Window.Keys TRNS = new Window.Keys(0, 99, 1);

    private final UcpSplitter splitter;

    UcpProtocol(boolean verifyChecksum) {
        splitter = new UcpSplitter(verifyChecksum);
    }

    @Override
    public UcpFrame next(ByteBuf in) throws BrokenFrame {
        return splitter.next(in);
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
        UcpErrorCode known = code == null || !code.startsWith("ucp:") ? null : UcpErrorCode.of(code.substring(4));
        UcpErrorCode own = why == Refusal.LOGIN_FAILED ? UcpErrorCode.AUTHENTICATION : UcpErrorCode.NOT_ALLOWED;
        return UcpResult.nak(known == null ? own : known, why.words()).to(request);
    }

    static UcpFrame notSupported(UcpFrame request, String words) {
        return UcpResult.nak(UcpErrorCode.NOT_SUPPORTED, words).to(request);
    }
}
