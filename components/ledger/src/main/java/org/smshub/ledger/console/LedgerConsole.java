package org.smshub.ledger.console;

import java.util.Map;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonObject;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.LedgerComponent;

/** Text is the same as the JSON, a line an entry. */
abstract class LedgerConsole extends AbstractDevConsole {

    LedgerConsole(String id, String displayName, String description) {
        super("sms", id, displayName, description);
    }

    /** Null while there is none, or it has not started. */
    final Ledger ledger() {
        LedgerComponent component = (LedgerComponent) getCamelContext().hasComponent("ledger");
        return component == null || !component.isStarted() ? null : component.ledger();
    }

    @Override
    protected final Map<String, Object> doCallJson(Map<String, Object> options) {
        Ledger ledger = ledger();
        JsonObject all = new JsonObject();
        if (ledger != null) {
            fill(all, ledger, options);
        }
        return all;
    }

    /** @param options of the call, such as the parameters of its query */
    abstract void fill(JsonObject all, Ledger ledger, Map<String, Object> options);

    @Override
    protected final String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        doCallJson(options).forEach((name, value) -> {
            if (value instanceof Iterable<?> entries) {
                text.append(name).append(":\n");
                entries.forEach(entry -> text.append("  ").append(line(entry)).append('\n'));
            } else {
                text.append(name).append(": ").append(value).append('\n');
            }
        });
        return text.toString();
    }

    private static String line(Object entry) {
        if (!(entry instanceof Map<?, ?> fields)) {
            return String.valueOf(entry);
        }
        StringBuilder line = new StringBuilder();
        fields.forEach((name, value) ->
                line.append(line.isEmpty() ? "" : "  ").append(name).append('=').append(value));
        return line.toString();
    }
}
