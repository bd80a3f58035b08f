package org.smshub.hub.files;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;

/** What an input of files counts, as meters where the hub has Micrometer. */
final class FileFigures {

    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private volatile FileRun running;
    private long acceptedOfRun;
    private long refusedOfRun;

    /** @param run the file that begins, or null */
    void now(FileRun run) {
        acceptedOfRun = 0;
        refusedOfRun = 0;
        running = run;
    }

    /** A chunk has its answers. */
    void add(FileRun run) {
        accepted.addAndGet(run.accepted() - acceptedOfRun);
        refused.addAndGet(run.refused() - refusedOfRun);
        acceptedOfRun = run.accepted();
        refusedOfRun = run.refused();
    }

    void broken() {
        broken.incrementAndGet();
    }

    long accepted() {
        return accepted.get();
    }

    long refused() {
        return refused.get();
    }

    long brokenFiles() {
        return broken.get();
    }

    /** Of the file under way that have their answer. */
    long lines() {
        FileRun run = running;
        return run == null ? 0 : run.lines();
    }

    void bind(CamelContext context, String input) {
        Class<?> type = context.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry");
        if (type != null) {
            context.getRegistry().findByType(type).forEach(registry -> FileMetrics.bind(registry, this, input));
        }
    }
}
