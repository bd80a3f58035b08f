package org.smshub.hub.api.status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Reads the ledger's meters; a class of its own, so that all else works without Micrometer. */
final class Meters {

    private static final Set<String> BAD = Set.of("UNDELIVERABLE", "REJECTED", "EXPIRED", "DELETED", "FAILED");

    private Meters() {}

    /** @param meterRegistry as the registry has it */
    static Figures.Totals totals(Object meterRegistry, long now) {
        MeterRegistry registry = (MeterRegistry) meterRegistry;
        double accepted = 0;
        double sent = 0;
        double delivered = 0;
        double failed = 0;
        Map<String, Double> byLink = new HashMap<>();
        for (Counter counter : registry.find("sms.messages.accepted").counters()) {
            accepted += counter.count();
        }
        for (Counter counter : registry.find("sms.parts").counters()) {
            String outcome = counter.getId().getTag("outcome");
            if ("SENT".equals(outcome)) {
                sent += counter.count();
                byLink.merge(String.valueOf(counter.getId().getTag("link")), counter.count(), Double::sum);
            } else if ("FAILED".equals(outcome)) {
                failed += counter.count();
            }
        }
        for (Counter counter : registry.find("sms.receipts").counters()) {
            String state = String.valueOf(counter.getId().getTag("state"));
            if (state.equals("DELIVERED")) {
                delivered += counter.count();
            } else if (BAD.contains(state)) {
                failed += counter.count();
            }
        }
        return new Figures.Totals(
                now,
                Math.round(accepted),
                Math.round(sent),
                Math.round(delivered),
                Math.round(failed),
                delays(registry),
                byLink);
    }

    private static TreeMap<Double, Double> delays(MeterRegistry registry) {
        TreeMap<Double, Double> all = new TreeMap<>();
        for (Timer timer : registry.find("sms.accept.to.submit").timers()) {
            HistogramSnapshot snapshot = timer.takeSnapshot();
            for (CountAtBucket bucket : snapshot.histogramCounts()) {
                all.merge(bucket.bucket(TimeUnit.MILLISECONDS), bucket.count(), Double::sum);
            }
            all.merge(Double.POSITIVE_INFINITY, (double) snapshot.count(), Double::sum);
        }
        return all;
    }

    /** Messages that each input has taken since the start. */
    static Map<String, Long> accepted(Object meterRegistry) {
        Map<String, Long> byInput = new TreeMap<>();
        for (Counter counter :
                ((MeterRegistry) meterRegistry).find("sms.messages.accepted").counters()) {
            byInput.merge(String.valueOf(counter.getId().getTag("input")), Math.round(counter.count()), Long::sum);
        }
        return byInput;
    }
}
