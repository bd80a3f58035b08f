package org.smshub.line;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.smshub.link.nature.Nature;

/**
 * Cuts the stream into frames by the protocol's own rule. Hands on frames, and what is none as a {@link BrokenFrame};
 * after a fatal one everything is thrown away. A frame that is not whole in time is a {@link TimeoutException}, so that
 * nobody holds a connection by an octet now and then.
 */
public final class Frames<F> extends ByteToMessageDecoder {

    private final Protocol<F> protocol;
    private final long timeout;
    private final Nature nature;
    private boolean lost;
    private boolean partial;
    private long begun;
    private boolean watched;

    /** @param timeout from the first octet of a frame to its last */
    public Frames(Protocol<F> protocol, Duration timeout, Nature nature) {
        this.protocol = protocol;
        this.timeout = timeout.toNanos();
        this.nature = nature;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (lost || !context.channel().isOpen()) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            F frame = protocol.next(in);
            if (frame != null) {
                out.add(frame);
                partial = false;
            }
        } catch (BrokenFrame e) {
            lost = e.isFatal();
            partial = false;
            out.add(e);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        if (actualReadableBytes() == 0) {
            partial = false;
        } else if (!partial) {
            partial = true;
            begun = nature.nanos();
            if (!watched) {
                watch(context, timeout);
            }
        }
        super.channelReadComplete(context);
    }

    /** Not a timer for each frame: one looks at whichever is there when the time of the first is over. */
    private void watch(ChannelHandlerContext context, long nanos) {
        watched = true;
        context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext context) {
        watched = false;
        if (!partial || context.isRemoved()) {
            return;
        }
        if (!context.channel().config().isAutoRead()) {
            // it is we who do not read
            begun = nature.nanos();
        }
        long left = timeout - (nature.nanos() - begun);
        if (left > 0) {
            watch(context, left);
        } else {
            context.fireExceptionCaught(new TimeoutException("a frame was not whole within "
                    + TimeUnit.NANOSECONDS.toMillis(timeout) + " ms (option requestTimeout)"));
        }
    }
}
