package org.smshub.ledger.commit.writer;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.smshub.ledger.commit.Peers;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Answers;

/**
 * What this hub knows of the others that work with its ledger, and they of it. All of it is the writing thread's, but for who asks whether
 * something is still this hub's, and for {@link #hear}.
 */
final class Sharing {

    private final Map<String, LinkQueue> links;
    private final Map<String, EventQueue> listeners;
    private final LongSupplier nanos;

    /** Of which others have said that something waits here. */
    private final Queue<Peers.News> heard = new ConcurrentLinkedQueue<>();

    private volatile Peers peers = Peers.NONE;

    /** How often this hub was taken for dead. */
    private volatile int session;

    /**
     * When the last group that is written was begun, by the clock that never goes back: others count from its commit, which was later
     * than that, and may have been long before this hub heard of it.
     */
    private volatile long writtenAt;

    private long lookedAt;

    Sharing(Map<String, LinkQueue> links, Map<String, EventQueue> listeners, LongSupplier nanos) {
        this.links = links;
        this.listeners = listeners;
        this.nanos = nanos;
        this.writtenAt = nanos.getAsLong();
    }

    void with(Peers others) {
        peers = others;
    }

    /** Whether other hubs work with this ledger. */
    boolean isShared() {
        return peers != Peers.NONE;
    }

    /** See {@link Claim#session}. */
    int session() {
        return session;
    }

    boolean isOurs(Claim claim) {
        return isHeard() && (!isShared() || claim.session() == session);
    }

    boolean isHeard() {
        return !isShared() || nanos.getAsLong() - writtenAt < Peers.SILENT_NANOS;
    }

    /** One hub at a time. */
    boolean keepsHouse() {
        return peers.keepsHouse();
    }

    /** On any thread. */
    void hear(Peers.News news) {
        heard.add(news);
    }

    boolean hasHeard() {
        return !heard.isEmpty();
    }

    /** Tells the queues what others have said since. */
    void listen() {
        for (Peers.News news = heard.poll(); news != null; news = heard.poll()) {
            LinkQueue link = news.link() == null ? null : links.get(news.link());
            if (link != null) {
                link.heard();
            }
            EventQueue listener = news.consumer() == null ? null : listeners.get(news.consumer());
            if (listener != null) {
                listener.waits(news.client());
            }
        }
    }

    /** Until something must be written, so that others see that this hub lives. */
    long beatNanos() {
        return isShared() ? Peers.BEAT_NANOS - (nanos.getAsLong() - writtenAt) : Long.MAX_VALUE;
    }

    /** Until what others may have written is looked for, whatever they told. */
    long lookNanos() {
        return isShared() ? Peers.BEAT_NANOS - (nanos.getAsLong() - lookedAt) : Long.MAX_VALUE;
    }

    /** Links look; whoever calls this looks for what is to be told. */
    void look() {
        lookedAt = nanos.getAsLong();
        for (LinkQueue link : links.values()) {
            if (!link.isElsewhere()) {
                link.heard();
            }
        }
    }

    /** A group is written that was begun then. */
    void written(long begun) {
        writtenAt = begun;
    }

    void tell(Answers.Lane lane) {
        peers.tell(lane);
    }

    /** Of links that others have, and in whose queues a group has put something. */
    void tellOfLinks() {
        if (isShared()) {
            for (LinkQueue link : links.values()) {
                if (link.takeNews()) {
                    peers.tell(link);
                }
            }
        }
    }

    /** Another hub took this one for dead: what it had is not its own any more. */
    void fenced() {
        session++;
        peers.fenced();
    }
}
