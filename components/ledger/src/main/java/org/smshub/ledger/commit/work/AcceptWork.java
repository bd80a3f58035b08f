package org.smshub.ledger.commit.work;

import java.util.ArrayList;
import java.util.List;
import org.smshub.ledger.commit.Asked;
import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.entry.Accept;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.link.nature.Rare;
import org.smshub.text.TextException;
import org.smshub.text.plan.LinkProfile;

/** A new message, all its parts in one transaction. */
public final class AcceptWork extends Asked<Accepted> {

    /** As they were planned for the first of their links. */
    private final List<Submission> planned;

    /** As the link takes them that they go by. */
    private List<Submission> parts;

    private final Handing handing;
    private int place;

    /** Where its parts go straight after the commit, or null. */
    private LinkQueue straight;

    public AcceptWork(List<Submission> parts, Handing handing) {
        super(null, null);
        this.planned = parts;
        this.handing = handing;
    }

    @Override
    public void add(Draft draft) {
        parts = planned; // a group that was undone is drafted anew
        Submission first = parts.get(0);
        String name = inService(draft, first);
        if (!name.equals(first.firstLink())) {
            Rare.hit("accept.stand-in");
            name = carrier(draft, name);
        }
        LinkQueue link = draft.link(name);
        long now = draft.group.now;
        // nothing waits before it and the line has room: marked as in flight at once, which spares a claim
        boolean claimed = link != null
                && first.due(now) <= now
                && (first.expires() == null || first.expires() > now)
                && link.isIdle(now)
                && link.room() >= parts.size()
                && !Rare.way("accept.queued");
        place = draft.group.accepts.size();
        draft.group.accepts.add(new Accept(parts, name, claimed));
        if (claimed) {
            link.claimed(parts.size());
        } else if (link != null) {
            Rare.hit("accept.waits");
            link.waits(first.due(now), parts.size(), now);
        }
        straight = claimed ? link : null;
    }

    /** Another link may carry something else: planned again, and where it cannot be it waits for its first link. */
    private String carrier(Draft draft, String other) {
        String first = planned.get(0).firstLink();
        LinkProfile profile = draft.group.profiles.apply(other);
        if (profile == null || profile.equals(draft.group.profiles.apply(first))) {
            return other;
        }
        try {
            parts = Submission.cutFor(profile, planned);
            return other;
        } catch (TextException e) {
            return first;
        }
    }

    /** The first of its links that is not out of service; if all are, the first. */
    private static String inService(Draft draft, Submission first) {
        String name = first.firstLink();
        if (name.length() == first.links().length() || isIn(draft.link(name))) {
            return name;
        }
        for (String other : first.linkList()) {
            if (isIn(draft.link(other))) {
                return other;
            }
        }
        return name;
    }

    /** A link out of service whose rest is over gets one new message: by that it is found to be back. */
    private static boolean isIn(LinkQueue link) {
        return link != null && (!link.isOut() || link.room() > 0);
    }

    @Override
    public void committed(Answers answers) {
        Accepted accepted = answers.accepts.get(place);
        if (accepted.duplicate()) {
            Rare.hit(straight == null ? "accept.duplicate" : "accept.duplicate-claimed");
        }
        if (straight != null && !accepted.duplicate()) {
            List<Claim> claims = new ArrayList<>(parts.size());
            for (Submission part : parts) {
                claims.add(new Claim(part, straight.name(), 0, 0, 0, answers.lastReceipt));
            }
            handing.hand(straight, claims);
        }
        answered(accepted);
    }
}
