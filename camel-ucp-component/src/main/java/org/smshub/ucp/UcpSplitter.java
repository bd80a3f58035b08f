package org.smshub.ucp;

import io.netty.buffer.ByteBuf;
import org.smshub.line.BrokenFrame;
import org.smshub.line.StxEtx;

/** Cuts a stream into frames; LEN is never waited for. */
final class UcpSplitter {

    private final boolean verifyChecksum;
    private final StxEtx frames = new StxEtx(UcpCodec.MAX_FRAME);

    UcpSplitter(boolean verifyChecksum) {
        this.verifyChecksum = verifyChecksum;
    }

    /**
     * The next frame, null when there is none that is whole. What can be answered is answered, the rest is dropped. A broken
     * result is waited past.
     *
     * @throws BrokenFrame with the refusal, if it can be answered
     */
    UcpFrame next(ByteBuf in) throws BrokenFrame {
        int length = frames.next(in);
        try {
            return length < 0 ? null : UcpCodec.decode(frames.bytes(), 0, length, verifyChecksum);
        } catch (UcpException e) {
            UcpFrame header = e.header();
            boolean answered = header != null && !header.result();
            throw new BrokenFrame(
                    e.getMessage(),
                    answered ? UcpResult.nak(e.ec(), e.getMessage()).to(header) : null,
                    false);
        }
    }
}
