package org.smshub.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the resource of {@link GsmTables} from the JSON of all tables; the command is in the module's README. */
public final class GsmTablesGenerator {

    private GsmTablesGenerator() {}

    /** @param args the file to write */
    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[0]), render());
    }

    /** A line a table: language in two digits, L or S, a space, 128 characters of four hex digits (0000 = none). */
    static String render() throws IOException {
        StringBuilder lines = new StringBuilder();
        try (var in = GsmTablesGenerator.class.getResourceAsStream("gsm-national-tables.json")) {
            for (JsonNode language : new ObjectMapper().readTree(in).get("languages")) {
                line(lines, language, 'L', language.path("locking"));
                line(lines, language, 'S', language.path("singleShift"));
            }
        }
        return lines.toString();
    }

    private static void line(StringBuilder lines, JsonNode language, char kind, JsonNode table) {
        if (!table.isArray()) {
            return;
        }
        lines.append(String.format("%02d%c ", language.get("id").asInt(), kind));
        for (JsonNode character : table) {
            lines.append(character.isNull() ? "0000" : character.asText());
        }
        lines.append('\n');
    }
}
