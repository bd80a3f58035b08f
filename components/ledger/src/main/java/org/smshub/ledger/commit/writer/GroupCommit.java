package org.smshub.ledger.commit.writer;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.commit.Asked;
import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.commit.Inbox;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.LedgerException.Reason;
import org.smshub.ledger.commit.LedgerFigures;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.commit.Peers;
import org.smshub.ledger.commit.Work;
import org.smshub.ledger.commit.work.AcceptWork;
import org.smshub.ledger.commit.work.ChoresWork;
import org.smshub.ledger.commit.work.ClaimWork;
import org.smshub.ledger.commit.work.ClockWork;
import org.smshub.ledger.commit.work.EventResultWork;
import org.smshub.ledger.commit.work.EventsOpenWork;
import org.smshub.ledger.commit.work.Handing;
import org.smshub.ledger.commit.work.LaneWork;
import org.smshub.ledger.commit.work.MoveWork;
import org.smshub.ledger.commit.work.OpenWork;
import org.smshub.ledger.commit.work.ReceiptWork;
import org.smshub.ledger.commit.work.ResultWork;
import org.smshub.ledger.commit.work.ShareWork;
import org.smshub.ledger.crew.Complaints;
import org.smshub.ledger.crew.Crew;
import org.smshub.ledger.crew.Followers;
import org.smshub.ledger.crew.Workers;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Change;
import org.smshub.ledger.entry.Changed;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Subscription;
import org.smshub.ledger.entry.Unread;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;
import org.smshub.link.Loop;
import org.smshub.link.nature.Nature;
import org.smshub.link.nature.Rare;
import org.smshub.link.passing.Told;

/**
 * The one thread that writes. Whatever waits at the same moment (accepts, results, receipts, claims) shares one
 * transaction and so one fsync; the next group gathers while this one commits, without a timer. Accepts go first and
 * claims last and bounded, so that a backlog never starves the inputs.
 *
 * <p>A row that cannot be written fails alone: its group is halved until it stands by itself. When the disk is full or
 * broken, accepts and receipts are refused (their senders keep them), while results, which nobody else knows, are kept
 * and written as soon as that is possible again. What anybody throws is told to its own caller and ends nothing else.
 */
public final class GroupCommit implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** Name of the writing thread. */
    public static final String THREAD = "ledger-write";

    /** Accepts or receipts that wait, or whose followers have not ended, beyond which new ones are refused. */
    static final int QUEUE_LIMIT = 10_000;

    /** Works of a kind in a group, and messages of a batch. */
    public static final int BATCH_LIMIT = 1_000;

    private static final int CLAIM_LIMIT = 500;

    /** While accepts wait a group claims this many, or a quarter more than there are of them. */
    private static final int CLAIM_LIMIT_UNDER_PRESSURE = 20;

    private static final long SMALL_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Opens a connection with its statements. */
    public interface Opener {
        Engine open() throws SQLException;
    }

    private final Inbox accepts = new Inbox(Rare.value("commit.queue", QUEUE_LIMIT, 2, 3));
    private final Inbox results = new Inbox(Integer.MAX_VALUE);
    private final Inbox receipts = new Inbox(Rare.value("commit.queue-receipts", QUEUE_LIMIT, 1, 3));

    /** Receipts that come once more: in the next group, before those that came after them. */
    private final List<Work> again = new ArrayList<>();

    private final Database database;
    private final Crew workers;
    private final Followers followers;
    private final LedgerFigures figures;
    private final LongSupplier wall;
    private final LongSupplier nanos;
    private final Handing handing;
    private final Map<String, LinkQueue> links = new ConcurrentHashMap<>();
    private final Map<String, EventQueue> listeners = new ConcurrentHashMap<>();
    private final Sharing sharing;
    private final Writing writing;
    private final List<ClaimWork> claims = new CopyOnWriteArrayList<>();

    /** Who claims first takes turns. */
    private int turn;

    private final List<LaneWork> lanes = new CopyOnWriteArrayList<>();
    private final MoveWork moves;
    private final ChoresWork chores;
    private final ClockWork clock;

    /** Null where somebody else makes the steps. */
    private Thread thread;

    private final Runnable waking = this::wake;

    private volatile boolean stopping;
    private volatile boolean ended;
    private volatile boolean parked;

    /** The works of the round under way. */
    private final List<Work> works = new ArrayList<>();

    /** The last round found nothing to do. */
    private boolean rested;

    /** When that was, by the clock that never goes back. */
    private long restsSince;

    /**
     * @param workers run what follows a commit, so that no route keeps the writing thread
     * @throws SQLException the database cannot be opened
     */
    public GroupCommit(Opener opener, Crew workers, LedgerSettings settings, LedgerFigures figures, Nature nature)
            throws SQLException {
        this.database = new Database(opener, links);
        this.workers = workers;
        this.followers = new Followers(workers);
        this.figures = figures;
        this.wall = nature::wall;
        this.nanos = nature::nanos;
        this.sharing = new Sharing(links, listeners, nanos);
        this.moves = new MoveWork(links, nanos);
        this.chores = new ChoresWork(settings, lanes, listeners, nanos);
        this.clock = new ClockWork(links, wall.getAsLong(), nanos);
        Complaints complaints = new Complaints(LOG);
        this.handing = new Handing(
                new Handing.Giver() {
                    @Override
                    public int session() {
                        return sharing.session();
                    }

                    @Override
                    public void back(Claim claim, Verdict.Back verdict, LinkQueue link) {
                        result(claim, verdict, link);
                    }
                },
                complaints);
        this.writing = new Writing(
                database,
                links,
                results,
                chores,
                new Brought(figures, links, listeners, sharing),
                sharing,
                figures,
                complaints,
                nanos);
        workers.watch(this::wake);
    }

    /** Others work with this ledger, too; before the start of the first link. */
    public void share(Peers others) {
        sharing.with(others);
        wake();
    }

    /**
     * Whether a part may still go to the line: nobody else can have its link since it was claimed. What was written last tells: it is
     * young enough that no other hub takes this one for dead.
     */
    public boolean isOurs(Claim claim) {
        return sharing.isOurs(claim);
    }

    /** Whether what was written last is young enough that no other hub takes this one for dead. */
    public boolean isHeard() {
        return sharing.isHeard();
    }

    /** Another hub says that something waits here. */
    public void heard(Peers.News news) {
        sharing.hear(news);
        wake();
    }

    /** Writes on a thread of its own; without it somebody calls {@link #step}. */
    public void start() {
        thread = new Thread(this, THREAD);
        thread.setDaemon(true);
        thread.start();
    }

    /** A new message. */
    public CompletableFuture<Accepted> accept(List<Submission> parts) {
        return ask(accepts, new AcceptWork(parts, handing));
    }

    /**
     * New messages at once, which share as few groups as they fit in. Each has an answer of its own; when too much waits,
     * all are refused as {@link Reason#BUSY}.
     *
     * @param messages up to {@link #BATCH_LIMIT}, of each all its parts
     */
    public List<CompletableFuture<Accepted>> acceptAll(List<List<Submission>> messages) {
        List<AcceptWork> works = new ArrayList<>(messages.size());
        List<CompletableFuture<Accepted>> answers = new ArrayList<>(messages.size());
        for (List<Submission> parts : messages) {
            AcceptWork work = new AcceptWork(parts, handing);
            work.in(accepts, followers);
            works.add(work);
            answers.add(work.future);
        }
        if (stopping) {
            Rare.hit("accept.all-stopping");
            refuseNew(works, stopped());
        } else if (!accepts.offerAll(works)) {
            Rare.hit("accept.all-busy");
            refuseNew(works, busy());
        } else {
            wakeSoon();
            if (ended) {
                refuseAll(accepts);
            }
        }
        return answers;
    }

    /** Those that have no place yet. */
    private static void refuseNew(List<AcceptWork> works, LedgerException why) {
        works.forEach(work -> work.future.completeExceptionally(why));
    }

    private static LedgerException stopped() {
        return new LedgerException(Reason.STOPPED, "The hub is stopping", null);
    }

    private static LedgerException busy() {
        return new LedgerException(
                Reason.BUSY, QUEUE_LIMIT + " writes wait for the ledger's disk or for what follows them", null);
    }

    /** What a centre told; whether the part is known yet. */
    public CompletableFuture<Boolean> receipt(Receipt receipt) {
        return ask(receipts, new ReceiptWork(receipt, again::add));
    }

    /** What came from a line. */
    public CompletableFuture<Void> incoming(Group.IncomingEntry entry) {
        return ask(
                receipts,
                new Asked<>(
                        group -> {
                            group.incoming.add(entry);
                            return 0;
                        },
                        (answers, place) -> null));
    }

    /** What nobody understood. */
    public CompletableFuture<Void> unread(Unread unread) {
        return ask(
                receipts,
                new Asked<>(
                        group -> {
                            group.unread.add(unread);
                            return 0;
                        },
                        (answers, place) -> null));
    }

    /** A client wants to hear no more, or again. */
    public CompletableFuture<Void> subscription(Subscription subscription) {
        return ask(
                receipts,
                new Asked<>(
                        group -> {
                            group.subscriptions.add(subscription);
                            return 0;
                        },
                        (answers, place) -> null));
    }

    /** A kept thing has its place now. */
    public CompletableFuture<Void> forget(Group.Forget forget) {
        return ask(
                receipts,
                new Asked<>(
                        group -> {
                            group.forgets.add(forget);
                            return 0;
                        },
                        (answers, place) -> null));
    }

    /** Kept things, to be given to their routes again. */
    public CompletableFuture<List<Kept>> replay(Group.Replay replay) {
        return ask(
                receipts,
                new Asked<>(
                        group -> {
                            group.replays.add(replay);
                            return group.replays.size() - 1;
                        },
                        (answers, place) -> answers.replays.get(place)));
    }

    /** A phone can be reached again. */
    public CompletableFuture<Void> awake(Group.Number number) {
        return ask(
                receipts,
                new Asked<>(
                        group -> {
                            group.awake.add(number);
                            return 0;
                        },
                        (answers, place) -> null));
    }

    /** What somebody wants of messages that are here already. */
    public CompletableFuture<Changed> change(Change change) {
        return ask(
                receipts,
                new Asked<>(
                        group -> {
                            group.changes.add(change);
                            return group.changes.size() - 1;
                        },
                        (answers, place) -> answers.changes.get(place)));
    }

    private <T> CompletableFuture<T> ask(Inbox inbox, Asked<T> asked) {
        asked.in(inbox, followers);
        if (stopping) {
            Rare.hit("ask.stopping");
            asked.future.completeExceptionally(stopped());
        } else if (!inbox.offer(asked)) {
            Rare.hit("ask.busy");
            asked.future.completeExceptionally(busy());
        } else {
            wakeSoon();
            if (ended) {
                refuseAll(inbox);
            }
        }
        return asked.future;
    }

    /** The result of a part: its place in the window is free once it is in line, so that no claim overtakes it. */
    public void result(Claim claim, Verdict verdict, LinkQueue link) {
        result(claim, verdict, link, null);
    }

    /** @param session see {@link org.smshub.ledger.entry.Result#session} */
    public void result(Claim claim, Verdict verdict, LinkQueue link, String session) {
        ResultWork work = new ResultWork(claim, verdict, link.account(), false, session, this::clocks);
        results.offer(work);
        link.done(claim, work.isSent());
        wakeSoon();
    }

    /** An answer after the part was given up as unknown. */
    public void late(Claim claim, Verdict verdict, LinkQueue link) {
        Rare.hit("result.late");
        keep(new ResultWork(claim, verdict, link.account(), true, null, this::clocks));
    }

    private long clocks() {
        return wall.getAsLong() - nanos.getAsLong() / 1_000_000;
    }

    /**
     * What became of an event.
     *
     * @param delay milliseconds to its next turn, or null
     * @param alone see {@link EventQueue#later(Event, long, boolean)}
     * @param told where, and what was answered; null = not known
     */
    public void eventResult(EventQueue queue, Event event, Long delay, boolean alone, Told told) {
        keep(new EventResultWork(queue, event, delay, alone, told));
    }

    private void keep(Work work) {
        results.offer(work);
        wake();
    }

    private final Work beat = new Work() {
        @Override
        public void add(Draft draft) {
            draft.group.beat = true;
        }

        @Override
        public void committed(Answers answers) {
            // others see it
        }

        @Override
        public void refused(LedgerException why) {
            // again in a second
        }
    };

    /** Runs a task behind the commit under way; for takers, on this thread. @param loop null = the workers */
    public void follow(Executor loop, Runnable task) {
        followers.add(loop, task);
    }

    /** Makes a link known, CLOSED. Gives the one of this name that is known already, or the new one. */
    public LinkQueue declare(LinkQueue link) {
        LinkQueue known = links.putIfAbsent(link.name(), link);
        if (known == null) {
            claims.add(new ClaimWork(link, handing));
            wake();
        }
        return known == null ? link : known;
    }

    /** A link's route has started, and what the last process left in flight is to be settled first. */
    public void recover(LinkQueue link, Verdict.Unknown recovery) {
        keep(new OpenWork(link, recovery, () -> recover(link, recovery)));
    }

    /** An open link has one more share. */
    public void share(LinkQueue link) {
        keep(new ShareWork(link));
    }

    /** Makes an events consumer known and finds what was written for it before. */
    public void listen(EventQueue queue) {
        // it hears of what is written from now on; the work finds what was written before
        listeners.put(queue.consumer(), queue);
        lanes.add(new LaneWork(queue, handing, nanos));
        keep(new EventsOpenWork(queue));
    }

    /** What a loop has read at once is written at once. */
    private void wakeSoon() {
        if (parked) {
            Loop.later(waking);
        }
    }

    public void wake() {
        if (parked) {
            parked = false;
            LockSupport.unpark(thread);
        }
    }

    public Map<String, LinkQueue> links() {
        return links;
    }

    public Map<String, EventQueue> listeners() {
        return listeners;
    }

    /** What keeps the ledger from writing, or null. */
    public String trouble() {
        return ended && !stopping ? "its writing thread has ended; restart the hub" : writing.trouble();
    }

    /** Writes that wait, or whose followers have not ended; results wait without a limit. */
    public int waiting() {
        return accepts.places() + results.waiting() + receipts.places();
    }

    /** Writes what is left, then ends. */
    public void stop(long timeoutMillis) throws InterruptedException {
        stopping = true;
        if (thread == null) {
            run();
        } else {
            LockSupport.unpark(thread);
            thread.join(timeoutMillis);
        }
    }

    @Override
    public void run() {
        try {
            while (!stopping || (writing.trouble() == null && isWaiting())) {
                long wait = step();
                if (wait > 0) {
                    LockSupport.parkNanos(wait);
                }
            }
        } finally {
            ended = true;
            writing.end();
            refuseAll(accepts);
            writing.refuse(again, new LedgerException(Reason.STOPPED, "The ledger has stopped", null));
            refuseAll(receipts);
            database.close();
        }
    }

    /**
     * One round: writes what waits. One thread alone may call it.
     *
     * @return nanoseconds until there may be something to write, unless it is woken before; 0 = at once
     */
    public long step() {
        if (parked) {
            parked = false;
        }
        if (rested) {
            rested = false;
            chores.slept(nanos.getAsLong() - restsSince);
        }
        if (Rare.way("commit.idle")) {
            return SMALL_REST_NANOS;
        }
        works.clear();
        try {
            return round();
        } catch (Throwable e) {
            Rare.hit("commit.fault");
            writing.fault(works, e);
            followers.flush();
            return SMALL_REST_NANOS;
        }
    }

    /** Whether it waits to be woken; else there is something to do, or it rests after a fault. */
    public boolean isParked() {
        return parked;
    }

    private long round() {
        int batch = Rare.value("commit.batch", BATCH_LIMIT, 1, 2, 7);
        sharing.listen();
        accepts.drain(works, batch);
        int accepting = works.size();
        int limit = limit(accepting);
        works.addAll(again);
        again.clear();
        receipts.drain(works, batch);
        if (writing.restNanos() <= 0) {
            // behind the receipts: what was read before one of them is written with it
            results.drain(works, batch);
        }
        if (Rare.way("commit.throws")) {
            throw new IllegalStateException("the rare way");
        }
        long now = wall.getAsLong();
        int others = works.size();
        boolean tidying = ownWorks(works, now, accepting > 0);
        if (works.isEmpty()) {
            workers.tend();
            return rest();
        }
        long started = nanos.getAsLong();
        writing.write(works, now, limit);
        followers.flush();
        workers.tend();
        long took = nanos.getAsLong() - started;
        figures.committed(others, took);
        if (tidying) {
            chores.took(took, others);
        }
        return 0;
    }

    /**
     * A large backlog must neither starve those who post nor grow while they do: with no limit the sends of a full window
     * take the processor from accepts and receipts alike.
     */
    private static int limit(int accepts) {
        return accepts == 0
                ? Rare.value("commit.claims", CLAIM_LIMIT, 1, 3)
                : Math.max(Rare.value("commit.claims-pressed", CLAIM_LIMIT_UNDER_PRESSURE, 1), accepts + accepts / 4);
    }

    private boolean isWaiting() {
        return !accepts.isEmpty() || !results.isEmpty() || !receipts.isEmpty() || !again.isEmpty();
    }

    /** Adds what links, listeners and the housekeeping want. Gives whether the housekeeping is due. */
    private boolean ownWorks(List<Work> works, long now, boolean accepting) {
        boolean clockSet = clock.isDue(now);
        if (clockSet && !sharing.keepsHouse()) {
            clock.othersDo(); // all hubs of a ledger go by one clock
            clockSet = false;
        }
        if (writing.trouble() == null) {
            if (clockSet) {
                works.add(clock);
            }
            if (moves.waitNanos() <= 0) {
                works.add(moves);
            }
            boolean shared = !works.isEmpty();
            for (int i = 0; i < claims.size(); i++) {
                ClaimWork claim = claims.get((turn + i) % claims.size());
                // what others put into this group may be for the link
                if (shared ? claim.link.room() > 0 : claim.link.waitNanos(now) <= 0) {
                    works.add(claim);
                }
            }
            turn = claims.isEmpty() ? 0 : (turn + 1) % claims.size();
            for (LaneWork lane : lanes) {
                if (lane.waitNanos() <= 0) {
                    works.add(lane);
                }
            }
        }
        if (sharing.beatNanos() <= 0) {
            works.add(beat);
        }
        if (sharing.lookNanos() <= 0) {
            look();
        }
        boolean tidying = keepsHouse() && chores.waitNanos(accepting) <= 0;
        if (tidying) {
            works.add(chores);
        }
        return tidying;
    }

    /** One hub at a time; and each that cannot write looks by it whether it can again. */
    private boolean keepsHouse() {
        return writing.trouble() != null || sharing.keepsHouse();
    }

    /** What others may have written is looked for, whatever they told. */
    private void look() {
        sharing.look();
        for (EventQueue listener : listeners.values()) {
            if (listener.isOpen()) {
                listener.afresh();
                results.offer(new EventsOpenWork(listener));
            }
        }
    }

    /** From here on somebody wakes; what came before is seen. Gives how long to rest, 0 = not at all. */
    private long rest() {
        parked = true;
        long nano = nanos.getAsLong();
        long retry = writing.restNanos();
        boolean resting = retry > 0;
        if (resting && !results.isEmpty()) {
            Rare.hit("commit.results-wait");
        }
        long wait = 0;
        if (accepts.isEmpty()
                && receipts.isEmpty()
                && again.isEmpty()
                && (resting || results.isEmpty())
                && !sharing.hasHeard()
                && !stopping) {
            wait = keepsHouse() ? chores.waitNanos(false) : Peers.BEAT_NANOS;
            if (resting && !results.isEmpty()) {
                wait = Math.min(wait, retry);
            }
            if (writing.trouble() == null) {
                wait = Math.min(wait, Math.max(0, Math.min(sharing.beatNanos(), sharing.lookNanos())));
                long now = wall.getAsLong();
                wait = Math.min(wait, moves.waitNanos());
                for (ClaimWork claim : claims) {
                    wait = Math.min(wait, claim.link.waitNanos(now));
                }
                for (LaneWork lane : lanes) {
                    wait = Math.min(wait, lane.waitNanos());
                }
            }
            if (workers.isWaiting()) {
                wait = Math.min(wait, Workers.SLOW_NANOS);
            }
        }
        if (wait > 0) {
            rested = true;
            restsSince = nano;
        } else {
            parked = false;
        }
        return wait;
    }

    private void refuseAll(Inbox inbox) {
        List<Work> left = new ArrayList<>();
        inbox.drain(left, Integer.MAX_VALUE);
        writing.refuse(left, new LedgerException(Reason.STOPPED, "The ledger has stopped", null));
        followers.flush();
    }
}
