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
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.Ground;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.Parts;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Shares;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.nodes.SplitLink;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Nodes;

/** Hubs of one process that share one link: each sends some of its messages, and settles of a dead one no more than that one had. */
class SplitLinkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LINK = "north";

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

    private final class Hub {
        final Ledger ledger;
        final LinkQueue link;
        final List<Claim> taken = new CopyOnWriteArrayList<>();
        volatile boolean answers = true;

        Hub(String name) {
            ledger = HeldLink.hub(folder.resolve(name), url, Ground.MACHINE, Set.of());
            HeldLink held = new HeldLink(ledger, HeldLink.settings(LINK, 100, 1_000), this::take);
            link = held.link;
            link.split(2);
            SplitLink split = new SplitLink(link, held, () -> ledger.settle(link), System::nanoTime);
            for (int share = 0; share < 2; share++) {
                ledger.membership().serve(SplitLink.holding(LINK, share, 2), split.share(share));
            }
            ledger.membership().start();
            hubs.put(name, this);
        }

        private void take(Claim claim) {
            taken.add(claim);
            if (answers) {
                answer(claim);
            }
        }

        void answer(Claim claim) {
            link.sent();
            ledger.result(claim, new Verdict.Sent("id-" + claim.submission().messageId()), link);
        }

        int shares() {
            return link.shares().claimed().own().size();
        }

        List<String> ids() {
            return taken.stream().map(claim -> claim.submission().messageId()).toList();
        }

        List<String> accept(int count) throws Exception {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ids.add(Parts.id());
                ledger.accept(Parts.on(ids.get(i), LINK)).get();
            }
            return ids;
        }

        String state(String id) {
            return ledger.find(id, null).orElseThrow().state();
        }
    }

    private Hub[] two() {
        Hub a = new Hub("a");
        Hub b = new Hub("b");
        await().atMost(PATIENCE).until(() -> a.shares() == 1 && b.shares() == 1);
        return new Hub[] {a, b};
    }

    @Test
    void eachSendsItsShareAtItsPartOfThePaceAndNothingGoesTwice() throws Exception {
        Hub[] two = two();
        assertThat(two[0].link.pace().ceiling() + two[1].link.pace().ceiling()).isEqualTo(1_000);
        List<String> ids = new ArrayList<>();
        for (Hub hub : two) {
            ids.addAll(hub.accept(64));
        }
        await().atMost(PATIENCE)
                .until(() -> ids.stream().allMatch(id -> two[0].state(id).equals("SENT")));
        for (Hub hub : two) {
            assertThat(hub.ids()).as("some of both").hasSizeBetween(32, 96);
            int share = hub.link.shares().claimed().own().iterator().next();
            assertThat(hub.ids()).allMatch(id -> Shares.share(id, 2) == share);
        }
        List<String> all = new ArrayList<>(two[0].ids());
        all.addAll(two[1].ids());
        assertThat(all).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void oneHubAloneHasAllOfItAndGivesAShareToTheNext() throws Exception {
        Hub a = new Hub("a");
        await().atMost(PATIENCE).until(() -> a.shares() == 2);
        assertThat(a.link.pace().ceiling()).isEqualTo(1_000);
        a.answers = false;
        List<String> ids = a.accept(20);
        await().atMost(PATIENCE).until(() -> a.ids().containsAll(ids));
        Hub b = new Hub("b");
        // it has it only when what is in flight of that share has ended
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        assertThat(b.shares()).isZero();
        a.answers = true;
        a.taken.forEach(a::answer);
        await().atMost(PATIENCE).until(() -> a.shares() == 1 && b.shares() == 1);
        assertThat(ids).allMatch(id -> a.state(id).equals("SENT"));
    }

    @Test
    void ofADeadHubOnlyItsShareIsInDoubt() throws Exception {
        Hub[] two = two();
        Hub a = two[0];
        Hub b = two[1];
        a.answers = false;
        b.answers = false;
        List<String> ids = a.accept(64);
        await().atMost(PATIENCE).until(() -> a.taken.size() + b.taken.size() == 64);
        try (Nodes gravedigger =
                new PostgresStore(new Address(url, null, null), new Sessions("c", true), "15", Map.of()).nodes()) {
            String dead = a.ledger.membership().view().self();
            // who has written something since it was looked at is not buried
            await().atMost(PATIENCE)
                    .until(() -> gravedigger.bury(gravedigger.look().nodes().stream()
                            .filter(node -> node.name().equals(dead))
                            .findFirst()
                            .orElseThrow()));
        }
        List<String> as = a.ids();
        await().atMost(PATIENCE)
                .until(() -> as.stream().allMatch(id -> b.state(id).equals("UNKNOWN")));
        b.taken.forEach(b::answer);
        await().atMost(PATIENCE)
                .until(() -> ids.stream().filter(id -> !as.contains(id)).allMatch(id -> b.state(id)
                        .equals("SENT")));
        assertThat(as).as("no word of them").allMatch(id -> b.state(id).equals("UNKNOWN"));
        a.taken.forEach(a::answer);
        await().atMost(PATIENCE)
                .until(() -> as.stream().allMatch(id -> b.state(id).equals("SENT")));
    }
}
