package org.smshub.ledger.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.store.Group;
import org.smshub.link.nature.Rare;

/**
 * What the hub knows of an events consumer: a queue for each client, so that one that is away holds up nobody else.
 * Within a queue events are handed out in their order, at most a window at a time and never two of one message; after
 * one was not heard, nothing follows until it has its next turn, by a clock that never goes back: a restart begins at once.
 * A message that its application refuses again and again while it hears others rests by itself, with what follows of it. A
 * client for whom nothing waits leaves no trace. Where each message has an address of its own, it has a queue of its own, too
 * ({@link Event#lane()}).
 */
public final class EventQueue {

    /** So often an event holds up its client's others, before it rests by itself. */
    static final int HOLDS_UP = 3;

    /** Messages of a client that rest by themselves, at most: one that refuses more hears nothing until it takes one of them. */
    static final int MOST_RESTING = 10;

    /**
     * Where other hubs write events, too, one with a lower number may be seen later: as long as the group that writes it lasts, which the
     * server ends after five seconds of silence.
     */
    private static final long SEEN_LATE_MILLIS = 5_000;

    /** The queue of a client, or of one message of it. */
    private static final class Lane {
        private final String client;
        /** The id handed out last. */
        private long position;
        /** Nothing more can appear up to here: the position of some time ago. */
        private long floor;
        /** When {@link #nextFloor} was the position, see {@link #clock}. */
        private long floorAt;

        private long nextFloor;
        /** Messages in flight → their events' ids. */
        private final Map<String, Long> inFlight = new HashMap<>();
        /** Messages that rest by themselves → not before, see {@link #clock}. */
        private final Map<String, Long> resting = new HashMap<>();
        /** Something may wait after the position. */
        private boolean more;
        /** Not before, see {@link #clock}; 0 = now. */
        private long due;
        /** One was not heard: begin again with the oldest as soon as nothing is in flight. */
        private boolean again;
        /** The last one was not heard: one at a time, until one is. */
        private boolean probing;
        /** Counts its beginnings: an answer to a wish of before is of no use. */
        private int turn;
        /** Stands in {@link #ready} or {@link #delayed}. */
        private boolean queued;
        /** Its client's are not handed out here any more; it is there while something is in flight. */
        private boolean away;

        private Lane(String client) {
            this.client = client;
        }

        /** Reads begin here, where others write too: the position of {@value #SEEN_LATE_MILLIS} milliseconds ago, or of before. */
        private long floor(long now) {
            if (now - floorAt >= SEEN_LATE_MILLIS) {
                floor = Math.min(nextFloor, position);
                nextFloor = position;
                floorAt = now;
            }
            return Math.min(floor, position);
        }

        /** Goes on behind the position. */
        private void pass() {
            floor = position;
            nextFloor = position;
        }

        /** How many more may be in flight. */
        private int room(int window) {
            int most = probing ? 1 : Math.min(window, Rare.value("events.window", Integer.MAX_VALUE, 1));
            return more && !again && !away ? most - inFlight.size() : 0;
        }
    }

    /** @param room how many may be taken @param limit how many are read: some may be known, see {@link #wish} */
    private record Wish(Lane lane, int turn, int room, int limit, int place) {}

    private final String consumer;
    private final LongSupplier nanos;
    private final long begun;
    private volatile int window;
    private volatile long ageMillis;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final ArrayDeque<Lane> ready = new ArrayDeque<>();

    /** By {@link Lane#due} as it was when the lane was put here; it is looked at again when it is taken out. */
    private final PriorityQueue<Map.Entry<Long, Lane>> delayed = new PriorityQueue<>(Map.Entry.comparingByKey());

    /** Lanes of which a message rests by itself, by when it has had its rest. */
    private final PriorityQueue<Map.Entry<Long, Lane>> rests = new PriorityQueue<>(Map.Entry.comparingByKey());

    private final List<Wish> wishes = new ArrayList<>();

    /** Clients whose events are handed out; null = all. */
    private Set<String> served;

    private volatile BiConsumer<EventQueue, Event> taker;
    private volatile Consumer<String> watcher;
    private int inFlight;

    /**
     * @param window events of a client in flight at most
     * @param ageMillis what nobody heard for so long is dropped
     * @param nanos a clock that never goes back
     */
    public EventQueue(String consumer, int window, long ageMillis, LongSupplier nanos) {
        this.consumer = consumer;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
        this.window = window;
        this.ageMillis = ageMillis;
    }

    /** Milliseconds, 1 or more. */
    private long clock() {
        return 1 + (nanos.getAsLong() - begun) / 1_000_000;
    }

    public String consumer() {
        return consumer;
    }

    public void open(int newWindow, long newAgeMillis, BiConsumer<EventQueue, Event> newTaker) {
        open(newWindow, newAgeMillis, false, newTaker);
    }

    /** @param byClient whether events of those clients alone are handed out that {@link #serve} names */
    public synchronized void open(
            int newWindow, long newAgeMillis, boolean byClient, BiConsumer<EventQueue, Event> newTaker) {
        served = byClient ? new HashSet<>() : null;
        window = newWindow;
        ageMillis = newAgeMillis;
        taker = newTaker;
        lanes.values().forEach(this::queue);
    }

    public void close() {
        taker = null;
    }

    /**
     * Whether a client's events are handed out from now on, where that is said of each: then from the oldest on. What is in flight
     * comes to its end in any case.
     */
    public synchronized void serve(String client, boolean is) {
        if (served == null || !(is ? served.add(client) : served.remove(client))) {
            return;
        }
        if (is) {
            lanes.computeIfAbsent(client, Lane::new).away = false;
            wake(client);
        } else if (lanes.get(client) != null) {
            Lane lane = lanes.get(client);
            lane.away = true;
            lane.resting.clear();
            // what is on its way here from the ledger is not for it
            lane.turn++;
            settle(lane);
        }
    }

    private boolean isServed(String client) {
        return served == null || served.contains(Event.client(client));
    }

    /** Events of a client in flight. */
    public synchronized int inFlight(String client) {
        Lane lane = lanes.get(client);
        return lane == null ? 0 : lane.inFlight.size();
    }

    /** Nothing is handed out: somebody hears for which client there may be something new, and reads it himself. */
    public void watch(Consumer<String> newWatcher) {
        watcher = newWatcher;
    }

    public boolean isWatched() {
        return watcher != null;
    }

    public boolean isOpen() {
        return taker != null;
    }

    public long ageMillis() {
        return ageMillis;
    }

    public synchronized int inFlight() {
        return inFlight;
    }

    /** Clients that something waits for or is in flight for. */
    public synchronized int clients() {
        return lanes.size();
    }

    /** There may be something new for this client. */
    public void waits(String client) {
        Consumer<String> watching = watcher;
        if (watching != null) {
            watching.accept(client);
        } else {
            waitsHere(client);
        }
    }

    private synchronized void waitsHere(String client) {
        if (!isServed(client)) {
            return;
        }
        Lane lane = lanes.computeIfAbsent(client, Lane::new);
        lane.more = true;
        queue(lane);
    }

    private void queue(Lane lane) {
        if (!lane.queued && lane.due != Long.MAX_VALUE && lane.room(window) > 0) {
            lane.queued = true;
            if (lane.due > 0) {
                delayed.add(Map.entry(lane.due, lane));
            } else {
                ready.add(lane);
            }
        }
    }

    /** Adds wishes for clients that have room, of {@code limit} events at most. */
    public void wish(Group group, int limit) {
        wish(group, limit, false);
    }

    /** @param shared whether other hubs write events, too: what is seen late is read in its place, so that a message's come in their order */
    public synchronized void wish(Group group, int limit, boolean shared) {
        refused(); // those of a group that is made anew
        if (taker == null) {
            return;
        }
        long now = clock();
        while (!rests.isEmpty() && rests.peek().getKey() <= now) {
            Lane lane = rests.poll().getValue();
            if (lanes.get(lane.client) == lane) {
                lane.resting.values().removeIf(until -> until <= now);
                again(lane);
                settle(lane);
            }
        }
        while (!delayed.isEmpty() && delayed.peek().getKey() <= now) {
            ready.add(delayed.poll().getValue());
        }
        int left = limit;
        for (int lanesLeft = ready.size(); lanesLeft > 0 && left > 0; lanesLeft--) {
            Lane lane = ready.poll();
            lane.queued = false;
            int room = Math.min(lane.room(window), left);
            if (room <= 0 || lane.due > now) {
                Rare.hit("events.no-room");
                settle(lane);
                continue;
            }
            // those in flight, and those that rest, are read again
            int rows = shared ? room + lane.inFlight.size() + lane.resting.size() : room;
            wishes.add(new Wish(lane, lane.turn, room, rows, group.lanes.size()));
            long from = shared ? lane.floor(now) : lane.position;
            group.lanes.add(new Group.LaneWish(consumer, lane.client, from, rows));
            left -= room;
        }
    }

    /** The wishes were not granted: they are made again. */
    public synchronized void refused() {
        wishes.forEach(wish -> settle(wish.lane()));
        wishes.clear();
    }

    /** What the wishes brought, by their places; it is in flight from here on. */
    public synchronized List<Event> granted(List<List<Event>> answers) {
        List<Event> taken = new ArrayList<>();
        for (Wish wish : wishes) {
            Lane lane = wish.lane();
            if (lane.turn == wish.turn() && !lane.again) {
                List<Event> next = answers.get(wish.place());
                lane.more = next.size() >= wish.limit();
                lane.due = 0;
                int before = taken.size();
                take(lane, next, wish.room(), taken);
                if (lane.more && taken.size() == before) {
                    lane.pass(); // what rests fills the answer
                }
            }
            settle(lane);
        }
        wishes.clear();
        return taken;
    }

    private void take(Lane lane, List<Event> next, int room, List<Event> into) {
        long now = clock();
        int left = room;
        for (Event event : next) {
            Long restsUntil = lane.resting.get(event.messageId());
            if (restsUntil != null && restsUntil > now) {
                lane.position = Math.max(lane.position, event.id());
                continue;
            }
            Long earlier = lane.inFlight.get(event.messageId());
            if (earlier != null && earlier == event.id()) {
                continue;
            }
            if (earlier != null) {
                Rare.hit("events.same-message");
                lane.more = true;
                // its turn comes when the earlier one of its message is over
                lane.due = Long.MAX_VALUE;
                return;
            }
            if (left == 0) {
                // what is known was left behind, and new ones came in its stead
                lane.more = true;
                return;
            }
            left--;
            lane.inFlight.put(event.messageId(), event.id());
            lane.position = Math.max(lane.position, event.id());
            inFlight++;
            into.add(event);
        }
    }

    /**
     * To the route; false when it has closed meanwhile.
     *
     * @throws RuntimeException of the taker: nobody heard the event
     */
    public boolean hand(Event event) {
        BiConsumer<EventQueue, Event> to = taker;
        if (to != null) {
            to.accept(this, event);
        }
        return to != null;
    }

    /** The event was heard, and its row is gone. */
    public synchronized void heard(Event event) {
        Lane lane = lanes.get(event.lane());
        if (lane != null) {
            lane.resting.remove(event.messageId());
            lane.probing &= lane.again;
            over(lane, event, 0);
        }
    }

    /** The event was not heard: it and what follows it have their turn again after so many milliseconds. */
    public void later(Event event, long delay) {
        later(event, delay, false);
    }

    /**
     * The event was not heard: it has its turn again after so many milliseconds, and what follows it then, too.
     *
     * @param alone the application has answered, and refuses this one for now: from the {@value #HOLDS_UP}rd time on only
     *     what follows of its message waits with it
     */
    public synchronized void later(Event event, long delay, boolean alone) {
        Lane lane = lanes.get(event.lane());
        if (lane == null) {
            return;
        }
        Rare.hit("events.not-heard");
        lane.again = true;
        lane.probing |= delay > 0;
        long due = delay > 0 ? clock() + delay : 0;
        lane.resting.remove(event.messageId());
        if (alone && delay > 0 && event.attempts() >= HOLDS_UP - 1 && lane.resting.size() < MOST_RESTING) {
            lane.resting.put(event.messageId(), due);
            rests.add(Map.entry(due, lane));
            due = 0;
        }
        over(lane, event, due);
    }

    /** What waits for this client has its turn now. */
    public synchronized void wake(String client) {
        Lane lane = lanes.get(client);
        if (lane == null) {
            return;
        }
        if (lane.queued) {
            delayed.removeIf(entry -> entry.getValue() == lane);
            ready.remove(lane);
            lane.queued = false;
        }
        lane.resting.clear();
        if (lane.due != Long.MAX_VALUE) {
            lane.due = 0;
        }
        again(lane);
        settle(lane);
    }

    /** Others write events, too, and what was written first may be seen last: everybody's begin with the oldest. */
    public synchronized void afresh() {
        for (Lane lane : List.copyOf(lanes.values())) {
            again(lane);
            settle(lane);
        }
    }

    /** Begins with the oldest as soon as nothing is in flight. */
    private static void again(Lane lane) {
        lane.again = !lane.inFlight.isEmpty();
        if (!lane.again) {
            Rare.hit("events.from-the-oldest");
            lane.position = 0;
            lane.more = true;
            lane.turn++;
        }
    }

    private void over(Lane lane, Event event, long due) {
        if (lane.inFlight.remove(event.messageId()) == null) {
            return;
        }
        inFlight--;
        if (lane.due == Long.MAX_VALUE) {
            lane.due = 0;
        }
        lane.due = Math.max(lane.due, due);
        if (lane.again) {
            again(lane);
        }
        settle(lane);
    }

    private void settle(Lane lane) {
        boolean over = lane.away || !lane.more && !lane.again && lane.resting.isEmpty();
        if (lane.inFlight.isEmpty() && over && !lane.queued) {
            Rare.hit("events.lane-ends");
            lanes.remove(lane.client, lane);
        } else {
            queue(lane);
        }
    }

    /** Nanoseconds until there may be something to hand out. */
    public synchronized long waitNanos() {
        if (taker == null) {
            return Long.MAX_VALUE;
        }
        if (!ready.isEmpty()) {
            return 0;
        }
        long next = Math.min(first(delayed), first(rests));
        return next == Long.MAX_VALUE ? next : Math.max(0, next - clock()) * 1_000_000;
    }

    private static long first(PriorityQueue<Map.Entry<Long, Lane>> lanes) {
        return lanes.isEmpty() ? Long.MAX_VALUE : lanes.peek().getKey();
    }
}
