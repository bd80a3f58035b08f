package org.smshub.hub.webhooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Clients;
import org.smshub.hub.EventJson;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;
import org.smshub.hub.StrictJson;
import org.smshub.hub.Webhook;
import org.smshub.hub.calls.HttpCaller;
import org.smshub.hub.calls.HttpCalls;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.Subscription;
import org.smshub.ledger.store.EventsReader;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.passing.Fields;
import org.smshub.link.passing.Told;

/**
 * Tells clients with {@code events: webhook} what became of their messages and what phones sent, by HTTP (Standard Webhooks);
 * and of messages that brought an address (callback), there. An attempt holds no thread; what did not arrive waits in the
 * ledger, each client's in its own order, or each message's that brought an address.
 */
public class Webhooks implements CamelContextAware, Webhook.Deaf {

    /** As {@code events} of clients.yaml has it. */
    static final String CONSUMER = "webhook";

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    private static final int GONE = 410;

    /** What waits is counted up to here. */
    private static final int MOST_COUNTED = 10_000;

    /** Messages whose callback is to be tried again; each has a queue in memory, of some hundred octets. */
    private static final int MOST_CALLBACKS = 50_000;

    private CamelContext camelContext;
    private Clients clients;
    private boolean enabled;
    private HttpCalls calls;
    private EventsReader reader;

    /** By client. */
    private final Map<String, Receiver> receivers = new ConcurrentHashMap<>();

    /** The same of the addresses that come with messages. */
    private final Map<String, Receiver> callbacks = new ConcurrentHashMap<>();

    private volatile boolean full;

    /** As clients.yaml has it now; null = it has none. */
    private Receiver receiver(String client) {
        Webhook webhook = client == null ? null : clients.webhook(client);
        return webhook == null || webhook.url() == null
                ? null
                : receivers.computeIfAbsent(client, c -> made(c, webhook)).as(webhook);
    }

    private Receiver callbacks(String client) {
        Webhook webhook = clients.webhook(client);
        return webhook == null || webhook.callbacks() == null
                ? null
                : callbacks
                        .computeIfAbsent(client, c -> bound("callback", new Receiver(c, webhook, null)))
                        .as(webhook);
    }

    /** Whether it has ended its subscription stands in the ledger. */
    private Receiver made(String client, Webhook webhook) {
        Long endedAt = reader().ended(CONSUMER).stream()
                .filter(end -> end.client().equals(client) && end.address().equals(webhook.url()))
                .map(Subscription::endedAt)
                .findFirst()
                .orElse(null);
        return bound(CONSUMER, new Receiver(client, webhook, endedAt));
    }

    private synchronized EventsReader reader() {
        if (reader == null) {
            reader = ledger().eventsReader();
        }
        return reader;
    }

    private void start() {
        clients.webhooks().keySet().forEach(client -> {
            receiver(client);
            callbacks(client);
        });
        HealthCheckRegistry checks = HealthCheckRegistry.get(camelContext);
        if (checks != null) {
            checks.register(new WebhooksHealthCheck(receivers.values()));
        }
    }

    private synchronized void stop() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    /** By the name of Micrometer's class, since it may not be there. */
    private Receiver bound(String kind, Receiver receiver) {
        Class<?> type = camelContext.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry");
        if (type != null) {
            camelContext
                    .getRegistry()
                    .findByType(type)
                    .forEach(registry -> WebhookMetrics.bind(registry, kind, receiver));
        }
        return receiver;
    }

    private Ledger ledger() {
        return camelContext.getComponent("ledger", LedgerComponent.class).ledger();
    }

    /**
     * @param to what its connections go by
     * @param trace that the call goes on in; null = none
     */
    private CompletableFuture<HttpCaller.Answer> post(
            Receiver receiver, String to, URI uri, String id, byte[] body, String trace) {
        long seconds = System.currentTimeMillis() / 1_000;
        Map<String, String> headers = new TreeMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "sms-hub");
        headers.put(Signature.ID, id);
        headers.put(Signature.TIMESTAMP, Long.toString(seconds));
        headers.put(Signature.HEADER, receiver.entry().signature().of(id, seconds, body));
        if (trace != null) {
            headers.put(SmsHeaders.TRACE, trace);
        }
        receiver.inFlight.incrementAndGet();
        return calls.caller()
                .post(to, uri, body, headers)
                .whenComplete((answer, never) -> receiver.inFlight.decrementAndGet());
    }

    /**
     * In a route of {@code ledger:events}, with the JSON as the body. Ends when the receiver has taken it.
     *
     * @throws SmsNotSentException (in the end) it has not: what follows tells by its kind whether this one waits, or all
     */
    public CompletableFuture<Void> tell(Exchange exchange) throws SmsNotSentException {
        Message message = exchange.getMessage();
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        String event = message.getHeader(SmsHeaders.EVENT_ID, String.class);
        Receiver receiver = receiver(client);
        if (receiver == null) {
            throw SmsNotSentException.forLineDown(
                    "webhook:none", "Client " + client + " has no webhook in clients.yaml");
        }
        if (receiver.endedAt() != null) {
            throw SmsNotSentException.forLineDown(
                    "webhook:ended", "Client " + client + " has ended its subscription; it waits to be opened again");
        }
        CompletableFuture<Void> told = new CompletableFuture<>();
        post(receiver, client, receiver.entry().uri(), event, message.getBody(byte[].class), trace(message))
                .thenAccept(answer -> {
                    exchange.setProperty(Told.PROPERTY, answer.told(origin(receiver)));
                    if (answer.isGood()) {
                        if (receiver.heard()) {
                            LOG.info("Webhook of client {} ({}) hears again", client, origin(receiver));
                        }
                        told.complete(null);
                    } else {
                        if (answer.retryAfter() > 0) {
                            exchange.setProperty(LedgerComponent.RETRY_AFTER, answer.retryAfter());
                        }
                        told.completeExceptionally(failed(receiver, event, answer));
                    }
                });
        return told;
    }

    private static String trace(Message message) {
        return message.getHeader(SmsHeaders.TRACE, String.class);
    }

    private static String origin(Receiver receiver) {
        return Webhook.origin(receiver.entry().uri());
    }

    /**
     * The same of an event whose message brought an address: it is told there. Nobody but its message waits for it, and who
     * answers 410 hears of it no more.
     *
     * @throws SmsNotSentException (in the end) it was not taken
     */
    public CompletableFuture<Void> callBack(Exchange exchange) throws SmsNotSentException {
        Message message = exchange.getMessage();
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        String event = message.getHeader(SmsHeaders.EVENT_ID, String.class);
        String url =
                Fields.parse(message.getHeader(SmsHeaders.FIELDS, String.class)).get(Records.CALLBACK);
        Receiver receiver = callbacks(client);
        if (receiver == null || url == null) {
            throw new SmsNotSentException(
                    "webhook:none", "Client " + client + " may have no callbacks in clients.yaml", true);
        }
        CompletableFuture<Void> told = new CompletableFuture<>();
        URI uri = URI.create(url);
        post(receiver, client + " callbacks", uri, event, message.getBody(byte[].class), trace(message))
                .thenAccept(answer -> {
                    exchange.setProperty(Told.PROPERTY, answer.told(Webhook.origin(uri)));
                    if (answer.isGood()) {
                        receiver.heard();
                        told.complete(null);
                    } else {
                        if (answer.retryAfter() > 0) {
                            exchange.setProperty(LedgerComponent.RETRY_AFTER, answer.retryAfter());
                        }
                        told.completeExceptionally(notCalledBack(receiver, event, answer));
                    }
                });
        return told;
    }

    private SmsNotSentException notCalledBack(Receiver receiver, String event, HttpCaller.Answer answer) {
        boolean tooMany = ledger().queues(Event.CALLBACK) > MOST_CALLBACKS;
        if (tooMany && !full) {
            LOG.warn(
                    "Callbacks of more than {} messages fail: what fails from now on is not tried again",
                    MOST_CALLBACKS);
        }
        full = tooMany;
        String words = answer.words() + (tooMany ? "; too many fail, it is not tried again" : "");
        receiver.failed(failure(event, answer, words));
        return new SmsNotSentException(code(answer), words, !tooMany && answer.status() != GONE);
    }

    private static Receiver.Failure failure(String event, HttpCaller.Answer answer, String words) {
        return new Receiver.Failure(
                System.currentTimeMillis(), event, answer.status() == 0 ? null : answer.status(), words);
    }

    private static String code(HttpCaller.Answer answer) {
        return "webhook:" + (answer.status() == 0 ? "unreachable" : answer.status());
    }

    private SmsNotSentException failed(Receiver receiver, String event, HttpCaller.Answer answer) {
        if (answer.status() == GONE) {
            end(receiver);
        }
        boolean first = receiver.failed(failure(event, answer, answer.words()));
        if (first && answer.status() != GONE) {
            LOG.warn(
                    "Webhook of client {} ({}) does not take event {}: {}. It is tried again, ever later"
                            + " (GET /v1/webhooks lists what fails)",
                    receiver.client,
                    origin(receiver),
                    event,
                    answer.words());
        }
        String code = code(answer);
        String words = "Webhook of client " + receiver.client + ": " + answer.words();
        return answer.isOfTheServer() || answer.status() == GONE
                ? SmsNotSentException.forLineDown(code, words)
                : new SmsNotSentException(code, words, true);
    }

    private void end(Receiver receiver) {
        long now = System.currentTimeMillis();
        receiver.endedAt(now);
        LOG.warn(
                "Webhook of client {} ({}) wants to hear no more (410): its subscription has ended, and what waits for"
                        + " it is kept for its time; POST /v1/webhooks/open opens it again",
                receiver.client,
                origin(receiver));
        ledger().subscription(new Subscription(
                        CONSUMER, receiver.client, receiver.entry().webhook().url(), now))
                .whenComplete((written, failure) -> {
                    if (failure != null) {
                        LOG.warn(
                                "That client {} has ended its subscription is not written: {}; it is asked again",
                                receiver.client,
                                failure.getMessage());
                        receiver.endedAt(null);
                    }
                });
    }

    @Override
    public Map<String, Webhook.Trouble> troubled() {
        Map<String, Webhook.Trouble> all = new TreeMap<>();
        receivers.forEach((client, receiver) -> {
            Long ended = receiver.endedAt();
            Long since = ended == null ? receiver.failingSince() : ended;
            if (since != null) {
                all.put(client, new Webhook.Trouble(receiver.state(), since));
            }
        });
        return all;
    }

    private record FailureView(String at, String event, Integer status, String problem) {}

    private record View(
            String client,
            String url,
            String state,
            String failingSince,
            String endedAt,
            int secrets,
            int waiting,
            String oldest,
            int inFlight,
            long delivered,
            long failed,
            List<FailureView> failures,
            CallbacksView callbacks) {}

    private record CallbacksView(
            int waiting, String oldest, int inFlight, long delivered, long failed, List<FailureView> failures) {}

    private record ViewList(List<View> webhooks) {}

    private record Tested(boolean delivered, String event, Integer status, String problem, long tookMillis) {}

    /** {@code GET /v1/webhooks}: that of the client in SmsClient; without it all. */
    public void list(Exchange exchange) throws JsonProcessingException {
        String client = exchange.getMessage().getHeader(SmsHeaders.CLIENT, String.class);
        List<View> views = new ArrayList<>();
        for (String one : clients.webhooks().keySet()) {
            if (client == null || one.equals(client)) {
                views.add(view(one));
            }
        }
        json(exchange, new ViewList(views));
    }

    private View view(String client) {
        Receiver receiver = receiver(client);
        Receiver its = callbacks(client);
        CallbacksView called = its == null ? null : callbacksView(its);
        if (receiver == null) {
            int secrets = its == null ? 0 : its.entry().webhook().secrets().size();
            return new View(client, null, "OPEN", null, null, secrets, 0, null, 0, 0, 0, List.of(), called);
        }
        EventsReader.Waiting waiting = reader().waiting(CONSUMER, client, MOST_COUNTED);
        return new View(
                client,
                receiver.entry().webhook().url(),
                receiver.state(),
                MessageView.iso(receiver.failingSince()),
                MessageView.iso(receiver.endedAt()),
                receiver.entry().webhook().secrets().size(),
                waiting.count(),
                MessageView.iso(waiting.oldest()),
                receiver.inFlight.get(),
                receiver.delivered.sum(),
                receiver.failed.sum(),
                views(receiver),
                called);
    }

    private CallbacksView callbacksView(Receiver its) {
        EventsReader.Waiting waiting = reader().waiting(Event.CALLBACK, its.client, MOST_COUNTED);
        return new CallbacksView(
                waiting.count(),
                MessageView.iso(waiting.oldest()),
                its.inFlight.get(),
                its.delivered.sum(),
                its.failed.sum(),
                views(its));
    }

    private static List<FailureView> views(Receiver receiver) {
        return receiver.failures().stream()
                .map(f -> new FailureView(MessageView.iso(f.at()), f.event(), f.status(), f.problem()))
                .toList();
    }

    /** {@code POST /v1/webhooks/test}: an event of kind TEST, now and once. */
    public CompletableFuture<Void> test(Exchange exchange) throws RefusedException, JsonProcessingException {
        Receiver receiver = asked(exchange);
        long now = System.currentTimeMillis();
        String event = "test-" + Long.toString(now, Character.MAX_RADIX)
                + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 20), Character.MAX_RADIX);
        return once(exchange, receiver, event, EventJson.test(event, receiver.client, now));
    }

    /**
     * {@code POST /v1/messages/ID/tell}: what became of a message, now and once more, to its client's webhook. The body is the
     * {@link MessageView}.
     */
    public CompletableFuture<Void> tellAgain(Exchange exchange) throws RefusedException, JsonProcessingException {
        Message message = exchange.getMessage();
        MessageView view = message.getBody(MessageView.class);
        if (view == null) {
            throw new RefusedException(RefusedException.Reason.NOT_FOUND, "id", "There is no such message of yours");
        }
        if (view.state().equals("ACCEPTED") || view.state().equals("QUEUED")) {
            throw new RefusedException(RefusedException.Reason.CONFLICT, null, "There is nothing to tell of it yet");
        }
        message.removeHeaders("*");
        message.setHeader(SmsHeaders.CLIENT, view.client());
        Receiver receiver = asked(exchange);
        String event = "again-" + view.id() + "-" + view.state();
        long occurred = view.parts().stream()
                .map(part -> part.doneAt() == null ? part.sentAt() : part.doneAt())
                .filter(Objects::nonNull)
                .mapToLong(at -> Instant.parse(at).toEpochMilli())
                .max()
                .orElseGet(System::currentTimeMillis);
        message.setHeader(SmsHeaders.KIND, "RECEIPT");
        message.setHeader(SmsHeaders.EVENT_ID, event);
        message.setHeader(SmsHeaders.ID, view.id());
        message.setHeader(SmsHeaders.TO, view.to());
        message.setHeader(SmsHeaders.FROM, view.from());
        message.setHeader(SmsHeaders.CLIENT_REF, view.ref());
        message.setHeader(SmsHeaders.STATE, view.state());
        message.setHeader(
                SmsHeaders.ERROR_CODE,
                view.parts().stream()
                        .map(MessageView.PartView::errorCode)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
        message.setHeader(SmsHeaders.DONE_AT, occurred);
        message.setHeader(
                SmsHeaders.SUBMITTED_AT, Instant.parse(view.acceptedAt()).toEpochMilli());
        EventJson.json(message);
        return once(exchange, receiver, event, message.getBody(byte[].class));
    }

    /** One call now, whose answer is the answer. */
    private CompletableFuture<Void> once(Exchange exchange, Receiver receiver, String event, byte[] body) {
        CompletableFuture<Void> tested = new CompletableFuture<>();
        post(receiver, receiver.client, receiver.entry().uri(), event, body, null)
                .thenAccept(answer -> {
                    if (answer.isGood() && receiver.failingSince() != null) {
                        ledger().tellNow(CONSUMER, receiver.client);
                    }
                    answer(
                            exchange,
                            tested,
                            () -> new Tested(
                                    answer.isGood(),
                                    event,
                                    answer.status() == 0 ? null : answer.status(),
                                    answer.isGood() ? null : answer.words(),
                                    answer.tookMillis()));
                });
        return tested;
    }

    /** {@code POST /v1/webhooks/open}: a subscription that has ended begins again, and what waits is told now. */
    public CompletableFuture<Void> open(Exchange exchange) throws RefusedException {
        Receiver receiver = asked(exchange);
        CompletableFuture<Void> opened = new CompletableFuture<>();
        ledger().subscription(new Subscription(
                        CONSUMER, receiver.client, receiver.entry().webhook().url(), null))
                .whenComplete((written, failure) -> {
                    if (failure != null) {
                        opened.completeExceptionally(failure);
                        return;
                    }
                    if (receiver.endedAt() != null) {
                        LOG.info("Webhook of client {} ({}) is open again", receiver.client, origin(receiver));
                    }
                    receiver.endedAt(null);
                    ledger().tellNow(CONSUMER, receiver.client);
                    answer(exchange, opened, () -> view(receiver.client));
                });
        return opened;
    }

    /** Ends a request with this. */
    private static void answer(Exchange exchange, CompletableFuture<Void> done, Supplier<Object> body) {
        try {
            json(exchange, body.get());
            done.complete(null);
        } catch (JsonProcessingException | RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    private Receiver asked(Exchange exchange) throws RefusedException {
        Receiver receiver = receiver(exchange.getMessage().getHeader(SmsHeaders.CLIENT, String.class));
        if (receiver == null) {
            throw new RefusedException(
                    RefusedException.Reason.NOT_FOUND,
                    null,
                    "This client has no webhook: events: webhook in clients.yaml, with its url and secrets");
        }
        return receiver;
    }

    private static void json(Exchange exchange, Object body) throws JsonProcessingException {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(StrictJson.MAPPER.writeValueAsBytes(body));
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
                if (enabled) {
                    start();
                }
            }

            @Override
            public void onContextStopped(CamelContext context) {
                stop();
            }
        });
    }

    public Clients getClients() {
        return clients;
    }

    /** Whose webhooks they are. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }

    public boolean isEnabled() {
        return enabled;
    }

    /** Whether clients may have one. */
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public HttpCalls getCalls() {
        return calls;
    }

    /** Who calls. */
    public void setCalls(HttpCalls calls) {
        this.calls = calls;
    }
}
