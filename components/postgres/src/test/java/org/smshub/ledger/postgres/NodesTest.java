package org.smshub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
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
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.nodes.Holder;
import org.smshub.ledger.nodes.Membership;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.queue.LinkSettings;
import org.smshub.ledger.store.Account;
import org.smshub.ledger.store.Claim;
import org.smshub.ledger.store.Nodes;
import org.smshub.ledger.store.StoreMaker;
import org.smshub.ledger.store.Verdict;
import org.smshub.link.IdForms;

/** Hubs of one process on one ledger: who has which link, and what becomes of it when one is taken for dead. */
class NodesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

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

        Hub(String name, Set<String> pins, String... served) {
            ledger = new Ledger(
                    new StoreMaker.Place(folder.resolve(name), url, null, null, true),
                    new LedgerSettings(200, 0, 0, 0, pins),
                    Ground.MACHINE);
            for (String link : served) {
                LinkSettings settings =
                        new LinkSettings(link, 10, 0, 1, 10_000, 1_000, new Account(link, IdForms.SAFE, false));
                links.put(link, ledger.declare(settings));
                ledger.membership().serve(Membership.LINK + link, holder(settings));
            }
            ledger.membership().start();
            hubs.put(name, this);
        }

        private Holder holder(LinkSettings settings) {
            LinkQueue link = links.get(settings.name());
            return new Holder() {
                @Override
                public void gained() {
                    link.elsewhere(false, false);
                    ledger.open(
                            settings,
                            new Verdict.Unknown(null, "hub:restart", "restarted"),
                            claim -> take(link, claim));
                }

                @Override
                public void lost() {
                    link.lost();
                }

                @Override
                public void ends() {
                    link.close();
                }

                @Override
                public boolean hasEnded() {
                    return link.inFlight() == 0;
                }
            };
        }

        private void take(LinkQueue link, Claim claim) {
            taken.add(claim);
            if (answers) {
                answer(link, claim);
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
}
