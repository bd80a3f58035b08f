package org.smshub.hub.files.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines of fixed width: {@code columns = to=1-15,text=16-175}, characters from 1 on. Blanks at the end of a field are none of it. */
final class FixedLines implements LineSource {

    private static final Pattern RANGE = Pattern.compile("([1-9][0-9]{0,4})-([1-9][0-9]{0,4})");

    /** @param from 0-based; -1 = every message gets the constant */
    private record Place(String label, int from, int to, String constant) {}

    private final TextLines text;
    private final List<Place> places;

    FixedLines(TextLines text, Columns columns) {
        this.text = text;
        this.places = places(columns);
    }

    /** @throws IllegalArgumentException naming the option */
    private static List<Place> places(Columns columns) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException(
                    "Option columns: a file of fixed width needs it, such as to=1-15,text=16-175");
        }
        List<Place> places = new ArrayList<>();
        for (Columns.Column column : columns.all()) {
            if (column.source() == null) {
                places.add(new Place(column.label(), -1, 0, column.constant()));
                continue;
            }
            Matcher range = RANGE.matcher(column.source());
            if (!range.matches() || Integer.parseInt(range.group(1)) > Integer.parseInt(range.group(2))) {
                throw new IllegalArgumentException("Option columns: " + column.label() + "=" + column.source()
                        + " is no range of characters such as 1-15");
            }
            places.add(new Place(
                    column.label(), Integer.parseInt(range.group(1)) - 1, Integer.parseInt(range.group(2)), null));
        }
        return places;
    }

    /** @throws IllegalArgumentException naming the option */
    static void check(Columns columns) {
        places(columns);
    }

    @Override
    public Line next() throws IOException {
        String line;
        do {
            line = text.next();
        } while (line != null && line.isBlank() && !text.tooLong());
        if (line == null) {
            return null;
        }
        if (text.tooLong()) {
            return Line.bad(text.number(), null, null, "The line has more than " + TextLines.LONGEST + " characters");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Place place : places) {
            if (place.from() >= line.length() && place.label().equals("to")) {
                return Line.bad(
                        text.number(),
                        line,
                        place.label(),
                        "The line has " + line.length() + " characters, and " + place.label() + " begins with the "
                                + (place.from() + 1) + ".");
            }
            fields.put(place.label(), place.from() < 0 ? place.constant() : cut(line, place));
        }
        return Line.of(text.number(), line, fields);
    }

    private static String cut(String line, Place place) {
        int from = Math.min(place.from(), line.length());
        return line.substring(from, Math.min(place.to(), line.length())).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
