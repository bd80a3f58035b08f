package org.smshub.hub.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Problem;

/**
 * Keeps one connection within its times, and from holding more than it should: header and body have to come in time, an
 * idle one is closed, and who does not read what it is answered is not read either. Stands between Vert.x and its codec.
 *
 * <p>What a connection holds at most: a header ({@link HttpBounds#header()}), one read of the socket (64 KiB), a body where
 * a key came with it, {@value #MOST_PIPELINED} requests that wait for their turn, and 64 KiB of answers besides that of the
 * request under way. On the event loop.
 */
final class HttpGuard extends ChannelDuplexHandler {

    static final String NAME = "guard";

    /** Requests that one connection sends before it is answered; no client that is known sends a second one. */
    static final int MOST_PIPELINED = 16;

    /**
     * Milliseconds between the last word and the end of the connection: a close with octets unread is a reset, which takes
     * the last word away from the peer.
     */
    private static final int PARTING = 200;

    private static final Logger LOG = LoggerFactory.getLogger(HttpGuard.class);

    private enum Phase {
        /** Between two requests. */
        IDLE,
        /** Something of a header came. */
        HEADER,
        BODY
    }

    private final HttpBounds bounds;
    private final AtomicInteger busy;
    private final Collection<Problem.Tongue> tongues;
    private final long tick;
    private Phase phase = Phase.HEADER;
    private Phase clocked = Phase.HEADER;
    private long since = System.nanoTime();
    private boolean came;

    /** Requests that are not answered yet, and those of them that have come whole. */
    private int underWay;

    private int whole;
    private int unwritable;
    private boolean deaf;

    /**
     * @param busy connections with a request that is being answered: not those whose body still comes, which a slow client
     *     could have as many of as it may connections
     * @param tongues in which refusals of some paths are said
     */
    HttpGuard(HttpBounds bounds, AtomicInteger busy, Collection<Problem.Tongue> tongues) {
        this.bounds = bounds;
        this.busy = busy;
        this.tongues = tongues;
        this.tick = Math.min(bounds.headerTime().toNanos(), bounds.bodyTime().toNanos());
    }

    /** The guard of a connection, null when it has none. */
    static HttpGuard of(HttpConnection connection) {
        return connection instanceof ConnectionBase base
                ? base.channel().pipeline().get(HttpGuard.class)
                : null;
    }

    /** How refusals of this path are said; null = as problem details. */
    Problem.Tongue tongue(String path) {
        for (Problem.Tongue tongue : tongues) {
            if (path != null && tongue.speaks(path)) {
                return tongue;
            }
        }
        return null;
    }

    /** What comes from now on is thrown away: the request under way is refused, and the last. */
    void deafen() {
        deaf = true;
    }

    /** The last word is said: the connection is closed soon. */
    void part(Channel channel) {
        deafen();
        channel.eventLoop().schedule(() -> channel.close(), PARTING, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        look(context, tick);
    }

    private void look(ChannelHandlerContext context, long nanos) {
        context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
    }

    /** Not a timer for each request: one for the connection looks at whatever it is doing. */
    private void look(ChannelHandlerContext context) {
        if (!context.channel().isOpen()) {
            return;
        }
        Duration most =
                switch (phase) {
                    case HEADER -> bounds.headerTime();
                    case BODY -> bounds.bodyTime();
                    case IDLE -> bounds.idle();
                };
        // what waits for an earlier answer waits for us
        boolean theirs = phase == Phase.BODY ? underWay <= 1 : underWay == 0;
        long left = most.toNanos() - (System.nanoTime() - since);
        if (theirs && left <= 0) {
            LOG.debug("{}: closed, {} took longer than {}", context.channel().remoteAddress(), phase, most);
            context.close();
        } else {
            look(context, theirs ? Math.min(tick, left) : tick);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        came = true;
        if (deaf) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            phase = Phase.BODY;
            underWay++;
            if (underWay > MOST_PIPELINED) {
                ReferenceCountUtil.release(message);
                context.close();
                return;
            }
            if (request.decoderResult().isSuccess()) {
                judge(request);
            }
            if (!context.channel().isWritable()) {
                // it asks more while it does not read what it was told
                context.channel().config().setAutoRead(false);
            }
        }
        if (message instanceof LastHttpContent) {
            phase = Phase.IDLE;
            // unless it was answered already
            if (whole < underWay && ++whole == 1) {
                busy.incrementAndGet();
            }
        }
        context.fireChannelRead(message);
    }

    /** What Netty lets through and about which somebody in front of the hub may think otherwise (RFC 9112 6, 3.2). */
    private static void judge(HttpRequest request) {
        HttpHeaders headers = request.headers();
        String coding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
        String wrong = null;
        if (coding != null && !coding.equalsIgnoreCase("chunked")) {
            wrong = "no Transfer-Encoding but chunked is understood";
        } else if (coding != null && request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            wrong = "HTTP/1.0 has no Transfer-Encoding";
        } else if (coding != null && several(headers, HttpHeaderNames.TRANSFER_ENCODING)) {
            wrong = "two Transfer-Encodings in one request";
        } else if (several(headers, HttpHeaderNames.HOST) || several(headers, HttpHeaderNames.AUTHORIZATION)) {
            wrong = "two of Host or Authorization in one request";
        } else if (!headers.contains(HttpHeaderNames.HOST)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            wrong = "HTTP/1.1 needs a Host";
        }
        if (wrong != null) {
            request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(wrong)));
        }
    }

    private static boolean several(HttpHeaders headers, CharSequence name) {
        return headers.getAll(name).size() > 1;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!came && phase == Phase.IDLE) {
            // octets, but no request yet
            phase = Phase.HEADER;
        }
        if (phase != clocked || phase == Phase.IDLE) {
            clocked = phase;
            since = System.nanoTime();
        }
        came = false;
        context.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent && underWay > 0 && !isInterim(message)) {
            underWay--;
            if (whole > 0 && --whole == 0) {
                busy.decrementAndGet();
            }
            if (phase == Phase.IDLE) {
                since = System.nanoTime();
            }
        }
        context.write(message, promise);
    }

    /** 100 Continue: the answer comes later. */
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        boolean writable = context.channel().isWritable();
        int now = ++unwritable;
        if (writable) {
            context.channel().config().setAutoRead(true);
        } else {
            context.executor()
                    .schedule(
                            () -> {
                                if (unwritable == now) {
                                    LOG.debug(
                                            "{}: closed, it does not read",
                                            context.channel().remoteAddress());
                                    context.close();
                                }
                            },
                            bounds.unread().toNanos(),
                            TimeUnit.NANOSECONDS);
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (whole > 0) {
            busy.decrementAndGet();
            whole = 0;
        }
        context.fireChannelInactive();
    }
}
