package org.smshub.hub.otel;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;

/** OpenTelemetry's SDK under Camel's tracer. */
final class Export {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Steps inside the hub that cost more to record than they do, and say nothing. */
    private static final String NO_SPANS = "direct:*,log:*,controlbus:*,timer:*";

    private Export() {}

    /**
     * What waits for the collector is bounded (2,048 spans); what is too much is dropped, and so is what it does not take.
     *
     * @param authorization of each call; empty = none
     * @return ends it, and hands over what waits
     */
    static AutoCloseable start(CamelContext context, String endpoint, String authorization, double ratio) {
        OtlpHttpSpanExporterBuilder exporter =
                OtlpHttpSpanExporter.builder().setEndpoint(endpoint).setTimeout(PATIENCE);
        if (!authorization.isEmpty()) {
            exporter.addHeader("Authorization", authorization);
        }
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(
                                Attributes.of(AttributeKey.stringKey("service.name"), context.getName()))))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .addSpanProcessor(BatchSpanProcessor.builder(new DiscreetExporter(exporter.build(), endpoint))
                        .build())
                .build();
        context.getRegistry().bind("spanTracer", provider.get("org.smshub"));
        context.getRegistry()
                .bind("tracePropagators", ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
        OpenTelemetryTracer tracer = new OpenTelemetryTracer();
        tracer.setCamelContext(context);
        tracer.setExcludePatterns(NO_SPANS);
        tracer.init(context);
        return provider;
    }
}
