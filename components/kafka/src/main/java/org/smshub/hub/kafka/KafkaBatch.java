package org.smshub.hub.kafka;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Message;
import org.smshub.hub.Answer;

/** What one poll brought, and what becomes of each record. */
final class KafkaBatch {

    /** A record that is not accepted: it goes aside as it came, with the reason. */
    record Refused(Message message, Answer why) {}

    /** All, as camel-kafka made them. */
    final List<Message> all = new ArrayList<>();

    /** Those of them that are records of the hub, in their order. */
    final List<Message> read = new ArrayList<>();

    final List<Refused> refused = new ArrayList<>();
}
