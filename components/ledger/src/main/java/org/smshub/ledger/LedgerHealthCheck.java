package org.smshub.ledger;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.smshub.ledger.store.Reader;

/** Down while the ledger cannot write. */
final class LedgerHealthCheck extends AbstractHealthCheck {

    private final Ledger ledger;

    LedgerHealthCheck(Ledger ledger) {
        super("camel", "ledger");
        this.ledger = ledger;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Reader.Counts counts = ledger.counts();
        builder.detail("waiting", ledger.waiting())
                .detail("unmatchedReceipts", counts.unmatched())
                .detail("unclaimedMessages", counts.unclaimed())
                .detail("unread", counts.unread());
        ledger.links().forEach((name, link) -> builder.detail("link." + name, link.service()));
        String trouble = ledger.trouble();
        if (trouble == null) {
            builder.up();
        } else {
            builder.down().message("The ledger cannot write: " + trouble);
        }
    }
}
