package org.smshub.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.IncomingPart;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.Unread;
import org.smshub.text.Alphabet;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Udh;

/** Events, incoming messages and what has no place: what every engine does with them. */
public abstract class KeptContract extends OnAnEngine {

    private IncomingPart incoming(String client, int reference, int part, int parts, String text) {
        Udh udh = parts == 1 ? Udh.NONE : Udh.of(new Concatenation(reference, false, parts, part));
        byte[] octets = text.getBytes(StandardCharsets.UTF_16BE);
        return new IncomingPart(
                "a",
                "+4812345",
                NUMBER,
                UserData.of(Alphabet.UCS2, udh, octets),
                null,
                client,
                client == null ? null : "c",
                now,
                null);
    }

    private Answers comes(IncomingPart part) {
        return write(g -> g.incoming.add(new Group.IncomingEntry(part, 1_000)));
    }

    @Test
    void aLongMessageGoesOnWhenItIsWholeAndADoubleIsKnown() {
        assertThat(comes(incoming("client", 7, 2, 2, "two")).written).isEmpty();
        comes(incoming("client", 7, 2, 2, "two"));
        Answers answers = comes(incoming("client", 7, 1, 2, "one "));
        assertThat(answers.written).containsExactly(new Answers.Lane("c", "client"));
        comes(incoming("client", 7, 1, 2, "one "));
        assertThat(events("c")).singleElement().extracting(Event::body).isEqualTo("one two");
        assertThat(write(g -> g.consumers.add("c")).consumers.get(0)).containsExactly("client");
        assertThat(write(g -> g.consumers.add("nobody")).consumers.get(0)).isEmpty();
    }

    /** Octets stay octets, and text keeps what a database may have no place for. */
    @Test
    void whatAMessageHoldsComesBackAsItWas() {
        byte[] octets = {0, -1, 0x61};
        IncomingPart binary = new IncomingPart(
                "a",
                "+4812345",
                NUMBER,
                UserData.of(Alphabet.BINARY, Udh.NONE, octets),
                null,
                "client",
                "c",
                now,
                null);
        comes(binary);
        comes(incoming("client", 0, 1, 1, "a\0b\uFFFE"));
        comes(new IncomingPart("a", "+4812345", NUMBER, binary.data(), null, null, null, now, null));
        assertThat(events("c").stream().map(Event::body)).containsExactly(octets, "a\0b\uFFFE");
        assertThat(reader.kept(Kept.Kind.UNCLAIMED, 10))
                .singleElement()
                .extracting(Kept::body)
                .isEqualTo(octets);
        assertThat(number("select count(*) from unread")).isZero();
    }

    @Test
    void aMessageWithAGapGoesOnWhenItsTimeIsOver() {
        comes(incoming("client", 7, 1, 2, "one "));
        tidy();
        assertThat(events("c")).isEmpty();
        now += 2_000;
        tidy();
        assertThat(events("c"))
                .singleElement()
                .extracting(Event::body)
                .asString()
                .startsWith("one ");
        now += 100_000_000;
        tidy();
        assertThat(number("select count(*) from incoming_part")).isZero();
    }

    @Test
    void aBacklogOfLateMessagesIsDoneAFewAtATime() {
        for (int i = 0; i < 10; i++) {
            comes(incoming("client", i, 1, 2, "one"));
        }
        now += 2_000;
        assertThat(tidy(4, null).more).isTrue();
        assertThat(events("c")).hasSize(4);
        assertThat(tidy(4, null).more).isTrue();
        assertThat(tidy(4, null).more).isFalse();
        assertThat(events("c")).hasSize(10);
    }

    @Test
    void anIncomingPartThatCannotBeReadIsSetAside() {
        comes(incoming("client", 7, 1, 3, "one "));
        comes(incoming("client", 7, 2, 3, "two "));
        sql("update incoming_part set alphabet = 'KLINGON' where part = 1");
        Answers answers = comes(incoming("client", 7, 3, 3, "three"));
        assertThat(answers.aside).singleElement().asString().contains("table=incoming_part", "KLINGON");
        assertThat(events("c")).isEmpty();
        comes(incoming("client", 7, 1, 3, "one "));
        assertThat(events("c")).singleElement().extracting(Event::body).isEqualTo("one two three");
        assertThat(reader.counts().unread()).isEqualTo(1);
    }

    @Test
    void anEventThatCannotBeReadIsSetAsideAndTheNextTakesItsPlace() {
        for (int i = 0; i < 5; i++) {
            comes(incoming("client", 0, 1, 1, "message " + i));
        }
        sql("update event set kind = 'RUMOUR' where id = (select min(id) from event)");
        sql("update event set encoding = 'BINARY' where id = (select min(id) + 2 from event)");
        Answers answers = write(g -> g.lanes.add(new Group.LaneWish("c", "client", 0, 3)));
        assertThat(answers.lanes.get(0)).extracting(Event::body).containsExactly("message 1", "message 3", "message 4");
        assertThat(answers.aside).hasSize(2);
        assertThat(number("select count(*) from event")).isEqualTo(3);
        assertThat(reader.kept(Kept.Kind.UNREAD, 5)).hasSize(2).allSatisfy(k -> assertThat(k.body())
                .isInstanceOf(byte[].class));
    }

    /** Who reads a lane to its end looks there again only when told: an event of the same group must not come behind. */
    @Test
    void whatTheChoresTellIsReadInTheSameGroup() {
        accept(d -> {
            d.expires = now + 5;
            d.events = "c";
        });
        now += 10;
        Group group = new Group(now);
        group.chores = new Chores(10, 0, 0, Map.of(), null, false);
        group.lanes.add(new Group.LaneWish("c", "client", 0, 5));
        assertThat(run(group).lanes.get(0)).extracting(Event::state).containsExactly("EXPIRED");
    }

    @Test
    void eventsAreHeardOrComeAgainOrAreDropped() {
        for (int i = 0; i < 3; i++) {
            comes(incoming("client", 0, 1, 1, "message " + i));
        }
        List<Event> events = events("c");
        write(g -> {
            g.eventResults.add(new Group.EventResult(events.get(0).id(), null, true));
            g.eventResults.add(new Group.EventResult(events.get(1).id(), now + 77, false));
        });
        assertThat(events("c")).hasSize(2);
        assertThat(events("c").get(0).attempts()).isEqualTo(1);
        assertThat(events("c").get(0).due()).isGreaterThan(now);
        Group group = new Group(now);
        group.chores = new Chores(1, 0, 0, Map.of("c", now + 1), null, false);
        Answers answers = run(group);
        assertThat(answers.dropped).containsExactly(Map.entry(new Answers.Lane("c", "client"), 1));
        assertThat(answers.more).isTrue();
    }

    private Answers run(Group group) {
        try {
            return engine.write(group);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void unclaimedMessagesAreListedAndStayUntilTheyAreForgotten() {
        for (int i = 0; i < 3; i++) {
            comes(incoming(null, 0, 1, 1, "message\n" + i));
        }
        assertThat(reader.counts().unclaimed()).isEqualTo(3);
        assertThat(reader.kept(Kept.Kind.UNCLAIMED, 1))
                .singleElement()
                .extracting(Kept::body)
                .isEqualTo("message\n2");
        Answers answers = write(g -> {
            g.replays.add(new Group.Replay(Kept.Kind.UNCLAIMED, "elsewhere", 2));
            g.replays.add(new Group.Replay(Kept.Kind.UNCLAIMED, "a", 2));
            g.replays.add(new Group.Replay(Kept.Kind.UNCLAIMED, null, 2));
        });
        assertThat(answers.replays.get(0)).isEmpty();
        assertThat(answers.replays.get(1)).extracting(Kept::body).containsExactly("message\n0", "message\n1");
        assertThat(answers.replays.get(2)).extracting(Kept::body).containsExactly("message\n0", "message\n1");
        assertThat(answers.replays.get(2).get(0).headerMap())
                .containsEntry("SmsTo", "+4812345")
                .containsEntry("SmsFrom", NUMBER)
                .containsEntry("SmsLink", "a")
                .containsEntry("SmsEncoding", "UCS2")
                .containsKey("SmsReceivedAt")
                .doesNotContainKey("SmsUdh");
        assertThat(reader.counts().unclaimed()).as("nothing was forgotten yet").isEqualTo(3);
        write(g -> answers.replays.get(1).forEach(kept -> g.forgets.add(new Group.Forget(kept.kind(), kept.id()))));
        assertThat(reader.kept(Kept.Kind.UNCLAIMED, 9)).extracting(Kept::body).containsExactly("message\n2");
    }

    @Test
    void unreadOctetsAreListedAndThoseWithARouteArePlayedAgain() {
        String headers = Kept.headers(Map.of("Name", "a\\b\nc=d"));
        write(g -> {
            g.unread.add(new Unread("a", "direct:received", new byte[] {1, 2}, headers, "no such word", now));
            g.unread.add(new Unread("a", null, new byte[] {3}, null, "nobody reads it", now));
        });
        assertThat(reader.counts().unread()).isEqualTo(2);
        List<Kept> taken = write(g -> g.replays.add(new Group.Replay(Kept.Kind.UNREAD, null, 10)))
                .replays
                .get(0);
        assertThat(taken).hasSize(1);
        assertThat(taken.get(0).route()).isEqualTo("direct:received");
        assertThat(taken.get(0).body()).isEqualTo(new byte[] {1, 2});
        assertThat(taken.get(0).headerMap()).containsExactly(Map.entry("Name", "a\\b\nc=d"));
        write(g -> g.forgets.add(new Group.Forget(Kept.Kind.UNREAD, taken.get(0).id())));
        assertThat(reader.counts().unread()).isEqualTo(1);
    }

    @Test
    void keptThingsGoWhenTheyAreOld() {
        for (int i = 0; i < 5; i++) {
            comes(incoming(null, 0, 1, 1, "message " + i));
            write(g -> g.unread.add(new Unread("a", null, new byte[] {3}, null, "nobody reads it", now)));
        }
        Answers none = tidy(3, new Chores.Retention(0, 0, now - 1_000_000));
        assertThat(none.purged).isZero();
        now += 1_000_000;
        Answers first = tidy(3, new Chores.Retention(0, 0, now - 1_000));
        assertThat(first.purged).isEqualTo(6);
        assertThat(first.more).isTrue();
        Answers second = tidy(3, new Chores.Retention(0, 0, now - 1_000));
        assertThat(second.purged).isEqualTo(4);
        assertThat(second.more).isFalse();
        assertThat(reader.counts()).isEqualTo(new Reader.Counts(0, 0, 0));
    }

    @Test
    void aProbeLeavesNothing() {
        Group group = new Group(now);
        group.chores = new Chores(10, 0, 0, Map.of(), null, true);
        run(group);
        assertThat(number("select count(*) from unmatched_receipt")).isZero();
    }
}
