package org.smshub.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.smshub.ledger.store.InWords.w;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.smshub.ledger.entry.Accept;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.KeepText;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.entry.Verdict;

/** Queues, attempts, late answers, moves: what every engine does with parts. */
public abstract class PartsContract extends OnAnEngine {

    @Test
    void aMessageGoesAllTheWay() {
        String id = accept();
        assertThat(state(id)).isEqualTo("QUEUED");
        Claim claim = claim();
        assertThat(claim.attempts()).isZero();
        result(claim, new Verdict.Sent("r1"));
        assertThat(state(id)).isEqualTo("SENT");
        assertThat(told("r1", PartState.DELIVERED)).isTrue();
        assertThat(state(id)).isEqualTo("DELIVERED");
        assertThat(part(id).attempts()).isEqualTo(1);
        assertThat(history(id)).containsExactly("SENT@a");
        assertThat(number("select count(*) from part_history"))
                .as("a plain yes writes no row")
                .isZero();
    }

    @Test
    void aPartAcceptedAsClaimedNeedsNoClaim() {
        String id = accept(d -> d.claimed = true);
        assertThat(claim("a", 1)).isEmpty();
        assertThat(text("select state from messages")).isEqualTo("CLAIMED");
        restart0();
        Answers opened = write(g -> g.openings.add(new Group.Opening("a", A, silence(null))));
        assertThat(opened.recovered).containsExactly(1);
        assertThat(state(id)).isEqualTo("UNKNOWN");
        assertThat(history(id)).containsExactly("UNKNOWN@a");
    }

    private void restart0() {
        try {
            restart();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aReferenceIsAcceptedOnceAndGivesTheFirstAnswer() {
        Draft first = draft(d -> d.ref = "order 7");
        Draft again = draft(d -> {
            d.ref = "order 7";
            d.parts = 3;
        });
        Draft other = draft(d -> d.ref = "order 8");
        Answers answers = write(g -> {
            g.accepts.add(accept(first));
            g.accepts.add(accept(again));
            g.accepts.add(accept(other));
        });
        assertThat(answers.accepts)
                .containsExactly(
                        new Accepted(first.id, 1, "GSM7", null),
                        new Accepted(first.id, 1, "GSM7", "QUEUED"),
                        new Accepted(other.id, 1, "GSM7", null));
        assertThat(number("select count(*) from part")).isEqualTo(2);
    }

    @Test
    void aRowThatCannotBeWrittenUndoesItsGroupAndLeavesTheConnectionSound() {
        Draft good = draft(d -> {});
        Draft bad = draft(d -> d.to = null);
        Group group = new Group(now);
        group.accepts.add(accept(good));
        group.accepts.add(accept(bad));
        assertThatThrownBy(() -> engine.write(group))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(engine.trouble(e)).isEqualTo(Engine.Trouble.ROW));
        assertThat(reader.find(good.id, null)).isEmpty();
        String id = accept();
        assertThat(state(id)).isEqualTo("QUEUED");
    }

    @Test
    void aRowThatThrowsUndoesItsGroupAndLeavesTheConnectionSound() {
        Draft good = draft(d -> {});
        Group group = new Group(now);
        group.accepts.add(accept(good));
        group.accepts.add(new Accept(List.of(), "a", false));
        assertThatThrownBy(() -> engine.write(group)).isInstanceOf(RuntimeException.class);
        assertThat(reader.find(good.id, null)).isEmpty();
        assertThat(state(accept())).isEqualTo("QUEUED");
    }

    @Test
    void urgentBeforeBulkAndOldBeforeNew() {
        String bulk = accept(d -> d.priority = 0);
        String first = accept(d -> d.due = 1_000);
        String second = accept(d -> d.due = 2_000);
        String urgent = accept(d -> d.priority = 3);
        accept(d -> d.due = now + 100_000);
        Answers answers = write(g -> {
            g.claims.add(new Group.ClaimWish("a", 3, 0, Integer.MAX_VALUE));
            g.claims.add(new Group.ClaimWish("a", 3, 0, Integer.MAX_VALUE));
            g.claims.add(new Group.ClaimWish("nobody's", 1, 0, Integer.MAX_VALUE));
        });
        assertThat(answers.claims.get(0).stream().map(c -> c.submission().messageId()))
                .containsExactly(urgent, first, second);
        assertThat(answers.claims.get(1).stream().map(c -> c.submission().messageId()))
                .containsExactly(bulk);
        assertThat(answers.nextDue.get(0)).as("there may be more").isEqualTo(now);
        assertThat(answers.nextDue.get(1)).isBetween(now + 99_000, now + 100_000);
        assertThat(answers.nextDue.get(2)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aClaimOrBeingGivenBackIsNoAttempt() {
        String id = accept();
        for (int i = 0; i < 20; i++) {
            Claim claim = claim();
            assertThat(claim.attempts()).isZero();
            result(claim, new Verdict.Back(now, "x:down", "the line is down"));
        }
        assertThat(part(id).attempts()).isZero();
        assertThat(history(id)).isEmpty();
        assertThat(part(id).errorCode()).isEqualTo("x:down");
        result(claim(), no(now, "a"));
        assertThat(claim().attempts()).isEqualTo(1);
        assertThat(history(id)).containsExactly("NOT_SENT@a");
    }

    @Test
    void throttlingSpendsNoAttemptAndIsForgottenByAnyOtherAnswer() {
        String id = accept();
        for (int i = 0; i < 9; i++) {
            Claim claim = claim();
            assertThat(claim.throttles()).isEqualTo(i);
            assertThat(claim.attempts()).isZero();
            result(claim, tooFast(now, "a"));
        }
        result(claim(), no(now, "a"));
        Claim claim = claim();
        assertThat(claim.throttles()).isZero();
        assertThat(claim.attempts()).isEqualTo(1);
        assertThat(part(id).attempts()).isEqualTo(1);
        assertThat(part(id).history()).hasSize(10);
    }

    private void over(String session, Claim claim, Verdict verdict) {
        write(g -> g.results.add(new Result(claim, verdict, A, false, false, session)));
    }

    private List<String> sessions(String id) {
        return part(id).history().stream()
                .map(a -> a.outcome() + " " + a.session())
                .toList();
    }

    @Test
    void eachAttemptKnowsItsSession() {
        String id = accept();
        over(null, claim(), no(now, "a"));
        over("2 10.0.0.7:2775", claim(), tooFast(now, "a"));
        over("1 10.0.0.7:2775", claim(), silence(now));
        over("2 10.0.0.7:2775", claim(), new Verdict.Sent("r1"));
        assertThat(sessions(id))
                .containsExactly(
                        "NOT_SENT null",
                        "THROTTLED 2 10.0.0.7:2775",
                        "UNKNOWN 1 10.0.0.7:2775",
                        "SENT 2 10.0.0.7:2775");
        assertThat(reader.find(id, null).orElseThrow().history())
                .filteredOn(step -> step.what().equals("ATTEMPT"))
                .extracting(MessageView.Step::session)
                .containsExactly(null, "2 10.0.0.7:2775", "1 10.0.0.7:2775", "2 10.0.0.7:2775");
        assertThat(number("select count(*) from attempt where session = '2 10.0.0.7:2775'"))
                .isEqualTo(2);
        String other = accept();
        over("1 10.0.0.7:2775", claim(), new Verdict.Failed(true, "x:0B", "no such number"));
        assertThat(sessions(other)).containsExactly("NOT_SENT 1 10.0.0.7:2775");
    }

    /** What many have at once is written another way by some engines. */
    @Test
    void manyThatAreSentAtOnceKnowTheirSessions() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(accept());
        }
        List<Claim> claims = claim("a", 12);
        write(g -> claims.forEach(c -> {
            int i = ids.indexOf(c.submission().messageId());
            String session = i % 3 == 0 ? null : i % 3 + " /dev/ttyUSB0";
            g.results.add(new Result(c, new Verdict.Sent("r" + i), A, false, false, session));
        }));
        for (int i = 0; i < 12; i++) {
            assertThat(sessions(ids.get(i))).containsExactly("SENT " + (i % 3 == 0 ? null : i % 3 + " /dev/ttyUSB0"));
        }
    }

    @Test
    void theHistoryOfAPartIsBoundedAndKeepsItsAttempts() {
        String id = accept();
        for (int i = 0; i < 150; i++) {
            result(claim(), i % 50 == 0 ? no(now, "a") : tooFast(now, "a"));
        }
        assertThat(part(id).history()).hasSize(100);
        assertThat(part(id).attempts()).isEqualTo(3);
    }

    @Test
    void aRefusalForGoodIsAnAttemptAndTheHubsOwnIsNone() {
        String refused = accept();
        result(claim(), new Verdict.Failed(true, "x:0B", "no such number"));
        assertThat(state(refused)).isEqualTo("FAILED");
        assertThat(part(refused).attempts()).isEqualTo(1);
        assertThat(history(refused)).containsExactly("NOT_SENT@a");
        String unwritable = accept();
        result(claim(), new Verdict.Failed(false, "hub:text", "cannot be written"));
        assertThat(state(unwritable)).isEqualTo("FAILED");
        assertThat(part(unwritable).attempts()).isZero();
    }

    @Test
    void attemptsAreKeptALinkAndComeBackWithIt() throws Exception {
        String id = accept(d -> d.links = "a,b");
        result(claim(), no(now, "a"));
        result(claim(), no(now, "b"));
        assertThat(claim("a", 1)).isEmpty();
        Claim there = claim("b", 1).get(0);
        assertThat(there.attempts()).isZero();
        result(there, tooFast(now, "a"));
        restart();
        Claim back = claim();
        assertThat(back.attempts()).isEqualTo(2);
        result(back, no(now, "b"));
        Claim again = claim("b", 1).get(0);
        assertThat(again.throttles()).isEqualTo(1);
        assertThat(again.attempts()).isZero();
        assertThat(part(id).attempts()).isEqualTo(3);
        assertThat(history(id))
                .containsExactly(
                        "NOT_SENT@a", "NOT_SENT@a", "MOVED@b", "THROTTLED@b", "MOVED@a", "NOT_SENT@a", "MOVED@b");
    }

    @Test
    void aResultOfAPartThatIsNotClaimedChangesNothing() {
        String id = accept();
        Claim claim = claim();
        result(claim, new Verdict.Sent("r1"));
        result(claim, new Verdict.Sent("r9"));
        result(claim, new Verdict.Failed(true, "x", "x"));
        result(claim, no(now, "a"));
        result(claim, silence(null));
        assertThat(state(id)).isEqualTo("SENT");
        assertThat(part(id).remoteId()).isEqualTo("r1");
        assertThat(history(id)).containsExactly("SENT@a");
    }

    @Test
    void aLateYesSettlesWhatIsUnknown() {
        String id = accept(d -> {
            d.events = "c";
            d.receipt = "ALL";
        });
        Claim claim = claim();
        result(claim, silence(null));
        assertThat(state(id)).isEqualTo("UNKNOWN");
        assertThat(told("r1", PartState.DELIVERED))
                .as("it overtook the late answer")
                .isFalse();
        late(claim, new Verdict.Sent("r1"));
        assertThat(state(id)).isEqualTo("DELIVERED");
        assertThat(part(id).attempts()).isEqualTo(1);
        assertThat(history(id)).containsExactly("UNKNOWN@a", "LATE@a");
        assertThat(toldStates()).containsExactly("UNKNOWN", "SENT", "DELIVERED");
        assertThat(number("select doubt from part")).isZero();
    }

    @Test
    void aLateYesSparesTheSecondSendButNotOneUnderWay() {
        String id = accept();
        Claim first = claim();
        result(first, silence(now + 100));
        late(first, new Verdict.Sent("r1"));
        assertThat(state(id)).isEqualTo("SENT");
        now += 1_000;
        assertThat(claim("a", 1)).isEmpty();

        String other = accept();
        Claim one = claim();
        result(one, silence(now));
        Claim two = claim();
        late(one, new Verdict.Sent("r2"));
        assertThat(text("select state from messages where id = '" + other + "'"))
                .isEqualTo("CLAIMED");
        result(two, new Verdict.Sent("r3"));
        assertThat(part(other).remoteId()).isEqualTo("r3");
        assertThat(number("select doubt from part where message_id = '" + other + "'"))
                .as("the first send arrived, and its receipt may come")
                .isEqualTo(1);
    }

    @Test
    void aLateNoTakesTheDoubtAway() {
        String failed = accept();
        Claim claim = claim();
        result(claim, silence(null));
        late(claim, new Verdict.Failed(true, "x:0B", "no such number"));
        assertThat(state(failed)).isEqualTo("FAILED");
        assertThat(history(failed)).containsExactly("UNKNOWN@a", "LATE_NOT_SENT@a");

        String retried = accept();
        claim = claim();
        result(claim, silence(null));
        Answers answers = late(claim, no(now + 7, "a"));
        assertThat(text("select state from messages where id = '" + retried + "'"))
                .isEqualTo("QUEUED");
        assertThat(answers.waits).containsEntry("a", now + 6);
        now += 10;
        Claim again = claim();
        assertThat(again.attempts()).isEqualTo(1);
        assertThat(again.doubt()).isZero();

        result(again, silence(now));
        Claim second = claim();
        result(second, silence(null));
        late(again, new Verdict.Failed(true, "x", "x"));
        assertThat(state(retried)).as("the second send is still in doubt").isEqualTo("UNKNOWN");
        late(second, new Verdict.Failed(true, "x", "x"));
        assertThat(state(retried)).isEqualTo("FAILED");
    }

    @Test
    void unknownIsToldOnceAndTheEndAfterIt() {
        String id = accept(d -> {
            d.events = "c";
            d.receipt = "FINAL";
        });
        result(claim(), silence(null));
        told(receipt(A, "r1", PartState.DELIVERED, NUMBER));
        assertThat(toldStates()).containsExactly("UNKNOWN");
        afterPatience();
        assertThat(state(id)).isEqualTo("DELIVERED");
        assertThat(toldStates()).containsExactly("UNKNOWN", "DELIVERED");
    }

    @Test
    void expiredPartsEndWhereTheyStandInTheWay() {
        for (int i = 0; i < 10; i++) {
            accept(d -> {
                d.expires = now + 5;
                d.events = "c";
                d.receipt = "FINAL";
            });
        }
        String alive = accept();
        now += 100;
        Answers first = write(g -> g.claims.add(new Group.ClaimWish("a", 6, 0, Integer.MAX_VALUE)));
        assertThat(first.claims.get(0)).isEmpty();
        assertThat(first.more).isTrue();
        assertThat(first.written).containsExactly(new Answers.Lane("c", "client"));
        Answers second = write(g -> g.claims.add(new Group.ClaimWish("a", 6, 0, Integer.MAX_VALUE)));
        assertThat(second.claims.get(0)).hasSize(1);
        assertThat(second.claims.get(0).get(0).submission().messageId()).isEqualTo(alive);
        assertThat(second.more).isFalse();
        assertThat(toldStates()).hasSize(10).containsOnly("EXPIRED");
    }

    @Test
    void whatMayHaveArrivedDoesNotExpireButIsUnknown() {
        String claimed = accept(d -> d.expires = now + 50);
        result(claim(), silence(now + 200));
        now += 300;
        assertThat(claim("a", 1)).isEmpty();
        assertThat(state(claimed)).isEqualTo("UNKNOWN");
        String swept = accept(d -> d.expires = now + 50);
        result(claim(), silence(now + 200));
        now += 100;
        assertThat(tidy().more).isFalse();
        assertThat(state(swept)).isEqualTo("UNKNOWN");
        String plain = accept(d -> d.expires = now - 5);
        tidy();
        assertThat(state(plain)).isEqualTo("EXPIRED");
    }

    @Test
    void whatWaitsOnALinkOutOfServiceGoesOnInOrder() {
        Long expires = now + 100_000;
        String first = accept(d -> {
            d.links = "a,b,c";
            d.priority = 3;
            d.expires = expires;
        });
        String second = accept(d -> d.links = "b,a");
        String stays = accept(d -> d.links = "a,d");
        String later = accept(d -> {
            d.links = "a,b,c";
            d.due = now + 10_000;
        });
        assertThat(move("a", "c")).containsExactly(Map.entry("c", 1));
        assertThat(part(first).link()).isEqualTo("c");
        assertThat(number("select expires from part where message_id = '" + first + "'"))
                .isEqualTo(expires);
        assertThat(number("select priority from part where message_id = '" + first + "'"))
                .isEqualTo(3);
        assertThat(part(stays).link()).isEqualTo("a");
        assertThat(part(later).link()).isEqualTo("a");
        assertThat(history(first)).containsExactly("MOVED@c");
        Answers wrapped = write(g -> {
            g.moves.add(new Group.Move("c", Set.of("a", "b"), 10, false));
            g.moves.add(new Group.Move("b", Set.of("a", "b"), 10, false));
        });
        assertThat(wrapped.moves).containsExactly(Map.of("a", 1), Map.of("a", 1));
        assertThat(wrapped.waits).containsOnlyKeys("a");
        assertThat(part(second).link()).isEqualTo("a");
    }

    @Test
    void partsThatMustStayDoNotHideThoseBehindThem() {
        for (int i = 0; i < 25; i++) {
            accept(d -> d.links = "a,d");
        }
        String goes = accept(d -> d.links = "a,b");
        Group.Move move = new Group.Move("a", Set.of("b"), 10, false);
        assertThat(write(g -> g.moves.add(move)).more).isTrue();
        assertThat(write(g -> g.moves.add(move)).more).isTrue();
        Answers last = write(g -> g.moves.add(move));
        assertThat(last.moves.get(0)).containsExactly(Map.entry("b", 1));
        assertThat(last.more).isFalse();
        assertThat(part(goes).link()).isEqualTo("b");
    }

    /** On a SIM: nobody gets half a message from one number and half from another. */
    @Test
    void aMessageThatMustStayWholeGoesAsOneOrNotAtAll() {
        String goes = accept(d -> {
            d.links = "a,b";
            d.parts = 3;
        });
        result(claim(), no(now + 600_000, "a")); // later than the others
        String begun = accept(d -> {
            d.links = "a,b";
            d.parts = 2;
        });
        String doubtful = accept(d -> d.links = "a,b");
        for (Claim claim : claim("a", 3)) {
            Verdict verdict = claim.submission().messageId().equals(begun)
                    ? new Verdict.Sent("1")
                    : new Verdict.Back(claim.submission().due(), null, null);
            result(claim, verdict);
        }
        sql("update part set doubt = 1 where message_id = '" + doubtful + "'");
        Group.Move one = new Group.Move("a", Set.of("b"), 1, true);
        Answers answers = write(g -> g.moves.add(one));
        assertThat(answers.moves.get(0)).containsExactly(Map.entry("b", 3));
        write(g -> g.moves.add(new Group.Move("a", Set.of("b"), 10, true)));
        assertThat(number("select count(*) from part where message_id = '" + goes + "' and link = " + w("b")))
                .isEqualTo(3);
        assertThat(number("select count(*) from part where message_id = '" + begun + "' and link = " + w("a")))
                .isEqualTo(2);
        assertThat(part(doubtful).link()).isEqualTo("a");
    }

    /** A SIM whose budget ends in the midst of a message would send the rest tomorrow. */
    @Test
    void noMessageBeginsThatABudgetDoesNotSufficeFor() {
        String fits = accept(d -> d.parts = 2);
        String tooLong = accept(d -> d.parts = 3);
        Answers answers = write(g -> g.claims.add(new Group.ClaimWish("a", 4, 0, 4)));
        assertThat(answers.claims.get(0))
                .extracting(c -> c.submission().messageId())
                .containsExactly(fits, fits);
        assertThat(answers.tooLong).containsExactly(true);
        Claim first = write(g -> g.claims.add(new Group.ClaimWish("a", 1, 0, 3)))
                .claims
                .get(0)
                .get(0);
        assertThat(first.submission().messageId()).isEqualTo(tooLong);
        result(first, new Verdict.Sent("1"));
        answers = write(g -> g.claims.add(new Group.ClaimWish("a", 1, 0, 1)));
        assertThat(answers.claims.get(0)).as("what has begun goes on").hasSize(1);
        assertThat(answers.tooLong).containsExactly(false);
    }

    @Test
    void whatIsSpentOfABudgetIsKnownAfterARestart() throws Exception {
        Group.Opening opening = new Group.Opening("a", A, silence(null));
        assertThat(write(g -> g.openings.add(opening)).spent).containsExactly((Group.Spent) null);
        write(g -> g.spent.add(new Group.Spent("a", 20_000, 7)));
        write(g -> g.spent.add(new Group.Spent("a", 20_000, 8)));
        restart();
        assertThat(write(g -> g.openings.add(opening)).spent).containsExactly(new Group.Spent("a", 20_000, 8));
    }

    /** Also what goes straight to the line, and what was there before is no expense. */
    @Test
    void whatAGroupClaimsComesOnTopOfWhatWasSpent() {
        accept();
        Accept straight = accept(draft(d -> {
            d.claimed = true;
            d.parts = 2;
            d.ref = "order 9";
        }));
        Accept again = accept(draft(d -> {
            d.claimed = true;
            d.ref = "order 9";
        }));
        write(g -> {
            g.accepts.add(straight);
            g.accepts.add(again);
            g.claims.add(new Group.ClaimWish("a", 5, 0, Integer.MAX_VALUE));
            g.spent.add(new Group.Spent("a", 20_000, 7));
            g.spent.add(new Group.Spent("b", 20_000, 1));
        });
        Answers answers = write(g -> {
            g.openings.add(new Group.Opening("a", A, silence(null)));
            g.openings.add(new Group.Opening("b", A, silence(null)));
        });
        assertThat(answers.spent).containsExactly(new Group.Spent("a", 20_000, 10), new Group.Spent("b", 20_000, 1));
    }

    @Test
    void whatWaitsForANumberThatIsBackIsDue() {
        String waits = accept();
        result(claim(), no(now + 600_000, "a"));
        String scheduled = accept(d -> d.due = now + 600_000);
        Answers answers = write(g -> g.awake.add(new Group.Number("a", NUMBER)));
        assertThat(answers.waits).containsEntry("a", now);
        assertThat(claim("a", 10)).extracting(c -> c.submission().messageId()).containsExactly(waits);
        assertThat(state(scheduled)).isEqualTo("ACCEPTED");
    }

    @Test
    void aRowThatCannotBeReadIsSetAsideAndItsNeighboursGo() {
        String blob = accept();
        String udh = accept();
        String encoding = accept();
        String good = accept();
        sql("update part set body = x'00ff' where message_id = '" + blob + "'");
        sql("update part set udh = x'7f0102' where message_id = '" + udh + "'");
        sql("update part set encoding = " + w("BINARY") + " where message_id = '" + encoding + "'");
        Answers answers = write(g -> g.claims.add(new Group.ClaimWish("a", 10, 0, Integer.MAX_VALUE)));
        assertThat(answers.claims.get(0))
                .extracting(c -> c.submission().messageId())
                .containsExactly(good);
        assertThat(answers.aside).hasSize(3).anySatisfy(a -> assertThat(a).contains("table=part", udh));
        assertThat(state(udh)).isEqualTo("FAILED");
        assertThat(part(blob).errorCode()).isEqualTo("hub:unreadable");
        assertThat(reader.counts().unread()).isEqualTo(3);
        assertThat(reader.kept(Kept.Kind.UNREAD, 10).get(0).headerMap()).containsKeys("table", "message_id", "part");
    }

    @Test
    void aStateThatIsNoneCountsAsFailedAndIsSaidOnce() {
        String id = accept(d -> {
            d.parts = 2;
            d.events = "c";
            d.receipt = "FINAL";
        });
        sql("update part set state = 77 where part = 1");
        Claim claim = claim();
        assertThat(claim.submission().part()).isEqualTo(2);
        result(claim, new Verdict.Sent("r2"));
        Answers answers = write(g -> g.receipts.add(receipt("r2", PartState.DELIVERED)));
        assertThat(answers.aside).hasSize(1);
        assertThat(answers.aside.get(0)).contains("77");
        assertThat(toldStates()).containsExactly("FAILED");
        assertThat(state(id)).isEqualTo("FAILED");
        sql("update part set state = " + w("CANCELLED") + " where part = 1");
        assertThat(state(id)).isEqualTo("CANCELLED");
    }

    @Test
    void theTextIsKeptAsLongAsItsClientSays() {
        String never = accept(d -> d.keep = KeepText.NEVER);
        sent("id-never");
        assertThat(body(never)).isEmpty();
        String held = accept(d -> d.keep = KeepText.NEVER);
        Claim claim = claim();
        result(claim, silence(null));
        assertThat(body(held)).isEmpty();
        late(claim, no(now, "a"));
        assertThat(state(held)).as("it cannot be sent again").isEqualTo("FAILED");
        String untilFinal = accept(d -> d.keep = KeepText.UNTIL_FINAL);
        sent("id-final");
        assertThat(body(untilFinal)).isEqualTo("text");
        told("id-final", PartState.DELIVERED);
        assertThat(body(untilFinal)).isEmpty();
        String time = accept(d -> d.keep = now + 1_000);
        String waits = accept(d -> {
            d.keep = now + 1_000;
            d.links = "b";
        });
        String ever = accept(d -> d.priority = 0);
        sent("id-time");
        tidy();
        assertThat(body(time)).isEqualTo("text");
        now += 2_000;
        tidy();
        assertThat(body(time)).isEmpty();
        assertThat(body(waits)).as("it is still to be sent").isEqualTo("text");
        result(claim("b", 1).get(0), new Verdict.Sent("id-b"));
        assertThat(body(waits)).isEmpty();
        sent("id-ever");
        told("id-ever", PartState.DELIVERED);
        assertThat(body(ever)).isEqualTo("text");
    }

    private String body(String id) {
        return text("select body from part where message_id = '" + id + "'");
    }

    @Test
    void whatHasEndedLongAgoIsDeletedAFewAtATimeAndWhatWaitsIsNot() {
        String[] ids = new String[20];
        for (int i = 0; i < 20; i++) {
            ids[i] = accept();
        }
        for (int i = 0; i < 5; i++) {
            result(claim(), no(now + 1_000_000, "a"));
        }
        for (int i = 5; i < 20; i++) {
            sent("r" + i);
        }
        now += 1_000_000;
        told("r19", PartState.DELIVERED);
        int purged = 0;
        boolean more = true;
        for (int groups = 0; more; groups++) {
            assertThat(groups).isLessThan(10);
            Answers answers = tidy(4, new Chores.Retention(now - 1_000, 0, 0));
            assertThat(answers.purged).isLessThanOrEqualTo(4);
            purged += answers.purged;
            more = answers.more;
        }
        assertThat(purged).isEqualTo(14);
        assertThat(number("select count(*) from part")).isEqualTo(6);
        assertThat(number("select count(*) from part_history")).isEqualTo(5);
        assertThat(state(ids[19])).as("it changed lately").isEqualTo("DELIVERED");
    }

    @Test
    void theLinksForWhichSomethingWaits() {
        assertThat(reader.waitingLinks()).isEmpty();
        for (String link : List.of("c", "a", "a", "b")) {
            accept(d -> d.links = link);
        }
        result(claim("b", 1).get(0), new Verdict.Sent("r"));
        assertThat(reader.waitingLinks()).containsExactly("a", "c");
    }
}
