package org.smshub.line;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * TCP under a session, with TLS when there is a context.
 *
 * @param ssl null for plain TCP
 * @param verifyHost whether the certificate must be for the host that is dialled
 * @param loginTimeout how long a TLS handshake may take
 */
public record Tcp(Threads threads, SSLContext ssl, boolean verifyHost, Duration loginTimeout) {

    /** Above the second a session reads no more until it is below the first; a full window of requests is less. */
    static final WriteBufferWaterMark MARK = new WriteBufferWaterMark(128 * 1024, 256 * 1024);

    /** The same before the login: a stranger gets little to read, and holds as little here. */
    private static final WriteBufferWaterMark STRANGER = new WriteBufferWaterMark(4 * 1024, 8 * 1024);

    /** Dials this address; the name is looked up each time, on a thread that may wait. */
    public Transport to(String host, int port, Duration timeout) {
        return session -> {
            CompletableFuture<Channel> result = new CompletableFuture<>();
            try {
                threads.names().execute(() -> {
                    try {
                        connect(InetAddress.getByName(host), host, port, timeout, session, result);
                    } catch (UnknownHostException e) {
                        result.completeExceptionally(new IOException("host name " + host + " is not known"));
                    } catch (RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                });
            } catch (RejectedExecutionException e) {
                result.completeExceptionally(new IOException("too many host names are being looked up"));
            }
            return result;
        };
    }

    private void connect(
            InetAddress address,
            String host,
            int port,
            Duration timeout,
            Consumer<Channel> session,
            CompletableFuture<Channel> result) {
        new Bootstrap()
                .group(threads.loops())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, MARK)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .handler(initializer(session, () -> clientEngine(host, port)))
                .connect(address, port)
                .addListener((ChannelFuture done) -> {
                    if (done.isSuccess()) {
                        result.complete(done.channel());
                    } else {
                        result.completeExceptionally(done.cause());
                    }
                });
    }

    /**
     * Listens on this address.
     *
     * @throws IllegalStateException saying why that cannot be
     */
    public Channel listen(String host, int port, Consumer<Channel> session) {
        ChannelFuture bound = new ServerBootstrap()
                .group(threads.loops())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, STRANGER)
                .childHandler(initializer(session, this::serverEngine))
                .bind(host, port)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    "Cannot listen on " + host + ":" + port + ": "
                            + bound.cause().getMessage() + "; change the address or stop what uses it",
                    bound.cause());
        }
        return bound.channel();
    }

    private ChannelInitializer<Channel> initializer(Consumer<Channel> session, Supplier<SSLEngine> engine) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (ssl != null) {
                    SslHandler tls = new SslHandler(engine.get());
                    tls.setHandshakeTimeoutMillis(loginTimeout.toMillis());
                    channel.pipeline().addLast(tls);
                }
                session.accept(channel);
            }
        };
    }

    private SSLEngine clientEngine(String host, int port) {
        SSLEngine engine = ssl.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        if (verifyHost) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
        }
        return engine;
    }

    private SSLEngine serverEngine() {
        SSLEngine engine = ssl.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }
}
