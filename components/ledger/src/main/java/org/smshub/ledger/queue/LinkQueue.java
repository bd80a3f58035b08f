package org.smshub.ledger.queue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Shares;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.store.Group;
import org.smshub.link.nature.Rare;
import org.smshub.text.plan.LinkProfile;

/**
 * What the hub knows of a link: whether it is in service, how much it takes, and whether anything waits for it. One for
 * each name, for the life of the process: what is in flight when its route ends still counts when it starts again.
 *
 * <p>The route's threads say what became of parts; the methods that are marked so belong to the group commit's thread.
 * Durations go by a clock that never goes back, deadlines of parts by the wall clock.
 */
public final class LinkQueue {

    /** In service or not. */
    public enum Service {
        /** Its route does not run. */
        CLOSED,
        /** It takes parts. */
        UP,
        /** Its line is lost: one part at a time tries it. */
        DOWN,
        /**
         * Its centre takes parts and does not answer: one part at a time tries it, each of them in doubt, so that the rest
         * between them grows.
         */
        SILENT;

        /** In words, why nothing leaves by the link; null = it is in service. */
        public String why() {
            return switch (this) {
                case UP -> null;
                case SILENT -> "its centre does not answer";
                case DOWN -> "its line is lost";
                case CLOSED -> "its route does not run";
            };
        }

        private boolean isTried() {
            return this == DOWN || this == SILENT;
        }
    }

    /** When a look failed, the next one. */
    private static final int LOOK_AGAIN_MILLIS = 1_000;

    /** When a look ended at its limit of expired parts. */
    private static final long LOOK_ON_NANOS = 5_000_000;

    /** Before the first part that tries a centre which does not answer; each further rest is twice the last. */
    private static final long PROBE_MILLIS = 1_000;

    private static final long LONGEST_REST_MILLIS = TimeUnit.DAYS.toMillis(365);

    /** Of what the last process left in flight. */
    private enum Recovery {
        NEEDED,
        UNDER_WAY,
        DONE
    }

    private final String name;
    private final LongSupplier nanos;
    private final AtomicInteger inFlight = new AtomicInteger();

    /** Parts without an answer since the last answer. They keep their places in the window. */
    private final AtomicInteger silent = new AtomicInteger();

    private final AtomicInteger refused = new AtomicInteger();
    private final Pace pace;
    private final ReceiptWatch receipts;
    private final Budget budget;
    private volatile LinkSettings settings;
    private volatile Consumer<Claim> taker;
    private volatile Service service = Service.CLOSED;
    private Recovery recovery = Recovery.NEEDED;

    /** It was lost while what was left in flight was being settled. */
    private boolean recoversAgain;

    private volatile LinkShares shares = new LinkShares(1);

    /** What becomes of parts that another process left in flight. */
    private volatile Verdict.Unknown recoversBy;

    /** A share of it is in service at another hub: what waits here goes there rather than by another link. */
    private volatile boolean alsoElsewhere;

    /** Another hub has it: what waits is that hub's to send. */
    private volatile boolean elsewhere;

    /** That hub has it out of service. */
    private volatile boolean outElsewhere;

    /** Parts were put in its queue, of which that hub does not know. The group commit's. */
    private boolean news;

    /** When it went out of service. */
    private volatile long since;

    /** When it came to be as it is. */
    private volatile long changed;

    /** Nothing is sent before: the line is lost. */
    private volatile long restUntil;

    /** Nothing is sent before, in service or not. */
    private volatile long pausedUntil;

    /** The part that tries the line while the link is DOWN or SILENT. */
    private volatile Claim probe;

    /** The rest after the next part that tries in vain. */
    private long probeMillis = PROBE_MILLIS;

    private final Backlog backlog = new Backlog();

    private long lookAt;

    /** Claimed in the group under way. */
    private int claimedNow;

    /** Given back to the budget in the group under way. */
    private int returnedNow;

    /** @param nanos a clock that never goes back */
    public LinkQueue(LinkSettings settings, LongSupplier nanos) {
        this(settings, nanos, System::currentTimeMillis);
    }

    /** @param nanos a clock that never goes back @param wall epoch milliseconds */
    public LinkQueue(LinkSettings settings, LongSupplier nanos, LongSupplier wall) {
        this.name = settings.name();
        this.settings = settings;
        this.nanos = nanos;
        this.pace = new Pace(settings.rate(), settings.slowest(), nanos);
        this.receipts = new ReceiptWatch(settings.name());
        this.budget = new Budget(settings.name(), settings.budget(), wall);
        this.since = nanos.getAsLong();
        this.changed = since;
        this.restUntil = since;
        this.pausedUntil = since;
        this.lookAt = since;
    }

    /** What it carries. */
    public LinkProfile profile() {
        return settings.profile();
    }

    public String name() {
        return name;
    }

    public Account account() {
        return settings.account();
    }

    public LinkSettings settings() {
        return settings;
    }

    /** Its route starts again with other options. */
    public void settings(LinkSettings changed) {
        LinkSettings before = settings;
        settings = changed;
        if (before.rate() != changed.rate() || before.slowest() != changed.slowest()) {
            limitPace();
        }
        budget.limit(changed.budget());
    }

    /** So much of the pace as this hub has of the link. */
    private void limitPace() {
        double part = shares.isSplit() ? shares.held().own().size() / (double) shares.of() : 1;
        pace.limit(settings.rate() * part, settings.slowest() * part);
    }

    /** So many hubs may share it, each some of its messages; before its route starts. */
    public void split(int of) {
        shares = new LinkShares(of);
    }

    public LinkShares shares() {
        return shares;
    }

    /** This hub has a share, or has it no more. */
    public synchronized void share(int share, boolean is) {
        shares.held(share, is);
        if (!shares.held().isNone()) {
            limitPace();
        }
        backlog.doubt();
    }

    /** What was left in flight of these shares is settled: they are claimed from now on. The group commit's. */
    public void settled(Shares these) {
        shares.settled(these);
        backlog.doubt();
    }

    /** Parts of a share in flight. */
    public int inFlight(int share) {
        return shares.inFlight(share);
    }

    public Verdict.Unknown recoversBy() {
        return recoversBy;
    }

    public void recoversBy(Verdict.Unknown rule) {
        recoversBy = rule;
    }

    /** Whether another hub has a share of it that is in service. */
    public void alsoElsewhere(boolean is) {
        alsoElsewhere = is;
    }

    /**
     * Its route starts. It is in service at once, or when what the last process left in flight is settled.
     *
     * @return whether that is to be settled now, see {@link #recovered}
     */
    public synchronized boolean open(Consumer<Claim> newTaker) {
        taker = newTaker;
        if (recovery == Recovery.DONE) {
            Rare.hit("link.opened-again");
            up();
        }
        boolean begins = recovery == Recovery.NEEDED;
        if (begins) {
            recovery = Recovery.UNDER_WAY;
        }
        return begins;
    }

    /**
     * What the last process left in flight is settled, or could not be. The group commit's.
     *
     * @return whether it is to be settled once more: the link was lost meanwhile, and is here again
     */
    public synchronized boolean recovered(boolean settled) {
        boolean wasLost = recoversAgain;
        recoversAgain = false;
        backlog.doubt();
        if (wasLost && taker != null) {
            recovery = Recovery.UNDER_WAY;
            return true;
        }
        recovery = settled && !wasLost ? Recovery.DONE : Recovery.NEEDED;
        if (recovery == Recovery.DONE && taker != null) {
            up();
        }
        return false;
    }

    /** Another hub has it, or nobody: what this one left in flight is settled there, and is to be settled here when it comes back. */
    public synchronized void lost() {
        close();
        shares.lost();
        recoversAgain = recovery == Recovery.UNDER_WAY;
        recovery = recoversAgain ? Recovery.UNDER_WAY : Recovery.NEEDED;
    }

    /** Whether another hub has it. @param out as that hub says: out of service for so long that what waits goes by another link */
    public void elsewhere(boolean is, boolean out) {
        elsewhere = is;
        outElsewhere = is && out;
    }

    public boolean isElsewhere() {
        return elsewhere;
    }

    /** Whether parts were put in its queue since this was asked last, while another hub has it. The group commit's. */
    public boolean takeNews() {
        boolean is = news;
        news = false;
        return is;
    }

    private void up() {
        silent.set(0);
        probe = null;
        probeMillis = PROBE_MILLIS;
        is(Service.UP);
    }

    private void is(Service state) {
        if (service != state) {
            changed = nanos.getAsLong();
            service = state;
        }
    }

    /** Its route ends or rests; what is in flight goes on. */
    public synchronized void close() {
        taker = null;
        if (service == Service.UP) {
            since = nanos.getAsLong();
        }
        is(Service.CLOSED);
    }

    public boolean isOpen() {
        return taker != null;
    }

    public Service service() {
        return service;
    }

    /** Milliseconds since it went out of service; 0 while it is in service. */
    public long outMillis() {
        return service == Service.UP ? 0 : (nanos.getAsLong() - since) / 1_000_000;
    }

    /** Milliseconds since it came to be as it is, in service or not. */
    public long stateMillis() {
        return (nanos.getAsLong() - changed) / 1_000_000;
    }

    /** Whether it is out of service for so long, or out of budget, that what waits goes by another link. */
    public boolean isOut() {
        return outNanosLeft() <= 0;
    }

    /** The same for this hub alone, whatever it is like at others. */
    public boolean isOutHere() {
        return !elsewhere && outNanosLeftHere() <= 0;
    }

    /** Nanoseconds until it {@link #isOut}; {@code Long.MAX_VALUE} for a link in service. */
    public long outNanosLeft() {
        if (elsewhere) {
            return outElsewhere ? 0 : Long.MAX_VALUE;
        }
        return alsoElsewhere ? Long.MAX_VALUE : outNanosLeftHere();
    }

    private long outNanosLeftHere() {
        if (budget.left() == 0) {
            return 0;
        }
        if (service == Service.UP) {
            return Long.MAX_VALUE;
        }
        return TimeUnit.MILLISECONDS.toNanos(settings.failoverAfterMillis()) - (nanos.getAsLong() - since);
    }

    /** The centre answered: the line lives. @param throttled that it was too fast */
    public void answered(boolean throttled) {
        pace.answered(throttled);
        alive();
    }

    /** The centre took a part. */
    public void sent() {
        if (refused.get() != 0) {
            refused.set(0);
        }
        answered(false);
    }

    /** The centre refused a part for now. So many in a row, and the link rests; then one part tries whether it goes again. */
    public void refused() {
        pace.answered(false);
        int restAfter = settings.restAfter();
        if (restAfter > 0 && refused.incrementAndGet() >= restAfter) {
            Rare.hit("link.rests-after");
            down(settings.restMillis());
        } else {
            alive();
        }
    }

    /** The centre said something that tells nothing of the pace: the line lives. */
    public void alive() {
        if (silent.get() != 0) {
            silent.set(0);
        }
        if (service.isTried()) {
            synchronized (this) {
                if (service.isTried()) {
                    Rare.hit("link.back");
                    up();
                }
            }
        }
    }

    /** The outcome of a part is unknown. A whole window of them without any answer, and the link is SILENT. */
    public synchronized void unanswered(Claim claim) {
        boolean full = silent.incrementAndGet() >= window();
        if (service == Service.UP && full) {
            Rare.hit("link.silent");
            out(Service.SILENT);
            rest(nextProbe());
        } else if (service.isTried() && claim == probe) {
            Rare.hit("link.probe-unanswered");
            is(Service.SILENT);
            rest(nextProbe());
        }
    }

    private long nextProbe() {
        long most = Math.min(settings.probeMaxMillis(), Rare.value("link.probe-max", Integer.MAX_VALUE, 1, 500));
        long now = Math.min(probeMillis, most);
        probeMillis = Math.min(2 * now, most);
        return now;
    }

    /** The line is lost: nothing is sent for so long, then one part tries it. */
    public synchronized void down(long restMillis) {
        if (service == Service.UP) {
            Rare.hit("link.down");
            out(Service.DOWN);
        }
        if (service.isTried()) {
            Rare.hit("link.rests");
            is(Service.DOWN);
            rest(restMillis);
        }
    }

    private void out(Service state) {
        is(state);
        since = nanos.getAsLong();
        probe = null;
    }

    private void rest(long millis) {
        restUntil = later(restUntil, nanos.getAsLong(), millis);
    }

    /** Nothing is sent for so long; the link stays in service. */
    public synchronized void pause(long millis) {
        Rare.hit("link.paused");
        pausedUntil = later(pausedUntil, nanos.getAsLong(), millis);
    }

    private static long later(long until, long now, long millis) {
        return now + Math.max(until - now, TimeUnit.MILLISECONDS.toNanos(Math.min(millis, LONGEST_REST_MILLIS)));
    }

    /**
     * The exchange is over: its place in the window is free, even before its result is committed.
     *
     * @param sent whether the part was sent, or may have been
     */
    public void done(Claim claim, boolean sent) {
        budget.done(sent);
        inFlight.decrementAndGet();
        shares.done(claim);
        if (probe == claim) {
            probe = null;
        }
    }

    /** Parts that are in flight or wait, about as many; for any thread. */
    public int load() {
        return inFlight() + backlog.estimate();
    }

    public int inFlight() {
        return inFlight.get();
    }

    public Pace pace() {
        return pace;
    }

    /** Parts that may still go today; {@code Integer.MAX_VALUE} = no limit. */
    public int budgetLeft() {
        return budget.left();
    }

    /** The same for a link whose messages stay whole; else {@code Integer.MAX_VALUE}. The group commit's. */
    public int wholeBudget() {
        return settings.whole() ? budgetLeft() : Integer.MAX_VALUE;
    }

    /** What is left of the budget does not suffice for the next message: the day is over. The group commit's. */
    public void spentEarly() {
        budget.spentEarly();
    }

    /** What the ledger knows of the budget. @param day days since 1970-01-01. The group commit's */
    public void spent(long day, int parts) {
        budget.known(day, parts);
    }

    /** What is spent of the budget without what the group under way claims; null = nothing changes. The group commit's. */
    public Group.Spent spends() {
        return claimedNow == 0 && returnedNow == 0 || !budget.isLimited()
                ? null
                : new Group.Spent(name, budget.today(), Math.max(0, budget.durable() - returnedNow));
    }

    /** The result of a part that was certainly not sent is in the group under way. The group commit's. */
    public void returns() {
        if (budget.isLimited()) {
            returnedNow++;
        }
    }

    public ReceiptWatch receipts() {
        return receipts;
    }

    /** How many parts may be claimed now. The group commit's. */
    public int room() {
        Service is = service;
        if (is == Service.CLOSED || hasNoShare() || restNanos(is, nanos.getAsLong()) > 0 || Rare.way("link.no-room")) {
            return 0;
        }
        int most = is == Service.UP ? Math.min(places(), pace.permits()) : probe == null ? 1 : 0;
        return Math.min(most, budget.left()) - claimedNow;
    }

    private boolean hasNoShare() {
        return shares.isSplit() && shares.claimed().isNone();
    }

    private int places() {
        return window() - inFlight.get() - silent.get();
    }

    private int window() {
        return Math.min(settings.window(), Rare.value("link.window", Integer.MAX_VALUE, 1));
    }

    private long restNanos(Service is, long now) {
        long paused = pausedUntil - now;
        return is.isTried() ? Math.max(paused, restUntil - now) : paused;
    }

    /** Whether a new part that is due may go straight to the line: nothing waits that would be overtaken. The group commit's. */
    public boolean isIdle(long now) {
        return !shares.isSplit() && backlog.isNoneDue(now);
    }

    /** Whether there may be something to claim. The group commit's. */
    public boolean isDue(long now) {
        return backlog.due(now) > 0 && nanos.getAsLong() - lookAt >= 0;
    }

    /** Whether anything waits, as far as known. The group commit's. */
    public boolean mayWait() {
        return !backlog.isEmpty();
    }

    /** Parts were put in the queue, or may have been. @param due epoch milliseconds. The group commit's. */
    public void waits(long due, int parts, long now) {
        if (elsewhere) {
            news = true; // its owner counts
        } else {
            news |= shares.isSplit();
            backlog.waits(due, parts, now);
        }
    }

    /** Nobody can say how many parts were put in the queue. The group commit's. */
    public void mayWaitMore() {
        news = elsewhere || shares.isSplit();
        backlog.doubt();
    }

    /** Another hub put parts in the queue, or may have. The group commit's. */
    public void heard() {
        backlog.heard();
    }

    /** Parts that are due and wait, as far as they are counted. The group commit's. */
    public int waiting(long now) {
        return backlog.due(now);
    }

    /** How many parts to look for: as many as wait, or as there is room for. The group commit's. */
    public int wanted(long now) {
        return isDue(now) ? backlog.wanted(room(), now) : 0;
    }

    /** Up to how many the next look is to count what else waits; 0 = that is known. The group commit's. */
    public int counts(long now) {
        return backlog.isInDoubt(now) ? Backlog.MANY : 0;
    }

    /**
     * A look had room for {@code wanted} parts and found some. The group commit's.
     *
     * @param left how many more are due; negative = not counted
     * @param due epoch milliseconds of the next, if fewer were found
     */
    public void looked(int found, int wanted, int left, long due, long now) {
        if (found >= wanted) {
            backlog.found(found, left >= 0, left);
        } else {
            backlog.foundAll(due);
            lookAt = nanos.getAsLong() + (due <= now ? LOOK_ON_NANOS : 0);
            if (due <= now) {
                Rare.hit("link.looks-on");
            }
        }
    }

    /** A look failed. The group commit's. */
    public void rest() {
        backlog.doubt();
        lookAt = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(Rare.value("link.look-again", LOOK_AGAIN_MILLIS, 1));
    }

    /** These are marked in the group under way. The group commit's. */
    public void claimed(int count) {
        claimedNow += count;
    }

    /** The group is durable: what was marked is counted by {@link #took}. The group commit's. */
    public void committed() {
        claimedNow = 0;
        budget.returned(returnedNow);
        returnedNow = 0;
    }

    /** The group is undone: nothing that was learnt in it holds. The group commit's. */
    public void rolledBack() {
        claimedNow = 0;
        returnedNow = 0;
        backlog.doubt();
    }

    /** These are in flight. The group commit's. */
    public void took(List<Claim> claims) {
        if (!claims.isEmpty()) {
            inFlight.addAndGet(claims.size());
            if (shares.isSplit()) {
                claims.forEach(shares::took);
            }
            pace.take(claims.size());
            budget.take(claims.size());
            if (service.isTried()) {
                probe = claims.get(0);
            }
        }
    }

    /**
     * To the line; false when the link has closed meanwhile.
     *
     * @throws RuntimeException of the taker: the part has not left
     */
    public boolean hand(Claim claim) {
        Consumer<Claim> to = taker;
        if (to != null) {
            to.accept(claim);
        }
        return to != null;
    }

    /** Nanoseconds until there may be something to claim. The group commit's. */
    public long waitNanos(long now) {
        Service is = service;
        if (is == Service.CLOSED
                || hasNoShare()
                || backlog.isEmpty()
                || (is == Service.UP ? places() <= 0 : probe != null)) {
            return Long.MAX_VALUE; // a result or an opening wakes
        }
        long nano = nanos.getAsLong();
        long rest = Math.max(Math.max(lookAt - nano, restNanos(is, nano)), is == Service.UP ? pace.waitNanos() : 0);
        rest = Math.max(rest, budget.waitNanos());
        // capped: the wall clock may be set
        long due = Math.min(backlog.waitMillis(now), 7_200_000) * 1_000_000;
        return Math.max(Math.max(rest, due), 0);
    }
}
