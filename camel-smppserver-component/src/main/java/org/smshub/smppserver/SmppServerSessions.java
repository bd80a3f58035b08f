package org.smshub.smppserver;

import io.netty.channel.EventLoopGroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.smshub.link.SmsNotSentException;

/**
 * Who is bound at one address, and what waits for them. Shared by the consumer, whose sessions come and go, and the
 * producers of the same address; deliveries outlive a session and a restart of the consumer.
 */
final class SmppServerSessions {

    private static final class Client {
        final List<SmppServerSession> bound = new ArrayList<>();
        final Deque<SmppDelivery> waiting = new ArrayDeque<>();
        int next;

        SmppServerSession free() {
            for (int i = 0; i < bound.size(); i++) {
                SmppServerSession session = bound.get((next + i) % bound.size());
                if (session.reserve()) {
                    next = (next + i + 1) % bound.size();
                    return session;
                }
            }
            return null;
        }
    }

    private final String address;
    private final EventLoopGroup timers;
    private final Map<String, Client> clients = new HashMap<>();
    private int waiting;

    SmppServerSessions(String address, EventLoopGroup timers) {
        this.address = address;
        this.timers = timers;
    }

    /** @return false if the client has {@code maxBinds} sessions already */
    synchronized boolean add(SmppServerSession session, int maxBinds) {
        Client client = clients.computeIfAbsent(session.client(), c -> new Client());
        if (maxBinds > 0 && client.bound.size() >= maxBinds) {
            return false;
        }
        client.bound.add(session);
        return true;
    }

    synchronized void remove(SmppServerSession session) {
        Client client = clients.get(session.client());
        if (client != null) {
            client.bound.remove(session);
            forgetIfIdle(session.client(), client);
        }
    }

    /**
     * Delivers now, or when a session of the client has room.
     *
     * @param waitMillis how long to wait for that at most
     * @param maxWaiting how many deliveries of a client may wait
     */
    void deliver(SmppDelivery delivery, long waitMillis, int maxWaiting) {
        SmppServerSession session;
        synchronized (this) {
            Client client = clients.computeIfAbsent(delivery.client, c -> new Client());
            session = client.waiting.isEmpty() ? client.free() : null;
            if (session == null) {
                if (client.waiting.size() < maxWaiting && waitMillis > 0) {
                    client.waiting.add(delivery);
                    waiting++;
                    delivery.timeout(
                            timers.next().schedule(() -> giveUp(delivery), waitMillis, TimeUnit.MILLISECONDS));
                    return;
                }
                forgetIfIdle(delivery.client, client);
            }
        }
        if (session == null) {
            delivery.done(noSession(delivery));
        } else {
            session.deliver(delivery);
        }
    }

    /** Gives what waits to the sessions that have room: after a bind, and after each answer. */
    void drain(String name) {
        while (true) {
            SmppDelivery delivery;
            SmppServerSession session;
            synchronized (this) {
                Client client = clients.get(name);
                if (client == null || client.waiting.isEmpty()) {
                    return;
                }
                session = client.free();
                if (session == null) {
                    return;
                }
                delivery = client.waiting.poll();
                waiting--;
            }
            delivery.stopWaiting();
            session.deliver(delivery);
        }
    }

    private void giveUp(SmppDelivery delivery) {
        synchronized (this) {
            Client client = clients.get(delivery.client);
            if (client == null || !client.waiting.remove(delivery)) {
                return;
            }
            waiting--;
            forgetIfIdle(delivery.client, client);
        }
        delivery.done(noSession(delivery));
    }

    /** Ends all waiting, when Camel stops. */
    void close() {
        List<SmppDelivery> all = new ArrayList<>();
        synchronized (this) {
            clients.values().forEach(client -> {
                all.addAll(client.waiting);
                client.waiting.clear();
            });
            waiting = 0;
        }
        all.forEach(delivery -> {
            delivery.stopWaiting();
            delivery.done(noSession(delivery));
        });
    }

    private SmsNotSentException noSession(SmppDelivery delivery) {
        return new SmsNotSentException(
                "smpp:nosession",
                "No session of client " + delivery.client + " at smpp-server:" + address
                        + " had room in time; it has to bind as receiver or transceiver (options deliverTimeout,"
                        + " maxWaiting)",
                true,
                null);
    }

    private void forgetIfIdle(String name, Client client) {
        if (client.bound.isEmpty() && client.waiting.isEmpty()) {
            clients.remove(name);
        }
    }

    synchronized int waiting() {
        return waiting;
    }
}
