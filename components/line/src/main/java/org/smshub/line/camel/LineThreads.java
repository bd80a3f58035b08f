package org.smshub.line.camel;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.NettyRuntime;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.smshub.line.Line;
import org.smshub.line.Threads;
import org.smshub.link.Loop;
import org.smshub.link.nature.Nature;

/**
 * The threads of all lines of a Camel context, whatever their protocol: the first component that starts makes them, the
 * last one that stops ends them. Sizes of the workers by Camel's thread pool profile ({@code LineWorker}, else the
 * default one).
 */
final class LineThreads {

    private static final int ENDS = 8;
    private static final int DESK = 4;
    private static final int STRANGERS = 2;
    private static final int NAMES = 4;

    /** Logins, or look-ups, that wait for a thread; all peers come at a time after a restart. */
    private static final int WAITING = 10_000;

    private final CamelContext context;
    private final EventLoopGroup loops;
    private final ExecutorService workers;
    private final ExecutorService ends;
    private final ExecutorService desk;
    private final ExecutorService strangers;
    private final ExecutorService names;
    private final Threads threads;
    private int users;

    private LineThreads(CamelContext context) {
        this.context = context;
        String prefix = "Camel (" + context.getName() + ") LineReader";
        // one a processor, for they never wait: with twice as many, Netty's default, each message cost a third more CPU
        this.loops = new NioEventLoopGroup(NettyRuntime.availableProcessors(), new DefaultThreadFactory(prefix, true));
        this.loops.forEach(loop -> loop.execute(() -> Loop.is(loop)));
        this.workers = pool("LineWorker", null, null);
        // as many tasks may wait as there are lines
        this.ends = pool("LineEnd", ENDS, Integer.MAX_VALUE);
        this.desk = pool("LineLogin", DESK, WAITING);
        this.strangers = pool("LineStranger", STRANGERS, WAITING);
        this.names = pool("LineName", NAMES, WAITING);
        this.threads = new Threads(
                loops, workers, ends, desk, strangers, names, Nature.REAL, new DefaultChannelGroup(loops.next()));
    }

    /** A pool whose tasks never run on the thread that gives them, which is one that reads: Camel's default does that. */
    private ExecutorService pool(String name, Integer size, Integer queue) {
        ThreadPoolProfile own = context.getExecutorServiceManager().getThreadPoolProfile(name);
        ThreadPoolProfile profile = own == null ? new ThreadPoolProfile(name) : own.clone();
        if (own == null && size != null) {
            profile.setPoolSize(size);
            profile.setMaxPoolSize(size);
            profile.setMaxQueueSize(queue);
        }
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return context.getExecutorServiceManager().newThreadPool(this, name, profile);
    }

    static synchronized Threads acquire(CamelContext context) {
        LineThreads all = context.getCamelContextExtension().getContextPlugin(LineThreads.class);
        if (all == null || all.users == 0) {
            all = new LineThreads(context);
            context.getCamelContextExtension().addContextPlugin(LineThreads.class, all);
        }
        all.users++;
        return all.threads;
    }

    static synchronized void release(CamelContext context) {
        LineThreads all = context.getCamelContextExtension().getContextPlugin(LineThreads.class);
        if (all != null && all.users > 0 && --all.users == 0) {
            all.close();
        }
    }

    private void close() {
        threads.open().newCloseFuture().awaitUninterruptibly(Line.CLOSING);
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        for (ExecutorService pool : List.of(desk, strangers, names, workers)) {
            context.getExecutorServiceManager().shutdownNow(pool);
        }
        // what became of the last messages is told on them
        context.getExecutorServiceManager().shutdownGraceful(ends, 5_000);
    }
}
