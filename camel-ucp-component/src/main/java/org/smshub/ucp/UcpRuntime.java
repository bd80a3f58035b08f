package org.smshub.ucp;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/**
 * The threads of a component: Netty's, which read and write, and workers of Camel, on which routes go on, so that a slow
 * route never keeps a session from reading.
 */
final class UcpRuntime implements AutoCloseable {

    private final CamelContext context;
    private final EventLoopGroup group;
    private final ExecutorService workers;

    UcpRuntime(CamelContext context, Object owner) {
        this.context = context;
        this.group = new NioEventLoopGroup(0, new DefaultThreadFactory("Camel (" + context.getName() + ") UcpReader"));
        // a task that no worker takes must not run where it is given, which is a thread that reads
        ThreadPoolProfile profile = new ThreadPoolProfile("UcpWorker");
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        this.workers = context.getExecutorServiceManager().newThreadPool(owner, "UcpWorker", profile);
    }

    ExecutorService workers() {
        return workers;
    }

    /** @param idle how long the other side may take until its next frame in milliseconds, 0 = for ever */
    UcpTransport transport(UcpCommonConfiguration options, boolean verifyHost, long idle) {
        SSLContextParameters ssl = options.getSslContextParameters();
        try {
            return new UcpTransport(
                    group,
                    ssl == null ? null : ssl.createSSLContext(context),
                    verifyHost,
                    options.isVerifyChecksum(),
                    Duration.ofMillis(idle));
        } catch (Exception e) {
            throw new IllegalArgumentException("sslContextParameters cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        // what became of the last messages is told on them
        context.getExecutorServiceManager().shutdownGraceful(workers, 5_000);
    }
}
