package org.smshub.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ThreadPoolProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.smshub.link.LoginClosedException;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsUnknownOutcomeException;

/** The end that is dialled, against clients that are slow, greedy, silent or hostile. */
class LineServerTest extends LineFixture {

    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger entered = new AtomicInteger();
    private int port;

    @Override
    void take(Exchange exchange) throws Exception {
        entered.incrementAndGet();
        if (exchange.getMessage().getBody(String.class).startsWith("hold")) {
            held.await();
        }
        super.take(exchange);
    }

    @AfterEach
    void letGo() {
        held.countDown();
    }

    private void serve(String options) throws Exception {
        port = freePort();
        route("toy-server:127.0.0.1:" + port + (options.isEmpty() ? "" : "?" + options));
        camel.start();
    }

    private ToyPeer.Talk client(String name) throws IOException {
        ToyPeer.Talk talk = ToyPeer.Talk.to(port);
        assertThat(talk.ask("?1 login " + name + " secret")).isEqualTo("!1 welcome");
        return talk;
    }

    @Test
    void loginsAreDecidedAndTheRouteAnswers() throws Exception {
        serve("loginTimeout=1500");
        try (ToyPeer.Talk talk = ToyPeer.Talk.to(port)) {
            assertThat(talk.ask("?1 hello")).isEqualTo("!1 no NOT_LOGGED_IN");
            assertThat(talk.ask("?2 login a wrong")).isEqualTo("!2 no LOGIN_FAILED");
            assertThat(talk.next()).as("and closed").isNull();
        }
        try (ToyPeer.Talk talk = client("a")) {
            assertThat(talk.ask("?2 login b secret")).isEqualTo("!2 no LOGGED_IN");
            assertThat(talk.ask("?3 hello")).isEqualTo("!3 yes hello");
            assertThat(talk.ask("?4 fail")).isEqualTo("!4 no fail");
            assertThat(talk.ask("nonsense")).isEqualTo("!0 no such thing");
            assertThat(talk.ask("?5 ping")).isEqualTo("!5 pong 0");
            assertThat(talk.ask("?6 bye")).isEqualTo("!6 bye");
            assertThat(talk.next()).isNull();
        }
        try (ToyPeer.Talk silent = ToyPeer.Talk.to(port)) {
            assertThat(silent.next()).as("no login within loginTimeout").isNull();
        }
        assertThat(taken.get(0).getMessage().getHeader("account")).isEqualTo("a");
    }

    @Test
    void aLoginThatIsToStayWithoutAnswerEndsAtItsTimeOutAndHoldsNoThread() throws Exception {
        serve("loginTimeout=1500");
        server.logins = login -> {
            if (login.name().equals("silent")) {
                throw new SmsUnknownOutcomeException("toy:silent", "as a simulator wants");
            }
            return login.name();
        };
        List<ToyPeer.Talk> silent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ToyPeer.Talk one = ToyPeer.Talk.to(port);
            one.send("?1 login silent x");
            silent.add(one);
        }
        try (ToyPeer.Talk talk = client("a")) {
            assertThat(talk.ask("?2 hello")).isEqualTo("!2 yes hello");
        }
        for (ToyPeer.Talk one : silent) {
            assertThat(one.next()).as("closed, and not a word").isNull();
            one.close();
        }
    }

    @Test
    void aLoginThatIsToEndTheConnectionIsAnsweredBefore() throws Exception {
        serve("");
        server.logins = login -> {
            throw new LoginClosedException("as a simulator wants");
        };
        try (ToyPeer.Talk talk = ToyPeer.Talk.to(port)) {
            assertThat(talk.ask("?1 login a secret")).isEqualTo("!1 welcome");
            assertThat(talk.next()).isNull();
        }
    }

    @Test
    void slowLoginsHoldNobodysMessages() throws Exception {
        serve("");
        server.logins = login -> {
            if (login.name().equals("slow")) {
                held.await();
            }
            return login.name();
        };
        List<ToyPeer.Talk> slow = new ArrayList<>();
        try (ToyPeer.Talk talk = client("quick")) {
            for (int i = 0; i < 20; i++) {
                ToyPeer.Talk one = ToyPeer.Talk.to(port);
                one.send("?1 login slow x");
                slow.add(one);
            }
            assertThat(talk.ask("?2 hello")).isEqualTo("!2 yes hello");
            held.countDown();
            for (ToyPeer.Talk one : slow) {
                assertThat(one.next()).isEqualTo("!1 welcome");
                one.close();
            }
        }
    }

    @Test
    void deliveriesStartWithOneUntilTheClientTakesMore() throws Exception {
        serve("window=10");
        try (ToyPeer.Talk talk = client("a")) {
            List<CompletableFuture<Exchange>> all = IntStream.range(0, 5)
                    .mapToObj(i -> send("d" + i, SmsHeaders.CLIENT, "a"))
                    .toList();
            String first = talk.next();
            talk.send("?2 ping");
            assertThat(talk.next()).as("one alone, the others wait").startsWith("!2 pong");
            // the second before the first is answered
            talk.raw("?3 hold\n?4 hold\n");
            List<String> more = new ArrayList<>(List.of(first));
            for (int i = 0; i < 4; i++) {
                more.add(talk.next());
            }
            for (String frame : more) {
                talk.answer(frame, "yes");
            }
            for (CompletableFuture<Exchange> each : all) {
                assertThat(end(each)).isEqualTo("SENT");
            }
        }
    }

    @Test
    void limitsOfConnectionsInAllAndAnAddress() throws Exception {
        serve("maxConnections=6&maxConnectionsPerAddress=2&maxSessions=1");
        try (ToyPeer.Talk one = client("a");
                ToyPeer.Talk two = ToyPeer.Talk.to(port);
                ToyPeer.Talk three = ToyPeer.Talk.to(port)) {
            assertThat(three.next()).isNull();
            assertThat(two.ask("?1 login a secret")).isEqualTo("!1 no TOO_MANY_SESSIONS");
            assertThat(two.next()).isNull();
            assertThat(one.ask("?2 x")).isEqualTo("!2 yes x");
        }
        await().ignoreExceptions().until(() -> {
            try (ToyPeer.Talk again = client("a")) {
                return again.ask("?2 x").equals("!2 yes x");
            }
        });
    }

    @Test
    void whoIsNotLoggedInIsAnsweredLittleAndThenClosed() throws Exception {
        serve("");
        try (ToyPeer.Talk talk = ToyPeer.Talk.to(port)) {
            talk.raw("?1 x\n".repeat(1_000));
            int answers = 0;
            while (talk.next() != null) {
                answers++;
            }
            assertThat(answers).isLessThanOrEqualTo(16);
        }
        try (ToyPeer.Talk one = client("a")) {
            for (int i = 0; i < 100; i++) {
                assertThat(one.ask("?2 x")).isEqualTo("!2 yes x");
            }
        }
    }

    @Test
    void guessesHaveAnEnd() throws Exception {
        serve("");
        List<ToyPeer.Talk> all = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                ToyPeer.Talk talk = ToyPeer.Talk.to(port);
                all.add(talk);
                talk.raw("?1 login a guess\n");
            }
            int unseen = 0;
            // the last ones are not looked at any more: they would wait too long
            for (ToyPeer.Talk talk : all.subList(90, 100)) {
                unseen += "!1 no LOGIN_BUSY".equals(talk.next()) ? 1 : 0;
            }
            assertThat(unseen).isEqualTo(10);
        } finally {
            for (ToyPeer.Talk talk : all) {
                talk.close();
            }
        }
    }

    @Test
    void aFrameThatTricklesAndOneThatNeverEndsAreCut() throws Exception {
        serve("requestTimeout=400");
        try (ToyPeer.Talk talk = client("a")) {
            talk.raw("?2 ");
            await().pollInterval(Duration.ofMillis(40)).until(() -> {
                try {
                    talk.raw("x");
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
        }
        try (ToyPeer.Talk talk = client("a")) {
            talk.raw("x".repeat(Toy.MAX + 1));
            assertThat(talk.next()).isEqualTo("!0 no too long");
            assertThat(talk.next()).isNull();
        }
    }

    @Test
    void whoNeverReadsIsNotReadAndIsLeft() throws Exception {
        serve("requestTimeout=500");
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setReceiveBufferSize(1024);
            socket.getOutputStream().write("?1 login a secret\n".getBytes());
            byte[] pings = "?2 ping\n".repeat(1000).getBytes();
            CompletableFuture<Exception> end = CompletableFuture.supplyAsync(() -> {
                try {
                    // the server stops reading, so this blocks in the end, and fails when the server closes
                    while (true) {
                        socket.getOutputStream().write(pings);
                    }
                } catch (IOException closed) {
                    return closed;
                }
            });
            assertThat(end.get(30, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void idleSessionsEndAndBusyOnesDoNot() throws Exception {
        serve("idleTimeout=400");
        try (ToyPeer.Talk idle = client("a");
                ToyPeer.Talk busy = client("b")) {
            busy.send("?2 hold");
            assertThat(idle.next()).isNull();
            held.countDown();
            assertThat(busy.next()).isEqualTo("!2 yes hold");
        }
    }

    @Test
    void moreThanMayBeUnansweredAreRefusedAndFasterThanAllowedToo() throws Exception {
        serve("maxRate=3");
        try (ToyPeer.Talk talk = client("a")) {
            StringBuilder burst = new StringBuilder();
            for (int i = 2; i < 12; i++) {
                burst.append('?').append(i).append(" x\n");
            }
            talk.raw(burst.toString());
            List<String> answers = new ArrayList<>();
            for (int i = 2; i < 12; i++) {
                answers.add(Toy.text(talk.next()));
            }
            assertThat(answers).contains("yes x", "no TOO_FAST");
            assertThat(answers).filteredOn("yes x"::equals).hasSizeBetween(3, 5);
        }
    }

    @Test
    void whatNoWorkerTakesIsRefusedAndNothingIsDropped() throws Exception {
        ThreadPoolProfile small = new ThreadPoolProfile("LineWorker");
        small.setPoolSize(1);
        small.setMaxPoolSize(1);
        small.setMaxQueueSize(1);
        camel.getExecutorServiceManager().registerThreadPoolProfile(small);
        serve("");
        try (ToyPeer.Talk one = client("a");
                ToyPeer.Talk two = client("b");
                ToyPeer.Talk three = client("c")) {
            one.send("?2 hold");
            await().until(() -> entered.get() == 1);
            two.send("?2 waits");
            // whichever of the two comes second finds the queue full
            three.send("?2 waits");
            await().until(() -> two.socket.getInputStream().available()
                            + three.socket.getInputStream().available()
                    > 0);
            held.countDown();
            assertThat(one.next()).isEqualTo("!2 yes hold");
            assertThat(List.of(two.next(), three.next())).containsExactlyInAnyOrder("!2 yes waits", "!2 no BUSY");
        }
    }

    @Test
    void suspendedItRefusesAndStoppedItSaysSo() throws Exception {
        serve("");
        String id = camel.getRoutes().stream()
                .filter(r -> r.getEndpoint().getEndpointUri().startsWith("toy-server"))
                .findFirst()
                .orElseThrow()
                .getRouteId();
        try (ToyPeer.Talk talk = client("a")) {
            camel.getRouteController().suspendRoute(id);
            assertThat(talk.ask("?2 x")).isEqualTo("!2 no NOT_READY");
            camel.getRouteController().resumeRoute(id);
            assertThat(talk.ask("?3 x")).isEqualTo("!3 yes x");
            camel.getRouteController().stopRoute(id);
            // what waits for the account outlives the consumer
            assertThat(talk.next()).isNull();
            CompletableFuture<Exchange> waits = send("d", SmsHeaders.CLIENT, "a");
            camel.getRouteController().startRoute(id);
            try (ToyPeer.Talk again = client("a")) {
                again.answer(again.next(), "yes");
                assertThat(end(waits)).isEqualTo("SENT");
            }
        }
    }

    @Test
    void stoppedUnderLoadEveryExchangeEnds() throws Exception {
        serve("window=50&firstWindow=50&queueSize=10000");
        try (ToyPeer.Talk talk = client("a")) {
            List<CompletableFuture<Exchange>> all = IntStream.range(0, 300)
                    .mapToObj(i -> send("d" + i, SmsHeaders.CLIENT, "a"))
                    .toList();
            for (int i = 0; i < 40; i++) {
                talk.answer(talk.next(), "yes");
            }
            camel.stop();
            List<String> ends = new ArrayList<>();
            for (CompletableFuture<Exchange> each : all) {
                ends.add(end(each).replaceFirst(" .*", ""));
            }
            assertThat(ends).containsOnly("SENT", "UNKNOWN", "NOT_SENT");
            assertThat(ends).filteredOn("UNKNOWN"::equals).hasSizeLessThanOrEqualTo(50);
        }
    }
}
