package org.smshub.ledger.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.store.Group;

class EventQueueTest {

    /** It overflows on the way. */
    private static final long START = Long.MAX_VALUE - 100_000_000L;

    private final AtomicLong clock = new AtomicLong(START);
    private final EventQueue queue = new EventQueue("http", 3, 60_000, clock::get);

    EventQueueTest() {
        queue.open(3, 60_000, (from, event) -> {});
    }

    private static Event event(long id, String client, String messageId, long due) {
        return event(id, client, messageId, due, 0);
    }

    private static Event event(long id, String client, String messageId, long due, int attempts) {
        return event("http", id, client, messageId, due, attempts);
    }

    private static Event event(String consumer, long id, String client, String messageId, long due, int attempts) {
        return new Event(
                id,
                consumer,
                client,
                Event.Kind.RECEIPT,
                messageId,
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
                due,
                attempts);
    }

    private static List<Event> events(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(id -> event(id, "shop", "m" + id, 0))
                .toList();
    }

    private List<Group.LaneWish> wish(long now) {
        clock.set(START + now * 1_000_000);
        Group group = new Group(7);
        queue.wish(group, 500);
        return group.lanes;
    }

    private List<Long> granted(List<Event> answer, long now) {
        return queue.granted(List.of(answer)).stream().map(Event::id).toList();
    }

    private Group.LaneWish only(long now) {
        List<Group.LaneWish> wishes = wish(now);
        assertThat(wishes).hasSize(1);
        return wishes.get(0);
    }

    private List<Group.LaneWish> wishAmongOthers(long now) {
        clock.set(START + now * 1_000_000);
        Group group = new Group(7);
        queue.wish(group, 500, true);
        return group.lanes;
    }

    /** A group of another hub that lasts longer has numbers that were given out before: its SENT comes before the DELIVERED of a third. */
    @Test
    void whatAnotherHubWritesLateIsReadInItsPlace() {
        queue.waits("shop");
        assertThat(wishAmongOthers(1)).containsExactly(new Group.LaneWish("http", "shop", 0, 3));
        assertThat(granted(List.of(event(5, "shop", "m5", 0)), 1)).containsExactly(5L);
        queue.waits("shop");
        assertThat(wishAmongOthers(2))
                .as("those in flight are read again")
                .containsExactly(new Group.LaneWish("http", "shop", 0, 3));
        assertThat(granted(List.of(event(3, "shop", "m", 0), event(5, "shop", "m5", 0), event(6, "shop", "m", 0)), 2))
                .containsExactly(3L);
        assertThat(wishAmongOthers(3)).as("its message's next one waits for it").isEmpty();
        queue.heard(event(3, "shop", "m", 0));
        queue.heard(event(5, "shop", "m5", 0));
        assertThat(wishAmongOthers(3)).containsExactly(new Group.LaneWish("http", "shop", 0, 3));
        assertThat(granted(List.of(event(6, "shop", "m", 0)), 3)).containsExactly(6L);
        queue.heard(event(6, "shop", "m", 0));

        queue.waits("shop");
        wishAmongOthers(6_000);
        assertThat(granted(events(7, 9), 6_000)).containsExactly(7L, 8L, 9L);
        events(7, 9).forEach(queue::heard);
        assertThat(wishAmongOthers(12_000))
                .as("what lasts longer than five seconds is written no more")
                .extracting(Group.LaneWish::position)
                .allMatch(from -> from <= 9);
    }

    /** Reads begin where the queue was five seconds ago: those in flight for longer are not read again, and leave no more room. */
    @Test
    void whatIsInFlightForLongIsOfTheWindowToo() {
        queue.waits("shop");
        wishAmongOthers(1);
        assertThat(granted(events(1, 3), 1)).containsExactly(1L, 2L, 3L);
        events(3, 3).forEach(queue::heard);
        queue.waits("shop");
        wishAmongOthers(6_000);
        assertThat(granted(List.of(), 6_000)).isEmpty();
        queue.waits("shop");
        assertThat(wishAmongOthers(12_000)).containsExactly(new Group.LaneWish("http", "shop", 3, 3));
        assertThat(granted(events(4, 6), 12_000)).as("a window of three").containsExactly(4L);
        assertThat(wishAmongOthers(12_000)).isEmpty();
        events(1, 2).forEach(queue::heard);
        wishAmongOthers(12_000);
        assertThat(granted(events(4, 6), 12_000)).as("none is passed by").containsExactly(5L, 6L);
    }

    @Test
    void whatRestsByItselfFillsNoAnswerForEver() {
        queue.waits("shop");
        wishAmongOthers(1);
        Event refused = event(1, "shop", "m", 0, EventQueue.HOLDS_UP);
        granted(List.of(refused), 1);
        queue.later(refused, 60_000, true);
        assertThat(wishAmongOthers(2)).containsExactly(new Group.LaneWish("http", "shop", 0, 2));
        assertThat(granted(List.of(event(1, "shop", "m", 0), event(2, "shop", "m", 0)), 2))
                .isEmpty();
        assertThat(wishAmongOthers(2)).containsExactly(new Group.LaneWish("http", "shop", 2, 2));
    }

    @Test
    void aWindowIsTakenAndNoMore() {
        queue.waits("shop");
        assertThat(only(1)).isEqualTo(new Group.LaneWish("http", "shop", 0, 3));
        assertThat(granted(events(1, 3), 1)).containsExactly(1L, 2L, 3L);
        assertThat(wish(1)).isEmpty();
        queue.heard(events(2, 2).get(0));
        assertThat(only(1)).isEqualTo(new Group.LaneWish("http", "shop", 3, 1));
        assertThat(granted(List.of(), 1)).isEmpty();
        assertThat(queue.waitNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aCallbackHoldsUpItsOwnMessageAlone() {
        EventQueue callbacks = new EventQueue(Event.CALLBACK, 1, 60_000, clock::get);
        callbacks.open(1, 60_000, (from, event) -> {});
        Event dead = event(Event.CALLBACK, 1, "shop", "m1", 0, 0);
        Event good = event(Event.CALLBACK, 2, "shop", "m2", 0, 0);
        callbacks.waits(dead.lane());
        callbacks.waits(good.lane());
        Group group = new Group(7);
        callbacks.wish(group, 500);
        assertThat(group.lanes)
                .containsExactly(
                        new Group.LaneWish(Event.CALLBACK, "shop\tm1", 0, 1),
                        new Group.LaneWish(Event.CALLBACK, "shop\tm2", 0, 1));
        assertThat(callbacks.granted(List.of(List.of(dead), List.of(good)))).containsExactly(dead, good);
        callbacks.later(dead, 60_000);
        callbacks.heard(good);
        callbacks.waits(good.lane());
        group = new Group(7);
        callbacks.wish(group, 500);
        assertThat(group.lanes).containsExactly(new Group.LaneWish(Event.CALLBACK, "shop\tm2", 2, 1));
        assertThat(Event.client(dead.lane())).isEqualTo("shop");
        assertThat(Event.client("shop")).isEqualTo("shop");
    }

    @Test
    void aClientForWhomNothingWaitsLeavesNoTrace() {
        queue.waits("shop");
        only(1);
        granted(events(1, 1), 1);
        assertThat(queue.clients()).isEqualTo(1);
        queue.heard(events(1, 1).get(0));
        assertThat(queue.clients()).isZero();
        queue.waits("shop");
        only(1);
        granted(List.of(), 1);
        assertThat(queue.clients()).isZero();
        assertThat(queue.inFlight()).isZero();
    }

    @Test
    void afterOneWasNotHeardItComesFirstAndAloneInItsTime() {
        queue.waits("shop");
        only(1);
        List<Event> all = events(1, 3);
        granted(all, 1);
        queue.later(all.get(1), 499);
        queue.heard(all.get(0));
        assertThat(wish(1)).isEmpty();
        queue.heard(all.get(2));
        assertThat(wish(1)).isEmpty();
        assertThat(queue.waitNanos()).isEqualTo(499_000_000);
        assertThat(only(500)).isEqualTo(new Group.LaneWish("http", "shop", 0, 1));
        assertThat(granted(List.of(all.get(1)), 500)).containsExactly(2L);
        assertThat(wish(500)).isEmpty();
        queue.heard(all.get(1));
        assertThat(only(500).limit()).isEqualTo(3);
    }

    @Test
    void anAnswerOfBeforeAFailureIsNotHandedOut() {
        queue.waits("shop");
        only(1);
        List<Event> first = events(1, 1);
        granted(first, 1);
        queue.waits("shop");
        only(1); // under way
        queue.later(first.get(0), 0);
        assertThat(granted(events(2, 3), 1)).isEmpty();
        assertThat(only(1).position()).isZero();
        assertThat(granted(events(1, 3), 1)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void neverTwoOfOneMessageInFlight() {
        queue.waits("shop");
        only(1);
        List<Event> same = List.of(event(1, "shop", "m", 0), event(2, "shop", "m", 0));
        assertThat(granted(same, 1)).containsExactly(1L);
        assertThat(wish(1)).isEmpty();
        queue.heard(same.get(0));
        assertThat(only(1).position()).isEqualTo(1);
        assertThat(granted(same.subList(1, 2), 1)).containsExactly(2L);
    }

    @Test
    void aGroupThatIsMadeAnewWishesTheSame() {
        queue.waits("shop");
        queue.waits("other");
        assertThat(wish(1)).hasSize(2);
        assertThat(wish(1)).hasSize(2);
        queue.refused();
        assertThat(wish(1)).hasSize(2);
    }

    @Test
    void aGroupTakesNoMoreThanItsLimitAndTheRestHasItsTurn() {
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            queue.waits("client" + i);
        }
        while (queue.waitNanos() == 0) {
            Group group = new Group(1);
            queue.wish(group, 6);
            assertThat(group.lanes.stream().mapToInt(Group.LaneWish::limit).sum())
                    .isLessThanOrEqualTo(6);
            group.lanes.forEach(wish -> asked.add(wish.client()));
            queue.granted(group.lanes.stream().map(wish -> List.<Event>of()).toList());
        }
        assertThat(asked).hasSize(10).doesNotHaveDuplicates();
        assertThat(queue.clients()).isZero();
    }

    @Test
    void aClosedConsumerTakesNothing() {
        queue.waits("shop");
        queue.close();
        assertThat(wish(1)).isEmpty();
        assertThat(queue.hand(events(1, 1).get(0))).isFalse();
        queue.open(1, 60_000, (from, event) -> {});
        assertThat(only(1).limit()).isEqualTo(1);
    }

    @Test
    void aMessageThatIsRefusedAgainAndAgainRestsByItselfWithWhatFollowsOfIt() {
        List<Event> all =
                List.of(event(1, "shop", "bad", 0, 2), event(2, "shop", "good", 0), event(3, "shop", "bad", 0));
        queue.waits("shop");
        only(1);
        assertThat(granted(all.subList(0, 1), 1)).containsExactly(1L);
        queue.later(all.get(0), 999, true);
        assertThat(only(1)).as("at once, one of the others").isEqualTo(new Group.LaneWish("http", "shop", 0, 1));
        assertThat(granted(all.subList(0, 1), 1)).isEmpty();
        queue.waits("shop");
        assertThat(only(1).position()).as("past what rests").isEqualTo(1);
        assertThat(granted(all.subList(1, 2), 1)).containsExactly(2L);
        queue.heard(all.get(1));
        assertThat(only(1)).isEqualTo(new Group.LaneWish("http", "shop", 2, 3));
        assertThat(granted(all.subList(2, 3), 1))
                .as("in the order of its message")
                .isEmpty();
        assertThat(wish(999)).isEmpty();
        assertThat(queue.waitNanos()).isEqualTo(1_000_000);
        assertThat(only(1_000)).isEqualTo(new Group.LaneWish("http", "shop", 0, 3));
        assertThat(granted(List.of(all.get(0), all.get(2)), 1_000)).containsExactly(1L);
        queue.heard(all.get(0));
        only(1_000);
        assertThat(granted(all.subList(2, 3), 1_000)).containsExactly(3L);
        queue.heard(all.get(2));
        assertThat(queue.clients()).isZero();
    }

    @Test
    void whatRestsWaitsNoLongerThanItsRowIsThere() {
        queue.waits("shop");
        only(1);
        Event bad = event(1, "shop", "bad", 0, 2);
        granted(List.of(bad), 1);
        queue.later(bad, 500, true);
        only(1);
        granted(List.of(), 1);
        assertThat(queue.clients()).as("it rests").isEqualTo(1);
        only(600);
        granted(List.of(), 600); // dropped meanwhile, for its age
        assertThat(queue.clients()).isZero();
        assertThat(queue.waitNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whoRefusesTooManyOfThemHearsNothingUntilOneHasItsTurn() {
        queue.waits("shop");
        for (int i = 1; i <= EventQueue.MOST_RESTING; i++) {
            only(i);
            Event bad = event(i, "shop", "bad" + i, 0, 2);
            assertThat(granted(List.of(bad), i)).hasSize(1);
            queue.later(bad, 10_000, true);
        }
        only(20);
        Event next = event(99, "shop", "next", 0, 2);
        granted(List.of(next), 20);
        queue.later(next, 1_000, true);
        assertThat(wish(1_000)).isEmpty();
        assertThat(only(1_020).limit()).isEqualTo(1);
    }

    @Test
    void anApplicationThatIsAwayHoldsUpItsOwnHoweverOftenItWasTried() {
        queue.waits("shop");
        only(1);
        Event first = event(1, "shop", "m1", 0, 70);
        granted(List.of(first), 1);
        queue.later(first, 1_000, false);
        assertThat(wish(500)).isEmpty();
        assertThat(only(1_001)).isEqualTo(new Group.LaneWish("http", "shop", 0, 1));
    }

    @Test
    void whatIsWokenWaitsNoLonger() {
        queue.wake("nobody");
        queue.waits("shop");
        only(1);
        Event first = event(1, "shop", "m1", 0, 2);
        Event second = event(2, "shop", "m2", 0);
        granted(List.of(first, second), 1);
        queue.later(first, 3_600_000, true);
        queue.wake("shop");
        assertThat(wish(2)).as("one is in flight").isEmpty();
        queue.later(second, 3_600_000, false);
        assertThat(wish(2)).isEmpty();
        queue.wake("shop");
        assertThat(only(2)).isEqualTo(new Group.LaneWish("http", "shop", 0, 1));
        assertThat(granted(List.of(first), 2)).containsExactly(1L);
    }

    @Test
    void whoReadsItselfHearsForWhomThereIsSomethingNew() {
        List<String> clients = new ArrayList<>();
        EventQueue watched = new EventQueue("sse", 1, 60_000, clock::get);
        watched.watch(clients::add);
        watched.waits("shop");
        Group group = new Group(7);
        watched.wish(group, 500);
        assertThat(group.lanes).isEmpty();
        assertThat(clients).containsExactly("shop");
        assertThat(watched.waitNanos()).isEqualTo(Long.MAX_VALUE);
    }

    private final EventQueue byClient = new EventQueue("http", 3, 60_000, clock::get);

    private List<Group.LaneWish> wishes() {
        Group group = new Group(7);
        byClient.wish(group, 500);
        return group.lanes;
    }

    @Test
    void byClientOnlyThoseAreHandedOutThatAreServed() {
        byClient.open(3, 60_000, true, (from, event) -> {});
        byClient.waits("shop");
        byClient.waits("bank");
        assertThat(wishes()).isEmpty();
        assertThat(byClient.clients()).as("nobody leaves a trace").isZero();
        byClient.serve("shop", true);
        assertThat(byClient.waitNanos()).isZero();
        assertThat(wishes()).extracting(Group.LaneWish::client).containsExactly("shop");
        assertThat(byClient.granted(List.of(events(1, 2)))).hasSize(2);
        assertThat(byClient.inFlight("shop")).isEqualTo(2);
    }

    @Test
    void whoIsServedNoMoreGetsNothingThatIsOnItsWayAndWhatIsInFlightEnds() {
        byClient.open(3, 60_000, true, (from, event) -> {});
        byClient.serve("shop", true);
        wishes();
        List<Event> inFlight = byClient.granted(List.of(events(1, 1)));
        byClient.waits("shop");
        wishes();
        byClient.serve("shop", false);
        assertThat(byClient.granted(List.of(events(2, 2)))).isEmpty();
        byClient.waits("shop");
        assertThat(wishes()).isEmpty();
        assertThat(byClient.inFlight("shop")).isEqualTo(1);
        byClient.later(inFlight.get(0), 1_000);
        assertThat(byClient.inFlight("shop")).isZero();
        assertThat(byClient.inFlight()).isZero();
        assertThat(byClient.clients()).isZero();
    }

    @Test
    void whoComesBackBeginsWithTheOldestWhenWhatWasInFlightHasEnded() {
        byClient.open(3, 60_000, true, (from, event) -> {});
        byClient.serve("shop", true);
        wishes();
        List<Event> inFlight = byClient.granted(List.of(events(1, 2)));
        byClient.serve("shop", false);
        byClient.serve("shop", true);
        assertThat(wishes())
                .as("or a later one of a message could pass an earlier one")
                .isEmpty();
        byClient.heard(inFlight.get(1));
        byClient.later(inFlight.get(0), 0);
        assertThat(wishes()).extracting(Group.LaneWish::position).containsExactly(0L);
    }
}
