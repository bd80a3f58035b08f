package org.smshub.ledger.commit.work;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.commit.Work;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Chores;
import org.smshub.link.nature.Rare;

/**
 * Housekeeping: a few rows each second, and on at once while there are more, at a share of the writer's time that nobody
 * who waits for it notices.
 */
public final class ChoresWork implements Work {

    private static final Logger LOG = LoggerFactory.getLogger(ChoresWork.class);
    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** While chores find more: rest so many times what they took. */
    private static final int REST = 4;

    /** The retention in groups of its own: a tenth of what the writer would sleep, so that a load feels nothing of it. */
    private static final int PURGE_REST = 9;

    private static final long PURGE_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Rows, so that one group takes about {@link #GOOD_NANOS}: accepts wait for it. */
    private static final int MIN_LIMIT = 100;

    /** The same, while others share the group. */
    private static final int SHARED_LIMIT = 20;

    /**
     * The retention while others share its groups: a row for so many messages that came, no more than so many at once,
     * with a pause. More would cost a load that never rests a tenth of its rate, and each pause of it makes up.
     */
    private static final int MESSAGES_A_ROW = 4;

    private static final int SHARED_MOST = 200;
    private static final long SHARED_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int MAX_LIMIT = 500;
    private static final long GOOD_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    /** A receipt that could mean several parts. */
    private static final long LOOK_AGAIN_MILLIS = 60_000;

    private final LedgerSettings settings;
    private final Collection<LaneWork> listeners;
    private final Map<String, EventQueue> queues;
    private int limit = MIN_LIMIT;
    private final LongSupplier nanos;
    private long nextAt;
    private long nextPurge;

    /** How long the writer sleeps before the retention has a group of its own, and how long it has slept. */
    private long sleepNeeded;

    private long slept;

    /** What this group may look at: while others wait for it, it is short. */
    private int rows;

    /** Messages that came since the last purge. */
    private long accepted;

    private boolean more;
    private boolean purging;
    private boolean purged;

    /** The last purge found something, so there may be more. */
    private boolean purgesOn;

    /** Why they failed last, null = they did not: each second they are tried again. */
    private String said;

    /** Whether the ledger could not write last time: then a row is written and taken away. */
    private boolean probe;

    /** @param nanos a clock that never goes back */
    public ChoresWork(
            LedgerSettings settings,
            Collection<LaneWork> listeners,
            Map<String, EventQueue> queues,
            LongSupplier nanos) {
        this.settings = settings;
        this.listeners = listeners;
        this.queues = queues;
        this.nanos = nanos;
        this.nextAt = nanos.getAsLong();
        this.nextPurge = nextAt;
    }

    /** Nanoseconds until the next are due, in a group that they share with accepts or in one without. */
    public long waitNanos(boolean withAccepts) {
        if (Rare.way("chores.now")) {
            return 0;
        }
        long now = nanos.getAsLong();
        long wait = nextAt - now;
        return Math.max(0, purgesOn && !probe ? Math.min(wait, purgeWait(withAccepts, now)) : wait);
    }

    private long purgeWait(boolean withAccepts, long now) {
        return purgesOn && !withAccepts ? sleepNeeded - slept : nextPurge - now;
    }

    /** The writer had nothing to do for so long. */
    public void slept(long time) {
        slept += time;
    }

    public void trouble(boolean is) {
        Rare.hit("chores.probe");
        probe = is;
        if (is) {
            nextAt = nanos.getAsLong() + TICK_NANOS;
        }
    }

    @Override
    public void add(Draft draft) {
        long now = draft.group.now;
        Map<String, Long> eventsBefore = new HashMap<>();
        for (LaneWork listener : listeners) {
            eventsBefore.put(listener.queue.consumer(), now - listener.queue.ageMillis());
        }
        boolean withAccepts = draft.limit < MAX_LIMIT;
        purging = keepsSomethingForATime()
                && !probe
                && (purgeWait(withAccepts, nanos.getAsLong()) <= 0 || Rare.way("chores.purge"));
        rows = !withAccepts
                ? limit
                : purging && purgesOn
                        ? (int) Math.max(1, Math.min(SHARED_MOST, accepted / MESSAGES_A_ROW))
                        : SHARED_LIMIT;
        rows = Math.min(rows, Rare.value("chores.rows", Integer.MAX_VALUE, 1, 3));
        draft.group.chores = new Chores(
                rows,
                now - settings.receiptPatience(),
                now + Math.max(LOOK_AGAIN_MILLIS, settings.receiptPatience()),
                eventsBefore,
                purging
                        ? new Chores.Retention(
                                before(now, settings.keepMessages()),
                                before(now, settings.keepReceipts()),
                                before(now, settings.keepUnclaimed()))
                        : null,
                probe);
        // until it is committed: what fails is tried again in a second
        nextAt = nanos.getAsLong() + TICK_NANOS;
    }

    private boolean keepsSomethingForATime() {
        return settings.keepMessages() > 0 || settings.keepReceipts() > 0 || settings.keepUnclaimed() > 0;
    }

    private static long before(long now, long keep) {
        return keep > 0 ? now - keep : Long.MIN_VALUE;
    }

    /** So many messages came. */
    public void accepted(int count) {
        accepted += count;
    }

    @Override
    public void committed(Answers answers) {
        if (answers.more) {
            Rare.hit("chores.more");
        }
        if (answers.purged > 0) {
            Rare.hit("chores.purged");
        }
        said = null;
        more = answers.more;
        purged = answers.purged > 0;
        answers.dropped.forEach(this::dropped);
    }

    private void dropped(Answers.Lane lane, int count) {
        EventQueue queue = queues.get(lane.consumer());
        if (queue != null && queue.isWatched()) {
            return; // nobody says there what was heard
        }
        LOG.warn(
                "{} events for client {} were dropped: it has not heard them within {}",
                count,
                lane.client(),
                queue == null ? "their time" : Duration.ofMillis(queue.ageMillis()));
    }

    @Override
    public void refused(LedgerException why) {
        Rare.hit("chores.refused");
        more = false;
        if (!why.getMessage().equals(said)) {
            said = why.getMessage();
            LOG.error("Housekeeping fails: {}", said);
        }
    }

    /** How long the group took that they shared with so many rows of others. */
    public void took(long took, int others) {
        long now = nanos.getAsLong();
        if (others == 0) {
            limit = took > GOOD_NANOS ? Math.max(MIN_LIMIT, limit / 2) : more ? Math.min(MAX_LIMIT, limit * 2) : limit;
        }
        // of a group that is shared only its part
        long own = others == 0 ? took : took * rows / (rows + others);
        if (purging) {
            purgesOn = purged;
            accepted = 0;
            slept = 0;
            sleepNeeded = PURGE_REST * own;
            nextPurge = now + (purged ? Math.max(SHARED_PAUSE_NANOS, REST * own) : PURGE_AGAIN_NANOS);
        }
        nextAt = now + (more ? Math.min(TICK_NANOS, REST * own) : TICK_NANOS);
    }
}
