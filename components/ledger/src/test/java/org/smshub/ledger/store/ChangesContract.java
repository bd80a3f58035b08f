package org.smshub.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Change;
import org.smshub.ledger.entry.Changed;
import org.smshub.ledger.entry.Changed.What;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Verdict;
import org.smshub.link.passing.Told;
import org.smshub.text.Encoding;
import org.smshub.text.plan.LinkProfile;

/** One message goes to another link, or is told once more; no other does, and what left says so. */
public abstract class ChangesContract extends OnAnEngine {

    private static final String NOBODY = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    private Changed change(Change change) {
        return write(g -> g.changes.add(change)).changes.get(0);
    }

    private What moved(String id, String to) {
        return change(new Change.Move(id, null, to)).what();
    }

    private What told(String id) {
        return change(new Change.Tell(id, null)).what();
    }

    private List<String> links(String id) {
        return reader.find(id, null).orElseThrow().links();
    }

    private static LinkProfile carries(String encodings) {
        return new LinkProfile(
                Encoding.GSM7, Encoding.GSM7, LinkProfile.carried(encodings), LinkProfile.languages(""), 255, false);
    }

    @Test
    void oneMessageMovesAndNoOther() throws Exception {
        List<String> before = IntStream.range(0, 5).mapToObj(i -> accept()).toList();
        String id = accept(d -> d.links = "a,c");
        Answers answers = write(g -> g.changes.add(new Change.Move(id, "client", "b")));
        assertThat(answers.changes).containsExactly(new Changed(What.DONE, id, "QUEUED", 1, false));
        assertThat(answers.waits).containsKey("b");
        assertThat(history(id)).containsExactly("MOVED@b");
        assertThat(part(id).history().get(0).text()).isEqualTo("from a");
        assertThat(links(id)).containsExactly("b", "c");
        // again: nothing
        assertThat(change(new Change.Move(id, "client", "b")))
                .isEqualTo(new Changed(What.DONE, id, "QUEUED", 0, false));
        assertThat(history(id)).hasSize(1);
        restart();
        assertThat(claim("b", 10)).extracting(c -> c.submission().messageId()).containsExactly(id);
        assertThat(claim("a", 10)).extracting(c -> c.submission().messageId()).containsExactlyElementsOf(before);
    }

    @Test
    void whatIsOnItsWayOrWasSentStays() {
        String id = accept();
        assertThat(change(new Change.Move(id, "another", "b")).what()).isEqualTo(What.NOT_FOUND);
        assertThat(moved(NOBODY, "b")).isEqualTo(What.NOT_FOUND);
        Claim claim = claim();
        assertThat(moved(id, "b")).as("in flight").isEqualTo(What.LEFT);
        result(claim, new Verdict.Sent("r1"));
        assertThat(moved(id, "b")).as("sent").isEqualTo(What.LEFT);
        told("r1", PartState.DELIVERED);
        assertThat(moved(id, "b")).as("delivered").isEqualTo(What.ENDED);
        assertThat(part(id).link()).isEqualTo("a");
        assertThat(history(id)).doesNotContain("MOVED@b");
        // it may have arrived
        String doubted = accept();
        result(claim(), silence(now));
        assertThat(moved(doubted, "b")).isEqualTo(What.LEFT);
        // refused, and waits again: nothing of it has left
        String refused = accept(d -> d.links = "c");
        result(claim("c", 1).get(0), no(now + AGAIN, "c"), new Account("c", A.forms(), false), false);
        assertThat(moved(refused, "b")).isEqualTo(What.DONE);
        assertThat(history(refused)).containsExactly("NOT_SENT@c", "MOVED@b");
    }

    /** Whether others write to this ledger, too. */
    protected boolean isShared() {
        return false;
    }

    /** Another hub has marked it as in flight, and its commit is under way. */
    @Test
    void whatAnotherHubClaimsAtThisMomentStays() throws Exception {
        Assumptions.assumeTrue(isShared(), "skipped: one hub has this ledger alone");
        for (boolean move : new boolean[] {true, false}) {
            String id = accept();
            try (Connection other = connection();
                    Statement sql = other.createStatement()) {
                other.setAutoCommit(false);
                sql.execute("update part set state = 2 where message_id = '" + id + "'");
                CompletableFuture<Changed> changed = CompletableFuture.supplyAsync(
                        () -> change(move ? new Change.Move(id, null, "b") : new Change.Cancel(id, null)));
                await().until(() -> number("select count(*) from pg_stat_activity where wait_event_type = 'Lock'") > 0);
                other.commit();
                assertThat(changed.get(10, TimeUnit.SECONDS).what()).isEqualTo(What.LEFT);
            }
            assertThat(part(id).link()).isEqualTo("a");
        }
    }

    @Test
    void ofALongMessageAllPartsOrNone() {
        String id = accept(d -> d.parts = 3);
        Claim first = claim();
        assertThat(moved(id, "b")).isEqualTo(What.LEFT);
        result(first, no(now, "a"));
        assertThat(change(new Change.Move(id, null, "b")).parts()).isEqualTo(3);
        assertThat(reader.find(id, null).orElseThrow().parts())
                .extracting(MessageView.PartView::link)
                .containsOnly("b");
        assertThat(claim("a", 10)).isEmpty();
        assertThat(claim("b", 10)).hasSize(3);
    }

    @Test
    void whatTheOtherLinkDoesNotCarryStays() {
        Map<String, LinkProfile> carried = Map.of(
                "a", LinkProfile.STANDARD, "b", carries("GSM7"), "c", carries("UCS2,GSM7"), "d", LinkProfile.STANDARD);
        profiles = carried::get;
        String id = accept(d -> d.text = "Tomorrow");
        String binary = accept(d -> d.text = "Привет");
        sql("update part set encoding = 32, sum = null where message_id = '" + binary + "'");
        assertThat(moved(binary, "b")).isEqualTo(What.NOT_CARRIED);
        assertThat(part(binary).link()).isEqualTo("a");
        assertThat(history(binary)).isEmpty();
        assertThat(links(binary)).containsExactly("a");
        assertThat(moved(binary, "c")).isEqualTo(What.DONE);
        assertThat(links(binary)).containsExactly("c");
        assertThat(moved(id, "b")).isEqualTo(What.DONE);
        assertThat(claim("b", 10))
                .singleElement()
                .satisfies(c -> assertThat(c.submission().body()).isEqualTo("Tomorrow"));
    }

    private String delivered(String events, String receipt) {
        String id = accept(d -> {
            d.events = events;
            d.receipt = receipt;
        });
        sent("r" + id);
        told("r" + id, PartState.DELIVERED);
        return id;
    }

    private List<Event> heard(String lane) {
        List<Event> events = write(g -> g.lanes.add(new Group.LaneWish("c", lane, 0, 100)))
                .lanes
                .get(0);
        write(g -> events.forEach(e -> g.eventResults.add(new Group.EventResult(e.id(), null, true))));
        return events;
    }

    private void ends(long event, Long again, boolean heard, Told told) {
        write(g -> g.eventResults.add(new Group.EventResult(event, again, heard, told)));
    }

    private List<String> told(String what, String id) {
        return reader.find(id, null).orElseThrow().history().stream()
                .filter(step -> step.what().equals(what))
                .map(step -> step.code() + " by " + step.text() + " at " + step.to() + ": " + step.answer())
                .toList();
    }

    @Test
    void whatWasToldIsKeptWithItsAnswer() {
        String id = delivered("c", "FINAL");
        long event = events("c").get(0).id();
        ends(event, now, false, null);
        assertThat(told("NOT_TOLD", id)).as("nobody was there to answer").isEmpty();
        ends(event, now, false, new Told("https://shop.example", "503"));
        ends(event, now, false, new Told("https://shop.example", "502, try 3"));
        assertThat(told("NOT_TOLD", id))
                .as("the last answer alone")
                .containsExactly("DELIVERED by c at https://shop.example: 502, try 3");
        ends(event, null, true, new Told("https://shop.example", "200, try 4"));
        assertThat(told("NOT_TOLD", id)).isEmpty();
        assertThat(told("TOLD", id))
                .containsExactly("DELIVERED by c at https://shop.example: 200, try 4; before: 502, try 3");
        assertThat(number("select count(*) from part_history where part = 0")).isEqualTo(1);
        String other = delivered("c", "FINAL");
        ends(events("c").get(0).id(), null, false, new Told("https://shop.example", "410"));
        assertThat(told("NOT_TOLD", other))
                .as("never again")
                .containsExactly("DELIVERED by c at https://shop.example: 410");
        assertThat(events("c")).isEmpty();
    }

    @Test
    void whatWasToldIsBounded() {
        String id = delivered("c", "FINAL");
        for (int i = 0; i < 105; i++) {
            ends(events("c").get(0).id(), null, true, new Told("here", String.valueOf(i)));
            write(g -> g.changes.add(new Change.Tell(id, null)));
        }
        assertThat(told("TOLD", id)).hasSize(100).startsWith("DELIVERED by c at here: 0");
    }

    private long heardOf(String id) {
        return reader.find(id, null).orElseThrow().history().stream()
                .filter(step -> step.what().equals("TOLD"))
                .count();
    }

    @Test
    void whatWasHeardIsToldAgain() {
        String id = delivered("c", "FINAL");
        String other = delivered("c", "FINAL");
        Event first = heard("client").get(0);
        assertThat(first.messageId()).isEqualTo(id);
        assertThat(heardOf(id)).isEqualTo(1);
        Answers answers = write(g -> g.changes.add(new Change.Tell(id, "client")));
        assertThat(answers.changes).containsExactly(new Changed(What.DONE, id, "DELIVERED", 0, false));
        assertThat(answers.written).isEqualTo(Set.of(new Answers.Lane("c", "client")));
        // while that waits, it is there once
        assertThat(told(id)).isEqualTo(What.DONE);
        assertThat(heard("client")).singleElement().satisfies(again -> {
            assertThat(again.id()).isGreaterThan(first.id());
            assertThat(again.messageId()).isEqualTo(id);
            assertThat(again.state()).isEqualTo("DELIVERED");
            assertThat(again.happenedAt()).isEqualTo(first.happenedAt());
        });
        assertThat(heardOf(id)).isEqualTo(2);
        assertThat(heardOf(other)).isEqualTo(1);
    }

    @Test
    void whatNobodyAskedForIsNotTold() {
        String waiting = accept(d -> d.events = "c");
        assertThat(told(waiting)).isEqualTo(What.NOT_TOLD);
        sent("r");
        assertThat(told(waiting)).as("sent, and only the end is wanted").isEqualTo(What.NOT_TOLD);
        assertThat(told(delivered(null, "FINAL"))).isEqualTo(What.NOT_TOLD);
        assertThat(told(delivered("c", "NONE"))).isEqualTo(What.NOT_TOLD);
        assertThat(told(NOBODY)).isEqualTo(What.NOT_FOUND);
        assertThat(change(new Change.Tell(waiting, "another")).what()).isEqualTo(What.NOT_FOUND);
        assertThat(heard("client")).isEmpty();
    }
}
