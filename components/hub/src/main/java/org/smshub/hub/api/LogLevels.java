package org.smshub.hub.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.util.TimeUtils;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.RefusedException;
import org.smshub.hub.StrictJson;
import org.smshub.hub.api.audit.Audited;
import org.smshub.hub.calls.Bodies;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;

/**
 * The levels of loggers while the hub runs, for operators: each for a while, after which the file counts again. A logger that the
 * file keeps quiet stays so, for below that some write passwords, numbers or texts.
 */
public class LogLevels implements CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(LogLevels.class);
    private static final ObjectReader WANTED = StrictJson.MAPPER.readerFor(Wanted.class);
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final String ROOT = "ROOT";
    private static final String NAME = "[A-Za-z0-9_$]+(\\.[A-Za-z0-9_$]+)*";

    /** Loggers that are other than the file has them; who wants more of them wants the file. */
    private static final int MOST = 100;

    private record Wanted(String level, String duration) {}

    /** @param before what the file says of this very logger; null = nothing */
    private record Changed(Level level, Level before, long until) {}

    private record View(String logger, String level, String until) {}

    private record All(List<View> loggers) {}

    private final Map<String, Changed> changed = new TreeMap<>();
    private CamelContext camelContext;
    private ScheduledExecutorService clock;

    /** All that have a level of their own. */
    public synchronized void list(Exchange exchange) throws JsonProcessingException, RefusedException {
        Requests.none(exchange);
        Map<String, View> views = new TreeMap<>();
        context().getConfiguration().getLoggers().forEach((name, config) -> {
            if (config.getExplicitLevel() != null) {
                views.put(shown(name), view(shown(name), config.getExplicitLevel()));
            }
        });
        Messages.json(exchange.getMessage(), 200, new All(new ArrayList<>(views.values())));
    }

    private View view(String name, Level level) {
        Changed now = changed.get(name);
        return new View(name, word(level), now == null ? null : MessageView.iso(now.until()));
    }

    /** The logger of the path gets a level, {@code {"level": "DEBUG", "duration": "10m"}}; an hour where nothing else is said. */
    public synchronized void set(Exchange exchange) throws JsonProcessingException, RefusedException {
        String name = name(exchange);
        Wanted wanted = StrictJson.read(WANTED, Bodies.octets(exchange.getMessage()));
        Level level = level(wanted.level());
        Duration duration = duration(wanted.duration());
        Changed before = changed.get(name);
        if (before == null) {
            quiet(name, level);
            if (changed.size() >= MOST) {
                throw new RefusedException(
                        RefusedException.Reason.CONFLICT,
                        "logger",
                        MOST
                                + " loggers are other than log4j2.properties has them; take some back, or change the"
                                + " file");
            }
        }
        LoggerConfig own = own(name);
        Level file = before != null ? before.before() : own == null ? null : own.getExplicitLevel();
        long until = System.currentTimeMillis() + duration.toMillis();
        Audited.before(exchange, word(logger(name).getLevel()));
        changed.put(name, new Changed(level, file, until));
        apply(name, level);
        clock().schedule(() -> end(name), duration.toMillis() + 1, TimeUnit.MILLISECONDS);
        LOG.info(
                "Log level of {} is {} for {}, by the operator {}",
                name,
                level,
                TimeUtils.printDuration(duration.toMillis(), true),
                who(exchange));
        Messages.json(exchange.getMessage(), 200, new View(name, level.name(), MessageView.iso(until)));
    }

    /** The file's word again. */
    public synchronized void unset(Exchange exchange) throws JsonProcessingException, RefusedException {
        String name = name(exchange);
        if (!changed.containsKey(name)) {
            throw new RefusedException(
                    RefusedException.Reason.NOT_FOUND, "logger", "The level of " + name + " is that of the file");
        }
        Audited.before(exchange, word(logger(name).getLevel()));
        restore(name);
        LOG.info("Log level of {} is that of the file again, by the operator {}", name, who(exchange));
        Messages.json(
                exchange.getMessage(), 200, new View(name, word(logger(name).getLevel()), null));
    }

    private synchronized void end(String name) {
        Changed now = changed.get(name);
        if (now != null && now.until() <= System.currentTimeMillis()) {
            restore(name);
            LOG.info("Log level of {} is that of the file again, its time is over", name);
        }
    }

    private void restore(String name) {
        Changed was = changed.remove(name);
        if (was.before() != null) {
            apply(name, was.before());
        } else {
            LoggerContext context = context();
            context.getConfiguration().removeLogger(real(name));
            context.updateLoggers();
        }
    }

    private static void apply(String name, Level level) {
        LoggerContext context = context();
        Configuration configuration = context.getConfiguration();
        LoggerConfig own = own(name);
        if (own == null) {
            configuration.addLogger(real(name), new LoggerConfig(real(name), level, true));
        } else {
            own.setLevel(level);
        }
        context.updateLoggers();
    }

    /** @throws RefusedException the file keeps it, or what it belongs to, quieter than that */
    private void quiet(String name, Level level) throws RefusedException {
        LoggerConfig nearest = logger(name);
        String of = shown(nearest.getName());
        if (!of.equals(ROOT)
                && !changed.containsKey(of)
                && level.isLessSpecificThan(nearest.getLevel())
                && level != nearest.getLevel()) {
            throw new RefusedException(
                    RefusedException.Reason.CONFLICT,
                    "logger",
                    "log4j2.properties keeps " + of + " at " + nearest.getLevel()
                            + ", for below that there may be passwords, numbers or texts; change it there");
        }
    }

    private static String name(Exchange exchange) throws RefusedException {
        Requests.none(exchange);
        String name = Requests.inPath(exchange, 3);
        if (!name.matches(NAME) || name.length() > 200) {
            throw RefusedException.invalid(
                    "logger", "A logger is named as a package or class, org.smshub.way, or " + ROOT);
        }
        return name;
    }

    /** A file may say ALL, too. */
    private static String word(Level level) {
        return level == Level.ALL ? Level.TRACE.name() : level.name();
    }

    private static Level level(String word) throws RefusedException {
        return switch (word == null ? "" : word) {
            case "OFF", "FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE" -> Level.valueOf(word);
            default ->
                throw RefusedException.invalid("level", "level is OFF, FATAL, ERROR, WARN, INFO, DEBUG or TRACE");
        };
    }

    private static Duration duration(String word) throws RefusedException {
        if (word == null) {
            return USUAL;
        }
        Duration duration;
        try {
            duration = Duration.ofMillis(TimeUtils.toMilliSeconds(word));
        } catch (IllegalArgumentException e) {
            duration = Duration.ZERO;
        }
        if (duration.isZero() || duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw RefusedException.invalid("duration", "duration is such as 10m or 2h, up to 24h");
        }
        return duration;
    }

    private static String who(Exchange exchange) {
        return exchange.getMessage().getHeader(SmsHeaders.CLIENT, String.class);
    }

    private static LoggerContext context() {
        return (LoggerContext) LogManager.getContext(false);
    }

    /** What decides of it: itself, or what it belongs to. */
    private static LoggerConfig logger(String name) {
        return context().getConfiguration().getLoggerConfig(real(name));
    }

    /** Null = it has no level of its own. */
    private static LoggerConfig own(String name) {
        LoggerConfig found = logger(name);
        return found.getName().equals(real(name)) ? found : null;
    }

    private static String real(String name) {
        return name.equals(ROOT) ? LogManager.ROOT_LOGGER_NAME : name;
    }

    private static String shown(String real) {
        return real.isEmpty() ? ROOT : real;
    }

    private ScheduledExecutorService clock() {
        if (clock == null) {
            clock = camelContext.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "logLevels");
        }
        return clock;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}
