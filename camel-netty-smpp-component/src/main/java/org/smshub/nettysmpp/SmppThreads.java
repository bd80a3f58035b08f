package org.smshub.nettysmpp;

import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/** Pools of Camel's manager whose tasks never run on the thread that gives them, which is one that reads lines. */
final class SmppThreads {

    private SmppThreads() {}

    /** @param queue how many tasks may wait for a thread; one more is a RejectedExecutionException */
    static ExecutorService pool(CamelContext context, Object owner, String name, int threads, int queue) {
        ThreadPoolProfile profile = new ThreadPoolProfile(name);
        profile.setPoolSize(threads);
        profile.setMaxPoolSize(threads);
        profile.setMaxQueueSize(queue);
        // Camel's default runs a task on its giver
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return context.getExecutorServiceManager().newThreadPool(owner, name, profile);
    }
}
