package org.smshub.hub.routing;

import org.smshub.ledger.entry.MessageView;

/** The words that a sender gave to a message, for a {@code choice}. */
public class Tags {

    /** @param fields the header SmsFields; null = there are no tags */
    public boolean has(String fields, String tag) {
        return MessageView.tags(fields).contains(tag);
    }
}
