package org.smshub.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.commit.LedgerFigures;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.commit.Watch;
import org.smshub.ledger.commit.writer.GroupCommit;
import org.smshub.ledger.crew.Crew;
import org.smshub.ledger.crew.Lanes;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Backlogged;
import org.smshub.ledger.entry.Change;
import org.smshub.ledger.entry.Changed;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.IncomingPart;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Subscription;
import org.smshub.ledger.entry.Unread;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.nodes.BoundClients;
import org.smshub.ledger.nodes.Membership;
import org.smshub.ledger.nodes.SharedClock;
import org.smshub.ledger.nodes.SplitLink;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.queue.LinkSettings;
import org.smshub.ledger.store.AwayException;
import org.smshub.ledger.store.DataFolder;
import org.smshub.ledger.store.EventsReader;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.Nodes;
import org.smshub.ledger.store.Reader;
import org.smshub.ledger.store.Store;
import org.smshub.ledger.store.StoreMaker;
import org.smshub.link.IdForms;
import org.smshub.link.nature.Nature;
import org.smshub.link.passing.Presence;
import org.smshub.link.passing.Told;

/**
 * The durable truth about every message: queue, message store and state at once, in one database. Nothing here knows Camel.
 */
public final class Ledger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final long STOP_MILLIS = 30_000;

    private static final long REFRESH_SECONDS = 10;

    /** The first is slow, and tells the time less well. */
    private static final int LOOKS = 4;

    private final SharedClock nature;
    private final Store store;
    private final FileChannel lockFile;
    private final GroupCommit commits;

    /** Null where this hub has the ledger alone. */
    private final Membership membership;

    private final Reader reader;
    private final Crew workers;
    private final Lanes lanes;
    private final LedgerFigures figures = new LedgerFigures();

    /** Null where the ledger has no threads. */
    private final ScheduledExecutorService background;

    private final List<Consumer<LinkQueue>> linkListeners = new CopyOnWriteArrayList<>();
    private volatile Searches searches;
    private volatile String damage;
    private volatile Reader.Counts counts = new Reader.Counts(0, 0, 0);
    private volatile List<Backlogged> backlog = List.of();
    private volatile Map<String, Integer> eventsWaiting = Map.of();

    /**
     * Opens the ledger in a folder, which is made when it is missing, and brings its schema up to date.
     *
     * @throws IllegalStateException naming what to change, when the folder cannot be used; as {@link AwayException} where it is the
     *     database that is away, and the same later may do
     */
    public Ledger(Path folder, LedgerSettings settings) {
        this(folder, settings, Ground.MACHINE);
    }

    /** The same on another ground than the machine's. */
    public Ledger(Path folder, LedgerSettings settings, Ground ground) {
        this(new StoreMaker.Place(folder, null, null, null), settings, ground);
    }

    /** The same in whatever database it is. */
    public Ledger(StoreMaker.Place place, LedgerSettings settings, Ground ground) {
        StoreMaker maker = ground.maker(place);
        this.nature = new SharedClock(ground.nature());
        this.workers = ground.crew();
        this.lanes = new Lanes(workers);
        this.background =
                ground.hasThreads() ? Executors.newScheduledThreadPool(2, task -> daemon(task, "ledger-count")) : null;
        lockFile = new DataFolder(place.folder()).lock();
        Store made = null;
        Reader opened = null;
        try {
            made = maker.open(place, this::damaged);
            store = made;
            boolean shared = isShared();
            opened = store.reader();
            reader = opened;
            counts = reader.counts();
            commits = new GroupCommit(store::engine, workers, settings, figures, nature);
            membership = shared ? join(settings) : null;
        } catch (SQLException | IOException | RuntimeException e) {
            if (background != null) {
                background.shutdown();
            }
            if (opened != null) {
                opened.close();
            }
            if (made != null) {
                made.close();
            }
            closeQuietly(lockFile);
            SQLException said = said(e);
            String why = "The ledger in " + place + " cannot be opened: "
                    + (said == null ? last(e).getMessage() : maker.advice(said));
            throw said != null && maker.isAway(said) ? new AwayException(why, e) : new IllegalStateException(why, e);
        }
        if (background != null) {
            commits.start();
            background.scheduleWithFixedDelay(this::refresh, REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Whether others work with this ledger; then its clock is the database's from the first. */
    private boolean isShared() throws SQLException {
        try (Nodes nodes = store.nodes()) {
            for (int i = 0; nodes != null && i < LOOKS; i++) {
                Membership.look(nodes, nature);
            }
            return nodes != null;
        }
    }

    private Membership join(LedgerSettings settings) throws SQLException {
        Membership made = new Membership(store::nodes, settings.pins(), commits::heard, this::seen, nature);
        commits.share(made);
        return made;
    }

    /** What other hubs have is theirs to send. */
    private void seen(Nodes.View view) {
        Map<String, Nodes.Holding> holdings = new TreeMap<>();
        view.holdings().forEach(holding -> holdings.put(holding.what(), holding));
        commits.links().forEach((name, link) -> {
            if (link.shares().isSplit()) {
                seenSplit(link, holdings, view.self());
                return;
            }
            Nodes.Holding holding = holdings.get(Membership.LINK + name);
            boolean elsewhere =
                    holding != null && holding.node() != null && !holding.node().equals(view.self());
            link.elsewhere(elsewhere, elsewhere && holding.out());
        });
    }

    /** Of a link that hubs share: whether all of it is elsewhere, or some. */
    private static void seenSplit(LinkQueue link, Map<String, Nodes.Holding> holdings, String self) {
        boolean here = false;
        boolean elsewhere = false;
        boolean up = false;
        int of = link.shares().of();
        for (int share = 0; share < of; share++) {
            Nodes.Holding holding = holdings.get(SplitLink.holding(link.name(), share, of));
            if (holding != null && holding.node() != null) {
                boolean mine = holding.node().equals(self);
                here |= mine;
                elsewhere |= !mine;
                up |= !mine && !holding.out();
            }
        }
        link.elsewhere(elsewhere && !here, elsewhere && !here && !up);
        link.alsoElsewhere(here && up);
    }

    /** What another hub left in flight of the shares that this one has is settled, and they are claimed. */
    public void settle(LinkQueue link) {
        commits.share(link);
    }

    /** This hub among those that work with this ledger; null where it has it alone. Somebody starts it once all is known that it serves. */
    public Membership membership() {
        return membership;
    }

    /** Whether a part may still go to the line: no other hub can have its link since it was claimed. */
    boolean isOurs(Claim claim) {
        return commits.isOurs(claim);
    }

    /** Whether no other hub can have taken this one for dead since it wrote last. */
    boolean isHeard() {
        return commits.isHeard();
    }

    /**
     * One round of writing, where the ledger has no threads.
     *
     * @return nanoseconds until the next may have something to write, as far as nobody {@link #isCalled calls} for it
     */
    public long step() {
        return commits.step();
    }

    /** Whether somebody called for a round since the last one found nothing to do. */
    public boolean isCalled() {
        return !commits.isParked();
    }

    /** The time by which this ledger goes, and chance. */
    public Nature nature() {
        return nature;
    }

    /** Counts what is kept, and looks for parts that wait on links nobody declared. */
    public void refresh() {
        try {
            counts = reader.counts();
            if (figures.watch() != Watch.NONE) {
                backlog = reader.backlog();
                eventsWaiting = reader.eventsWaiting();
                figures.watch().counted();
            }
            for (String name : reader.waitingLinks()) {
                if (!commits.links().containsKey(name)) {
                    LOG.warn(
                            "Parts wait on link {}, which no route of this hub starts with: they go by the next of"
                                    + " their links; start the link's route, or name another link",
                            name);
                    // out of service at once
                    declare(new LinkSettings(name, 1, 0, 1, 0, 1, ownAccount(name)));
                }
            }
        } catch (RuntimeException e) {
            LOG.debug("The ledger could not be looked through", e);
        }
    }

    /**
     * Looks through the database beside all else, on a connection of its own. What is found stands in the log and in
     * {@link #damage}.
     *
     * @param limit what is not looked at by then is not
     */
    void check(Duration limit) {
        background.execute(() -> {
            String found = store.check(limit);
            if (found != null) {
                damaged(store.damaged(found));
            }
        });
    }

    private void damaged(String sentence) {
        damage = sentence;
        LOG.error(sentence);
    }

    /** What is wrong with what is stored, or null as far as it was looked at. */
    public String damage() {
        String found = figures.getDamage();
        return damage != null || found == null ? damage : store.damaged(found);
    }

    /** The database. */
    Store store() {
        return store;
    }

    private static Account ownAccount(String link) {
        return new Account(link, IdForms.SAFE, false);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** What the database said, where it did. */
    private static SQLException said(Throwable e) {
        SQLException said = null;
        for (Throwable each = e; each != null; each = each.getCause()) {
            said = each instanceof SQLException sql ? sql : said;
        }
        return said;
    }

    private static Throwable last(Throwable e) {
        Throwable last = e;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last;
    }

    /** Writes a new message; the answer comes after the commit, on a worker that a slow caller keeps from nobody. */
    public CompletableFuture<Accepted> accept(List<Submission> parts) {
        return commits.accept(parts);
    }

    /**
     * Writes new messages at once; each has its own answer, in their order.
     *
     * @param messages up to {@link GroupCommit#BATCH_LIMIT}
     */
    public List<CompletableFuture<Accepted>> acceptAll(List<List<Submission>> messages) {
        return commits.acceptAll(messages);
    }

    /**
     * Writes what a centre told; the answer, after the commit, is whether the part is known yet.
     *
     * @param ids the centre's id of the part, the surest first
     * @param recipient or null
     * @param error the protocol's own code, or null
     * @param doneAt epoch milliseconds
     * @throws IllegalArgumentException when a receipt cannot tell this state
     */
    public CompletableFuture<Boolean> receipt(
            String link, List<String> ids, PartState state, String recipient, String error, long doneAt) {
        LinkQueue queue = commits.links().get(link);
        Account account = queue == null ? ownAccount(link) : queue.account();
        return commits.receipt(new Receipt(link, account, ids, state, recipient, error, doneAt, nature.wall()));
    }

    /** Writes what became of a claimed part, and frees its place in the window. */
    public void result(Claim claim, Verdict verdict, LinkQueue link) {
        result(claim, verdict, link, null);
    }

    /** @param session over which the part went, as people call it; null = over none, or not known */
    public void result(Claim claim, Verdict verdict, LinkQueue link, String session) {
        commits.result(claim, verdict, link, session);
    }

    /** Writes the centre's answer to a part that was given up as unknown. */
    public void late(Claim claim, Verdict verdict, LinkQueue link) {
        commits.late(claim, verdict, link);
    }

    /** Makes a link known before its route starts: if it never does, what waits there goes by other links. */
    public LinkQueue declare(LinkSettings settings) {
        LinkQueue made = new LinkQueue(settings, nature::nanos, nature::wall);
        LinkQueue link = commits.declare(made);
        if (link == made) {
            // until it is known whose it is
            link.elsewhere(membership != null, false);
            linkListeners.forEach(listener -> listener.accept(link));
        } else {
            link.settings(settings);
        }
        return link;
    }

    /**
     * Starts to hand out what is due on a link. What the last process left in flight is settled first, by the link's
     * rule for unknown outcomes.
     *
     * @param recovery what becomes of a part that was in flight when the last process ended
     * @param taker gets each part, on the writing thread; must not block, and may throw: then the part goes back
     */
    public LinkQueue open(LinkSettings settings, Verdict.Unknown recovery, Consumer<Claim> taker) {
        LinkQueue link = declare(settings);
        if (link.isOpen()) {
            throw new IllegalStateException(
                    "Two routes start with ledger:link?name=" + link.name() + "; a link is one route");
        }
        link.recoversBy(recovery);
        if (link.open(taker)) {
            commits.recover(link, recovery);
        } else {
            commits.wake();
        }
        return link;
    }

    /**
     * Starts to hand out events, each client's in their order.
     *
     * @param window events of a client in flight at most
     * @param ageMillis what was not heard for so long is dropped
     * @param taker gets each event, on the writing thread; must not block, and may throw: then it gets it again
     */
    public EventQueue listen(String consumer, int window, long ageMillis, BiConsumer<EventQueue, Event> taker) {
        return listen(consumer, window, ageMillis, false, taker);
    }

    /** The same. @param byClient of those clients alone that are {@link #serve served} */
    public EventQueue listen(
            String consumer, int window, long ageMillis, boolean byClient, BiConsumer<EventQueue, Event> taker) {
        EventQueue known = commits.listeners().get(consumer);
        if (known != null && known.isOpen()) {
            throw new IllegalStateException("Two routes start with ledger:events?consumer=" + consumer
                    + "; give each a name of its own, and SmsEvents too");
        }
        EventQueue queue = known == null ? new EventQueue(consumer, window, ageMillis, nature::nanos) : known;
        queue.open(window, ageMillis, byClient, taker);
        if (known == null) {
            commits.listen(queue);
        } else {
            commits.wake();
        }
        return queue;
    }

    /** Asks the other hubs for the events of those who are here, as long as they are; where others work with this ledger. */
    public BoundClients serve(EventQueue queue, Presence presence) {
        return new BoundClients(membership, queue, presence, commits::wake);
    }

    /**
     * Keeps events for those who read them themselves, each at its own place ({@link #eventsReader}).
     *
     * @param ageMillis how long they are kept
     * @param watcher hears for which client there is something new, on the writing thread; must not block
     */
    public void watch(String consumer, long ageMillis, Consumer<String> watcher) {
        if (membership != null) {
            membership.watch(consumer);
        }
        EventQueue queue = commits.listeners().get(consumer);
        if (queue == null) {
            EventQueue made = new EventQueue(consumer, 1, ageMillis, System::nanoTime);
            made.watch(watcher);
            commits.listen(made);
        } else {
            queue.watch(watcher);
        }
    }

    /** A connection of its own to look at events; the caller closes it. */
    public EventsReader eventsReader() {
        try {
            return store.eventsReader();
        } catch (SQLException e) {
            throw new IllegalStateException("The ledger cannot be read: " + store.advice(e), e);
        }
    }

    /** Queues of a consumer for which something waits: clients, or messages with an address of their own. */
    public int queues(String consumer) {
        EventQueue queue = commits.listeners().get(consumer);
        return queue == null ? 0 : queue.clients();
    }

    /**
     * Whether somebody hands out the events of a consumer, or reads them himself; where several hubs share the ledger another
     * one may.
     */
    public boolean isTold(String consumer) {
        EventQueue queue = commits.listeners().get(consumer);
        return membership != null || queue != null && (queue.isOpen() || queue.isWatched());
    }

    /** What waits for a client has its turn now, however long it was to wait. */
    public void tellNow(String consumer, String client) {
        EventQueue queue = commits.listeners().get(consumer);
        if (queue != null) {
            queue.wake(client);
            commits.wake();
        }
    }

    /** Writes that a client wants to hear no more, or again; the answer comes after the commit. */
    public CompletableFuture<Void> subscription(Subscription subscription) {
        return commits.subscription(subscription);
    }

    /** Writes that an event was heard, or is to be handed out again after {@code delay} milliseconds, and what follows it then. */
    public void eventResult(EventQueue queue, Event event, Long delay) {
        eventResult(queue, event, delay, false, null);
    }

    /**
     * Writes that an event was heard, or is to be handed out again after {@code delay} milliseconds.
     *
     * @param alone see {@link EventQueue#later(Event, long, boolean)}
     * @param told where, and what was answered, which the history keeps; null = not known
     */
    public void eventResult(EventQueue queue, Event event, Long delay, boolean alone, Told told) {
        commits.eventResult(queue, event, delay, alone, told);
    }

    /** Writes what came from a line; the answer comes after the commit. */
    public CompletableFuture<Void> incoming(IncomingPart part, long timeoutMillis) {
        return commits.incoming(new Group.IncomingEntry(part, timeoutMillis));
    }

    /** Keeps what nobody understood; the answer comes after the commit. */
    public CompletableFuture<Void> unread(Unread unread) {
        return commits.unread(unread);
    }

    /** A kept thing has its place now; the answer comes after the commit. */
    public CompletableFuture<Void> forget(Kept.Kind kind, String id) {
        return commits.forget(new Group.Forget(kind, id));
    }

    /**
     * Kept things, the oldest first, to be given to their routes again; see {@link Group.Replay}.
     *
     * @param link null = of any
     */
    public CompletableFuture<List<Kept>> replay(Kept.Kind kind, String link, int limit) {
        return commits.replay(new Group.Replay(kind, link, limit));
    }

    /** A phone can be reached again: what waits for it on this link is due now. */
    public CompletableFuture<Void> awake(String link, String number) {
        return commits.awake(new Group.Number(link, number));
    }

    /** Tasks of one key in their order, on the workers that also run what follows commits. */
    public Lanes lanes() {
        return lanes;
    }

    /**
     * For who takes parts: runs a task behind the commit under way, with all else that it brings to this loop.
     *
     * @param loop null = the workers
     */
    void follow(Executor loop, Runnable task) {
        commits.follow(loop, task);
    }

    /** Whether a route takes this link's parts now. */
    public boolean isOpen(String link) {
        LinkQueue queue = commits.links().get(link);
        return queue != null && queue.isOpen();
    }

    /** The links that are known, by name. */
    public Map<String, LinkQueue> links() {
        return new TreeMap<>(commits.links());
    }

    /** Hears of each link that is known, now and later. */
    void eachLink(Consumer<LinkQueue> listener) {
        linkListeners.add(listener);
        commits.links().values().forEach(listener);
    }

    /** The message, when it exists and belongs to the client; {@code client} null = anybody's. */
    public Optional<MessageView> find(String messageId, String client) {
        return reader.find(messageId, client);
    }

    /** The reference of the last message of this client to this number that was a mail. */
    public Optional<String> conversation(String client, String number) {
        return reader.conversation(client, number);
    }

    /** Changes what is here already; the answer comes after the commit. */
    public CompletableFuture<Changed> change(Change change) {
        return commits.change(change);
    }

    /** Makes an index for searches from now on, beside all else. Without one, all messages are gone through. */
    void index() {
        try {
            open(true);
        } catch (IllegalStateException e) {
            LOG.warn("{}; searches go through all messages until the next start", e.getMessage());
        }
    }

    private synchronized Searches open(boolean indexed) {
        if (searches == null) {
            try {
                searches = new Searches(store, indexed && background != null, background);
            } catch (SQLException e) {
                throw new IllegalStateException("The ledger (" + store + ") cannot be searched: " + store.advice(e), e);
            }
        }
        return searches;
    }

    /** Finds messages by what is known of them. */
    public Searches searches() {
        Searches known = searches;
        return known == null ? open(false) : known;
    }

    /** Kept things, the newest first. @param limit at most */
    public List<Kept> kept(Kept.Kind kind, int limit) {
        return reader.kept(kind, limit);
    }

    /** Messages of a client that were accepted in this time, epoch milliseconds; what was deleted since is not counted. */
    public long accepted(String client, long from, long until) {
        return reader.accepted(client, from, until);
    }

    /** How many kept things there are; some seconds old. */
    public Reader.Counts counts() {
        return counts;
    }

    /** What waits, by link and priority; some seconds old, and nothing where nobody watches ({@link LedgerFigures#watch}). */
    public List<Backlogged> backlog() {
        return backlog;
    }

    /** Events that wait, by the way they are told; as old. */
    public Map<String, Integer> eventsWaiting() {
        return eventsWaiting;
    }

    public LedgerFigures figures() {
        return figures;
    }

    /** What keeps the ledger from writing, or null. */
    public String trouble() {
        return commits.trouble();
    }

    /** Writes that wait, or whose followers have not ended. */
    public int waiting() {
        return commits.waiting();
    }

    /** Writes what waits, then lets go of the file. */
    @Override
    public void close() {
        store.close();
        try {
            if (background != null) {
                background.shutdownNow();
                background.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS);
            }
            commits.stop(STOP_MILLIS);
            if (membership != null) {
                membership.close();
            }
            int left = workers.close(STOP_MILLIS);
            if (left > 0) {
                LOG.warn("What follows the last commits did not end within {} s; {} wait", STOP_MILLIS / 1000, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (searches != null) {
            searches.close();
        }
        reader.close();
        closeQuietly(lockFile);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
