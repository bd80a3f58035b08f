package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.MessageView.Step;
import org.smshub.ledger.entry.Subscription;
import org.smshub.ledger.store.EventsReader;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;
import org.smshub.link.passing.Fields;
import org.smshub.link.passing.Told;

/** {@code from: ledger:events} in a real context on a real file. */
class LedgerEventsTest {

    private interface Application {
        void hear(Exchange exchange) throws Exception;
    }

    @TempDir
    Path folder;

    private CamelLedger camel;
    private volatile Application application = e -> {};
    private final List<Map<String, Object>> told = new CopyOnWriteArrayList<>();
    private final List<Object> bodies = new CopyOnWriteArrayList<>();

    @BeforeEach
    void make() throws Exception {
        camel = new CamelLedger(folder, "a");
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    private void start(String options) throws Exception {
        camel.routes(routes -> routes.from("ledger:events?consumer=test&" + options)
                .routeId("out")
                .process(e -> {
                    told.add(new HashMap<>(e.getMessage().getHeaders()));
                    bodies.add(String.valueOf(e.getMessage().getBody()));
                    application.hear(e);
                }));
        camel.start();
    }

    private String accept(String client, String receipt) {
        String id = camel.ask("ledger:accept", e -> {
                    camel.message(e, client, "a");
                    e.getMessage().setHeader(SmsHeaders.EVENTS, "test");
                    e.getMessage().setHeader(SmsHeaders.RECEIPT, receipt);
                    e.getMessage().setHeader(SmsHeaders.FROM, "ACME");
                    e.getMessage().setHeader(SmsHeaders.CLIENT_REF, "order " + told.size() + System.nanoTime());
                })
                .getMessage()
                .getHeader(SmsHeaders.ID, String.class);
        return id;
    }

    private String delivered(String client) throws Exception {
        String id = accept(client, "FINAL");
        camel.receipt(id).get(5, TimeUnit.SECONDS);
        return id;
    }

    private List<Object> ids() {
        return told.stream().map(headers -> headers.get(SmsHeaders.ID)).toList();
    }

    private long left() throws Exception {
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from event")) {
            return row.getLong(1);
        }
    }

    @Test
    void aReceiptHasItsHeadersAndGoesOnceItWasHeard() throws Exception {
        start("window=1");
        String id = delivered("shop");
        await().until(() -> told.size() == 1);
        assertThat(told.get(0))
                .containsEntry(SmsHeaders.KIND, "RECEIPT")
                .containsEntry(SmsHeaders.ID, id)
                .containsEntry(SmsHeaders.CLIENT, "shop")
                .containsEntry(SmsHeaders.STATE, "DELIVERED")
                .containsEntry(SmsHeaders.TO, "+48600100200")
                .containsEntry(SmsHeaders.FROM, "ACME")
                .containsKeys(SmsHeaders.DONE_AT, SmsHeaders.SUBMITTED_AT, SmsHeaders.EVENT_ID, SmsHeaders.CLIENT_REF)
                .doesNotContainKey(SmsHeaders.RECEIVED_AT);
        await().until(() -> left() == 0);
        assertThat(history(id)).endsWith("RECEIPT DELIVERED", "TOLD DELIVERED");
        Step last = camel.ledger().find(id, null).orElseThrow().history().get(5);
        assertThat(last.text()).as("by which way").isEqualTo("test");
        assertThat(last.at()).isNotNull();
    }

    private List<String> history(String id) {
        return camel.ledger().find(id, null).orElseThrow().history().stream()
                .map(step -> step.what() + " " + step.code())
                .toList();
    }

    @Test
    void anIncomingMessageHasItsBodyAndHeaders() throws Exception {
        start("window=1");
        camel.ask("ledger:incoming", e -> {
            e.getMessage().setBody("Hi €");
            e.getMessage().setHeader(SmsHeaders.LINK, "a");
            e.getMessage().setHeader(SmsHeaders.TO, "+4870");
            e.getMessage().setHeader(SmsHeaders.FROM, "+4860");
            e.getMessage().setHeader(SmsHeaders.CLIENT, "shop");
            e.getMessage().setHeader(SmsHeaders.EVENTS, "test");
            e.getMessage().setHeader(SmsHeaders.RECEIVED_AT, 5_000L);
        });
        await().until(() -> told.size() == 1);
        assertThat(bodies).containsExactly("Hi €");
        assertThat(told.get(0))
                .containsEntry(SmsHeaders.KIND, "MESSAGE")
                .containsEntry(SmsHeaders.LINK, "a")
                .containsEntry(SmsHeaders.TO, "+4870")
                .containsEntry(SmsHeaders.FROM, "+4860")
                .containsEntry(SmsHeaders.RECEIVED_AT, 5_000L)
                .doesNotContainKeys(SmsHeaders.DONE_AT, SmsHeaders.STATE);
    }

    @Test
    void whatWasNotHeardComesAgainUnderTheSameIdBeforeWhatFollows() throws Exception {
        AtomicInteger times = new AtomicInteger();
        application = e -> {
            if (times.incrementAndGet() <= 3) {
                throw new java.io.IOException("the application is away");
            }
        };
        start("window=1&delay=20ms&backOff=2&maximumDelay=50ms");
        List<Object> ids = new ArrayList<>(List.of(delivered("shop"), delivered("shop")));
        await().until(() -> told.size() == 5);
        assertThat(ids()).containsExactly(ids.get(0), ids.get(0), ids.get(0), ids.get(0), ids.get(1));
        assertThat(told.subList(0, 4))
                .extracting(h -> h.get(SmsHeaders.EVENT_ID))
                .as("receivers fold repeats by it")
                .containsOnly(told.get(0).get(SmsHeaders.EVENT_ID));
        assertThat(told.get(4).get(SmsHeaders.EVENT_ID))
                .isNotEqualTo(told.get(0).get(SmsHeaders.EVENT_ID));
    }

    @Test
    void whatAnApplicationRefusesForGoodIsNotToldAgain() throws Exception {
        application = e -> {
            throw new SmsNotSentException("smpp:0x0B", "I do not know it", false);
        };
        start("window=1&delay=20ms&maximumDelay=20ms");
        String id = delivered("shop");
        await().until(() -> told.size() == 1);
        await().until(() -> left() == 0);
        assertThat(history(id)).endsWith("RECEIPT DELIVERED");
        application = e -> {
            throw new SmsNotSentException("smpp:0x14", "queue full", true);
        };
        delivered("shop");
        await().until(() -> told.size() >= 4);
        assertThat(left()).isEqualTo(1);
    }

    @Test
    void aClientThatIsSlowHoldsUpNobodyElse() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        application = e -> {
            if ("slow".equals(e.getMessage().getHeader(SmsHeaders.CLIENT))) {
                release.await(30, TimeUnit.SECONDS);
            }
        };
        start("window=5");
        delivered("slow");
        delivered("slow");
        for (int i = 0; i < 50; i++) {
            delivered("quick" + i % 5);
        }
        await().until(() -> told.stream()
                        .filter(h -> !"slow".equals(h.get(SmsHeaders.CLIENT)))
                        .count()
                == 50);
        assertThat(told.stream().filter(h -> "slow".equals(h.get(SmsHeaders.CLIENT))))
                .as("one after the other")
                .hasSize(1);
        release.countDown();
        await().until(() -> told.size() == 52);
    }

    @Test
    void unknownIsToldToWhoeverAskedForTheEnd() throws Exception {
        camel.routes(routes -> routes.from("ledger:link?name=b&threads=1").to("direct:silent"));
        camel.routes(routes -> routes.from("direct:silent")
                .errorHandler(routes.noErrorHandler())
                .throwException(new SmsUnknownOutcomeException("ucp:timeout", "no answer")));
        start("window=1");
        for (String receipt : List.of("FINAL", "ALL", "NONE")) {
            camel.ask("ledger:accept", e -> {
                camel.message(e, receipt, "b");
                e.getMessage().setHeader(SmsHeaders.EVENTS, "test");
                e.getMessage().setHeader(SmsHeaders.RECEIPT, receipt);
            });
        }
        await().until(() -> told.size() == 2);
        assertThat(told)
                .allSatisfy(h -> assertThat(h)
                        .containsEntry(SmsHeaders.STATE, "UNKNOWN")
                        .containsEntry(SmsHeaders.ERROR_CODE, "ucp:timeout"))
                .extracting(h -> h.get(SmsHeaders.CLIENT))
                .containsExactlyInAnyOrder("FINAL", "ALL");
        await().during(Duration.ofMillis(200)).until(() -> told.size() == 2);
    }

    @Test
    void aSuspendedRouteHearsWhenItGoesOn() throws Exception {
        start("window=1");
        camel.context.getRouteController().suspendRoute("out");
        String id = delivered("shop");
        await().during(Duration.ofMillis(200)).until(told::isEmpty);
        camel.context.getRouteController().resumeRoute("out");
        await().until(() -> ids().equals(List.of(id)));
        camel.context.getRouteController().stopRoute("out");
        String second = delivered("shop");
        camel.context.getRouteController().startRoute("out");
        await().until(() -> ids().equals(List.of(id, second)));
    }

    @Test
    void twoRoutesOfOneNameAreOneClearError() throws Exception {
        start("window=1");
        assertThatThrownBy(() -> camel.routes(routes ->
                        routes.from("ledger:events?consumer=test&window=2").process(e -> {})))
                .hasStackTraceContaining("Two routes start with ledger:events?consumer=test");
    }

    @Test
    void aMessageThatIsRefusedAgainAndAgainHoldsUpNoOther() throws Exception {
        List<Object> bad = new CopyOnWriteArrayList<>();
        application = e -> {
            Object id = e.getMessage().getHeader(SmsHeaders.ID);
            if (bad.isEmpty()) {
                bad.add(id);
            }
            if (bad.contains(id)) {
                throw new SmsNotSentException("http:500", "I fail on this one", true);
            }
        };
        start("window=5&delay=20ms&backOff=1&maximumDelay=20ms");
        String first = delivered("shop");
        await().until(() -> bad.contains(first));
        List<Object> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(delivered("shop"));
        }
        await().until(() -> left() == 1);
        assertThat(ids().stream().filter(id -> !first.equals(id))).containsExactlyElementsOf(others);
        bad.set(0, "none");
        await().until(() -> left() == 0);
    }

    @Test
    void whatWaitsForAnApplicationThatWasAwayCanBeToldAtOnce() throws Exception {
        application = e -> {
            if (told.size() == 1) {
                throw SmsNotSentException.forLineDown("http:refused", "nobody there");
            }
        };
        start("window=5&delay=1h&maximumDelay=1h");
        delivered("shop");
        await().until(() -> told.size() == 1);
        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            camel.ledger().tellNow("test", "shop");
            return left() == 0;
        });
    }

    @Test
    void theHistoryHasWhereItWasToldAndTheAnswers() throws Exception {
        application = e -> {
            boolean first = told.size() == 1;
            e.setProperty(Told.PROPERTY, new Told("https://shop.example", first ? "503" : "200"));
            if (first) {
                throw SmsNotSentException.forLineDown("webhook:503", "it answered 503");
            }
        };
        start("window=5&delay=20ms&maximumDelay=20ms");
        String id = delivered("shop");
        await().until(() -> left() == 0);
        List<Step> steps = camel.ledger().find(id, null).orElseThrow().history();
        Step last = steps.get(steps.size() - 1);
        assertThat(last.what()).isEqualTo("TOLD");
        assertThat(last.to()).isEqualTo("https://shop.example");
        assertThat(last.answer()).isEqualTo("200, try 2; before: 503");
    }

    @Test
    void whoHearsBySessionIsNamedByIt() throws Exception {
        application = e -> {
            e.getMessage().setHeader(SmsHeaders.SESSION, "10.0.0.9");
            if (told.size() == 1) {
                throw new SmsNotSentException("smpp:0x14", "its queue is full", true);
            }
        };
        start("window=5&delay=1h&maximumDelay=1h");
        String id = delivered("shop");
        await().until(() -> history(id).contains("NOT_TOLD DELIVERED"));
        List<Step> steps = camel.ledger().find(id, null).orElseThrow().history();
        Step last = steps.get(steps.size() - 1);
        assertThat(last.to()).isEqualTo("10.0.0.9");
        assertThat(last.answer()).isEqualTo("smpp:0x14");
    }

    @Test
    void anApplicationThatSaysWhenIsNotTriedBefore() throws Exception {
        List<Long> at = new CopyOnWriteArrayList<>();
        application = e -> {
            at.add(System.nanoTime());
            e.setProperty(LedgerComponent.RETRY_AFTER, 700L);
            if (at.size() == 1) {
                throw SmsNotSentException.forThrottling("http:429", "later");
            }
        };
        start("window=5&delay=20ms&maximumDelay=1h");
        delivered("shop");
        await().until(() -> at.size() == 2);
        assertThat(Duration.ofNanos(at.get(1) - at.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(700));
    }

    @Test
    void whoReadsItselfFindsAllAfterItsPlace() throws Exception {
        camel.start();
        Ledger ledger = camel.ledger();
        List<String> told = new CopyOnWriteArrayList<>();
        ledger.watch("test", 60_000, told::add);
        List<Object> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(delivered("shop"));
        }
        delivered("other");
        await().until(() -> told.contains("shop") && told.contains("other"));
        try (EventsReader reader = ledger.eventsReader()) {
            EventsReader.Page first = reader.after("test", "shop", 0, 3);
            assertThat(first.events()).hasSize(3);
            assertThat(first.more()).isTrue();
            EventsReader.Page second = reader.after("test", "shop", first.last(), 3);
            assertThat(second.more()).isFalse();
            assertThat(java.util.stream.Stream.of(first, second)
                            .flatMap(page -> page.events().stream())
                            .map(event -> (Object) event.messageId()))
                    .containsExactlyElementsOf(ids);
            assertThat(reader.waiting("test", "shop", 3).count()).isEqualTo(3);
            assertThat(reader.waiting("test", "nobody", 3)).isEqualTo(new EventsReader.Waiting(0, null));
        }
    }

    /** A bit of each column flips, one after the other: what was written is told, or nothing is. */
    @Test
    void anEventThatIsNotWhatWasWrittenIsNotReadEither() throws Exception {
        camel.start();
        Ledger ledger = camel.ledger();
        ledger.watch("test", 60_000, client -> {});
        String id = delivered("shop");
        await().until(() -> left() == 1);
        try (EventsReader reader = ledger.eventsReader();
                var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
                var statement = connection.createStatement()) {
            assertThat(reader.after("test", "shop", 0, 9).events())
                    .extracting(Event::messageId)
                    .containsExactly(id);
            for (String column : List.of(
                    "message_id", "recipient", "sender", "client_ref", "state", "kind", "happened_at", "accepted_at")) {
                String flipped = column.endsWith("_at")
                        ? column + " + 1"
                        : "char(unicode(" + column + ") + 1) || substr(" + column + ", 2)";
                statement.execute("create temp table kept as select id, " + column + " as was from event");
                statement.executeUpdate("update event set " + column + " = " + flipped);
                EventsReader.Page page = reader.after("test", "shop", 0, 9);
                assertThat(page.events()).as(column).isEmpty();
                assertThat(page.last()).as("the reader goes on").isPositive();
                statement.executeUpdate(
                        "update event set " + column + " = (select was from kept where kept.id = event.id)");
                statement.execute("drop table kept");
                assertThat(reader.after("test", "shop", 0, 9).events()).hasSize(1);
            }
        }
    }

    @Test
    void aCallbackStandsInAQueueOfItsMessage() throws Exception {
        camel.routes(routes -> routes.from("ledger:events?consumer=callback&window=1&delay=1h&maximumDelay=1h")
                .process(e -> {
                    told.add(new HashMap<>(e.getMessage().getHeaders()));
                    application.hear(e);
                }));
        camel.start();
        List<String> ids = new ArrayList<>();
        application = e -> {
            if (e.getMessage().getHeader(SmsHeaders.ID).equals(ids.get(0))) {
                throw SmsNotSentException.forLineDown("webhook:unreachable", "nobody there");
            }
        };
        for (int i = 0; i < 5; i++) {
            String ref = "order " + i;
            ids.add(camel.ask("ledger:accept", e -> {
                        camel.message(e, "shop", "a");
                        e.getMessage().setHeader(SmsHeaders.EVENTS, Event.CALLBACK);
                        e.getMessage().setHeader(SmsHeaders.RECEIPT, "FINAL");
                        e.getMessage().setHeader(SmsHeaders.CLIENT_REF, ref);
                        e.getMessage()
                                .setHeader(
                                        SmsHeaders.FIELDS,
                                        Fields.NONE
                                                .with(Event.CALLBACK, "https://app.example/?" + ref.charAt(6))
                                                .toString());
                    })
                    .getMessage()
                    .getHeader(SmsHeaders.ID, String.class));
        }
        for (String id : ids) {
            camel.receipt(id).get(5, TimeUnit.SECONDS);
        }
        await().until(() -> told.size() == 5 && left() == 1);
        assertThat(ids()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(told).allSatisfy(h -> assertThat(h).containsEntry(SmsHeaders.CLIENT, "shop"));
        assertThat(camel.ledger().queues(Event.CALLBACK)).isEqualTo(1);
        try (EventsReader reader = camel.ledger().eventsReader()) {
            assertThat(reader.waiting(Event.CALLBACK, "shop", 9).count()).isEqualTo(1);
            assertThat(reader.waiting(Event.CALLBACK, "sho", 9).count()).isZero();
        }
    }

    @Test
    void aSubscriptionThatHasEndedIsKnownUntilItIsOpened() throws Exception {
        camel.start();
        Ledger ledger = camel.ledger();
        ledger.subscription(new Subscription("test", "shop", "https://a", 5L)).get(5, TimeUnit.SECONDS);
        ledger.subscription(new Subscription("test", "shop", "https://b", 6L)).get(5, TimeUnit.SECONDS);
        try (EventsReader reader = ledger.eventsReader()) {
            assertThat(reader.ended("test")).containsExactly(new Subscription("test", "shop", "https://b", 6L));
            assertThat(reader.ended("other")).isEmpty();
            ledger.subscription(new Subscription("test", "shop", "https://b", null))
                    .get(5, TimeUnit.SECONDS);
            assertThat(reader.ended("test")).isEmpty();
        }
    }
}
