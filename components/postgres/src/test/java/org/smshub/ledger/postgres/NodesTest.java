package org.smshub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.Ground;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.Parts;
import org.smshub.ledger.SetClock;
import org.smshub.ledger.entry.Accept;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.nodes.Holder;
import org.smshub.ledger.nodes.Membership;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.Nodes;
import org.smshub.link.IdForms;
import org.smshub.link.nature.Nature;

/** Hubs of one process on one ledger: who has which link, and what becomes of it when one is taken for dead. */
class NodesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private String url;
    private final Map<String, Hub> hubs = new HashMap<>();

    @BeforeEach
    void database() throws Exception {
        url = Server.database();
    }

    @AfterEach
    void close() {
        hubs.values().forEach(hub -> hub.ledger.close());
    }

    /** A hub whose links answer by themselves, or keep what they get. */
    private final class Hub {
        final Ledger ledger;
        final Map<String, LinkQueue> links = new ConcurrentHashMap<>();
        final List<Claim> taken = new CopyOnWriteArrayList<>();
        volatile boolean answers = true;

        final Map<String, Long> takenAt = new ConcurrentHashMap<>();

        Hub(String name, Set<String> pins, String... served) {
            this(name, Ground.MACHINE, pins, served);
        }

        Hub(String name, Ground ground, Set<String> pins, String... served) {
            ledger = HeldLink.hub(folder.resolve(name), url, ground, pins);
            for (String link : served) {
                HeldLink held = new HeldLink(ledger, HeldLink.settings(link, 10, 0), claim -> take(link, claim));
                links.put(link, held.link);
                ledger.membership().serve(Membership.LINK + link, held);
            }
            ledger.membership().start();
            hubs.put(name, this);
        }

        private void take(String link, Claim claim) {
            takenAt.put(claim.submission().messageId(), System.currentTimeMillis());
            taken.add(claim);
            if (answers) {
                answer(links.get(link), claim);
            }
        }

        void answer(LinkQueue link, Claim claim) {
            link.sent();
            ledger.result(claim, new Verdict.Sent("id-" + claim.submission().messageId()), link);
        }

        boolean has(String link) {
            return links.get(link).service() == LinkQueue.Service.UP;
        }

        String state(String id) {
            return ledger.find(id, null).orElseThrow().state();
        }
    }

    private static String accept(Hub hub, String link) throws Exception {
        String id = Parts.id();
        hub.ledger.accept(Parts.on(id, link)).get();
        return id;
    }

    @Test
    void linksAreSpreadAndWhatOneHubAcceptsGoesByTheOtherOnesLink() throws Exception {
        Hub a = new Hub("a", Set.of(), "north", "south");
        Hub b = new Hub("b", Set.of(), "north", "south");
        await().atMost(PATIENCE).until(() -> a.has("north") ^ a.has("south"));
        await().atMost(PATIENCE).until(() -> b.has("north") ^ b.has("south"));
        assertThat(a.has("north")).isNotEqualTo(b.has("north"));
        for (Hub hub : List.of(a, b)) {
            for (String link : List.of("north", "south")) {
                String id = accept(hub, link);
                await().atMost(PATIENCE).until(() -> hub.state(id).equals("SENT"));
            }
        }
        List<String> sentTwice = new ArrayList<>(ids(a));
        sentTwice.retainAll(ids(b));
        assertThat(sentTwice).isEmpty();
    }

    private static List<String> ids(Hub hub) {
        return hub.taken.stream().map(claim -> claim.submission().messageId()).toList();
    }

    @Test
    void whoIsTakenForDeadSendsNothingMoreAndTellsWhatHeKnows() throws Exception {
        Hub a = new Hub("a", Set.of("north"), "north");
        await().atMost(PATIENCE).until(() -> a.has("north"));
        a.answers = false;
        String id = accept(a, "north");
        await().atMost(PATIENCE).until(() -> a.taken.size() == 1);
        Hub b = new Hub("b", Set.of(), "north");
        try (Nodes gravedigger = nodes("c")) {
            Nodes.Node seen = pinned(gravedigger, "link/north");
            assertThat(gravedigger.bury(quietFor(seen, 60_000)))
                    .as("it has written something meanwhile")
                    .isFalse();
            assertThat(gravedigger.bury(quietFor(seen, 0))).isTrue();
            assertThat(gravedigger.bury(quietFor(seen, 0))).isFalse();
        }
        // whoever has it next settles what was in flight, by the rule of the link
        await().atMost(PATIENCE).until(() -> a.state(id).equals("UNKNOWN"));
        a.answer(a.links.get("north"), a.taken.get(0));
        await().atMost(PATIENCE).until(() -> a.state(id).equals("SENT"));
        assertThat(ids(b)).doesNotContain(id);
        // it joins again, and gets back what is pinned to it
        await().atMost(PATIENCE).until(() -> a.has("north"));
        await().atMost(PATIENCE).until(() -> !b.has("north"));
    }

    private static Nodes.Node pinned(Nodes nodes, String what) throws Exception {
        return nodes.look().nodes().stream()
                .filter(node -> node.pins().contains(what))
                .findFirst()
                .orElseThrow();
    }

    private static Nodes.Node quietFor(Nodes.Node node, long millis) {
        return new Nodes.Node(
                node.name(),
                node.session(),
                node.alive(),
                node.linked(),
                millis,
                node.version(),
                node.address(),
                node.serves(),
                node.pins());
    }

    private Nodes nodes(String name) throws Exception {
        return new PostgresStore(new Address(url, null, null), new Sessions(name, true), "15", Map.of()).nodes();
    }

    @Test
    void aHubThatEndsLeavesItsLinksToTheOthers() throws Exception {
        Hub a = new Hub("a", Set.of(), "north");
        await().atMost(PATIENCE).until(() -> a.has("north"));
        Hub b = new Hub("b", Set.of(), "north");
        a.ledger.close();
        hubs.remove("a");
        await().atMost(PATIENCE).until(() -> b.has("north"));
        String id = accept(b, "north");
        await().atMost(PATIENCE).until(() -> b.state(id).equals("SENT"));
    }

    /** Says whether it is here. */
    private static final class Here implements Holder {
        volatile boolean is;

        @Override
        public void gained() {
            is = true;
        }

        @Override
        public void lost() {
            is = false;
        }

        @Override
        public void ends() {
            is = false;
        }

        @Override
        public boolean hasEnded() {
            return true;
        }
    }

    /** A route that reads a mailbox is stopped on the hub that had it, and started again. */
    @Test
    void whatAHubServesNoMoreAnotherTakes() throws Exception {
        Membership a = new Hub("a", Set.of()).ledger.membership();
        Membership b = new Hub("b", Set.of()).ledger.membership();
        Here first = new Here();
        a.serve("master/box", first);
        await().atMost(PATIENCE).until(() -> first.is);
        Here second = new Here();
        b.serve("master/box", second);
        a.unserve("master/box");
        await().atMost(PATIENCE).until(() -> second.is);
        Here again = new Here();
        b.serve("master/box", again);
        await().atMost(PATIENCE).until(() -> again.is);
        a.serve("master/box", first);
        first.is = false;
        b.unserve("master/box");
        await().atMost(PATIENCE).until(() -> first.is);
    }

    private static Ground clock(long ahead) {
        return new Ground() {
            @Override
            public Nature nature() {
                return new SetClock(() -> System.currentTimeMillis() + ahead);
            }
        };
    }

    /** Nobody is in it yet; else what it accepts first would be of the year 1970. */
    @Test
    void theFirstHubOfALedgerGoesByTheDatabasesClockFromTheFirst() throws Exception {
        String empty = Server.database();
        PostgresSchema.update(new Address(empty, null, null).plain());
        try (Nodes nodes = new PostgresStore(
                        new Address(empty, null, null), new Sessions("first", true), "15", Map.of())
                .nodes()) {
            Nodes.View view = nodes.look();
            assertThat(view.nodes()).isEmpty();
            assertThat(view.clockMillis()).isCloseTo(System.currentTimeMillis(), within(60_000L));
        }
    }

    /** By its own clock the first would take it for expired, and the second would find it so late that it is. */
    @Test
    void hubsWhoseClocksAreTenSecondsApartGoByTheDatabases() throws Exception {
        Hub fast = new Hub("fast", clock(5_000), Set.of("north"), "north");
        Hub slow = new Hub("slow", clock(-5_000), Set.of("south"), "south");
        await().atMost(PATIENCE).until(() -> fast.has("north") && slow.has("south"));
        for (Hub hub : List.of(fast, slow)) {
            assertThat(hub.ledger.nature().wall() - System.currentTimeMillis()).isBetween(-500L, 500L);
        }
        long now = System.currentTimeMillis();
        String north = timed(slow, "north", now + 2_000, now + 4_500);
        String south = timed(fast, "south", now + 2_000, now + 4_500);
        await().atMost(PATIENCE).until(() -> slow.state(north).matches("SENT|EXPIRED"));
        await().atMost(PATIENCE).until(() -> fast.state(south).matches("SENT|EXPIRED"));
        assertThat(fast.takenAt.get(north)).isBetween(now + 1_500, now + 4_500);
        assertThat(slow.takenAt.get(south)).isBetween(now + 1_500, now + 4_500);
    }

    private static String timed(Hub hub, String link, long due, long expires) throws Exception {
        String id = Parts.id();
        hub.ledger
                .accept(List.of(Parts.part(id, 1, 1, null, 1, link, due, expires)))
                .get();
        return id;
    }

    /** What does not start where it is lame. */
    private static final class Lame implements Holder {
        volatile boolean has;
        volatile String trouble;

        @Override
        public void gained() {
            has = true;
        }

        @Override
        public void lost() {
            has = false;
        }

        @Override
        public void ends() {
            // at once
        }

        @Override
        public boolean hasEnded() {
            return true;
        }

        @Override
        public String trouble() {
            return trouble;
        }

        @Override
        public boolean givesUp() {
            return trouble != null;
        }
    }

    @Test
    void whatDoesNotStartAtOneHubGoesToAnotherAndStaysWhereThereIsNone() throws Exception {
        Hub a = new Hub("a", Set.of());
        Lame north = new Lame();
        north.trouble = "no such key file";
        a.ledger.membership().serve("link/north", north);
        await().atMost(PATIENCE).until(() -> north.has);
        await().atMost(PATIENCE)
                .until(() -> a.ledger.membership().troubles().equals(Map.of("link/north", "no such key file")));
        assertThat(north.has).as("there is no other").isTrue();
        Hub b = new Hub("b", Set.of());
        Lame there = new Lame();
        b.ledger.membership().serve("link/north", there);
        await().atMost(PATIENCE).until(() -> there.has && !north.has);
        assertThat(a.ledger.membership().troubles()).as("it is still known why").containsKey("link/north");
        assertThat(b.ledger.membership().troubles()).isEmpty();
    }

    /** By the rule "retry" another hub has sent again what it found in flight: what comes late ends nobody's claim, also where it is many. */
    @Test
    void manyAnswersOfWhoWasTakenForDeadEndNoClaimOfAnother() throws Exception {
        PostgresSchema.update(new Address(url, null, null).plain());
        PostgresStore store = new PostgresStore(new Address(url, null, null), new Sessions("a", true), "15", Map.of());
        Account account = new Account("north", IdForms.SAFE, false);
        try (Engine engine = store.engine()) {
            Group accepts = new Group(System.currentTimeMillis());
            for (int i = 0; i < 5; i++) {
                accepts.accepts.add(new Accept(Parts.on(Parts.id(), "north"), "north", true));
            }
            engine.write(accepts);
            Group next = new Group(accepts.now + 1);
            next.openings.add(
                    new Group.Opening("north", account, new Verdict.Unknown(next.now, "hub:restart", "restarted")));
            next.claims.add(new Group.ClaimWish("north", 10, 0, Integer.MAX_VALUE));
            assertThat(engine.write(next).claims.get(0)).hasSize(5).allMatch(claim -> claim.doubt() == 1);
            Group late = new Group(next.now + 1);
            for (Accept one : accepts.accepts) {
                Claim claim = new Claim(one.parts().get(0), "north", 0, 0, 0, Long.MAX_VALUE);
                late.results.add(new Result(claim, new Verdict.Sent("late"), account, false, true));
            }
            engine.write(late);
        }
        try (Connection database = Server.connect(url);
                ResultSet row = database.createStatement()
                        .executeQuery("select count(*) from messages where state = 'CLAIMED'")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(5);
        }
    }

    @Test
    void whatAnotherHubIsAboutToChangeIsSkippedAndNoDamage() throws Exception {
        Hub a = new Hub("a", Set.of(), "north");
        await().atMost(PATIENCE).until(() -> a.has("north"));
        String id = Parts.id();
        long due = System.currentTimeMillis() + 1_500;
        a.ledger
                .accept(List.of(Parts.part(id, 1, 1, null, 1, "north", due, null)))
                .get();
        try (Connection other = DriverManager.getConnection(url);
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.executeQuery("select 1 from part where message_id = '" + id + "' for update")
                    .close();
            String next = Parts.id();
            a.ledger
                    .accept(List.of(Parts.part(next, 1, 1, null, 0, "north", due + 500, null)))
                    .get();
            await().atMost(PATIENCE).until(() -> a.state(next).equals("SENT"));
            assertThat(a.taken).hasSize(1);
            assertThat(a.ledger.damage()).isNull();
            other.rollback();
        }
        await().atMost(PATIENCE).until(() -> a.state(id).equals("SENT"));
    }
}
