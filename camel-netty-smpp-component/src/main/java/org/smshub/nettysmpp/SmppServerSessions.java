package org.smshub.nettysmpp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.smshub.link.Backlog;

/**
 * Who is bound at one address, and what waits for them. Shared by the consumer, whose sessions come and go, and the
 * producers of the same address: what waits outlives a session and a restart of the consumer.
 */
final class SmppServerSessions {

    private static final class Client {
        final Backlog<SmppDelivery, SmppPdu> backlog;
        int bound;
        int submitting;

        Client(Backlog<SmppDelivery, SmppPdu> backlog) {
            this.backlog = backlog;
        }
    }

    private final ScheduledExecutorService timer;
    private final SmppCompletions completions;
    private final Map<String, Client> clients = new HashMap<>();
    private int maxWaiting = 1000;
    private Duration deliverTimeout = Duration.ofSeconds(30);
    private boolean closed;

    SmppServerSessions(ScheduledExecutorService timer, SmppCompletions completions) {
        this.timer = timer;
        this.completions = completions;
    }

    /** The exchanges whose delivery ended. */
    SmppCompletions completions() {
        return completions;
    }

    /** How many deliveries of a client may wait, and how long. */
    synchronized void limits(int maxWaiting, Duration deliverTimeout) {
        this.maxWaiting = maxWaiting;
        this.deliverTimeout = deliverTimeout;
    }

    private Client client(String name) {
        return clients.computeIfAbsent(name, n -> new Client(new Backlog<>(maxWaiting, deliverTimeout, timer)));
    }

    /** @return false if the client has {@code maxBinds} sessions already */
    synchronized boolean add(SmppServerSession session, int maxBinds) {
        Client client = client(session.client());
        if (closed || maxBinds > 0 && client.bound >= maxBinds) {
            forgetIfIdle(session.client());
            return false;
        }
        client.bound++;
        return true;
    }

    /** From now on the session gets what waits for its client. */
    void receive(SmppServerSession session) {
        Backlog<SmppDelivery, SmppPdu> backlog;
        synchronized (this) {
            backlog = client(session.client()).backlog;
        }
        backlog.attach(session.window());
    }

    synchronized void remove(SmppServerSession session) {
        Client client = clients.get(session.client());
        if (client != null) {
            client.bound--;
            client.backlog.detach(session.window());
            forgetIfIdle(session.client());
        }
    }

    /**
     * Delivers now, or when a session of the client has room.
     *
     * @param result told once, on a worker thread, how it ended: null, or why not
     */
    void deliver(String name, List<SmppPdu.Message> messages, Consumer<Exception> result) {
        Client client;
        synchronized (this) {
            client = client(name);
            client.submitting++;
        }
        client.backlog.submit(new SmppDelivery(name, messages, result, client.backlog, completions));
        synchronized (this) {
            client.submitting--;
            forgetIfIdle(name);
        }
    }

    private void forgetIfIdle(String name) {
        Client client = clients.get(name);
        if (client != null && client.bound == 0 && client.submitting == 0 && client.backlog.waiting() == 0) {
            clients.remove(name);
        }
    }

    synchronized int bound() {
        return clients.values().stream().mapToInt(client -> client.bound).sum();
    }

    synchronized int waiting() {
        return clients.values().stream()
                .mapToInt(client -> client.backlog.waiting())
                .sum();
    }

    /** Ends all waiting, when Camel stops. */
    void close() {
        List<Client> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(clients.values());
        }
        all.forEach(client -> client.backlog.stop());
    }
}
