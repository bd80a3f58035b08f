package org.smshub.it.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.it.bus.KafkaBus;
import org.smshub.ledger.postgres.OwnServer;

/**
 * Three hubs on one PostgreSQL with a standby, six links to centres that count, load by HTTP, SMPP and Kafka. Hubs are killed, stopped,
 * frozen and cut off, the database is restarted and fails over, as a seed says; then all that was given, kept, sent and told is compared.
 */
@Timeout(3600)
@Execution(ExecutionMode.SAME_THREAD)
class FaultRoundsIT {

    private static final boolean FULL = Boolean.getBoolean("full");
    private static final int ROUNDS = Integer.getInteger("nodes.rounds", 30);

    /** Of what is wrong. */
    private static final int SHOWN = 20;

    /** No round begins later: on a machine that does much else thirty take more than an hour. */
    private static final Duration LAST = Duration.ofMinutes(Integer.getInteger("nodes.minutes", 50));

    private static final int HUBS = 3;
    private static final int A_ROUND = 60;

    /** Milliseconds after which others take its links, though they are slow: they wait for six seconds without a word. */
    private static final int TAKEN_FOR_DEAD = 12_000;

    private static final Duration END = Duration.ofSeconds(180);

    private final long seed = Long.getLong("nodes.seed", System.nanoTime() % 100_000);
    private final Given given = new Given();
    private final List<Load> loads = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void nothingIsLostAndNothingIsSentTwice() throws Exception {
        assumeThat(FULL || System.getProperty("nodes.seed") != null)
                .as("-Pfull, or -Dnodes.seed=… for seven rounds of some seconds")
                .isTrue();
        assumeThat(OwnServer.isThere()).as("Debian's postgresql").isTrue();
        System.out.println("nodes.seed = " + seed);
        ExecutorService some = Executors.newCachedThreadPool();
        List<Hub> hubs = new ArrayList<>();
        try (KafkaBus kafka = new KafkaBus(folder);
                Pair pair = new Pair(HUBS);
                Centres centres = new Centres(HUBS);
                Receivers receivers = new Receivers()) {
            Takeovers takeovers = new Takeovers(pair, centres);
            Future<?> broker = some.submit(() -> {
                kafka.start();
                return null;
            });
            try {
                for (int i = 0; i < HUBS; i++) {
                    hubs.add(new Hub(i, pair, centres, receivers.url(), kafka.address()));
                    hubs.get(i).launch();
                }
                broker.get(Hub.START.toSeconds(), TimeUnit.SECONDS);
                receivers.hear(kafka, "sms.events.shop");
                for (Hub hub : hubs) {
                    hub.awaitReady();
                }
                takeovers.awaitSpread();
                loads.add(new HttpLoad(hubs, given));
                loads.add(new SmppLoad(hubs, given, receivers));
                loads.add(new KafkaLoad(kafka, given));
                List<List<Plan.Strike>> plan = FULL ? Plan.full(seed, HUBS, ROUNDS) : Plan.brief(seed, HUBS);
                int rounds = 0;
                long begun = System.nanoTime();
                for (; rounds < plan.size() && System.nanoTime() - begun < LAST.toNanos(); rounds++) {
                    System.out.printf(
                            "%tT round %d: %s, %d messages so far%n",
                            LocalTime.now(), rounds + 1, plan.get(rounds), given.count());
                    round(plan.get(rounds), hubs, pair, takeovers, some);
                }
                for (Hub hub : hubs) {
                    hub.awaitReady();
                }
                for (Load load : loads) {
                    load.end();
                }
                awaitQuiet(pair);
                await().atMost(END).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                    List<Wrong> wrong = check(pair, centres.taken(), receivers.told());
                    assertThat(wrong.stream().limit(SHOWN).toList())
                            .as("seed %d: %d wrong", seed, wrong.size())
                            .isEmpty();
                });
                System.out.printf(
                        "FIGURE %d rounds, seed %d: %d messages, %d refused or cut off, sent more than once %s, %d events%n",
                        rounds,
                        seed,
                        given.count(),
                        loads.stream().mapToInt(load -> load.refused.get()).sum(),
                        centres.copies(),
                        receivers.told().size());
                takeovers.check();
                putWrongIn(pair, centres, receivers);
            } finally {
                takeovers.print();
                for (Load load : loads) {
                    load.close();
                }
                for (Hub hub : hubs) {
                    hub.close();
                }
            }
        } finally {
            some.shutdownNow();
        }
    }

    /** All at once; then all is whole again. */
    private void round(List<Plan.Strike> strikes, List<Hub> hubs, Pair pair, Takeovers takeovers, ExecutorService some)
            throws Exception {
        boolean database = strikes.stream().anyMatch(strike -> strike.fault().isOfDatabase());
        for (Hub hub : hubs) {
            // one that starts meanwhile starts while all is well
            if (database || strikes.stream().anyMatch(strike -> hubs.get(strike.victim()) == hub)) {
                hub.awaitReady();
            }
        }
        awaitMessages(A_ROUND);
        List<Plan.Strike> measured = strikes.stream()
                .filter(strike ->
                        strike.fault().takesLinks() && (!strike.fault().lasts() || strike.millis() >= TAKEN_FOR_DEAD))
                .toList();
        boolean alone = measured.size() == 1 && !database;
        Hub victim = alone ? hubs.get(measured.get(0).victim()) : null;
        String node = alone ? victim.name() : null;
        Set<String> links = alone ? takeovers.awaitLinksOf(node) : Set.of();
        List<Future<Long>> struck = new ArrayList<>();
        List<Future<?>> over = new ArrayList<>();
        for (Plan.Strike strike : strikes) {
            Hub hub = hubs.get(strike.victim());
            CompletableFuture<Long> when = new CompletableFuture<>();
            struck.add(when);
            over.add(some.submit(() -> {
                long before = System.currentTimeMillis();
                strike.fault().strike(hub, pair);
                when.complete(before);
                if (strike.fault().lasts()) {
                    TimeUnit.MILLISECONDS.sleep(strike.millis());
                    strike.fault().mend(hub, pair);
                }
                return null;
            }));
        }
        if (alone) {
            long from = struck.get(strikes.indexOf(measured.get(0))).get(300, TimeUnit.SECONDS);
            takeovers.measure(measured.get(0).fault(), victim, node, links, from, strikes.size() == 1);
        }
        for (Future<?> one : over) {
            one.get(300, TimeUnit.SECONDS);
        }
        if (strikes.stream().anyMatch(strike -> strike.fault() == Fault.FAILOVER)) {
            pair.follow();
        }
        for (Plan.Strike strike : strikes) {
            if (strike.fault().ends()) {
                hubs.get(strike.victim()).launch();
            }
        }
        takeovers.awaitSpread();
        loads.forEach(Load::check);
    }

    private void awaitMessages(int more) {
        int target = given.count() + more;
        await().atMost(END).until(() -> {
            loads.forEach(Load::check);
            return given.count() >= target;
        });
    }

    /** Nothing waits, and nothing is to be told. */
    private void awaitQuiet(Pair pair) {
        await().atMost(END).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            assertThat(count(pair, "messages where state in ('QUEUED', 'CLAIMED', 'SENT', 'BUFFERED')"))
                    .as("waiting")
                    .isZero();
            assertThat(count(pair, "event where consumer in ('webhook', 'kafka', 'smpp')"))
                    .as("not told yet")
                    .isZero();
            long records = given.messages().keySet().stream()
                    .filter(number -> number.startsWith("48603"))
                    .count();
            assertThat(count(pair, "messages where recipient like '+48603%'"))
                    .as("records")
                    .isEqualTo((int) records);
        });
    }

    private static int count(Pair pair, String what) throws SQLException {
        try (Connection ledger = pair.connect();
                ResultSet rows = ledger.createStatement().executeQuery("select count(*) from " + what)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private List<Wrong> check(Pair pair, Collection<Checker.Taken> taken, Collection<Told> told) throws SQLException {
        try (Connection ledger = pair.connect()) {
            return Checker.check(given.messages(), Row.all(ledger), taken, told);
        }
    }

    /**
     * A hand in the ledger has hubs send again what they have sent, and takes a message away; of each way in, a receiver forgets all of a
     * message, and hears of another backwards.
     */
    private void putWrongIn(Pair pair, Centres centres, Receivers receivers) throws Exception {
        int before = centres.taken().size();
        try (Connection ledger = pair.connect();
                Statement hand = ledger.createStatement()) {
            hand.execute("update part set state = 1, due = 0, done_at = null, told = null, sum = null where id in"
                    + " (select id from part where state = 6 and recipient like '+486010%' order by id limit 5)");
            hand.execute(
                    "delete from part where id = (select max(id) from part where state = 6 and recipient like '+48601%')");
        }
        await().atMost(END).until(() -> centres.taken().size() == before + 5);
        awaitQuiet(pair);
        List<Row> rows;
        try (Connection ledger = pair.connect()) {
            rows = Row.all(ledger);
        }
        List<Told> told = new ArrayList<>(receivers.told());
        Set<String> forgotten = new TreeSet<>();
        Set<String> turned = new TreeSet<>();
        for (int way = 1; way <= Numbers.WAYS; way++) {
            // of a link that the hand in the ledger left alone
            List<Row> some = byWay(rows, told, way);
            forgotten.add(some.get(0).number());
            told.removeIf(one -> one.id().equals(some.get(0).id()));
            turned.add(some.get(1).number());
            List<Told> turnedRound = new ArrayList<>(told.stream()
                    .filter(one -> one.id().equals(some.get(1).id()))
                    .distinct()
                    .toList());
            told.removeAll(turnedRound);
            Collections.reverse(turnedRound);
            told.addAll(turnedRound);
        }
        List<Wrong> wrong = Checker.check(given.messages(), rows, centres.taken(), told);
        assertThat(numbers(wrong, Wrong.Kind.TWICE)).as("%s", wrong).hasSize(5);
        assertThat(numbers(wrong, Wrong.Kind.LOST)).as("%s", wrong).hasSize(1);
        assertThat(numbers(wrong, Wrong.Kind.UNTOLD)).as("%s", wrong).isEqualTo(forgotten);
        assertThat(numbers(wrong, Wrong.Kind.ORDER)).as("%s", wrong).containsAll(turned);
    }

    /** Messages of which more than one state was told. */
    private static List<Row> byWay(List<Row> rows, List<Told> told, int way) {
        return rows.stream()
                .filter(row -> row.number().startsWith("4860" + way + "2"))
                .filter(row -> told.stream()
                                .filter(one -> one.id().equals(row.id()))
                                .map(Told::state)
                                .distinct()
                                .count()
                        > 1)
                .limit(2)
                .toList();
    }

    private static Set<String> numbers(List<Wrong> wrong, Wrong.Kind kind) {
        return wrong.stream()
                .filter(one -> one.kind() == kind)
                .map(Wrong::number)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
