package org.smshub.hub.files.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the records of a file look like, as the options of an input say it. */
public final class FileFormat {

    static final List<String> NAMES = List.of("csv", "fixed", "json", "jsonl", "xml");

    private static final Pattern DECLARED =
            Pattern.compile("^<\\?xml [^>]*encoding=[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']");

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
    public FileFormat(
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

    public FileScan scan(Path file) throws IOException {
        return FileScan.of(file, name.equals("xml") && encoding.equals("AUTO") ? declared(file) : encoding, otherwise);
    }

    /** What an XML says of itself in its first line; AUTO where it says nothing. */
    private static String declared(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !Files.isReadable(file)) {
            return "AUTO";
        }
        try (InputStream in = Files.newInputStream(file)) {
            Matcher said = DECLARED.matcher(new String(in.readNBytes(200), StandardCharsets.ISO_8859_1));
            if (!said.find()) {
                return "AUTO";
            }
            if (!Charset.isSupported(said.group(1))) {
                throw new BrokenFileException(
                        "The XML is written in " + said.group(1) + ", which this JDK does not know");
            }
            return said.group(1);
        }
    }

    /** The records of a file. */
    public LineSource open(FileScan scan) throws IOException {
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
