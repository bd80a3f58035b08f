package org.smshub.hub.routing.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table of the configuration: CSV (RFC 4180) without line ends in a cell, between commas, or between semicolons where the
 * header has those. The header names the columns, in any order; a line that begins with {@code #} is a comment.
 */
public final class CsvTable {

    /** A wrong file that never ends takes no memory without end. */
    private static final int MOST_LINE = 4_000;

    private static final int MOST_LINES = 5_000_000;

    /** What is done with each line. */
    public interface Each {
        void line(Line line);
    }

    /** A line of it. */
    public static final class Line {

        private final String file;
        private final int number;
        private final Map<String, Integer> places;
        private final String[] cells;

        private Line(String file, int number, Map<String, Integer> places, String[] cells) {
            this.file = file;
            this.number = number;
            this.places = places;
            this.cells = cells;
        }

        public int number() {
            return number;
        }

        /** Without the blanks around it; empty = there is no such column, or nothing in it. */
        public String get(String column) {
            Integer place = places.get(column);
            return place == null || place >= cells.length ? "" : cells[place];
        }

        /** With file and line. */
        public IllegalArgumentException wrong(String words) {
            return CsvTable.wrong(file, number, words);
        }
    }

    private final String file;
    private final Set<String> needed;
    private final Set<String> known;

    /**
     * @param file its name, for the words about it
     * @param needed columns that it must have
     * @param known those that it may have, too
     */
    public CsvTable(String file, Set<String> needed, Set<String> known) {
        this.file = file;
        this.needed = needed;
        this.known = known;
    }

    private static IllegalArgumentException wrong(String file, int number, String words) {
        return new IllegalArgumentException(file + ":" + number + ": " + words);
    }

    /** @throws IllegalArgumentException naming file and line */
    public void read(Reader in, Each each) throws IOException {
        BufferedReader lines = new BufferedReader(in);
        Map<String, Integer> places = null;
        char separator = ',';
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.length() > MOST_LINE || number > MOST_LINES) {
                throw wrong(file, number, "a table has up to " + MOST_LINES + " lines of " + MOST_LINE + " characters");
            }
            String bare = number == 1 && line.startsWith("\ufeff") ? line.substring(1) : line;
            if (bare.isBlank() || bare.startsWith("#")) {
                continue;
            }
            if (places == null) {
                separator = bare.indexOf(',') < 0 && bare.indexOf(';') >= 0 ? ';' : ',';
                places = header(cells(bare, separator, number), number);
                continue;
            }
            String[] cells = cells(bare, separator, number);
            if (cells.length > places.size()) {
                throw wrong(
                        file,
                        number,
                        cells.length + " cells, and the header has " + places.size() + " columns: what has a '"
                                + separator + "' in it stands in double quotes");
            }
            each.line(new Line(file, number, places, cells));
        }
        if (places == null) {
            throw wrong(file, 1, "the first line names the columns: " + String.join(String.valueOf(separator), needed));
        }
    }

    private Map<String, Integer> header(String[] names, int number) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (String name : names) {
            if (!needed.contains(name) && !known.contains(name)) {
                List<String> all = new ArrayList<>(needed);
                all.addAll(known);
                throw wrong(file, number, "there is no column '" + name + "'; there are " + String.join(", ", all));
            }
            if (places.put(name, places.size()) != null) {
                throw wrong(file, number, "the column " + name + " stands there twice");
            }
        }
        for (String name : needed) {
            if (!places.containsKey(name)) {
                throw wrong(file, number, "the column " + name + " is missing");
            }
        }
        return places;
    }

    private String[] cells(String line, char separator, int number) {
        if (line.indexOf('"') < 0) {
            return plain(line, separator);
        }
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        if (quoted) {
            throw wrong(file, number, "a double quote is open at the end of the line");
        }
        cells.add(cell.toString().strip());
        return cells.toArray(new String[0]);
    }

    private static String[] plain(String line, char separator) {
        int count = 1;
        for (int i = 0; i < line.length(); i++) {
            count += line.charAt(i) == separator ? 1 : 0;
        }
        String[] cells = new String[count];
        int from = 0;
        for (int i = 0; i < count; i++) {
            int to = i == count - 1 ? line.length() : line.indexOf(separator, from);
            cells[i] = line.substring(from, to).strip();
            from = to + 1;
        }
        return cells;
    }
}
