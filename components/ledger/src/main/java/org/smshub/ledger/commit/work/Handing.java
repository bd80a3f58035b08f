package org.smshub.ledger.commit.work;

import java.util.List;
import org.smshub.ledger.crew.Complaints;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.link.nature.Rare;

/** Hands out what a commit marked. Whoever cannot take a part or an event gives it back; none is lost. */
public final class Handing {

    /** A route that threw rests for so long. */
    private static final long REST_MILLIS = 1_000;

    /** Who hands out: by which session, and who takes back. */
    public interface Giver {

        /** See {@link Claim#session}. */
        int session();

        /** Nothing of a part has left. */
        void back(Claim claim, Verdict.Back verdict, LinkQueue link);
    }

    private final Giver giver;
    private final Complaints complaints;

    public Handing(Giver giver, Complaints complaints) {
        this.giver = giver;
        this.complaints = complaints;
    }

    public void hand(LinkQueue link, List<Claim> marked) {
        int session = giver.session();
        List<Claim> claims = marked.stream()
                .map(one -> session == one.session() ? one : one.in(session))
                .toList();
        // the same that come back: one of them may be the part that tries a line
        link.took(claims);
        for (Claim claim : claims) {
            boolean taken = false;
            try {
                taken = !Rare.way("handing.back") && link.hand(claim);
            } catch (Throwable e) {
                Rare.hit("handing.link-threw");
                complaints.say("Link " + link.name() + " does not take its parts", e);
                link.pause(REST_MILLIS);
            }
            if (!taken) {
                Rare.hit("handing.closed");
                giver.back(claim, new Verdict.Back(claim.submission().due(), null, null), link);
            }
        }
    }

    public void hand(EventQueue queue, Event event) {
        try {
            if (!queue.hand(event)) {
                Rare.hit("handing.events-closed");
                queue.later(event, 0);
            }
        } catch (Throwable e) {
            Rare.hit("handing.events-threw");
            complaints.say("Events consumer " + queue.consumer() + " does not take its events", e);
            queue.later(event, REST_MILLIS);
        }
    }
}
