package org.smshub.smppserver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;
import java.util.List;

/**
 * Cuts the stream into PDUs by command_length (SMPP 3.4 §3.2). Hands on {@link SmppPdu}s, and what is no PDU as a
 * {@link SmppPduException}. After a command_length that cannot be, everything that follows is thrown away.
 */
final class SmppFrameCodec extends ByteToMessageCodec<SmppPdu> {

    private final int maxPduSize;
    private boolean lost;

    SmppFrameCodec(int maxPduSize) {
        this.maxPduSize = maxPduSize;
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, SmppPdu pdu, ByteBuf out) {
        SmppServerCodec.encode(pdu, out);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (lost) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < SmppServerCodec.HEADER) {
            return;
        }
        long length = in.getUnsignedInt(in.readerIndex());
        if (length < SmppServerCodec.HEADER || length > maxPduSize) {
            lost = true;
            int command = in.getInt(in.readerIndex() + 4);
            int sequence = in.getInt(in.readerIndex() + 12);
            String text = "command_length " + length + ", allowed are " + SmppServerCodec.HEADER + " to " + maxPduSize
                    + " (option maxPduSize)";
            in.skipBytes(in.readableBytes());
            out.add(new SmppPduException(command, sequence, SmppStatus.INVALID_COMMAND_LENGTH, text, true));
            return;
        }
        if (in.readableBytes() < length) {
            return;
        }
        try {
            out.add(SmppServerCodec.decode(in.readSlice((int) length)));
        } catch (SmppPduException e) {
            out.add(e);
        }
    }
}
