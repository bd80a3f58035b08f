package org.smshub.it.nodes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What applications gave to hubs, and what they were told of it. */
final class Given {

    /** @param id of the message, as it was answered; null where the answer has none @param sure it was accepted; else the answer went lost */
    record Message(String number, String id, boolean sure) {}

    private final Map<String, Message> messages = new ConcurrentHashMap<>();

    void accepted(String number, String id) {
        messages.put(number, new Message(number, id, true));
    }

    /** It may be there or not. */
    void unanswered(String number) {
        messages.putIfAbsent(number, new Message(number, null, false));
    }

    int count() {
        return messages.size();
    }

    Map<String, Message> messages() {
        return messages;
    }
}
