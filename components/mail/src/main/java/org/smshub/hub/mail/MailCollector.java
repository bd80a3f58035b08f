package org.smshub.hub.mail;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Puts what becomes of the recipients of one mail into one answer. Nothing is acknowledged to the ledger before that answer has
 * gone, so that a crash repeats it; what waits is little, and for a short time.
 */
final class MailCollector {

    /** Events of one client that wait, at most: fewer than {@code window} of the route. */
    private static final int MOST = 40;

    private record Waiting(Exchange exchange, MailAnswer.Told told, CompletableFuture<List<MailAnswer.Told>> done) {}

    private static final class Group {
        private final String client;
        private final List<Waiting> waiting = new ArrayList<>();
        private Future<?> timer;

        Group(String client) {
            this.client = client;
        }
    }

    private final Supplier<ScheduledExecutorService> threads;

    /** By client and mail, the oldest first. */
    private final Map<String, Group> groups = new LinkedHashMap<>();

    private boolean closed;

    /** @param threads on which answers are sent */
    MailCollector(Supplier<ScheduledExecutorService> threads) {
        this.threads = threads;
    }

    /**
     * @param mail a key of it
     * @param count of its recipients
     * @param millis to wait for the others
     * @return what is to be told with this exchange; empty when another one has told it
     */
    CompletionStage<List<MailAnswer.Told>> add(
            String client, String mail, int count, long millis, Exchange exchange, MailAnswer.Told told) {
        if (count <= 1 || millis <= 0) {
            return CompletableFuture.completedFuture(List.of(told));
        }
        Waiting one = new Waiting(exchange, told, new CompletableFuture<>());
        String key = client + ' ' + mail;
        Group over = null;
        synchronized (groups) {
            if (closed) {
                one.done().completeExceptionally(stopped());
                return one.done();
            }
            Group group = groups.get(key);
            if (group == null) {
                Group begun = new Group(client);
                groups.put(key, begun);
                group = begun;
                begun.timer = threads.get().schedule(() -> tell(taken(key, begun)), millis, TimeUnit.MILLISECONDS);
            }
            group.waiting.add(one);
            if (group.waiting.size() >= count) {
                groups.remove(key);
                over = group;
            } else if (waiting(client) > MOST) {
                over = oldest(client);
            }
        }
        if (over != null) {
            Group ready = over;
            threads.get().execute(() -> tell(ready));
        }
        return one.done();
    }

    private int waiting(String client) {
        return groups.values().stream()
                .filter(group -> group.client.equals(client))
                .mapToInt(group -> group.waiting.size())
                .sum();
    }

    private Group oldest(String client) {
        for (Iterator<Group> all = groups.values().iterator(); all.hasNext(); ) {
            Group group = all.next();
            if (group.client.equals(client)) {
                all.remove();
                return group;
            }
        }
        throw new IllegalStateException("nothing waits"); // something was counted
    }

    /** Null when it was told meanwhile. */
    private Group taken(String key, Group group) {
        synchronized (groups) {
            return groups.remove(key, group) ? group : null;
        }
    }

    /** The first goes on with the words about all; the others end as it ends. */
    private static void tell(Group group) {
        if (group == null) {
            return;
        }
        group.timer.cancel(false);
        Waiting first = group.waiting.get(0);
        List<Waiting> others = group.waiting.subList(1, group.waiting.size());
        first.exchange().getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange exchange) {
                others.forEach(other -> other.done().complete(List.of()));
            }

            @Override
            public void onFailure(Exchange exchange) {
                others.forEach(other -> other.done().completeExceptionally(notTold(exchange)));
            }
        });
        first.done().complete(group.waiting.stream().map(Waiting::told).toList());
    }

    /** What waits is told after the next start. */
    void close() {
        List<Group> left;
        synchronized (groups) {
            closed = true;
            left = List.copyOf(groups.values());
            groups.clear();
        }
        left.forEach(group -> group.timer.cancel(false));
        left.forEach(group -> group.waiting.forEach(one -> one.done().completeExceptionally(stopped())));
    }

    void open() {
        synchronized (groups) {
            closed = false;
        }
    }

    private static Exception notTold(Exchange exchange) {
        return exchange.getException() == null ? stopped() : exchange.getException();
    }

    private static IllegalStateException stopped() {
        return new IllegalStateException("the hub stops");
    }
}
