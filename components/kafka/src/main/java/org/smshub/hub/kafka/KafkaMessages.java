package org.smshub.hub.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Answer;
import org.smshub.hub.EventJson;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;
import org.smshub.hub.StrictJson;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;

/** Between {@code kafka-batch} and {@code direct:accept-all}; and events as records of Kafka. */
public class KafkaMessages {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaMessages.class);

    /** Exchange property: those of the batch that are records of the hub, in their order. */
    private static final String READ = "kafkaRead";

    /** And what goes with a trace, of which the hub keeps nothing. */
    private static final Set<String> READ_HEADERS =
            Set.of(SmsHeaders.CLIENT_REF, SmsHeaders.TRACE, "tracestate", "baggage");

    private static final int NAMES_TOLD = 200;

    /** A name of a topic that is longer would make a reference that is. */
    private static final int TOPIC_MAX = 50;

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private int maxSize = 65_536;

    /** The batch becomes a list of records; what is none is refused. */
    public void read(Exchange exchange) {
        KafkaBatch batch = exchange.getMessage().getBody(KafkaBatch.class);
        List<KafkaBatch.One> read = new ArrayList<>(batch.all().size());
        List<Map<String, Object>> records = new ArrayList<>(batch.all().size());
        for (KafkaBatch.One one : batch.all()) {
            try {
                ignored(exchange, one.message());
                records.add(record(one.message()));
                read.add(one);
            } catch (RefusedException | RuntimeException e) {
                Answer.count(exchange, e);
                one.answer(Answer.of(e));
            }
        }
        exchange.setProperty(READ, read);
        exchange.getMessage().setBody(records);
    }

    /** JSON of the API; its reference is its own, that of the header SmsClientRef, or its place in Kafka. */
    private Map<String, Object> record(ConsumerRecord<byte[], byte[]> message) throws RefusedException {
        byte[] octets = message.value();
        if (octets == null) {
            throw RefusedException.invalid(null, "The record is empty; its value is a JSON object with to and text");
        }
        if (octets.length > maxSize) {
            throw RefusedException.invalid(null, "The record is longer than " + maxSize + " octets");
        }
        Map<String, Object> fields = new LinkedHashMap<>(StrictJson.record(octets));
        Object ref = fields.get(Records.Field.REF.label());
        if (ref == null || "".equals(ref)) {
            fields.put(Records.Field.REF.label(), reference(message));
        }
        Header trace = message.headers().lastHeader(SmsHeaders.TRACE);
        if (trace != null && trace.value() != null) {
            fields.put(SmsHeaders.TRACE, new String(trace.value(), StandardCharsets.US_ASCII));
        }
        return fields;
    }

    /** The time is there for a topic that was made anew, and counts from 0 again. */
    private static String reference(ConsumerRecord<byte[], byte[]> message) {
        Header header = message.headers().lastHeader(SmsHeaders.CLIENT_REF);
        if (header != null && header.value() != null) {
            return new String(header.value(), StandardCharsets.UTF_8);
        }
        return name(message.topic()) + "-" + message.partition() + "-" + message.offset() + "-" + message.timestamp();
    }

    private static String name(String topic) {
        if (topic.length() <= TOPIC_MAX) {
            return topic;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(topic.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, TOPIC_MAX / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each Java has it
        }
    }

    /** Of a record's headers SmsClientRef and its trace are read and no other. A sender may believe that it says something. */
    private void ignored(Exchange exchange, ConsumerRecord<byte[], byte[]> message) {
        String from = exchange.getFromRouteId();
        for (Header header : message.headers()) {
            if (!READ_HEADERS.contains(header.key())
                    && told.size() < NAMES_TOLD
                    && told.add(from + " " + RefusedException.shown(header.key()))) {
                LOG.warn(
                        "{}: the header {} of a record means nothing here, and goes no further",
                        from,
                        RefusedException.shown(header.key()).replaceAll("[^ -~]", "?"));
            }
        }
    }

    /** What became of each. */
    public void answer(Exchange exchange) {
        List<?> became = exchange.getMessage().getBody(List.class);
        List<?> read = exchange.getProperty(READ, List.class);
        for (int i = 0; i < read.size(); i++) {
            ((KafkaBatch.One) read.get(i)).answer(Answer.of((Exchange) became.get(i)));
        }
    }

    /**
     * An event as a record: JSON (schema Event of {@code sms.openapi.yaml}), headers {@code id}, {@code kind}, {@code state},
     * {@code occurred}, {@code event}, {@code correlation} as text. Key: the message, of what phones send the phone.
     */
    public void event(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        new EventJson().write(exchange);
        boolean receipt = "RECEIPT".equals(message.getHeader(SmsHeaders.KIND));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("id", message.getHeader(SmsHeaders.ID, String.class));
        headers.put("kind", message.getHeader(SmsHeaders.KIND, String.class));
        headers.put("state", message.getHeader(SmsHeaders.STATE, String.class));
        headers.put("occurred", MessageView.iso(message.getHeader(SmsHeaders.DONE_AT, Long.class)));
        headers.put("event", message.getHeader(SmsHeaders.EVENT_ID, String.class));
        headers.put("correlation", EventJson.correlation(message));
        headers.put(SmsHeaders.TRACE, message.getHeader(SmsHeaders.TRACE, String.class));
        String key = message.getHeader(receipt ? SmsHeaders.ID : SmsHeaders.FROM, String.class);
        Object topic = message.getHeader(KafkaConstants.OVERRIDE_TOPIC);
        message.removeHeaders("*");
        headers.values().removeIf(Objects::isNull);
        headers.forEach(message::setHeader);
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, topic);
        message.setHeader(KafkaConstants.KEY, key == null ? null : key.getBytes(StandardCharsets.UTF_8));
    }

    public int getMaxSize() {
        return maxSize;
    }

    /** Octets of a record's value. */
    public void setMaxSize(int maxSize) {
        this.maxSize = maxSize;
    }
}
