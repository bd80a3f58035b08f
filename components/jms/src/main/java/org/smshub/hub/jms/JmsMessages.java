package org.smshub.hub.jms;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Answer;
import org.smshub.hub.EventJson;
import org.smshub.hub.Problem;
import org.smshub.hub.RefusedException;
import org.smshub.hub.StrictJson;
import org.smshub.hub.Texts;

/** Between {@code jms-batch} and {@code direct:accept-all}; and events as messages of JMS. */
public class JmsMessages {

    private static final Logger LOG = LoggerFactory.getLogger(JmsMessages.class);

    /** Exchange property: those of the batch that are records, in their order. */
    private static final String READ = "jmsRead";

    private static final int NAMES_TOLD = 200;

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private int maxSize = 65_536;

    /** The batch becomes a list of records; what is none is refused. */
    public void read(Exchange exchange) {
        JmsBatch batch = exchange.getMessage().getBody(JmsBatch.class);
        List<JmsBatch.One> read = new ArrayList<>(batch.size());
        List<Map<String, Object>> records = new ArrayList<>(batch.size());
        for (JmsBatch.One one : batch.all()) {
            try {
                records.add(JmsRecords.read(one.message(), maxSize, name -> ignored(exchange, name)));
                read.add(one);
            } catch (RefusedException e) {
                refuse(exchange, one, e);
            } catch (JMSException | RuntimeException e) {
                LOG.debug("A message of JMS could not be read", e);
                refuse(exchange, one, RefusedException.invalid(null, "The message could not be read"));
            }
        }
        exchange.setProperty(READ, read);
        exchange.getMessage().setBody(records);
    }

    private static void refuse(Exchange exchange, JmsBatch.One one, Exception why) {
        Answer.count(exchange, why);
        one.answer(Answer.of(why), Problem.of(why).json());
    }

    /** A sender may believe that it says something. */
    private void ignored(Exchange exchange, String name) {
        String from = exchange.getFromRouteId();
        String shown = RefusedException.shown(name).replaceAll("[^ -~]", "?");
        if (told.size() < NAMES_TOLD && told.add(from + " " + shown)) {
            LOG.warn("{}: the property {} of a message means nothing here, and goes no further", from, shown);
        }
    }

    /** What became of each, for the queue and for who asked. */
    public void answer(Exchange exchange) throws JsonProcessingException {
        List<?> became = exchange.getMessage().getBody(List.class);
        List<?> read = exchange.getProperty(READ, List.class);
        for (int i = 0; i < read.size(); i++) {
            JmsBatch.One one = (JmsBatch.One) read.get(i);
            Exchange its = (Exchange) became.get(i);
            Answer answer = Answer.of(its);
            if (answer.accepted()) {
                one.answer(answer, StrictJson.MAPPER.writeValueAsBytes(Texts.accepted(its)));
            } else {
                one.answer(answer, Problem.of(its.getException()).json());
            }
        }
    }

    /** Of an event: the correlation id is the sender's, else its reference. */
    public void correlate(Exchange exchange) {
        exchange.getMessage().setHeader(JmsBatchProducer.CORRELATION_ID, EventJson.correlation(exchange.getMessage()));
    }

    public int getMaxSize() {
        return maxSize;
    }

    /** Octets, or characters, of the body of a message. */
    public void setMaxSize(int maxSize) {
        this.maxSize = maxSize;
    }
}
