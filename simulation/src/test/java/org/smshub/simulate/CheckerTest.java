package org.smshub.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.smshub.simulate.Fact.Kind;

/** Whoever says that nothing is wrong must be seen to say when something is: histories with one fault each. */
class CheckerTest {

    /** A seed whose world has links a and b that hold, unique ids, and keeps its messages. */
    private static final Mixture MIXTURE = mixture();

    private final List<Fact> facts = new ArrayList<>();
    private final Map<String, Wish> wishes = new LinkedHashMap<>();
    private long nanos;

    private static Mixture mixture() {
        for (long seed = 1; ; seed++) {
            Mixture mixture = new Mixture(seed);
            if (mixture.links.size() == 2
                    && mixture.isHold()
                    && !mixture.fewIds
                    && mixture.keepMessages > 1_000_000
                    && mixture.answersWithoutId == 0) {
                return mixture;
            }
        }
    }

    private void saw(Kind kind, String message, int part, String link, String word) {
        nanos += Clock.MILLI;
        facts.add(new Fact(nanos, 1_000_000 + nanos / Clock.MILLI, kind, message, part, link, word));
    }

    private void wish(String key, String links, long sendAfter, long validFor) {
        wishes.put(key, new Wish(key, "c1", "ref " + key, "+4860" + key, key, links, "FINAL", 1, sendAfter, validFor));
        saw(Kind.ATTEMPTED, key, 0, null, "c1");
    }

    private void acknowledged(String key) {
        wish(key, "a", 0, 0);
        saw(Kind.ACKNOWLEDGED, key, 0, null, "id " + key);
    }

    private void sent(String key, String id) {
        saw(Kind.HANDED, key, 1, "a", "");
        saw(Kind.TAKEN, key, 1, "a", id);
        saw(Kind.ANSWERED, key, 1, "a", "yes " + id);
    }

    private void receipt(String key, String state, String id) {
        saw(Kind.RECEIPT, key, 1, "a", state + ' ' + id);
        saw(Kind.RECEIPT_TAKEN, key, 1, "a", state + ' ' + id);
    }

    private void told(String key, int event, String state) {
        saw(Kind.TOLD, key, 0, null, "app-" + event + ' ' + state);
        saw(Kind.HEARD, key, 0, null, "app-" + event);
    }

    private void end(String key, String state) {
        saw(Kind.END, key, 0, null, state);
    }

    private void good(String key, int event) {
        acknowledged(key);
        sent(key, "1" + key);
        receipt(key, "DELIVERED", "1" + key);
        told(key, event, "DELIVERED");
        end(key, "DELIVERED");
    }

    private Checker.Report check() {
        return new Checker(MIXTURE, wishes, facts).check();
    }

    private void isWrong(String what) {
        assertThat(check().wrong()).isNotEmpty().allSatisfy(w -> assertThat(w).startsWith(what + ' '));
    }

    @Test
    void aGoodHistory() {
        good("m1", 1);
        good("m2", 2);
        Checker.Report report = check();
        assertThat(report.wrong()).isEmpty();
        assertThat(report)
                .extracting(Checker.Report::attempted, Checker.Report::acknowledged, Checker.Report::ok)
                .containsExactly(2, 2, 2);
    }

    @Test
    void acknowledgedAndUnknownToTheLedger() {
        acknowledged("m1");
        end("m1", null);
        isWrong("LOST");
        assertThat(check().lost()).isEqualTo(1);
    }

    @Test
    void acknowledgedAndNeverSent() {
        acknowledged("m1");
        end("m1", "QUEUED");
        isWrong("LOST");
    }

    @Test
    void sentAndNoCentreHasIt() {
        acknowledged("m1");
        end("m1", "SENT");
        isWrong("LOST");
    }

    @Test
    void cameWithoutAYesIsRecovered() {
        wish("m1", "a", 0, 0);
        sent("m1", "7");
        assertThat(check())
                .extracting(Checker.Report::recovered, r -> r.wrong().size())
                .containsExactly(1, 0);
    }

    @Test
    void twoCopiesUnderHold() {
        good("m1", 1);
        facts.removeIf(f -> f.kind() == Kind.TOLD || f.kind() == Kind.HEARD);
        wishes.replaceAll((k, w) -> new Wish(k, "c1", null, "1", k, "a", "NONE", 1, 0, 0));
        saw(Kind.DOUBT, "m1", 1, "a", "NO_ANSWER");
        saw(Kind.TAKEN, "m1", 1, "a", "8");
        isWrong("DUPLICATED");
        assertThat(check().duplicated()).isEqualTo(1);
    }

    @Test
    void aCancelledMessageNeverLeaves() {
        acknowledged("m1");
        saw(Kind.CANCEL, "m1", 0, null, "");
        saw(Kind.CANCEL_ANSWERED, "m1", 0, null, "DONE");
        saw(Kind.TOLD, "m1", 0, null, "app-1 CANCELLED");
        saw(Kind.HEARD, "m1", 0, null, "app-1");
        saw(Kind.END, "m1", 0, null, "CANCELLED");
        assertThat(check().wrong()).isEmpty();
        saw(Kind.HANDED, "m1", 1, "a", "");
        isWrong("CANCELLED");
    }

    @Test
    void aMessageThatNobodyCancelled() {
        acknowledged("m1");
        saw(Kind.TOLD, "m1", 0, null, "app-1 CANCELLED");
        saw(Kind.HEARD, "m1", 0, null, "app-1");
        saw(Kind.END, "m1", 0, null, "CANCELLED");
        isWrong("CANCELLED");
    }

    @Test
    void sentAfterItsEndWasTold() {
        good("m1", 1);
        nanos += Clock.SECOND;
        saw(Kind.HANDED, "m1", 1, "a", "");
        isWrong("AFTERWARDS");
    }

    @Test
    void anotherTextCame() {
        good("m1", 1);
        saw(Kind.STRANGE, "m1", 1, "a", "another text");
        isWrong("UNEXPECTED");
    }

    @Test
    void oneReferenceTwoMessages() {
        good("m1", 1);
        saw(Kind.ACKNOWLEDGED, "m1", 0, null, "another id");
        isWrong("KEY");
    }

    @Test
    void sentAfterItsDeadline() {
        wish("m1", "a", 0, 1_000);
        saw(Kind.ACKNOWLEDGED, "m1", 0, null, "id");
        nanos += 20 * Clock.SECOND;
        sent("m1", "7");
        receipt("m1", "DELIVERED", "7");
        told("m1", 1, "DELIVERED");
        end("m1", "DELIVERED");
        isWrong("DEADLINE");
    }

    @Test
    void sentBeforeItsTime() {
        wish("m1", "a", 60_000, 0);
        saw(Kind.ACKNOWLEDGED, "m1", 0, null, "id");
        sent("m1", "7");
        receipt("m1", "DELIVERED", "7");
        told("m1", 1, "DELIVERED");
        end("m1", "DELIVERED");
        isWrong("EARLY");
    }

    @Test
    void failedAfterFewerAttemptsThanItHas() {
        acknowledged("m1");
        for (int i = 0; i < 7; i++) {
            saw(Kind.HANDED, "m1", 1, "a", "");
            saw(Kind.TURNED_AWAY, "m1", 1, "a", "sim:later");
            saw(Kind.ANSWERED, "m1", 1, "a", "sim:later");
        }
        told("m1", 1, "FAILED");
        end("m1", "FAILED");
        isWrong("ATTEMPTS");
    }

    @Test
    void downtimeIsNoAttempt() {
        acknowledged("m1");
        for (int i = 0; i < 8; i++) {
            saw(Kind.HANDED, "m1", 1, "a", "");
            saw(Kind.BACK, "m1", 1, "a", "NO_SESSION");
        }
        saw(Kind.ANSWERED, "m1", 1, "a", "sim:later");
        told("m1", 1, "FAILED");
        end("m1", "FAILED");
        isWrong("ATTEMPTS");
    }

    @Test
    void aReceiptThatWasTakenAndLost() {
        acknowledged("m1");
        sent("m1", "7");
        receipt("m1", "DELIVERED", "7");
        end("m1", "SENT");
        isWrong("RECEIPT");
    }

    @Test
    void aStateThatNobodyHasSaid() {
        acknowledged("m1");
        sent("m1", "7");
        receipt("m1", "DELIVERED", "7");
        told("m1", 1, "UNDELIVERABLE");
        end("m1", "UNDELIVERABLE");
        isWrong("UNFOUNDED");
    }

    @Test
    void unknownThoughEveryAnswerCame() {
        acknowledged("m1");
        sent("m1", "7");
        end("m1", "UNKNOWN");
        isWrong("UNFOUNDED");
    }

    @Test
    void anEndThatNobodyWasToldOf() {
        good("m1", 1);
        facts.removeIf(f -> f.kind() == Kind.TOLD || f.kind() == Kind.HEARD);
        isWrong("EVENT");
    }

    @Test
    void toldAndNeverHeard() {
        good("m1", 1);
        facts.removeIf(f -> f.kind() == Kind.HEARD);
        isWrong("EVENT");
    }

    @Test
    void somethingToldAfterTheEnd() {
        good("m1", 1);
        told("m1", 2, "BUFFERED");
        isWrong("EVENT");
    }

    @Test
    void anEventsIdThatMeansTwoThings() {
        good("m1", 1);
        good("m2", 1);
        isWrong("EVENT");
    }

    @Test
    void eventsOfAClientOutOfOrder() {
        good("m1", 2);
        good("m2", 1);
        isWrong("ORDER");
    }

    @Test
    void anotherMessagesEventMayOvertakeOneThatItsRouteDidNotTake() {
        saw(Kind.NOT_TOLD, "", 0, null, "");
        good("m1", 2);
        good("m2", 1);
        assertThat(check().wrong()).isEmpty();
    }

    @Test
    void aMessageForAnApplicationThatIsGone() {
        saw(Kind.CAME_IN, "i1", 1, "a", "c1 1");
        saw(Kind.CAME_IN_TAKEN, "i1", 1, "a", "");
        isWrong("LOST");
    }

    @Test
    void aMessageForAnotherApplication() {
        saw(Kind.CAME_IN, "i1", 1, "a", "c1 1");
        saw(Kind.CAME_IN_TAKEN, "i1", 1, "a", "");
        saw(Kind.CAME_IN_TOLD, "i1", 1, null, "app-1 c2");
        isWrong("UNEXPECTED");
    }
}
