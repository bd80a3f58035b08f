package org.smshub.ledger;

import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A link begins: settle what was left in flight, then claim. */
final class OpenWork implements Work {

    private static final Logger LOG = LoggerFactory.getLogger(OpenWork.class);

    private final LinkQueue link;
    private final Verdict.Unknown recovery;
    private final GroupCommit commits;
    private int found;

    /** @param recovery null when this process served the link before: what is in flight is its own */
    OpenWork(LinkQueue link, Verdict.Unknown recovery, GroupCommit commits) {
        this.link = link;
        this.recovery = recovery;
        this.commits = commits;
    }

    @Override
    public void write(Transaction tx) throws SQLException {
        if (recovery != null) {
            List<Claim> left = tx.store.leftInFlight(link.name);
            for (Claim claim : left) {
                tx.store.result(claim, recovery, tx.now);
            }
            found = left.size();
        }
    }

    @Override
    public void committed() {
        if (found > 0) {
            LOG.warn(
                    "Link {}: {} parts were in flight when the hub ended without saying; they {}",
                    link.name,
                    found,
                    recovery.again() == null ? "wait as UNKNOWN for their receipts" : "are sent again");
        }
        commits.links().put(link.name, link);
        commits.wake();
    }

    @Override
    public void refused(LedgerException why) {
        LOG.error("Link {} cannot start: {}", link.name, why.getMessage());
    }

    @Override
    public boolean mustBeKept() {
        return true;
    }
}
