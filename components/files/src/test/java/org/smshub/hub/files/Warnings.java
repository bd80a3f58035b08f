package org.smshub.hub.files;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What a hub and Camel warn of, and none of the hubs beside it. */
final class Warnings extends AbstractAppender implements AutoCloseable {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    final List<String> said = new CopyOnWriteArrayList<>();

    /** Warnings with a stack trace. */
    final List<String> traces = new CopyOnWriteArrayList<>();

    private final Logger logger = (Logger) LogManager.getRootLogger();
    private final Supplier<FilesHub> hub;

    Warnings(Supplier<FilesHub> hub) {
        super("warnings-" + NUMBERS.incrementAndGet(), null, null, true, Property.EMPTY_ARRAY);
        this.hub = hub;
        start();
        logger.addAppender(this);
    }

    @Override
    public void append(LogEvent event) {
        if (event.getLevel().isMoreSpecificThan(Level.WARN) && isOfIt(event.getThreadName())) {
            String line = event.getMessage().getFormattedMessage();
            said.add(line);
            if (event.getThrown() != null) {
                traces.add(line);
            }
        }
    }

    /** Camel's threads are called by their context. */
    private boolean isOfIt(String thread) {
        FilesHub one = hub.get();
        return !thread.startsWith("Camel (")
                || one != null && thread.startsWith("Camel (" + one.context.getName() + ")");
    }

    boolean has(String words) {
        return said.stream().anyMatch(line -> line.contains(words));
    }

    @Override
    public void close() {
        logger.removeAppender(this);
        stop();
    }
}
