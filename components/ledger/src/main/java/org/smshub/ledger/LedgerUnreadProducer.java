package org.smshub.ledger;

import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Message;
import org.smshub.ledger.store.Unread;
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
                        System.currentTimeMillis()));
    }

    /** One {@code name=value} a line: names and numbers, no objects. */
    private static String headers(Message message) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(message.getHeaders()).forEach((name, value) -> {
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                String line = value.toString().replaceAll("[\\r\\n]", " ");
                lines.append(name).append('=').append(line).append('\n');
            }
        });
        return lines.toString();
    }
}
