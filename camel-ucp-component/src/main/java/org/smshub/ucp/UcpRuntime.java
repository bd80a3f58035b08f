package org.smshub.ucp;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * The threads of a component: Netty's, which read and write, and workers of Camel, on which routes go on, so that a slow
 * route never keeps a session from reading.
 */
final class UcpRuntime implements AutoCloseable {

    private final CamelContext context;
    private final EventLoopGroup group = new NioEventLoopGroup();
    private final ExecutorService workers;

    UcpRuntime(CamelContext context, Object owner) {
        this.context = context;
        this.workers = context.getExecutorServiceManager().newDefaultThreadPool(owner, "UcpWorker");
    }

    ExecutorService workers() {
        return workers;
    }

    /** @param idle how long the other side may say nothing in milliseconds, 0 = for ever */
    UcpTransport transport(UcpCommonConfiguration options, boolean verifyHost, long idle) {
        SSLContextParameters ssl = options.getSslContextParameters();
        try {
            return new UcpTransport(
                    group,
                    ssl == null ? null : ssl.createSSLContext(context),
                    verifyHost,
                    options.isVerifyChecksum(),
                    java.time.Duration.ofMillis(idle));
        } catch (Exception e) {
            throw new IllegalArgumentException("sslContextParameters cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        context.getExecutorServiceManager().shutdownNow(workers);
    }
}
