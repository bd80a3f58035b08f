package org.smshub.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.nodes.Membership;
import org.smshub.ledger.store.DataFolder;
import org.smshub.ledger.store.Nodes;
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
        if (ledger.membership() != null) {
            nodes(builder, ledger.membership());
        }
        String trouble = ledger.trouble();
        if (trouble != null) {
            builder.down().message("The ledger cannot write: " + trouble);
        } else if (ledger.damage() != null) {
            builder.down().message(ledger.damage());
        } else {
            disk(builder);
        }
    }

    /** The hubs that work with this ledger, and who has what since when, by the database's clock. */
    private static void nodes(HealthCheckResultBuilder builder, Membership membership) {
        Nodes.View view = membership.view();
        if (membership.trouble() != null) {
            builder.detail("nodesTrouble", membership.trouble());
        }
        if (view == null) {
            return;
        }
        List<Map<String, Object>> nodes = new ArrayList<>();
        for (Nodes.Node node : view.nodes()) {
            Map<String, Object> has = new TreeMap<>();
            view.holdings().stream()
                    .filter(holding -> node.name().equals(holding.node()))
                    .forEach(holding -> has.put(holding.what(), MessageView.iso(holding.sinceMillis())));
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("hub", node.name());
            one.put("self", node.name().equals(view.self()));
            one.put("state", !node.alive() ? "GONE" : node.linked() ? "ALIVE" : "AWAY");
            one.put("quietMillis", node.quietMillis());
            one.put("version", String.valueOf(node.version()));
            one.put("address", String.valueOf(node.address()));
            one.put("has", has);
            one.put(
                    "out",
                    view.holdings().stream()
                            .filter(holding -> node.name().equals(holding.node()) && holding.out())
                            .map(Nodes.Holding::what)
                            .sorted()
                            .toList());
            nodes.add(one);
        }
        builder.detail("nodes", nodes);
        builder.detail("doesNotStart", membership.troubles());
        builder.detail(
                "nobodys",
                view.holdings().stream()
                        .filter(holding -> holding.node() == null)
                        .map(Nodes.Holding::what)
                        .sorted()
                        .toList());
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
