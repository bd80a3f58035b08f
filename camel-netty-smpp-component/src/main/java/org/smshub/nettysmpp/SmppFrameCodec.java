package org.smshub.nettysmpp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.smshub.smpp.CommandStatus;

/**
 * Cuts the stream into PDUs by command_length (SMPP 3.4 §3.2). Hands on {@link SmppPdu}s, and what is no PDU as a
 * {@link SmppPduException}. After a command_length that cannot be, everything that follows is thrown away. A PDU that is
 * not whole in time is a {@link TimeoutException}, so that nobody holds a connection by an octet now and then.
 */
final class SmppFrameCodec extends ByteToMessageCodec<SmppPdu> {

    private final int maxPduSize;
    private final long timeout;
    private final boolean strict;
    private boolean lost;
    private boolean partial;
    private long begun;
    private boolean watched;

    /**
     * @param timeout milliseconds from the first octet of a PDU to its last
     * @param strict as {@link SmppCodec} says
     */
    SmppFrameCodec(int maxPduSize, long timeout, boolean strict) {
        this.maxPduSize = maxPduSize;
        this.strict = strict;
        this.timeout = TimeUnit.MILLISECONDS.toNanos(timeout);
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, SmppPdu pdu, ByteBuf out) {
        SmppCodec.encode(pdu, out);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (lost) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < SmppCodec.HEADER) {
            begun(ctx);
            return;
        }
        long length = in.getUnsignedInt(in.readerIndex());
        if (length < SmppCodec.HEADER || length > maxPduSize) {
            lost = true;
            int command = in.getInt(in.readerIndex() + 4);
            int sequence = in.getInt(in.readerIndex() + 12);
            String text = "command_length " + length + ", allowed are " + SmppCodec.HEADER + " to " + maxPduSize
                    + " (option maxPduSize)";
            in.skipBytes(in.readableBytes());
            out.add(new SmppPduException(command, sequence, CommandStatus.INVALID_COMMAND_LENGTH, text, true));
            return;
        }
        if (in.readableBytes() < length) {
            begun(ctx);
            return;
        }
        partial = false;
        try {
            out.add(SmppCodec.decode(in.readSlice((int) length), strict));
        } catch (SmppPduException e) {
            out.add(e);
        }
    }

    /** Not a timer for each PDU: one looks at whichever is there when the time of the first is over. */
    private void begun(ChannelHandlerContext ctx) {
        if (partial) {
            return;
        }
        partial = true;
        begun = System.nanoTime();
        if (!watched) {
            watch(ctx, timeout);
        }
    }

    private void watch(ChannelHandlerContext ctx, long nanos) {
        watched = true;
        ctx.executor().schedule(() -> look(ctx), nanos, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext ctx) {
        watched = false;
        if (!partial || ctx.isRemoved()) {
            return;
        }
        if (!ctx.channel().config().isAutoRead()) {
            // it is we who do not read
            begun = System.nanoTime();
        }
        long left = timeout - (System.nanoTime() - begun);
        if (left > 0) {
            watch(ctx, left);
        } else {
            ctx.fireExceptionCaught(new TimeoutException("a PDU was not whole within "
                    + TimeUnit.NANOSECONDS.toMillis(timeout) + " ms (option responseTimeout)"));
        }
    }
}
