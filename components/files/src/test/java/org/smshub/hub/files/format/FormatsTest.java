package org.smshub.hub.files.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as they come, to records; each by itself, whole and broken. */
class FormatsTest {

    @TempDir
    Path folder;

    private static FileFormat format(String name, String columns) {
        return format(name, columns, "AUTO", "\"", true);
    }

    private static FileFormat format(String name, String columns, String separator, String quote, boolean header) {
        return new FileFormat(name, columns, separator, quote, header, "/messages/message", "AUTO", "windows-1252");
    }

    private List<Line> read(FileFormat format, byte[] octets) throws IOException {
        Path file = Files.write(folder.resolve("file"), octets);
        List<Line> lines = new ArrayList<>();
        try (LineSource source = format.open(format.scan(file))) {
            for (Line line = source.next(); line != null; line = source.next()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private List<Line> read(FileFormat format, String text) throws IOException {
        return read(format, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> record(String to, String text) {
        return Map.of("to", to, "text", text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {"AUTO!,", "AUTO!;", "AUTO!|", "TAB!\t", "::!::", "^!^"})
    void csvOfAnySeparator(String option, String separator) throws IOException {
        String s = option.equals("TAB") ? "\t" : separator;
        FileFormat format = format("csv", "", option, "\"", true);
        List<Line> lines = read(
                format,
                "to" + s + "TEXT\r\n+48600100200" + s + "\"one" + s + " \"\"two\"\"\r\nthree\"\r\n\r\n+48600100201" + s
                        + "four");
        assertThat(lines)
                .extracting(Line::fields)
                .containsExactly(
                        Map.of("to", "+48600100200", "text", "one" + s + " \"two\"\nthree"),
                        Map.of("to", "+48600100201", "text", "four"));
        assertThat(lines).extracting(Line::number).containsExactly(2L, 5L);
    }

    @Test
    void csvWithoutAHeaderByPositionsAndWithConstants() throws IOException {
        FileFormat inOrder = format("csv", "-,to,text", ";", "'", false);
        assertThat(read(inOrder, "1;123;'a;''b'\n2;124;c\n").get(0).fields()).isEqualTo(record("123", "a;'b"));
        FileFormat byNumber = format("csv", "to=3,text=1,from='ACME'", ";", "NONE", false);
        assertThat(read(byNumber, "\"5;x;123").get(0).fields())
                .isEqualTo(Map.of("to", "123", "text", "\"5", "from", "ACME"));
        FileFormat named = format("csv", "to=MSISDN,text=Message");
        assertThat(read(named, "id,message,msisdn\n7,hi,123").get(0).fields()).isEqualTo(record("123", "hi"));
    }

    @Test
    void aBadLineCostsItselfAlone() throws IOException {
        List<Line> lines = read(format("csv", ""), """
                to,text
                1,"never closed
                2,two
                3,a,b
                4
                5,"x"y
                6,six
                """);
        assertThat(lines).extracting(Line::number).containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(lines)
                .extracting(line -> line.fields() != null)
                .containsExactly(false, true, false, false, false, true);
        assertThat(lines.get(0).reason()).startsWith("A quote is not closed");
        assertThat(lines.get(2).reason()).contains("3 columns and 2 in the header");
        assertThat(lines.get(3).field()).isEqualTo("text");
        assertThat(lines.get(4).reason()).contains("between a closing quote and the next separator");
    }

    @Test
    void aQuoteThatNobodyClosesTakesNothingWithIt() throws IOException {
        StringBuilder text = new StringBuilder("to,text\n1,\"open\n");
        for (int i = 2; i < 5_000; i++) {
            text.append(i).append(",text\n");
        }
        List<Line> lines = read(format("csv", ""), text.toString());
        assertThat(lines).hasSize(4_999);
        assertThat(lines.stream().filter(line -> line.fields() == null))
                .singleElement()
                .satisfies(line -> assertThat(line.number()).isEqualTo(2));
        assertThat(lines.get(4_998).number()).isEqualTo(5_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "to,body\\n1,2 | There is no field 'body'",
                "to,to\\n1,2 | two columns for the field to",
                "to,\"text\\n1,2 | The header in line 1 cannot be read",
            })
    void aHeaderThatCannotBeIsTheWholeFiles(String text, String words) {
        assertThatThrownBy(() -> read(format("csv", ""), text.replace("\\n", "\n")))
                .isInstanceOf(BrokenFileException.class)
                .hasMessageContaining(words);
    }

    @Test
    void aLineHasItsBound() throws IOException {
        String text = "to,text\n1," + "x".repeat(1_000_000) + "\n2,two\n";
        List<Line> lines = read(format("csv", ""), text);
        assertThat(lines.get(0).reason()).contains("more than 65536 characters");
        assertThat(lines.get(1).fields()).isEqualTo(record("2", "two"));
        assertThat(read(format("jsonl", ""), "{\"text\":\"" + "x".repeat(1_000_000) + "\"}\n{\"to\":\"1\"}"))
                .extracting(line -> line.fields() != null)
                .containsExactly(false, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void aByteOrderMarkSaysTheEncoding(String charset) throws IOException {
        byte[] octets = "\ufeffto,text\n1,Zażółć 🚀".getBytes(Charset.forName(charset));
        assertThat(read(format("csv", ""), octets).get(0).fields()).isEqualTo(record("1", "Zażółć 🚀"));
    }

    @Test
    void withoutAMarkItIsUtf8OrTheOther() throws IOException {
        String text = "to,text\n1,für 5 €";
        assertThat(read(format("csv", ""), text.getBytes(StandardCharsets.UTF_8))
                        .get(0)
                        .fields())
                .isEqualTo(record("1", "für 5 €"));
        assertThat(read(format("csv", ""), text.getBytes("windows-1252")).get(0).fields())
                .isEqualTo(record("1", "für 5 €"));
        FileFormat polish = new FileFormat("csv", "", "AUTO", "\"", true, "", "ISO-8859-2", "windows-1252");
        assertThat(read(polish, "to,text\n1,Zażółć".getBytes("ISO-8859-2"))
                        .get(0)
                        .fields())
                .isEqualTo(record("1", "Zażółć"));
        FileFormat utf8 = new FileFormat("csv", "", "AUTO", "\"", true, "", "UTF-8", "windows-1252");
        assertThatThrownBy(() -> read(utf8, text.getBytes("windows-1252")))
                .isInstanceOf(BrokenFileException.class)
                .hasMessageContaining("no UTF-8: octet 12");
    }

    @Test
    void whatIsNoTextIsRefusedWhole() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("to,text\n1,2".getBytes(StandardCharsets.UTF_8));
        }
        assertThatThrownBy(() -> read(format("csv", ""), packed.toByteArray())).hasMessageContaining("packed (gzip)");
        assertThatThrownBy(() -> read(format("csv", ""), "PK\3\4…")).hasMessageContaining("packed (zip)");
        assertThatThrownBy(() -> read(format("csv", ""), "to\0text".getBytes(StandardCharsets.UTF_16LE)))
                .hasMessageContaining("NUL characters");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), Path.of("/etc/passwd"));
        assertThatThrownBy(() -> format("csv", "").scan(link)).hasMessageContaining("a link");
    }

    @Test
    void fixedWidth() throws IOException {
        FileFormat format = format("fixed", "to=1-12,ref=13-16,text=17-30,from='ACME'");
        List<Line> lines = read(format, "+48600100200r1  Hello world   EXTRA\n\n+48600100201r2  x");
        assertThat(lines.get(0).fields())
                .isEqualTo(Map.of("to", "+48600100200", "ref", "r1", "text", "Hello world", "from", "ACME"));
        assertThat(lines.get(1).fields()).containsEntry("text", "x");
        assertThat(lines.get(1).number()).isEqualTo(3);
    }

    @Test
    void jsonLines() throws IOException {
        List<Line> lines = read(format("jsonl", ""), """
                {"to":"1","text":"one","priority":2}
                {"to":"2","text":
                [1]
                {"to":"1","to":"2"}
                {"to":"3","text":"three"} x

                {"to":"4","text":"four"}
                """);
        assertThat(lines).extracting(Line::number).containsExactly(1L, 2L, 3L, 4L, 5L, 7L);
        assertThat(lines)
                .extracting(line -> line.fields() != null)
                .containsExactly(true, false, false, false, false, true);
        assertThat(lines.get(0).fields()).isEqualTo(Map.of("to", "1", "text", "one", "priority", 2));
        assertThat(lines.get(3).field()).isEqualTo("to");
        FileFormat paths = format("jsonl", "to=who.number,text=msg");
        assertThat(read(paths, "{\"who\":{\"number\":\"5\"},\"msg\":\"five\",\"more\":[1,2]}")
                        .get(0)
                        .fields())
                .isEqualTo(record("5", "five"));
    }

    @Test
    void aJsonArray() throws IOException {
        List<Line> lines =
                read(format("json", ""), "[{\"to\":\"1\",\"text\":\"one\"}, 7, {\"to\":\"3\",\"text\":\"x\"}]");
        assertThat(lines).extracting(line -> line.fields() != null).containsExactly(true, false, true);
        assertThat(lines).extracting(Line::number).containsExactly(1L, 2L, 3L);
        assertThatThrownBy(() -> read(format("json", ""), "{}")).hasMessageContaining("no JSON array");
        assertThatThrownBy(() -> read(format("json", ""), "[{\"to\":\"1\"}")).hasMessageContaining("no end");
        assertThatThrownBy(() -> read(format("json", ""), "[{\"to\":\"1\"},{]"))
                .hasMessageContaining("From record 2 on");
        assertThatThrownBy(() -> read(format("json", ""), "[" + " ".repeat(3_000_000)))
                .isInstanceOf(BrokenFileException.class);
    }

    @Test
    void xmlByPaths() throws IOException {
        FileFormat format = format("xml", "to=@msisdn,text=body/text,from='ACME'");
        List<Line> lines = read(format, """
                <?xml version="1.0"?><!-- a comment -->
                <m:messages xmlns:m="urn:x"><head><message msisdn="0"/></head>
                <m:message msisdn="1"><body><text>a &amp; <![CDATA[b]]></text></body><other>x</other></m:message>
                <message msisdn="2"><body><text>two</text><text>three</text></body></message>
                <message/></m:messages>""");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).fields()).isEqualTo(Map.of("to", "1", "text", "a & b", "from", "ACME"));
        assertThat(lines.get(1).field()).isEqualTo("text");
        assertThat(lines.get(2).fields()).isEqualTo(Map.of("from", "ACME"));
        FileFormat plain = format("xml", "");
        assertThat(read(plain, "<messages><message to='1'><text>x</text></message></messages>")
                        .get(0)
                        .fields())
                .isEqualTo(record("1", "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE messages [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><messages><message><text>&x;</text></message></messages>",
                "<messages><message><text>&x;</text></message></messages>",
                "<messages><message>",
                "<messages></other>",
                "no xml",
            })
    void anXmlThatIsNoneIsSaid(String text) {
        assertThatThrownBy(() -> read(format("xml", ""), text)).isInstanceOf(BrokenFileException.class);
    }

    /** A JDK from 24 on has a limit of its own: 100,000 octets of entities in a document. */
    @Test
    void aLongXmlMayHaveAsManyEntitiesAsItLikes() throws IOException {
        String record = "<message to='1'><text>" + "&amp;&#x17c;".repeat(50) + "</text></message>";
        String text = "<messages>" + record.repeat(2_000) + "</messages>";
        assertThat(read(format("xml", ""), text)).hasSize(2_000);
    }

    @Test
    void anXmlHasItsBounds() {
        String deep = "<messages><message>" + "<a>".repeat(1_000);
        assertThatThrownBy(() -> read(format("xml", ""), deep)).hasMessageContaining("deeper than");
        String wide = "<messages><message a='" + "x".repeat(3_000_000) + "'/></messages>";
        assertThatThrownBy(() -> read(format("xml", ""), wide)).hasMessageContaining("A record has more than");
        StringBuilder many = new StringBuilder("<messages><message>");
        for (int i = 0; i < 200_000; i++) {
            many.append("<a").append(i).append("/>");
        }
        assertThatThrownBy(() -> read(format("xml", ""), many.toString()))
                .hasMessageContaining("A record has more than");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tsv || format is one of",
                "csv | to=1,text | either all are or none",
                "csv | to,body | there is no field 'body'",
                "fixed | | a file of fixed width needs it",
                "fixed | to=5-1 | no range of characters",
            })
    void aWrongOptionSaysWhatToChange(String name, String columns, String words) {
        assertThatThrownBy(() -> format(name, columns == null ? "" : columns))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ption " + (words.startsWith("format") ? "" : "columns"))
                .hasMessageContaining(words);
    }

    /** Whole, cut at every octet, and with octets changed: each is read or said to be broken, and nothing else is thrown. */
    @Test
    void hostileOctets() throws IOException {
        Map<String, String> files = Map.of(
                "csv", "to,text\n1,\"a\"\"b\nc\"\n2,x\n",
                "fixed", "+48600100200r1  Hello\n",
                "jsonl", "{\"to\":\"1\",\"text\":\"\\u00e9\"}\n{\"to\":\"2\"}\n",
                "json", "[{\"to\":\"1\",\"a\":{\"b\":[1,2.5,null,true]}},{}]",
                "xml",
                        "<?xml version='1.0' encoding='UTF-8'?><messages><message to='1'><text>a&amp;b</text></message></messages>");
        for (Map.Entry<String, String> file : files.entrySet()) {
            hostileOctets(file.getKey(), file.getValue());
        }
    }

    private void hostileOctets(String name, String text) throws IOException {
        FileFormat format = format(name, name.equals("fixed") ? "to=1-12,text=17-30" : "");
        byte[] whole = text.getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= whole.length; cut++) {
            readsOrSays(format, java.util.Arrays.copyOf(whole, cut));
        }
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] changed = whole.clone();
            for (int n = 0; n <= random.nextInt(3); n++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            readsOrSays(format, changed);
        }
    }

    private void readsOrSays(FileFormat format, byte[] octets) throws IOException {
        try {
            read(format, octets);
        } catch (BrokenFileException said) {
            assertThat(said.getMessage()).isNotBlank();
        }
    }

    @Test
    void linesEndAsTheyMay() throws IOException {
        try (TextLines lines = new TextLines(new StringReader("a\nb\r\nc\rd\n\ne"))) {
            List<String> all = new ArrayList<>();
            for (String line = lines.next(); line != null; line = lines.next()) {
                all.add(line);
            }
            assertThat(all).containsExactly("a", "b", "c", "d", "", "e");
            assertThat(lines.number()).isEqualTo(6);
        }
    }
}
