package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.ledger.queue.LinkQueue;

/** What applications hear of their messages: once, in order, also after a restart, and nobody waits for another. */
class EventsTest {

    private static final Verdict.Unknown HOLD = new Verdict.Unknown(null, "hub:crash", "crash");
    private static final long WEEK = TimeUnit.DAYS.toMillis(7);

    @TempDir
    Path folder;

    private Ledger ledger;
    private EventQueue queue;
    private final List<Event> told = new CopyOnWriteArrayList<>();
    private final Map<String, LinkQueue> links = new ConcurrentHashMap<>();

    @BeforeEach
    void open() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
        ledger = new Ledger(folder, Parts.SETTINGS);
        links.put(Parts.LINK, ledger.open(Parts.link(Parts.LINK, 1_000, 0), HOLD, this::sent));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** The centre takes everything; its id of a part is the message's id and the number of the part. */
    private void sent(Claim claim) {
        String id = claim.submission().messageId() + claim.submission().part();
        ledger.result(claim, new Verdict.Sent(id), links.get(Parts.LINK));
    }

    private void listen(int window) {
        queue = ledger.listen("smpp", window, WEEK, (from, event) -> told.add(event));
    }

    private String accept(String client, String receipt, int parts) throws Exception {
        String id = Parts.id();
        List<Submission> all = new ArrayList<>();
        for (int part = 1; part <= parts; part++) {
            all.add(Parts.heardBy("smpp", id, client, receipt, part, parts));
        }
        return ledger.accept(all).get(5, TimeUnit.SECONDS).messageId();
    }

    private void receipt(String id, int part, PartState state) throws Exception {
        Parts.receipt(ledger, id + part, state).get(5, TimeUnit.SECONDS);
    }

    private void delivered(String id) throws Exception {
        receipt(id, 1, PartState.DELIVERED);
    }

    private void heard(Event event) {
        ledger.eventResult(queue, event, null);
    }

    private List<String> toldIds() {
        return told.stream().map(Event::messageId).toList();
    }

    @Test
    void aFinalStateIsToldOnce() throws Exception {
        listen(10);
        String id = accept("shop", "FINAL", 1);
        delivered(id);
        await().until(() -> told.size() == 1);
        Event event = told.get(0);
        assertThat(event.kind()).isEqualTo(Event.Kind.RECEIPT);
        assertThat(event.client()).isEqualTo("shop");
        assertThat(event.messageId()).isEqualTo(id);
        assertThat(event.state()).isEqualTo("DELIVERED");
        assertThat(event.recipient()).isEqualTo("+48600100200");
        assertThat(event.sender()).isEqualTo("ACME");
        heard(event);
        delivered(id);
        receipt(id, 1, PartState.UNDELIVERABLE);
        await().during(Duration.ofMillis(200)).until(() -> told.size() == 1);
    }

    @Test
    void aLongMessageIsToldWhenItsLastPartHasEndedAndByItsWorst() throws Exception {
        listen(10);
        String id = accept("shop", "FINAL", 3);
        receipt(id, 1, PartState.DELIVERED);
        receipt(id, 3, PartState.UNDELIVERABLE);
        await().during(Duration.ofMillis(200)).until(told::isEmpty);
        receipt(id, 2, PartState.DELIVERED);
        await().until(() -> told.size() == 1);
        assertThat(told.get(0).state()).isEqualTo("UNDELIVERABLE");
    }

    @Test
    void allMeansTheStatesBetweenToo() throws Exception {
        listen(1);
        String id = accept("shop", "ALL", 1);
        await().until(() -> told.size() == 1);
        receipt(id, 1, PartState.BUFFERED);
        receipt(id, 1, PartState.BUFFERED);
        delivered(id);
        for (int i = 0; i < 3; i++) {
            int count = i + 1;
            await().until(() -> told.size() == count);
            heard(told.get(i));
        }
        await().during(Duration.ofMillis(200)).until(() -> told.size() == 3);
        assertThat(told).extracting(Event::state).containsExactly("SENT", "BUFFERED", "DELIVERED");
    }

    @Test
    void goodAndBadEndsAreToldToWhoAskedForThem() throws Exception {
        listen(10);
        String good = accept("good", "SUCCESS", 1);
        String bad = accept("bad", "FAILURE", 1);
        String between = accept("between", "INTERMEDIATE", 1);
        String both = accept("both", "FAILURE_INTERMEDIATE", 1);
        for (String id : List.of(good, bad, between, both)) {
            receipt(id, 1, PartState.BUFFERED);
            receipt(id, 1, PartState.DELIVERED);
        }
        String failed = accept("good", "SUCCESS", 1);
        receipt(failed, 1, PartState.UNDELIVERABLE);
        String told1 = accept("bad", "FAILURE", 1);
        receipt(told1, 1, PartState.UNDELIVERABLE);
        await().until(() -> {
            told.forEach(this::heard);
            return told.stream().anyMatch(event -> event.messageId().equals(told1));
        });
        await().during(Duration.ofMillis(200)).until(() -> {
            told.forEach(this::heard);
            return true;
        });
        assertThat(told.stream().map(event -> event.client() + " " + event.state()))
                .containsExactlyInAnyOrder(
                        "good DELIVERED",
                        "bad UNDELIVERABLE",
                        "between SENT",
                        "between BUFFERED",
                        "both SENT",
                        "both BUFFERED");
    }

    @Test
    void noneMeansNothing() throws Exception {
        listen(10);
        delivered(accept("shop", "NONE", 1));
        String other = accept("shop", "FINAL", 1);
        delivered(other);
        await().until(() -> !told.isEmpty());
        assertThat(toldIds()).containsExactly(other);
    }

    @Test
    void whatWasNeverSentIsToldToo() throws Exception {
        listen(10);
        LinkQueue closed = links.get(Parts.LINK);
        closed.close();
        ledger.open(Parts.link(Parts.LINK, 1_000, 0), HOLD, claim -> {
            ledger.result(claim, new Verdict.Failed(true, "smpp:0x0B", "no such number"), closed);
        });
        accept("shop", "FINAL", 1);
        await().until(() -> told.size() == 1);
        assertThat(told.get(0).state()).isEqualTo("FAILED");
        assertThat(told.get(0).errorCode()).isEqualTo("smpp:0x0B");
    }

    @Test
    void whatExpiredIsToldToo() throws Exception {
        listen(10);
        links.get(Parts.LINK).close();
        ledger.accept(List.of(Parts.until(System.currentTimeMillis() + 100, "smpp")))
                .get();
        await().until(() -> told.size() == 1);
        assertThat(told.get(0).state()).isEqualTo("EXPIRED");
    }

    @Test
    void aReceiptThatOvertookItsResultIsTold() throws Exception {
        listen(10);
        LinkQueue link = links.get(Parts.LINK);
        link.close();
        List<Claim> claims = new CopyOnWriteArrayList<>();
        ledger.open(Parts.link(Parts.LINK, 10, 0), HOLD, claims::add);
        String id = accept("shop", "FINAL", 1);
        await().until(() -> claims.size() == 1);
        assertThat(Parts.receipt(ledger, "early", PartState.DELIVERED).get()).isFalse();
        ledger.result(claims.get(0), new Verdict.Sent("early"), link);
        await().until(() -> told.size() == 1);
        assertThat(toldIds()).containsExactly(id);
    }

    @Test
    void aReceiptThatSettlesADoubtIsTold() throws Exception {
        links.get(Parts.LINK).close();
        List<Claim> claims = new CopyOnWriteArrayList<>();
        ledger.open(Parts.link(Parts.LINK, 10, 0), HOLD, claims::add);
        String id = accept("shop", "FINAL", 1);
        await().until(() -> claims.size() == 1);
        ledger.close();
        open();
        listen(10);
        Parts.receipt(ledger, "never learnt", PartState.DELIVERED).get();
        await().until(() -> told.size() == 1);
        assertThat(toldIds()).containsExactly(id);
    }

    @Test
    void inOrderPerClientOneAtATime() throws Exception {
        listen(1);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(accept("shop", "FINAL", 1));
        }
        for (String id : ids) {
            delivered(id);
        }
        for (int i = 0; i < 20; i++) {
            int count = i + 1;
            await().until(() -> told.size() == count);
            heard(told.get(i));
        }
        assertThat(toldIds()).isEqualTo(ids);
    }

    @Test
    void aClientThatIsAwayHoldsUpNobody() throws Exception {
        listen(2);
        for (int i = 0; i < 5; i++) {
            delivered(accept("away", "FINAL", 1));
        }
        await().until(() -> told.size() == 2);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String id = accept("shop", "FINAL", 1);
            delivered(id);
            ids.add(id);
        }
        await().until(() -> {
            told.stream()
                    .filter(e -> e.client().equals("shop") && ids.contains(e.messageId()))
                    .forEach(this::heard);
            return told.stream()
                            .filter(e -> e.client().equals("shop"))
                            .map(Event::messageId)
                            .distinct()
                            .count()
                    == 5;
        });
        assertThat(told).filteredOn(e -> e.client().equals("away")).hasSize(2);
    }

    @Test
    void whatWasNotHeardComesAgainBeforeWhatFollows() throws Exception {
        listen(3);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String id = accept("shop", "FINAL", 1);
            delivered(id);
            ids.add(id);
        }
        await().until(() -> told.size() == 3);
        long due = System.nanoTime() + 300_000_000;
        ledger.eventResult(queue, told.get(1), 300L);
        heard(told.get(0));
        heard(told.get(2));
        await().until(() -> told.size() == 4);
        assertThat(System.nanoTime() - due).isNotNegative();
        assertThat(told.get(3).messageId()).isEqualTo(ids.get(1));
        assertThat(told.get(3).attempts()).isEqualTo(1);
        await().during(Duration.ofMillis(100)).until(() -> told.size() == 4); // one at a time until one is heard
        heard(told.get(3));
        await().until(() -> told.size() == 5);
        assertThat(told.get(4).messageId()).isEqualTo(ids.get(3));
    }

    @Test
    void afterARestartWhatWasNotHeardIsToldAgain() throws Exception {
        listen(1);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String id = accept("shop", "FINAL", 1);
            delivered(id);
            ids.add(id);
        }
        await().until(() -> told.size() == 1);
        heard(told.get(0));
        await().until(() -> told.size() == 2);
        ledger.close();
        told.clear();
        open();
        listen(10);
        await().until(() -> told.size() == 2);
        assertThat(toldIds()).containsExactly(ids.get(1), ids.get(2));
    }

    @Test
    void aRouteThatStartsAgainKeepsWhatIsInFlight() throws Exception {
        listen(2);
        delivered(accept("shop", "FINAL", 1));
        await().until(() -> told.size() == 1);
        queue.close();
        delivered(accept("shop", "FINAL", 1));
        await().during(Duration.ofMillis(100)).until(() -> told.size() == 1);
        listen(2);
        await().until(() -> told.size() == 2);
        assertThat(queue.inFlight()).isEqualTo(2);
        heard(told.get(0));
        heard(told.get(1));
        await().until(() -> queue.inFlight() == 0);
    }

    @Test
    void whatNobodyHearsInTimeIsDropped() throws Exception {
        queue = ledger.listen("smpp", 1, 500, (from, event) -> told.add(event));
        delivered(accept("shop", "FINAL", 1));
        delivered(accept("shop", "FINAL", 1));
        await().until(() -> told.size() == 1);
        queue.close();
        await().pollDelay(Duration.ofMillis(1_800)).until(() -> true); // age, and the sweep of each second
        listen(1);
        heard(told.get(0));
        await().during(Duration.ofMillis(300)).until(() -> told.size() == 1);
    }

    @Test
    void everyMessageOfManyIsToldExactlyOnce() throws Exception {
        queue = ledger.listen("smpp", 10, WEEK, (from, event) -> {
            told.add(event);
            ledger.eventResult(from, event, null);
        });
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            ids.add(accept("client" + i % 7, i % 3 == 0 ? "ALL" : "FINAL", 1 + i % 3));
        }
        IntStream.range(0, 500).parallel().forEach(i -> {
            for (int part = 1; part <= 1 + i % 3; part++) {
                Parts.receipt(ledger, ids.get(i) + part, i % 5 == 0 ? PartState.EXPIRED : PartState.DELIVERED)
                        .join();
            }
        });
        await().until(() -> finals().size() >= 500);
        await().during(Duration.ofMillis(300)).until(() -> finals().size() == 500);
        assertThat(finals()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids);
    }

    private List<String> finals() {
        return told.stream()
                .filter(e -> PartState.valueOf(e.state()).isFinal())
                .map(Event::messageId)
                .toList();
    }
}
