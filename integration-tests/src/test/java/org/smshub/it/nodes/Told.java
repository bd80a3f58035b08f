package org.smshub.it.nodes;

import com.fasterxml.jackson.databind.JsonNode;

/** An event, as an application heard it. @param event the same when it is told again */
record Told(String id, String state, String event) {

    static Told read(JsonNode event) {
        return new Told(
                event.path("id").asText(),
                event.path("state").asText(),
                event.path("event").asText());
    }
}
