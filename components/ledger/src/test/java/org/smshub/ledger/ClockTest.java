package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.ledger.entry.Change;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.IncomingPart;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.text.plan.Segment;
import org.smshub.text.plan.TextProfile;

/** The wall clock is set, by hours, while the hub runs and while it does not: nothing is stuck, and nothing comes at once. */
class ClockTest {

    private static final long HOUR = TimeUnit.HOURS.toMillis(1);
    private static final Verdict.Unknown HOLD = new Verdict.Unknown(null, "hub:crash", "crash");

    @TempDir
    Path folder;

    private final AtomicLong set = new AtomicLong();
    private final List<Claim> handed = new CopyOnWriteArrayList<>();
    private final List<Event> told = new CopyOnWriteArrayList<>();
    private Ledger ledger;
    private LinkQueue link;

    private long now() {
        return System.currentTimeMillis() + set.get();
    }

    @BeforeEach
    void open() {
        ledger = new Ledger(folder, Parts.SETTINGS, Grounds.at(this::now));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void start(int window) {
        link = ledger.open(Parts.link(Parts.LINK, window, 0), HOLD, handed::add);
    }

    private void restart(long clock) {
        ledger.close();
        handed.clear();
        set.addAndGet(clock);
        open();
        start(100);
    }

    private String accept(String to, long dueIn) throws Exception {
        return ledger.accept(List.of(stamped(Parts.id(), to, dueIn)))
                .get(10, TimeUnit.SECONDS)
                .messageId();
    }

    private Submission stamped(String id, String to, long dueIn) {
        long now = now();
        Submission s = Parts.part(id, 1, 1, null, 1, Parts.LINK, 0, null);
        return new Submission(
                s.messageId(),
                1,
                1,
                s.client(),
                null,
                s.sender(),
                to,
                s.body(),
                s.encoding(),
                null,
                null,
                null,
                null,
                s.receipt(),
                1,
                s.links(),
                now + dueIn,
                null,
                now,
                null,
                null);
    }

    private String accept() throws Exception {
        return accept("+48600100200", 0);
    }

    @Test
    void whatWasReplacedWhileItWaitedGoesAllTheSameWhenTheClockIsSetBack() throws Exception {
        String id = accept();
        set.addAndGet(HOUR / 60); // it has waited for a minute
        ledger.change(new Change.Replace(List.of(stamped(id, "+48600100200", 0)), "client"))
                .get(10, TimeUnit.SECONDS);
        restart(-HOUR);
        awaitHanded(id);
    }

    @Test
    void whatIsReplacedAfterTheClockWasSetBackGoesNow() throws Exception {
        String id = accept();
        set.addAndGet(-HOUR);
        ledger.change(new Change.Replace(List.of(stamped(id, "+48600100200", 0)), "client"))
                .get(10, TimeUnit.SECONDS);
        start(100);
        awaitHanded(id);
    }

    private List<String> handedIds() {
        return handed.stream().map(c -> c.submission().messageId()).toList();
    }

    private void awaitHanded(String... ids) {
        await().untilAsserted(() -> assertThat(handedIds()).containsExactlyInAnyOrder(ids));
    }

    private void awaitState(String id, String state) {
        await().untilAsserted(() ->
                assertThat(ledger.find(id, null).orElseThrow().state()).isEqualTo(state));
    }

    @Test
    void setBackWhatWaitsGoesOnAndWhatIsForLaterDoesNot() throws Exception {
        start(2);
        String first = accept();
        String second = accept();
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(accept());
        }
        String later = accept("+48600100200", HOUR);
        awaitHanded(first, second);
        set.addAndGet(-3 * HOUR);
        ledger.result(handed.get(0), new Verdict.Sent("r1"), link);
        // it was due when it was handed out
        ledger.result(handed.get(1), new Verdict.Back(handed.get(1).submission().due(), null, null), link);
        for (int i = 2; i < 23; i++) {
            int next = i;
            await().until(() -> handed.size() > next);
            ledger.result(handed.get(i), new Verdict.Sent("r" + i), link);
        }
        assertThat(handedIds()).containsAll(waiting).doesNotContain(later);
        assertThat(handedIds().stream().filter(second::equals)).hasSize(2);
        set.addAndGet(4 * HOUR - 20_000);
        await().during(Duration.ofMillis(1_500)).until(() -> !handedIds().contains(later));
        set.addAndGet(25_000);
        await().until(() -> handedIds().contains(later));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1})
    void whatIsTriedAgainIsSoAfterItsTimeAndNotAnHourLater(long hours) throws Exception {
        start(10);
        String id = accept();
        awaitHanded(id);
        long nanos = System.nanoTime();
        ledger.result(handed.get(0), new Verdict.Retry(now() + 2_500, Parts.LINK, false, "x:1", null), link);
        awaitState(id, "QUEUED");
        set.addAndGet(hours * HOUR);
        awaitHanded(id, id);
        if (hours < 0) {
            assertThat(System.nanoTime() - nanos).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(2_000));
        }
    }

    @Test
    void setBackBetweenTwoStarts() throws Exception {
        start(10);
        String tried = accept();
        awaitHanded(tried);
        ledger.result(handed.get(0), new Verdict.Retry(now() + 600, Parts.LINK, false, "x:1", null), link);
        awaitState(tried, "QUEUED");
        link.close();
        String waiting = accept();
        String later = accept("+48600100200", HOUR);
        restart(-5 * HOUR);
        awaitHanded(tried, waiting);
        restart(5 * HOUR + 30_000);
        awaitHanded();
        restart(HOUR);
        awaitHanded(later);
    }

    @Test
    void aReceiptSettlesADoubtOfBeforeTheClockWasSetBack() throws Exception {
        start(10);
        String id = accept("+48600100201", 0);
        awaitHanded(id);
        ledger.result(handed.get(0), new Verdict.Unknown(null, "x:timeout", null), link);
        awaitState(id, "UNKNOWN");
        set.addAndGet(-2 * HOUR);
        ledger.receipt(Parts.LINK, List.of("never-learnt"), PartState.DELIVERED, "+48600100201", null, now())
                .get(10, TimeUnit.SECONDS);
        awaitState(id, "DELIVERED");
    }

    @Test
    void aReceiptOfBeforeTheClockWasSetBackSettlesNoDoubtOfAfter() throws Exception {
        start(10);
        ledger.receipt(Parts.LINK, List.of("of another"), PartState.DELIVERED, "+48600100201", null, now())
                .get(10, TimeUnit.SECONDS);
        set.addAndGet(-2 * HOUR);
        String id = accept("+48600100201", 0);
        awaitHanded(id);
        ledger.result(handed.get(0), new Verdict.Unknown(null, "x:timeout", null), link);
        awaitState(id, "UNKNOWN");
        ledger.receipt(Parts.LINK, List.of("never-learnt"), PartState.UNDELIVERABLE, "+48600100201", null, now())
                .get(10, TimeUnit.SECONDS);
        awaitState(id, "UNDELIVERABLE");
    }

    @Test
    void aReceiptThatOvertookItsResultFindsItOverASetClock() throws Exception {
        start(10);
        String id = accept();
        awaitHanded(id);
        set.addAndGet(-2 * HOUR);
        ledger.receipt(Parts.LINK, List.of("r1"), PartState.DELIVERED, "+48600100200", null, now())
                .get(10, TimeUnit.SECONDS);
        ledger.result(handed.get(0), new Verdict.Sent("r1"), link);
        awaitState(id, "DELIVERED");
    }

    @Test
    void anIncomingMessageStillWaitsForItsPartsWhenTheClockIsSetForward() throws Exception {
        ledger.listen("smpp", 10, HOUR * 24, (from, event) -> {
            told.add(event);
            ledger.eventResult(from, event, null);
        });
        List<Segment> parts = TextProfile.STANDARD.plan("x".repeat(300)).segments(9);
        incoming(parts.get(0));
        set.addAndGet(3 * HOUR);
        await().during(Duration.ofMillis(2_500)).until(told::isEmpty);
        incoming(parts.get(1));
        await().until(() -> told.size() == 1);
        assertThat(told.get(0).body()).isEqualTo("x".repeat(300));
    }

    private void incoming(Segment part) throws Exception {
        ledger.incoming(
                        new IncomingPart(
                                Parts.LINK,
                                "+48111222333",
                                "+48600100200",
                                part.userData(),
                                null,
                                "shop",
                                "smpp",
                                now(),
                                null),
                        HOUR)
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void whatAnApplicationDidNotHearIsToldAgainInItsTime() throws Exception {
        ledger.listen("smpp", 10, HOUR * 24, (from, event) -> {
            told.add(event);
            ledger.eventResult(from, event, told.size() == 1 ? 300L : null);
        });
        set.addAndGet(HOUR);
        incoming(TextProfile.STANDARD.plan("hello").segments(0).get(0));
        await().until(() -> told.size() == 1);
        set.addAndGet(-3 * HOUR);
        await().until(() -> told.size() == 2);
    }
}
