package org.smshub.hub.links;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.smshub.link.LateAnswer;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;

/**
 * A centre and the line to it, as a link's route sees them: what it takes stands in its book, whatever it answers. It outlives the hub.
 */
final class ModelCentre implements AutoCloseable {

    enum Manner {
        /** Takes and answers. */
        UP,
        /** No line: nothing is taken. */
        DOWN,
        /** Asks to go slower, takes nothing. */
        THROTTLE,
        /** Refuses for now. */
        BUSY,
        /** Refuses for good. */
        REFUSE,
        /** Takes, and the answer comes after the time-out. */
        LATE,
        /** Takes or not, and never answers. */
        SILENT,
        /** Takes or not, and the line drops before the answer. */
        RESET
    }

    /** A message in the book. */
    record Taken(String messageId, String remoteId, String to, boolean receiptWanted) {}

    private final String name;
    private final Random random;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, task -> {
        Thread thread = new Thread(task, "centre");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<String, List<Taken>> book = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Taken> owed = new ConcurrentLinkedQueue<>();
    private final Map<String, Map<Manner, Integer>> dealt = new ConcurrentHashMap<>();
    private final AtomicInteger seen = new AtomicInteger();
    private volatile Manner manner = Manner.UP;

    ModelCentre(String name, long seed) {
        this.name = name;
        this.random = new Random(seed);
    }

    void manner(Manner next) {
        manner = next;
    }

    Manner manner() {
        return manner;
    }

    boolean process(Exchange exchange, AsyncCallback callback) {
        Manner now = manner;
        String id = exchange.getMessage().getHeader(SmsHeaders.ID, String.class);
        seen.incrementAndGet();
        dealt.computeIfAbsent(id, i -> new ConcurrentHashMap<>()).merge(now, 1, Integer::sum);
        switch (now) {
            case UP -> {
                exchange.getMessage()
                        .setHeader(SmsHeaders.REMOTE_ID, take(exchange).remoteId());
                return later(callback);
            }
            case DOWN -> exchange.setException(SmsNotSentException.forLineDown(name + ":no-session", "no line"));
            case THROTTLE -> exchange.setException(SmsNotSentException.forThrottling(name + ":throttled", "too fast"));
            case BUSY -> exchange.setException(new SmsNotSentException(name + ":busy", "busy", true));
            case REFUSE -> exchange.setException(new SmsNotSentException(name + ":refused", "no such number", false));
            case LATE -> {
                Taken taken = take(exchange);
                LateAnswer late = exchange.getProperty(LateAnswer.PROPERTY, LateAnswer.class);
                timer.schedule(() -> late.came(taken.remoteId(), null), 30, TimeUnit.MILLISECONDS);
                exchange.setException(new SmsUnknownOutcomeException(name + ":timeout", "no answer in time"));
            }
            default -> {
                if (nextBoolean()) {
                    take(exchange);
                }
                exchange.setException(new SmsUnknownOutcomeException(
                        name + (now == Manner.RESET ? ":dropped" : ":timeout"), "no answer"));
            }
        }
        return later(callback);
    }

    private boolean later(AsyncCallback callback) {
        timer.schedule(() -> callback.done(false), 1, TimeUnit.MILLISECONDS);
        return false;
    }

    private Taken take(Exchange exchange) {
        String id = exchange.getMessage().getHeader(SmsHeaders.ID, String.class);
        Taken taken = new Taken(
                id,
                name + ids.incrementAndGet() + "x" + Long.toHexString(id.hashCode() & 0xFFFFFFFFL),
                exchange.getMessage().getHeader(SmsHeaders.TO, String.class),
                true);
        book.computeIfAbsent(id, i -> new CopyOnWriteArrayList<>()).add(taken);
        owed.add(taken);
        return taken;
    }

    private synchronized boolean nextBoolean() {
        return random.nextBoolean();
    }

    /** The receipts that are owed, each once. */
    List<Taken> receipts() {
        List<Taken> due = new ArrayList<>();
        Taken taken;
        while ((taken = owed.poll()) != null) {
            due.add(taken);
        }
        return due;
    }

    /** A receipt could not be handed over: it stays owed. */
    void owe(Taken taken) {
        owed.add(taken);
    }

    int copies(String messageId) {
        return book.getOrDefault(messageId, List.of()).size();
    }

    /** How often it dealt with a message in one of these manners. */
    int dealt(String messageId, Manner... manners) {
        Map<Manner, Integer> counts = dealt.getOrDefault(messageId, Map.of());
        return Arrays.stream(manners).mapToInt(m -> counts.getOrDefault(m, 0)).sum();
    }

    /** Parts handed to it so far. */
    int seen() {
        return seen.get();
    }

    String name() {
        return name;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
