package org.smshub.ledger;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A bounded queue of one kind of work; many threads put, one takes. */
final class Inbox {

    private final ConcurrentLinkedQueue<Work> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final int limit;

    Inbox(int limit) {
        this.limit = limit;
    }

    /** False when it is full. */
    boolean offer(Work work) {
        if (size.incrementAndGet() > limit) {
            size.decrementAndGet();
            return false;
        }
        queue.add(work);
        return true;
    }

    void drain(List<Work> into, int max) {
        Work work;
        for (int i = 0; i < max && (work = queue.poll()) != null; i++) {
            size.decrementAndGet();
            into.add(work);
        }
    }

    int size() {
        return size.get();
    }
}
