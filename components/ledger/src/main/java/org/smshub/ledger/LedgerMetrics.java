package org.smshub.ledger;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.smshub.ledger.commit.LedgerFigures;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.DataFolder;

/** The ledger's figures as meters; a class of its own, so that the ledger works without Micrometer. */
final class LedgerMetrics {

    private LedgerMetrics() {}

    static void bind(Object meterRegistry, Ledger ledger, DataFolder folder) {
        MeterRegistry registry = (MeterRegistry) meterRegistry;
        LedgerFigures figures = ledger.figures();
        figures.watch(new LedgerWatch(registry, ledger));
        Gauge.builder("sms.disk.used.ratio", folder, LedgerMetrics::used)
                .description("How full the disk of the data folder is, 0 to 1")
                .strongReference(true)
                .register(registry);
        count(registry, "sms.ledger.writes", "Writes in all transactions", figures, LedgerFigures::getWrites);
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
        gauge(registry, "sms.ledger.size", "Octets that the ledger's database takes", ledger, l -> l.store()
                .size());
        gauge(registry, "sms.ledger.waiting", "Writes that wait for the ledger", ledger, Ledger::waiting);
        gauge(registry, "sms.ledger.receipts.unmatched", "Receipts that match nothing", ledger, l -> l.counts()
                .unmatched());
        gauge(registry, "sms.ledger.unclaimed", "Messages to numbers that nobody has", ledger, l -> l.counts()
                .unclaimed());
        gauge(registry, "sms.ledger.unread", "What nobody understood", ledger, l -> l.counts()
                .unread());
        ledger.eachLink(link -> bind(registry, link));
    }

    private static void bind(MeterRegistry registry, LinkQueue link) {
        for (LinkQueue.Service service : LinkQueue.Service.values()) {
            Gauge.builder("sms.link.state", link, l -> l.service() == service ? 1 : 0)
                    .description("1 = the link is in this state")
                    .tag("link", link.name())
                    .tag("state", service.name())
                    .register(registry);
        }
        gauge(registry, "sms.link.in.flight", "Parts in flight", link, LinkQueue::inFlight);
        gauge(registry, "sms.link.window", "Parts in flight at most", link, l -> l.settings()
                .window());
        gauge(
                registry,
                "sms.link.out.seconds",
                "How long the link has been out of service",
                link,
                l -> l.outMillis() / 1e3);
        gauge(registry, "sms.link.pace", "Parts a second at most now, 0 = no limit", link, l -> l.pace()
                .now());
        gauge(registry, "sms.link.pace.floor", "Parts a second that the pace never falls below", link, l -> l.pace()
                .floor());
        gauge(registry, "sms.link.pace.ceiling", "Parts a second at most, 0 = no limit", link, l -> l.pace()
                .ceiling());
        gauge(
                registry,
                "sms.link.budget.left",
                "Parts that may still go today, -1 = no limit",
                link,
                l -> l.settings().budget() == 0 ? -1 : l.budgetLeft());
        gauge(
                registry,
                "sms.link.receipts.suspect",
                "1 = hardly a receipt finds its part",
                link,
                l -> l.receipts().isBad() ? 1 : 0);
        FunctionCounter.builder("sms.link.receipts", link, l -> l.receipts().matched())
                .description("Receipts of the link by whether they found their part")
                .tag("link", link.name())
                .tag("matched", "true")
                .register(registry);
        FunctionCounter.builder("sms.link.receipts", link, l -> l.receipts().unmatched())
                .description("Receipts of the link by whether they found their part")
                .tag("link", link.name())
                .tag("matched", "false")
                .register(registry);
    }

    private static double used(DataFolder folder) {
        try {
            return folder.percentUsed() / 100.0;
        } catch (IOException e) {
            return Double.NaN; // health says why
        }
    }

    private static void gauge(
            MeterRegistry registry, String name, String what, LinkQueue link, ToDoubleFunction<LinkQueue> value) {
        Gauge.builder(name, link, value)
                .description(what)
                .tag("link", link.name())
                .register(registry);
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
