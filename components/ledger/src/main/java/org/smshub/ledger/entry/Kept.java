package org.smshub.ledger.entry;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something acknowledged that has no place: for a person to look at, and to be played again.
 *
 * @param id within its kind
 * @param headers what a route gave or what it takes to give it again, one {@code name=value} a line
 * @param body octets or text, or null
 */
public record Kept(
        Kind kind, String id, String link, String route, String headers, Object body, String reason, long receivedAt) {

    public enum Kind {
        /** A receipt that matches nothing. */
        UNMATCHED,
        /** A message to a number that nobody has. */
        UNCLAIMED,
        /** Octets that nobody understood. */
        UNREAD
    }

    /** One {@code name=value} a line; a backslash and an end of line within a value are written as in Java. */
    public static String headers(Map<String, ?> values) {
        StringBuilder lines = new StringBuilder();
        values.forEach((name, value) -> {
            if (value != null) {
                String text = value.toString().replace("\\", "\\\\").replace("\n", "\\n");
                lines.append(lines.isEmpty() ? "" : "\n")
                        .append(name)
                        .append('=')
                        .append(text);
            }
        });
        return lines.toString();
    }

    /** What {@link #headers(Map)} wrote; a line without {@code =} is left out. */
    public Map<String, String> headerMap() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : headers == null ? new String[0] : headers.split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), unescaped(line.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String unescaped(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                c = value.charAt(++i);
                c = c == 'n' ? '\n' : c;
            }
            text.append(c);
        }
        return text.toString();
    }
}
