package org.smshub.hub.files;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What the hub and Camel warn of. */
final class Warnings extends AbstractAppender implements AutoCloseable {

    final List<String> said = new CopyOnWriteArrayList<>();

    /** Warnings with a stack trace. */
    final List<String> traces = new CopyOnWriteArrayList<>();

    private final Logger logger = (Logger) LogManager.getRootLogger();

    Warnings() {
        super("warnings", null, null, true, Property.EMPTY_ARRAY);
        start();
        logger.addAppender(this);
    }

    @Override
    public void append(LogEvent event) {
        if (event.getLevel().isMoreSpecificThan(Level.WARN)) {
            String line = event.getMessage().getFormattedMessage();
            said.add(line);
            if (event.getThrown() != null) {
                traces.add(line);
            }
        }
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
