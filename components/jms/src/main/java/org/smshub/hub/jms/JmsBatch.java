package org.smshub.hub.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.List;
import org.smshub.hub.Answer;

/** Messages that were taken off a queue in one transaction; the body of what {@code jms-batch} hands to its route. */
public final class JmsBatch {

    /** One of them. */
    public static final class One {

        private final Message message;
        private final String id;
        private final String correlation;
        private Answer answer;
        private byte[] reply;

        One(Message message) throws JMSException {
            this.message = message;
            this.id = JmsRecords.id(message);
            this.correlation = message.getJMSCorrelationID();
        }

        public Message message() {
            return message;
        }

        /** As it came; one that is put aside gets another. Null = none. */
        String id() {
            return id;
        }

        /** By which who asks knows the answer; null = by nothing. */
        String correlation() {
            return correlation == null ? id : correlation;
        }

        /** Null = nothing was said of it, and it is done when the exchange is. */
        Answer answer() {
            return answer;
        }

        /** JSON for JMSReplyTo, or null. */
        byte[] reply() {
            return reply;
        }

        /**
         * What became of it.
         *
         * @param json for JMSReplyTo, or null
         */
        public void answer(Answer became, byte[] json) {
            answer = became;
            reply = json;
        }
    }

    private final List<One> all = new ArrayList<>();

    void add(Message message) throws JMSException {
        all.add(new One(message));
    }

    public List<One> all() {
        return all;
    }

    int size() {
        return all.size();
    }

    @Override
    public String toString() {
        return all.size() + " messages"; // no body, no number in anybody's log
    }
}
