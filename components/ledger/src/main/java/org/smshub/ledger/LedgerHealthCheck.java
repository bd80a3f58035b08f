package org.smshub.ledger;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while the ledger cannot write. */
final class LedgerHealthCheck extends AbstractHealthCheck {

    private final Ledger ledger;

    LedgerHealthCheck(Ledger ledger) {
        super("camel", "ledger");
        this.ledger = ledger;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("waiting", ledger.waiting())
                .detail("unmatchedReceipts", ledger.unmatched())
                .detail("unclaimedMessages", ledger.unclaimed());
        String trouble = ledger.trouble();
        if (trouble == null) {
            builder.up();
        } else {
            builder.down().message("The ledger cannot write: " + trouble);
        }
    }
}
