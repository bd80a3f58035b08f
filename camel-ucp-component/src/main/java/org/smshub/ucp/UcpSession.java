package org.smshub.ucp;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.link.Failure;
import org.smshub.link.KeepAlive;
import org.smshub.link.Window;

/**
 * One connection, whichever side opened it: operations and results of both directions interleave on it, each direction
 * with its own TRNs (EMI-UCP 4.0, section 3.3). It owns the channel, the window of its own operations and keep-alive.
 */
final class UcpSession extends SimpleChannelInboundHandler<Object> implements Window.Wire<UcpRequest> {

    /** Who lives at this end. Called on the reader thread, so nothing here may block. */
    interface Owner {

        /** The connection is there, TLS included. */
        void connected(UcpSession session);

        /** An operation came; answer it with {@link UcpSession#answer}, now or later. */
        void operation(UcpSession session, UcpFrame operation);

        /** The connection is gone. Called once, also for one that never was {@link #connected}. */
        void closed(UcpSession session, Throwable cause);
    }

    private static final Logger LOG = LoggerFactory.getLogger(UcpSession.class);

    /** TRNs 00 to 99, so there can be no more operations that wait for our answer; what comes beyond is refused. */
    private static final int MAX_UNANSWERED = 100;

    private final Owner owner;
    private final Channel channel;
    private final Window<UcpRequest, UcpFrame> window;
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile KeepAlive keepAlive;
    private Throwable cause;

    /**
     * @param size operations of ours that may be outstanding, 1 to 100
     * @param timeout how long a result may take
     */
    UcpSession(Channel channel, Owner owner, int size, Duration timeout) {
        this.channel = channel;
        this.owner = owner;
        this.window = new Window<>(new Window.Keys(0, 99, 1), size, timeout, channel.eventLoop(), this);
    }

    Window<UcpRequest, UcpFrame> window() {
        return window;
    }

    InetSocketAddress remote() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    /** Send an operation every so often when the line is idle; zero = never. */
    void keepAlive(Duration interval, UcpFrame probe) {
        keepAlive =
                new KeepAlive(interval, channel.eventLoop(), () -> window.offer(new UcpRequest(probe, this::probed)));
        keepAlive.start();
    }

    private void probed(UcpResult result, Failure failure, Throwable why) {
        if (failure == Failure.NO_ANSWER) {
            close(new IOException("no answer to the keep-alive (operation 31)"));
        }
    }

    @Override
    public void write(int trn, UcpRequest request) {
        byte[] frame;
        try {
            frame = UcpCodec.encode(request.operation().withTrn(trn));
        } catch (IllegalArgumentException e) {
            window.unwritten(trn, e);
            return;
        }
        send(frame, failure -> {
            if (failure == null) {
                window.written(trn);
            } else {
                // the line is dead: were the window still open, all that waits would be offered to it in vain
                window.close(failure);
                window.unwritten(trn, failure);
            }
        });
    }

    /** Answers an operation. */
    void answer(UcpFrame operation, UcpResult result) {
        unanswered.decrementAndGet();
        send(UcpCodec.encode(result.to(operation)), failure -> {});
    }

    private void send(byte[] frame, Consumer<Throwable> end) {
        if (keepAlive != null) {
            keepAlive.sent();
        }
        channel.writeAndFlush(Unpooled.wrappedBuffer(frame)).addListener(future -> end.accept(future.cause()));
    }

    /** A line that says nothing is dropped; one that answers others goes on, unless its TRNs are used up. */
    @Override
    public void timedOut(boolean silent) {
        if (silent || window.outstanding() == 0 && !window.hasRoom()) {
            close(new IOException("the other side does not answer any more"));
        }
    }

    /** Runs a task on the reader thread, at once or later. */
    void after(long millis, Runnable task) {
        if (millis == 0) {
            channel.eventLoop().execute(task);
        } else {
            channel.eventLoop().schedule(task, millis, TimeUnit.MILLISECONDS);
        }
    }

    boolean isOpen() {
        return channel.isActive();
    }

    void close(Throwable why) {
        channel.eventLoop().execute(() -> {
            if (cause == null) {
                cause = why;
            }
            channel.close();
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object message) {
        if (keepAlive != null) {
            keepAlive.received();
        }
        if (message instanceof UcpException broken) {
            refuse(broken);
        } else if (message instanceof UcpFrame frame && frame.result()) {
            if (!window.answer(frame.trn(), frame)) {
                LOG.debug("{}: result {} nobody waits for", channel.remoteAddress(), frame);
            }
        } else if (message instanceof UcpFrame frame) {
            operation(frame);
        }
    }

    private void operation(UcpFrame frame) {
        if (unanswered.incrementAndGet() > MAX_UNANSWERED) {
            answer(frame, UcpResult.nak(UcpErrorCode.NOT_ALLOWED, "too many operations outstanding"));
        } else {
            owner.operation(this, frame);
        }
    }

    /** What can be answered is answered, the rest is dropped. A broken result is waited past. */
    private void refuse(UcpException broken) {
        LOG.debug("{}: broken frame {}: {}", channel.remoteAddress(), broken.header(), broken.getMessage());
        if (broken.header() != null && !broken.header().result()) {
            unanswered.incrementAndGet();
            answer(broken.header(), UcpResult.nak(broken.ec(), broken.getMessage()));
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (context.pipeline().get(SslHandler.class) == null) {
            owner.connected(this);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                owner.connected(this);
            } else {
                close(handshake.cause());
            }
        } else if (event instanceof IdleStateEvent) {
            close(new IOException("no frame of the other side for too long"));
        }
    }

    /** Who does not read our answers is not read either. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        channel.config().setAutoRead(channel.isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (keepAlive != null) {
            keepAlive.stop();
        }
        window.close(cause);
        owner.closed(this, cause);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        if (cause == null) {
            cause = thrown;
        }
        LOG.debug("{}: {}", channel.remoteAddress(), thrown.toString());
        channel.close();
    }
}
