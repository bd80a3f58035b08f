package org.smshub.line.camel;

import org.apache.camel.Message;
import org.smshub.line.options.LineClientConfiguration;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.link.passing.ReceiptsWanted;

/** What a message asks for beside its content, as far as the options of the link pass it on. */
public record Wishes(Message message, LineClientConfiguration options) {

    /** Milliseconds: what is due within it is sent now. */
    private static final long SOON = 60_000;

    /** Epoch milliseconds; null = at once. */
    public Long sendAt() {
        Long at = message.getHeader(SmsHeaders.SEND_AT, Long.class);
        return at != null && at > System.currentTimeMillis() + SOON ? at : null;
    }

    /** Epoch milliseconds; null = as long as the centre likes. */
    public Long validUntil() {
        return options.passed().pass("validity") ? message.getHeader(SmsHeaders.VALID_UNTIL, Long.class) : null;
    }

    /** Null = none. */
    public Integer protocolId() {
        return options.passed().pass(Fields.PROTOCOL_ID)
                ? message.getHeader(SmsHeaders.PROTOCOL_ID, Integer.class)
                : null;
    }

    /** The protocol's own, null = none. */
    public Integer priority() {
        return options.priority(message.getHeader(SmsHeaders.PRIORITY, Integer.class));
    }

    public ReceiptsWanted receipts() {
        return options.receipts(message.getHeader(SmsHeaders.RECEIPT, String.class));
    }

    public Fields fields() {
        return options.passed().read(message.getHeader(SmsHeaders.FIELDS, String.class));
    }
}
