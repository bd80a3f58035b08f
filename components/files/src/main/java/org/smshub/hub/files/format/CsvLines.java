package org.smshub.hub.files.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;

/**
 * CSV (RFC 4180) with any separator and quote. A record is found by its lines, so that one which is broken costs itself
 * alone; one with quotes is read by Commons CSV.
 */
final class CsvLines implements LineSource {

    /** A text of more lines than this is taken for a quote that nobody closed. */
    private static final int MOST_LINES = 100;

    private static final List<String> USUAL = List.of(",", ";", "\t", "|");

    /** @param separator null = the one of {@code , ; TAB |} that the first line has most of */
    record Settings(String separator, Character quote, boolean header, Columns columns) {

        static final Settings STANDARD = new Settings(null, '"', true, Columns.parse(""));
    }

    /** What is read of a record. @param at place in it, -1 = every message gets the constant */
    private record Place(String label, int at, String constant) {}

    private final TextLines text;
    private final Settings settings;
    private final List<Place> places = new ArrayList<>();

    /** Lines that were read as part of a record which was none. */
    private final Deque<String> again = new ArrayDeque<>();

    private long number;
    private boolean tooLong;
    private String separator;
    private CSVFormat format;

    /** Columns that every record has; 0 = any number that has all places. */
    private int width;

    private boolean started;

    CsvLines(TextLines text, Settings settings) {
        this.text = text;
        this.settings = settings;
    }

    @Override
    public Line next() throws IOException {
        String first = line();
        if (!started && first != null) {
            started = true;
            start(first);
            if (settings.header()) {
                first = line();
            }
        }
        while (first != null && first.isBlank()) {
            first = line();
        }
        return first == null ? null : read(first);
    }

    private String line() throws IOException {
        String line = again.isEmpty() ? text.next() : again.poll();
        tooLong = again.isEmpty() && text.tooLong();
        number = line == null ? number : number + 1;
        return line;
    }

    private void start(String first) throws IOException {
        separator = settings.separator() == null ? usual(first) : settings.separator();
        CSVFormat.Builder builder = CSVFormat.RFC4180.builder().setDelimiter(separator);
        format = builder.setQuote(settings.quote()).get();
        if (!settings.header()) {
            positions();
            return;
        }
        List<String> names = new ArrayList<>();
        try {
            split(first).forEach(name -> names.add(name.strip()));
        } catch (IOException | UncheckedIOException e) {
            throw new BrokenFileException("The header in line 1 cannot be read: " + words(e));
        }
        width = names.size();
        header(names);
    }

    private static String usual(String line) {
        String best = USUAL.get(0);
        long most = 0;
        for (String one : USUAL) {
            long count = line.chars().filter(c -> c == one.charAt(0)).count();
            if (count > most) {
                most = count;
                best = one;
            }
        }
        return best;
    }

    private void positions() {
        for (Columns.Column column : settings.columns().all()) {
            places.add(new Place(column.label(), column.source() == null ? -1 : column.position(), column.constant()));
        }
    }

    private void header(List<String> names) throws BrokenFileException {
        if (settings.columns().isEmpty()) {
            for (String name : names) {
                Records.Field field = Records.Field.named(name);
                if (field == null) {
                    throw new BrokenFileException("There is no field '" + RefusedException.shown(name)
                            + "' for that column of the header; there are " + Records.Field.labels()
                            + ". The option columns says which column is which");
                }
                place(field.label(), places.size(), null);
            }
            return;
        }
        for (Columns.Column column : settings.columns().all()) {
            int at = column.source() == null ? -1 : indexOf(names, column.source());
            if (column.source() != null && at < 0) {
                throw new BrokenFileException("The header has no column '" + column.source()
                        + "', which the option columns names; it has " + shown(names));
            }
            place(column.label(), at, column.constant());
        }
    }

    private void place(String label, int at, String constant) throws BrokenFileException {
        if (places.stream().anyMatch(place -> place.label().equals(label))) {
            throw new BrokenFileException("The header has two columns for the field " + label);
        }
        places.add(new Place(label, at, constant));
    }

    private static int indexOf(List<String> names, String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return name.matches("[1-9][0-9]{0,3}") && Integer.parseInt(name) <= names.size()
                ? Integer.parseInt(name) - 1
                : -1;
    }

    private static String shown(List<String> names) {
        return names.stream().limit(20).map(RefusedException::shown).toList().toString();
    }

    private Line read(String first) throws IOException {
        long at = number;
        if (tooLong) {
            return Line.bad(at, null, null, "The line has more than " + TextLines.LONGEST + " characters");
        }
        List<String> more = new ArrayList<>();
        String record = whole(first, more);
        List<String> values = null;
        String wrong = "A quote is not closed";
        if (record != null) {
            try {
                values = split(record);
            } catch (IOException | UncheckedIOException | IllegalStateException e) {
                wrong = words(e);
            }
        }
        boolean fits = values != null && (width == 0 || values.size() <= width);
        if (!more.isEmpty() && !fits) {
            // its quote was never closed: the lines behind it are what they are
            for (int i = more.size() - 1; i >= 0; i--) {
                again.addFirst(more.get(i));
            }
            number = at;
            return Line.bad(at, first, null, "A quote is not closed, or the record is none");
        }
        if (values == null) {
            return Line.bad(at, first, null, wrong);
        }
        if (width > 0 && values.size() > width) {
            return Line.bad(
                    at,
                    record,
                    null,
                    "There are " + values.size() + " columns and " + width
                            + " in the header: a text with the separator in it stands in quotes");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Place place : places) {
            if (place.at() >= values.size()) {
                return Line.bad(
                        at,
                        record,
                        place.label(),
                        "There are " + values.size() + " columns, and " + place.label() + " is the " + (place.at() + 1)
                                + ".");
            }
            fields.put(place.label(), place.at() < 0 ? place.constant() : values.get(place.at()));
        }
        return Line.of(at, record, fields);
    }

    /** The record that begins with this line, and the other lines of it; null when it does not end. */
    private String whole(String first, List<String> more) throws IOException {
        if (!isOpen(first)) {
            return first;
        }
        StringBuilder record = new StringBuilder(first);
        while (more.size() < MOST_LINES && record.length() <= TextLines.LONGEST) {
            String line = line();
            if (line == null) {
                return null;
            }
            more.add(line);
            record.append('\n').append(line);
            if (!tooLong && !isOpen(record)) {
                return record.toString();
            }
        }
        return null;
    }

    /** Whether it ends within quotes. */
    private boolean isOpen(CharSequence record) {
        if (settings.quote() == null) {
            return false;
        }
        char quote = settings.quote();
        boolean in = false;
        boolean begins = true;
        boolean closed = false;
        for (int i = 0; i < record.length(); i++) {
            char c = record.charAt(i);
            if (in) {
                in = c != quote;
                closed = !in;
            } else {
                // a field that begins with a quote; or two of them within one
                in = c == quote && (begins || closed);
                closed = false;
            }
            begins = !in && c != quote && isSeparator(record, i);
        }
        return in;
    }

    /** Whether a separator ends here. */
    private boolean isSeparator(CharSequence record, int at) {
        int from = at + 1 - separator.length();
        for (int i = 0; i < separator.length(); i++) {
            if (from < 0 || record.charAt(from + i) != separator.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private List<String> split(String record) throws IOException {
        if (settings.quote() == null || record.indexOf(settings.quote()) < 0) {
            return plain(record);
        }
        try (CSVParser parser = CSVParser.parse(record, format)) {
            List<CSVRecord> records = parser.getRecords();
            if (records.size() != 1) {
                throw new IOException("A quote stands where none may be");
            }
            return records.get(0).toList();
        }
    }

    private List<String> plain(String record) {
        List<String> values = new ArrayList<>();
        int from = 0;
        for (int at; (at = record.indexOf(separator, from)) >= 0; from = at + separator.length()) {
            values.add(record.substring(from, at));
        }
        values.add(record.substring(from));
        return values;
    }

    private static String words(Exception e) {
        String message = String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        return message.contains("encapsulated") || message.contains("Invalid char")
                ? "There is something between a closing quote and the next separator"
                : RefusedException.shown(message);
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
