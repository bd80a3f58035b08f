package org.smshub.ledger.queue;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Shares;

/**
 * Of a link that hubs share: which shares this one has, and of which of them is settled what a hub before had in flight. Nothing is
 * claimed of the others. Any thread.
 */
public final class LinkShares {

    private final int of;
    private final AtomicIntegerArray inFlight;
    private Shares held;
    private Shares settled;

    /** @param of 1 = the link is not split, and whoever has it has all */
    LinkShares(int of) {
        this.of = of;
        inFlight = new AtomicIntegerArray(of);
        held = of == 1 ? Shares.ALL : Shares.none(of);
        settled = held;
    }

    public int of() {
        return of;
    }

    public boolean isSplit() {
        return of > 1;
    }

    /** This hub has one more, or one less. What another hub had in flight of it is to be settled. */
    synchronized void held(int share, boolean is) {
        Shares one = Shares.one(share, of);
        held = is ? held.or(one) : held.without(one);
        settled = settled.without(one);
    }

    /** What this hub had in flight is settled elsewhere, as far as it is split. */
    synchronized void lost() {
        if (isSplit()) {
            settled = Shares.none(of);
        }
    }

    public synchronized Shares held() {
        return held;
    }

    public synchronized Shares unsettled() {
        return held.without(settled);
    }

    public synchronized void settled(Shares more) {
        settled = settled.or(more).and(held);
    }

    /** Of which may be claimed. */
    public synchronized Shares claimed() {
        return settled;
    }

    void took(Claim claim) {
        if (isSplit()) {
            inFlight.incrementAndGet(share(claim));
        }
    }

    void done(Claim claim) {
        if (isSplit()) {
            inFlight.decrementAndGet(share(claim));
        }
    }

    private int share(Claim claim) {
        return Shares.share(claim.submission().messageId(), of);
    }

    /** Parts of a share in flight. */
    int inFlight(int share) {
        return inFlight.get(share);
    }
}
