package org.smshub.ledger;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The ledger's figures as meters; a class of its own, so that the ledger works without Micrometer. */
final class LedgerMetrics {

    private LedgerMetrics() {}

    static void bind(Object meterRegistry, Ledger ledger) {
        MeterRegistry registry = (MeterRegistry) meterRegistry;
        LedgerFigures figures = ledger.figures();
        count(registry, "sms.ledger.accepted", "Messages stored", figures, LedgerFigures::getAccepted);
        count(registry, "sms.ledger.sent", "Parts the centres took", figures, LedgerFigures::getSent);
        count(
                registry,
                "sms.ledger.not.sent",
                "Attempts that failed or were refused",
                figures,
                LedgerFigures::getNotSent);
        count(registry, "sms.ledger.unknown", "Attempts of unknown outcome", figures, LedgerFigures::getUnknown);
        count(
                registry,
                "sms.ledger.receipts",
                "Receipts that found their part",
                figures,
                LedgerFigures::getReceiptsMatched);
        FunctionTimer.builder(
                        "sms.ledger.commit",
                        figures,
                        LedgerFigures::getCommits,
                        LedgerFigures::getCommitSeconds,
                        TimeUnit.SECONDS)
                .description("Transactions, SQL and fsync")
                .register(registry);
        gauge(registry, "sms.ledger.waiting", "Writes that wait for the ledger", ledger, Ledger::waiting);
        gauge(registry, "sms.ledger.receipts.unmatched", "Receipts that match nothing yet", ledger, Ledger::unmatched);
    }

    private static void count(
            MeterRegistry registry,
            String name,
            String what,
            LedgerFigures figures,
            ToDoubleFunction<LedgerFigures> value) {
        FunctionCounter.builder(name, figures, value).description(what).register(registry);
    }

    private static void gauge(
            MeterRegistry registry, String name, String what, Ledger ledger, ToDoubleFunction<Ledger> value) {
        Gauge.builder(name, ledger, value).description(what).register(registry);
    }
}
