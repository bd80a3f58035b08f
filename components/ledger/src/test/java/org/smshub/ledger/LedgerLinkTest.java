package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.link.LateAnswer;
import org.smshub.link.Loop;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;

/** {@code from: ledger:link} and the words a link's route has for the ledger, in a real context on a real file. */
@Execution(ExecutionMode.CONCURRENT)
class LedgerLinkTest {

    /** The centre: what it does with a part. */
    private interface Centre {
        void take(Exchange exchange) throws Exception;
    }

    private static final Centre TAKES = e -> e.getMessage().setHeader(SmsHeaders.REMOTE_ID, "r1");
    private static final Centre NO_LINE = e -> {
        throw SmsNotSentException.forLineDown("smpp:no-session", "no line");
    };
    private static final Centre BUSY = e -> {
        throw new SmsNotSentException("smpp:0x08", "system error", true);
    };
    private static final Centre TOO_FAST = e -> {
        throw SmsNotSentException.forThrottling("smpp:0x58", "too fast");
    };
    private static final Centre SILENT = e -> {
        throw new SmsUnknownOutcomeException("ucp:timeout", "no answer in time");
    };

    @TempDir
    Path folder;

    private CamelLedger camel;
    private volatile Centre centre = TAKES;
    private final List<Map<String, Object>> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void make() throws Exception {
        camel = new CamelLedger(folder);
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    private void take(Exchange exchange) throws Exception {
        seen.add(new ConcurrentHashMap<>(exchange.getMessage().getHeaders()));
        centre.take(exchange);
    }

    /** A link whose route says nothing of outcomes. */
    private void plain(String options) throws Exception {
        camel.routes(routes ->
                routes.from("ledger:link?name=a&" + options).routeId("a").to("direct:centre"));
        centreRoute();
        camel.start();
    }

    /** A link with the clauses of the shipped rules, their waits short. */
    private void ruled(String options) throws Exception {
        camel.routes(routes -> {
            RouteDefinition route = routes.from("ledger:link?name=a&" + options).routeId("a");
            route.onException(SmsNotSentException.class)
                    .onWhen(routes.simple("${exception.lineDown}"))
                    .handled(true)
                    .to("ledger:down?delay=10ms");
            route.onException(SmsNotSentException.class)
                    .onWhen(routes.simple("${exception.throttled}"))
                    .handled(true)
                    .to("ledger:slow?delay=20ms&maximumDelay=20ms&attempts=12");
            route.onException(SmsNotSentException.class)
                    .onWhen(routes.simple("${exception.retryable}"))
                    .handled(true)
                    .to("ledger:retry?delay=5ms&maximumDelay=5ms&attempts=3");
            route.onException(SmsNotSentException.class).handled(true).to("ledger:fail");
            // the trap of before: it says "nothing has left" of an IOException
            route.onException(IOException.class).handled(true).to("ledger:down?delay=10ms");
            route.onException(Exception.class).handled(true).to("ledger:unknown");
            route.to("direct:centre");
        });
        centreRoute();
        camel.start();
    }

    private void centreRoute() throws Exception {
        camel.routes(routes -> routes.from("direct:centre")
                .errorHandler(routes.noErrorHandler())
                .process(this::take));
    }

    private String accept() {
        return camel.send("ledger:accept", "client", "a");
    }

    private MessageView.PartView part(String id) {
        return camel.ledger().find(id, null).orElseThrow().parts().get(0);
    }

    private LinkQueue link() {
        return camel.ledger().links().get("a");
    }

    private List<String> history(String id) {
        return part(id).history().stream().map(MessageView.Attempt::outcome).toList();
    }

    @Test
    void aPartGoesWithItsHeadersAndEndsAsSent() throws Exception {
        plain("threads=1");
        String id = camel.ask("ledger:accept", e -> {
                    camel.message(e, "shop", "a");
                    e.getMessage().setHeader(SmsHeaders.FROM, "ACME");
                    e.getMessage().setHeader(SmsHeaders.CLIENT_REF, "order 7");
                    e.getMessage().setHeader(SmsHeaders.PRIORITY, 3);
                })
                .getMessage()
                .getHeader(SmsHeaders.ID, String.class);
        camel.awaitState(id, "SENT");
        assertThat(part(id).remoteId()).isEqualTo("r1");
        assertThat(part(id).attempts()).isEqualTo(1);
        assertThat(seen).singleElement().satisfies(headers -> assertThat(headers)
                .containsEntry(SmsHeaders.ID, id)
                .containsEntry(SmsHeaders.CLIENT, "shop")
                .containsEntry(SmsHeaders.CLIENT_REF, "order 7")
                .containsEntry(SmsHeaders.TO, "+48600100200")
                .containsEntry(SmsHeaders.FROM, "ACME")
                .containsEntry(SmsHeaders.LINK, "a")
                .containsEntry(SmsHeaders.PRIORITY, 3)
                .containsEntry(SmsHeaders.PART, 1)
                .containsEntry(SmsHeaders.PARTS, 1));
        assertThat(link().inFlight()).isZero();
    }

    @Test
    void aRefusalForGoodFailsWithItsCode() throws Exception {
        centre = e -> {
            throw new SmsNotSentException("cimd2:301", "no such number", false);
        };
        plain("threads=1");
        String id = accept();
        camel.awaitState(id, "FAILED");
        assertThat(part(id).errorCode()).isEqualTo("cimd2:301");
        assertThat(history(id)).containsExactly("NOT_SENT");
    }

    @Test
    void aResetAfterTheBytesLeftIsOneCopyUnderHoldWhateverItsCause() throws Exception {
        centre = e -> {
            throw new SmsUnknownOutcomeException(
                    "ucp:dropped", "the line dropped", new IOException("Connection reset"));
        };
        ruled("unknown=hold&threads=1");
        String id = accept();
        camel.awaitState(id, "UNKNOWN");
        assertThat(history(id)).containsExactly("UNKNOWN");
        await().during(Duration.ofMillis(200)).until(() -> seen.size() == 1);
    }

    @Test
    void retryEndsAfterItsAttempts() throws Exception {
        centre = SILENT;
        ruled("unknown=retry&unknownAttempts=3&unknownDelay=5ms&threads=1");
        String id = accept();
        await().until(() -> seen.size() == 3);
        camel.awaitState(id, "UNKNOWN");
        assertThat(part(id).attempts()).isEqualTo(3);
        await().during(Duration.ofMillis(200)).until(() -> seen.size() == 3);
    }

    @Test
    void downtimeSpendsNoAttempt() throws Exception {
        centre = NO_LINE;
        ruled("unknown=hold&threads=1");
        String id = accept();
        await().until(() -> seen.size() >= 6);
        assertThat(part(id).attempts()).isZero();
        assertThat(link().service()).isEqualTo(LinkQueue.Service.DOWN);
        centre = BUSY;
        int before = seen.size();
        camel.awaitState(id, "FAILED");
        assertThat(seen.size() - before).as("three refusals, not one").isBetween(3, 4);
        assertThat(history(id)).containsExactly("NOT_SENT", "NOT_SENT", "NOT_SENT");
    }

    @Test
    void downtimeLeavesRetryItsAttempts() throws Exception {
        centre = NO_LINE;
        ruled("unknown=retry&unknownAttempts=2&unknownDelay=5ms&threads=1");
        String id = accept();
        await().until(() -> seen.size() >= 4);
        AtomicInteger silent = new AtomicInteger();
        centre = e -> {
            if (silent.incrementAndGet() == 1) {
                SILENT.take(e);
            }
            TAKES.take(e);
        };
        camel.awaitState(id, "SENT");
        assertThat(silent).hasValue(2);
    }

    @Test
    void throttlingSpendsNoAttempt() throws Exception {
        AtomicInteger times = new AtomicInteger();
        centre = e -> {
            int time = times.incrementAndGet();
            (time <= 9 ? TOO_FAST : time == 10 ? BUSY : TAKES).take(e);
        };
        ruled("rate=1000&threads=1");
        String id = accept();
        camel.awaitState(id, "SENT");
        assertThat(part(id).attempts()).as("the busy one and the good one").isEqualTo(2);
    }

    @Test
    void aNumberThatIsAlwaysThrottledEndsAndHoldsUpNobody() throws Exception {
        centre = e -> ("+4866".equals(e.getMessage().getHeader(SmsHeaders.TO)) ? TOO_FAST : TAKES).take(e);
        ruled("threads=1");
        List<String> good =
                new ArrayList<>(IntStream.range(0, 40).mapToObj(i -> accept()).toList());
        String bad = camel.ask("ledger:accept", e -> {
                    camel.message(e, "client", "a");
                    e.getMessage().setHeader(SmsHeaders.TO, "+4866");
                })
                .getMessage()
                .getHeader(SmsHeaders.ID, String.class);
        good.addAll(IntStream.range(0, 40).mapToObj(i -> accept()).toList());
        good.forEach(id -> camel.awaitState(id, "SENT"));
        camel.awaitState(bad, "FAILED");
        assertThat(part(bad).errorCode()).isEqualTo("smpp:0x58");
        assertThat(seen.stream().filter(h -> "+4866".equals(h.get(SmsHeaders.TO))))
                .hasSize(12);
    }

    @Test
    void whatFailsBeforeItsLineHasNotLeftAndNoReceiptMakesItDelivered() throws Exception {
        camel.routes(routes -> {
            RouteDefinition route = routes.from("ledger:link?name=a&threads=1");
            route.onException(Exception.class).handled(true).to("ledger:unknown");
            route.process(e -> {
                        throw new IllegalArgumentException("no Latin-1");
                    })
                    .to("direct:centre");
        });
        centreRoute();
        camel.start();
        String id = accept();
        camel.awaitState(id, "FAILED");
        assertThat(part(id).errorCode()).isEqualTo("hub:IllegalArgumentException");
        assertThat(part(id).attempts()).isZero();
        camel.receipt("a stranger").get(5, TimeUnit.SECONDS);
        await().during(Duration.ofMillis(1_500)).until(() -> camel.state(id).equals("FAILED"));
        assertThat(seen).isEmpty();
    }

    @Test
    void anExceptionOfTheSendingStepIsUnknown() throws Exception {
        centre = e -> {
            throw new IllegalStateException("whatever it was");
        };
        plain("threads=1");
        String id = accept();
        camel.awaitState(id, "UNKNOWN");
        assertThat(part(id).errorCode()).isEqualTo("hub:IllegalStateException");
    }

    @Test
    void anAnswerAfterItsTimeSettlesWhatWasUnknown() throws Exception {
        List<LateAnswer> late = new CopyOnWriteArrayList<>();
        centre = e -> {
            late.add(e.getProperty(LateAnswer.PROPERTY, LateAnswer.class));
            SILENT.take(e);
        };
        plain("threads=1&window=10");
        List<String> ids = IntStream.range(0, 4)
                .mapToObj(i -> {
                    String id = accept();
                    camel.awaitState(id, "UNKNOWN");
                    return id;
                })
                .toList();
        late.get(0).came("late1", null);
        late.get(0).came("late1", null);
        camel.awaitState(ids.get(0), "SENT");
        assertThat(part(ids.get(0)).remoteId()).isEqualTo("late1");
        // a centre that took it and gave no id
        late.get(1).came("", null);
        camel.awaitState(ids.get(1), "SENT");
        assertThat(part(ids.get(1)).remoteId()).isNull();
        late.get(2).came(null, new SmsNotSentException("smpp:0x0B", "no such number", false));
        camel.awaitState(ids.get(2), "FAILED");
        late.get(3).came(null, new SmsNotSentException("smpp:0x08", "system error", true));
        camel.awaitState(ids.get(3), "QUEUED");
        assertThat(history(ids.get(0))).containsExactly("UNKNOWN", "LATE");
        assertThat(link().inFlight()).isZero();
    }

    @Test
    void aWindowWithoutAnAnswerRestsTheLinkAndOneTriesIt() throws Exception {
        centre = SILENT;
        plain("threads=1&window=4");
        List<String> ids = IntStream.range(0, 30).mapToObj(i -> accept()).toList();
        await().until(() -> link().service() == LinkQueue.Service.SILENT);
        assertThat(seen).as("in doubt: a window, and a probe now and then").hasSizeBetween(4, 6);
        centre = TAKES;
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ids.stream().allMatch(id -> !camel.state(id).equals("QUEUED")));
        assertThat(ids.stream().filter(id -> camel.state(id).equals("UNKNOWN")).count())
                .isBetween(4L, 8L);
        assertThat(link().service()).isEqualTo(LinkQueue.Service.UP);
    }

    @Test
    void aSuspendedRouteTakesNothingAndGoesOn() throws Exception {
        plain("threads=1");
        camel.context.getRouteController().suspendRoute("a");
        assertThat(camel.context.getRouteController().getRouteStatus("a")).isEqualTo(ServiceStatus.Suspended);
        String id = accept();
        assertThat(link().service()).isEqualTo(LinkQueue.Service.CLOSED);
        await().during(Duration.ofMillis(200)).until(seen::isEmpty);
        assertThat(camel.state(id)).isEqualTo("QUEUED");
        camel.context.getRouteController().resumeRoute("a");
        camel.awaitState(id, "SENT");
        camel.context.getRouteController().stopRoute("a");
        String second = accept();
        assertThat(camel.component.links()).containsEntry("a", false);
        camel.context.getRouteController().startRoute("a");
        camel.awaitState(second, "SENT");
    }

    @Test
    void stoppingWaitsForWhatIsInFlight() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        centre = e -> {
            release.await(30, TimeUnit.SECONDS);
            TAKES.take(e);
        };
        plain("window=3");
        List<String> ids = IntStream.range(0, 5).mapToObj(i -> accept()).toList();
        await().until(() -> seen.size() == 3);
        Thread stopping = new Thread(() -> {
            try {
                camel.context.getRouteController().stopRoute("a", 20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        stopping.start();
        await().until(() -> link().service() == LinkQueue.Service.CLOSED);
        assertThat(stopping.isAlive()).isTrue();
        release.countDown();
        stopping.join(20_000);
        assertThat(stopping.isAlive()).isFalse();
        await().until(() ->
                ids.stream().filter(id -> camel.state(id).equals("SENT")).count() == 3);
        assertThat(ids.stream().filter(id -> camel.state(id).equals("QUEUED")).count())
                .isEqualTo(2);
        assertThat(seen).hasSize(3);
    }

    @Test
    void aProducerThatBlocksHasThreadsOfTheLink() throws Exception {
        List<String> threads = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(5);
        centre = e -> {
            threads.add(Thread.currentThread().getName());
            all.countDown();
            assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
            TAKES.take(e);
        };
        plain("window=5");
        List<String> ids = IntStream.range(0, 5).mapToObj(i -> accept()).toList();
        ids.forEach(id -> camel.awaitState(id, "SENT"));
        assertThat(threads).hasSize(5).allMatch(name -> name.contains("link-a")).doesNotHaveDuplicates();
    }

    @Test
    void twoRoutesOfOneLinkAreOneClearError() throws Exception {
        plain("threads=1");
        assertThatThrownBy(() -> camel.routes(
                        routes -> routes.from("ledger:link?name=a&window=7").process(e -> {})))
                .hasStackTraceContaining("Two routes start with ledger:link?name=a");
    }

    @Test
    void theFirstRouteGoesOnWhereASecondOneIsRefused() throws Exception {
        plain("threads=1");
        assertThatThrownBy(() -> camel.routes(
                        routes -> routes.from("ledger:link?name=a&window=7").process(e -> {})))
                .hasStackTraceContaining("Two routes start with ledger:link?name=a");
        await().until(() -> link().service() == LinkQueue.Service.UP);
        camel.awaitState(accept(), "SENT");
    }

    /** Its first part may have come to its end before the route's start has. */
    @Test
    void whatWaitsWhenTheHubStartsIsSentAndItsPlaceIsFree() throws Exception {
        for (int start = 0; start < 10; start++) {
            camel.close();
            camel = new CamelLedger(folder);
            camel.routes(routes -> routes.from("ledger:link?name=a&threads=1&window=5")
                    .routeId("a")
                    .autoStartup(false)
                    .process(TAKES::take));
            camel.start();
            List<String> ids = IntStream.range(0, 5).mapToObj(i -> accept()).toList();
            camel.context.getRouteController().startRoute("a");
            ids.forEach(id -> camel.awaitState(id, "SENT"));
            await().until(() -> link().inFlight() == 0);
        }
    }

    @Test
    void theNextLinkHasItAfterItsAttempts() throws Exception {
        centre = e -> ("a".equals(e.getMessage().getHeader(SmsHeaders.LINK)) ? BUSY : TAKES).take(e);
        camel.routes(routes -> routes.from("ledger:link?name=b&threads=1").to("direct:centre"));
        ruled("threads=1");
        String id = camel.send("ledger:accept", "client", "a,b");
        camel.awaitState(id, "SENT");
        assertThat(part(id).link()).isEqualTo("b");
        assertThat(history(id)).containsExactly("NOT_SENT", "NOT_SENT", "NOT_SENT", "MOVED", "SENT");
    }

    @Test
    void aRoutesOwnWordsStandInThePart() throws Exception {
        camel.routes(routes -> routes.from("ledger:link?name=a&threads=1")
                .setHeader(SmsHeaders.ERROR_CODE, routes.constant("own:1"))
                .setHeader(SmsHeaders.ERROR_TEXT, routes.constant("not on Sundays"))
                .to("ledger:fail"));
        camel.start();
        String id = accept();
        camel.awaitState(id, "FAILED");
        assertThat(part(id).errorCode()).isEqualTo("own:1");
        assertThat(part(id).errorText()).isEqualTo("not on Sundays");
        assertThat(part(id).attempts()).as("no centre said so").isZero();
    }

    @Test
    void itsWordsBelongIntoALinksRoute() throws Exception {
        plain("threads=1");
        for (String word : List.of("retry", "slow", "down", "fail", "unknown")) {
            assertThatThrownBy(() -> camel.ask("ledger:" + word, e -> {}))
                    .hasRootCauseMessage("ledger:" + word + " has its place in a route that starts with ledger:link");
        }
    }

    @Test
    void eachWaitIsLongerUpToTheLongest() throws Exception {
        centre = BUSY;
        camel.routes(routes -> {
            RouteDefinition route = routes.from("ledger:link?name=a&threads=1");
            route.onException(Exception.class)
                    .handled(true)
                    .to("ledger:retry?delay=40ms&backOff=2&maximumDelay=100ms&attempts=5");
            route.process(e -> seen.add(Map.of("at", System.nanoTime()))).to("direct:centre");
        });
        centreRoute();
        camel.start();
        camel.awaitState(accept(), "FAILED");
        List<Long> at = seen.stream()
                .filter(h -> h.containsKey("at"))
                .map(h -> (Long) h.get("at"))
                .toList();
        assertThat(at).hasSize(5);
        long[] least = {40, 80, 100, 100};
        for (int i = 0; i < least.length; i++) {
            // due is in whole milliseconds of another clock
            assertThat((at.get(i + 1) - at.get(i)) / 1_000_000).isGreaterThanOrEqualTo(least[i] - 3);
        }
    }

    @Test
    void aRouteThatNeverBlocksBeginsWhereItsExchangesEndAndKeepsTheOrder() throws Exception {
        ExecutorService line = Executors.newSingleThreadExecutor(task -> new Thread(task, "line"));
        List<String> began = new CopyOnWriteArrayList<>();
        camel.routes(routes -> routes.from("ledger:link?name=a&window=5&blocking=false")
                .process(e -> began.add(
                        Thread.currentThread().getName() + " " + e.getMessage().getHeader(SmsHeaders.ID)))
                .process(new AnsweredBy(line)));
        camel.start();
        String first = accept();
        camel.awaitState(first, "SENT");
        List<String> ids = IntStream.range(0, 200).mapToObj(i -> accept()).toList();
        ids.forEach(id -> camel.awaitState(id, "SENT"));
        assertThat(began.get(0)).doesNotStartWith("line ");
        assertThat(began.subList(1, began.size()))
                .containsExactlyElementsOf(ids.stream().map(id -> "line " + id).toList());
        line.shutdown();
        String last = accept();
        camel.awaitState(last, "UNKNOWN");
        assertThat(began.get(began.size() - 1)).as("its loop has ended").startsWith("ledger-follow");
    }

    /** As a line: the exchange goes on on the loop that reads the answer. */
    private record AnsweredBy(Executor loop) implements AsyncProcessor {
        @Override
        public void process(Exchange exchange) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try {
                loop.execute(() -> Loop.run(loop, () -> callback.done(false)));
                return false;
            } catch (RejectedExecutionException ended) {
                exchange.setException(new SmsUnknownOutcomeException("toy:ended", "ended"));
                callback.done(true);
                return true;
            }
        }

        @Override
        public CompletableFuture<Exchange> processAsync(Exchange exchange) {
            throw new UnsupportedOperationException();
        }
    }
}
