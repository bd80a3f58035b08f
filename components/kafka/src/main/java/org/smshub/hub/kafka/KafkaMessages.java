package org.smshub.hub.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Answer;
import org.smshub.hub.EventJson;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;
import org.smshub.hub.StrictJson;
import org.smshub.ledger.store.MessageView;
import org.smshub.link.SmsHeaders;

/** Between {@code kafka} and {@code direct:accept-all}; and events as records of Kafka. */
public class KafkaMessages {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaMessages.class);
    private static final String BATCH = "kafkaBatch";

    private int maxSize = 65_536;

    /** What a poll brought becomes a list of records; what is none is refused. */
    public void read(Exchange exchange) {
        KafkaBatch batch = new KafkaBatch();
        List<Map<String, Object>> records = new ArrayList<>();
        for (Object one : exchange.getMessage().getBody(List.class)) {
            Message message = one instanceof Exchange its ? its.getMessage() : (Message) one;
            batch.all.add(message);
            try {
                records.add(record(message));
                batch.read.add(message);
            } catch (RefusedException e) {
                batch.refused.add(new KafkaBatch.Refused(message, Answer.of(e)));
            }
        }
        exchange.setProperty(BATCH, batch);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(records);
    }

    /** JSON of the API; its reference is its own, that of the header SmsClientRef, or its place in Kafka. */
    private Map<String, Object> record(Message message) throws RefusedException {
        if (!(message.getBody() instanceof byte[] octets)) {
            throw RefusedException.invalid(null, "The record is empty; its value is a JSON object with to and text");
        }
        if (octets.length > maxSize) {
            throw RefusedException.invalid(null, "The record is longer than " + maxSize + " octets");
        }
        Map<String, Object> fields = new LinkedHashMap<>(StrictJson.record(octets));
        if (fields.get(Records.Field.REF.label()) == null) {
            fields.put(Records.Field.REF.label(), reference(message));
        }
        return fields;
    }

    private static String reference(Message message) {
        Object header = message.getHeader(SmsHeaders.CLIENT_REF);
        if (header != null) {
            return header instanceof byte[] octets ? new String(octets, StandardCharsets.UTF_8) : header.toString();
        }
        return place(message);
    }

    private static String place(Message message) {
        return message.getHeader(KafkaConstants.TOPIC) + "-" + message.getHeader(KafkaConstants.PARTITION) + "-"
                + message.getHeader(KafkaConstants.OFFSET);
    }

    /** What was not accepted becomes the body, a list. */
    public void refused(Exchange exchange) {
        KafkaBatch batch = exchange.getProperty(BATCH, KafkaBatch.class);
        List<?> became = exchange.getMessage().getBody(List.class);
        for (int i = 0; i < batch.read.size(); i++) {
            Answer answer = Answer.of((Exchange) became.get(i));
            if (!answer.accepted()) {
                batch.refused.add(new KafkaBatch.Refused(batch.read.get(i), answer));
            }
        }
        exchange.getMessage().setBody(batch.refused);
    }

    /**
     * One of those: key and value as they came, the reason in headers. What is longer than is read stays where it is: with
     * the reason it may be more than Kafka takes, and SmsOrigin says where it stands.
     */
    public void aside(Exchange exchange) {
        Message message = exchange.getMessage();
        KafkaBatch.Refused refused = message.getBody(KafkaBatch.Refused.class);
        message.removeHeaders("*");
        message.setBody(notTooLong(refused.message().getBody()));
        message.setHeader(KafkaConstants.KEY, notTooLong(refused.message().getHeader(KafkaConstants.KEY)));
        message.setHeader(SmsHeaders.ERROR_TEXT, refused.why().reason());
        if (refused.why().field() != null) {
            message.setHeader("SmsErrorField", refused.why().field());
        }
        message.setHeader("SmsOrigin", place(refused.message()));
    }

    private Object notTooLong(Object octets) {
        return octets instanceof byte[] all && all.length > maxSize ? null : octets;
    }

    /** The ledger has all of the batch, or the topic for what is refused: of each partition the last is committed. */
    public void commit(Exchange exchange) {
        Map<Object, KafkaManualCommit> last = new LinkedHashMap<>();
        for (Message message : exchange.getProperty(BATCH, KafkaBatch.class).all) {
            KafkaManualCommit commit = message.getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class);
            if (commit != null) {
                last.put(
                        message.getHeader(KafkaConstants.TOPIC) + "-" + message.getHeader(KafkaConstants.PARTITION),
                        commit);
            }
        }
        if (last.isEmpty()) {
            throw new IllegalStateException(
                    "Nothing of the batch can be committed: the route wants autoCommitEnable: false, allowManualCommit: true");
        }
        for (Map.Entry<Object, KafkaManualCommit> one : last.entrySet()) {
            try {
                one.getValue().commit();
            } catch (CommitFailedException | RebalanceInProgressException e) {
                // only a poll mends that: to try again would be for ever
                LOG.warn(
                        "{}: Kafka has given partition {} away meanwhile (the hub stood still, or waited for its ledger for"
                                + " longer than max.poll.interval.ms); it is read again, and what was accepted is known",
                        exchange.getFromRouteId(),
                        one.getKey());
            }
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
        String key = message.getHeader(receipt ? SmsHeaders.ID : SmsHeaders.FROM, String.class);
        Object topic = message.getHeader(KafkaConstants.OVERRIDE_TOPIC);
        message.removeHeaders("*");
        headers.values().removeIf(java.util.Objects::isNull);
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
