package org.smshub.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.smshub.ledger.commit.Watch;
import org.smshub.ledger.entry.Backlogged;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;

/** What is committed, by input and client, link, outcome and state, and what is not accepted, as meters of Micrometer. Labels are few: what is one too many is {@code other}. */
final class LedgerWatch implements Watch {

    /** Series of one meter; who has more clients than that wants no series for each. */
    private static final int MOST = 500;

    private static final String OTHER = "other";

    /** Upper bounds of the histograms' buckets. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofHours(1),
        Duration.ofHours(24)
    };

    private record Two(String one, String other) {}

    private record Three(String input, String client, String reason) {}

    private final MeterRegistry registry;
    private final Ledger ledger;
    private final Map<Two, Counter> accepted = new ConcurrentHashMap<>();
    private final Map<Three, Counter> refused = new ConcurrentHashMap<>();
    private final Map<Two, Counter> results = new ConcurrentHashMap<>();
    private final Map<Two, Counter> receipts = new ConcurrentHashMap<>();
    private final Map<String, Timer> submits = new ConcurrentHashMap<>();
    private final Map<String, Timer> answers = new ConcurrentHashMap<>();
    private final Set<Object> known = ConcurrentHashMap.newKeySet();

    LedgerWatch(MeterRegistry registry, Ledger ledger) {
        this.registry = registry;
        this.ledger = ledger;
    }

    @Override
    public void accepted(Submission first) {
        String origin = String.valueOf(first.origin());
        int space = origin.indexOf(' '); // behind it stands the rule
        String input = space < 0 ? origin : origin.substring(0, space);
        counter(accepted, new Two(input, first.client()), "sms.messages.accepted", "Messages stored", "input", "client")
                .increment();
    }

    @Override
    public void refused(String input, String client, String reason) {
        Three labels = new Three(input, client, reason);
        Counter counter = refused.get(labels);
        if (counter == null) {
            Three few = refused.size() < MOST ? labels : new Three(input, OTHER, reason);
            counter = refused.computeIfAbsent(few, l -> Counter.builder("sms.messages.refused")
                    .description("Messages that were not accepted")
                    .tag("input", l.input())
                    .tag("client", l.client())
                    .tag("reason", l.reason())
                    .register(registry));
        }
        counter.increment();
    }

    @Override
    public void result(Claim claim, Verdict verdict, long now) {
        String outcome = outcome(verdict);
        if (outcome == null) {
            return;
        }
        counter(results, new Two(claim.link(), outcome), "sms.parts", "Attempts by their outcome", "link", "outcome")
                .increment();
        if (verdict instanceof Verdict.Sent) {
            Submission s = claim.submission();
            long since = now - Math.max(s.acceptedAt(), s.due(s.acceptedAt()));
            timer(submits, claim.link(), "sms.accept.to.submit", "From when a part was due until its centre took it")
                    .record(Math.max(0, since), TimeUnit.MILLISECONDS);
        }
    }

    /** null = no attempt */
    private static String outcome(Verdict verdict) {
        if (verdict instanceof Verdict.Sent) {
            return "SENT";
        } else if (verdict instanceof Verdict.Unknown) {
            return "UNKNOWN";
        } else if (verdict instanceof Verdict.Failed) {
            return "FAILED";
        } else if (verdict instanceof Verdict.Retry retry) {
            return retry.throttled() ? "THROTTLED" : "RETRY";
        }
        return null;
    }

    @Override
    public void receipt(String link, String state, long sentAt, long now) {
        counter(receipts, new Two(link, state), "sms.receipts", "Receipts that found their part", "link", "state")
                .increment();
        if (sentAt > 0) {
            timer(answers, link, "sms.submit.to.receipt", "From a part's last attempt until a receipt of it came")
                    .record(Math.max(0, now - sentAt), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void counted() {
        for (Backlogged b : ledger.backlog()) {
            if (known.add(new Two(b.link(), String.valueOf(b.priority())))) {
                Gauge.builder("sms.waiting", () -> waiting(b.link(), b.priority()))
                        .description("Parts that wait, counted up to a million")
                        .tag("link", b.link())
                        .tag("priority", String.valueOf(b.priority()))
                        .register(registry);
                Gauge.builder("sms.oldest", () -> oldest(b.link(), b.priority()))
                        .description("How long the oldest part that waits has been due")
                        .baseUnit("seconds")
                        .tag("link", b.link())
                        .tag("priority", String.valueOf(b.priority()))
                        .register(registry);
            }
        }
        for (String output : ledger.eventsWaiting().keySet()) {
            if (known.add(output)) {
                Gauge.builder("sms.events.waiting", () -> ledger.eventsWaiting().getOrDefault(output, 0))
                        .description("Events that wait to be told, counted up to 100,000")
                        .tag("output", output)
                        .register(registry);
            }
        }
    }

    private int waiting(String link, int priority) {
        return ledger.backlog().stream()
                .filter(b -> b.link().equals(link) && b.priority() == priority)
                .mapToInt(Backlogged::count)
                .sum();
    }

    private double oldest(String link, int priority) {
        return ledger.backlog().stream()
                .filter(b -> b.link().equals(link) && b.priority() == priority && b.oldest() != null)
                .mapToDouble(b -> Math.max(0, (ledger.nature().wall() - b.oldest()) / 1e3))
                .max()
                .orElse(0);
    }

    private Counter counter(
            Map<Two, Counter> all, Two labels, String name, String what, String oneTag, String otherTag) {
        Counter counter = all.get(labels);
        if (counter == null) {
            Two few = all.size() < MOST ? labels : new Two(OTHER, OTHER);
            counter = all.computeIfAbsent(few, l -> Counter.builder(name)
                    .description(what)
                    .tag(oneTag, l.one())
                    .tag(otherTag, l.other())
                    .register(registry));
        }
        return counter;
    }

    private Timer timer(Map<String, Timer> all, String link, String name, String what) {
        return all.computeIfAbsent(link, l -> Timer.builder(name)
                .description(what)
                .tag("link", l)
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
    }
}
