package org.smshub.ledger.nodes;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.smshub.ledger.queue.LinkQueue;

/**
 * A link that hubs share: each of its shares is a holding, and one route here serves those that this hub has, with the sessions and the
 * window that it has anyway. A share whose link is out of service here goes to a hub that has it in service.
 */
public final class SplitLink {

    private static final long SETTLED_NANOS = 500_000_000;

    private final LinkQueue link;
    private final Holder route;
    private final Runnable settling;
    private final LongSupplier nanos;
    private final Set<Integer> held = ConcurrentHashMap.newKeySet();

    /**
     * @param link that is split
     * @param route has it as soon as this hub has a share
     * @param settling settles what another hub left in flight of what this one has
     * @param nanos a clock that never goes back
     */
    public SplitLink(LinkQueue link, Holder route, Runnable settling, LongSupplier nanos) {
        this.link = link;
        this.route = route;
        this.settling = settling;
        this.nanos = nanos;
    }

    /** The name of a share's holding. @param share 0 to {@code of} - 1 */
    public static String holding(String link, int share, int of) {
        return Membership.LINK + link + "/" + (share + 1) + "of" + of;
    }

    /** The holding of the whole link, of whichever share it is one; the same where it is none. */
    static String whole(String what) {
        return what.startsWith(Membership.LINK) ? what.replaceFirst("/\\d+of\\d+$", "") : what;
    }

    /** Into how many it is split. */
    static String of(String what) {
        return whole(what).equals(what) ? "" : what.replaceFirst(".*of", "");
    }

    /** What this hub can have. */
    public Holder share(int share) {
        return new Share(share);
    }

    private final class Share implements Holder {

        private final int share;
        private boolean ending;
        private boolean quiet;
        private long quietSince;

        private Share(int share) {
            this.share = share;
        }

        @Override
        public void gained() {
            ending = false;
            link.share(share, true);
            if (held.isEmpty()) {
                route.gained();
            }
            held.add(share);
        }

        @Override
        public void lost() {
            held.remove(share);
            link.share(share, false);
            if (held.isEmpty()) {
                route.lost();
            }
        }

        @Override
        public void ends() {
            ending = true;
            quiet = false;
            if (held.size() == 1) {
                route.ends();
            } else {
                link.share(share, false);
            }
        }

        /** The last results are written some milliseconds after nothing is in flight any more. */
        @Override
        public boolean hasEnded() {
            if (held.size() == 1) {
                return route.hasEnded();
            }
            boolean over = link.inFlight(share) == 0;
            if (!over || !quiet) {
                quiet = over;
                quietSince = nanos.getAsLong();
            }
            return quiet && nanos.getAsLong() - quietSince > SETTLED_NANOS;
        }

        @Override
        public void tend() {
            route.tend();
            // what it opens with is settled by that
            boolean open = link.service() != LinkQueue.Service.CLOSED;
            if (!ending && open && !link.shares().unsettled().isNone()) {
                settling.run();
            }
        }

        @Override
        public boolean isOut() {
            return link.isOutHere();
        }

        @Override
        public String trouble() {
            return route.trouble() == null && isDown() ? link.service().why() : route.trouble();
        }

        @Override
        public boolean givesUp() {
            return route.givesUp() || isDown();
        }

        /** For so long that what waits would go by another link. */
        private boolean isDown() {
            return link.service().why() != null && link.service() != LinkQueue.Service.CLOSED && link.isOutHere();
        }
    }
}
