package org.smshub.ledger.commit.work;

import java.util.List;
import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.Work;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Group;
import org.smshub.link.nature.Rare;

/** A link takes what is due, as far as it has room. One for each link, in every group in which that may be so. */
public final class ClaimWork implements Work {

    private static final int NONE = -1;

    public final LinkQueue link;
    private final Handing handing;
    private int place;
    private int wanted;
    private long now;

    public ClaimWork(LinkQueue link, Handing handing) {
        this.link = link;
        this.handing = handing;
    }

    @Override
    public void add(Draft draft) {
        now = draft.group.now;
        wanted = Math.min(draft.share(link.wanted(now)), Rare.value("claim.share", Integer.MAX_VALUE, 1));
        place = NONE;
        if (wanted > 0) {
            place = draft.group.claims.size();
            draft.group.claims.add(new Group.ClaimWish(
                    link.name(),
                    wanted,
                    link.counts(now),
                    link.wholeBudget(),
                    link.shares().claimed()));
            link.claimed(wanted);
        }
    }

    @Override
    public void committed(Answers answers) {
        if (place != NONE) {
            List<Claim> claims = answers.claims.get(place);
            link.looked(claims.size(), wanted, answers.left.get(place), answers.nextDue.get(place), now);
            if (answers.tooLong.get(place)) {
                link.spentEarly();
            }
            handing.hand(link, claims);
        }
    }

    @Override
    public void refused(LedgerException why) {
        Rare.hit("claim.refused");
        link.rest();
    }
}
