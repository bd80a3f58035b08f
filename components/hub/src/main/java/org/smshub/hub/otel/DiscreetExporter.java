package org.smshub.hub.otel;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.link.SmsHeaders;

/**
 * Of what Camel knows of a step no more leaves than may: no number, no text, no address with its options, which a URL, the words
 * of an exception or a line of a route's log may hold. That a collector takes nothing is said once, and when it does again.
 */
final class DiscreetExporter implements SpanExporter {

    private static final Logger LOG = LoggerFactory.getLogger(DiscreetExporter.class);

    /** Held, since java.util.logging forgets its loggers; it writes where it likes, each time a collector is away. */
    private static final java.util.logging.Logger EXPORTERS =
            java.util.logging.Logger.getLogger("io.opentelemetry.exporter");

    private static final Set<String> KEPT = Set.of(
            "component",
            "op",
            "error",
            "url.scheme",
            "http.method",
            "http.status_code",
            SmsHeaders.ID,
            SmsHeaders.CLIENT,
            SmsHeaders.LINK,
            SmsHeaders.PART,
            SmsHeaders.ERROR_CODE);

    private final SpanExporter exporter;
    private final String endpoint;
    private final AtomicBoolean away = new AtomicBoolean();

    DiscreetExporter(SpanExporter exporter, String endpoint) {
        this.exporter = exporter;
        this.endpoint = endpoint;
        EXPORTERS.setLevel(Level.OFF);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result =
                exporter.export(spans.stream().<SpanData>map(Discreet::new).toList());
        result.whenComplete(() -> {
            if (!result.isSuccess() && away.compareAndSet(false, true)) {
                LOG.warn(
                        "The collector at {} takes no traces: spans are dropped until it does (hub.traces.endpoint)",
                        endpoint);
            } else if (result.isSuccess() && away.compareAndSet(true, false)) {
                LOG.info("The collector at {} takes traces again", endpoint);
            }
        });
        return result;
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    private static final class Discreet extends DelegatingSpanData {

        private final Attributes kept;

        Discreet(SpanData span) {
            super(span);
            kept = span.getAttributes().toBuilder()
                    .removeIf(key -> !isKept(key))
                    .build();
        }

        private static boolean isKept(AttributeKey<?> key) {
            return KEPT.contains(key.getKey());
        }

        @Override
        public Attributes getAttributes() {
            return kept;
        }

        @Override
        public List<EventData> getEvents() {
            return List.of();
        }

        @Override
        public StatusData getStatus() {
            return StatusData.create(super.getStatus().getStatusCode(), "");
        }
    }
}
