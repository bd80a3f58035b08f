package org.smshub.ledger.commit.work;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.Work;
import org.smshub.ledger.entry.Shares;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Group;

/** A link that is open has one more share: what another hub left in flight of it is settled, then it is claimed, too. */
public final class ShareWork implements Work {

    private static final Logger LOG = LoggerFactory.getLogger(ShareWork.class);

    private final LinkQueue link;
    private Shares shares;
    private int place;

    public ShareWork(LinkQueue link) {
        this.link = link;
    }

    @Override
    public void add(Draft draft) {
        shares = link.shares().unsettled();
        place = draft.group.openings.size();
        draft.group.openings.add(new Group.Opening(link.name(), link.account(), link.recoversBy(), shares));
    }

    @Override
    public void committed(Answers answers) {
        int found = answers.recovered.get(place);
        if (found > 0) {
            LOG.warn(
                    "Link {}: another hub left {} parts in flight of a share that is this one's now",
                    link.name(),
                    found);
        }
        link.settled(shares);
    }

    @Override
    public void refused(LedgerException why) {
        LOG.error("Link {} cannot have one more share: {}", link.name(), why.getMessage());
    }
}
