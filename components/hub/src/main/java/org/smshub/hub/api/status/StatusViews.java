package org.smshub.hub.api.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.support.LifecycleStrategySupport;
import org.smshub.hub.Clients;
import org.smshub.hub.RefusedException;
import org.smshub.hub.Scope;
import org.smshub.hub.Webhook;
import org.smshub.hub.api.Messages;
import org.smshub.hub.api.Requests;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.entry.Backlogged;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.DataFolder;
import org.smshub.ledger.store.Reader;

/** The answers to who asks how the hub fares: of what is counted and kept anyway, nothing of it is paid by a message. */
public class StatusViews implements CamelContextAware {

    private static final Set<String> SPANS = Set.of("span");

    private final Figures figures = new Figures();
    private final Needs needs = new Needs();
    private CamelContext camelContext;
    private Clients clients;
    private LinkSwitches links;
    private volatile Object meters;
    private volatile ScheduledExecutorService clock;
    private boolean started;

    private record Who(String client, List<String> scopes, boolean maskNumbers, boolean simulator) {}

    /** Whose key it is, and what it is good for. */
    public void whoami(Exchange exchange) throws JsonProcessingException, RefusedException {
        Requests.none(exchange);
        String client = clients.idOf(exchange);
        Messages.json(
                exchange.getMessage(),
                200,
                new Who(
                        client,
                        clients.scopes(exchange).stream()
                                .map(Scope::label)
                                .sorted()
                                .toList(),
                        clients.masksNumbers(client),
                        "true".equals(camelContext.resolvePropertyPlaceholders("{{hub.simulator:false}}"))));
    }

    /**
     * @param state UP, DOWN, SILENT, CLOSED, PAUSED, DRAINED
     * @param since when it came to be so
     * @param pace parts a second at most now, ceiling what the configuration allows; 0 = no limit
     * @param waiting parts, as they were counted last, some seconds ago
     * @param sentLastMinute parts
     */
    private record LinkView(
            String link,
            String state,
            String since,
            String why,
            int inFlight,
            int window,
            double pace,
            double ceiling,
            long waiting,
            String oldest,
            Integer budgetLeft,
            long sentLastMinute) {}

    private record Disk(Integer percentUsed, int fullAt) {}

    private record WebhookView(String client, String state, String since) {}

    private record NeedsView(
            long unread,
            long unmatched,
            long unclaimed,
            int unknown,
            List<Needs.Reason> failedLastHour,
            boolean more,
            List<WebhookView> webhooks,
            Disk disk,
            String trouble) {}

    private record StatusView(
            String at,
            String startedAt,
            List<LinkView> links,
            List<Ways.Way> inputs,
            List<Ways.Way> outputs,
            NeedsView needs) {}

    /** Links, inputs and outputs, and what needs a person. */
    public void status(Exchange exchange) throws JsonProcessingException, RefusedException {
        Requests.none(exchange);
        Ledger ledger = ledger();
        Figures.Totals now = totals();
        Map<String, Long> sent = figures.lastMinute(now);
        List<LinkView> all = new ArrayList<>();
        for (LinkQueue link : ledger.links().values()) {
            all.add(view(link, ledger.backlog(), sent.getOrDefault(link.name(), 0L)));
        }
        Map<String, Long> accepted = meters == null ? Map.of() : Meters.accepted(meters);
        Messages.json(
                exchange.getMessage(),
                200,
                new StatusView(
                        MessageView.iso(now.at()),
                        MessageView.iso(System.currentTimeMillis()
                                - camelContext.getUptime().toMillis()),
                        all,
                        Ways.in(camelContext, accepted),
                        Ways.out(camelContext, ledger.eventsWaiting()),
                        needs(ledger)));
    }

    private LinkView view(LinkQueue link, List<Backlogged> backlog, long sentLastMinute) {
        long waiting = 0;
        Long oldest = null;
        for (Backlogged some : backlog) {
            if (some.link().equals(link.name())) {
                waiting += some.count();
                if (some.oldest() != null && (oldest == null || some.oldest() < oldest)) {
                    oldest = some.oldest();
                }
            }
        }
        String switched = links == null ? null : links.state(link);
        LinkQueue.Service service = link.service();
        return new LinkView(
                link.name(),
                switched == null ? service.name() : switched,
                MessageView.iso(System.currentTimeMillis() - link.stateMillis()),
                switched == null ? service.why() : links.why(link.name()),
                link.inFlight(),
                link.settings().window(),
                link.pace().now(),
                link.pace().ceiling(),
                waiting,
                MessageView.iso(oldest),
                link.settings().budget() == 0 ? null : link.budgetLeft(),
                sentLastMinute);
    }

    private NeedsView needs(Ledger ledger) {
        Reader.Counts kept = ledger.counts();
        Needs.Found found = needs.of(ledger, clock);
        List<WebhookView> dead = new ArrayList<>();
        for (Webhook.Deaf deaf : camelContext.getRegistry().findByType(Webhook.Deaf.class)) {
            deaf.troubled()
                    .forEach((client, trouble) ->
                            dead.add(new WebhookView(client, trouble.state(), MessageView.iso(trouble.since()))));
        }
        LedgerComponent component = camelContext.getComponent("ledger", LedgerComponent.class);
        String damage = ledger.damage();
        return new NeedsView(
                kept.unread(),
                kept.unmatched(),
                kept.unclaimed(),
                found.unknown(),
                found.failed(),
                found.more(),
                dead,
                new Disk(percentUsed(component), component.getFullAt()),
                damage == null ? ledger.trouble() : damage);
    }

    private static Integer percentUsed(LedgerComponent component) {
        try {
            return new DataFolder(Path.of(component.getDirectory())).percentUsed();
        } catch (IOException e) {
            return null;
        }
    }

    private record FiguresView(String span, int seconds, List<Figures.Point> points) {}

    /** The last hour by minutes, or with {@code span=day} the last day by quarters of an hour. */
    public void figures(Exchange exchange) throws JsonProcessingException, RefusedException {
        String span = Requests.query(exchange, SPANS).getOrDefault("span", "hour");
        if (!span.equals("hour") && !span.equals("day")) {
            throw RefusedException.invalid("span", "span is hour or day");
        }
        boolean day = span.equals("day");
        Messages.json(exchange.getMessage(), 200, new FiguresView(span, day ? 900 : 60, figures.points(day, totals())));
    }

    private Figures.Totals totals() {
        long now = System.currentTimeMillis();
        return meters == null
                ? new Figures.Totals(now, 0, 0, 0, 0, new java.util.TreeMap<>(), Map.of())
                : Meters.totals(meters, now);
    }

    private Ledger ledger() {
        return camelContext.getComponent("ledger", LedgerComponent.class).ledger();
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        camelContext.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarted(CamelContext context) {
                start();
            }
        });
    }

    private synchronized void start() {
        if (started) {
            return; // a bean may be given its context twice
        }
        started = true;
        // by the name of Micrometer's class, since it may not be there
        Class<?> type = camelContext.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry");
        if (type != null) {
            meters = camelContext.getRegistry().findByType(type).stream()
                    .findFirst()
                    .orElse(null);
        }
        clock = camelContext.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "figures");
        clock.scheduleAtFixedRate(() -> figures.take(totals()), 0, 60, TimeUnit.SECONDS);
    }

    public Clients getClients() {
        return clients;
    }

    /** Who has the keys. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }

    public LinkSwitches getLinks() {
        return links;
    }

    /** Who pauses links; null = nobody does. */
    public void setLinks(LinkSwitches links) {
        this.links = links;
    }
}
