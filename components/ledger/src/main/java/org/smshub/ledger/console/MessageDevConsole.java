package org.smshub.ledger.console;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.entry.MessageView;

/** What happened to a message, by its id ({@code ?id=}). No number and no text: the console asks nobody who he is. */
@DevConsole(
        group = "sms",
        name = "sms-message",
        displayName = "SMS message",
        description = "What happened to the message ?id=")
public class MessageDevConsole extends LedgerConsole {

    /** The parameter that names the message. */
    public static final String ID = "id";

    public MessageDevConsole() {
        super("sms-message", "SMS message", "What happened to the message ?id=");
    }

    @Override
    void fill(JsonObject all, Ledger ledger, Map<String, Object> options) {
        Object id = options.get(ID);
        if (id == null) {
            all.put("missing", "?id=SmsId");
            return;
        }
        Optional<MessageView> found = ledger.find(id.toString(), null);
        if (found.isEmpty()) {
            all.put("missing", "there is no such message");
            return;
        }
        MessageView message = found.get();
        all.put("id", message.id());
        all.put("client", message.client());
        all.put("input", message.input());
        all.put("state", message.state());
        all.put("acceptedAt", message.acceptedAt());
        JsonArray history = new JsonArray();
        if (message.history() != null) {
            message.history().forEach(step -> history.add(of(step)));
        }
        all.put("history", history);
    }

    private static JsonObject of(MessageView.Step step) {
        JsonObject one = new JsonObject();
        one.put("at", step.at());
        one.put("what", step.what());
        if (step.part() != null) {
            one.put("part", step.part());
        }
        if (step.link() != null) {
            one.put("link", step.link());
        }
        if (step.code() != null) {
            one.put("code", step.code());
        }
        return one;
    }
}
