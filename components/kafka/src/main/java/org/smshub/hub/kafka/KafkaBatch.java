package org.smshub.hub.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.smshub.hub.Answer;

/** Records that one poll brought, in the order of their partitions; the body of what {@code kafka-batch} hands to its route. */
public final class KafkaBatch {

    /** One of them. */
    public static final class One {

        private final ConsumerRecord<byte[], byte[]> message;
        private Answer answer;

        /** What Kafka does not take with the reason, as too long, goes aside without key and value. */
        private boolean tooLong;

        One(ConsumerRecord<byte[], byte[]> message) {
            this.message = message;
        }

        public ConsumerRecord<byte[], byte[]> message() {
            return message;
        }

        /** Null = nothing was said of it, and it is done when the exchange is. */
        Answer answer() {
            return answer;
        }

        /** What became of it. */
        public void answer(Answer became) {
            answer = became;
        }

        void tooLong() {
            tooLong = true;
        }

        boolean isTooLong() {
            return tooLong;
        }

        /** Where it stands: topic-partition-offset. */
        String place() {
            return message.topic() + "-" + message.partition() + "-" + message.offset();
        }
    }

    private final List<One> all;

    KafkaBatch(List<One> all) {
        this.all = all;
    }

    public List<One> all() {
        return all;
    }

    @Override
    public String toString() {
        return all.size() + " records"; // no body, no number in anybody's log
    }
}
