package org.smshub.hub.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.Answer;
import org.smshub.hub.Problem;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;
import org.smshub.hub.StrictJson;
import org.smshub.hub.Texts;
import org.smshub.hub.calls.Bodies;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.link.SmsHeaders;

/**
 * Many messages in one request: {@code messages}, each with what it has of its own, or {@code recipients} of one text; what all
 * have stands beside them. In texts {@code {{name}}} stands for the field of that name of each message. Each has its answer.
 */
public class Batches {

    static final int MOST = 1_000;

    private static final String MESSAGES = "messages";
    private static final String RECIPIENTS = "recipients";
    private static final String FIELDS = "fields";
    private static final Pattern FIELD = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_.-]{1,50})\\s*}}");

    private final Idempotency idempotency = new Idempotency();

    /** The body becomes a list of records, one a message. */
    public void read(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        byte[] octets = Bodies.octets(message);
        if (Idempotency.isKeyed(exchange)) {
            idempotency.begin(exchange, octets);
        }
        Map<String, Object> all = StrictJson.record(octets);
        Object messages = all.remove(MESSAGES);
        Object recipients = all.remove(RECIPIENTS);
        if ((messages == null) == (recipients == null)) {
            throw RefusedException.invalid(
                    MESSAGES, "A batch has messages, each with its to, or recipients, a list of numbers");
        }
        String field = messages != null ? MESSAGES : RECIPIENTS;
        if (!((messages != null ? messages : recipients) instanceof List<?> list)
                || list.isEmpty()
                || list.size() > MOST) {
            throw RefusedException.invalid(field, field + " is a list of 1 to " + MOST);
        }
        if (all.containsKey("ref")) {
            throw RefusedException.invalid("ref", "Each message of a batch has a ref of its own");
        }
        List<Object> records = new ArrayList<>(list.size());
        for (Object one : list) {
            records.add(record(all, one, messages != null));
        }
        message.setBody(records);
    }

    private static Object record(Map<String, Object> all, Object one, boolean message) {
        Map<String, Object> record = new LinkedHashMap<>(all);
        if (message && one instanceof Map<?, ?> own) {
            own.forEach((name, value) -> record.put(String.valueOf(name), value));
        } else if (message) {
            return "no object"; // its own answer says so
        } else {
            record.put("to", one);
        }
        return record;
    }

    /** One of the list becomes a message, on an exchange of its own that has the request's properties. */
    public void one(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        if (!(message.getBody() instanceof Map<?, ?> record)) {
            throw RefusedException.invalid(
                    null, "A message of a batch is an object with to, and what else it has of its own");
        }
        Map<Object, Object> fields = new LinkedHashMap<>(record);
        Object values = fields.remove(FIELDS);
        if (values != null) {
            fields.put("text", filled(fields.get("text"), values));
        }
        Records.set(fields, message);
        Idempotency.mark(exchange, message, exchange.getProperty(Exchange.SPLIT_INDEX, Integer.class));
    }

    /** A text with its fields. @throws RefusedException a field that is not given */
    static String filled(Object text, Object values) throws RefusedException {
        if (!(values instanceof Map<?, ?> map) || !(text instanceof String template)) {
            throw RefusedException.invalid(FIELDS, "fields is an object, and its message has a text");
        }
        StringBuilder filled = new StringBuilder();
        Matcher matcher = FIELD.matcher(template);
        while (matcher.find()) {
            Object value = map.get(matcher.group(1));
            if (!(value instanceof String || value instanceof Number)) {
                throw RefusedException.invalid(
                        FIELDS + "." + matcher.group(1),
                        "The text has {{" + matcher.group(1) + "}}, and fields has no such text");
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value.toString()));
        }
        return matcher.appendTail(filled).toString();
    }

    /** An answer to one of the batch. @param problem null = accepted */
    private record One(int index, String id, String state, Texts.PlanView plan, Problem problem) {}

    private record All(int accepted, int refused, List<One> results) {}

    /** The answers, in the order of the messages. */
    public void answers(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        // of the ledger, for those that have no answer of their own
        Exception why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        List<One> results = new ArrayList<>();
        int accepted = 0;
        if (message.getBody() instanceof List<?> exchanges) {
            for (Object one : exchanges) {
                One result = answer(exchange, (Exchange) one, results.size(), why);
                results.add(result);
                accepted += result.problem() == null ? 1 : 0;
            }
        }
        Messages.json(message, 200, new All(accepted, results.size() - accepted, results));
    }

    private static One answer(Exchange request, Exchange one, int index, Exception why) {
        Message message = one.getMessage();
        Answer answer = Answer.of(one);
        Exception failure = one.getException();
        if (answer.accepted()) {
            try {
                if (Idempotency.isKeyed(request)) {
                    Idempotency.compare(request, message.getHeader(SmsHeaders.FIELDS, String.class));
                }
                return new One(index, answer.id(), answer.state(), Texts.view(one), null);
            } catch (RefusedException e) {
                failure = e;
            }
        }
        if (failure == null) {
            failure = why != null ? why : new LedgerException(LedgerException.Reason.BUSY, "It has no answer", null);
            Answer.count(one, failure);
        }
        return new One(index, null, null, null, Problem.of(failure));
    }
}
