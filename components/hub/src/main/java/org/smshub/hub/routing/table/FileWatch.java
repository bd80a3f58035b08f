package org.smshub.hub.routing.table;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;

/** Looks after the tables of a context, on one thread of its own. */
final class FileWatch {

    private static final long LOOK_MILLIS = 2_000;

    private final List<TableFile<?>> files = new CopyOnWriteArrayList<>();

    private FileWatch(CamelContext context) {
        context.getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "tables")
                .scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The one of a context, which is made for the first who asks. */
    static synchronized FileWatch of(CamelContext context) {
        FileWatch watch = context.getCamelContextExtension().getContextPlugin(FileWatch.class);
        if (watch == null) {
            watch = new FileWatch(context);
            context.getCamelContextExtension().addContextPlugin(FileWatch.class, watch);
        }
        return watch;
    }

    void add(TableFile<?> file) {
        files.add(file);
    }

    private void look() {
        files.forEach(TableFile::look);
    }
}
