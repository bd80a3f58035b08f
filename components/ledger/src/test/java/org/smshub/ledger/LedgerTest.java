package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Unread;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.queue.LinkSettings;
import org.smshub.ledger.store.sqlite.SqliteEngine;
import org.smshub.link.IdForms;
import org.smshub.text.plan.LinkProfile;

/** The ledger on a real file: what is handed out when, and what becomes of it. */
class LedgerTest {

    private static final Verdict.Unknown HOLD = new Verdict.Unknown(null, "hub:crash", "crash");
    private static final Verdict.Unknown AGAIN = new Verdict.Unknown(0L, "hub:crash", "crash");

    @TempDir
    Path folder;

    private Ledger ledger;
    private LinkQueue link;
    private volatile Connection writing;
    private volatile boolean tight;
    private final List<Claim> handed = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        ledger = new Ledger(folder, Parts.SETTINGS, Grounds.writingBy(connection -> {
            writing = connection;
            limitPages();
            return new SqliteEngine(connection);
        }));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void openLink(int window, double rate, Verdict.Unknown recovery) {
        link = ledger.open(Parts.link(Parts.LINK, window, rate), recovery, handed::add);
    }

    private Accepted accept(List<Submission> parts) throws Exception {
        return ledger.accept(parts).get(5, TimeUnit.SECONDS);
    }

    private void result(Claim claim, Verdict verdict) {
        ledger.result(claim, verdict, link);
    }

    private long unmatched() {
        ledger.refresh();
        return ledger.counts().unmatched();
    }

    private String state(String id) {
        return ledger.find(id, null).orElseThrow().state();
    }

    private void awaitState(String id, String state) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(state(id)).isEqualTo(state));
    }

    private List<String> handedIds() {
        return handed.stream().map(c -> c.submission().messageId()).toList();
    }

    @Test
    void aMessageGoesAllTheWay() throws Exception {
        openLink(10, 0, HOLD);
        String id = accept(Parts.one(Parts.id())).messageId();
        await().until(() -> handed.size() == 1);
        result(handed.get(0), new Verdict.Sent("r1"));
        awaitState(id, "SENT");
        assertThat(Parts.receipt(ledger, "r1", PartState.DELIVERED).get()).isTrue();
        awaitState(id, "DELIVERED");
        MessageView.PartView part =
                ledger.find(id, "client").orElseThrow().parts().get(0);
        assertThat(part.remoteId()).isEqualTo("r1");
        assertThat(part.link()).isEqualTo("a");
        assertThat(part.sentAt()).isNotNull();
        assertThat(part.doneAt()).isNotNull();
        assertThat(ledger.find(id, "somebody else")).isEmpty();
    }

    @Test
    void aReceiptThatOvertakesItsResultFindsItsPart() throws Exception {
        openLink(10, 0, HOLD);
        String id = accept(Parts.one(Parts.id())).messageId();
        await().until(() -> handed.size() == 1);
        assertThat(Parts.receipt(ledger, "r1", PartState.DELIVERED).get()).isFalse();
        result(handed.get(0), new Verdict.Sent("r1"));
        awaitState(id, "DELIVERED");
        assertThat(unmatched()).isZero();
    }

    @Test
    void aFinalStateNeverChanges() throws Exception {
        openLink(10, 0, HOLD);
        String id = accept(Parts.one(Parts.id())).messageId();
        await().until(() -> handed.size() == 1);
        result(handed.get(0), new Verdict.Sent("r1"));
        awaitState(id, "SENT");
        Parts.receipt(ledger, "r1", PartState.UNDELIVERABLE).get();
        assertThat(Parts.receipt(ledger, "r1", PartState.DELIVERED).get())
                .as("a second receipt is known, not unmatched")
                .isTrue();
        assertThat(state(id)).isEqualTo("UNDELIVERABLE");
    }

    @Test
    void aReceiptOfNobodyIsKept() throws Exception {
        assertThat(Parts.receipt(ledger, "stranger", PartState.DELIVERED).get()).isFalse();
        await().until(() -> unmatched() == 1); // when its patience is over
        ledger.close();
        open();
        assertThat(ledger.counts().unmatched()).isEqualTo(1);
        assertThat(ledger.kept(Kept.Kind.UNMATCHED, 10)).hasSize(1);
    }

    @Test
    void urgentBeforeBulkAndOldBeforeNew() throws Exception {
        String bulk = accept(Parts.one(Parts.id(), 0, 0, null)).messageId();
        String first = accept(Parts.one(Parts.id(), 1, 1_000, null)).messageId();
        String second = accept(Parts.one(Parts.id(), 1, 2_000, null)).messageId();
        String urgent = accept(Parts.one(Parts.id(), 3, 0, null)).messageId();
        openLink(10, 0, HOLD);
        await().until(() -> handed.size() == 4);
        assertThat(handedIds()).containsExactly(urgent, first, second, bulk);
    }

    @Test
    void theWindowIsKept() throws Exception {
        openLink(3, 0, HOLD);
        for (int i = 0; i < 10; i++) {
            accept(Parts.one(Parts.id()));
        }
        await().until(() -> handed.size() == 3);
        await().during(Duration.ofMillis(200)).until(() -> handed.size() == 3);
        result(handed.get(0), new Verdict.Sent("r"));
        await().until(() -> handed.size() == 4);
        assertThat(link.inFlight()).isEqualTo(3);
    }

    @Test
    void whatIsNotDueWaits() throws Exception {
        openLink(10, 0, HOLD);
        long due = System.currentTimeMillis() + 600;
        String id = accept(Parts.one(Parts.id(), 1, due, null)).messageId();
        assertThat(state(id)).isEqualTo("ACCEPTED");
        await().until(() -> handed.size() == 1);
        assertThat(System.currentTimeMillis()).isBetween(due, due + 500);
    }

    @Test
    void whatIsUselessIsNotSent() throws Exception {
        String id = accept(Parts.one(Parts.id(), 1, 0, System.currentTimeMillis() + 100))
                .messageId();
        await().until(() -> System.currentTimeMillis()
                > ledger.find(id, null)
                        .map(m -> java.time.Instant.parse(m.validUntil()).toEpochMilli())
                        .orElseThrow());
        openLink(10, 0, HOLD);
        awaitState(id, "EXPIRED");
        assertThat(handed).isEmpty();
    }

    @Test
    void theRateIsKept() throws Exception {
        openLink(1_000, 100, HOLD);
        for (int i = 0; i < 60; i++) {
            ledger.accept(Parts.one(Parts.id()));
        }
        long start = System.nanoTime();
        await().pollInterval(Duration.ofMillis(5)).until(() -> handed.size() == 60);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(540));
    }

    @Test
    void notSentIsTriedAgainThenOnTheNextLink() throws Exception {
        List<Claim> other = new CopyOnWriteArrayList<>();
        ledger.open(Parts.link("b", 10, 0), HOLD, other::add);
        openLink(10, 0, HOLD);
        String id = accept(Parts.on(Parts.id(), "a,b")).messageId();
        await().until(() -> handed.size() == 1);
        result(handed.get(0), new Verdict.Retry(System.currentTimeMillis() + 200, "a", false, "smpp:0x08", "no"));
        await().until(() -> handed.size() == 2);
        assertThat(handed.get(1).attempts()).isEqualTo(1);
        result(handed.get(1), new Verdict.Retry(0, handed.get(1).nextLink(), false, "smpp:0x08", "no"));
        await().until(() -> other.size() == 1);
        assertThat(other.get(0).attempts()).isZero();
        assertThat(ledger.find(id, null).orElseThrow().parts().get(0).link()).isEqualTo("b");
    }

    @Test
    void aReferenceIsAcceptedOnce() throws Exception {
        Accepted first = accept(Parts.withRef(Parts.id(), "order 7"));
        Accepted again = accept(Parts.withRef(Parts.id(), "order 7"));
        assertThat(again.messageId()).isEqualTo(first.messageId());
        assertThat(again.duplicate()).isTrue();
        openLink(10, 0, HOLD);
        await().until(() -> handed.size() == 1);
        await().during(Duration.ofMillis(200)).until(() -> handed.size() == 1);
    }

    @Test
    void theSameReferenceManyTimesAtOnce() throws Exception {
        List<CompletableFuture<Accepted>> answers = IntStream.range(0, 200)
                .mapToObj(i -> ledger.accept(Parts.withRef(Parts.id(), "x")))
                .toList();
        long ids = answers.stream()
                .map(CompletableFuture::join)
                .map(Accepted::messageId)
                .distinct()
                .count();
        assertThat(ids).isEqualTo(1);
    }

    @Test
    void underHoldACrashLeavesUnknownUntilTheReceipt() throws Exception {
        openLink(10, 0, HOLD);
        String id = accept(Parts.one(Parts.id())).messageId();
        await().until(() -> handed.size() == 1);
        ledger.close(); // no result was written: as after a crash
        open();
        openLink(10, 0, HOLD);
        awaitState(id, "UNKNOWN");
        assertThat(handed).hasSize(1);
        assertThat(Parts.receipt(ledger, "never learnt", PartState.DELIVERED).get())
                .isFalse();
        awaitState(id, "DELIVERED");
        assertThat(unmatched()).isZero();
        assertThat(ledger.find(id, null).orElseThrow().parts().get(0).remoteId())
                .isEqualTo("never learnt");
    }

    @Test
    void underRetryACrashSendsAgainAndBothReceiptsMatch() throws Exception {
        openLink(10, 0, AGAIN);
        String id = accept(Parts.one(Parts.id())).messageId();
        await().until(() -> handed.size() == 1);
        ledger.close();
        open();
        openLink(10, 0, AGAIN);
        await().until(() -> handed.size() == 2);
        result(handed.get(1), new Verdict.Sent("second"));
        awaitState(id, "SENT");
        Parts.receipt(ledger, "first", PartState.DELIVERED).get();
        Parts.receipt(ledger, "second", PartState.DELIVERED).get();
        awaitState(id, "DELIVERED");
        await().until(() -> unmatched() == 0);
        assertThat(Parts.receipt(ledger, "first", PartState.DELIVERED).get())
                .as("the centre repeats it")
                .isTrue();
        assertThat(unmatched()).isZero();
    }

    /** Five parts a day, one in flight. */
    private static LinkSettings frugal() {
        return new LinkSettings(
                Parts.LINK,
                1,
                0,
                1,
                600_000,
                120_000,
                new Account(Parts.LINK, IdForms.SAFE, false),
                5,
                true,
                1,
                1,
                LinkProfile.STANDARD);
    }

    @Test
    void whatIsGivenBackToABudgetIsThereAfterACrash() throws Exception {
        link = ledger.open(frugal(), HOLD, handed::add);
        accept(Parts.one(Parts.id()));
        await().until(() -> handed.size() == 1);
        assertThat(link.budgetLeft()).isEqualTo(4);
        result(handed.get(0), new Verdict.Retry(System.currentTimeMillis() + 600_000, Parts.LINK, true, null, null));
        await().until(() -> link.budgetLeft() == 5);
        ledger.close();
        open();
        link = ledger.open(frugal(), HOLD, handed::add);
        await().until(() -> link.service() == LinkQueue.Service.UP);
        // it may have been handed over again already
        await().untilAsserted(
                        () -> assertThat(link.budgetLeft() + handed.size()).isEqualTo(5 + 1));
    }

    @Test
    void aBudgetIsKeptOverCrashes() throws Exception {
        LinkSettings frugal = frugal();
        link = ledger.open(frugal, HOLD, handed::add);
        for (int i = 0; i < 10; i++) {
            accept(Parts.one(Parts.id()));
        }
        for (int life = 1; life <= 3; life++) {
            int sent = 2 * life - 1;
            await().until(() -> handed.size() == sent);
            result(handed.get(sent - 1), new Verdict.Back(0, null, null)); // costs nothing
            await().until(() -> handed.size() == sent + 1);
            result(handed.remove(sent), new Verdict.Sent("r" + life));
            if (life < 3) {
                await().until(() -> handed.size() == sent + 1); // in flight when the hub ends
            } else {
                await().until(() -> link.budgetLeft() == 0);
            }
            ledger.close();
            open();
            link = ledger.open(frugal, HOLD, handed::add);
        }
        await().until(() -> link.service() == LinkQueue.Service.UP);
        await().during(Duration.ofMillis(300)).until(() -> handed.size() == 5);
        assertThat(link.budgetLeft()).isZero();
        assertThat(link.isOut()).isTrue();
    }

    @Test
    void aRouteThatStartsAgainKeepsWhatIsInFlight() throws Exception {
        openLink(10, 0, HOLD);
        String id = accept(Parts.one(Parts.id())).messageId();
        await().until(() -> handed.size() == 1);
        LinkQueue before = link;
        before.close();
        openLink(10, 0, HOLD);
        await().during(Duration.ofMillis(200)).until(() -> state(id).equals("QUEUED"));
        assertThat(link.inFlight()).isEqualTo(1);
        ledger.result(handed.get(0), new Verdict.Sent("r"), before);
        awaitState(id, "SENT");
        assertThat(link.inFlight()).isZero();
    }

    @Test
    void aPoisonRowFailsAlone() throws Exception {
        String twice = Parts.id();
        accept(Parts.one(twice));
        List<CompletableFuture<Accepted>> neighbours = IntStream.range(0, 50)
                .mapToObj(i -> ledger.accept(Parts.one(i == 25 ? twice : Parts.id())))
                .toList();
        for (int i = 0; i < 50; i++) {
            if (i == 25) {
                assertThatThrownBy(neighbours.get(i)::get)
                        .hasCauseInstanceOf(LedgerException.class)
                        .hasMessageContaining("cannot be stored");
            } else {
                assertThat(neighbours.get(i).get(5, TimeUnit.SECONDS).duplicate())
                        .isFalse();
            }
        }
        assertThat(ledger.trouble()).isNull();
    }

    @Test
    void aFullDiskRefusesAcceptsKeepsResultsAndRecovers() throws Exception {
        openLink(10, 0, HOLD);
        String id = accept(Parts.one(Parts.id())).messageId();
        await().until(() -> handed.size() == 1);
        tight = true;
        limitPages();
        List<Submission> big = List.of(new Submission(
                Parts.id(),
                1,
                1,
                "client",
                null,
                null,
                "+48600100200",
                "x".repeat(100_000),
                "GSM7",
                null,
                null,
                null,
                null,
                "FINAL",
                1,
                "a",
                0,
                null,
                0,
                null,
                null));
        assertThatThrownBy(() -> ledger.accept(big).get())
                .cause()
                .isInstanceOfSatisfying(
                        LedgerException.class, e -> assertThat(e.getReason()).isEqualTo(LedgerException.Reason.STORAGE))
                .hasMessageContaining("disk is full");
        tight = false; // after such an error the connection is opened anew
        result(handed.get(0), new Verdict.Sent("r1"));
        awaitState(id, "SENT");
        assertThat(accept(Parts.one(Parts.id())).duplicate()).isFalse();
        assertThat(ledger.trouble()).isNull();
    }

    /** SQLite's own limit of the file's size gives the very error of a full disk; it holds for the writing connection. */
    private void limitPages() throws SQLException {
        try (Statement statement = writing.createStatement()) {
            statement.execute("pragma max_page_count = " + (tight ? 1 : 1_000_000));
        }
    }

    @Test
    void oneProcessAFolder() {
        assertThatThrownBy(() -> new Ledger(folder, Parts.SETTINGS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Another hub works with the data folder");
    }

    @Test
    void aDamagedFileIsOneClearError() throws Exception {
        Path other = folder.resolve("other");
        java.nio.file.Files.createDirectories(other);
        java.nio.file.Files.writeString(other.resolve("ledger.db"), "this is no database ".repeat(500));
        assertThatThrownBy(() -> new Ledger(other, Parts.SETTINGS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void whatWaitsOnALinkThatNobodyServesAnyMoreGoesByTheNext() throws Exception {
        String id = accept(Parts.on(Parts.id(), "gone,a")).messageId();
        assertThat(ledger.find(id, null).orElseThrow().parts().get(0).link()).isEqualTo("gone");
        openLink(10, 0, HOLD);
        ledger.refresh();
        await().until(() -> handed.size() == 1);
        assertThat(handed.get(0).link()).isEqualTo("a");
        assertThat(ledger.links().get("gone").isOut()).isTrue();
        assertThat(ledger.isOpen("gone")).isFalse();
    }

    @Test
    void aLinkThatNeverStartsHasAStandIn() throws Exception {
        ledger.declare(new LinkSettings("dead", 1, 0, 1, 300, 120_000, new Account("dead", IdForms.SAFE, false)));
        openLink(10, 0, HOLD);
        String early = accept(Parts.on(Parts.id(), "dead,a")).messageId();
        await().until(() -> handed.size() == 1);
        String late = accept(Parts.on(Parts.id(), "dead,a")).messageId();
        await().until(() -> handed.size() == 2);
        assertThat(handedIds()).containsExactly(early, late);
        assertThat(handed).allSatisfy(claim -> assertThat(claim.link()).isEqualTo("a"));
    }

    @Test
    void aLateAnswerSettlesWhatWasGivenUp() throws Exception {
        openLink(10, 0, HOLD);
        String id = accept(Parts.one(Parts.id())).messageId();
        await().until(() -> handed.size() == 1);
        result(handed.get(0), new Verdict.Unknown(null, "smpp:timeout", "no answer"));
        awaitState(id, "UNKNOWN");
        ledger.late(handed.get(0), new Verdict.Sent("r1"), link);
        awaitState(id, "SENT");
        assertThat(link.inFlight()).isZero();
    }

    @Test
    void whatNobodyUnderstoodIsKeptAndGivenToItsRouteAgain() throws Exception {
        ledger.unread(new Unread(
                        "a", "direct:again", new byte[] {1, 2}, "x=1", "too short", System.currentTimeMillis()))
                .get(5, TimeUnit.SECONDS);
        ledger.refresh();
        assertThat(ledger.counts().unread()).isEqualTo(1);
        List<Kept> kept = ledger.replay(Kept.Kind.UNREAD, null, 10).get(5, TimeUnit.SECONDS);
        assertThat(kept).singleElement().satisfies(k -> assertThat(k.route()).isEqualTo("direct:again"));
        assertThat(ledger.kept(Kept.Kind.UNREAD, 10))
                .as("until its route has it")
                .hasSize(1);
        ledger.forget(Kept.Kind.UNREAD, kept.get(0).id()).get(5, TimeUnit.SECONDS);
        assertThat(ledger.kept(Kept.Kind.UNREAD, 10)).isEmpty();
    }

    @Test
    void aPhoneThatCanBeReachedAgainGetsItsMessageAtOnce() throws Exception {
        openLink(10, 0, HOLD);
        int messages = 5;
        for (int i = 0; i < messages; i++) {
            accept(Parts.one(Parts.id()));
        }
        await().until(() -> handed.size() == messages);
        long later = System.currentTimeMillis() + 600_000;
        for (int i = 0; i < messages; i++) {
            result(handed.get(i), new Verdict.Retry(later, "a", false, "smpp:0x08", "no"));
        }
        ledger.awake("a", "+48600100200").get(5, TimeUnit.SECONDS);
        await().until(() -> handed.size() == 2 * messages);
    }

    @Test
    void theFileIsReadableWithSqliteAlone() throws Exception {
        accept(Parts.one(Parts.id()));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select state, recipient from messages")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("QUEUED");
        }
    }
}
