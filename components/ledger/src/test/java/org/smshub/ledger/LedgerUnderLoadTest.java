package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.smshub.ledger.store.InWords.w;

import com.github.f4b6a3.ulid.Ulid;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.InWords;
import org.smshub.ledger.store.sqlite.SqliteEngine;

/**
 * What a large ledger, or a large number of listeners, costs others. The short form tells a bounded cost from one that
 * grows with what lies there; {@code -Pfull} takes the sizes that are promised and says the figures. Two states
 * are measured in turn and the ratio of their medians is looked at: the machine may be busy.
 */
class LedgerUnderLoadTest {

    private static final boolean FULL = Boolean.getBoolean("full");
    private static final Verdict.Unknown HOLD = new Verdict.Unknown(null, "hub:crash", "crash");
    private static final long DAY = TimeUnit.DAYS.toMillis(1);

    /** Callers at once. */
    private static final int CALLERS = 32;

    @TempDir
    Path folder;

    private static void say(String figures, Object... values) {
        if (FULL) {
            System.out.println("FIGURE " + String.format(java.util.Locale.ROOT, figures, values));
        }
    }

    /** A ledger with two links whose centre takes everything. */
    private static final class Site implements AutoCloseable {
        private final Ledger ledger;
        private final Map<String, LinkQueue> links = new ConcurrentHashMap<>();

        private Site(Path folder, long keepMessages, Grounds.EngineMaker maker) {
            ledger = new Ledger(folder, new LedgerSettings(200, keepMessages, 0, 0), Grounds.writingBy(maker));
            open("b");
            open("a");
        }

        private Site(Path folder) {
            this(folder, 0, SqliteEngine::new);
        }

        private void open(String name) {
            links.put(name, ledger.declare(Parts.link(name, 100, 0)));
            ledger.open(Parts.link(name, 100, 0), HOLD, this::sent);
        }

        private void sent(Claim claim) {
            ledger.result(claim, new Verdict.Sent("r" + claim.submission().messageId()), links.get(claim.link()));
        }

        /** A message by link b until it is delivered. */
        private CompletableFuture<Boolean> deliver(Submission part) {
            return ledger.accept(List.of(part))
                    .thenCompose(a -> ledger.receipt(
                            "b",
                            List.of("r" + part.messageId()),
                            PartState.DELIVERED,
                            part.recipient(),
                            null,
                            System.currentTimeMillis()));
        }

        /** Callers that each send one message after the other. Gives how many were delivered. */
        private int run(int callers, BooleanSupplier on) {
            AtomicInteger done = new AtomicInteger();
            CountDownLatch ended = new CountDownLatch(callers);
            for (int i = 0; i < callers; i++) {
                next(done, on, ended);
            }
            try {
                assertThat(ended.await(30, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return done.get();
        }

        private void next(AtomicInteger done, BooleanSupplier on, CountDownLatch ended) {
            deliver(Parts.on(Parts.id(), "b").get(0)).whenComplete((known, failure) -> {
                if (failure == null) {
                    done.incrementAndGet();
                }
                if (failure == null && on.getAsBoolean()) {
                    next(done, on, ended);
                } else {
                    ended.countDown();
                }
            });
        }

        /** Median microseconds of accepts for link b, {@value #CALLERS} callers at once. */
        private double accept(int count) {
            List<Long> took = new CopyOnWriteArrayList<>();
            AtomicInteger left = new AtomicInteger(count);
            CountDownLatch ended = new CountDownLatch(CALLERS);
            for (int i = 0; i < CALLERS; i++) {
                accept(left, took, ended);
            }
            try {
                assertThat(ended.await(10, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return took.stream().mapToLong(Long::longValue).sorted().toArray()[took.size() / 2] / 1e3;
        }

        private void accept(AtomicInteger left, List<Long> took, CountDownLatch ended) {
            if (left.getAndDecrement() <= 0) {
                ended.countDown();
                return;
            }
            long start = System.nanoTime();
            ledger.accept(Parts.on(Parts.id(), "b")).whenComplete((accepted, failure) -> {
                took.add(System.nanoTime() - start);
                accept(left, took, ended);
            });
        }

        @Override
        public void close() {
            ledger.close();
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private Path empty(String name) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        new Ledger(made, Parts.SETTINGS).close();
        return made;
    }

    private static Connection connect(Path ledger) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + ledger.resolve("ledger.db"));
    }

    private static void fill(Path ledger, String... statements) throws SQLException {
        try (Connection connection = connect(ledger);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("pragma synchronous = off");
            for (String sql : statements) {
                statement.execute(sql);
            }
            statement.execute("pragma wal_checkpoint(truncate)");
        }
    }

    private static long count(Path ledger, String what) throws SQLException {
        try (Connection connection = connect(ledger);
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from " + what)) {
            return row.getLong(1);
        }
    }

    private Path copyOf(Path ledger, String name) throws IOException {
        Path copy = Files.createDirectory(folder.resolve(name));
        Files.copy(ledger.resolve("ledger.db"), copy.resolve("ledger.db"));
        return copy;
    }

    private void delete(Path ledger) throws IOException {
        try (var files = Files.list(ledger)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(ledger);
    }

    /** The median accept with what lies in the full ledger, by that with nothing; each round both, on fresh copies. */
    private double ratio(String what, Path full, int accepts, int rounds) throws Exception {
        Path empty = empty("empty");
        try (Site warm = new Site(copyOf(empty, "warm"))) {
            warm.accept(accepts * 2);
        }
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (boolean isFull : round % 2 == 0 ? List.of(true, false) : List.of(false, true)) {
                Path copy = copyOf(isFull ? full : empty, "round" + round + isFull);
                try (Site site = new Site(copy)) {
                    (isFull ? with : without).add(site.accept(accepts));
                }
                delete(copy);
            }
        }
        double ratio = median(with) / median(without);
        say(
                "%s: p50 of an accept for link b %.0f µs with, %.0f µs without, x %.2f (%d rounds of %d accepts: %s | %s)",
                what, median(with), median(without), ratio, rounds, accepts, with, without);
        return ratio;
    }

    @Test
    void expiredPartsOfOneLinkCostTheAcceptsOfAnotherLittle() throws Exception {
        int count = FULL ? 200_000 : 20_000;
        Path full = empty("expired");
        long then = System.currentTimeMillis() - DAY;
        fill(
                full,
                InWords.known("client", "a"),
                "insert into part (message_id, part, parts, client, recipient, body, encoding, receipt, priority, links,"
                        + " link, state, due, expires, accepted_at) with recursive n(i) as (select 1 union all select i + 1 from n"
                        + " where i < " + count + ") select '"
                        + Ulid.min(then).toString().substring(0, 10) + "' || printf('%016d', i), 1, 1, " + w("client")
                        + ", '+4860' || i, 'text', " + w("GSM7") + ", " + w("FINAL") + ", 1, " + w("a") + ", " + w("a")
                        + ", " + w("QUEUED") + ", " + then + ", " + (then + 1)
                        + ", " + then + " from n");
        double ratio = ratio(count + " expired parts on link a", full, FULL ? 3_000 : 500, FULL ? 9 : 5);
        // before: 240 times with 200,000, and it grew with their number
        assertThat(ratio).isLessThan(FULL ? 2 : 20);
        try (Site site = new Site(full)) {
            await().atMost(Duration.ofMinutes(3)).until(() -> count(full, "messages where state = 'QUEUED'") == 0);
            assertThat(site.ledger.trouble()).isNull();
        }
        assertThat(count(full, "messages where state = 'EXPIRED'")).isEqualTo(count);
    }

    @Test
    void receiptsThatMatchNothingCostAcceptsLittle() throws Exception {
        int count = FULL ? 1_000_000 : 50_000;
        Path full = empty("unmatched");
        long then = System.currentTimeMillis() - DAY;
        // half wait for ever, half are to be looked at now
        fill(
                full,
                "insert into unmatched_receipt (account, link, remote_key, ids, state, recipient, done_at, received_at,"
                        + " last_part, look_at) with recursive n(i) as (select 1 union all select i + 1 from n where i < "
                        + count
                        + ") select 'b', 'b', 'u' || i, 'u' || i, 'DELIVERED', '+4860' || i, " + then + ", " + then
                        + ", 0, iif(i % 2, null, " + then + ") from n");
        double ratio = ratio(count + " unmatched receipts", full, FULL ? 3_000 : 500, FULL ? 9 : 5);
        assertThat(ratio).isLessThan(FULL ? 2 : 20);
        assertThat(count(full, "unmatched_receipt")).isEqualTo(count);
    }

    @Test
    void aRoutesSlowStepDelaysNobodyElse() throws Exception {
        try (CamelLedger camel = new CamelLedger(folder, "a")) {
            CountDownLatch held = new CountDownLatch(1);
            AtomicInteger inStep = new AtomicInteger();
            camel.routes(routes -> {
                routes.from("direct:slow").to("ledger:accept").process(exchange -> {
                    inStep.incrementAndGet();
                    // the long form's three seconds; else until the others are through
                    held.await(FULL ? 3 : 60, TimeUnit.SECONDS);
                });
                routes.from("direct:quick").to("ledger:accept");
            });
            camel.start();
            quick(camel, 2_000);
            double before = quick(camel, 2_000);
            int slow = 20;
            List<CompletableFuture<?>> slowOnes = IntStream.range(0, slow)
                    .<CompletableFuture<?>>mapToObj(
                            i -> camel.template().asyncSend("direct:slow", e -> camel.message(e, "slow", "a")))
                    .toList();
            await().until(() -> inStep.get() >= 1);
            double meanwhile = quick(camel, 2_000);
            assertThat(slowOnes).as("still in their step").noneMatch(CompletableFuture::isDone);
            await().until(() -> inStep.get() == slow);
            held.countDown();
            CompletableFuture.allOf(slowOnes.toArray(CompletableFuture[]::new)).get(1, TimeUnit.MINUTES);
            say(
                    "%d routes in a step of 3 s: p50 of another route's accept %.0f µs meanwhile, %.0f µs before, x %.2f",
                    slow, meanwhile, before, meanwhile / before);
            camel.awaitSent(6_000 + slow);
        }
    }

    /** Sends so many by the quick route, ten at once. Gives the median in microseconds. */
    private static double quick(CamelLedger camel, int count) throws Exception {
        List<Long> took = new CopyOnWriteArrayList<>();
        AtomicInteger left = new AtomicInteger(count);
        Thread[] callers = new Thread[10];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = new Thread(() -> {
                while (left.getAndDecrement() > 0) {
                    long start = System.nanoTime();
                    camel.send("direct:quick", "quick", "a");
                    took.add(System.nanoTime() - start);
                }
            });
            callers[i].start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(took).hasSize(count);
        return took.stream().mapToLong(Long::longValue).sorted().toArray()[count / 2] / 1e3;
    }

    @Test
    void manyClientsHearTheirEventsInOrder() throws Exception {
        int clients = FULL ? 300 : 50;
        int events = FULL ? 1_000 : 40;
        Map<String, List<String>> heard = new ConcurrentHashMap<>();
        AtomicLong all = new AtomicLong();
        long start = System.nanoTime();
        Map<String, CompletableFuture<Boolean>> receipts = new ConcurrentHashMap<>();
        try (CamelLedger camel = new CamelLedger(folder)) {
            // the centre's receipt may overtake its answer, but never comes before the message
            camel.routes(routes -> routes.from("ledger:link?name=a&window=100&threads=1")
                    .process(e -> {
                        String id = e.getMessage().getHeader("SmsId", String.class);
                        e.getMessage().setHeader("SmsRemoteId", "r" + id);
                        camel.receipt(id).thenAccept(receipts.remove(id)::complete);
                    }));
            camel.routes(routes -> routes.from("ledger:events?consumer=test&window=10")
                    .process(e -> {
                        heard.computeIfAbsent(
                                        e.getMessage().getHeader("SmsClient", String.class),
                                        c -> java.util.Collections.synchronizedList(new ArrayList<>()))
                                .add(e.getMessage().getHeader("SmsId", String.class));
                        all.incrementAndGet();
                    }));
            camel.start();
            Map<String, List<String>> sent = new ConcurrentHashMap<>();
            for (int event = 0; event < events; event++) {
                List<CompletableFuture<Boolean>> round = new ArrayList<>();
                for (int client = 0; client < clients; client++) {
                    String name = "client" + client;
                    String id = Parts.id();
                    sent.computeIfAbsent(name, c -> new ArrayList<>()).add(id);
                    CompletableFuture<Boolean> told = new CompletableFuture<>();
                    receipts.put(id, told);
                    round.add(told);
                    camel.ledger().accept(List.of(Parts.heardBy("test", id, name, "FINAL", 1, 1)));
                }
                // a client's receipts come one after the other; those of all clients at once
                CompletableFuture.allOf(round.toArray(CompletableFuture[]::new)).get(1, TimeUnit.MINUTES);
            }
            long accepted = System.nanoTime();
            await().atMost(Duration.ofMinutes(5)).until(() -> all.get() >= (long) clients * events);
            say(
                    "%d clients x %d events in order: %.0f events/s while accepted (%.0f s), the last heard %.1f s after the last receipt",
                    clients,
                    events,
                    clients * events / ((accepted - start) / 1e9),
                    (accepted - start) / 1e9,
                    (System.nanoTime() - accepted) / 1e9);
            assertThat(heard).isEqualTo(sent);
        }
    }

    /** What groups that accepts wait for delete for the retention. */
    private record Purged(AtomicLong shared, AtomicLong all, AtomicLong accepted) {
        private Engine counting(Connection connection) throws SQLException {
            Engine engine = new SqliteEngine(connection);
            return (Engine) Proxy.newProxyInstance(
                    Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, arguments) -> {
                        try {
                            Object answer = method.invoke(engine, arguments);
                            if (answer instanceof Answers answers) {
                                all.addAndGet(answers.purged);
                                accepted.addAndGet(answers.accepts.size());
                                if (!((Group) arguments[0]).accepts.isEmpty()) {
                                    shared.accumulateAndGet(answers.purged, Math::max);
                                }
                            }
                            return answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    private static String finished(String prefix, int count) {
        long then = System.currentTimeMillis() - 10 * DAY;
        return "insert into part (message_id, part, parts, client, sender, recipient, body, encoding, receipt, priority,"
                + " links, link, state, due, accepted_at, claimed_at, sent_at, done_at, attempts, account, remote_id, remote_key)"
                + " with recursive n(i) as (select 1 union all select i + 1 from n where i < " + count + ") select '"
                + Ulid.min(then).toString().substring(0, 10) + prefix
                + "' || printf('%014d', i), 1, 1, " + w("client")
                + ", 'ACME', '+4860' || i, 'A text of about forty characters, as usual.', " + w("GSM7") + ", "
                + w("FINAL")
                + ", 1, " + w("b") + ", " + w("b") + ", " + w("DELIVERED") + ", " + then + ", " + then + ", " + then
                + ", " + then + ", "
                + then + ", 1, " + w("b") + ", '" + prefix + "' || i, '" + prefix + "' || i from n";
    }

    private static long size(Path ledger) throws IOException {
        long size = 0;
        for (String file : List.of("ledger.db", "ledger.db-wal")) {
            Path path = ledger.resolve(file);
            size += Files.exists(path) ? Files.size(path) : 0;
        }
        return size;
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Messages a second and CPU seconds for 1,000 of them, while it runs for so long. */
    private static double[] rate(Site site, long millis) {
        long start = System.nanoTime();
        long cpu = cpuNanos();
        int done = site.run(64, () -> System.nanoTime() - start < millis * 1_000_000);
        return new double[] {done / ((System.nanoTime() - start) / 1e9), (cpuNanos() - cpu) / 1e6 / done};
    }

    /** Octets of the file that a message with its indexes takes at most. */
    private static final int ROOM = 1_000;

    @Test
    void retentionTakesLittleOfTheRateAndTheFileStaysBounded() throws Exception {
        int count = FULL ? 1_000_000 : 5_000;
        Path purging = empty("purging");
        fill(purging, InWords.known("client", "b"), finished("A0", count));
        Path keeping = copyOf(purging, "keeping");
        List<double[]> with = new ArrayList<>();
        List<double[]> without = new ArrayList<>();
        Purged purged = new Purged(new AtomicLong(), new AtomicLong(), new AtomicLong());
        long millis = FULL ? 3_000 : 300;
        long[] sizes = new long[3];
        try (Site warm = new Site(copyOf(empty("none"), "warm"))) {
            rate(warm, millis * (FULL ? 5 : 2));
        }
        long start = System.nanoTime();
        for (int round = 0; round < (FULL ? 11 : 3); round++) {
            for (boolean purges : round % 2 == 0 ? List.of(true, false) : List.of(false, true)) {
                try (Site site = purges ? new Site(purging, DAY, purged::counting) : new Site(keeping)) {
                    rate(site, millis / 3);
                    (purges ? with : without).add(rate(site, millis));
                }
            }
        }
        say(
                "retention of %d: purged %d while %d were accepted at full rate; rate x %.3f, CPU x %.3f of a ledger that purges nothing"
                        + " (rates %s | %s)",
                count,
                purged.all().get(),
                purged.accepted().get(),
                median(column(with, 0)) / median(column(without, 0)),
                median(column(with, 1)) / median(column(without, 1)),
                column(with, 0),
                column(without, 0));
        assertThat(purged.all().get())
                .as("purged under load, or the file grows while the load never rests")
                .isGreaterThan(FULL ? Math.min(count, purged.accepted().get()) / 8 : 0);
        assertThat(purged.shared().get()).as("rows that others wait for").isLessThanOrEqualTo(200);
        delete(keeping);
        long came = 0;
        for (int round = 0; round < sizes.length; round++) {
            if (round > 0) {
                fill(purging, InWords.known("client", "b"), finished("A" + round, count));
            }
            try (Site site = new Site(purging, DAY, SqliteEngine::new)) {
                // somebody always sends
                AtomicInteger messages = new AtomicInteger();
                long from = System.nanoTime();
                boolean[] over = {false};
                Thread load = new Thread(() -> messages.set(site.run(1, () -> {
                    sleepMillis(2);
                    return !over[0];
                })));
                load.start();
                await().pollInterval(Duration.ofMillis(200))
                        .atMost(Duration.ofMinutes(15))
                        .until(() -> oldest(purging) == 0);
                over[0] = true;
                load.join();
                came += messages.get();
                say(
                        "round %d: %.0f s to purge the rest, %d messages meanwhile",
                        round + 1, (System.nanoTime() - from) / 1e9, messages.get());
            }
            sizes[round] = size(purging);
        }
        say(
                "file after three rounds of fill and purge, MiB: %s; %.0f s",
                Arrays.stream(sizes).mapToObj(s -> String.valueOf(s >> 20)).collect(Collectors.joining(", ")),
                (System.nanoTime() - start) / 1e9);
        // what came meanwhile is kept, and takes its room; the first round began beside what the rounds before had
        // brought
        assertThat(sizes[2]).isLessThan(sizes[1] * 11 / 10 + came * ROOM);
    }

    private static void sleepMillis(long millis) {
        java.util.concurrent.locks.LockSupport.parkNanos(millis * 1_000_000);
    }

    private static long oldest(Path ledger) throws SQLException {
        return count(
                ledger,
                "(select 1 from part where message_id < '" + Ulid.min(System.currentTimeMillis() - 2 * DAY)
                        + "' limit 1)");
    }

    private static List<Double> column(List<double[]> rows, int column) {
        return rows.stream().map(row -> Math.round(row[column] * 1_000) / 1e3).toList();
    }
}
