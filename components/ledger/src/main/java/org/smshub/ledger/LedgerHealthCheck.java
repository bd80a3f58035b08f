package org.smshub.ledger;

import java.io.IOException;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.smshub.ledger.store.DataFolder;
import org.smshub.ledger.store.Reader;
import org.smshub.ledger.store.Store;

/** Down while the ledger cannot write, its file is damaged, or its disk is nearly full. */
final class LedgerHealthCheck extends AbstractHealthCheck {

    private final Ledger ledger;
    private final DataFolder folder;
    private final int fullAt;

    /** @param fullAt percent of the disk; more used than that is DOWN */
    LedgerHealthCheck(Ledger ledger, DataFolder folder, int fullAt) {
        super("camel", "ledger");
        this.ledger = ledger;
        this.folder = folder;
        this.fullAt = fullAt;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Reader.Counts counts = ledger.counts();
        builder.detail("waiting", ledger.waiting())
                .detail("unmatchedReceipts", counts.unmatched())
                .detail("unclaimedMessages", counts.unclaimed())
                .detail("unread", counts.unread());
        Store store = ledger.store();
        builder.detail("database", store.toString());
        store.details().forEach(builder::detail);
        String trouble = ledger.trouble();
        if (trouble != null) {
            builder.down().message("The ledger cannot write: " + trouble);
        } else if (ledger.damage() != null) {
            builder.down().message(ledger.damage());
        } else {
            disk(builder);
        }
    }

    private void disk(HealthCheckResultBuilder builder) {
        try {
            int used = folder.percentUsed();
            builder.detail("diskPercentUsed", used);
            if (used > fullAt && ledger.store().isInDataFolder()) {
                builder.down()
                        .message("The disk of the data folder " + folder + " is " + used + " % full (hub.data.full is "
                                + fullAt + "): make room");
            } else {
                builder.up();
            }
        } catch (IOException e) {
            builder.down().message("The data folder " + folder + " cannot be looked at: " + e);
        }
    }
}
