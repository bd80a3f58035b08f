package org.smshub.ucp;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * TCP under a session, with TLS when there is a context. UCP itself knows no TLS; it is the plain protocol inside.
 *
 * @param ssl null for plain TCP
 * @param verifyHost whether the certificate must be for the host that is dialled
 * @param idle how long the other side may take until its next whole frame, zero = for ever
 */
record UcpTransport(EventLoopGroup group, SSLContext ssl, boolean verifyHost, boolean verifyChecksum, Duration idle) {

    ChannelFuture connect(String host, int port, Duration timeout, Function<Channel, UcpSession> sessions) {
        return new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .handler(initializer(sessions, () -> clientEngine(host, port)))
                .connect(host, port);
    }

    ChannelFuture bind(String host, int port, Function<Channel, UcpSession> sessions) {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(initializer(sessions, this::serverEngine))
                .bind(host, port);
    }

    private ChannelInitializer<Channel> initializer(
            Function<Channel, UcpSession> sessions, java.util.function.Supplier<SSLEngine> engine) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                ChannelPipeline pipeline = channel.pipeline();
                if (ssl != null) {
                    pipeline.addLast(new SslHandler(engine.get()));
                }
                // one write to the socket for all answers and operations of one turn of the loop
                pipeline.addLast(new FlushConsolidationHandler(256, true));
                pipeline.addLast(new UcpSplitter(verifyChecksum));
                if (!idle.isZero()) {
                    // behind the splitter, so that frames count and octets that trickle do not
                    pipeline.addLast(new IdleStateHandler(idle.toMillis(), 0, 0, TimeUnit.MILLISECONDS));
                }
                pipeline.addLast(sessions.apply(channel));
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
