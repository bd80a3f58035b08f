package org.smshub.ledger.commit.work;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.Work;
import org.smshub.ledger.entry.Shares;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Group;
import org.smshub.link.nature.Rare;

/** A link begins: settle what was left in flight, then claim. */
public final class OpenWork implements Work {

    private static final Logger LOG = LoggerFactory.getLogger(OpenWork.class);

    private final LinkQueue link;
    private final Verdict.Unknown recovery;
    private final Runnable again;
    private Shares shares;
    private int place;

    /**
     * @param recovery what becomes of parts that the last process left in flight
     * @param again settles once more, where the link was lost and gained meanwhile
     */
    public OpenWork(LinkQueue link, Verdict.Unknown recovery, Runnable again) {
        this.link = link;
        this.recovery = recovery;
        this.again = again;
    }

    @Override
    public void add(Draft draft) {
        place = draft.group.openings.size();
        shares = link.shares().held();
        draft.group.openings.add(new Group.Opening(link.name(), link.account(), recovery, shares));
    }

    @Override
    public void committed(Answers answers) {
        int found = answers.recovered.get(place);
        if (found > 0) {
            Rare.hit("open.recovered");
            LOG.warn(
                    "Link {}: {} parts were in flight when the hub ended without saying; they {}",
                    link.name(),
                    found,
                    recovery.again() == null ? "wait as UNKNOWN for their receipts" : "are sent again");
        }
        Group.Spent spent = answers.spent.get(place);
        if (spent != null) {
            link.spent(spent.day(), spent.parts());
        }
        link.settled(shares);
        if (link.recovered(true)) {
            again.run();
        }
    }

    @Override
    public void refused(LedgerException why) {
        LOG.error("Link {} cannot start: {}", link.name(), why.getMessage());
        if (link.recovered(false)) {
            again.run();
        }
    }

    @Override
    public boolean mustBeKept() {
        return true;
    }
}
