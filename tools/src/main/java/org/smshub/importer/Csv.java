package org.smshub.importer;

import java.util.StringJoiner;

/** A line of a table, by RFC 4180. */
public final class Csv {

    private Csv() {}

    /** Fields with a comma, a quote or the end of a line in them stand in quotes. */
    public static String line(String... fields) {
        StringJoiner line = new StringJoiner(",");
        for (String field : fields) {
            boolean quoted = field.matches("(?s).*[,\";\r\n#].*") || !field.equals(field.strip());
            line.add(quoted ? '"' + field.replace("\"", "\"\"") + '"' : field);
        }
        return line.toString();
    }
}
