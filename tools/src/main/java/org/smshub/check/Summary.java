package org.smshub.check;

import java.util.List;

/** The catalog's findings, which it formats as a table with a column of its own for the name. */
final class Summary {

    private Summary() {}

    /** One finding a line, the option's name first. */
    static List<String> lines(String table) {
        return table.lines()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .filter(line -> line.contains(" "))
                .toList();
    }
}
