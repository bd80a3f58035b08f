package org.smshub.hub.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;
import org.smshub.hub.StrictJson;
import org.smshub.link.SmsHeaders;

/**
 * A message of JMS as a record. Its type is looked at before its body: a Java object of a stranger is never made. Of its
 * properties those count that are fields of a record ({@code SmsTo}); no other is seen by anybody.
 */
final class JmsRecords {

    /** Artemis' AmqpCoreConverter: message-id of the properties. */
    private static final String AMQP_ID = "NATIVE_MESSAGE_ID";

    /** What goes with a trace; the hub keeps nothing of it. */
    private static final Set<String> OF_TRACES = Set.of("tracestate", "baggage");

    private static final int REF_MAX = 100;
    private static final int CORRELATION_MAX = 200;

    private JmsRecords() {}

    /**
     * @param maxSize octets, or characters, of a body
     * @param ignored hears the names of properties that are not read
     */
    static Map<String, Object> read(Message message, int maxSize, Consumer<String> ignored)
            throws JMSException, RefusedException {
        Map<String, Object> fields = properties(message, ignored);
        if (message instanceof TextMessage text) {
            text(text.getText(), maxSize, fields);
        } else if (message instanceof MapMessage map) {
            for (String name : names(map.getMapNames())) {
                put(fields, name, map.getObject(name));
            }
        } else if (message instanceof BytesMessage bytes) {
            bytes(bytes, maxSize, fields);
        } else {
            throw RefusedException.invalid(
                    null, "Only text, map and bytes messages are read; Java objects and streams never are");
        }
        reference(message, fields);
        return fields;
    }

    private static Map<String, Object> properties(Message message, Consumer<String> ignored)
            throws JMSException, RefusedException {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String name : names(message.getPropertyNames())) {
            Records.Field field = name.startsWith("Sms") ? Records.Field.named(name) : null;
            if (field != null) {
                put(fields, name, message.getObjectProperty(name));
            } else if (name.equals(SmsHeaders.TRACE)) {
                fields.put(name, message.getObjectProperty(name));
            } else if (!name.startsWith("JMS")
                    && !name.startsWith("_AMQ")
                    && !name.equals(AMQP_ID)
                    && !OF_TRACES.contains(name)) {
                ignored.accept(name);
            }
        }
        return fields;
    }

    /** Without the property SmsTo a text is JSON, as the API has it. */
    private static void text(String text, int maxSize, Map<String, Object> fields) throws RefusedException {
        if (text == null || text.length() > maxSize) {
            throw tooLong(text == null ? 0 : text.length(), maxSize);
        }
        if (fields.containsKey(Records.Field.TO.label())) {
            put(fields, Records.Field.TEXT.label(), text);
            return;
        }
        for (Map.Entry<String, Object> entry :
                StrictJson.record(text.getBytes(StandardCharsets.UTF_8)).entrySet()) {
            put(fields, entry.getKey(), entry.getValue());
        }
    }

    private static void bytes(BytesMessage message, int maxSize, Map<String, Object> fields)
            throws JMSException, RefusedException {
        if (message.getBodyLength() > maxSize) {
            throw tooLong(message.getBodyLength(), maxSize);
        }
        byte[] octets = octets(message);
        if ("BINARY".equals(fields.get(Records.Field.ENCODING.label()))) {
            put(fields, Records.Field.DATA.label(), octets);
        } else if (StrictJson.isUtf8(octets)) {
            text(new String(octets, StandardCharsets.UTF_8), maxSize, fields);
        } else {
            throw RefusedException.invalid(null, "The body is not UTF-8; octets have SmsEncoding = BINARY");
        }
    }

    /**
     * About how many characters and octets a message holds; of one whose body is not looked into more than any may have that
     * is read.
     */
    static long size(Message message) {
        try {
            if (message instanceof TextMessage text) {
                return text.getText() == null ? 0 : text.getText().length();
            }
            if (message instanceof BytesMessage bytes) {
                return bytes.getBodyLength();
            }
            if (message instanceof MapMessage map) {
                long size = 0;
                for (String name : names(map.getMapNames())) {
                    Object value = map.getObject(name);
                    size += name.length()
                            + (value instanceof byte[] octets
                                    ? octets.length
                                    : value instanceof String text ? text.length() : 1);
                }
                return size;
            }
        } catch (JMSException | RuntimeException e) {
            // who reads it says so
        }
        return 1 << 20;
    }

    /** As the interfaces of JMS give them, without their type. */
    static List<String> names(Enumeration<?> raw) {
        List<String> names = new ArrayList<>();
        while (raw.hasMoreElements()) {
            names.add(raw.nextElement().toString());
        }
        return names;
    }

    static byte[] octets(BytesMessage message) throws JMSException {
        message.reset();
        byte[] octets = new byte[(int) message.getBodyLength()];
        message.readBytes(octets);
        return octets;
    }

    private static RefusedException tooLong(long length, int maxSize) {
        return RefusedException.invalid(
                null,
                length == 0 ? "The message is empty" : "The message is longer than " + maxSize + " (" + length + ")");
    }

    /** By the name of the field: a property and a field of the body may not say the same thing twice. */
    private static void put(Map<String, Object> fields, String name, Object value) throws RefusedException {
        Records.Field field = Records.Field.named(name);
        String label = field == null ? name : field.label();
        if (fields.put(label, value) != null) {
            throw RefusedException.invalid(
                    RefusedException.shown(label), RefusedException.shown(label) + " stands in the message twice");
        }
    }

    /**
     * What is the same when it is delivered again; null = nothing is. A message that came into Artemis by AMQP gets a new
     * JMSMessageID at each delivery by Artemis' own protocol; there its sender's id counts.
     */
    static String id(Message message) throws JMSException {
        Object amqp = message.getObjectProperty(AMQP_ID);
        return amqp == null ? message.getJMSMessageID() : amqp.toString();
    }

    private static void reference(Message message, Map<String, Object> fields) throws JMSException, RefusedException {
        String id = id(message);
        if (fields.get(Records.Field.REF.label()) == null) {
            if (id == null) {
                throw RefusedException.invalid(
                        "ref", "The message has no JMSMessageID and no SmsClientRef: sent again it could not be told");
            }
            fields.put(Records.Field.REF.label(), id.length() <= REF_MAX ? id : "jms:" + digest(id));
        }
        String correlation = message.getJMSCorrelationID();
        if (correlation != null
                && correlation.length() <= CORRELATION_MAX
                && correlation.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            fields.putIfAbsent(Records.Field.CORRELATION.label(), correlation);
        }
    }

    private static String digest(String id) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
