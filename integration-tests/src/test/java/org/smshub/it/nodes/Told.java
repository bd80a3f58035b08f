package org.smshub.it.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import org.jsmpp.util.DeliveryReceiptState;

/** An event, as an application heard it. @param event the same when it is told again */
record Told(String id, String state, String event) {

    static Told read(JsonNode event) {
        return new Told(
                event.path("id").asText(),
                event.path("state").asText(),
                event.path("event").asText());
    }

    /** SMPP has no id of an event: of a message, each state is one. */
    static Told receipt(String id, DeliveryReceiptState state) {
        String known =
                switch (state) {
                    case ENROUTE -> "SENT";
                    case DELIVRD -> "DELIVERED";
                    case UNDELIV -> "UNDELIVERABLE";
                    case REJECTD -> "FAILED";
                    default -> state.name();
                };
        return new Told(id, known, id + "/" + known);
    }
}
