package org.smshub.ledger.console;

import java.util.Map;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.queue.LinkQueue;

/** The links: state, since when, window and pace. */
@DevConsole(
        group = "sms",
        name = "sms-links",
        displayName = "SMS links",
        description = "State, window and pace of each link")
public class LinksDevConsole extends LedgerConsole {

    public LinksDevConsole() {
        super("sms-links", "SMS links", "State, window and pace of each link");
    }

    @Override
    void fill(JsonObject all, Ledger ledger, Map<String, Object> options) {
        JsonArray links = new JsonArray();
        ledger.links().values().forEach(link -> links.add(of(link)));
        all.put("links", links);
    }

    private static JsonObject of(LinkQueue link) {
        JsonObject one = new JsonObject();
        one.put("link", link.name());
        one.put("state", link.service().name());
        one.put("outSeconds", link.outMillis() / 1_000);
        one.put("inFlight", link.inFlight());
        one.put("window", link.settings().window());
        one.put("pace", link.pace().now());
        one.put("budgetLeft", link.settings().budget() == 0 ? -1 : link.budgetLeft());
        return one;
    }
}
