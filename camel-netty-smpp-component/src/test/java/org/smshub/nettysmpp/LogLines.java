package org.smshub.nettysmpp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What a class logs at WARN or ERROR. */
final class LogLines extends AbstractAppender implements AutoCloseable {

    final List<LogEvent> events = new CopyOnWriteArrayList<>();
    private final Logger logger;

    LogLines(Class<?> source) {
        this(source.getName());
    }

    /** @param source a class that is not to be seen from here */
    LogLines(String source) {
        super("lines", null, null, true, Property.EMPTY_ARRAY);
        logger = (Logger) LogManager.getLogger(source);
        start();
        logger.addAppender(this);
    }

    @Override
    public void append(LogEvent event) {
        if (event.getLevel().isMoreSpecificThan(Level.WARN)) {
            events.add(event.toImmutable());
        }
    }

    @Override
    public void close() {
        logger.removeAppender(this);
        stop();
    }
}
