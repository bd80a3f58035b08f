package org.smshub.link;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Slows down who guesses passwords, and locks nobody out: {@value #FREE} tries of an address, and of an account, are looked
 * at at once, from then on one every {@value #STEP} ms; a login that is right costs nothing. From an address from which an
 * account has logged in before, the guesses of others do not slow it. Any thread.
 */
public final class Brake {

    /** Tries that need not wait; all sessions of a good peer come at once after a restart. */
    static final int FREE = 20;

    /** Milliseconds between tries from then on. */
    static final int STEP = 250;

    /** Longest wait in milliseconds; who would have to wait longer is refused without a look. */
    static final int MOST = 10_000;

    /** The same on account of others' guesses: nobody can be kept out by somebody else. */
    static final int MOST_BY_OTHERS = 2_000;

    /** Addresses and accounts that are kept in mind, those of the latest tries. */
    private static final int KEPT = 10_000;

    /** Accounts of one address that are told of within a minute. */
    private static final int TOLD = 10;

    private static final int NAME = 64;
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** Tries of one address or account. */
    private static final class Tries {
        /** When, were they looked at one by one, the last one's turn would be over. */
        long over;

        long minute;
        int told;

        Tries(long now) {
            over = now;
            minute = now - MINUTE;
        }
    }

    private record Place(Object address, String account) {}

    /** When it was told of last, and how many refusals since. */
    private static final class Telling {
        long last;
        int since;
    }

    private static final class Latest<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;

        Latest() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > KEPT;
        }
    }

    private final LongSupplier clock;
    private final Map<Object, Tries> tries = new Latest<>();
    private final Map<Place, Boolean> good = new Latest<>();
    private final Map<Place, Telling> tellings = new Latest<>();
    private long refused;

    public Brake() {
        this(System::nanoTime);
    }

    /** @param clock nanoseconds */
    public Brake(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Somebody wants to log in.
     *
     * @param account the name as it was given, or null
     * @return milliseconds to wait before it is looked at; -1 = refuse it without a look, for too many wait
     */
    public synchronized long tried(InetAddress from, String account) {
        long now = clock.getAsLong();
        Object address = Callers.place(from);
        Tries ofAddress = tries(address, now);
        if (ofAddress.over - now > (MOST + (long) FREE * STEP) * NANOS) {
            return -1;
        }
        long wait = wait(ofAddress, now);
        String name = name(account);
        if (name != null && !isKnown(from, name)) {
            Tries ofAccount = tries(name, now);
            long others = wait(ofAccount, now);
            // no debt without end, either: the wait for it is bounded
            ofAccount.over = Math.min(ofAccount.over, now + (MOST_BY_OTHERS + (long) FREE * STEP) * NANOS);
            wait = Math.max(wait, Math.min(MOST_BY_OTHERS, others));
        }
        return wait;
    }

    /** Whether the account has logged in from there, and nobody has failed to since. */
    public synchronized boolean isKnown(InetAddress from, String account) {
        return good.containsKey(new Place(Callers.place(from), name(account)));
    }

    private Tries tries(Object key, long now) {
        return tries.computeIfAbsent(key, k -> new Tries(now));
    }

    private static long wait(Tries of, long now) {
        of.over = Math.max(of.over, now) + STEP * NANOS;
        return Math.max(0, (of.over - now) / NANOS - (long) FREE * STEP);
    }

    /** It was right: the try costs nothing. */
    public synchronized void passed(InetAddress from, String account) {
        undecided(from, account);
        if (account != null) {
            good.put(new Place(Callers.place(from), name(account)), true);
        }
    }

    /** Nobody could say: the try costs nothing. */
    public synchronized void undecided(InetAddress from, String account) {
        back(Callers.place(from));
        if (account != null) {
            back(name(account));
        }
    }

    private void back(Object key) {
        Tries of = tries.get(key);
        if (of != null) {
            of.over -= STEP * NANOS;
        }
    }

    /**
     * It was refused.
     *
     * @return how many refusals of this account from this address to tell of; 0 = told within the last minute
     */
    public synchronized int refused(InetAddress from, String account) {
        refused++;
        long now = clock.getAsLong();
        Object address = Callers.place(from);
        good.remove(new Place(address, name(account)));
        Telling telling = tellings.computeIfAbsent(new Place(address, name(account)), p -> {
            Telling first = new Telling();
            first.last = now - MINUTE;
            return first;
        });
        telling.since++;
        Tries of = tries(address, now);
        if (now - of.minute >= MINUTE) {
            of.minute = now;
            of.told = 0;
        }
        if (now - telling.last < MINUTE || of.told >= TOLD) {
            return 0;
        }
        of.told++;
        telling.last = now;
        int since = telling.since;
        telling.since = 0;
        return since;
    }

    /** How many logins were refused. */
    public synchronized long refusals() {
        return refused;
    }

    private static String name(String account) {
        return account == null || account.length() <= NAME ? account : account.substring(0, NAME);
    }
}
