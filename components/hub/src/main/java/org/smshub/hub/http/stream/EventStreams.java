package org.smshub.hub.http.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Clients;
import org.smshub.hub.EventJson;
import org.smshub.hub.RefusedException;
import org.smshub.hub.ThrottledException;
import org.smshub.ledger.EventHeaders;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.store.EventsReader;
import org.smshub.link.SmsHeaders;

/**
 * Server-sent events for clients with {@code events: sse}: each reads its own from the ledger, where they are kept for a time
 * whoever has read them, from after the last one that it has. No thread waits for a reader; one thread looks into the ledger
 * for all of them.
 */
public class EventStreams implements CamelContextAware {

    /** As {@code events} of clients.yaml has it. */
    static final String CONSUMER = "sse";

    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

    /** Events that are read at once. */
    private static final int PAGE = 50;

    private static final int RETRY_SECONDS = 30;

    /** Events as a stream has them. @param last the id that the next page is after */
    record Page(List<Buffer> events, long last, boolean more) {}

    private final Map<String, List<EventStream>> streams = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private CamelContext camelContext;
    private Clients clients;
    private boolean enabled;
    private int maxStreams = 100;
    private int maxStreamsPerClient = 5;
    private Duration heartbeat = Duration.ofSeconds(15);
    private Duration keep = Duration.ofDays(1);
    private EventsReader reader;
    private volatile ExecutorService looking;

    private Ledger ledger() {
        return camelContext.getComponent("ledger", LedgerComponent.class).ledger();
    }

    private synchronized void start() {
        if (reader != null) {
            return;
        }
        ledger().watch(CONSUMER, keep.toMillis(), this::news);
        reader = ledger().eventsReader();
        // bounded by the streams: each has one page at a time read
        looking = camelContext.getExecutorServiceManager().newSingleThreadExecutor(this, "events-read");
        Class<?> type = camelContext.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry");
        if (type != null) {
            camelContext
                    .getRegistry()
                    .findByType(type)
                    .forEach(registry -> StreamMetrics.bind(registry, open, dropped));
        }
    }

    private synchronized void stop() {
        streams.values().forEach(all -> all.forEach(EventStream::end));
        if (looking != null) {
            camelContext.getExecutorServiceManager().shutdownGraceful(looking);
            looking = null;
            reader.close();
            reader = null;
        }
    }

    /** On the ledger's writing thread. */
    private void news(String client) {
        List<EventStream> all = streams.get(client);
        if (all != null) {
            all.forEach(EventStream::news);
        }
    }

    /** {@code GET /v1/events}: the body becomes the stream. The header Last-Event-ID is the property {@code lastEventId}. */
    public void open(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        if (!clients.hearsBy(client, CONSUMER)) {
            throw new RefusedException(
                    RefusedException.Reason.FORBIDDEN,
                    null,
                    "This client does not hear of its events here: events: sse in clients.yaml");
        }
        start();
        long after = position(exchange.getProperty("lastEventId", String.class));
        EventStream stream = new EventStream(this, client, after, clients.holds(exchange));
        enter(stream);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                if (!stream.isBegun()) {
                    closed(stream, false);
                }
            }
        });
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "text/event-stream");
        message.setBody(stream);
    }

    /** @throws RefusedException it is none of ours */
    private static long position(String lastEventId) throws RefusedException {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return 0;
        }
        String prefix = CONSUMER + "-";
        if (!lastEventId.matches(prefix + "[0-9]{1,18}")) {
            throw RefusedException.invalid(
                    "Last-Event-ID", "Last-Event-ID is the id of an event, such as " + prefix + "42");
        }
        return Long.parseLong(lastEventId.substring(prefix.length()));
    }

    private void enter(EventStream stream) throws ThrottledException {
        List<EventStream> own = streams.computeIfAbsent(stream.client, c -> new CopyOnWriteArrayList<>());
        // of two at the same moment both may be refused
        own.add(stream);
        if (open.incrementAndGet() > maxStreams) {
            closed(stream, false);
            throw new ThrottledException(
                    "All " + maxStreams + " streams of events are taken (hub.events.stream.max)", RETRY_SECONDS);
        }
        if (own.size() > maxStreamsPerClient) {
            closed(stream, false);
            throw new ThrottledException(
                    "This client has its " + maxStreamsPerClient
                            + " streams of events (hub.events.stream.maxPerClient)",
                    RETRY_SECONDS);
        }
    }

    /** @param slow it did not read what was written */
    void closed(EventStream stream, boolean slow) {
        List<EventStream> own = streams.get(stream.client);
        if (own != null && own.remove(stream)) {
            open.decrementAndGet();
            if (slow) {
                dropped.increment();
                LOG.info("A reader of the events of client {} did not read them, and was hung up on", stream.client);
            }
        }
    }

    /** The taker gets the events after this one, on a thread of its own; null when they cannot be read. */
    void read(String client, long position, Consumer<Page> taker) {
        ExecutorService on = looking;
        try {
            if (on == null) {
                throw new RejectedExecutionException();
            }
            on.execute(() -> taker.accept(read(client, position)));
        } catch (RejectedExecutionException stopped) {
            taker.accept(null);
        }
    }

    private Page read(String client, long position) {
        try {
            EventsReader.Page page = reader.after(CONSUMER, client, position, PAGE);
            List<Buffer> frames = new ArrayList<>(page.events().size());
            for (Event event : page.events()) {
                Message message = new DefaultMessage(camelContext);
                EventHeaders.set(message, event);
                EventJson.json(message);
                frames.add(EventStream.frame(EventHeaders.id(event), message.getBody(byte[].class)));
            }
            return new Page(frames, page.last(), page.more());
        } catch (JsonProcessingException | RuntimeException e) {
            LOG.warn("The events of client {} cannot be read: {}", client, e.getMessage());
            return null;
        }
    }

    long heartbeatMillis() {
        return heartbeat.toMillis();
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
            public void onContextStopping(CamelContext context) {
                stop();
            }
        });
    }

    public Clients getClients() {
        return clients;
    }

    /** Who reads what. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }

    public boolean isEnabled() {
        return enabled;
    }

    /** Whether there are any. */
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public int getMaxStreams() {
        return maxStreams;
    }

    /** At once; those beyond are answered 429. Each is a request that is being answered (hub.http.maxRequests). */
    public void setMaxStreams(int maxStreams) {
        this.maxStreams = positive("max", maxStreams);
    }

    public int getMaxStreamsPerClient() {
        return maxStreamsPerClient;
    }

    /** The same of one client. */
    public void setMaxStreamsPerClient(int maxStreamsPerClient) {
        this.maxStreamsPerClient = positive("maxPerClient", maxStreamsPerClient);
    }

    private static int positive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("hub.events.stream." + option + " is 1 or more, not " + value);
        }
        return value;
    }

    public Duration getHeartbeat() {
        return heartbeat;
    }

    /** Between two signs of life. */
    public void setHeartbeat(Duration heartbeat) {
        this.heartbeat = positive("heartbeat", heartbeat);
    }

    public Duration getKeep() {
        return keep;
    }

    /** How long an event can be read. */
    public void setKeep(Duration keep) {
        this.keep = positive("keep", keep);
    }

    private static Duration positive(String option, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("hub.events.stream." + option + " is a time such as 15s, not " + value);
        }
        return value;
    }
}
