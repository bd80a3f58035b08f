package org.smshub.hub.files;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The figures of an input of files as meters; a class of its own, so that it works without Micrometer. */
final class FileMetrics {

    private FileMetrics() {}

    static void bind(Object meterRegistry, FileFigures figures, String input) {
        MeterRegistry registry = (MeterRegistry) meterRegistry;
        count(registry, "sms.files.accepted", "Lines accepted", figures, input, FileFigures::accepted);
        count(registry, "sms.files.refused", "Lines refused", figures, input, FileFigures::refused);
        count(registry, "sms.files.broken", "Files not read to their end", figures, input, FileFigures::brokenFiles);
        Gauge.builder("sms.files.lines", figures, FileFigures::lines)
                .description("Lines of the file under way that have their answer")
                .tag("input", input)
                .register(registry);
    }

    private static void count(
            MeterRegistry registry,
            String meter,
            String what,
            FileFigures figures,
            String input,
            ToDoubleFunction<FileFigures> value) {
        FunctionCounter.builder(meter, figures, value)
                .description(what)
                .tag("input", input)
                .register(registry);
    }
}
