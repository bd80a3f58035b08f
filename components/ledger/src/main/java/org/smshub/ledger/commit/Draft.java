package org.smshub.ledger.commit;

import java.util.Map;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Group;
import org.smshub.text.plan.LinkProfile;

/** A group under way, and what its works may know of the links. */
public final class Draft {

    public final Group group;

    /** Rows a chore or a move may touch at most. */
    public final int limit;

    /** See {@link org.smshub.ledger.entry.Claim#session}. */
    public final int session;

    /** Whether other hubs work with the ledger. */
    public final boolean shared;

    private int claimsLeft;
    private int claimersLeft;

    private final Map<String, LinkQueue> links;

    /**
     * @param claims parts that may be claimed, by all links together
     * @param claimers how many links there are that may claim
     */
    public Draft(
            long now, int limit, int claims, int claimers, Map<String, LinkQueue> links, int session, boolean shared) {
        this.group = new Group(now, this::profile);
        this.limit = limit;
        this.session = session;
        this.shared = shared;
        this.claimsLeft = claims;
        this.claimersLeft = claimers;
        this.links = links;
    }

    private LinkProfile profile(String link) {
        LinkQueue queue = links.get(link);
        return queue == null ? null : queue.profile();
    }

    /** The link, or null when nobody declared it. */
    public LinkQueue link(String name) {
        return links.get(name);
    }

    /** A part is put in the queue of a link. */
    public void waits(String link, long due) {
        LinkQueue queue = links.get(link);
        if (queue != null) {
            queue.waits(due, 1, group.now);
        }
    }

    /** How many of the parts that it wants a link may claim: what others leave of their share is for those that come after. */
    public int share(int wanted) {
        int share = Math.min(wanted, Math.max(1, claimsLeft / Math.max(1, claimersLeft)));
        claimersLeft--;
        claimsLeft -= share;
        return share;
    }
}
