package org.smshub.hub.files.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.Reader;

/** An array of JSON objects; it is read as it comes. Behind a place that is no JSON nothing can be read. */
final class JsonArray implements LineSource {

    private final JsonParser parser;
    private final RecordReader reader;
    private final Columns columns;
    private long number;
    private boolean started;

    JsonArray(Reader reader, Columns columns) throws IOException {
        this.reader = new RecordReader(reader);
        this.parser = JsonLines.JSON.createParser(this.reader);
        this.columns = columns;
    }

    @Override
    public Line next() throws IOException {
        try {
            if (!started) {
                started = true;
                if (parser.nextToken() != JsonToken.START_ARRAY) {
                    throw new BrokenFileException("The file is no JSON array");
                }
            }
            reader.begin();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY) {
                return null;
            }
            number++;
            if (token == null) {
                throw new BrokenFileException(
                        "The JSON array has no end; it is cut in or behind record " + (number - 1));
            }
            if (token != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return Line.bad(number, null, null, "This is no JSON object");
            }
            return JsonLines.object(parser, number, null, columns);
        } catch (JsonEOFException e) {
            throw new BrokenFileException("The JSON array has no end; it is cut in or behind record " + number);
        } catch (JsonProcessingException e) {
            throw new BrokenFileException("From record " + Math.max(1, number) + " on nothing can be read. "
                    + JsonLines.words(e) + " of line "
                    + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()));
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
        reader.close();
    }
}
