package org.smshub.ledger.commit;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bounded queue of works; many threads put, one takes. A work keeps its place until what follows it has ended, so that
 * slow followers show as a full inbox.
 */
public final class Inbox {

    private final ConcurrentLinkedQueue<Work> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger places = new AtomicInteger();
    private final int limit;

    public Inbox(int limit) {
        this.limit = limit;
    }

    /** False when it is full. */
    public boolean offer(Work work) {
        if (places.incrementAndGet() > limit) {
            places.decrementAndGet();
            return false;
        }
        queue.add(work);
        return true;
    }

    /** All of them or, when they do not all have a place, none. */
    public boolean offerAll(List<? extends Work> works) {
        if (places.addAndGet(works.size()) > limit) {
            places.addAndGet(-works.size());
            return false;
        }
        queue.addAll(works);
        return true;
    }

    /** A work has ended, and what follows it. */
    public void free() {
        places.decrementAndGet();
    }

    public void drain(List<Work> into, int max) {
        Work work;
        for (int i = 0; i < max && (work = queue.poll()) != null; i++) {
            into.add(work);
        }
    }

    public boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Works that wait to be written; counts them one by one. */
    public int waiting() {
        return queue.size();
    }

    /** Works that wait, are being written, or are followed by something that has not ended. */
    public int places() {
        return places.get();
    }
}
