package org.smshub.ledger.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.ledger.Parts;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.queue.LinkQueue.Service;
import org.smshub.link.IdForms;
import org.smshub.text.plan.LinkProfile;

class LinkQueueTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L); // it overflows on the way

    private LinkQueue link = link(3, 10_000);

    private final AtomicLong wall = new AtomicLong(1_767_225_600_000L); // 2026-01-01T00:00Z

    private LinkQueue withBudget(int budget) {
        LinkQueue made = new LinkQueue(
                new LinkSettings(
                        "a",
                        3,
                        0,
                        1,
                        10_000,
                        120_000,
                        new Account("a", IdForms.SAFE, false),
                        budget,
                        true,
                        3,
                        60_000,
                        LinkProfile.STANDARD),
                clock::get,
                wall::get);
        made.open(claim -> {});
        made.recovered(true);
        return made;
    }

    private LinkQueue link(int window, long failoverAfter) {
        return new LinkQueue(
                new LinkSettings("a", window, 0, 1, failoverAfter, 120_000, new Account("a", IdForms.SAFE, false)),
                clock::get);
    }

    private void pass(long millis) {
        clock.addAndGet(millis * 1_000_000);
    }

    private void up() {
        assertThat(link.open(claim -> {})).isTrue();
        link.recovered(true);
    }

    private Claim take() {
        Claim claim = new Claim(Parts.one(Parts.id()).get(0), "a", 0, 0, 0, 0);
        link.took(List.of(claim));
        return claim;
    }

    @Test
    void aLinkThatNeverStartsIsOutAfterItsTime() {
        assertThat(link.service()).isEqualTo(Service.CLOSED);
        assertThat(link.room()).isZero();
        pass(9_999);
        assertThat(link.isOut()).isFalse();
        pass(1);
        assertThat(link.isOut()).isTrue();
        up();
        assertThat(link.isOut()).isFalse();
    }

    @Test
    void zeroMeansAtOnceAndForEverNever() {
        assertThat(link(3, 0).isOut()).isTrue();
        LinkQueue never = link(3, Long.MAX_VALUE);
        pass(1_000_000_000_000L);
        assertThat(never.isOut()).isFalse();
    }

    @Test
    void itTakesNothingBeforeWhatWasInFlightIsSettled() {
        assertThat(link.open(claim -> {})).isTrue();
        assertThat(link.isOpen()).isTrue();
        assertThat(link.room()).isZero();
        link.close();
        assertThat(link.open(claim -> {})).as("it is being settled").isFalse();
        link.recovered(true);
        assertThat(link.room()).isEqualTo(3);
        link.close();
        assertThat(link.open(claim -> {})).isFalse();
        assertThat(link.service()).isEqualTo(Service.UP);
    }

    @Test
    void closedMeanwhileItStaysClosed() {
        link.open(claim -> {});
        link.close();
        link.recovered(true);
        assertThat(link.service()).isEqualTo(Service.CLOSED);
    }

    @Test
    void aLostLineRestsThenIsTriedByOnePart() {
        up();
        Claim first = take();
        link.down(5_000);
        link.done(first, true);
        assertThat(link.room()).isZero();
        pass(5_000);
        assertThat(link.room()).isEqualTo(1);
        Claim probe = take();
        assertThat(link.room()).isZero();
        link.down(5_000);
        link.done(probe, true);
        pass(4_999);
        assertThat(link.isOut()).isFalse();
        pass(1);
        assertThat(link.isOut()).as("since the line was lost first").isTrue();
        probe = take();
        link.answered(false);
        link.done(probe, true);
        assertThat(link.service()).isEqualTo(Service.UP);
        assertThat(link.room()).isEqualTo(3);
    }

    @Test
    void aPartThatHangsKeepsNobodyFromTrying() {
        up();
        take(); // its exchange hangs
        link.down(0);
        assertThat(link.room()).isEqualTo(1);
    }

    /** The part ends without an answer. */
    private void doubt(Claim claim) {
        link.unanswered(claim);
        link.done(claim, true);
    }

    @Test
    void aWindowOfSilenceIsSilentAndOneAnswerUp() {
        up();
        doubt(take());
        doubt(take());
        assertThat(link.room()).as("what nobody answered keeps its place").isEqualTo(1);
        link.answered(false);
        assertThat(link.room()).isEqualTo(3);
        doubt(take());
        doubt(take());
        assertThat(link.service()).isEqualTo(Service.UP);
        doubt(take());
        assertThat(link.service()).isEqualTo(Service.SILENT);
        assertThat(link.room()).isZero();
        pass(1_000);
        assertThat(link.room()).isEqualTo(1);
        link.answered(false);
        assertThat(link.room()).isEqualTo(3);
    }

    /** The parts that went to a centre which has not answered for so long. */
    private int inDoubtAfter(long millis, long answerTimeout) {
        int parts = 0;
        long passed = 0;
        while (passed < millis) {
            if (link.room() == 0) {
                pass(100);
                passed += 100;
                continue;
            }
            List<Claim> sent = new ArrayList<>();
            while (link.room() > 0) {
                sent.add(take());
            }
            parts += sent.size();
            pass(answerTimeout);
            passed += answerTimeout;
            sent.forEach(this::doubt);
        }
        return parts;
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 1_000, 2_000, 10_000, 30_000})
    void tenMinutesOfSilenceCostAWindowAndTenParts(long answerTimeout) {
        link = link(100, 10_000);
        up();
        assertThat(inDoubtAfter(600_000, answerTimeout)).isBetween(103, 110);
        assertThat(link.service()).isEqualTo(Service.SILENT);
        pass(120_000);
        Claim probe = take();
        link.answered(false);
        link.done(probe, true);
        assertThat(link.room()).as("at once").isEqualTo(100);
        assertThat(inDoubtAfter(2_000, 100)).as("from the beginning").isBetween(101, 102);
    }

    @Test
    void aLineLostWhileItsCentreWasSilentIsTriedAtItsPaceAndTheDoubtsKeepTheirs() {
        up();
        doubt(take());
        doubt(take());
        doubt(take());
        pass(1_000);
        doubt(take()); // the next rest is two seconds
        pass(2_000);
        Claim probe = take();
        link.down(500);
        link.done(probe, true);
        assertThat(link.service()).isEqualTo(Service.DOWN);
        pass(500);
        doubt(take());
        assertThat(link.service()).isEqualTo(Service.SILENT);
        pass(3_999);
        assertThat(link.room()).isZero();
        pass(1);
        assertThat(link.room()).isEqualTo(1);
    }

    @Test
    void aPauseIsNoOutage() {
        up();
        link.pause(20_000);
        pass(19_999);
        assertThat(link.room()).isZero();
        assertThat(link.isOut()).isFalse();
        link.pause(0);
        pass(1);
        assertThat(link.room()).isEqualTo(3);
    }

    @Test
    void aPauseForEverDoesNotOverflow() {
        up();
        link.pause(Long.MAX_VALUE);
        assertThat(link.room()).isZero();
        pass(1_000_000);
        assertThat(link.room()).isZero();
    }

    @Test
    void theWindowCountsWhatIsMarkedToo() {
        up();
        take();
        link.claimed(1);
        assertThat(link.room()).isEqualTo(1);
        link.rolledBack();
        assertThat(link.room()).isEqualTo(2);
    }

    @Test
    void aLookSaysWhenTheNextIs() {
        up();
        link.looked(3, 3, 2, 50, 10);
        assertThat(link.wanted(10)).isEqualTo(2);
        assertThat(link.isDue(10)).isTrue();
        link.looked(1, 3, -1, 50, 10);
        assertThat(link.isDue(10)).isFalse();
        assertThat(link.isIdle(10)).isTrue();
        assertThat(link.waitNanos(10)).isEqualTo(40_000_000);
        link.looked(0, 3, -1, 10, 10); // only expired ones
        assertThat(link.isDue(10)).isFalse();
        assertThat(link.isIdle(10)).as("what waits is not overtaken").isFalse();
        pass(5);
        assertThat(link.isDue(10)).isTrue();
        link.looked(0, 3, -1, Long.MAX_VALUE, 10);
        assertThat(link.waitNanos(10)).isEqualTo(Long.MAX_VALUE);
    }

    /** What another hub has just put in the queue is as young: what this one accepts needs no claim for its sake. */
    @Test
    void whatAnotherHubPutThereIsLookedForAndKeepsNothingFromTheLine() {
        up();
        link.looked(0, 3, -1, Long.MAX_VALUE, 10);
        link.heard();
        assertThat(link.isDue(10)).isTrue();
        assertThat(link.waitNanos(10)).isZero();
        assertThat(link.isIdle(10)).isTrue();
        link.looked(3, 3, 2, 10, 10);
        assertThat(link.isIdle(10)).as("there is more than there was room for").isFalse();
        link.looked(2, 3, -1, Long.MAX_VALUE, 10);
        assertThat(link.isIdle(10)).isTrue();
        assertThat(link.isDue(10)).isFalse();
    }

    @Test
    void aLinkWhoseReceiptsMatchNothingSaysSoUntilTheyDo() {
        ReceiptWatch watch = link.receipts();
        watch.matched(1);
        watch.unmatched(19);
        assertThat(watch.isBad()).isFalse();
        watch.unmatched(1);
        assertThat(watch.isBad()).isTrue();
        watch.matched(3);
        assertThat(watch.isBad()).isTrue();
        watch.matched(1);
        assertThat(watch.isBad()).isFalse();
        for (int i = 0; i < 10_000; i++) {
            watch.matched(9);
            watch.unmatched(1);
        }
        assertThat(watch.isBad()).isFalse();
        watch.unmatched(400);
        assertThat(watch.isBad()).as("the past is forgotten").isFalse();
        for (int i = 0; i < 400; i++) {
            watch.unmatched(1);
        }
        assertThat(watch.isBad()).isTrue();
        assertThat(watch.unmatched()).isEqualTo(10_820);
    }

    @Test
    void aBudgetEndsADayAndTheNextBeginsAnew() {
        link = withBudget(4);
        Claim first = take();
        Claim second = take();
        link.done(first, true);
        assertThat(link.room()).isEqualTo(2);
        link.done(second, false);
        assertThat(link.budgetLeft()).as("a hub that is killed now has sent it").isEqualTo(2);
        link.returns();
        link.committed();
        assertThat(link.budgetLeft()).as("what was not sent costs nothing").isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            link.done(take(), true);
        }
        assertThat(link.room()).isZero();
        assertThat(link.isOut()).as("others take what waits").isTrue();
        assertThat(link.service()).isEqualTo(Service.UP);
        link.waits(wall.get(), 1, wall.get());
        assertThat(link.waitNanos(wall.get())).isBetween(1L, 25L * 3_600_000_000_000L);
        wall.addAndGet(86_400_000);
        assertThat(link.isOut()).isFalse();
        assertThat(link.room()).isEqualTo(3);
        assertThat(link.budgetLeft()).isEqualTo(4);
    }

    @Test
    void whatYesterdayLeftInFlightIsNoCreditOfToday() {
        link = withBudget(4);
        Claim yesterdays = take();
        wall.addAndGet(86_400_000);
        Claim todays = take();
        back(yesterdays);
        assertThat(link.budgetLeft()).isEqualTo(3);
        back(todays);
        assertThat(link.budgetLeft()).isEqualTo(4);
        wall.addAndGet(-3 * 86_400_000L);
        link.done(take(), true);
        assertThat(link.budgetLeft())
                .as("a clock that is set back begins no day")
                .isEqualTo(3);
    }

    /** Certainly not sent, and its result is on the disk. */
    private void back(Claim claim) {
        link.done(claim, false);
        link.returns();
        link.committed();
    }

    @Test
    void whatIsSpentIsToldWithAClaim() {
        link = withBudget(4);
        long day = wall.get() / 86_400_000;
        link.spent(link.spends() == null ? day : -1, 2);
        assertThat(link.budgetLeft()).isEqualTo(2);
        link.spent(day - 1, 4);
        assertThat(link.budgetLeft()).as("another day's").isEqualTo(2);
        link.claimed(2);
        assertThat(link.room()).isZero();
        assertThat(link.spends().parts())
                .as("what comes of a claim, the ledger adds")
                .isEqualTo(2);
        link.rolledBack();
        assertThat(link.spends()).isNull();
        assertThat(link.room()).isEqualTo(2);
        assertThat(link(3, 0).spends()).as("no budget, no row").isNull();
    }

    @Test
    void aLinkThatIsRefusedAgainAndAgainRests() {
        link = withBudget(0);
        link.refused();
        link.refused();
        link.sent();
        link.refused();
        link.refused();
        assertThat(link.service()).as("not in a row").isEqualTo(Service.UP);
        link.refused();
        assertThat(link.service()).isEqualTo(Service.DOWN);
        assertThat(link.room()).isZero();
        pass(60_000);
        assertThat(link.isOut()).isTrue();
        assertThat(link.room()).as("one part tries it").isEqualTo(1);
        Claim probe = take();
        link.refused();
        link.done(probe, false);
        assertThat(link.room()).as("it rests again").isZero();
        pass(60_000);
        take();
        link.sent();
        assertThat(link.service()).isEqualTo(Service.UP);
    }
}
