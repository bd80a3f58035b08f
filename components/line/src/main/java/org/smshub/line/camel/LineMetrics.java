package org.smshub.line.camel;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.smshub.line.Line;
import org.smshub.line.LineFigures;

/** A line's figures as meters, as long as it is open; a class of its own, so that lines work without Micrometer. */
final class LineMetrics {

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();

    private LineMetrics(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    /**
     * @param key of the line
     * @param link the link that it belongs to, null = none
     * @return what takes the meters away again
     */
    static Runnable bind(Object meterRegistry, String key, String link, Line<?> line) {
        // a meter has the same tags on every line
        Tags tags = Tags.of("line", key, "link", link == null ? "none" : link);
        LineMetrics metrics = new LineMetrics((MeterRegistry) meterRegistry, tags);
        metrics.bind(line);
        metrics.bind(line.figures());
        return metrics::unbind;
    }

    private void bind(Line<?> line) {
        gauge("sms.line.sessions", "Sessions that are open", line, Line::sessions);
        gauge("sms.line.window", "Requests that may be unanswered now", line, Line::slots);
        gauge("sms.line.outstanding", "Requests that are sent and not answered", line, Line::outstanding);
        count("sms.line.refused.connections", "Connections that found no room", line, Line::refusedConnections);
        count("sms.line.refused.logins", "Logins that were refused", line, Line::refusedLogins);
        gauge("sms.line.waiting", "Requests that wait for a session or a slot", line, Line::waiting);
    }

    private void bind(LineFigures figures) {
        count("sms.line.opened", "Sessions that were opened, reconnects included", figures, LineFigures::getOpened);
        count("sms.line.lost", "Sessions that ended, and attempts that failed", figures, LineFigures::getLost);
        count("sms.line.sent", "Requests that went over a session", figures, LineFigures::getSent);
        count("sms.line.received", "Requests of the other side that were taken", figures, LineFigures::getReceived);
        for (LineFigures.Answer answer : LineFigures.Answer.values()) {
            add(FunctionCounter.builder("sms.line.answers", figures, f -> f.getAnswers(answer))
                    .description("How requests ended")
                    .tags(tags)
                    .tag("answer", answer.name().toLowerCase(Locale.ROOT))
                    .register(registry));
        }
        add(FunctionTimer.builder(
                        "sms.line.answer.time",
                        figures,
                        LineFigures::getAnswered,
                        LineFigures::getAnswerSeconds,
                        TimeUnit.SECONDS)
                .description("From a request to its answer")
                .tags(tags)
                .register(registry));
    }

    private void gauge(String name, String what, Line<?> line, ToDoubleFunction<Line<?>> value) {
        add(Gauge.builder(name, line, value::applyAsDouble)
                .description(what)
                .tags(tags)
                .register(registry));
    }

    private <T> void count(String name, String what, T of, ToDoubleFunction<T> value) {
        add(FunctionCounter.builder(name, of, value)
                .description(what)
                .tags(tags)
                .register(registry));
    }

    private void add(Meter meter) {
        meters.add(meter);
    }

    private void unbind() {
        meters.forEach(registry::remove);
    }
}
