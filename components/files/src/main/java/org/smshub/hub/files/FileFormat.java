package org.smshub.hub.files;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;

/** What the records of a file look like, as the options of an input say it. */
final class FileFormat {

    static final List<String> NAMES = List.of("csv", "fixed", "json", "jsonl", "xml");

    private final String name;
    private final String encoding;
    private final Charset otherwise;
    private final Columns columns;
    private final CsvLines.Settings csv;
    private final String path;

    /**
     * @param separator of csv: any text, TAB, or AUTO
     * @param quote of csv: one character, or NONE
     * @param path of xml: the elements that are messages
     * @param encoding a charset's name, or AUTO
     * @param otherwise the charset of what is no UTF-8, where the encoding is AUTO
     * @throws IllegalArgumentException naming the option
     */
    FileFormat(
            String name,
            String columns,
            String separator,
            String quote,
            boolean header,
            String path,
            String encoding,
            String otherwise) {
        require(NAMES.contains(name), "format", "is one of " + NAMES + ", not " + name);
        require(quote.equals("NONE") || quote.length() == 1, "quote", "is one character, or NONE");
        require(!separator.isEmpty(), "separator", "is a character or more, TAB, or AUTO");
        require(!name.equals("xml") || path.matches("(/[^/\\s]+)+"), "path", "of xml is such as /messages/message");
        this.name = name;
        this.columns = Columns.parse(columns);
        this.csv = new CsvLines.Settings(
                separator.equals("AUTO") ? null : separator.equals("TAB") ? "\t" : separator,
                quote.equals("NONE") ? null : quote.charAt(0),
                header,
                this.columns);
        this.path = path;
        this.encoding = encoding.equals("AUTO")
                ? encoding
                : charset("encoding", encoding).name();
        this.otherwise = charset("encodingElse", otherwise);
        if (name.equals("fixed")) {
            FixedLines.check(this.columns);
        }
        if (name.equals("csv") && !header) {
            require(!this.columns.isEmpty(), "columns", "is wanted where there is no header, such as to,text");
            this.columns.all().stream()
                    .filter(column -> column.source() != null)
                    .forEach(Columns.Column::position);
        }
    }

    private static void require(boolean good, String option, String words) {
        if (!good) {
            throw new IllegalArgumentException("Option " + option + " " + words);
        }
    }

    private static Charset charset(String option, String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException("Option " + option + " is no charset that this JDK knows: " + name);
        }
    }

    FileScan scan(java.nio.file.Path file) throws IOException {
        return FileScan.of(file, encoding, otherwise);
    }

    /** The records of a file. */
    LineSource open(FileScan scan) throws IOException {
        Reader reader = scan.reader();
        try {
            return switch (name) {
                case "csv" -> new CsvLines(new TextLines(reader), csv);
                case "fixed" -> new FixedLines(new TextLines(reader), columns);
                case "jsonl" -> new JsonLines(new TextLines(reader), columns);
                case "json" -> new JsonArray(reader, columns);
                default -> new XmlRecords(reader, path, columns);
            };
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }
}
