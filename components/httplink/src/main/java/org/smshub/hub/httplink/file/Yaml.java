package org.smshub.hub.httplink.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.smshub.hub.check.StrictYaml;

/**
 * A thing in a file of YAML, and where it stands.
 *
 * @param value a {@code Map<String, Yaml>}, a {@code List<Yaml>}, a {@code String}, or null
 * @param token of a scalar: a text, a number, true or false; null of what is none
 */
record Yaml(String file, int line, Object value, JsonToken token) {

    private static final int MOST = 64;

    /** @throws IllegalArgumentException naming file and line */
    static Yaml read(String file, String text) {
        try (JsonParser parser = StrictYaml.FACTORY.createParser(text)) {
            parser.nextToken();
            return parser.currentToken() == null ? new Yaml(file, 1, Map.of(), null) : node(file, parser, 0);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            String words =
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("it is no YAML");
            throw new IllegalArgumentException(
                    file + ":" + line + ": "
                            + (words.startsWith("Duplicate field ")
                                    ? StrictYaml.twice(words.substring("Duplicate field ".length()))
                                    : words),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ":1: " + e.getMessage(), e);
        }
    }

    private static Yaml node(String file, JsonParser parser, int depth) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        if (depth > MOST) {
            throw new IllegalArgumentException(file + ":" + line + ": more than " + MOST + " levels");
        }
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Yaml> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    int at = parser.currentTokenLocation().getLineNr();
                    parser.nextToken();
                    Yaml member = node(file, parser, depth + 1);
                    members.put(name, new Yaml(file, at, member.value, member.token));
                }
                return new Yaml(file, line, members, null);
            }
            case START_ARRAY -> {
                List<Yaml> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(node(file, parser, depth + 1));
                }
                return new Yaml(file, line, elements, null);
            }
            case VALUE_NULL -> {
                return new Yaml(file, line, null, JsonToken.VALUE_NULL);
            }
            default -> {
                return new Yaml(file, line, parser.getText(), parser.currentToken());
            }
        }
    }

    /** What is wrong here. */
    IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(file + ":" + line + ": " + what);
    }

    /** Its members. @param what it is, for the words about what is none @param known the names that it may have; none = any */
    Map<String, Yaml> members(String what, String... known) {
        if (!(value instanceof Map<?, ?>)) {
            throw wrong(what + " has names and values, such as " + (known.length == 0 ? "name" : known[0]) + ": …");
        }
        @SuppressWarnings("unchecked")
        Map<String, Yaml> members = (Map<String, Yaml>) value;
        Set<String> names = Set.of(known);
        members.forEach((name, member) -> {
            if (known.length > 0 && !names.contains(name)) {
                throw member.wrong(what + " has no '" + name + "'; it has " + new TreeSet<>(names));
            }
        });
        return members;
    }

    /** Its elements; what is no list is one of its own. */
    List<Yaml> elements() {
        if (value instanceof List<?>) {
            @SuppressWarnings("unchecked")
            List<Yaml> elements = (List<Yaml>) value;
            return elements;
        }
        return List.of(this);
    }

    /** A scalar. @param what it is, for the words about what is none */
    String string(String what) {
        if (value instanceof String text) {
            return text;
        }
        throw wrong(what + " is a text, and stands behind its name in one line");
    }
}
