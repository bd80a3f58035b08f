package org.smshub.hub.doors.jasmin;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.Answer;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.RefusedException;
import org.smshub.hub.doors.DoorCalls;
import org.smshub.hub.doors.Ids;
import org.smshub.hub.doors.Octets;
import org.smshub.link.SmsHeaders;

/** {@code /secure/sendbatch}: up to 1,000 messages, of each of which the client is told at its callback_url or errback_url, once. */
public class JasminBatches {

    private static final int MOST = 1_000;
    private static final String BATCH = "jasminBatchOf";

    /** @param scheduled as the answer says it; null = at once @param sendAt epoch milliseconds, or null */
    private record Batch(String id, int count, String scheduled, Long sendAt, String callback, String errback) {}

    private JasminDoor door;
    private DoorCalls calls;

    /** The body becomes a list of messages, their arguments; what has no number or content is left out, as it always was. */
    public void read(Exchange exchange) throws JasminRefusal {
        JasminArguments arguments = exchange.getProperty(JasminDoor.ARGUMENTS, JasminArguments.class);
        Map<?, ?> config = arguments.all().get("batch_config") instanceof Map<?, ?> map ? map : Map.of();
        List<JasminArguments> messages = new ArrayList<>();
        if (arguments.all().get("messages") instanceof Collection<?> list) {
            for (Object one : list) {
                add(arguments, one instanceof Map<?, ?> own ? own : Map.of(), messages);
            }
        }
        if (messages.size() > MOST) {
            throw new JasminProblem(413, "Batch too large", "A batch has up to " + MOST + " messages");
        }
        long now = System.currentTimeMillis();
        Object at = config.get("schedule_at");
        String seconds = at == null ? null : seconds(String.valueOf(at), now);
        exchange.setProperty(
                BATCH,
                new Batch(
                        UUID.randomUUID().toString(),
                        messages.size(),
                        seconds == null || seconds.equals("0") ? null : seconds + "s",
                        seconds == null ? null : Long.valueOf(now + (long) (Double.parseDouble(seconds) * 1_000)),
                        string(config.get("callback_url")),
                        string(config.get("errback_url"))));
        exchange.getMessage().setBody(messages);
    }

    private static String string(Object value) {
        return value == null || String.valueOf(value).isEmpty() ? null : Octets.utf8(String.valueOf(value));
    }

    private static void add(JasminArguments batch, Map<?, ?> own, List<JasminArguments> messages) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("username", batch.get("username"));
        all.put("password", batch.get("password"));
        if (batch.all().get("globals") instanceof Map<?, ?> globals) {
            globals.forEach((name, value) -> all.put(String.valueOf(name), JasminArguments.octets(value)));
        }
        own.forEach((name, value) -> all.put(String.valueOf(name), JasminArguments.octets(value)));
        JasminArguments whole = new JasminArguments(all).withMinuses();
        if (!whole.has("to") || !whole.has("content") && !whole.has("hex-content")) {
            return;
        }
        if (whole.all().get("to") instanceof Collection<?> several) {
            several.forEach(to -> messages.add(whole.with("to", JasminArguments.octets(to))));
        } else {
            messages.add(whole);
        }
    }

    /** @throws JasminRefusal in Jasmin's words */
    private static String seconds(String at, long now) throws JasminRefusal {
        if (at.matches("[0-9]{1,9}s")) {
            return at.substring(0, at.length() - 1);
        }
        try {
            long then = LocalDateTime.parse(at, DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"))
                    .atZone(ZoneId.systemDefault())
                    .toInstant()
                    .toEpochMilli();
            if (then < now) {
                throw new JasminProblem(412, "Cannot schedule batch in past date", "Invalid past date given: " + at);
            }
            return String.valueOf((then - now) / 1_000.0);
        } catch (DateTimeParseException e) {
            throw new JasminProblem(
                    412,
                    "Cannot parse scheduled_at value",
                    "Got unknown format: " + at + ", correct formats are 'YYYY-MM-DD mm:hh:ss' or number of seconds,"
                            + " c.f. http://docs.jasminsms.com/en/latest/apis/rest");
        }
    }

    /** One of them, on an exchange of its own. */
    public void one(Exchange exchange) throws JasminRefusal, RefusedException {
        Message message = exchange.getMessage();
        JasminArguments arguments = message.getBody(JasminArguments.class);
        exchange.setProperty("jasminTo", arguments.get("to"));
        door.fill(message, arguments.forSend(), exchange.getProperty(JasminDoor.OPTIONS, DoorOptions.class));
        Long at = exchange.getProperty(BATCH, Batch.class).sendAt();
        if (at != null) {
            message.setHeader(SmsHeaders.SEND_AT, at);
        }
    }

    /** The answer, and a word to the client about each. */
    public void taken(Exchange exchange) {
        Batch batch = exchange.getProperty(BATCH, Batch.class);
        String client = exchange.getProperty("jasminUser", String.class);
        for (Object one : exchange.getMessage().getBody(List.class)) {
            tell(exchange, client, batch, (Exchange) one);
        }
        JasminDoor.answer(
                exchange,
                200,
                "application/json",
                "{\"data\": {\"batchId\": \"" + batch.id() + "\", \"messageCount\": " + batch.count()
                        + (batch.scheduled() == null ? "" : ", \"scheduled\": \"" + batch.scheduled() + "\"") + "}}");
    }

    private void tell(Exchange exchange, String client, Batch batch, Exchange one) {
        Exception failure = one.getException();
        String id = one.getMessage().getHeader(SmsHeaders.ID, String.class);
        boolean good = failure == null && id != null;
        if (failure != null) {
            Answer.count(one, failure instanceof JasminRefusal ? RefusedException.invalid(null, "") : failure);
        }
        String url = good ? batch.callback() : batch.errback();
        if (url == null) {
            return;
        }
        Map<String, String> query = new TreeMap<>();
        query.put("batchId", batch.id());
        query.put("to", one.getProperty("jasminTo", "", String.class));
        query.put("status", good ? "1" : "0");
        query.put(
                "statusText",
                good
                        ? "Success \"" + Ids.uuid(id) + "\""
                        : "HTTPAPI error: Error \""
                                + (failure == null
                                        ? "Unknown error"
                                        : JasminDoor.refusal(failure, client).getMessage()));
        calls.call(
                        exchange,
                        JasminDoor.NAME,
                        client,
                        JasminReceipts.withQuery(url, query),
                        "GET",
                        null,
                        new TreeMap<>(),
                        answer -> true)
                // told once, as it always was; what became of the message its receipts tell
                .exceptionally(notTold -> null);
    }

    public JasminDoor getDoor() {
        return door;
    }

    /** Who reads a message. */
    public void setDoor(JasminDoor door) {
        this.door = door;
    }

    public DoorCalls getCalls() {
        return calls;
    }

    /** Who calls. */
    public void setCalls(DoorCalls calls) {
        this.calls = calls;
    }
}
