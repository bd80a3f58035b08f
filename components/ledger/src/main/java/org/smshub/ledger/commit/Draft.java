package org.smshub.ledger.commit;

import java.util.Map;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Group;

/** A group under way, and what its works may know of the links. */
final class Draft {

    final Group group;

    /** Rows a chore or a claim may touch at most. */
    final int limit;

    private final Map<String, LinkQueue> links;

    Draft(long now, int limit, Map<String, LinkQueue> links) {
        this.group = new Group(now);
        this.limit = limit;
        this.links = links;
    }

    /** The link, or null when nobody declared it. */
    LinkQueue link(String name) {
        return links.get(name);
    }

    /** A part is put in the queue of a link. */
    void waits(String link, long due) {
        LinkQueue queue = links.get(link);
        if (queue != null) {
            queue.waits(due);
        }
    }
}
