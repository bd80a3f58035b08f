package org.smshub.hub.httplink.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What a provider answered a request with. */
public final class Answer {

    private static final int DEEP = 32;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEP).build())
            .build());

    private final int status;
    private final String body;
    private final long retryAfter;
    private JsonNode json;
    private boolean read;

    /** @param retryAfter milliseconds that it wants to be left alone; 0 = it says nothing */
    public Answer(int status, String body, long retryAfter) {
        this.status = status;
        this.body = body;
        this.retryAfter = retryAfter;
    }

    public int status() {
        return status;
    }

    public String body() {
        return body;
    }

    public long retryAfter() {
        return retryAfter;
    }

    /** Its body; null = it is no JSON. */
    public JsonNode json() {
        if (!read) {
            read = true;
            try {
                JsonNode tree = JSON.readTree(body);
                json = tree == null || tree.isMissingNode() ? null : tree;
            } catch (JsonProcessingException e) {
                json = null;
            }
        }
        return json;
    }
}
