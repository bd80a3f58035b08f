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
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.Ground;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.Parts;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.nodes.BoundClients;
import org.smshub.ledger.nodes.Membership;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Nodes;
import org.smshub.link.passing.Presence;

/** Hubs of one process on one ledger: applications hear of their messages from whichever hub they are bound to. */
class BoundClientsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONSUMER = "smpp";

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

    /** Where applications bind, one session each. */
    private static final class Door implements Presence {
        private final Set<String> here = new TreeSet<>();
        private final List<BiConsumer<String, Boolean>> watchers = new ArrayList<>();

        @Override
        public synchronized Runnable watch(BiConsumer<String, Boolean> watcher) {
            watchers.add(watcher);
            here.forEach(client -> watcher.accept(client, true));
            return () -> unwatch(watcher);
        }

        private synchronized void unwatch(BiConsumer<String, Boolean> watcher) {
            watchers.remove(watcher);
        }

        synchronized void is(String client, boolean bound) {
            if (bound ? here.add(client) : here.remove(client)) {
                watchers.forEach(watcher -> watcher.accept(client, bound));
            }
        }

        synchronized boolean has(String client) {
            return here.contains(client);
        }
    }

    /** A hub that serves the link, to which applications bind. */
    private final class Hub {
        final Ledger ledger;
        final Door door = new Door();
        final List<String> told = new CopyOnWriteArrayList<>();
        final List<Event> kept = new CopyOnWriteArrayList<>();
        final EventQueue queue;
        final BoundClients bound;
        private final LinkQueue link;
        /** Whether applications answer. */
        volatile boolean answers = true;

        Hub(String name) {
            ledger = HeldLink.hub(folder.resolve(name), url, Ground.MACHINE, Set.of());
            HeldLink held = new HeldLink(ledger, HeldLink.settings(Parts.LINK, 10, 0), this::sent);
            link = held.link;
            ledger.membership().serve(Membership.LINK + Parts.LINK, held);
            queue = ledger.listen(CONSUMER, 10, 3_600_000, true, this::tell);
            bound = ledger.serve(queue, door);
            ledger.membership().start();
            hubs.put(name, this);
        }

        private void sent(Claim claim) {
            link.sent();
            ledger.result(claim, new Verdict.Sent("id-" + claim.submission().messageId()), link);
        }

        private void tell(EventQueue from, Event event) {
            if (!answers) {
                kept.add(event);
            } else if (door.has(event.client())) {
                told.add(event.messageId() + " " + event.state());
                ledger.eventResult(from, event, null);
            } else {
                ledger.eventResult(from, event, 100L);
            }
        }

        boolean hasLink() {
            return link.service() == LinkQueue.Service.UP;
        }

        String accept(String client) throws Exception {
            String id = Parts.id();
            ledger.accept(List.of(Parts.heardBy(CONSUMER, id, client, "ALL", 1, 1)))
                    .get();
            return id;
        }

        void receipt(String id) throws Exception {
            ledger.receipt(
                            Parts.LINK,
                            List.of("id-" + id),
                            PartState.DELIVERED,
                            "+48600100200",
                            null,
                            System.currentTimeMillis())
                    .get();
        }

        Set<String> has() {
            Nodes.View view = ledger.membership().view();
            Set<String> has = new TreeSet<>();
            if (view != null) {
                view.holdings().stream()
                        .filter(holding -> view.self().equals(holding.node()))
                        .forEach(holding -> has.add(holding.what()));
            }
            return has;
        }
    }

    private static String holding(String client) {
        return "events/smpp/" + client;
    }

    private static List<String> both(String id) {
        return List.of(id + " SENT", id + " DELIVERED");
    }

    private Hub owner(Hub... all) {
        await().atMost(PATIENCE).until(() -> Stream.of(all).anyMatch(Hub::hasLink));
        return Stream.of(all).filter(Hub::hasLink).findFirst().orElseThrow();
    }

    @Test
    void receiptsGoToTheHubThatHasASessionWhicheverHasTheLink() throws Exception {
        Hub a = new Hub("a");
        Hub b = new Hub("b");
        Hub owner = owner(a, b);
        a.door.is("shop", true);
        b.door.is("bank", true);
        await().atMost(PATIENCE).until(() -> a.has().contains(holding("shop")));
        await().atMost(PATIENCE).until(() -> b.has().contains(holding("bank")));
        for (Hub hub : List.of(a, b)) {
            String shops = hub.accept("shop");
            String banks = hub.accept("bank");
            await().atMost(PATIENCE).until(() -> a.told.contains(shops + " SENT") && b.told.contains(banks + " SENT"));
            owner.receipt(shops);
            owner.receipt(banks);
            await().atMost(PATIENCE).until(() -> a.told.containsAll(both(shops)) && b.told.containsAll(both(banks)));
            assertThat(a.told).containsSubsequence(both(shops));
            assertThat(b.told).containsSubsequence(both(banks));
        }
        assertThat(a.told).as("each once").doesNotHaveDuplicates().hasSize(4);
        assertThat(b.told).doesNotHaveDuplicates().hasSize(4);
    }

    @Test
    void whatNobodyHearsWaitsForTheFirstSession() throws Exception {
        Hub a = new Hub("a");
        Hub b = new Hub("b");
        Hub owner = owner(a, b);
        String id = a.accept("shop");
        await().atMost(PATIENCE)
                .until(() -> a.ledger.find(id, null).orElseThrow().state().equals("SENT"));
        owner.receipt(id);
        b.door.is("shop", true);
        await().atMost(PATIENCE).until(() -> b.told.equals(both(id)));
        b.door.is("shop", false);
        await().atMost(PATIENCE).until(() -> b.has().stream().noneMatch(holding("shop")::equals));
        assertThat(b.ledger.membership().view().holdings())
                .as("who comes and goes leaves no row")
                .noneMatch(holding -> holding.what().equals(holding("shop")));
        assertThat(a.told).isEmpty();
    }

    @Test
    void withSessionsAtTwoHubsOneTellsAndTheOtherFollows() throws Exception {
        Hub a = new Hub("a");
        Hub b = new Hub("b");
        owner(a, b);
        a.door.is("shop", true);
        await().atMost(PATIENCE).until(() -> a.has().contains(holding("shop")));
        b.door.is("shop", true);
        String first = b.accept("shop");
        await().atMost(PATIENCE).until(() -> a.told.contains(first + " SENT"));
        a.answers = false;
        String second = b.accept("shop");
        await().atMost(PATIENCE).until(() -> !a.kept.isEmpty());
        a.door.is("shop", false);
        String third = b.accept("shop");
        await().pollDelay(Duration.ofMillis(600)).until(() -> true);
        assertThat(b.told)
                .as("what is in flight ends first, or it might pass the next")
                .isEmpty();
        a.ledger.eventResult(a.queue, a.kept.get(0), 1_000L);
        await().atMost(PATIENCE).until(() -> b.told.size() == 2);
        assertThat(b.told).containsExactly(second + " SENT", third + " SENT");
        assertThat(a.told).containsExactly(first + " SENT");
    }

    @Test
    void whoIsBuriedTellsNobodyAndTheOtherDoes() throws Exception {
        Hub a = new Hub("a");
        Hub b = new Hub("b");
        owner(a, b);
        a.door.is("shop", true);
        await().atMost(PATIENCE).until(() -> a.has().contains(holding("shop")));
        a.answers = false;
        String id = b.accept("shop");
        await().atMost(PATIENCE).until(() -> a.kept.size() == 1);
        b.door.is("shop", true);
        try (Nodes gravedigger =
                new PostgresStore(new Address(url, null, null), new Sessions("c", true), "15", Map.of()).nodes()) {
            String dead = a.ledger.membership().view().self();
            // it lives, and asks for its client again: where it is back before the other has looked, it goes on telling
            await().pollInterval(Duration.ofMillis(50)).atMost(PATIENCE).until(() -> {
                for (Nodes.Node node : gravedigger.look().nodes()) {
                    if (node.name().equals(dead) && !b.has().contains(holding("shop"))) {
                        gravedigger.bury(node);
                    }
                }
                return b.told.contains(id + " SENT");
            });
        }
        assertThat(a.told).isEmpty();
        // its session is still there: it asks again, and gets it when the other has gone
        a.answers = true;
        a.ledger.eventResult(a.queue, a.kept.get(0), null);
        b.door.is("shop", false);
        String next = b.accept("shop");
        await().atMost(PATIENCE).until(() -> a.told.contains(next + " SENT"));
    }

    @Test
    void aHubThatEndsLeavesItsClientsToTheOthers() throws Exception {
        Hub a = new Hub("a");
        a.door.is("shop", true);
        await().atMost(PATIENCE).until(() -> a.has().contains(holding("shop")));
        Hub b = new Hub("b");
        b.door.is("shop", true);
        String id = b.accept("shop");
        a.bound.close();
        a.queue.close();
        a.ledger.close();
        hubs.remove("a");
        await().atMost(PATIENCE).until(() -> a.told.size() + b.told.size() > 0);
        assertThat(Stream.concat(a.told.stream(), b.told.stream())).contains(id + " SENT");
        String next = b.accept("shop");
        await().atMost(PATIENCE).until(() -> b.told.contains(next + " SENT"));
    }

    @Test
    void whoReadsEventsHimselfHearsAtEachHubThatThereIsSomething() throws Exception {
        Hub a = new Hub("a");
        Hub b = new Hub("b");
        owner(a, b);
        List<String> news = new CopyOnWriteArrayList<>();
        for (Hub hub : List.of(a, b)) {
            hub.ledger.watch("sse", 3_600_000, client -> news.add(client));
        }
        a.ledger
                .accept(List.of(Parts.heardBy("sse", Parts.id(), "shop", "ALL", 1, 1)))
                .get();
        await().atMost(PATIENCE).until(() -> news.equals(List.of("shop", "shop")));
    }
}
