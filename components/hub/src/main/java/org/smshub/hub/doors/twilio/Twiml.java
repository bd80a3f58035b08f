package org.smshub.hub.doors.twilio;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.smshub.hub.calls.Xml;

/**
 * What an application answers to a message, as TwiML.
 *
 * @param replies in their order
 * @param redirect where the rest of the answer is; null = nowhere
 * @param get whether that wants a GET
 */
record Twiml(List<Reply> replies, String redirect, boolean get) {

    /**
     * A Message, or an Sms of old.
     *
     * @param to null = the phone @param from null = our number @param callback where its sender hears of it, or null
     * @param media whether it has some, which an SMS has not
     */
    record Reply(String to, String from, String callback, String text, boolean media) {}

    static final Twiml NOTHING = new Twiml(List.of(), null, false);
    private static final int REPLIES_MOST = 10;

    /** Of an element, more than there is in TwiML; a JDK from 24 on has a limit of its own, and another one. */
    private static final int DEPTH_MOST = 50;

    private static final XMLInputFactory FACTORY = Xml.factory(true);

    /** @throws XMLStreamException it is none; its words name no text */
    static Twiml read(byte[] document) throws XMLStreamException {
        XMLStreamReader in;
        synchronized (FACTORY) {
            in = FACTORY.createXMLStreamReader(new ByteArrayInputStream(document));
        }
        try {
            in.nextTag();
            if (!"Response".equals(in.getLocalName())) {
                throw new XMLStreamException("TwiML begins with Response");
            }
            List<Reply> replies = new ArrayList<>();
            while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
                switch (in.getLocalName()) {
                    case "Message", "Sms" -> replies.add(reply(in));
                    case "Redirect" -> {
                        // what stands behind it is never reached
                        boolean get = "GET".equalsIgnoreCase(in.getAttributeValue(null, "method"));
                        return new Twiml(replies, in.getElementText().strip(), get);
                    }
                    default -> text(in); // of calls, or not known: passed over
                }
                if (replies.size() > REPLIES_MOST) {
                    throw new XMLStreamException("TwiML has " + REPLIES_MOST + " messages at most");
                }
            }
            return new Twiml(replies, null, false);
        } finally {
            in.close();
        }
    }

    private static Reply reply(XMLStreamReader in) throws XMLStreamException {
        String to = in.getAttributeValue(null, "to");
        String from = in.getAttributeValue(null, "from");
        String callback = in.getAttributeValue(null, "statusCallback");
        if (callback == null) {
            callback = in.getAttributeValue(null, "action");
        }
        StringBuilder text = new StringBuilder();
        String body = null;
        boolean media = false;
        while (in.next() != XMLStreamConstants.END_ELEMENT) {
            if (in.isCharacters()) {
                text.append(in.getText());
            } else if (in.isStartElement()) {
                boolean isBody = "Body".equals(in.getLocalName());
                media |= "Media".equals(in.getLocalName());
                String inside = text(in);
                body = !isBody ? body : body == null ? inside : body + inside;
            }
        }
        return new Reply(to, from, callback, body == null ? text.toString().strip() : body, media);
    }

    /** What stands in an element and in those inside it; its end is the place then. */
    private static String text(XMLStreamReader in) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        int depth = 1;
        while (depth > 0) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > DEPTH_MOST) {
                        throw new XMLStreamException("TwiML is nested up to " + DEPTH_MOST + " deep");
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(in.getText());
                default -> {
                    /* comments */
                }
            }
        }
        return text.toString();
    }

    /** No text. */
    @Override
    public String toString() {
        return "twiml";
    }
}
