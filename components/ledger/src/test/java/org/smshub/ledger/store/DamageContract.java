package org.smshub.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.smshub.ledger.store.InWords.known;
import static org.smshub.ledger.store.InWords.w;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.IncomingPart;
import org.smshub.ledger.entry.KeepText;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Verdict;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.plan.LinkProfile;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Udh;

/** A row that says something else than what was written sends nothing, tells nobody, and is named; the others go on. */
public abstract class DamageContract extends OnAnEngine {

    /** What decides which text goes to which number and who hears of it, each changed as if a bit had flipped. */
    private static final Map<String, String> OF_A_PART = Map.ofEntries(
            Map.entry("recipient", "'+48600100201'"),
            Map.entry("sender", "'ACMD'"),
            Map.entry("body", "'tezt'"),
            Map.entry("client_ref", "'order 6'"),
            Map.entry("client", w("somebody")),
            Map.entry("links", w("a,c")),
            Map.entry("encoding", w("UCS2")),
            Map.entry("receipt", w("NONE")),
            Map.entry("events", w("d")),
            Map.entry("udh", "x'0500034d0201'"),
            Map.entry("class", "0"),
            Map.entry("data_coding", "4"),
            Map.entry("protocol_id", "64"),
            Map.entry("priority", "2"),
            Map.entry("expires", "99999999999999"),
            Map.entry("accepted_at", "1"),
            Map.entry("part", "2"),
            Map.entry("parts", "2"),
            Map.entry("sar", "66050"),
            Map.entry("fields", "'toTon=3'"),
            Map.entry("sum", "sum + 1"));

    private String message() {
        return accept(d -> {
            d.ref = "order 7";
            d.links = "a,b";
            d.events = "c";
        });
    }

    @Test
    void aPartThatIsNotWhatWasWrittenIsNeverSent() {
        sql(known("somebody", "a,c", "d"));
        OF_A_PART.forEach((column, value) -> {
            String id = message();
            sql("update part set " + column + " = " + value);
            String good = accept(d -> d.to = "+48600100299");
            Answers answers = write(g -> g.claims.add(new Group.ClaimWish("a", 10, 0, Integer.MAX_VALUE)));
            assertThat(answers.claims.get(0))
                    .as(column)
                    .extracting(c -> c.submission().messageId())
                    .containsExactly(good);
            assertThat(answers.aside).as(column).anySatisfy(a -> assertThat(a).contains("table=part", id));
            assertThat(answers.damage).as(column).contains(id);
            assertThat(answers.aside.toString()).as("no number, no text").doesNotContain("+48", "text");
            assertThat(state(id)).as(column).isEqualTo("FAILED");
            assertThat(part(id).errorCode()).isEqualTo("hub:unreadable");
            assertThat(claim("a", 10)).as(column).isEmpty();
            assertThat(number("select count(*) from unread")).as(column).isPositive();
            sql("delete from part");
            sql("delete from event");
        });
    }

    @Test
    void aPartOnALinkThatIsNoneOfItsOwnIsNeverSent() {
        String id = message();
        sql(known("z"));
        sql("update part set link = " + w("z"));
        Answers answers = write(g -> g.claims.add(new Group.ClaimWish("z", 10, 0, Integer.MAX_VALUE)));
        assertThat(answers.claims.get(0)).isEmpty();
        assertThat(answers.damage).contains(id, "none of its links");
        assertThat(state(id)).isEqualTo("FAILED");
    }

    @Test
    void whatAnOlderHubWroteOrAHandHasEditedGoes() {
        String id = message();
        sql("update part set body = 'other', sum = null");
        assertThat(claim().submission().messageId()).isEqualTo(id);
    }

    @Test
    void whatMayChangeMayChange() {
        message();
        sql("update part set attempts = 3, due = due - 1, priority = priority, error_code = 'x', remote_id = 'r'");
        assertThat(claim().submission().body()).isEqualTo("text");
    }

    @Test
    void whereThereIsADoubtItsReceiptStillEndsIt() {
        String id = message();
        result(claim(), silence(now));
        sql("update part set body = 'tezt'");
        assertThat(claim("a", 10)).isEmpty();
        assertThat(state(id)).isEqualTo("UNKNOWN");
    }

    @Test
    void nobodyHearsOfAMessageThatMayBeSomebodyElses() {
        sql(known("somebody"));
        for (String change : List.of(
                "client = " + w("somebody"), "recipient = '+48600100201'", "client_ref = 'order 6'", "sender = 'X'")) {
            String id = message();
            sent("r" + id);
            sql("update part set " + change);
            Answers answers = write(g ->
                    g.receipts.add(new Receipt("a", A, List.of("r" + id), PartState.DELIVERED, null, null, now, now)));
            assertThat(answers.receipts).containsExactly(true);
            assertThat(answers.written).as(change).isEmpty();
            assertThat(answers.damage).as(change).contains(id);
            assertThat(number("select count(*) from event")).as(change).isZero();
            sql("delete from part");
        }
    }

    @Test
    void aTextThatWasErasedIsNoDamage() {
        LinkProfile other = new LinkProfile(
                Encoding.named("LATIN1"),
                Encoding.GSM7,
                LinkProfile.carried("GSM7,UCS2,BINARY"),
                LinkProfile.languages(""),
                255,
                false);
        profiles = link -> link.equals("b") ? other : LinkProfile.STANDARD;
        String id = accept(d -> {
            d.keep = KeepText.NEVER;
            d.events = "c";
            d.parts = 2;
            d.links = "a,b";
        });
        sent("r1");
        assertThat(text("select body from part where part = 1")).isEmpty();
        assertThat(told("r1", PartState.DELIVERED)).isTrue();
        assertThat(move("a", "b")).containsEntry("b", 1);
        Claim second = claim("b", 1).get(0);
        result(second, new Verdict.Sent("r2"));
        assertThat(told(new Receipt("b", B, List.of("r2"), PartState.DELIVERED, NUMBER, null, now, now)))
                .isTrue();
        assertThat(toldStates()).containsExactly("DELIVERED");
        assertThat(state(id)).isEqualTo("DELIVERED");
    }

    private void comes(String client, int reference, int part, int parts, String text) {
        Udh udh = parts == 1 ? Udh.NONE : Udh.of(new Concatenation(reference, false, parts, part));
        byte[] octets = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        UserData data = UserData.of(Alphabet.GSM7, udh, octets);
        String consumer = client == null ? null : "c";
        IncomingPart one = new IncomingPart("a", NUMBER, "+48700", data, null, client, consumer, now, null);
        write(g -> g.incoming.add(new Group.IncomingEntry(one, 1_000)));
    }

    @Test
    void anEventThatIsNotWhatWasWrittenIsNotTold() {
        Map.of(
                        "recipient", "'+48600100201'",
                        "sender", "'+48701'",
                        "body", "'onf'",
                        "encoding", "'UCS2'",
                        "message_id", "'01J'",
                        "happened_at", "1",
                        "link", "'b'",
                        "fields", "'toTon=3'",
                        "udh", "x'0500034d0201'",
                        "sum", "sum + 1")
                .forEach((column, value) -> {
                    comes("client", 0, 1, 1, "one");
                    sql("update event set " + column + " = " + value);
                    comes("client", 0, 1, 1, "two");
                    Answers answers = write(g -> g.lanes.add(new Group.LaneWish("c", "client", 0, 10)));
                    assertThat(answers.lanes.get(0))
                            .as(column)
                            .extracting(Event::body)
                            .containsExactly("two");
                    assertThat(answers.damage).as(column).contains("table=event");
                    assertThat(answers.aside.toString()).doesNotContain("+48");
                    assertThat(reader.kept(Kept.Kind.UNREAD, 1)).hasSize(1);
                    sql("delete from event");
                });
    }

    @Test
    void anIncomingPartThatIsNotWhatWasWrittenCountsAsNotCome() {
        Map.of("body", "x'6f6e66'", "client", "'somebody'", "link", "'b'", "received_at", "1", "sum", "sum + 1")
                .forEach((column, value) -> {
                    comes("client", 7, 1, 2, "one ");
                    sql("update incoming_part set " + column + " = " + value);
                    comes("client", 7, 2, 2, "two");
                    assertThat(events("c")).as(column).isEmpty();
                    comes("client", 7, 1, 2, "one ");
                    assertThat(events("c")).as(column).extracting(Event::body).containsExactly("one two");
                    sql("delete from event");
                    sql("delete from incoming_part");
                });
    }

    @Test
    void aMessageThatNobodyClaimsIsNotPlayedAgainWhenItIsNotWhatWasWritten() {
        Map.of("body", "'onf'", "recipient", "'+48600100201'", "sender", "'+48701'", "sum", "sum + 1")
                .forEach((column, value) -> {
                    comes(null, 0, 1, 1, "one");
                    sql("update unclaimed_message set " + column + " = " + value);
                    comes(null, 0, 1, 1, "two");
                    Answers answers = write(g -> g.replays.add(new Group.Replay(Kept.Kind.UNCLAIMED, null, 10)));
                    assertThat(answers.replays.get(0))
                            .as(column)
                            .extracting(Kept::body)
                            .containsExactly("two");
                    assertThat(answers.damage).as(column).contains("table=unclaimed_message");
                    assertThat(number("select count(*) from unclaimed_message")).isEqualTo(1);
                    sql("delete from unclaimed_message");
                });
    }

    @Test
    void wordsThatNeverChangeAreLookedAtAtTheStart() {
        sql("update word set word = 'GSM6' where word = 'GSM7'");
        assertThatThrownBy(this::restart).isInstanceOfSatisfying(SQLException.class, e -> assertThat(engine.trouble(e))
                .isEqualTo(Engine.Trouble.DAMAGE));
    }

    /** Its rows say who they are for in words: another word for the same number is another client. */
    @Test
    void aNameThatHasChangedIsFoundByTheRowsThatHoldIt() throws Exception {
        String id = message();
        sql("update word set word = 'cliens' where word = 'client'");
        restart();
        Answers answers = write(g -> g.claims.add(new Group.ClaimWish("a", 10, 0, Integer.MAX_VALUE)));
        assertThat(answers.claims.get(0)).isEmpty();
        assertThat(answers.damage).contains(id);
    }
}
