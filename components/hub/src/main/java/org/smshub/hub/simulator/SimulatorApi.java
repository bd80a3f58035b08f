package org.smshub.hub.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.RefusedException;
import org.smshub.hub.StrictJson;
import org.smshub.link.SmsHeaders;
import org.smshub.text.TextException;
import org.smshub.text.plan.Segment;
import org.smshub.text.plan.TextProfile;

/** What operators ask of the built-in SMSC: what it was sent, what it would do, and a message from a phone typed by hand. */
public class SimulatorApi {

    private static final ObjectReader INCOMING = StrictJson.MAPPER.readerFor(Incoming.class);
    private static final String NUMBER = "\\+?[0-9]{3,15}";

    private final AtomicInteger references = new AtomicInteger();
    private ScenarioPlayer player;

    private record Messages(List<Received.One> messages) {}

    /** The last messages it was sent, the newest first. */
    public void received(Exchange exchange) throws JsonProcessingException {
        json(exchange, new Messages(player.received().all()));
    }

    /**
     * @param number pattern of the destination; systemId of the login
     * @param example a number that sets it off; null = a login does
     * @param what it does, in words
     */
    private record View(String number, String systemId, String example, String what) {}

    private record Scenarios(List<View> scenarios) {}

    /** What it does, in the order of its file. */
    public void scenarios(Exchange exchange) throws JsonProcessingException {
        List<View> views = new ArrayList<>();
        for (Scenario scenario : player.all()) {
            boolean byNumber = !scenario.number().equals("*");
            views.add(new View(
                    byNumber ? scenario.number() : null,
                    scenario.systemId().equals("*") ? null : scenario.systemId(),
                    byNumber ? example(scenario.number()) : null,
                    words(scenario)));
        }
        json(exchange, new Scenarios(views));
    }

    /** Of a pattern of a number one that fits it and is long enough. */
    static String example(String pattern) {
        String digits = pattern.replace("+", "");
        String fixed = digits.replace("*", "");
        String filled = digits.startsWith("*")
                ? "48600000000".substring(0, Math.max(0, 11 - fixed.length())) + digits.substring(1)
                : digits;
        return "+" + filled.replace("*", "0");
    }

    /** What it does in a few words. */
    static String words(Scenario scenario) {
        List<String> words = new ArrayList<>();
        if (scenario.bind() != null) {
            words.add("login: " + scenario.bind());
        }
        if (scenario.reject() != null) {
            words.add("refused: "
                    + new TreeMap<>(scenario.reject())
                            .entrySet().stream()
                                    .map(code -> code.getKey() + ":" + code.getValue())
                                    .collect(Collectors.joining(" ")));
        }
        if (scenario.throttle() != null) {
            words.add("more than " + scenario.throttle() + " a second are refused");
        }
        if (scenario.delay() > 0) {
            words.add("answered after " + scenario.delay() + " ms");
        }
        if (scenario.answer() != Scenario.Answer.SENT) {
            words.add("answer: " + scenario.answer());
        }
        if (scenario.reject() == null && scenario.bind() == null) {
            if (scenario.receipts().isEmpty()) {
                words.add("no receipt");
            }
            scenario.receipts()
                    .forEach(receipt -> words.add(receipt.state()
                            + (receipt.early() ? " before the answer" : "")
                            + (receipt.form() == Scenario.Form.PLAIN ? "" : " id " + receipt.form())
                            + (receipt.manners().isEmpty() ? "" : " " + new TreeSet<>(receipt.manners()))));
        }
        if (scenario.incoming() != null) {
            words.add("comes back as a message" + (scenario.incoming().outOfOrder() ? ", parts out of order" : ""));
        }
        return String.join(", ", words);
    }

    private record Incoming(String account, String from, String to, String text) {}

    /** A message from a phone: the body becomes its parts, each to be made a message by {@link #part}. */
    public void incoming(Exchange exchange) throws RefusedException {
        Incoming asked = StrictJson.read(INCOMING, exchange.getMessage().getBody(byte[].class));
        if (asked.account() == null
                || asked.account().isBlank()
                || asked.account().length() > 64) {
            throw RefusedException.invalid("account", "account is the system_id of who is logged in, such as hub");
        }
        number("from", asked.from());
        number("to", asked.to());
        if (asked.text() == null || asked.text().isEmpty()) {
            throw RefusedException.invalid("text", "text has nothing to say");
        }
        List<Segment> parts;
        int reference = references.incrementAndGet() & 0xFF;
        try {
            parts = TextProfile.STANDARD.plan(asked.text()).segments(reference);
        } catch (TextException e) {
            throw RefusedException.invalid("text", e.getMessage());
        }
        exchange.setProperty("phone", asked);
        exchange.setProperty("phoneParts", parts.size());
        exchange.setProperty("phoneReference", reference);
        exchange.getMessage().setBody(parts);
    }

    private static void number(String field, String number) throws RefusedException {
        if (number == null || !number.matches(NUMBER)) {
            throw RefusedException.invalid(field, field + " is a number of 3 to 15 digits, with + or without");
        }
    }

    /** One part as the servers want it. */
    public void part(Exchange exchange) {
        Message message = exchange.getMessage();
        Segment part = message.getBody(Segment.class);
        Incoming asked = exchange.getProperty("phone", Incoming.class);
        message.removeHeaders("*");
        message.setHeader(SmsHeaders.KIND, "MESSAGE");
        message.setHeader(SmsHeaders.CLIENT, asked.account());
        message.setHeader(SmsHeaders.FROM, asked.from());
        message.setHeader(SmsHeaders.TO, asked.to());
        message.setHeader(SmsHeaders.DONE_AT, System.currentTimeMillis());
        message.setHeader(SmsHeaders.ENCODING, part.encoding().name());
        message.setBody(part.text());
        if (part.parts() > 1) {
            message.setHeader(SmsHeaders.UDH, HexFormat.of().withUpperCase().formatHex(part.udhBytes()));
            message.setHeader(SmsHeaders.PART, part.part());
            message.setHeader(SmsHeaders.PARTS, part.parts());
            message.setHeader(SmsHeaders.PART_REF, exchange.getProperty("phoneReference"));
        }
    }

    /** Nobody of that account is there to hear it. */
    public void notTaken(Exchange exchange) {
        exchange.setProperty("phoneUnheard", true);
    }

    private record Said(int parts) {}

    /** The answer. @throws RefusedException nobody has taken it */
    public void said(Exchange exchange) throws JsonProcessingException, RefusedException {
        if (exchange.getProperty("phoneUnheard", false, Boolean.class)) {
            throw new RefusedException(
                    RefusedException.Reason.CONFLICT, "account", "Nobody who is logged in by SMPP as that takes it");
        }
        json(exchange, new Said(exchange.getProperty("phoneParts", Integer.class)));
    }

    private static void json(Exchange exchange, Object body) throws JsonProcessingException {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(StrictJson.MAPPER.writeValueAsBytes(body));
    }

    public ScenarioPlayer getPlayer() {
        return player;
    }

    /** Who plays the scenarios. */
    public void setPlayer(ScenarioPlayer player) {
        this.player = player;
    }
}
