package org.smshub.hub.routing;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.smshub.hub.routing.table.CsvTable;

/**
 * {@code keywords.csv} as it was read: the lines by their keyword, those of any text under the empty one.
 *
 * @param answers all of them, bare
 */
record KeywordRows(Map<String, List<KeywordRows.Row>> byKeyword, Set<String> answers) {

    private static final Set<String> WAYS =
            Set.of("smpp", "ucp", "cimd2", "mail", "jms", "kafka", "webhook", "sse", "file", "spool");

    private static final Set<String> NEEDED = Set.of("keyword");
    private static final Set<String> KNOWN =
            new LinkedHashSet<>(List.of("number", "from", "link", "client", "events", "does", "answer", "answerFrom"));

    static KeywordRows read(String name, Reader in) throws IOException {
        KeywordRows rows = new KeywordRows(new HashMap<>(), new HashSet<>());
        new CsvTable(name, NEEDED, KNOWN).read(in, line -> rows.add(row(line)));
        return rows;
    }

    private void add(Row row) {
        byKeyword
                .computeIfAbsent(row.keyword() == null ? "" : row.keyword(), k -> new ArrayList<>(1))
                .add(row);
        if (row.answer() != null) {
            answers.add(bare(row.answer()));
        }
    }

    private static String word(CsvTable.Line line, String column) {
        String word = line.get(column);
        return word.isEmpty() || word.equals("*") ? null : word;
    }

    private static Row row(CsvTable.Line line) {
        String keyword = word(line, "keyword");
        if (keyword != null && (keyword.matches(".*\\s.*") || !keyword.equals(first(keyword)))) {
            throw line.wrong(
                    "a keyword is one word without marks at its ends, or * for any text; not '" + keyword + "'");
        }
        String number = word(line, "number");
        if (number != null && !number.matches("\\+?[0-9]{3,15}")) {
            throw line.wrong("number is one of yours, as messages come to it: +48111222333, or a short code; not '"
                    + number + "'");
        }
        String does = word(line, "does");
        if (does != null && !does.equals(Keywords.STOP) && !does.equals(Keywords.START)) {
            throw line.wrong("does is stop, start or empty, not '" + does + "'");
        }
        String events = word(line, "events");
        if (events != null && !WAYS.contains(events)) {
            throw line.wrong("events is a way out of clients.yaml, not '" + events + "'; there are "
                    + String.join(", ", new TreeSet<>(WAYS)));
        }
        Row row = new Row(
                line.number(),
                keyword == null ? null : keyword.toUpperCase(Locale.ROOT),
                number,
                word(line, "from"),
                word(line, "link"),
                word(line, "client"),
                events,
                does,
                word(line, "answer"),
                word(line, "answerFrom"));
        if (row.client() == null && events == null && does == null && row.answer() == null) {
            throw line.wrong("the line says nothing of what becomes of the message: client, events, does or answer");
        }
        if (events != null && row.client() == null) {
            throw line.wrong("events is the way of a client, and the line names none");
        }
        return row;
    }

    Stream<Row> all() {
        return byKeyword.values().stream().flatMap(List::stream).sorted(Comparator.comparing(Row::line));
    }

    Row find(String keyword, String to, String from, String link) {
        Row named = fitting(byKeyword.get(keyword), to, from, link);
        Row any = keyword.isEmpty() ? null : fitting(byKeyword.get(""), to, from, link);
        return named == null || any != null && any.line() < named.line() ? any : named;
    }

    private static Row fitting(List<Row> rows, String to, String from, String link) {
        if (rows == null) {
            return null;
        }
        for (Row row : rows) {
            if (row.fits(to, from, link)) {
                return row;
            }
        }
        return null;
    }

    /** A line. Null in place of what it says nothing about; @param from prefix of who sent the message */
    record Row(
            int line,
            String keyword,
            String number,
            String from,
            String link,
            String client,
            String events,
            String does,
            String answer,
            String answerFrom) {

        boolean fits(String to, String sender, String cameBy) {
            return (number == null || number.equals(to))
                    && (from == null || sender != null && sender.startsWith(from))
                    && (link == null || link.equals(cameBy));
        }
    }

    /** The first word, without marks around it; empty = there is none. */
    static String first(String text) {
        String stripped = text.strip();
        int end = 0;
        while (end < stripped.length() && !Character.isWhitespace(stripped.charAt(end))) {
            end++;
        }
        int from = 0;
        while (from < end && !Character.isLetterOrDigit(stripped.charAt(from))) {
            from++;
        }
        while (end > from && !Character.isLetterOrDigit(stripped.charAt(end - 1))) {
            end--;
        }
        return stripped.substring(from, end);
    }

    static String rest(String text) {
        String stripped = text.strip();
        int blank = 0;
        while (blank < stripped.length() && !Character.isWhitespace(stripped.charAt(blank))) {
            blank++;
        }
        return stripped.substring(blank).strip();
    }

    static String bare(String text) {
        return text.strip().toUpperCase(Locale.ROOT);
    }
}
