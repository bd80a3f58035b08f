package org.smshub.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.smshub.ledger.store.InWords.w;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Verdict;
import org.smshub.link.IdForms;

/** Which part a receipt is about, and when none: what every engine does with receipts. */
public abstract class ReceiptsContract extends OnAnEngine {

    private static final String OTHER = "+48600999888";

    @Test
    void aReceiptThatOvertakesItsResultFindsItsPart() throws Exception {
        String id = accept();
        Claim claim = claim();
        assertThat(told("r1", PartState.BUFFERED)).isFalse();
        assertThat(told("r1", PartState.DELIVERED)).isFalse();
        assertThat(told("r1", PartState.DELIVERED))
                .as("its double is kept already")
                .isTrue();
        restart();
        Answers answers = result(claim, new Verdict.Sent("r1"));
        assertThat(answers.matchedLate).containsEntry("a", 2);
        assertThat(state(id)).isEqualTo("DELIVERED");
        assertThat(number("select count(*) from unmatched_receipt")).isZero();
    }

    /** At full speed a receipt is read before the answer to its submit is written: that costs no row. */
    @Test
    void oneThatComesAgainIsKeptTheSecondTimeAlone() {
        String id = accept();
        Claim claim = claim();
        Answers first = write(g -> {
            g.receipts.add(receipt("r1", PartState.BUFFERED));
            g.receipts.add(receipt("r2", PartState.DELIVERED));
            g.receipts.add(receipt("r1", PartState.DELIVERED));
            g.comeAgain.addAll(Set.of(0, 2));
        });
        assertThat(first.early).containsExactlyInAnyOrder(0, 2);
        assertThat(first.receipts).containsExactly(false, false, false);
        assertThat(number("select count(*) from unmatched_receipt"))
                .as("the one that does not come again is kept")
                .isEqualTo(1);
        result(claim, new Verdict.Sent("r1"));
        Answers second = write(g -> {
            g.receipts.add(receipt("r1", PartState.BUFFERED));
            g.receipts.add(receipt("r1", PartState.DELIVERED));
            g.comeAgain.add(1);
        });
        assertThat(second.early).isEmpty();
        assertThat(second.receipts).containsExactly(true, true);
        assertThat(state(id)).isEqualTo("DELIVERED");
        Answers known = write(g -> {
            g.receipts.add(receipt("r1", PartState.DELIVERED));
            g.comeAgain.add(0);
        });
        assertThat(known.early).as("its double is about a part that has ended").isEmpty();
    }

    @Test
    void oneThatIsOutOfPatienceStillMeetsItsResult() {
        String id = accept();
        Claim claim = claim();
        told("r1", PartState.DELIVERED);
        assertThat(afterPatience().unmatched)
                .as("a part of the number is in flight")
                .containsEntry("a", 1);
        now += 10_000_000;
        assertThat(tidy().unmatched).as("said once").isEmpty();
        result(claim, new Verdict.Sent("r1"));
        assertThat(state(id)).isEqualTo("DELIVERED");
    }

    @Test
    void theFirstFinalStateStays() {
        String id = accept();
        sent("r1");
        assertThat(told("r1", PartState.BUFFERED)).isTrue();
        assertThat(state(id)).isEqualTo("BUFFERED");
        assertThat(told("r1", PartState.UNDELIVERABLE)).isTrue();
        assertThat(told("r1", PartState.DELIVERED)).as("contradicts").isTrue();
        assertThat(told("r1", PartState.BUFFERED)).as("late notice").isTrue();
        assertThat(state(id)).isEqualTo("UNDELIVERABLE");
        afterPatience();
        assertThat(number("select count(*) from unmatched_receipt")).isZero();
        assertThat(reader.counts().unmatched()).isZero();
    }

    @Test
    void formsOfAnIdMeet() {
        String hex = accept();
        sent("39f99dd5");
        assertThat(told("0972660181", PartState.DELIVERED)).isTrue();
        assertThat(state(hex)).isEqualTo("DELIVERED");
        String zeros = accept();
        sent("870928761");
        assertThat(told("0870928761", PartState.DELIVERED)).isTrue();
        assertThat(state(zeros)).isEqualTo("DELIVERED");
        String groups = accept();
        sent("0e99-aa");
        assertThat(told("0E99-AA", PartState.DELIVERED)).isTrue();
        assertThat(state(groups)).isEqualTo("DELIVERED");
        String early = accept();
        Claim claim = claim();
        told("0972660182", PartState.DELIVERED);
        result(claim, new Verdict.Sent("39f99dd6"));
        assertThat(state(early)).isEqualTo("DELIVERED");
    }

    @Test
    void aFormNeedsTheNumberToAgree() {
        String id = accept();
        sent("39f99dd5");
        assertThat(told(receipt(A, "972660181", PartState.DELIVERED, OTHER))).isFalse();
        assertThat(state(id)).isEqualTo("SENT");
        assertThat(told(receipt(A, "972660181", PartState.DELIVERED, "600100200")))
                .as("without country code")
                .isTrue();
        assertThat(state(id)).isEqualTo("DELIVERED");
    }

    @Test
    void equalTextWinsAndNoIdIsCutOrPadded() {
        String one = accept();
        sent("W79");
        String two = accept();
        sent("W79b");
        told("W79b", PartState.UNDELIVERABLE);
        assertThat(state(one)).isEqualTo("SENT");
        assertThat(state(two)).isEqualTo("UNDELIVERABLE");
        String decimal = accept();
        sent("972660181");
        String hex = accept();
        sent("39f99dd5");
        told("972660181", PartState.DELIVERED);
        assertThat(state(decimal)).isEqualTo("DELIVERED");
        assertThat(state(hex)).isEqualTo("SENT");
    }

    @Test
    void bothIdsOfAReceiptAreTried() {
        Account forms = new Account("a", IdForms.of(Set.of(IdForms.Rule.HEX_TO_DECIMAL)), false);
        String id = accept();
        Claim claim = claim();
        Receipt early =
                new Receipt("a", forms, List.of("tlv-id", "255"), PartState.DELIVERED, NUMBER, null, now, now + 1);
        assertThat(told(early)).isFalse();
        result(claim, new Verdict.Sent("FF"), forms, false);
        assertThat(state(id)).isEqualTo("DELIVERED");
        assertThat(number("select count(*) from unmatched_receipt_other")).isZero();
        String second = accept();
        result(claim(), new Verdict.Sent("FE"), forms, false);
        assertThat(told(new Receipt(
                        "a", forms, List.of("tlv-id2", "254"), PartState.DELIVERED, NUMBER, null, now, now + 1)))
                .isTrue();
        assertThat(state(second)).isEqualTo("DELIVERED");
    }

    @Test
    void linksOfOneAccountFindEachOthersReceipts() {
        Account shared = new Account("centre", IdForms.SAFE, false);
        String id = accept(d -> d.links = "b");
        result(claim("b", 1).get(0), new Verdict.Sent("r1"), shared, false);
        assertThat(told(receipt(A, "r1", PartState.DELIVERED, NUMBER)))
                .as("another account")
                .isFalse();
        assertThat(told(receipt(shared, "r1", PartState.DELIVERED, NUMBER))).isTrue();
        assertThat(state(id)).isEqualTo("DELIVERED");
    }

    @Test
    void whatWasSentBeforeLinksSharedTheirAccountIsFound() {
        String id = accept();
        sent("r1");
        Account shared = new Account("centre", IdForms.SAFE, false);
        assertThat(told(receipt(shared, "r1", PartState.DELIVERED, NUMBER))).isTrue();
        assertThat(state(id)).isEqualTo("DELIVERED");
    }

    @Test
    void ofOneIdGivenTwiceTheNumberThenTheLastSentIsMeant() {
        String first = accept();
        sent("5");
        String other = accept(d -> d.to = OTHER);
        sent("5");
        String last = accept();
        sent("5");
        assertThat(told(receipt(A, "5", PartState.DELIVERED, OTHER))).isTrue();
        assertThat(state(other)).isEqualTo("DELIVERED");
        told("5", PartState.DELIVERED);
        assertThat(state(last)).isEqualTo("DELIVERED");
        assertThat(state(first)).isEqualTo("SENT");
    }

    @Test
    void anIdThatOnePartAloneHasNeedsNoNumberUnlessItIsShort() {
        String id = accept();
        sent("0123456789");
        assertThat(told(receipt(A, "0123456789", PartState.DELIVERED, "ACME"))).isTrue();
        assertThat(state(id)).isEqualTo("DELIVERED");
        String one = accept();
        sent("00000000");
        String other = accept(d -> d.to = OTHER);
        sent("00000000");
        assertThat(told(receipt(A, "00000000", PartState.DELIVERED, "+4912345678")))
                .isFalse();
        assertThat(List.of(state(one), state(other))).containsOnly("SENT");
        String counted = accept();
        sent("255");
        assertThat(told(receipt(A, "255", PartState.DELIVERED, OTHER))).isFalse();
        assertThat(state(counted)).isEqualTo("SENT");
    }

    @Test
    void anIdUsedAgainGetsItsOwnEarlyReceipt() {
        String first = accept();
        sent("7");
        told("7", PartState.DELIVERED);
        String second = accept();
        Claim claim = claim();
        assertThat(told("7", PartState.UNDELIVERABLE))
                .as("known, as far as one can tell")
                .isTrue();
        result(claim, new Verdict.Sent("7"));
        assertThat(state(first)).isEqualTo("DELIVERED");
        assertThat(state(second)).isEqualTo("UNDELIVERABLE");
        String third = accept();
        claim = claim();
        told("7", PartState.UNDELIVERABLE);
        afterPatience();
        assertThat(number("select count(*) from unmatched_receipt")).isZero();
        result(claim, new Verdict.Sent("7"));
        assertThat(state(third)).as("it was a double").isEqualTo("SENT");
    }

    @Test
    void anEarlyReceiptOfAReusedIdDoesNotGoToAnotherNumber() {
        String waiting = accept(d -> d.to = OTHER);
        sent("7");
        String own = accept();
        Claim claim = claim();
        assertThat(told("7", PartState.DELIVERED)).isFalse();
        assertThat(state(waiting)).isEqualTo("SENT");
        result(claim, new Verdict.Sent("7"));
        assertThat(state(own)).isEqualTo("DELIVERED");
        assertThat(state(waiting)).isEqualTo("SENT");
    }

    @Test
    void anOldOrphanIsNotTheReceiptOfALaterSend() {
        told("7", PartState.UNDELIVERABLE);
        afterPatience();
        String id = accept();
        sent("7");
        assertThat(state(id)).isEqualTo("SENT");
        assertThat(reader.counts().unmatched()).isEqualTo(1);
    }

    /** Simulation, seed 91 of 9d6f461: the clock was set back between the claim and the receipt. */
    @Test
    void noClockDecidesWhichSendAReceiptOvertook() {
        String id = accept();
        Claim claim = claim();
        now -= 3_000;
        told("r1", PartState.DELIVERED);
        now += 10_000;
        result(claim, new Verdict.Sent("r1"));
        assertThat(state(id)).isEqualTo("DELIVERED");
    }

    @Test
    void norWhichItCameBefore() {
        told("r1", PartState.UNDELIVERABLE);
        now -= 3_000;
        String id = accept();
        Claim claim = claim();
        now += 10_000;
        result(claim, new Verdict.Sent("r1"));
        assertThat(state(id)).isEqualTo("SENT");
    }

    @Test
    void norWhetherAMessageIsOlderThanAReceipt() {
        String id = accept();
        result(claim(), silence(null));
        now -= 60_000;
        told("r1", PartState.DELIVERED);
        now += 120_000;
        tidy();
        assertThat(state(id)).isEqualTo("DELIVERED");
        told("r2", PartState.UNDELIVERABLE);
        now -= 60_000;
        String later = accept();
        result(claim(), silence(null));
        now += 120_000;
        tidy();
        assertThat(state(later)).isEqualTo("UNKNOWN");
    }

    /** The answer to a send before the last one: what came between the two is its own. */
    @Test
    void aLateAnswerFindsWhatCameSinceItsOwnSend() {
        String id = accept();
        Claim first = claim();
        result(first, silence(now));
        told("r1", PartState.DELIVERED);
        result(claim(), new Verdict.Unknown(null, "x:time-out", "no answer"));
        late(first, new Verdict.Sent("r1"));
        assertThat(state(id)).isEqualTo("DELIVERED");
    }

    /** A row's number comes again once the newest row is deleted. */
    @Test
    void aReceiptMeansNoMessageThatTookTheNumberOfADeletedOne() {
        accept();
        sent("gone");
        told("gone", PartState.DELIVERED);
        told("r1", PartState.DELIVERED);
        now = Math.max(now, System.currentTimeMillis()) + 60_000;
        assertThat(tidy(10, new Chores.Retention(now, 0, 0)).purged).isEqualTo(1);
        assertThat(number("select count(*) from messages")).isZero();
        String id = accept();
        result(claim(), silence(null));
        afterPatience();
        assertThat(state(id)).isEqualTo("UNKNOWN");
    }

    @Test
    void theOnlyDoubtOfANumberIsSettledByIt() {
        String id = accept();
        result(claim(), silence(null));
        assertThat(told("never learnt", PartState.DELIVERED)).isFalse();
        tidy();
        assertThat(state(id)).isEqualTo("UNKNOWN");
        Answers answers = afterPatience();
        assertThat(answers.matchedLate).containsEntry("a", 1);
        assertThat(state(id)).isEqualTo("DELIVERED");
        assertThat(part(id).remoteId()).isEqualTo("never learnt");
        assertThat(told("never learnt", PartState.DELIVERED)).as("its double").isTrue();
        assertThat(reader.counts().unmatched()).isZero();
    }

    @Test
    void aDoubtIsNotSettledWhileAnotherPartCouldBeMeant() {
        String lost = accept();
        result(claim(), silence(null));
        String arrived = accept();
        sent("one id for all");
        told("12345", PartState.DELIVERED);
        afterPatience();
        assertThat(state(lost)).isEqualTo("UNKNOWN");
        assertThat(state(arrived)).isEqualTo("SENT");
        told("one id for all", PartState.DELIVERED);
        now += AGAIN * 2;
        tidy();
        assertThat(state(lost)).as("nothing else can be meant any more").isEqualTo("DELIVERED");
    }

    @Test
    void aPartInFlightCouldBeMeantToo() {
        String lost = accept();
        result(claim(), silence(null));
        accept();
        Claim flying = claim();
        told("12345", PartState.DELIVERED);
        afterPatience();
        assertThat(state(lost)).isEqualTo("UNKNOWN");
        result(flying, new Verdict.Sent("12345"));
        now += AGAIN * 2;
        tidy();
        assertThat(state(lost)).isEqualTo("UNKNOWN");
        assertThat(state(flying.submission().messageId())).isEqualTo("DELIVERED");
    }

    @Test
    void ofSeveralDoubtsNoneIsGuessed() {
        String first = accept();
        result(claim(), silence(null));
        String second = accept();
        result(claim(), silence(null));
        told("r1", PartState.DELIVERED);
        afterPatience();
        assertThat(List.of(state(first), state(second))).containsOnly("UNKNOWN");
        told("r2", PartState.DELIVERED);
        now += AGAIN * 2;
        tidy();
        tidy();
        assertThat(List.of(state(first), state(second)))
                .as("a receipt for each, and all say the same")
                .containsOnly("DELIVERED");
    }

    @Test
    void severalDoubtsAndReceiptsThatDisagreeStayUnknown() {
        String first = accept();
        result(claim(), silence(null));
        String second = accept();
        result(claim(), silence(null));
        told("r1", PartState.DELIVERED);
        told("r2", PartState.UNDELIVERABLE);
        for (int i = 0; i < 5; i++) {
            now += AGAIN * 10;
            tidy();
        }
        assertThat(List.of(state(first), state(second))).containsOnly("UNKNOWN");
    }

    @Test
    void partsOfOneMessageTakeTheirReceiptsAsTheyCome() {
        String id = accept(d -> d.parts = 2);
        claim("a", 2).forEach(c -> result(c, silence(null)));
        told("r1", PartState.DELIVERED);
        afterPatience();
        assertThat(outcome(id)).containsExactlyInAnyOrder("DELIVERED", "UNKNOWN");
        told("r2", PartState.DELIVERED);
        afterPatience();
        assertThat(state(id)).isEqualTo("DELIVERED");
    }

    private List<String> outcome(String id) {
        return reader.find(id, null).orElseThrow().parts().stream()
                .map(MessageView.PartView::state)
                .toList();
    }

    @Test
    void aReceiptIsNoOlderThanItsMessage() {
        told("r0", PartState.DELIVERED);
        String id = accept();
        result(claim(), silence(null));
        afterPatience();
        assertThat(state(id)).isEqualTo("UNKNOWN");
    }

    @Test
    void aDoubtWakesTheReceiptThatWaitedInVain() {
        String id = accept();
        Claim claim = claim();
        told("r1", PartState.DELIVERED);
        told(receipt(A, "stranger", PartState.DELIVERED, OTHER));
        sql(InWords.known("z"));
        sql("update part set state = " + w("QUEUED") + ", link = " + w("z")); // no part of the number is in flight on a
        afterPatience();
        assertThat(number("select count(*) from unmatched_receipt where look_at is not null"))
                .isZero();
        sql("update part set state = " + w("CLAIMED") + ", link = " + w("a"));
        result(claim, silence(null));
        assertThat(number("select count(*) from unmatched_receipt where look_at is not null"))
                .isEqualTo(1);
        tidy();
        assertThat(state(id)).isEqualTo("DELIVERED");
    }

    @Test
    void aSecondSendAndBothItsReceipts() {
        String id = accept();
        result(claim(), silence(now));
        result(claim(), new Verdict.Sent("second"));
        told("first", PartState.DELIVERED);
        assertThat(state(id)).isEqualTo("SENT");
        told("second", PartState.DELIVERED);
        assertThat(state(id)).isEqualTo("DELIVERED");
        afterPatience();
        assertThat(reader.counts().unmatched())
                .as("the first send has its receipt")
                .isZero();
        assertThat(told("first", PartState.DELIVERED))
                .as("the centre repeats it")
                .isTrue();
        afterPatience();
        assertThat(reader.counts().unmatched()).isZero();
    }

    @Test
    void aReceiptOfTheFirstSendSparesTheSecond() {
        String id = accept();
        result(claim(), silence(now + 50_000));
        told("first", PartState.DELIVERED);
        afterPatience();
        assertThat(state(id)).isEqualTo("DELIVERED");
        now += 100_000;
        assertThat(claim("a", 1)).isEmpty();
    }

    @Test
    void aYesWithoutAnIdIsSettledByNumber() {
        String id = accept();
        Claim claim = claim();
        told("whatever", PartState.DELIVERED);
        result(claim, new Verdict.Sent(" "));
        assertThat(state(id)).isEqualTo("SENT");
        assertThat(part(id).remoteId()).isNull();
        afterPatience();
        assertThat(state(id)).isEqualTo("DELIVERED");
        String withoutAny = accept();
        result(claim(), new Verdict.Sent(null));
        told(receipt(A, null, PartState.UNDELIVERABLE, NUMBER));
        afterPatience();
        assertThat(state(withoutAny)).isEqualTo("UNDELIVERABLE");
    }

    @Test
    void aYesWithoutAnIdIsNotSettledWhileOneWithAnIdCouldBeMeant() {
        String without = accept();
        result(claim(), new Verdict.Sent(null));
        accept();
        sent("r1");
        told("r9", PartState.DELIVERED);
        afterPatience();
        assertThat(state(without)).isEqualTo("SENT");
    }

    @Test
    void whereIdsMeanNothingTheNumberDecidesIfOnlyOneCanBeMeant() {
        Account osmo = new Account("a", IdForms.SAFE, true);
        String one = accept();
        result(claim(), new Verdict.Sent("00000000"), osmo, false);
        String other = accept(d -> d.to = OTHER);
        result(claim(), new Verdict.Sent("00000000"), osmo, false);
        assertThat(told(receipt(osmo, "17", PartState.DELIVERED, NUMBER))).isTrue();
        assertThat(state(one)).isEqualTo("DELIVERED");
        assertThat(told(receipt(osmo, "00000000", PartState.UNDELIVERABLE, OTHER)))
                .isTrue();
        assertThat(state(other)).isEqualTo("UNDELIVERABLE");
        assertThat(told(receipt(osmo, "17", PartState.DELIVERED, NUMBER)))
                .as("its double")
                .isTrue();
        String lost = accept();
        result(claim(), silence(null), osmo, false);
        assertThat(told(receipt(osmo, "17", PartState.DELIVERED, NUMBER)))
                .as("its double again")
                .isTrue();
        assertThat(state(lost)).isEqualTo("UNKNOWN");
        String arrived = accept();
        result(claim(), new Verdict.Sent("00000000"), osmo, false);
        assertThat(told(receipt(osmo, "18", PartState.DELIVERED, NUMBER))).isFalse();
        afterPatience();
        assertThat(state(lost)).isEqualTo("UNKNOWN");
        assertThat(state(arrived)).isEqualTo("SENT");
    }

    @Test
    void receiptsWithOneIdAreAboutOneSend() {
        String first = accept();
        result(claim(), silence(null));
        told("of the first", PartState.DELIVERED);
        String second = accept();
        result(claim(), silence(null));
        told("of the first", PartState.BUFFERED);
        afterPatience();
        assertThat(state(first)).isEqualTo("DELIVERED");
        assertThat(state(second)).as("its centre may never have had it").isEqualTo("UNKNOWN");
        assertThat(reader.counts().unmatched()).isZero();
    }

    @Test
    void aNoticeAndAnEndThatOvertookTheDoubtAreBothHeard() {
        String id = accept();
        Claim claim = claim();
        told("r1", PartState.BUFFERED);
        told("r1", PartState.UNDELIVERABLE);
        result(claim, silence(null));
        afterPatience();
        assertThat(state(id)).isEqualTo("UNDELIVERABLE");
        assertThat(reader.counts().unmatched()).isZero();
    }

    @Test
    void ofAPartThatANoticeWasGuessedForTheEndWaitsForTheAnswer() {
        String id = accept(d -> d.parts = 2);
        List<Claim> claims = claim("a", 2);
        told("of the second", PartState.BUFFERED);
        told("of the second", PartState.UNDELIVERABLE);
        claims.forEach(c -> result(c, silence(null)));
        afterPatience();
        late(claims.get(1), new Verdict.Sent("of the second"));
        assertThat(outcome(id)).containsExactly("BUFFERED", "UNDELIVERABLE");
        told("of the first", PartState.DELIVERED);
        late(claims.get(0), new Verdict.Sent("of the first"));
        assertThat(outcome(id)).containsExactly("DELIVERED", "UNDELIVERABLE");
    }

    @Test
    void aNoticeIsNobodysWhileAnEarlierSendOfAPartWithAnotherIdCouldBeMeant() {
        String lost = accept();
        result(claim(), silence(null));
        String twice = accept();
        result(claim(), silence(now));
        told("first send", PartState.BUFFERED);
        result(claim(), new Verdict.Sent("second send"));
        told("second send", PartState.DELIVERED);
        afterPatience();
        assertThat(state(twice)).isEqualTo("DELIVERED");
        assertThat(state(lost)).isEqualTo("UNKNOWN");
    }

    @Test
    void aNewConnectionIsToldWhichLinksShareAnAccount() throws Exception {
        Account shared = new Account("centre", IdForms.SAFE, false);
        String lost = accept();
        result(claim(), silence(null), shared, false);
        accept(d -> d.links = "b");
        claim("b", 1);
        restart();
        engine.learn("a", shared);
        engine.learn("b", shared);
        told(receipt(shared, "of one of them", PartState.DELIVERED, NUMBER));
        afterPatience();
        assertThat(state(lost)).as("the other is in flight").isEqualTo("UNKNOWN");
    }

    @Test
    void aNoticeOnTheWayEndsNothing() {
        String id = accept();
        result(claim(), silence(null));
        told("r1", PartState.BUFFERED);
        afterPatience();
        assertThat(state(id)).isEqualTo("BUFFERED");
        told("r1", PartState.DELIVERED);
        assertThat(state(id)).isEqualTo("DELIVERED");
    }

    @Test
    void orphansAreKeptCountedAndLookedAtAgainOnDemand() {
        told("r1", PartState.DELIVERED);
        told(receipt(A, "r2", PartState.DELIVERED, null));
        assertThat(reader.counts().unmatched())
                .as("they may find their part yet")
                .isZero();
        assertThat(afterPatience().unmatched).containsEntry("a", 2);
        assertThat(reader.counts().unmatched()).isEqualTo(2);
        assertThat(reader.kept(Kept.Kind.UNMATCHED, 10)).hasSize(2).allSatisfy(k -> assertThat(k.headerMap())
                .containsEntry("SmsState", "DELIVERED"));
        String id = accept();
        sent("r2");
        sql("update part set claimed_at = 0");
        Answers answers = write(g -> g.replays.add(new Group.Replay(Kept.Kind.UNMATCHED, null, 10)));
        assertThat(answers.replays.get(0)).hasSize(2);
        assertThat(state(id)).isEqualTo("DELIVERED");
        assertThat(answers.matchedLate).containsEntry("a", 1);
        assertThat(tidy().unmatched).as("said once").isEmpty();
        assertThat(reader.counts().unmatched()).isEqualTo(1);
        Answers none = write(g -> g.replays.add(new Group.Replay(Kept.Kind.UNMATCHED, "elsewhere", 10)));
        assertThat(none.replays.get(0)).isEmpty();
    }

    @Test
    void oldReceiptsGo() {
        for (int i = 0; i < 10; i++) {
            told("r" + i, PartState.DELIVERED);
        }
        afterPatience();
        long before = now;
        told("new", PartState.DELIVERED);
        Answers first = tidy(6, new Chores.Retention(0, before, 0));
        assertThat(first.purged).isEqualTo(6);
        assertThat(first.more).isTrue();
        Answers second = tidy(6, new Chores.Retention(0, before, 0));
        assertThat(second.purged).isEqualTo(4);
        assertThat(second.more).isFalse();
        assertThat(number("select count(*) from unmatched_receipt")).isEqualTo(1);
    }

    @Test
    void anUndoneGroupForgetsNoReceipt() throws Exception {
        String id = accept();
        Claim claim = claim();
        tidy();
        Group group = new Group(now);
        group.receipts.add(receipt("r1", PartState.DELIVERED));
        group.accepts.add(accept(draft(d -> d.to = null)));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> engine.write(group))
                .isInstanceOf(java.sql.SQLException.class);
        assertThat(number("select count(*) from unmatched_receipt")).isZero();
        told("r1", PartState.DELIVERED);
        result(claim, new Verdict.Sent("r1"));
        assertThat(state(id)).isEqualTo("DELIVERED");
    }
}
