package org.smshub.ucp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.link.SmsHeaders;
import org.smshub.text.Hex;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFrame;

/** A centre that does everything wrong by chance: what a message is told to have come to agrees with what the centre knows. */
@Timeout(60)
class UcpChaosTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final CamelContext camel = new DefaultCamelContext();
    private final Map<String, String> outcomes = new ConcurrentHashMap<>();

    @BeforeEach
    void start() {
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    /** Sends from this thread, all of them before any has ended or not: nothing may block. */
    private void send(String uri, int count) throws Exception {
        Endpoint endpoint = camel.getEndpoint(uri);
        AsyncProducer producer = endpoint.createAsyncProducer();
        camel.addService(producer);
        for (int i = 0; i < count; i++) {
            String text = "m" + i;
            Exchange exchange = ExchangeBuilder.anExchange(camel)
                    .withBody(text)
                    .withHeader(SmsHeaders.TO, "+41791234567")
                    .build();
            boolean sync = producer.process(
                    exchange,
                    doneSync -> outcomes.put(text, exchange.getMessage().getHeader(SmsHeaders.OUTCOME, String.class)));
            assertThat(sync).as("goes on by itself").isFalse();
        }
    }

    private static String text(UcpFrame frame) {
        return new String(Hex.leniently(frame.get(UcpField.MSG)), java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** What the centre knows of each text. */
    private static final class Ledger implements ScriptedCentre.Script {

        private final Random random = new Random(20261122);
        private final Map<String, Integer> received = new HashMap<>();
        private final Map<String, String> answered = new HashMap<>();
        private final Queue<Late> late = new ArrayDeque<>();

        private record Late(ScriptedCentre.Line line, UcpFrame frame) {}

        @Override
        public synchronized boolean received(ScriptedCentre.Line line, UcpFrame frame) throws IOException {
            if (frame.result() || frame.ot() != 51) {
                return false;
            }
            String text = text(frame);
            received.merge(text, 1, Integer::sum);
            switch (random.nextInt(24)) {
                case 0 -> line.drop();
                case 1 -> {
                    // never answered
                }
                case 2, 3 -> late.add(new Late(line, frame));
                case 4 -> {
                    answered.put(text, "N");
                    line.refuse(frame, "06");
                }
                case 5 -> {
                    accept(line, frame);
                    line.accept(frame);
                }
                case 6 -> {
                    accept(line, frame);
                    line.drop();
                }
                case 7 -> {
                    line.raw("\u000200/00046/R/51/A//00417");
                    accept(line, frame);
                }
                default -> accept(line, frame);
            }
            if (late.size() > 3) {
                Late answer = late.remove();
                try {
                    accept(answer.line(), answer.frame());
                } catch (IOException e) {
                    // its line is gone
                }
            }
            return true;
        }

        private void accept(ScriptedCentre.Line line, UcpFrame frame) throws IOException {
            answered.put(text(frame), "A");
            line.accept(frame);
        }
    }

    @Test
    void whatIsToldAgreesWithWhatTheCentreKnows() throws Exception {
        Ledger ledger = new Ledger();
        int count = 600;
        try (ScriptedCentre centre = new ScriptedCentre(ledger)) {
            send(
                    "ucp:127.0.0.1:" + centre.port() + "?username=8812&password=secret&window=10&requestTimeout=400"
                            + "&waitTimeout=30000&reconnectDelay=10&reconnectMaxDelay=40",
                    count);
            await().atMost(PATIENCE).until(() -> outcomes.size() == count);
            synchronized (ledger) {
                assertThat(ledger.received.values()).as("nothing is sent twice").containsOnly(1);
                outcomes.forEach((text, outcome) -> {
                    String answer = ledger.answered.get(text);
                    switch (outcome) {
                        case "SENT" -> assertThat(answer).as(text).isEqualTo("A");
                        case "NOT_SENT" ->
                            assertThat(ledger.received.containsKey(text) ? answer : "N")
                                    .as(text)
                                    .isEqualTo("N");
                        default -> assertThat(outcome).as(text).isEqualTo("UNKNOWN");
                    }
                });
                ledger.answered.forEach((text, answer) -> assertThat(outcomes.get(text))
                        .isIn(
                                answer.equals("A")
                                        ? new String[] {"SENT", "UNKNOWN"}
                                        : new String[] {"NOT_SENT", "UNKNOWN"}));
            }
            assertThat(outcomes.values()).contains("SENT", "NOT_SENT", "UNKNOWN");
            assertThat(outcomes.values().stream().filter("SENT"::equals).count())
                    .as("most got through")
                    .isGreaterThan(count / 2);
            assertThat(centre.lines.size()).as("it came back by itself").isGreaterThan(3);
        }
    }

    @Test
    void aSilentCentreBlocksNoThread() throws Exception {
        AtomicInteger submits = new AtomicInteger();
        try (ScriptedCentre centre = new ScriptedCentre((line, frame) -> {
            if (!frame.result() && frame.ot() == 51) {
                submits.incrementAndGet();
                return true;
            }
            return false;
        })) {
            send(
                    "ucp:127.0.0.1:" + centre.port() + "?username=8812&password=secret&window=10&requestTimeout=2000"
                            + "&waitTimeout=1000&keepAlive=0",
                    500);
            await().until(() -> submits.get() == 10);
            assertThat(outcomes).as("all of them wait").isEmpty();
            assertThat(Thread.getAllStackTraces().entrySet())
                    .as("and no thread does")
                    .noneMatch(thread -> Arrays.stream(thread.getValue())
                            .anyMatch(frame -> frame.getClassName().matches("org\\.smshub\\.(link|ucp\\.Ucp[^C]).*")));
            await().atMost(PATIENCE).until(() -> outcomes.size() == 500);
            assertThat(outcomes.values().stream().filter("UNKNOWN"::equals)).hasSize(submits.get());
            assertThat(outcomes.values().stream().filter("NOT_SENT"::equals)).hasSize(500 - submits.get());
        }
    }
}
