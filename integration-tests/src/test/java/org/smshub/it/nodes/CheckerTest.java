package org.smshub.it.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jsmpp.util.DeliveryReceiptState;
import org.junit.jupiter.api.Test;

/** A checker that finds nothing says nothing: each kind of wrong is put in. */
class CheckerTest {

    private static final String HELD = "486010000001";
    private static final String RETRIED = "486014000002";

    private static final String BY_SMPP = "486022000003";

    private final Given given = new Given();
    private final List<Row> rows = new ArrayList<>();
    private final List<Checker.Taken> taken = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();

    CheckerTest() {
        message(HELD, "A", "7");
        message(RETRIED, "B", "7");
        kept(BY_SMPP, "S", "7");
        told.add(Told.receipt("S", DeliveryReceiptState.ENROUTE));
        told.add(Told.receipt("S", DeliveryReceiptState.DELIVRD));
    }

    private void message(String number, String id, String remoteId) {
        kept(number, id, remoteId);
        told.add(new Told(id, "SENT", id + 1));
        told.add(new Told(id, "DELIVERED", id + 2));
    }

    private void kept(String number, String id, String remoteId) {
        given.accepted(number, id);
        rows.add(new Row(id, number, Numbers.linkOf(number), "DELIVERED", remoteId, 0, ""));
        taken.add(new Checker.Taken(Numbers.linkOf(number), number, remoteId, 0));
    }

    private List<Wrong.Kind> found() {
        return Checker.check(given.messages(), rows, taken, told).stream()
                .map(Wrong::kind)
                .toList();
    }

    private void row(int i, String state, int unknown) {
        Row row = rows.get(i);
        rows.set(i, new Row(row.id(), row.number(), row.link(), state, row.remoteId(), unknown, ""));
    }

    @Test
    void nothingIsWrong() {
        assertThat(found()).isEmpty();
    }

    @Test
    void lost() {
        rows.remove(0);
        assertThat(found()).containsExactly(Wrong.Kind.LOST);
    }

    @Test
    void answeredWithAnIdThatTheLedgerDoesNotHave() {
        given.accepted(HELD, "C");
        assertThat(found()).containsExactly(Wrong.Kind.LOST);
    }

    @Test
    void notAnsweredAndNotThere() {
        given.unanswered("486020000003");
        assertThat(found()).isEmpty();
    }

    @Test
    void notAnsweredAndSentAllTheSame() {
        given.unanswered("486020000003");
        taken.add(new Checker.Taken("link0", "486020000003", "8", 0));
        assertThat(found()).containsExactly(Wrong.Kind.STATE);
    }

    @Test
    void sentTwice() {
        taken.add(new Checker.Taken("link0", HELD, "8", 0));
        assertThat(found()).containsExactly(Wrong.Kind.TWICE);
    }

    @Test
    void heldAndSentTwiceAfterADoubt() {
        row(0, "DELIVERED", 1);
        taken.add(new Checker.Taken("link0", HELD, "8", 0));
        assertThat(found()).containsExactly(Wrong.Kind.TWICE);
    }

    @Test
    void sentAgainAfterADoubt() {
        row(1, "DELIVERED", 1);
        taken.add(new Checker.Taken("link4", RETRIED, "8", 0));
        assertThat(found()).isEmpty();
    }

    @Test
    void sentAgainMoreOftenThanItWasInDoubt() {
        row(1, "DELIVERED", 1);
        taken.add(new Checker.Taken("link4", RETRIED, "8", 0));
        taken.add(new Checker.Taken("link4", RETRIED, "9", 0));
        assertThat(found()).containsExactly(Wrong.Kind.TWICE);
    }

    @Test
    void acceptedTwice() {
        rows.add(rows.get(0));
        assertThat(found()).containsExactly(Wrong.Kind.TWICE);
    }

    @Test
    void deliveredAndNeverSent() {
        taken.remove(0);
        assertThat(found()).containsExactly(Wrong.Kind.STATE);
    }

    @Test
    void anIdThatTheCentreNeverGave() {
        taken.set(0, new Checker.Taken("link0", HELD, "8", 0));
        assertThat(found()).containsExactly(Wrong.Kind.STATE);
    }

    @Test
    void byAnotherLink() {
        taken.set(0, new Checker.Taken("link3", HELD, "7", 0));
        assertThat(found()).containsExactly(Wrong.Kind.STATE);
    }

    @Test
    void inDoubtThoughTheCentreHasIt() {
        row(0, "UNKNOWN", 0);
        told.set(1, new Told("A", "UNKNOWN", "A2"));
        told.remove(0);
        assertThat(found()).containsExactly(Wrong.Kind.STATE);
    }

    @Test
    void inDoubtAndNeverArrived() {
        row(0, "UNKNOWN", 0);
        taken.remove(0);
        told.remove(0);
        told.set(0, new Told("A", "UNKNOWN", "A2"));
        assertThat(found()).isEmpty();
    }

    @Test
    void stillWaiting() {
        row(0, "SENT", 0);
        assertThat(found()).containsExactly(Wrong.Kind.STATE);
    }

    @Test
    void neverTold() {
        told.remove(1);
        assertThat(found()).containsExactly(Wrong.Kind.UNTOLD);
    }

    @Test
    void toldBackwards() {
        told.add(0, told.remove(1));
        assertThat(found()).containsExactly(Wrong.Kind.ORDER);
    }

    @Test
    void aReceiptThatNoApplicationWasSent() {
        told.remove(5);
        assertThat(found()).containsExactly(Wrong.Kind.UNTOLD);
    }

    @Test
    void receiptsBackwards() {
        told.add(4, told.remove(5));
        assertThat(found()).containsExactly(Wrong.Kind.ORDER);
    }

    @Test
    void aReceiptOfAnotherEnd() {
        told.set(5, Told.receipt("S", DeliveryReceiptState.EXPIRED));
        assertThat(found()).containsExactly(Wrong.Kind.UNTOLD);
    }

    @Test
    void receiptsAgainFromTheBeginning() {
        told.add(Told.receipt("S", DeliveryReceiptState.ENROUTE));
        told.add(Told.receipt("S", DeliveryReceiptState.DELIVRD));
        assertThat(found()).isEmpty();
    }

    @Test
    void toldAgainFromTheBeginning() {
        told.addAll(List.copyOf(told));
        assertThat(found()).isEmpty();
    }

    @Test
    void aStateAsTwoEvents() {
        told.add(new Told("A", "DELIVERED", "A3"));
        assertThat(found()).containsExactly(Wrong.Kind.ORDER);
    }

    @Test
    void nobodyGaveIt() {
        taken.add(new Checker.Taken("link0", "486010000009", "9", 0));
        assertThat(found()).containsExactly(Wrong.Kind.UNASKED);
    }
}
