package org.smshub.ucp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;
import org.smshub.text.Hex;
import org.smshub.ucp.codec.UcpAddress;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpOperation;

/** The window and everything that can go wrong on the line: the right outcome each time. */
@Timeout(60)
class UcpFaultsTest {

    private final CamelContext camel = new DefaultCamelContext();
    private final List<Exchange> received = new CopyOnWriteArrayList<>();
    private ScriptedCentre centre;
    private ProducerTemplate producer;
    private volatile RuntimeException routeFails;

    private String address(String options) {
        return "ucp:127.0.0.1:" + centre.port()
                + "?username=8812&password=secret&reconnectDelay=50&reconnectMaxDelay=200"
                + (options.isEmpty() ? "" : "&" + options);
    }

    private void start(String options, ScriptedCentre.Script script) throws Exception {
        centre = new ScriptedCentre(script);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").to(address(options));
                from(address(options)).errorHandler(noErrorHandler()).process(exchange -> {
                    received.add(exchange.copy());
                    if (routeFails != null) {
                        throw routeFails;
                    }
                });
            }
        });
        camel.start();
        producer = camel.createProducerTemplate();
        await().until(() -> centre.received(UcpOperation.SESSION).size() >= 1 || centre.lines.size() > 5);
    }

    @AfterEach
    void stop() throws Exception {
        camel.stop();
        centre.close();
    }

    private CompletableFuture<Exchange> send(String text) {
        Exchange exchange = ExchangeBuilder.anExchange(camel)
                .withBody(text)
                .withHeader(SmsHeaders.TO, "+41791234567")
                .withHeader(SmsHeaders.FROM, "4790001")
                .build();
        return producer.asyncSend("direct:out", exchange);
    }

    private static Exchange end(CompletableFuture<Exchange> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static String outcome(Exchange exchange) {
        Exception failure = exchange.getException();
        String said = exchange.getMessage().getHeader(SmsHeaders.OUTCOME, String.class);
        String thrown = failure == null
                ? "SENT"
                : failure instanceof SmsNotSentException
                        ? "NOT_SENT"
                        : failure instanceof SmsUnknownOutcomeException ? "UNKNOWN" : failure.toString();
        assertThat(said).isEqualTo(thrown);
        return said;
    }

    private static boolean submit(UcpFrame frame) {
        return !frame.result() && frame.ot() == 51;
    }

    private static String text(UcpFrame frame) {
        return new String(Hex.leniently(frame.get(UcpField.MSG)), java.nio.charset.StandardCharsets.US_ASCII);
    }

    @Test
    void answersOutOfOrderFindTheirMessages() throws Exception {
        List<UcpFrame> held = new ArrayList<>();
        start("window=10", (line, frame) -> {
            if (submit(frame)) {
                held.add(frame);
                if (held.size() == 10) {
                    Collections.reverse(held);
                    for (UcpFrame each : held) {
                        line.send(each.trn(), "R", 51, "A//0041791234567:" + text(each) + "/");
                    }
                }
            }
            return submit(frame);
        });
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 10)
                .mapToObj(i -> send("2111261000" + i + "0"))
                .toList();
        for (int i = 0; i < 10; i++) {
            Exchange exchange = end(all.get(i));
            assertThat(outcome(exchange)).isEqualTo("SENT");
            assertThat(exchange.getMessage().getHeader(SmsHeaders.REMOTE_ID))
                    .isEqualTo("0041791234567:2111261000" + i + "0");
        }
    }

    @Test
    void theWindowIsKeptAndTrnsWrapAround() throws Exception {
        AtomicInteger most = new AtomicInteger();
        List<UcpFrame> open = new CopyOnWriteArrayList<>();
        start("window=7", (line, frame) -> {
            if (submit(frame)) {
                open.add(frame);
                assertThat(open.stream().map(UcpFrame::trn)).doesNotHaveDuplicates();
                most.accumulateAndGet(open.size(), Math::max);
                if (open.size() == 7 || centre.received(UcpOperation.SUBMIT).size() > 340) {
                    while (!open.isEmpty()) {
                        line.accept(open.remove(open.size() - 1));
                    }
                }
            }
            return submit(frame);
        });
        List<CompletableFuture<Exchange>> all =
                IntStream.range(0, 350).mapToObj(i -> send("m" + i)).toList();
        for (CompletableFuture<Exchange> each : all) {
            assertThat(outcome(end(each))).isEqualTo("SENT");
        }
        assertThat(most.get()).isEqualTo(7);
        assertThat(centre.received(UcpOperation.SUBMIT).stream().map(UcpFaultsTest::text))
                .as("each sent once")
                .doesNotHaveDuplicates()
                .hasSize(350);
    }

    @Test
    void aMissingAnswerIsUnknownAndTheOthersGoOn() throws Exception {
        start(
                "window=5&requestTimeout=400",
                (line, frame) -> submit(frame) && text(frame).equals("lost"));
        CompletableFuture<Exchange> lost = send("lost");
        for (int i = 0; i < 20; i++) {
            assertThat(outcome(end(send("fine")))).isEqualTo("SENT");
        }
        Exchange exchange = end(lost);
        assertThat(outcome(exchange)).isEqualTo("UNKNOWN");
        assertThat(exchange.getException()).hasMessageContaining("ucp:timeout").hasMessageContaining("ucp:127.0.0.1");
    }

    @Test
    void aLateOrDoubledAnswerEndsNobodyElsesMessage() throws Exception {
        List<UcpFrame> late = new CopyOnWriteArrayList<>();
        start("window=100&requestTimeout=400", (line, frame) -> {
            if (submit(frame) && text(frame).equals("late")) {
                late.add(frame);
                return true;
            }
            if (submit(frame) && text(frame).equals("twice")) {
                line.accept(frame);
                line.accept(frame);
                return true;
            }
            return false;
        });
        CompletableFuture<Exchange> first = send("late");
        // an answer after it shows that the line is not silent, or it would be dialled anew
        await().until(() -> !late.isEmpty());
        assertThat(outcome(end(send("twice")))).isEqualTo("SENT");
        assertThat(outcome(end(first))).isEqualTo("UNKNOWN");
        // more than 100 others pass, none of them may get the TRN of the late one before its answer came
        for (int i = 0; i < 110; i++) {
            assertThat(outcome(end(send("m" + i)))).isEqualTo("SENT");
        }
        int trn = late.get(0).trn();
        assertThat(centre.received(UcpOperation.SUBMIT).stream().filter(f -> f.trn() == trn))
                .hasSize(1);
        centre.lastLine().accept(late.get(0));
        centre.lastLine().accept(late.get(0));
        for (int i = 0; i < 110; i++) {
            assertThat(outcome(end(send("n" + i)))).isEqualTo("SENT");
        }
        assertThat(centre.lines).hasSize(1);
    }

    @Test
    void aRefusalNamesTheCodeAndWhetherItMayBeTriedAgain() throws Exception {
        start("", (line, frame) -> {
            if (submit(frame)) {
                line.refuse(frame, text(frame));
            }
            return submit(frame);
        });
        Map<String, String> expected =
                Map.of("04", "true true", "06", "false false", "37", "true false", "99", "false false");
        for (Map.Entry<String, String> each : expected.entrySet()) {
            Exchange exchange = end(send(each.getKey()));
            assertThat(outcome(exchange)).isEqualTo("NOT_SENT");
            SmsNotSentException failure = (SmsNotSentException) exchange.getException();
            assertThat(failure.getErrorCode()).isEqualTo("ucp:" + each.getKey());
            assertThat(failure.isRetryable() + " " + failure.isThrottled()).isEqualTo(each.getValue());
        }
    }

    @Test
    void aLineDroppedBeforeTheAnswerIsUnknownAndItComesBackByItself() throws Exception {
        start("window=3", (line, frame) -> {
            if (submit(frame) && text(frame).equals("drop")) {
                line.drop();
                return true;
            }
            return false;
        });
        Exchange dropped = end(send("drop"));
        assertThat(outcome(dropped)).isEqualTo("UNKNOWN");
        assertThat(dropped.getException()).hasMessageContaining("ucp:dropped");
        assertThat(outcome(end(send("after")))).isEqualTo("SENT");
        assertThat(centre.lines).hasSize(2);
        assertThat(centre.received(UcpOperation.SUBMIT).stream().map(UcpFaultsTest::text))
                .as("nothing is sent again by itself")
                .containsExactly("drop", "after");
    }

    @Test
    void aLineDroppedBehindTheAnswerIsSent() throws Exception {
        start("", (line, frame) -> {
            if (submit(frame) && text(frame).equals("answered")) {
                line.accept(frame);
                line.drop();
                return true;
            }
            return false;
        });
        assertThat(outcome(end(send("answered")))).isEqualTo("SENT");
        // what is sent before the drop is seen goes down with the line, and says so
        await().until(() -> outcome(end(send("after"))).equals("SENT"));
        assertThat(centre.received(UcpOperation.SUBMIT)).hasSize(2);
    }

    @Test
    void halfAnAnswerIsNone() throws Exception {
        start("", (line, frame) -> {
            if (submit(frame) && text(frame).equals("half")) {
                line.raw("\u000205/00046/R/51/A//00417");
                line.drop();
                return true;
            }
            return false;
        });
        assertThat(outcome(end(send("half")))).isEqualTo("UNKNOWN");
        assertThat(outcome(end(send("after")))).isEqualTo("SENT");
    }

    @Test
    void brokenAnswersAndNoiseAreWaitedPast() throws Exception {
        start("requestTimeout=5000", (line, frame) -> {
            if (submit(frame)) {
                line.raw("\r\nnoise\u0003\u0002" + String.format("%02d", frame.trn()));
                line.send(frame.trn(), "R", 53, "A///");
                line.send((frame.trn() + 50) % 100, "R", 51, "A//1:211126100000/");
                line.send(frame.trn(), "R", 51, "Q///");
                line.raw("\u000200/00046/R/51/A//0041791234567:101126140509/00\u0003");
                line.accept(frame);
            }
            return submit(frame);
        });
        Exchange exchange = end(send("text"));
        assertThat(outcome(exchange)).isEqualTo("SENT");
        assertThat(exchange.getMessage().getHeader(SmsHeaders.REMOTE_ID)).isEqualTo("0041791234567:211126100001");
    }

    @Test
    void silenceDropsTheLineAndItComesBack() throws Exception {
        AtomicInteger silent = new AtomicInteger(1);
        start("window=2&requestTimeout=300", (line, frame) -> frame.ot() != 60 && silent.get() > 0);
        CompletableFuture<Exchange> first = send("one");
        CompletableFuture<Exchange> second = send("two");
        assertThat(outcome(end(first))).isEqualTo("UNKNOWN");
        assertThat(outcome(end(second))).isEqualTo("UNKNOWN");
        // asked whether it is there, it says nothing either
        await().until(() -> centre.lines.size() > 1);
        silent.set(0);
        assertThat(outcome(end(send("three")))).isEqualTo("SENT");
        assertThat(centre.lines.size()).isGreaterThan(1);
    }

    @Test
    void aDeadLineIsFoundByTheKeepAlive() throws Exception {
        AtomicInteger alerts = new AtomicInteger();
        start("keepAlive=100&requestTimeout=300", (line, frame) -> {
            boolean alert = !frame.result() && frame.ot() == 31;
            return alert && alerts.incrementAndGet() > 3 && centre.lines.size() == 1;
        });
        await().until(() -> centre.lines.size() > 1);
        assertThat(centre.received(UcpOperation.ALERT).get(0).fields()).containsExactly("8812", "0539");
        assertThat(outcome(end(send("after")))).isEqualTo("SENT");
    }

    @Test
    void withoutALineNothingIsSentAndItSaysSo() throws Exception {
        start("waitTimeout=2000&queueSize=1", (line, frame) -> {
            if (frame.ot() == 60) {
                line.refuse(frame, "07");
                return true;
            }
            return false;
        });
        // whichever comes first waits, the other finds the queue full
        List<Exchange> both = new ArrayList<>();
        for (CompletableFuture<Exchange> one : List.of(send("one"), send("two"))) {
            both.add(end(one));
        }
        assertThat(both).extracting(UcpFaultsTest::outcome).containsExactly("NOT_SENT", "NOT_SENT");
        assertThat(both)
                .extracting(e -> ((SmsNotSentException) e.getException()).getErrorCode())
                .containsExactlyInAnyOrder("ucp:queue-full", "ucp:no-session");
        assertThat(both).allMatch(e -> ((SmsNotSentException) e.getException()).isRetryable());
        assertThat(centre.received(UcpOperation.SUBMIT)).isEmpty();
    }

    @Test
    void aCentreThatIsDownAtStartIsNoObstacle() throws Exception {
        centre = new ScriptedCentre((line, frame) -> false);
        int port = centre.port();
        centre.close();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").to("ucp:127.0.0.1:" + port + "?username=1&password=x&reconnectDelay=50");
            }
        });
        camel.start();
        producer = camel.createProducerTemplate();
        CompletableFuture<Exchange> waiting = send("early");
        centre = new ScriptedCentre((line, frame) -> false, port);
        assertThat(outcome(end(waiting))).isEqualTo("SENT");
    }

    @Test
    void deliveriesAreAcknowledgedByWhatTheRouteDecides() throws Exception {
        start("", (line, frame) -> false);
        centre.lastLine().sendVector(7, "dlr-delivered");
        await().until(() -> centre.results(UcpOperation.NOTIFY).size() == 1);
        UcpFrame notification = Vectors.frame("dlr-delivered");
        assertThat(centre.results(UcpOperation.NOTIFY).get(0).fields())
                .containsExactly("A", "", notification.get(UcpField.ADC) + ":" + notification.get(UcpField.SCTS));
        routeFails = new IllegalStateException("the route does not want it");
        centre.lastLine().sendVector(8, "dlr-delivered");
        await().until(() -> centre.results(UcpOperation.NOTIFY).size() == 2);
        UcpFrame refused = centre.results(UcpOperation.NOTIFY).get(1);
        assertThat(refused.trn()).isEqualTo(8);
        assertThat(refused.fields().subList(0, 2)).containsExactly("N", "04");
        assertThat(received).hasSize(2);
    }

    @Test
    void brokenDeliveriesGetTheDocumentedAnswer() throws Exception {
        start("", (line, frame) -> false);
        centre.lastLine().send(1, "O", 99, "1/");
        centre.lastLine().send(2, "O", 52, "8812/4179/");
        centre.lastLine()
                .send(3, "O", 51, String.join("/", Vectors.frame("submit-plain").fields()) + "/");
        centre.lastLine().send(4, "O", 31, "8812/0539/");
        await().until(() -> centre.frames.stream().filter(UcpFrame::result).count() == 4);
        assertThat(centre.frames.stream()
                        .filter(UcpFrame::result)
                        .map(f -> f.trn() + " " + String.join("/", f.fields().subList(0, f.ot() == 31 ? 1 : 2))))
                .containsExactlyInAnyOrder("1 N/03", "2 N/02", "3 N/03", "4 A");
    }

    /** A centre that lost its sessions answers 07 until there is a new login; what it refused was not sent. */
    @Test
    void aCentreThatForgotTheSessionIsLoggedInToAgain() throws Exception {
        start("window=3", (line, frame) -> {
            boolean forgotten =
                    submit(frame) && centre.received(UcpOperation.SESSION).size() < 2;
            if (forgotten) {
                line.refuse(frame, "07");
            }
            return forgotten;
        });
        Exchange refused = end(send("one"));
        assertThat(outcome(refused)).isEqualTo("NOT_SENT");
        assertThat(((SmsNotSentException) refused.getException()).isRetryable()).isTrue();
        await().until(() -> centre.received(UcpOperation.SESSION).size() == 2);
        assertThat(outcome(end(send("two")))).isEqualTo("SENT");
    }

    @Test
    void aRefusedKeepAliveIsALostSessionUnlessTheCentreDoesNotKnowIt() throws Exception {
        AtomicInteger alerts = new AtomicInteger();
        start("keepAlive=100", (line, frame) -> {
            boolean alert = !frame.result() && frame.ot() == 31;
            if (alert) {
                line.refuse(frame, alerts.incrementAndGet() < 3 ? "03" : alerts.get() == 3 ? "04" : "03");
            }
            return alert;
        });
        await().until(() -> centre.received(UcpOperation.SESSION).size() == 2 && alerts.get() > 4);
        assertThat(centre.lines).hasSize(2);
    }

    /** No id: the receipt is matched by link and number, as after a time-out. */
    @Test
    void anAcknowledgementWithoutAnIdIsSentWithoutOne() throws Exception {
        start("", (line, frame) -> {
            if (submit(frame)) {
                line.send(
                        frame.trn(),
                        "R",
                        51,
                        text(frame).equals("words") ? "A//see you: soon/" : "A//" + text(frame) + "/");
            }
            return submit(frame);
        });
        for (String sm : List.of("", "211126100000", "words", ":211126100000", "12:")) {
            Exchange exchange = end(send(sm));
            assertThat(outcome(exchange)).as(sm).isEqualTo("SENT");
            assertThat(exchange.getMessage().getHeader(SmsHeaders.REMOTE_ID))
                    .as(sm)
                    .isNull();
        }
    }

    @Test
    void theSenderOfAReceiptIsTheNameThatWasSent() throws Exception {
        start("", (line, frame) -> false);
        for (String name : List.of("Alert", "A1", "0041791234567")) {
            UcpFrame receipt = UcpFrame.operation(UcpOperation.NOTIFY)
                    .set(UcpField.ADC, UcpAddress.originator(name).digits())
                    .set(UcpField.OADC, "0041791234567")
                    .set(UcpField.SCTS, "211126100000")
                    .set(UcpField.DST, "0")
                    .set(UcpField.MT, "3")
                    .build();
            int count = received.size() + 1;
            centre.lastLine().send(count, receipt);
            await().until(() -> received.size() == count);
            assertThat(received.get(count - 1).getMessage().getHeader(SmsHeaders.FROM))
                    .isEqualTo(name.replaceFirst("^00", "+"));
        }
    }

    @Test
    void stoppingWithOpenMessagesTellsTheirOutcome() throws Exception {
        start("window=2", (line, frame) -> submit(frame));
        CompletableFuture<Exchange> written = send("written");
        await().until(() -> centre.received(UcpOperation.SUBMIT).size() == 1);
        camel.getShutdownStrategy().setTimeout(1);
        camel.stop();
        Exchange exchange = written.get(10, TimeUnit.SECONDS);
        assertThat(exchange.isFailed()).isTrue();
        assertThat(outcome(exchange)).isEqualTo("UNKNOWN");
    }
}
