package org.smshub.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the group commit knows of an events consumer: a queue for each client, so that one that is away holds up nobody
 * else. Within a queue events are handed out in their order, at most a window at a time and never two of one message;
 * after one was not heard, nothing follows until it has its next turn.
 */
final class EventQueue {

    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);

    /** The queue of a client. */
    private static final class Lane {
        /** The id handed out last. */
        private long position;
        /** Messages in flight. */
        private final Set<String> inFlight = new HashSet<>();
        /** Something may wait after the position. */
        private boolean more;
        /** Not before, epoch milliseconds. */
        private long due;
        /** One was not heard: begin again with the oldest as soon as nothing is in flight. */
        private boolean again;
        /** The last one was not heard: one at a time, until one is. */
        private boolean probing;

        /** How many more may be in flight. */
        private int room(int window) {
            return more && !again ? (probing ? 1 : window) - inFlight.size() : 0;
        }
    }

    final String consumer;
    private final int window;
    private final long ageMillis;
    private final Map<String, Lane> lanes = new HashMap<>();
    private volatile BiConsumer<EventQueue, Event> taker;
    private int inFlight;

    /** @param ageMillis what nobody heard for so long is dropped */
    EventQueue(String consumer, int window, long ageMillis) {
        this.consumer = consumer;
        this.window = window;
        this.ageMillis = ageMillis;
    }

    void open(BiConsumer<EventQueue, Event> newTaker) {
        taker = newTaker;
    }

    void close() {
        taker = null;
    }

    boolean isOpen() {
        return taker != null;
    }

    /** What was written before may be dropped. */
    long oldest(long now) {
        return now - ageMillis;
    }

    /** These events, so many of each client, were dropped for their age. */
    void forget(Map<String, Integer> dropped) {
        dropped.forEach((client, count) -> LOG.warn(
                "{} events for client {} were dropped: it has not heard them within {}",
                count,
                client,
                Duration.ofMillis(ageMillis)));
    }

    synchronized int inFlight() {
        return inFlight;
    }

    /** There may be something new for this client. */
    synchronized void waits(String client) {
        lanes.computeIfAbsent(client, c -> new Lane()).more = true;
    }

    /** What may be handed out now; it is in flight from here on. */
    synchronized List<Event> claim(EventStore store, long now) throws SQLException {
        List<Event> claimed = new ArrayList<>();
        if (taker == null) {
            return claimed;
        }
        try {
            for (Map.Entry<String, Lane> entry : lanes.entrySet()) {
                Lane lane = entry.getValue();
                int room = lane.room(window);
                if (room > 0 && lane.due <= now) {
                    List<Event> next = store.next(consumer, entry.getKey(), lane.position, room);
                    lane.more = next.size() == room;
                    take(lane, next, now, claimed);
                }
            }
        } catch (SQLException e) {
            claimed.forEach(event -> later(event, 0));
            throw e;
        }
        return claimed;
    }

    private void take(Lane lane, List<Event> next, long now, List<Event> into) {
        for (Event event : next) {
            if (event.due() > now) {
                lane.due = event.due();
                lane.more = true;
                return;
            }
            if (!lane.inFlight.add(event.messageId())) {
                lane.more = true;
                // its turn comes when the earlier one of its message is over
                lane.due = Long.MAX_VALUE;
                return;
            }
            lane.position = event.id();
            inFlight++;
            into.add(event);
        }
    }

    /** To the route; false when it has closed meanwhile. */
    boolean hand(Event event) {
        BiConsumer<EventQueue, Event> to = taker;
        if (to == null) {
            return false;
        }
        to.accept(this, event);
        return true;
    }

    /** The event was heard, and its row is gone. */
    synchronized void heard(Event event) {
        Lane lane = lanes.get(event.client());
        lane.probing &= lane.again;
        over(event, 0);
    }

    /** The event was not heard: it and what follows it have their turn again from {@code due} on. */
    synchronized void later(Event event, long due) {
        Lane lane = lanes.get(event.client());
        lane.again = true;
        lane.probing = due > 0;
        over(event, due);
    }

    private void over(Event event, long due) {
        Lane lane = lanes.get(event.client());
        lane.inFlight.remove(event.messageId());
        inFlight--;
        if (lane.due == Long.MAX_VALUE) {
            lane.due = 0;
        }
        lane.due = Math.max(lane.due, due);
        if (lane.again && lane.inFlight.isEmpty()) {
            lane.again = false;
            lane.position = 0;
            lane.more = true;
        }
    }

    /** Epoch milliseconds at which there may be something to hand out. */
    synchronized long wakeAt(long now) {
        long at = Long.MAX_VALUE;
        if (taker != null) {
            for (Lane lane : lanes.values()) {
                if (lane.room(window) > 0) {
                    at = Math.min(at, lane.due);
                }
            }
        }
        return at;
    }
}
