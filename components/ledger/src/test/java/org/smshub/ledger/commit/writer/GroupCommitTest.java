package org.smshub.ledger.commit.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.smshub.ledger.Parts;
import org.smshub.ledger.SetClock;
import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.LedgerFigures;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.commit.Peers;
import org.smshub.ledger.crew.Lanes;
import org.smshub.ledger.crew.Workers;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.queue.LinkSettings;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;
import org.smshub.link.IdForms;
import org.smshub.link.nature.Nature;

/** The writing thread: a throw at any place is told to its own caller, and nothing else is touched. */
class GroupCommitTest {

    private final Thread test = Thread.currentThread();
    private static final Verdict.Unknown HOLD = new Verdict.Unknown(null, "hub:crash", "crash");

    private final ScriptedEngine.Disk disk = new ScriptedEngine.Disk();
    private final Workers workers = new Workers(256);
    private final AtomicLong clock = new AtomicLong();
    private final LedgerFigures figures = new LedgerFigures();
    private GroupCommit commits;

    @BeforeEach
    void start() throws Exception {
        commits = new GroupCommit(
                disk::open,
                workers,
                new LedgerSettings(200, 0, 0, 0),
                figures,
                new SetClock(() -> System.currentTimeMillis() + clock.get()));
        commits.start();
    }

    @AfterEach
    void stop() throws Exception {
        commits.stop(10_000);
        workers.close(10_000);
    }

    private LinkQueue link(String name, int window, long failoverAfter, Consumer<Claim> taker) {
        LinkQueue link = commits.declare(new LinkQueue(
                new LinkSettings(name, window, 0, 1, failoverAfter, 120_000, new Account(name, IdForms.SAFE, false)),
                System::nanoTime));
        if (taker != null) {
            assertThat(link.open(taker)).isTrue();
            commits.recover(link, HOLD);
            await().until(() -> link.service() == LinkQueue.Service.UP);
        }
        return link;
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<Accepted> accept() {
        return commits.accept(Parts.one(Parts.id()));
    }

    private void stillWrites() throws Exception {
        assertThat(get(accept()).duplicate()).isFalse();
        assertThat(commits.trouble()).isNull();
    }

    /** Frozen between a commit and its answer: others have counted from the commit. */
    @Test
    void whatWasWrittenWhileTheHubStoodStillDoesNotLeave() throws Exception {
        commits.stop(10_000);
        AtomicLong still = new AtomicLong();
        commits = new GroupCommit(disk::open, workers, new LedgerSettings(200, 0, 0, 0), figures, new Nature() {
            @Override
            public long wall() {
                return System.currentTimeMillis();
            }

            @Override
            public long nanos() {
                return System.nanoTime() + still.get();
            }

            @Override
            public RandomGenerator random() {
                return REAL.random();
            }
        });
        commits.share(new Peers() {});
        commits.start();
        List<Boolean> ours = new CopyOnWriteArrayList<>();
        link(Parts.LINK, 10, 10_000, claim -> ours.add(commits.isOurs(claim)));
        get(accept());
        await().untilAsserted(() -> assertThat(ours).containsExactly(true));
        disk.script = group -> {
            if (!group.accepts.isEmpty()) {
                still.addAndGet(Peers.SILENT_NANOS);
            }
        };
        get(accept());
        await().untilAsserted(() -> assertThat(ours).containsExactly(true, false));
    }

    /** Taken for dead once, it tries a lost line as before. */
    @Test
    void aLinkThatIsDownComesBackAfterTheHubWasTakenForDead() throws Exception {
        disk.trouble = Engine.Trouble.FENCED;
        AtomicBoolean fenced = new AtomicBoolean();
        disk.script = group -> {
            if (!fenced.getAndSet(true)) {
                throw new SQLException("fenced");
            }
        };
        List<Claim> taken = new CopyOnWriteArrayList<>();
        LinkQueue link = link(Parts.LINK, 10, 10_000, taken::add);
        assertThat(fenced).isTrue();
        link.down(1);
        get(accept());
        await().until(() -> taken.size() == 1);
        commits.result(taken.get(0), new Verdict.Back(0, null, null), link);
        await().untilAsserted(() -> assertThat(taken).hasSizeGreaterThan(1));
    }

    @Test
    void ofABatchTheRowThatCannotBeWrittenIsRefusedAlone() throws Exception {
        List<List<Submission>> batch =
                IntStream.range(0, 100).mapToObj(i -> Parts.one(Parts.id())).toList();
        String bad = batch.get(41).get(0).messageId();
        disk.script = group -> {
            if (group.accepts.stream()
                    .anyMatch(accept -> accept.parts().get(0).messageId().equals(bad))) {
                throw new SQLException("this row");
            }
        };
        List<CompletableFuture<Accepted>> answers = commits.acceptAll(batch);
        for (int i = 0; i < batch.size(); i++) {
            if (i == 41) {
                assertThatThrownBy(() -> get(answers.get(41))).hasMessageContaining("this row");
            } else {
                assertThat(get(answers.get(i)).messageId())
                        .isEqualTo(batch.get(i).get(0).messageId());
            }
        }
        assertThat(disk.accepted).hasSize(99);
    }

    @Test
    void aBatchThatDoesNotFitIsRefusedWholeAndTakesNoPlace() throws Exception {
        CountDownLatch stands = new CountDownLatch(1);
        disk.script = group -> {
            try {
                stands.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        List<CompletableFuture<Accepted>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.addAll(commits.acceptAll(batch(900)));
        }
        List<CompletableFuture<Accepted>> tooMany = commits.acceptAll(batch(1_000 + 1));
        for (CompletableFuture<Accepted> one : tooMany) {
            assertThatThrownBy(() -> get(one)).hasRootCauseInstanceOf(LedgerException.class);
        }
        all.addAll(commits.acceptAll(batch(1_000)));
        stands.countDown();
        for (CompletableFuture<Accepted> one : all) {
            get(one);
        }
        assertThat(disk.accepted).hasSize(10_000);
        stillWrites();
    }

    private static List<List<Submission>> batch(int size) {
        return IntStream.range(0, size).mapToObj(i -> Parts.one(Parts.id())).toList();
    }

    @Test
    void aTakerThatThrowsLosesNoAnswerAndNoPart() throws Exception {
        AtomicBoolean ill = new AtomicBoolean(true);
        AtomicInteger thrown = new AtomicInteger();
        List<Claim> handed = new CopyOnWriteArrayList<>();
        LinkQueue link = link("a", 100, 60_000, claim -> {
            if (ill.get() && thrown.incrementAndGet() % 2 == 0) {
                throw new RejectedExecutionException("full");
            } else if (ill.get()) {
                throw new NoClassDefFoundError("x");
            }
            handed.add(claim);
        });
        List<CompletableFuture<Accepted>> answers =
                IntStream.range(0, 50).mapToObj(i -> accept()).toList();
        for (CompletableFuture<Accepted> answer : answers) {
            get(answer);
        }
        stillWrites();
        ill.set(false);
        await().until(() -> handed.size() == 51);
        assertThat(handed).extracting(c -> c.submission().messageId()).doesNotHaveDuplicates();
        assertThat(link.inFlight()).isEqualTo(51);
    }

    @Test
    void aLinkThatClosesMeanwhileGivesItsPartsBack() throws Exception {
        List<LinkQueue> links = new ArrayList<>();
        List<Claim> handed = new CopyOnWriteArrayList<>();
        links.add(link("a", 2, 60_000, claim -> {
            handed.add(claim);
            links.get(0).close();
        }));
        List<CompletableFuture<Accepted>> answers =
                IntStream.range(0, 20).mapToObj(i -> accept()).toList();
        for (CompletableFuture<Accepted> answer : answers) {
            get(answer);
        }
        links.get(0).open(handed::add);
        handed.forEach(claim -> commits.result(claim, new Verdict.Sent("r"), links.get(0)));
        commits.wake();
        await().until(() -> {
            for (Claim claim : handed) {
                if (disk.results.stream().noneMatch(r -> r.claim() == claim && r.verdict() instanceof Verdict.Sent)) {
                    commits.result(claim, new Verdict.Sent("r"), links.get(0));
                }
            }
            return handed.size() == 20;
        });
        assertThat(handed).extracting(c -> c.submission().messageId()).doesNotHaveDuplicates();
    }

    @Test
    void halvingFindsTheOneBadRowInFewCommits() throws Exception {
        CountDownLatch gathered = new CountDownLatch(1);
        disk.script = group -> {
            hold(gathered);
            if (group.accepts.stream()
                    .anyMatch(a -> a.parts().get(0).messageId().equals("bad"))) {
                throw new SQLException("constraint");
            }
        };
        CompletableFuture<Accepted> first = accept();
        List<CompletableFuture<Accepted>> answers = IntStream.range(0, 500)
                .mapToObj(i -> commits.accept(Parts.one(i == 333 ? "bad" : Parts.id())))
                .toList();
        gathered.countDown();
        get(first);
        for (int i = 0; i < 500; i++) {
            CompletableFuture<Accepted> answer = answers.get(i);
            if (i == 333) {
                assertThatThrownBy(() -> get(answer))
                        .cause()
                        .isInstanceOfSatisfying(LedgerException.class, e -> assertThat(e.getReason())
                                .isEqualTo(LedgerException.Reason.ROW));
            } else {
                get(answer);
            }
        }
        assertThat(disk.groups.stream().filter(g -> !g.accepts.isEmpty())).hasSizeLessThan(15);
        assertThat(disk.accepted).hasSize(500);
        assertThat(commits.trouble()).isNull();
    }

    @Test
    void whateverTheEngineThrowsOneRowIsRefusedAndTheNextWritten() throws Exception {
        for (Throwable fault : List.of(
                new IllegalArgumentException("no state 'cancelled'"),
                new StackOverflowError(),
                new AssertionError("x"))) {
            disk.script = group -> {
                if (group.accepts.stream()
                        .anyMatch(a -> a.parts().get(0).messageId().equals("bad"))) {
                    GroupCommitTest.<RuntimeException>raise(fault);
                }
            };
            CompletableFuture<Accepted> bad = commits.accept(Parts.one("bad"));
            CompletableFuture<Accepted> good = accept();
            assertThatThrownBy(() -> get(bad)).hasCauseInstanceOf(LedgerException.class);
            get(good);
            stillWrites();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable e) throws T {
        throw (T) e;
    }

    private static Receipt receipt(String id, PartState state) {
        Account account = new Account(Parts.LINK, IdForms.SAFE, false);
        return new Receipt(Parts.LINK, account, List.of(id), state, "+48600100200", null, 1, 1);
    }

    /** Before those that came after it, and not for ever. */
    @Test
    void aReceiptThatFindsNoPartComesOnceMoreWithTheNextGroup() throws Exception {
        CountDownLatch bothWait = new CountDownLatch(1);
        List<Group> groups = new CopyOnWriteArrayList<>();
        disk.script = group -> {
            if (!group.receipts.isEmpty()) {
                groups.add(group);
                hold(bothWait);
            }
        };
        disk.knows = receipt -> groups.size() > 1;
        CompletableFuture<Boolean> first = commits.receipt(receipt("r1", PartState.BUFFERED));
        await().until(() -> groups.size() == 1);
        CompletableFuture<Boolean> second = commits.receipt(receipt("r1", PartState.DELIVERED));
        bothWait.countDown();
        assertThat(get(first)).isTrue();
        assertThat(get(second)).isTrue();
        assertThat(groups).hasSize(2);
        assertThat(groups.get(1).receipts)
                .extracting(Receipt::state)
                .containsExactly(PartState.BUFFERED, PartState.DELIVERED);
        assertThat(groups.get(1).comeAgain).containsExactly(1);

        disk.knows = receipt -> false;
        assertThat(get(commits.receipt(receipt("nobody's", PartState.DELIVERED))))
                .isFalse();
        assertThat(groups).hasSize(4);
    }

    @Test
    void aWorkThatThrowsIsRefusedAlone() throws Exception {
        CompletableFuture<Accepted> bad = commits.accept(List.of());
        List<CompletableFuture<Accepted>> good =
                IntStream.range(0, 20).mapToObj(i -> accept()).toList();
        assertThatThrownBy(() -> get(bad)).hasCauseInstanceOf(LedgerException.class);
        for (CompletableFuture<Accepted> answer : good) {
            get(answer);
        }
        stillWrites();
    }

    @Test
    void anAnswerThatCannotBeReadIsToldToItsCaller() throws Exception {
        // the engine gives no answer to it
        CompletableFuture<Accepted> other = accept();
        disk.script = group -> group.replays.clear();
        CompletableFuture<?> asked = commits.replay(new Group.Replay(null, null, 1));
        assertThatThrownBy(() -> get(asked)).hasCauseInstanceOf(LedgerException.class);
        get(other);
        stillWrites();
    }

    @Test
    void aCallerThatThrowsOrFailsTouchesNobody() throws Exception {
        CountDownLatch told = new CountDownLatch(2);
        accept().whenComplete((accepted, failure) -> {
            told.countDown();
            throw new StackOverflowError();
        });
        commits.accept(List.of()).whenComplete((accepted, failure) -> {
            told.countDown();
            throw new IllegalStateException();
        });
        assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        stillWrites();
        await().until(() -> commits.waiting() == 0);
    }

    @Test
    void aListenerThatThrowsGetsItsEventsAgainInOrder() {
        events("shop", 5);
        AtomicInteger calls = new AtomicInteger();
        List<Long> heard = new CopyOnWriteArrayList<>();
        EventQueue queue = new EventQueue("http", 3, 60_000, System::nanoTime);
        queue.open(3, 60_000, (from, event) -> {
            if (calls.incrementAndGet() <= 2) {
                throw new RejectedExecutionException();
            }
            heard.add(event.id());
            commits.eventResult(from, event, null, false, null);
        });
        commits.listen(queue);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> disk.events.get("shop").isEmpty());
        // the third of the first window was heard before the first two had their turn again
        assertThat(heard.stream().distinct()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        assertThat(heard.subList(1, heard.size())).isSorted();
        await().until(() -> queue.inFlight() == 0 && queue.clients() == 0);
    }

    private long lastEvent;

    private void events(String client, int count) {
        TreeMap<Long, Event> lane = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            lane.put(++lastEvent, event(lastEvent, client));
        }
        disk.events.put(client, lane);
    }

    private static Event event(long id, String client) {
        return new Event(
                id,
                "http",
                client,
                Event.Kind.RECEIPT,
                client + id,
                "+48600100200",
                null,
                null,
                "DELIVERED",
                null,
                null,
                null,
                null,
                null,
                "a",
                0,
                0L,
                null,
                0,
                0);
    }

    @Test
    void eachClientsEventsComeInOrderThoughThePoolHasManyThreads() throws Exception {
        int clients = 300;
        int each = Boolean.getBoolean("full") ? 1_000 : 40;
        for (int i = 0; i < clients; i++) {
            events("client" + i, each);
        }
        ExecutorService pool = Executors.newFixedThreadPool(8);
        Lanes lanes = new Lanes(pool);
        Map<String, List<Long>> heard = new ConcurrentHashMap<>();
        EventQueue queue = new EventQueue("http", 10, 60_000, System::nanoTime);
        queue.open(
                10,
                60_000,
                (from, event) -> lanes.execute(event.client(), () -> {
                    heard.computeIfAbsent(event.client(), c -> Collections.synchronizedList(new ArrayList<>()))
                            .add(event.id());
                    commits.eventResult(from, event, null, false, null);
                }));
        commits.listen(queue);
        try {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> heard.values().stream().mapToInt(List::size).sum() == clients * each);
            assertThat(heard).hasSize(clients);
            heard.forEach((client, ids) -> assertThat(ids).as(client).isSorted().doesNotHaveDuplicates());
            await().until(() -> queue.inFlight() == 0);
            await().until(() -> queue.clients() == 0);
            await().until(() -> lanes.keys() == 0);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void slowFollowersDelayNobody() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger held = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            accept().thenRun(() -> {
                held.incrementAndGet();
                hold(release);
            });
        }
        // while all of them are held up, others are told
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Accepted> told = new CompletableFuture<>();
            accept().thenAccept(told::complete);
            get(told);
        }
        assertThat(release.getCount()).isEqualTo(1);
        await().until(() -> held.get() == 200);
        release.countDown();
        await().until(() -> commits.waiting() == 0);
    }

    /** An answer that is there before its follower runs that on the thread of the test, which must not be held up. */
    private void hold(CountDownLatch release) {
        if (Thread.currentThread() == test) {
            return;
        }
        try {
            release.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aFullInboxRefusesAndSlowFollowersFillIt() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<CompletableFuture<Accepted>> answers = new ArrayList<>();
        for (int i = 0; i < GroupCommit.QUEUE_LIMIT + 10; i++) {
            CompletableFuture<Accepted> answer = accept();
            answers.add(answer);
            answer.thenRun(() -> hold(release));
        }
        assertThat(answers.get(answers.size() - 1))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        LedgerException.class, e -> assertThat(e.getReason()).isEqualTo(LedgerException.Reason.BUSY));
        assertThat(workers.threads()).isLessThanOrEqualTo(256);
        release.countDown();
        for (CompletableFuture<Accepted> answer : answers.subList(0, GroupCommit.QUEUE_LIMIT)) {
            get(answer);
        }
        await().until(() -> commits.waiting() == 0);
        stillWrites();
    }

    @Test
    void afterItsEndItRefuses() throws Exception {
        commits.stop(10_000);
        assertThatThrownBy(() -> get(accept())).cause().isInstanceOfSatisfying(LedgerException.class, e -> assertThat(
                        e.getReason())
                .isEqualTo(LedgerException.Reason.STOPPED));
    }

    @Test
    void aFullDiskRefusesAcceptsAndKeepsResults() throws Exception {
        List<Claim> handed = new CopyOnWriteArrayList<>();
        LinkQueue link = link("a", 10, 60_000, handed::add);
        get(accept());
        await().until(() -> handed.size() == 1);
        disk.trouble = Engine.Trouble.STORAGE;
        disk.script = group -> {
            throw new SQLException("disk full");
        };
        commits.result(handed.get(0), new Verdict.Sent("r"), link);
        assertThatThrownBy(() -> get(accept()))
                .cause()
                .isInstanceOfSatisfying(
                        LedgerException.class, e -> assertThat(e.getReason()).isEqualTo(LedgerException.Reason.STORAGE))
                .hasMessageContaining("advice: disk full");
        assertThat(commits.trouble()).contains("disk full");
        disk.script = group -> {};
        await().until(() -> disk.results.size() == 1 && commits.trouble() == null);
    }

    /** Its senders are told to come again, not that a disk is full. */
    @Test
    void aDatabaseThatIsAwayRefusesAcceptsAsThat() {
        disk.trouble = Engine.Trouble.CONNECTION;
        disk.away = true;
        disk.opens = false;
        disk.script = group -> {
            throw new SQLException("connection reset");
        };
        assertThatThrownBy(() -> get(accept()))
                .cause()
                .isInstanceOfSatisfying(
                        LedgerException.class, e -> assertThat(e.getReason()).isEqualTo(LedgerException.Reason.AWAY))
                .hasMessageContaining("cannot be opened");
        disk.script = group -> {};
        disk.opens = true;
        await().until(() -> commits.trouble() == null);
    }

    @Test
    void aLostConnectionIsOpenedAndTheSameGroupWritten() throws Exception {
        disk.trouble = Engine.Trouble.CONNECTION;
        AtomicBoolean lost = new AtomicBoolean(true);
        disk.script = group -> {
            if (lost.getAndSet(false)) {
                throw new SQLException("connection reset");
            }
        };
        stillWrites();
        assertThat(disk.opened.get()).isEqualTo(2);
        // and one that does not come back is the disk's trouble
        disk.opens = false;
        lost.set(true);
        assertThatThrownBy(() -> get(accept())).hasMessageContaining("cannot be opened");
        assertThat(commits.trouble()).isNotNull();
        disk.opens = true;
        await().until(() -> commits.trouble() == null);
        stillWrites();
    }

    @Test
    void aCommitThatFailsAndIsInTheFileAllTheSameIsWritten() throws Exception {
        List<Claim> handed = new CopyOnWriteArrayList<>();
        link("a", 10, 60_000, handed::add);
        disk.trouble = Engine.Trouble.STORAGE;
        disk.written = true;
        disk.commit = new SQLException("sync failed");
        assertThat(get(accept()).duplicate()).isFalse();
        await().until(() -> handed.size() == 1);
        disk.commit = null;
        stillWrites();
        assertThat(disk.accepted).hasSize(2);
    }

    @Test
    void aCommitThatFailsAndIsNotInTheFileIsTheDisksTrouble() throws Exception {
        disk.trouble = Engine.Trouble.STORAGE;
        disk.commit = new SQLException("sync failed");
        assertThatThrownBy(() -> get(accept())).hasMessageContaining("sync failed");
        disk.commit = null;
        await().until(() -> commits.trouble() == null);
        stillWrites();
        assertThat(disk.accepted).hasSize(1);
    }

    /** Neither yes nor no would be true: who waits for it waits until the file can be asked. */
    @Test
    void whileNobodyKnowsWhetherAGroupIsWrittenNobodyIsAnswered() throws Exception {
        List<Claim> handed = new CopyOnWriteArrayList<>();
        link("a", 10, 60_000, handed::add);
        disk.trouble = Engine.Trouble.STORAGE;
        disk.written = true;
        disk.opens = false;
        disk.commit = new SQLException("sync failed");
        CompletableFuture<Accepted> unsure = accept();
        await().until(() -> commits.trouble() != null);
        disk.commit = null;
        assertThatThrownBy(() -> get(accept())).hasMessageContaining("cannot be opened");
        assertThat(unsure).isNotDone();
        assertThat(handed).isEmpty();
        disk.opens = true;
        assertThat(get(unsure).duplicate()).isFalse();
        await().until(() -> handed.size() == 1 && commits.trouble() == null);
        stillWrites();
        assertThat(disk.accepted).hasSize(2);
    }

    @Test
    void whatIsInDoubtAtTheEndIsRefused() throws Exception {
        disk.trouble = Engine.Trouble.STORAGE;
        disk.opens = false;
        disk.commit = new SQLException("sync failed");
        CompletableFuture<Accepted> unsure = accept();
        await().until(() -> commits.trouble() != null);
        commits.stop(10_000);
        assertThatThrownBy(() -> get(unsure)).hasMessageContaining("stopped");
    }

    @Test
    void whoNeedsWhatIsDamagedIsRefusedAloneAndTheOthersGoOn() throws Exception {
        disk.trouble = Engine.Trouble.DAMAGE;
        List<List<Submission>> batch =
                IntStream.range(0, 20).mapToObj(i -> Parts.one(Parts.id())).toList();
        String bad = batch.get(7).get(0).messageId();
        disk.script = group -> {
            if (group.accepts.stream()
                    .anyMatch(accept -> accept.parts().get(0).messageId().equals(bad))) {
                throw new SQLException("malformed page");
            }
        };
        List<CompletableFuture<Accepted>> answers = commits.acceptAll(batch);
        for (int i = 0; i < batch.size(); i++) {
            if (i == 7) {
                assertThatThrownBy(() -> get(answers.get(7)))
                        .cause()
                        .isInstanceOfSatisfying(LedgerException.class, e -> assertThat(e.getReason())
                                .isEqualTo(LedgerException.Reason.STORAGE));
            } else {
                get(answers.get(i));
            }
        }
        assertThat(disk.mended.get()).as("once").isEqualTo(1);
        assertThat(figures.getDamage()).contains("malformed page");
        stillWrites();
    }

    @Test
    void whatWaitsOnALinkOutOfServiceGoesByTheNext() throws Exception {
        link("a", 10, 0, null); // declared, never started
        List<Claim> handed = new CopyOnWriteArrayList<>();
        LinkQueue late = link("c", 10, 60_000, null);
        get(commits.accept(Parts.on(Parts.id(), "c,b"))); // c is not out yet
        link("b", 10, 0, handed::add);
        get(commits.accept(Parts.on(Parts.id(), "a,b"))); // goes to b at once
        await().until(() -> handed.size() == 1);
        assertThat(late.isOut()).isFalse();
        // c goes out: what waits there goes to b
        late.settings(new LinkSettings("c", 10, 0, 1, 0, 120_000, late.account()));
        commits.wake();
        await().until(() -> handed.size() == 2);
        assertThat(handed).allSatisfy(claim -> assertThat(claim.link()).isEqualTo("b"));
    }

    @Test
    void onALostLineOnePartTriesItUntilAnAnswerComes() throws Exception {
        List<Claim> handed = new CopyOnWriteArrayList<>();
        LinkQueue link = link("a", 10, 60_000, handed::add);
        link.down(0);
        for (int i = 0; i < 5; i++) {
            get(accept());
        }
        await().until(() -> handed.size() == 1);
        await().during(Duration.ofMillis(200)).until(() -> handed.size() == 1);
        link.down(0);
        commits.result(handed.get(0), new Verdict.Back(0, null, null), link);
        await().until(() -> handed.size() == 2);
        link.answered(false);
        commits.result(handed.get(1), new Verdict.Sent("r"), link);
        await().until(() -> handed.size() == 6);
    }

    @Test
    void nobodyLooksForPartsThatAreNotThere() throws Exception {
        List<Claim> handed = new CopyOnWriteArrayList<>();
        LinkQueue link = link("a", 3, 60_000, handed::add);
        get(accept());
        commits.result(handed.get(0), new Verdict.Sent("r"), link);
        await().until(() -> disk.results.size() == 1);
        int before = looks();
        // the line has room
        for (int i = 1; i < 20; i++) {
            get(accept());
            commits.result(handed.get(i), new Verdict.Sent("r"), link);
        }
        assertThat(looks()).isEqualTo(before);
        // the window is full, two wait and are claimed; then nothing waits
        for (int i = 0; i < 5; i++) {
            get(accept());
        }
        assertThat(handed).hasSize(23);
        commits.result(handed.get(20), new Verdict.Sent("r"), link);
        commits.result(handed.get(21), new Verdict.Sent("r"), link);
        await().until(() -> handed.size() == 25);
        commits.result(handed.get(22), new Verdict.Sent("r"), link);
        get(accept());
        assertThat(handed).hasSize(26);
        assertThat(looks()).isLessThanOrEqualTo(before + 2);
        // an undone group leaves a doubt, which one look ends
        AtomicBoolean broken = new AtomicBoolean(true);
        disk.script = group -> {
            if (broken.getAndSet(false)) {
                throw new SQLException("a row");
            }
        };
        commits.result(handed.get(23), new Verdict.Sent("r"), link);
        get(accept());
        stillWrites();
        int after = looks();
        assertThat(after).isGreaterThan(before);
        commits.result(handed.get(24), new Verdict.Sent("r"), link);
        stillWrites();
        assertThat(looks()).isLessThanOrEqualTo(after + 1);
    }

    private int looks() {
        return disk.groups.stream().mapToInt(g -> g.claims.size()).sum();
    }

    @Test
    void linksShareWhatAGroupMayClaim() {
        Draft small = new Draft(0, 20, 1_000, 2, Map.of(), 0, false);
        assertThat(small.share(100)).isEqualTo(100);
        assertThat(small.share(100)).isEqualTo(100);
        Draft large = new Draft(0, 20, 60, 3, Map.of(), 0, false);
        assertThat(large.share(100)).isEqualTo(20);
        assertThat(large.share(5)).as("what it leaves is for the next").isEqualTo(5);
        assertThat(large.share(100)).isEqualTo(35);
    }

    @Test
    void aLargeBacklogLeavesRoomForAcceptsAndTheRestOfItGoesAtOnce() throws Exception {
        AtomicInteger handed = new AtomicInteger();
        LinkQueue link = link("a", 4_000, Long.MAX_VALUE, null);
        int backlog = 1_500;
        for (int i = 1; i < backlog; i++) {
            accept();
        }
        get(accept());
        AtomicBoolean on = new AtomicBoolean(true);
        CountDownLatch ended = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            acceptOn(on, ended);
        }
        assertThat(link.open(claim -> handed.incrementAndGet())).isTrue();
        commits.recover(link, HOLD);
        await().until(() -> handed.get() >= backlog);
        on.set(false);
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        int waiting = 0;
        int most = 0;
        for (Group group : List.copyOf(disk.groups)) {
            int wanted = group.claims.stream().mapToInt(Group.ClaimWish::limit).sum();
            int accepts = group.accepts.size();
            if (waiting > 1_000 && accepts > 0) {
                assertThat(wanted).isLessThanOrEqualTo(Math.max(20, accepts + accepts / 4));
            }
            waiting += (int) group.accepts.stream().filter(a -> !a.claimed()).count();
            waiting -= Math.min(waiting, wanted);
            most = Math.max(most, wanted);
        }
        assertThat(most).as("once it is small").isGreaterThan(500);
    }

    /** Another hub took this one for dead while it settled what was left in flight, and it is here again before that is written. */
    @Test
    void aLinkThatIsLostAndGainedWhileItIsSettledIsSettledAgain() {
        LinkQueue link = link("a", 10, 1_000, null);
        AtomicInteger openings = new AtomicInteger();
        disk.script = group -> {
            if (!group.openings.isEmpty() && openings.incrementAndGet() == 1) {
                link.lost();
                assertThat(link.open(claim -> {})).as("that is under way").isFalse();
            }
        };
        assertThat(link.open(claim -> {})).isTrue();
        commits.recover(link, HOLD);
        await().until(() -> link.service() == LinkQueue.Service.UP);
        assertThat(openings)
                .as("what it left in flight when it was lost is settled")
                .hasValue(2);
    }

    private void acceptOn(AtomicBoolean on, CountDownLatch ended) {
        accept().whenComplete((accepted, failure) -> {
            if (on.get() && failure == null) {
                acceptOn(on, ended);
            } else {
                ended.countDown();
            }
        });
    }

    @Test
    void aClockSetBackAnHourStopsNoLink() throws Exception {
        List<Claim> handed = new CopyOnWriteArrayList<>();
        LinkQueue link = link("a", 10, 60_000, handed::add);
        link.pause(300);
        for (int i = 0; i < 5; i++) {
            get(accept());
        }
        clock.set(-TimeUnit.HOURS.toMillis(1));
        long now = System.currentTimeMillis() + clock.get();
        get(commits.accept(List.of(Parts.part(Parts.id(), 1, 1, null, 1, "a", now, null))));
        // the pause is over by itself, and what comes now goes now; only deadlines go by the wall clock
        await().atMost(Duration.ofSeconds(10)).until(() -> handed.size() == 1);
        clock.set(0);
        await().atMost(Duration.ofSeconds(10)).until(() -> handed.size() == 6);
    }

    @Test
    void choresAreDoneEachSecondAndAtOnceWhileThereAreMore() throws Exception {
        AtomicInteger left = new AtomicInteger(20);
        disk.script = group -> {
            if (group.chores != null) {
                assertThat(group.chores.limit()).isBetween(20, 500);
                left.decrementAndGet();
            }
        };
        await().atMost(Duration.ofSeconds(10)).until(() -> left.get() < 18);
        Map<String, Long> none = new HashMap<>();
        assertThat(disk.groups.stream()
                        .filter(g -> g.chores != null)
                        .findFirst()
                        .orElseThrow()
                        .chores
                        .eventsBefore())
                .isEqualTo(none);
    }
}
