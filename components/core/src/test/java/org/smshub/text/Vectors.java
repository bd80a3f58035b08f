package org.smshub.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The sections of gsm-pdu-vectors.json. */
public final class Vectors {

    private static final JsonNode ALL = read();

    private Vectors() {}

    public static Stream<JsonNode> section(String name) {
        return StreamSupport.stream(ALL.get(name).spliterator(), false);
    }

    private static JsonNode read() {
        try (var in = Vectors.class.getResourceAsStream("gsm-pdu-vectors.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
