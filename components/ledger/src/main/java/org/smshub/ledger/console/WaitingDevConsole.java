package org.smshub.ledger.console;

import java.util.Map;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.entry.Backlogged;
import org.smshub.ledger.entry.MessageView;

/** What waits: parts by link and priority, events by their way, both some seconds old; and writes that wait for the ledger. */
@DevConsole(
        group = "sms",
        name = "sms-waiting",
        displayName = "SMS waiting",
        description = "Parts and events that wait")
public class WaitingDevConsole extends LedgerConsole {

    public WaitingDevConsole() {
        super("sms-waiting", "SMS waiting", "Parts and events that wait");
    }

    @Override
    void fill(JsonObject all, Ledger ledger, Map<String, Object> options) {
        JsonArray parts = new JsonArray();
        for (Backlogged waiting : ledger.backlog()) {
            JsonObject one = new JsonObject();
            one.put("link", waiting.link());
            one.put("priority", waiting.priority());
            one.put("count", waiting.count());
            one.put("oldestDue", MessageView.iso(waiting.oldest()));
            parts.add(one);
        }
        JsonArray events = new JsonArray();
        ledger.eventsWaiting().forEach((output, count) -> {
            JsonObject one = new JsonObject();
            one.put("output", output);
            one.put("count", count);
            events.add(one);
        });
        all.put("writes", ledger.waiting());
        all.put("parts", parts);
        all.put("events", events);
    }
}
