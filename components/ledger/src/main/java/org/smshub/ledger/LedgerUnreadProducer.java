package org.smshub.ledger;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Message;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.Unread;
import org.smshub.link.SmsHeaders;

/** {@code ledger:unread}: the exchange goes on when octets that nobody understands are kept. */
class LedgerUnreadProducer extends CommitProducer<Void> {

    LedgerUnreadProducer(LedgerEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletionStage<Void> write(Message message) {
        String reason = message.getHeader(SmsHeaders.ERROR_TEXT, String.class);
        return endpoint.getComponent()
                .ledger()
                .unread(new Unread(
                        Required.header(message, SmsHeaders.LINK),
                        endpoint.getConfiguration().getAgain(),
                        message.getBody(byte[].class),
                        headers(message),
                        reason == null ? "no reason given" : reason,
                        endpoint.getComponent().nature().wall()));
    }

    /** Names, numbers and switches; no objects. */
    private static String headers(Message message) {
        Map<String, Object> plain = new TreeMap<>(message.getHeaders());
        plain.values().removeIf(v -> !(v instanceof String || v instanceof Number || v instanceof Boolean));
        return Kept.headers(plain);
    }
}
