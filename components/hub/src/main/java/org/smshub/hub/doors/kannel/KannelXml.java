package org.smshub.hub.doors.kannel;

import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.smshub.hub.calls.Xml;
import org.smshub.hub.doors.Octets;

/** The document {@code message/submit} (userguide: XML Post). No DTD is read, no entity but the five of XML. */
final class KannelXml {

    private static final String ROOT = "/message/submit/";
    private static final String RECEIVER = ROOT + "da/number";
    private static final int DEEPEST = 10;

    private static final Map<String, String> PATHS = Map.ofEntries(
            Map.entry(ROOT + "from/user", "username"),
            Map.entry(ROOT + "from/username", "username"),
            Map.entry(ROOT + "from/pass", "password"),
            Map.entry(ROOT + "from/password", "password"),
            Map.entry(ROOT + "from/account", "account"),
            Map.entry(ROOT + "from/binfo", "binfo"),
            Map.entry(ROOT + "oa/number", "from"),
            Map.entry(ROOT + "udh", "udh"),
            Map.entry(ROOT + "ud", "text"),
            Map.entry(ROOT + "smsc", "smsc"),
            Map.entry(ROOT + "pid", "pid"),
            Map.entry(ROOT + "rpi", "rpi"),
            Map.entry(ROOT + "dcs/mclass", "mclass"),
            Map.entry(ROOT + "dcs/mwi", "mwi"),
            Map.entry(ROOT + "dcs/coding", "coding"),
            Map.entry(ROOT + "dcs/compress", "compress"),
            Map.entry(ROOT + "dcs/alt-dcs", "alt-dcs"),
            Map.entry(ROOT + "statusrequest/dlr-mask", "dlr-mask"),
            Map.entry(ROOT + "statusrequest/dlr-url", "dlr-url"),
            Map.entry(ROOT + "vp/delay", "validity"),
            Map.entry(ROOT + "timing/delay", "deferred"),
            Map.entry(ROOT + "priority", "priority"),
            Map.entry(ROOT + "meta-data", "meta-data"));

    private static final Pattern ENCODING =
            Pattern.compile("\\s*<\\?xml[^>]{0,100}encoding=[\"']([A-Za-z0-9._:-]{1,40})[\"']");

    private static final XMLInputFactory FACTORY = Xml.factory(true);

    private KannelXml() {}

    /** @throws KannelRefusal it cannot be read */
    static KannelForm read(byte[] document) throws KannelRefusal {
        Map<String, String> values = new HashMap<>();
        List<String> receivers = new ArrayList<>();
        String charset = charset(document);
        Charset known = Octets.charset(charset);
        try {
            // decoded here: of octets that are none of their charset the parser writes to the error output
            String text = Octets.textOrMarks(Octets.of(document), known == null ? StandardCharsets.UTF_8 : known);
            elements(FACTORY.createXMLStreamReader(new StringReader(text)), values, receivers);
        } catch (XMLStreamException | RuntimeException e) {
            throw KannelRefusal.field("Charset or body misformed");
        }
        Map<String, String> fields = new HashMap<>();
        values.forEach((name, value) -> fields.put(name, octets(name, value, known)));
        fields.put("charset", charset);
        return new KannelForm(fields, receivers.isEmpty() ? null : receivers, true);
    }

    /** As the prolog says it. */
    private static String charset(byte[] document) {
        Matcher prolog = ENCODING.matcher(Octets.of(document));
        return prolog.lookingAt() ? prolog.group(1) : "UTF-8";
    }

    private static void elements(XMLStreamReader reader, Map<String, String> values, List<String> receivers)
            throws XMLStreamException {
        Deque<String> path = new ArrayDeque<>();
        path.push("");
        StringBuilder text = new StringBuilder();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (path.size() > DEEPEST) {
                        throw new XMLStreamException("too deep");
                    }
                    path.push(path.peek() + "/" + reader.getLocalName());
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    String of = path.pop();
                    if (of.equals(RECEIVER)) {
                        receivers.add(text.toString().strip());
                    } else if (PATHS.containsKey(of)) {
                        values.putIfAbsent(PATHS.get(of), text.toString());
                    }
                    text.setLength(0);
                }
                default -> {
                    // comments, instructions
                }
            }
        }
    }

    /** The same the other way: a message of a phone, as post-xml has it. @param at epoch milliseconds, null = not known */
    static byte[] write(KannelEscapes.Values values, Long at) {
        StringBuilder xml = new StringBuilder(600);
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<message>\n  <submit>\n    <da><number>")
                .append(escaped(values.ours()))
                .append("</number></da>\n    <oa><number>")
                .append(escaped(values.phone()))
                .append("</number></oa>\n");
        if (values.udh() != null) {
            xml.append("    <udh>").append(Octets.encoded(values.udh())).append("</udh>\n");
        }
        xml.append("    <ud>").append(Octets.encoded(values.text())).append("</ud>\n    <dcs>");
        if (values.messageClass() >= 0) {
            xml.append("<mclass>").append(values.messageClass()).append("</mclass>");
        }
        xml.append("<coding>").append(values.coding()).append("</coding></dcs>\n");
        if (at != null) {
            ZonedDateTime time = Instant.ofEpochMilli(at).atZone(ZoneOffset.UTC);
            xml.append(String.format(
                    "    <at><year>%d</year><month>%d</month><day>%d</day><hour>%d</hour><minute>%d</minute>"
                            + "<second>%d</second><timezone>0</timezone></at>\n",
                    time.getYear(),
                    time.getMonthValue(),
                    time.getDayOfMonth(),
                    time.getHour(),
                    time.getMinute(),
                    time.getSecond()));
        }
        xml.append("    <from><account>")
                .append(escaped(values.link()))
                .append("</account></from>\n    <to><service>")
                .append(escaped(values.service()))
                .append("</service></to>\n  </submit>\n</message>\n");
        return Octets.bytes(xml.toString());
    }

    private static String escaped(String octets) {
        return octets == null
                ? ""
                : octets.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Text and header are hexadecimal digits, or escaped: what smsbox makes of them. */
    private static String octets(String name, String value, Charset charset) {
        String octets = Octets.of(
                value.strip().getBytes(charset == null || !charset.canEncode() ? StandardCharsets.UTF_8 : charset));
        return name.equals("text") || name.equals("udh") ? KannelForm.hexOrEscaped(octets) : octets;
    }
}
