package org.smshub.ucp;

import io.netty.buffer.ByteBuf;
import org.smshub.line.BrokenFrame;

/**
 * Cuts a stream into frames. It starts again at every STX, so that half a frame does not swallow the next good one; noise
 * between frames is skipped; LEN is never waited for. A frame longer than the limit is dropped up to the next STX.
 */
final class UcpSplitter {

    private final boolean verifyChecksum;
    private byte[] bytes = new byte[512];
    /** Where in the frame that has begun the search goes on, counted from the reader index. */
    private int searched;

    UcpSplitter(boolean verifyChecksum) {
        this.verifyChecksum = verifyChecksum;
    }

    /** The next frame, null when there is none that is whole. @throws BrokenFrame with the refusal, if it can be answered */
    UcpFrame next(ByteBuf in) throws BrokenFrame {
        while (in.isReadable() && (searched > 0 || skipToStx(in))) {
            int from = in.readerIndex();
            int start = Math.max(searched, 1);
            int end = in.forEachByte(
                    from + start, in.readableBytes() - start, b -> b != UcpCodec.ETX && b != UcpCodec.STX);
            if (end < 0) {
                searched = in.readableBytes();
                if (searched <= UcpCodec.MAX_FRAME) {
                    return null;
                }
                drop(in, searched);
            } else if (in.getByte(end) == UcpCodec.STX || end - from >= UcpCodec.MAX_FRAME) {
                drop(in, end - from);
            } else {
                int length = end - from - 1;
                bytes = bytes.length < length ? new byte[length] : bytes;
                in.getBytes(from + 1, bytes, 0, length);
                drop(in, end + 1 - from);
                return decode(length);
            }
        }
        return null;
    }

    private static boolean skipToStx(ByteBuf in) {
        int stx = in.indexOf(in.readerIndex(), in.writerIndex(), UcpCodec.STX);
        in.readerIndex(stx < 0 ? in.writerIndex() : stx);
        return stx >= 0;
    }

    private void drop(ByteBuf in, int count) {
        in.skipBytes(count);
        searched = 0;
    }

    /** What can be answered is answered, the rest is dropped. A broken result is waited past. */
    private UcpFrame decode(int length) throws BrokenFrame {
        try {
            return UcpCodec.decode(bytes, 0, length, verifyChecksum);
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
