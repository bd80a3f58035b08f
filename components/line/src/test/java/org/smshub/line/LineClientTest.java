package org.smshub.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.smshub.link.SmsHeaders;

/** The end that dials, against a peer with every fault there is: the right outcome each time, and back by itself. */
class LineClientTest extends LineFixture {

    private static boolean is(String frame, String text) {
        return Toy.text(frame).equals(text);
    }

    private static boolean login(String frame) {
        return Toy.text(frame).startsWith("login");
    }

    @Test
    void answersInAnyOrderFindTheirRequestsAndOddOnesNobody() throws Exception {
        List<String> held = new ArrayList<>();
        start("window=5", (talk, frame) -> {
            if (!Toy.text(frame).startsWith("m")) {
                return false;
            }
            held.add(frame);
            if (held.size() == 5) {
                Collections.reverse(held);
                for (String each : held) {
                    talk.answer(each, "odd");
                    talk.send("!998 yes unknown");
                    talk.answer(each, "yes " + Toy.text(each));
                    talk.answer(each, "yes doubled");
                }
            }
            return true;
        });
        List<CompletableFuture<Exchange>> all =
                IntStream.range(0, 5).mapToObj(i -> send("m" + i)).toList();
        for (int i = 0; i < 5; i++) {
            assertThat(end(all.get(i))).isEqualTo("SENT");
            assertThat(all.get(i).get().getMessage().getHeader(SmsHeaders.REMOTE_ID))
                    .isEqualTo("m" + i);
        }
    }

    @Test
    void aRefusedLoginIsTriedAgainWithGrowingDelays() throws Exception {
        start("waitTimeout=1500&reconnectMaxDelay=100000", (talk, frame) -> {
            talk.answer(frame, "no 0E");
            return true;
        });
        assertThat(end(send("x"))).isEqualTo("NOT_SENT toy:no-session");
        assertThat(peer().talks.size()).as("50, 100, 200, 400 ms …").isBetween(2, 8);
        peer().script((talk, frame) -> false);
        assertThat(end(send("y"))).isIn("SENT", "NOT_SENT toy:no-session");
    }

    @Test
    void whoLetsInAndClosesIsNoBetter() throws Exception {
        start("waitTimeout=1500&reconnectMaxDelay=100000", (talk, frame) -> {
            talk.answer(frame, "welcome");
            talk.close();
            return true;
        });
        await().until(() -> peer().talks.size() >= 3);
        int before = peer().talks.size();
        end(send("x"));
        assertThat(peer().talks.size() - before).as("delays grow").isLessThan(8);
    }

    @Test
    void aSilentPeerIsLeftAfterLoginTimeoutAndHoldsNobodyUp() throws Exception {
        start("loginTimeout=200&sessionName=silent", (talk, frame) -> true);
        try (ToyPeer good = new ToyPeer((talk, frame) -> false)) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:good").to("toy:127.0.0.1:" + good.port() + "?username=me");
                }
            });
            Exchange exchange = camel.createProducerTemplate()
                    .request("direct:good", e -> e.getMessage().setBody("x"));
            assertThat(exchange.getException()).isNull();
        }
        await().until(() -> peer().talks.size() >= 2);
    }

    @Test
    void whatWasUnansweredOnADroppedLineIsKnownExactly() throws Exception {
        start("window=4", (talk, frame) -> {
            if (is(frame, "drop")) {
                talk.reset();
            }
            return Toy.text(frame).matches("w\\d|drop");
        });
        List<CompletableFuture<Exchange>> written =
                IntStream.range(0, 3).mapToObj(i -> send("w" + i)).toList();
        await().until(() -> peer().heard.size() >= 4);
        CompletableFuture<Exchange> last = send("drop");
        CompletableFuture<Exchange> waits = send("waits for a slot");
        for (CompletableFuture<Exchange> each : written) {
            assertThat(end(each)).isEqualTo("UNKNOWN toy:dropped");
        }
        assertThat(end(last)).isEqualTo("UNKNOWN toy:dropped");
        assertThat(end(waits)).isEqualTo("SENT");
        assertThat(peer().heard.stream().map(Toy::text).filter(t -> t.matches("w\\d|drop")))
                .as("nothing is sent again by itself")
                .doesNotHaveDuplicates();
    }

    @Test
    void anEndBehindTheAnswerIsSentAndHalfAFrameIsNone() throws Exception {
        start("", (talk, frame) -> {
            if (is(frame, "fin")) {
                talk.answer(frame, "yes fin");
                talk.close();
            } else if (is(frame, "half")) {
                talk.raw("!" + frame.substring(1, 3));
                talk.close();
            }
            return Toy.text(frame).matches("fin|half");
        });
        assertThat(end(send("fin"))).isEqualTo("SENT");
        await().until(() -> end(send("between")).equals("SENT"));
        assertThat(end(send("half"))).isEqualTo("UNKNOWN toy:dropped");
        await().until(() -> end(send("after")).equals("SENT"));
    }

    @Test
    void aLateAnswerIsToldOnAQuietLineToo() throws Exception {
        List<String> late = new CopyOnWriteArrayList<>();
        List<String> held = new CopyOnWriteArrayList<>();
        start("window=3&requestTimeout=400", (talk, frame) -> {
            if (Toy.text(frame).startsWith("late")) {
                held.add(frame);
                return true;
            }
            return false;
        });
        CompletableFuture<Exchange> yes = send("late yes", (id, refused) -> late.add(id + " " + refused));
        CompletableFuture<Exchange> no = send("late no", (id, refused) -> late.add(id + refused.getErrorCode()));
        await().until(() -> held.size() == 2);
        assertThat(end(yes)).isEqualTo("UNKNOWN toy:timeout");
        assertThat(end(no)).isEqualTo("UNKNOWN toy:timeout");
        for (String frame : held) {
            peer().last().answer(frame, is(frame, "late yes") ? "yes 7" : "no 58");
        }
        await().until(() -> Set.copyOf(late).equals(Set.of("7 null", "toy:no 58")));
        assertThat(end(send("goes on"))).isEqualTo("SENT");
        assertThat(peer().talks).hasSize(1);
    }

    /** At most a window is ever in doubt: after silence one request at a time, until there is an answer. */
    @Test
    void afterSilenceTheLineProbesWithOne() throws Exception {
        start("window=10&requestTimeout=300&waitTimeout=20000", (talk, frame) -> !login(frame) && !is(frame, "ping"));
        List<CompletableFuture<Exchange>> all =
                IntStream.range(0, 14).mapToObj(i -> send("m" + i)).toList();
        await().until(() ->
                peer().heard.stream().filter(f -> Toy.text(f).startsWith("m")).count() >= 12);
        assertThat(peer().talks).as("it answers pings").hasSize(1);
        assertThat(peer().heard.stream().filter(f -> Toy.text(f).startsWith("m")))
                .hasSizeLessThanOrEqualTo(13);
        peer().script((talk, frame) -> false);
        List<String> ends = new ArrayList<>();
        for (CompletableFuture<Exchange> each : all) {
            ends.add(end(each));
        }
        assertThat(ends)
                .contains("SENT")
                .filteredOn("UNKNOWN toy:timeout"::equals)
                .hasSizeLessThanOrEqualTo(13);
    }

    @Test
    void aPeerThatForgotTheSessionIsLoggedInToAgain() throws Exception {
        start("window=2", (talk, frame) -> {
            if (is(frame, "first")) {
                talk.answer(frame, "no lost");
            }
            return is(frame, "first");
        });
        assertThat(end(send("first"))).isEqualTo("NOT_SENT toy:no lost");
        await().until(() -> peer().heard.stream().filter(LineClientTest::login).count() == 2);
        assertThat(end(send("second"))).isEqualTo("SENT");
    }

    @Test
    void aRequestIsRepeatedUnderItsKeyWhenThePeerAsks() throws Exception {
        start("", (talk, frame) -> {
            if (is(frame, "noisy") && peer().heard("noisy").size() < 3) {
                talk.answer(frame, "again");
                return true;
            }
            return false;
        });
        assertThat(end(send("noisy"))).isEqualTo("SENT");
        assertThat(peer().heard("noisy"))
                .hasSize(3)
                .containsOnly(peer().heard("noisy").get(0));
    }

    @Test
    void severalSessionsShareTheLoadAndOneLeftCarriesIt() throws Exception {
        start("sessions=3&window=1", (talk, frame) -> false);
        await().until(() -> peer().heard.stream().filter(LineClientTest::login).count() == 3);
        for (int i = 0; i < 9; i++) {
            assertThat(end(send("m" + i))).isEqualTo("SENT");
        }
        peer().talks.get(0).close();
        peer().talks.get(1).close();
        await().until(() -> peer().talks.size() >= 5);
        assertThat(end(send("after"))).isEqualTo("SENT");
    }

    @Test
    void aDeadLineIsFoundByTheProbe() throws Exception {
        start(
                "keepAlive=100&requestTimeout=300",
                (talk, frame) -> is(frame, "ping") && peer().talks.size() == 1);
        await().until(() -> peer().talks.size() == 2);
        assertThat(end(send("after"))).isEqualTo("SENT");
    }

    /** A name that is the same after each reconnect, and stands in the history of a message. */
    @Test
    void whatWentSaysByWhichSession() throws Exception {
        start("window=1&sessions=2&waitTimeout=300", (talk, frame) -> {
            if (is(frame, "bad")) {
                talk.answer(frame, "no 6");
            }
            return is(frame, "bad");
        });
        await().until(() -> peer().talks.size() == 2);
        String name = "[12] 127\\.0\\.0\\.1:\\d+";
        CompletableFuture<Exchange> yes = send("good");
        assertThat(end(yes)).isEqualTo("SENT");
        assertThat(yes.get().getMessage().getHeader(SmsHeaders.SESSION, String.class))
                .matches(name);
        CompletableFuture<Exchange> no = send("bad", null, SmsHeaders.SESSION, "another message's");
        assertThat(end(no)).startsWith("NOT_SENT");
        assertThat(no.get().getMessage().getHeader(SmsHeaders.SESSION, String.class))
                .matches(name);
        CompletableFuture<Exchange> never = send("has # in it", null, SmsHeaders.SESSION, "another message's");
        assertThat(end(never)).isEqualTo("NOT_SENT toy:invalid");
    }

    @Test
    void partsGoOneAfterTheOtherAndWhatCannotBeWrittenIsNotSent() throws Exception {
        start("window=5", (talk, frame) -> {
            if (is(frame, "bad")) {
                talk.answer(frame, "no 6");
            }
            return is(frame, "bad");
        });
        CompletableFuture<Exchange> three = send("a,b,c");
        assertThat(end(three)).isEqualTo("SENT");
        assertThat(three.get().getMessage().getHeader(SmsHeaders.REMOTE_ID)).isEqualTo("a,b,c");
        assertThat(end(send("a,bad,never"))).isEqualTo("UNKNOWN toy:partial");
        assertThat(peer().heard("never")).isEmpty();
        assertThat(end(send("has # in it"))).isEqualTo("NOT_SENT toy:invalid");
        assertThat(end(send("goes on"))).isEqualTo("SENT");
        assertThat(peer().talks).hasSize(1);
    }

    @Test
    void whatComesGoesThroughTheRouteInItsOrder() throws Exception {
        start("", (talk, frame) -> false);
        await().until(() -> peer().heard.stream().anyMatch(LineClientTest::login));
        for (int i = 1; i <= 20; i++) {
            peer().last().send("?" + i + " in" + i);
        }
        peer().last().send("?21 fail");
        await().until(() -> peer().heard.contains("!21 no fail"));
        assertThat(taken.stream().map(e -> e.getMessage().getBody()).limit(20))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 20).mapToObj(i -> "in" + i).toList());
    }

    @Test
    void aRouteThatNeverBlocksRunsOnTheThreadThatReads() throws Exception {
        List<String> threads = new CopyOnWriteArrayList<>();
        start("window=10&blocking=false", (talk, frame) -> false);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:threads").to("direct:out").process(e -> threads.add(thread()));
            }
        });
        await().until(() -> peer().heard.stream().anyMatch(LineClientTest::login));
        for (int i = 1; i <= 20; i++) {
            peer().last().send("?" + i + " in" + i);
        }
        peer().last().send("?21 fail");
        await().until(() -> peer().heard.contains("!21 no fail"));
        assertThat(taken.stream().map(e -> e.getMessage().getBody()).limit(20))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 20).mapToObj(i -> "in" + i).toList());
        assertThat(taken).allMatch(e -> e.getProperty("thread", String.class).contains("LineReader"));
        Exchange sent = camel.createFluentProducerTemplate()
                .to("direct:threads")
                .withBody("out")
                .asyncSend()
                .get(20, TimeUnit.SECONDS);
        assertThat(sent.getException()).isNull();
        assertThat(threads).hasSize(1).allMatch(name -> name.contains("LineReader"));
    }

    private static String thread() {
        return Thread.currentThread().getName();
    }

    @Test
    void stoppingSaysGoodbyeAndTellsWhatIsOpen() throws Exception {
        start("window=1", (talk, frame) -> is(frame, "held"));
        CompletableFuture<Exchange> held = send("held");
        await().until(() -> !peer().heard("held").isEmpty());
        CompletableFuture<Exchange> waits = send("waits");
        long start = System.nanoTime();
        camel.stop();
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(20);
        assertThat(end(held)).isEqualTo("UNKNOWN toy:dropped");
        assertThat(end(waits)).isEqualTo("NOT_SENT toy:stopped");
        assertThat(peer().heard("bye")).hasSize(1);
        assertThat(peer().heard("waits")).isEmpty();
    }

    @Test
    void threadsAreFewHoweverManyLines() throws Exception {
        try (ToyPeer many = new ToyPeer((talk, frame) -> false)) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    for (int i = 0; i < 100; i++) {
                        from("toy:127.0.0.1:" + many.port() + "?username=u" + i).to("log:in");
                    }
                }
            });
            camel.start();
            await().until(() ->
                    many.heard.stream().filter(LineClientTest::login).count() == 100);
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(t -> t.getName().startsWith("Camel (" + camel.getName())
                                    && t.getName().contains("Line")))
                    .hasSizeLessThan(40);
        }
    }

    @Test
    void thePeerMayCallInstead() throws Exception {
        int port = freePort();
        route("toy:127.0.0.1:9?sessions=0&listenPort=" + port);
        camel.start();
        try (ToyPeer.Talk talk = ToyPeer.Talk.to(port)) {
            assertThat(talk.ask("?1 called")).isEqualTo("!1 yes called");
        }
    }

    @Test
    void whoWasCalledAndInvitedLogsInOnThatConnection() throws Exception {
        int port = freePort();
        route("toy:127.0.0.1:9?sessions=0&username=me&waitTimeout=5000&listenPort=" + port);
        camel.start();
        try (ToyPeer.Talk talk = ToyPeer.Talk.to(port)) {
            assertThat(talk.ask("?1 invite")).isEqualTo("?1 login me secret");
            talk.answer("?1 login", "welcome");
            assertThat(talk.ask("?2 in")).isEqualTo("!2 yes in");
            CompletableFuture<Exchange> sent = send("out");
            talk.answer(talk.next(), "yes 5");
            assertThat(end(sent)).isEqualTo("SENT");
        }
    }

    /** When it says more: {@link TroubleTest}. */
    @Test
    void oneWarningForACauseHoweverOftenItIsTried() throws Exception {
        try (Warnings warnings = new Warnings()) {
            start("", (talk, frame) -> {
                talk.answer(frame, "no 0E");
                return true;
            });
            await().until(() -> peer().talks.size() > 6);
            assertThat(warnings.said).hasSize(1);
            assertThat(warnings.said.get(0))
                    .contains("toy:127.0.0.1:" + peer().port())
                    .contains("login refused: no 0E");
        }
    }
}
