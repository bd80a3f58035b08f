package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One line a link and cause, then one a minute with a count. */
class OutcomeLogTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(90));
    private final OutcomeLog log = new OutcomeLog("orange", nanos::get);
    private final List<String> lines = new ArrayList<>();
    private final Logger logger = (Logger) LogManager.getLogger(OutcomeLog.class);
    private final AbstractAppender appender = new AbstractAppender("lines", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
            lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
        }
    };
    private Level before;

    @BeforeEach
    void listen() {
        before = logger.getLevel();
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        logger.removeAppender(appender);
        logger.setLevel(before);
    }

    private void seconds(int seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void aHundredInFlightWhenALineDropsAreOneLine() {
        for (int i = 0; i < 100; i++) {
            log.bad("nobody knows", "ucp:dropped", false);
        }
        assertThat(lines).containsExactly("WARN Link orange: nobody knows (ucp:dropped)");
        // the clock runs over its end meanwhile: only differences count
        seconds(61);
        log.bad("nobody knows", "ucp:dropped", false);
        assertThat(lines)
                .hasSize(2)
                .last()
                .isEqualTo("WARN Link orange: nobody knows (ucp:dropped), 100 times since it was last said");
        seconds(61);
        log.bad("nobody knows", "ucp:dropped", false);
        assertThat(lines).last().isEqualTo("WARN Link orange: nobody knows (ucp:dropped)");
    }

    @Test
    void eachCauseHasItsLine() {
        log.bad("refused", "smpp:0x0B", false);
        log.bad("refused", "smpp:0x45", false);
        log.bad("refused", "smpp:0x0B", false);
        assertThat(lines).hasSize(2);
    }

    @Test
    void aLineThatIsBackIsSaidOnceAndWhatThePartIsToBlameForIsNot() {
        log.good();
        log.bad("refused", "smpp:0x0B", false);
        log.good();
        assertThat(lines).hasSize(1);
        log.bad("no line", "smpp:no-session", true);
        log.good();
        log.good();
        assertThat(lines).hasSize(3).last().isEqualTo("INFO Link orange sends");
    }

    @Test
    void aCentreThatMakesUpCodesFillsNeitherLogNorMemory() {
        for (int i = 0; i < 10_000; i++) {
            log.bad("refused", "smpp:" + i, false);
        }
        assertThat(lines).hasSize(50);
        seconds(61);
        log.bad("refused", "smpp:new", false);
        assertThat(lines).hasSize(51);
    }
}
