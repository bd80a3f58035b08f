package org.smshub.ucp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts a stream into frames. It starts again at every STX, so that half a frame does not swallow the next good one; noise
 * between frames is skipped; LEN is never waited for. A frame longer than the limit is dropped up to the next STX.
 *
 * <p>It passes on a {@link UcpFrame} for what is well formed and a {@link UcpException} for what is not.
 */
final class UcpSplitter extends ByteToMessageDecoder {

    private final boolean verifyChecksum;
    private byte[] bytes = new byte[512];
    /** Where in the frame that has begun the search goes on, counted from the reader index. */
    private int searched;

    UcpSplitter(boolean verifyChecksum) {
        this.verifyChecksum = verifyChecksum;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (searched == 0 && !skipToStx(in)) {
            return;
        }
        int from = in.readerIndex();
        int end = in.forEachByte(
                from + Math.max(searched, 1),
                in.readableBytes() - Math.max(searched, 1),
                b -> b != UcpCodec.ETX && b != UcpCodec.STX);
        if (end < 0) {
            searched = in.readableBytes();
            if (searched > UcpCodec.MAX_FRAME) {
                drop(in, searched);
            }
        } else if (in.getByte(end) == UcpCodec.STX || end - from >= UcpCodec.MAX_FRAME) {
            drop(in, end - from);
        } else {
            frame(in, from + 1, end, out);
            drop(in, end + 1 - from);
        }
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

    private void frame(ByteBuf in, int from, int to, List<Object> out) {
        int length = to - from;
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        in.getBytes(from, bytes, 0, length);
        try {
            out.add(UcpCodec.decode(bytes, 0, length, verifyChecksum));
        } catch (UcpException e) {
            out.add(e);
        }
    }
}
