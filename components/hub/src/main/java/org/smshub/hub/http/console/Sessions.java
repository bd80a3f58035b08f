package org.smshub.hub.http.console;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who is signed in, in memory alone: a session is a random word that stands for a key until it is idle for too long, or too
 * old. Bounded, and each key by itself, so that one cannot sign out the others. Any thread.
 */
final class Sessions {

    /** Octets of a session's word. */
    private static final int RANDOM = 32;

    static final int MOST = 1_000;
    static final int MOST_OF_KEY = 20;

    /** From then on it is over, used or not. */
    static final Duration LONGEST = Duration.ofHours(12);

    private static final class Session {
        final String key;
        final long made;
        long used;

        Session(String key, long now) {
            this.key = key;
            this.made = now;
            this.used = now;
        }
    }

    private final SecureRandom random = new SecureRandom();
    private final long idleNanos;
    private final LongSupplier clock;

    /** The one that was used longest ago first. */
    private final Map<String, Session> byWord = new LinkedHashMap<>(16, 0.75f, true);

    /** @param clock nanoseconds */
    Sessions(Duration idle, LongSupplier clock) {
        this.idleNanos = idle.toNanos();
        this.clock = clock;
    }

    /**
     * Begins one; of a key that has as many as it may, the one that was used longest ago ends.
     *
     * @return its word; null = there are too many, of other keys
     */
    synchronized String open(String key) {
        long now = clock.getAsLong();
        byWord.values().removeIf(session -> isOver(session, now));
        String oldest = null;
        int its = 0;
        for (Map.Entry<String, Session> one : byWord.entrySet()) {
            if (one.getValue().key.equals(key)) {
                oldest = oldest == null ? one.getKey() : oldest;
                its++;
            }
        }
        if (its >= MOST_OF_KEY) {
            byWord.remove(oldest);
        } else if (byWord.size() >= MOST) {
            return null;
        }
        byte[] octets = new byte[RANDOM];
        random.nextBytes(octets);
        String word = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        byWord.put(word, new Session(key, now));
        return word;
    }

    /** The key that a session stands for; null = there is no such session, or it is over. */
    synchronized String key(String word) {
        Session session = word == null ? null : byWord.get(word);
        if (session == null) {
            return null;
        }
        long now = clock.getAsLong();
        if (isOver(session, now)) {
            byWord.remove(word);
            return null;
        }
        session.used = now;
        return session.key;
    }

    synchronized void close(String word) {
        byWord.remove(word);
    }

    /** Ends all of a key. */
    synchronized void closeAll(String key) {
        for (Iterator<Session> all = byWord.values().iterator(); all.hasNext(); ) {
            if (all.next().key.equals(key)) {
                all.remove();
            }
        }
    }

    synchronized int size() {
        return byWord.size();
    }

    private boolean isOver(Session session, long now) {
        return now - session.used > idleNanos || now - session.made > LONGEST.toNanos();
    }
}
