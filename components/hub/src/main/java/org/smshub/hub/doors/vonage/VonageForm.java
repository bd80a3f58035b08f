package org.smshub.hub.doors.vonage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.smshub.hub.doors.DoorRequest;
import org.smshub.hub.doors.Octets;

/** The parameters of a request, whichever way they came: query, form or JSON. Values of JSON are their text. */
record VonageForm(Map<String, String> fields) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws VonageError the body is no JSON object where it says that it is one */
    static VonageForm of(DoorRequest request) throws VonageError {
        Map<String, String> fields = new LinkedHashMap<>();
        if (request.body().length > 0) {
            if (request.type().endsWith("json")) {
                json(fields, request.body());
            } else {
                put(fields, Octets.parameters(Octets.of(request.body())));
            }
        }
        put(fields, Octets.parameters(request.query()));
        return new VonageForm(fields);
    }

    private static void put(Map<String, String> fields, Map<String, String> octets) {
        octets.forEach((name, value) -> fields.putIfAbsent(
                Octets.textOrMarks(name, StandardCharsets.UTF_8), Octets.textOrMarks(value, StandardCharsets.UTF_8)));
    }

    private static void json(Map<String, String> fields, byte[] body) throws VonageError {
        JsonNode object;
        try {
            object = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw VonageError.invalid("body");
        } catch (IOException e) {
            throw new IllegalStateException(e); // they are octets
        }
        if (object == null || !object.isObject()) {
            throw VonageError.invalid("body");
        }
        object.properties().forEach(member -> {
            if (member.getValue().isValueNode() && !member.getValue().isNull()) {
                fields.put(member.getKey(), member.getValue().asText());
            }
        });
    }

    /** Null = it is not there, or is empty. */
    String get(String name) {
        String value = fields.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** @throws VonageError it is not there */
    String required(String name) throws VonageError {
        String value = get(name);
        if (value == null) {
            throw VonageError.missing(name);
        }
        return value;
    }

    /** @return null = it is not there */
    Long number(String name, long least, long most) throws VonageError {
        String value = get(name);
        if (value == null) {
            return null;
        }
        if (!value.matches("[0-9]{1,12}") || Long.parseLong(value) < least || Long.parseLong(value) > most) {
            throw VonageError.invalid(name);
        }
        return Long.valueOf(value);
    }

    /** @return null = it is not there */
    Boolean truth(String name) throws VonageError {
        String value = get(name);
        if (value == null) {
            return null;
        }
        return switch (value) {
            case "1", "true", "True" -> true;
            case "0", "false", "False" -> false;
            default -> throw VonageError.invalid(name);
        };
    }

    /** No text, no secret. */
    @Override
    public String toString() {
        return "form";
    }
}
