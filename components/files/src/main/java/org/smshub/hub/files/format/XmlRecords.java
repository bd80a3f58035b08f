package org.smshub.hub.files.format;

import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.smshub.hub.RefusedException;
import org.smshub.hub.calls.Xml;

/**
 * Elements of an XML at one path, such as {@code /messages/message}; their attributes ({@code @to}) and the elements in them
 * ({@code body/text}) are what the option columns names. Namespaces make no difference; a DTD is refused.
 */
final class XmlRecords implements LineSource {

    private static final XMLInputFactory XML = Xml.factory(false);

    private static final int DEEPEST = 32;

    private final RecordReader reader;
    private final XMLStreamReader xml;
    private final String[] path;
    private final Columns columns;
    private int depth;

    /** How many names of the path the elements that are open are. */
    private int matched;

    private long number;

    /** @param path of a record, from the root on; {@code /a/b} */
    XmlRecords(Reader reader, String path, Columns columns) throws IOException {
        this.reader = new RecordReader(reader);
        this.path = path.substring(1).split("/");
        this.columns = columns;
        try {
            this.xml = XML.createXMLStreamReader(this.reader);
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }

    @Override
    public Line next() throws IOException {
        try {
            reader.begin();
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD) {
                    throw new BrokenFileException("The XML has a DTD, which is not read");
                }
                if (event == XMLStreamConstants.START_ELEMENT && open()) {
                    number++;
                    return record();
                }
                if (event == XMLStreamConstants.END_ELEMENT) {
                    close(1);
                }
                reader.begin();
            }
            return null;
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }

    /** Whether a record begins. */
    private boolean open() throws BrokenFileException {
        if (depth == matched && matched < path.length && xml.getLocalName().equals(path[matched])) {
            matched++;
        }
        depth++;
        if (depth > DEEPEST) {
            throw new BrokenFileException("The XML is deeper than " + DEEPEST + " elements");
        }
        return depth == path.length && matched == path.length;
    }

    private void close(int levels) {
        depth -= levels;
        matched = Math.min(matched, depth);
    }

    private Line record() throws XMLStreamException, BrokenFileException {
        Map<String, Object> found = new LinkedHashMap<>();
        Map<String, StringBuilder> texts = new LinkedHashMap<>();
        String within = "";
        int deep = 0;
        String problem = attributes(within, found);
        boolean tooLong = false;
        while (true) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (++deep + depth > DEEPEST) {
                    throw new BrokenFileException("The XML is deeper than " + DEEPEST + " elements");
                }
                within = within.isEmpty() ? xml.getLocalName() : within + "/" + xml.getLocalName();
                if (texts.put(within, new StringBuilder()) != null && problem == null) {
                    problem = within;
                }
                String twice = attributes(within + "/", found);
                problem = problem == null ? twice : problem;
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                StringBuilder text = texts.get(within);
                if (text != null && !tooLong) {
                    text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                    tooLong = text.length() > TextLines.LONGEST;
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                if (deep-- == 0) {
                    close(1);
                    break;
                }
                within = within.lastIndexOf('/') < 0 ? "" : within.substring(0, within.lastIndexOf('/'));
            }
        }
        if (tooLong) {
            return Line.bad(number, null, null, "A text has more than " + TextLines.LONGEST + " characters");
        }
        return line(found, texts, problem);
    }

    private Line line(Map<String, Object> found, Map<String, StringBuilder> texts, String twice) {
        texts.forEach((name, text) -> found.put(name, text.toString()));
        if (columns.isEmpty()) {
            if (twice != null) {
                return Line.bad(number, null, RefusedException.shown(twice), "The field stands there twice");
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            found.forEach((name, value) -> fields.put(name.startsWith("@") ? name.substring(1) : name, value));
            return Line.of(number, null, fields);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Columns.Column column : columns.all()) {
            Object value = column.source() == null ? column.constant() : found.get(column.source());
            if (value != null) {
                fields.put(column.label(), value);
            }
            if (twice != null && twice.equals(column.source())) {
                return Line.bad(number, null, column.label(), "The field stands there twice");
            }
        }
        return Line.of(number, null, fields);
    }

    /** The first name that is there twice, or null. */
    private String attributes(String within, Map<String, Object> found) {
        String twice = null;
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String name = within + "@" + xml.getAttributeLocalName(i);
            if (found.put(name, xml.getAttributeValue(i)) != null) {
                twice = twice == null ? name : twice;
            }
        }
        return twice;
    }

    private BrokenFileException broken(XMLStreamException e) {
        if (e.getNestedException() instanceof BrokenFileException broken) {
            return broken;
        }
        String at = e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNumber() + ", column "
                        + e.getLocation().getColumnNumber() + ")";
        return new BrokenFileException(
                "From record " + (number + 1) + " on nothing can be read: no well-formed XML" + at);
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        } finally {
            reader.close();
        }
    }
}
