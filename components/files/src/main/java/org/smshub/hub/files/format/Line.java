package org.smshub.hub.files.format;

import java.util.Map;

/**
 * A record of a file.
 *
 * @param number 1-based: its line; of an XML or a JSON array its place among the records
 * @param raw as it stands in the file, for the one who mends it; or null
 * @param fields by the names of {@link org.smshub.hub.Records}; null = it cannot be read
 * @param field that is wrong, or null
 * @param reason why it cannot be read, or null
 */
public record Line(long number, String raw, Map<String, Object> fields, String field, String reason) {

    static Line of(long number, String raw, Map<String, Object> fields) {
        return new Line(number, raw, fields, null, null);
    }

    static Line bad(long number, String raw, String field, String reason) {
        return new Line(number, raw, null, field, reason);
    }
}
