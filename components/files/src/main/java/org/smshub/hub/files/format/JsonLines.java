package org.smshub.hub.files.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A JSON object a line. An object within an object has its fields under dotted names, which the option columns can use. */
final class JsonLines implements LineSource {

    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNumberLength(20)
                    .maxNameLength(100)
                    .maxStringLength(TextLines.LONGEST)
                    .build())
            .build();

    private final TextLines text;
    private final Columns columns;

    JsonLines(TextLines text, Columns columns) {
        this.text = text;
        this.columns = columns;
    }

    @Override
    public Line next() throws IOException {
        String line;
        do {
            line = text.next();
        } while (line != null && line.isBlank());
        if (line == null) {
            return null;
        }
        if (text.tooLong()) {
            return Line.bad(text.number(), null, null, "The line has more than " + TextLines.LONGEST + " characters");
        }
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Line.bad(text.number(), line, null, "The line is no JSON object");
            }
            Line read = object(parser, text.number(), line, columns);
            return parser.nextToken() == null
                    ? read
                    : Line.bad(text.number(), line, null, "There is something behind the JSON object");
        } catch (JsonProcessingException e) {
            return Line.bad(text.number(), line, null, words(e));
        }
    }

    static String words(JsonProcessingException e) {
        return "Not JSON, or longer or deeper than it may be, at column "
                + (e.getLocation() == null ? "?" : e.getLocation().getColumnNr());
    }

    /** The object that the parser stands at the beginning of; it stands at its end then. */
    static Line object(JsonParser parser, long number, String raw, Columns columns) throws IOException {
        Map<String, Object> found = new LinkedHashMap<>();
        String twice = collect(parser, "", found);
        if (twice != null) {
            return Line.bad(number, raw, twice, "The field stands there twice");
        }
        if (columns.isEmpty()) {
            return Line.of(number, raw, found);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Columns.Column column : columns.all()) {
            Object value = column.source() == null ? column.constant() : found.get(column.source());
            if (value != null) {
                fields.put(column.label(), value);
            }
        }
        return Line.of(number, raw, fields);
    }

    /** The name of a field that is there twice, or null. */
    private static String collect(JsonParser parser, String prefix, Map<String, Object> found) throws IOException {
        String twice = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = prefix + parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT) {
                String within = collect(parser, name + ".", found);
                twice = twice == null ? within : twice;
            } else if (found.put(name, value(parser, token)) != null) {
                twice = twice == null ? name : twice;
            }
        }
        return twice;
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        switch (token) {
            case VALUE_STRING:
                return parser.getText();
            case VALUE_NUMBER_INT:
            case VALUE_NUMBER_FLOAT:
                return parser.getNumberValue();
            case VALUE_NULL:
                return null;
            case START_ARRAY:
                parser.skipChildren();
                return Boolean.FALSE; // of no field's type
            default:
                return parser.getBooleanValue();
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
