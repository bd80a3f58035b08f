package org.smshub.it.nodes;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.smshub.it.bus.KafkaBus;

/** Writes records; what Kafka has must become messages. Their place there keeps them single. */
final class KafkaLoad extends Load {

    private static final int PER_SECOND = 30;

    private final Numbers numbers = new Numbers(3);
    private final KafkaProducer<String, String> producer;

    KafkaLoad(KafkaBus kafka, Given given) {
        super(given);
        producer = kafka.producer();
        start("kafka", PER_SECOND, this::give);
    }

    private void give() throws Exception {
        String number = numbers.next();
        producer.send(new ProducerRecord<>(
                        KafkaBus.TOPIC, number, "{\"to\":\"+" + number + "\",\"text\":\"Hub\",\"receipt\":\"ALL\"}"))
                .get();
        given.accepted(number, null);
    }

    @Override
    public void close() {
        super.close();
        producer.close();
    }
}
