package org.smshub.line;

import io.netty.buffer.ByteBuf;
import java.util.function.Function;

/**
 * Cuts a stream into what stands between STX and ETX (UCP, CIMD2). It starts again at every STX, so that half a frame does
 * not swallow the next good one; noise between frames is skipped. A frame longer than the limit is dropped up to the next
 * STX. One a connection.
 */
public final class StxEtx {

    /** Reads what stands between STX and ETX. */
    @FunctionalInterface
    public interface Decoder<F> {
        F decode(byte[] bytes, int from, int to) throws FrameException;
    }

    public static final byte STX = 2;
    public static final byte ETX = 3;

    private final int limit;
    /** The octets of the last frame, without STX and ETX. */
    private byte[] bytes = new byte[512];

    /** Where in the frame that has begun the search goes on, counted from the reader index. */
    private int searched;

    /** @param limit octets of the largest frame, STX and ETX included */
    public StxEtx(int limit) {
        this.limit = limit;
    }

    /**
     * Takes the next frame off the buffer.
     *
     * @param answer to a frame that cannot be read, null for none: it is dropped
     * @return null when none is whole
     */
    public <F> F next(ByteBuf in, Decoder<F> decoder, Function<FrameException, F> answer) throws BrokenFrame {
        int length = next(in);
        try {
            return length < 0 ? null : decoder.decode(bytes, 0, length);
        } catch (FrameException e) {
            throw new BrokenFrame(e.getMessage(), answer.apply(e), false);
        }
    }

    /** The next one, into {@link #bytes}; returns its length there, -1 when none is whole. */
    private int next(ByteBuf in) {
        while (in.isReadable() && (searched > 0 || skipToStx(in))) {
            int from = in.readerIndex();
            int start = Math.max(searched, 1);
            int end = in.forEachByte(from + start, in.readableBytes() - start, b -> b != ETX && b != STX);
            if (end < 0) {
                searched = in.readableBytes();
                if (searched <= limit) {
                    return -1;
                }
                drop(in, searched);
            } else if (in.getByte(end) == STX || end - from >= limit) {
                drop(in, end - from);
            } else {
                int length = end - from - 1;
                bytes = bytes.length < length ? new byte[length] : bytes;
                in.getBytes(from + 1, bytes, 0, length);
                drop(in, end + 1 - from);
                return length;
            }
        }
        return -1;
    }

    private static boolean skipToStx(ByteBuf in) {
        int stx = in.indexOf(in.readerIndex(), in.writerIndex(), STX);
        in.readerIndex(stx < 0 ? in.writerIndex() : stx);
        return stx >= 0;
    }

    private void drop(ByteBuf in, int count) {
        in.skipBytes(count);
        searched = 0;
    }
}
