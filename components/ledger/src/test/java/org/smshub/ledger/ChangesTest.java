package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Change;
import org.smshub.ledger.entry.Changed;
import org.smshub.ledger.entry.Changed.What;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.sqlite.SqliteStore;
import org.smshub.text.plan.Piece;
import org.smshub.text.udh.Udh;

/** Messages that wait are cancelled, changed, moved; and what left says so, however close the race. */
class ChangesTest {

    private static final long LATER = System.currentTimeMillis() + 3_600_000;

    @TempDir
    Path folder;

    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = new Ledger(folder, Parts.SETTINGS);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private String waiting() throws Exception {
        String id = Parts.id();
        ledger.accept(Parts.one(id, 1, LATER, null)).get();
        return id;
    }

    private Changed change(Change change) throws Exception {
        return ledger.change(change).get(10, TimeUnit.SECONDS);
    }

    private MessageView view(String id) {
        return ledger.find(id, null).orElseThrow();
    }

    @Test
    void whatWaitsIsCancelledForGood() throws Exception {
        String id = waiting();
        assertThat(change(new Change.Cancel(id, "another")).what()).isEqualTo(What.NOT_FOUND);
        assertThat(change(new Change.Cancel(id, "client")))
                .isEqualTo(new Changed(What.DONE, id, "CANCELLED", 1, false));
        assertThat(view(id).state()).isEqualTo("CANCELLED");
        assertThat(change(new Change.Cancel(id, "client")).what()).isEqualTo(What.ENDED);
        assertThat(change(new Change.Cancel("01ARZ3NDEKTSV4RRFFQ69G5FAV", null)).what())
                .isEqualTo(What.NOT_FOUND);
    }

    @Test
    void ofALongMessageAllOrNothingIsCancelled() throws Exception {
        List<Claim> taken = new ArrayList<>();
        String id = Parts.id();
        ledger.accept(List.of(
                        Parts.part(id, 1, 2, null, 1, Parts.LINK, 0, null),
                        Parts.part(id, 2, 2, null, 1, Parts.LINK, 0, null)))
                .get();
        // room for one of the two
        LinkQueue link =
                ledger.open(Parts.link(Parts.LINK, 1, 0), new Verdict.Unknown(null, "hub:restart", ""), claim -> {
                    synchronized (taken) {
                        taken.add(claim);
                    }
                });
        await().until(() -> taken.size() == 1);
        Changed changed = change(new Change.Cancel(id, "client"));
        assertThat(changed.what()).isEqualTo(What.LEFT);
        assertThat(changed.state()).isEqualTo("QUEUED");
        link.close();
    }

    @Test
    void anotherTextTimeAndPriorityTakeTheOnesPlace() throws Exception {
        String id = waiting();
        Submission was = Parts.one(id, 3, LATER + 1_000, LATER + 60_000).get(0);
        Submission first = was.with(new Piece(1, 2, "one ", "GSM7", Udh.NONE));
        Submission second = was.with(new Piece(2, 2, "two", "GSM7", Udh.NONE));
        assertThat(change(new Change.Replace(List.of(first, second), "client")).parts())
                .isEqualTo(2);
        MessageView view = view(id);
        assertThat(view.text()).isEqualTo("one two");
        assertThat(view.parts()).hasSize(2);
        assertThat(view.priority()).isEqualTo(3);
        assertThat(view.state()).isEqualTo("ACCEPTED");
        assertThat(change(new Change.Replace(List.of(was), "client")).what()).isEqualTo(What.DONE);
        assertThat(view(id).parts()).hasSize(1);
        assertThat(view(id).text()).isEqualTo("text");
        assertThat(change(new Change.Amend(id, "client", 0, LATER + 5_000, null))
                        .what())
                .isEqualTo(What.DONE);
        assertThat(view(id).priority()).isZero();
        assertThat(view(id).sendAt()).isEqualTo(MessageView.iso(LATER + 5_000));
        change(new Change.Cancel(id, null));
        assertThat(change(new Change.Replace(List.of(was), "client")).what()).isEqualTo(What.ENDED);
        assertThat(change(new Change.Amend(id, "client", 1, null, null)).what()).isEqualTo(What.ENDED);
    }

    @Test
    void theTextOfWhatHasEndedIsErased() throws Exception {
        String id = waiting();
        assertThat(change(new Change.Erase(id, "client")).what()).isEqualTo(What.LEFT);
        assertThat(view(id).text()).isEqualTo("text");
        change(new Change.Cancel(id, null));
        assertThat(change(new Change.Erase(id, "another")).what()).isEqualTo(What.NOT_FOUND);
        assertThat(view(id).text()).isEqualTo("text");
        assertThat(change(new Change.Erase(id, "client"))).isEqualTo(new Changed(What.DONE, id, "CANCELLED", 1, false));
        assertThat(view(id).text()).isNullOrEmpty();
        assertThat(view(id).state()).isEqualTo("CANCELLED");
        assertThat(change(new Change.Erase(id, "client")).what()).isEqualTo(What.DONE);
        // there is nothing to send any more
        assertThat(change(new Change.Again(id, null, Parts.id())).what()).isEqualTo(What.TEXT_GONE);
    }

    @Test
    void whatFailedIsSentAgainOnce() throws Exception {
        String id = waiting();
        assertThat(change(new Change.Again(id, "client", Parts.id())).what()).isEqualTo(What.NOT_FAILED);
        change(new Change.Cancel(id, null));
        String anew = Parts.id();
        assertThat(change(new Change.Again(id, "client", anew)).messageId()).isEqualTo(anew);
        Changed twice = change(new Change.Again(id, "client", Parts.id()));
        assertThat(twice.messageId()).isEqualTo(anew);
        assertThat(twice.parts()).isZero();
        MessageView view = view(anew);
        assertThat(view.text()).isEqualTo("text");
        assertThat(view.ref()).isNull();
        assertThat(view.input()).isEqualTo("again");
        assertThat(view.state()).isEqualTo("QUEUED");
    }

    @Test
    void aLongMessageIsSentAgainOnceToo() throws Exception {
        String id = Parts.id();
        ledger.accept(List.of(
                        Parts.part(id, 1, 2, null, 1, Parts.LINK, LATER, null),
                        Parts.part(id, 2, 2, null, 1, Parts.LINK, LATER, null)))
                .get();
        change(new Change.Cancel(id, null));
        String anew = Parts.id();
        String other = Parts.id();
        assertThat(change(new Change.Again(id, null, anew)).parts()).isEqualTo(2);
        assertThat(change(new Change.Again(id, null, other)).messageId()).isEqualTo(anew);
        assertThat(ledger.find(other, null)).isEmpty();
    }

    @Test
    void whatWaitsOnALinkGoesToAnother() throws Exception {
        ledger.declare(Parts.link("b", 10, 0));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            ids.add(waiting());
        }
        int moved = 0;
        Changed changed;
        do {
            changed = change(new Change.Reroute(Parts.LINK, "b", 500));
            moved += changed.parts();
        } while (changed.more());
        assertThat(moved).isEqualTo(700);
        assertThat(ids)
                .allSatisfy(id -> assertThat(view(id).parts().get(0).link()).isEqualTo("b"));
    }

    /** What a change has written is claimed: a checksum that did not fit would set it aside. */
    @Test
    void whatWasChangedIsSent() throws Exception {
        String replaced = waiting();
        Submission two = Parts.one(replaced, 1, 0, null).get(0);
        Submission first = two.with(new Piece(1, 2, "one ", "GSM7", Udh.NONE));
        Submission second = two.with(new Piece(2, 2, "two", "GSM7", Udh.NONE));
        change(new Change.Replace(List.of(first, second), "client"));
        String amended = waiting();
        change(new Change.Amend(amended, "client", 3, System.currentTimeMillis(), null));
        String moved = Parts.id();
        ledger.accept(Parts.one(moved, 1, System.currentTimeMillis(), null)).get();
        String failed = waiting();
        change(new Change.Cancel(failed, null));
        String again = Parts.id();
        change(new Change.Again(failed, "client", again));
        Map<String, String> sent = new ConcurrentHashMap<>();
        // to a link that is none of its own
        assertThat(change(new Change.Reroute(Parts.LINK, "b", 500)).parts()).isEqualTo(5);
        assertThat(view(moved).links()).containsExactly("b");
        LinkQueue link = ledger.open(Parts.link("b", 10, 0), new Verdict.Unknown(null, "hub:restart", ""), claim -> {
            Submission s = claim.submission();
            sent.merge(s.messageId(), (String) s.body(), String::concat);
        });
        await().until(() -> sent.size() == 4 && sent.get(replaced).length() == 7);
        assertThat(sent).containsOnlyKeys(replaced, amended, moved, again);
        link.close();
    }

    /** A bit that flipped while it waited: a change would give it a checksum that fits. */
    @Test
    void whatIsDamagedIsNotChangedIntoSomethingSound() throws Exception {
        for (String flip : List.of(
                "body = 'tezt'", "recipient = '+48600100201'", "links = (select id from word where word = 'a,b')")) {
            String id = waiting();
            Submission anew = Parts.one(id, 3, LATER, null).get(0);
            ledger.close();
            try (Connection connection = SqliteStore.source(folder, false).getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("insert or ignore into word (word) values ('a,b')");
                assertThat(statement.executeUpdate("update part set " + flip + " where message_id = '" + id + "'"))
                        .isEqualTo(1);
            }
            open();
            assertThat(change(new Change.Replace(List.of(anew), "client")).what())
                    .as(flip)
                    .isEqualTo(What.DAMAGED);
            assertThat(change(new Change.Amend(id, "client", 3, null, null)).what())
                    .as(flip)
                    .isEqualTo(What.DAMAGED);
            // what is damaged can be cancelled: nothing of it is sent then
            assertThat(change(new Change.Cancel(id, "client")).what()).as(flip).isEqualTo(What.DONE);
            assertThat(change(new Change.Again(id, "client", Parts.id())).what())
                    .as(flip)
                    .isEqualTo(What.DAMAGED);
        }
    }

    /** Each is cancelled, changed and moved while it is handed out: what said cancelled was never handed out afterwards. */
    @Test
    void whatWasCancelledIsNeverSent() throws Exception {
        int tries = Boolean.getBoolean("full") ? 100_000 : 5_000;
        Set<String> handed = ConcurrentHashMap.newKeySet();
        LinkQueue[] link = new LinkQueue[2];
        for (String name : List.of(Parts.LINK, "b")) {
            int place = name.equals("b") ? 1 : 0;
            link[place] = ledger.open(Parts.link(name, 50, 0), new Verdict.Unknown(null, "hub:restart", ""), claim -> {
                handed.add(claim.submission().messageId());
                ledger.lanes()
                        .execute(
                                name,
                                () -> ledger.result(
                                        claim,
                                        new Verdict.Sent(
                                                "r" + claim.submission().messageId()),
                                        link[place]));
            });
        }
        Map<String, CompletableFuture<Changed>> cancels = new ConcurrentHashMap<>();
        List<String> ids = new ArrayList<>();
        Set<String> toldCancelled = new HashSet<>();
        for (int i = 0; i < tries; i++) {
            String id = Parts.id();
            ids.add(id);
            long due = System.currentTimeMillis() + i % 3;
            CompletableFuture<Accepted> accepted = ledger.accept(Parts.one(id, i % 4, i % 5 == 0 ? 0 : due, null));
            accepted.thenAccept(a -> {
                ledger.change(new Change.Amend(id, null, 2, null, null));
                cancels.put(id, ledger.change(new Change.Cancel(id, "client")));
            });
            if (i % 64 == 0) {
                ledger.change(
                        new Change.Reroute(i % 128 == 0 ? Parts.LINK : "b", i % 128 == 0 ? "b" : Parts.LINK, 100));
                accepted.get();
            }
        }
        await().atMost(Duration.ofSeconds(120)).until(() -> cancels.size() == tries);
        for (Map.Entry<String, CompletableFuture<Changed>> cancel : cancels.entrySet()) {
            if (cancel.getValue().get(60, TimeUnit.SECONDS).what() == What.DONE) {
                toldCancelled.add(cancel.getKey());
            }
        }
        await().atMost(Duration.ofSeconds(120))
                .until(() -> ids.stream().map(this::view).allMatch(view -> Set.of("SENT", "CANCELLED")
                        .contains(view.state())));
        assertThat(handed).doesNotContainAnyElementsOf(toldCancelled);
        for (String id : ids) {
            assertThat(view(id).state()).isEqualTo(toldCancelled.contains(id) ? "CANCELLED" : "SENT");
            assertThat(handed.contains(id)).isNotEqualTo(toldCancelled.contains(id));
        }
        // both happened, or nothing was raced
        assertThat(toldCancelled).isNotEmpty().hasSizeLessThan(tries);
        for (LinkQueue each : link) {
            each.close();
        }
    }
}
