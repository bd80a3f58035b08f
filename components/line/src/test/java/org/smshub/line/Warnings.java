package org.smshub.line;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;

/** What clients' lines warn of. */
final class Warnings implements AutoCloseable {

    final List<String> said = new CopyOnWriteArrayList<>();

    private final Logger logger = (Logger) LogManager.getLogger(LineClient.class);
    private final AbstractAppender appender = new AbstractAppender("captured", null, null, false, null) {
        @Override
        public void append(LogEvent event) {
            if (event.getLevel() == Level.WARN) {
                said.add(event.getMessage().getFormattedMessage());
            }
        }
    };

    Warnings() {
        appender.start();
        logger.addAppender(appender);
    }

    @Override
    public void close() {
        logger.removeAppender(appender);
    }
}
