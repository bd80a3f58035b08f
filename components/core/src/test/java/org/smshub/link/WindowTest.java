package org.smshub.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final Window.Keys TRN = new Window.Keys(0, 99, 1);

    private final SetTime time = new SetTime(1);
    private final List<Integer> sent = new CopyOnWriteArrayList<>();
    private final List<Boolean> timeouts = new CopyOnWriteArrayList<>();
    private final Probe quick = new Probe("quick");
    private final Probe slow = new Probe("slow");

    private static final long MOMENT = 1;

    private Window<Probe, String> window(Window.Keys keys, int size, long timeoutMillis) {
        return new Window<>(keys, size, Duration.ofMillis(timeoutMillis), time.timer(), time, new Window.Wire<>() {
            @Override
            public void write(int key, Probe request) {
                sent.add(key);
            }

            @Override
            public void timedOut(boolean silent) {
                timeouts.add(silent);
            }
        });
    }

    /** A request with a time of its own: it neither waits for the others' nor do they wait for its. */
    @Test
    void aRequestMayHaveATimeOfItsOwn() {
        Window<Probe, String> window =
                new Window<>(TRN, 3, Duration.ofSeconds(20), time.timer(), time, new Window.Wire<>() {
                    @Override
                    public void write(int key, Probe request) {
                        sent.add(key);
                    }

                    @Override
                    public long timeout(Probe request) {
                        return request == quick ? 50 : request == slow ? 60_000 : 0;
                    }

                    @Override
                    public void timedOut(boolean silent) {
                        timeouts.add(silent);
                    }
                });
        Probe usual = new Probe("usual");
        time.pass(MOMENT);
        for (Probe probe : List.of(slow, usual, quick)) {
            assertThat(window.offer(probe)).isTrue();
        }
        sent.forEach(window::written);
        time.pass(49);
        assertThat(quick.open()).isTrue();
        time.pass(MOMENT);
        assertThat(quick.open()).isFalse();
        assertThat(timeouts).containsExactly(true);
        assertThat(slow.open()).isTrue();
        assertThat(usual.open()).isTrue();
        assertThat(window.answer(0, "yes")).isTrue();
    }

    @Test
    void answersInAnyOrderGoToTheirRequests() {
        Window<Probe, String> window = window(TRN, 3, 10_000);
        List<Probe> probes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Probe probe = new Probe("p" + i);
            probes.add(probe);
            assertThat(window.offer(probe)).isTrue();
            window.written(i);
        }
        Probe tooMany = new Probe("fourth");
        assertThat(window.offer(tooMany)).isFalse();
        assertThat(tooMany.open()).isTrue();
        assertThat(window.unacknowledged()).containsExactlyElementsOf(probes);

        assertThat(window.answer(2, "two")).isTrue();
        assertThat(window.answer(0, "nil")).isTrue();
        assertThat(window.answer(0, "nil again")).as("doubled").isFalse();
        assertThat(window.answer(1, "other operation")).as("not its kind").isFalse();
        assertThat(window.answer(77, "nobody's")).isFalse();
        assertThat(window.answer(1, "one")).isTrue();
        assertThat(probes).extracting(p -> p.answer).containsExactly("nil", "one", "two");
        assertThat(window.outstanding()).isZero();
    }

    @Test
    void theOtherSideMaySayWithWhichKeyItGoesOn() {
        Window<Probe, String> window = window(new Window.Keys(0, 6, 2, 4), 2, 10_000);
        Probe probe = new Probe("p");
        window.offer(probe);
        assertThat(sent).as("starts in the middle").containsExactly(4);
        assertThat(window.onlyKey()).isEqualTo(4);
        assertThat(window.rekey(4, 3)).as("not a key of this end").isFalse();
        assertThat(window.rekey(2, 0)).as("nothing under it").isFalse();
        assertThat(window.rekey(4, 0)).isTrue();
        assertThat(window.isOutstanding(4)).isFalse();
        window.offer(new Probe("q"));
        assertThat(sent).containsExactly(4, 2);
        assertThat(window.onlyKey()).as("two of them").isEqualTo(-1);
        assertThat(window.rekey(2, 0)).as("in use").isFalse();
        assertThat(window.answer(0, "p")).isTrue();
        assertThat(probe.answer).isEqualTo("p");
    }

    @Test
    void keysGoInACircleAndAreNeverUsedTwiceAtOnce() {
        Window<Probe, String> window = window(new Window.Keys(1, 7, 2), 3, 10_000);
        for (int i = 0; i < 3; i++) {
            window.offer(new Probe("p"));
        }
        window.answer(1, "");
        window.answer(5, "");
        window.offer(new Probe("p"));
        window.offer(new Probe("p"));
        assertThat(sent).containsExactly(1, 3, 5, 7, 1);
        window.answer(7, "");
        window.offer(new Probe("p"));
        assertThat(sent).endsWith(5);
    }

    @Test
    void aLateAnswerIsNotTakenForTheAnswerToAnotherRequest() {
        Window<Probe, String> window = window(new Window.Keys(0, 1, 1), 1, 30);
        time.pass(MOMENT);
        Probe slow = new Probe("slow");
        window.offer(slow);
        window.written(0);
        time.pass(30);
        assertThat(slow.failure).isEqualTo(Failure.NO_ANSWER);
        assertThat(timeouts).containsExactly(true);

        Probe next = new Probe("next");
        assertThat(window.offer(next)).isTrue();
        assertThat(sent).containsExactly(0, 1);
        window.written(1);
        assertThat(window.answer(0, "late")).isFalse();
        assertThat(next.open()).isTrue();
        assertThat(window.answer(1, "right")).isTrue();
        assertThat(window.offer(new Probe("p"))).isTrue();
        assertThat(sent).as("free again since the late answer").endsWith(0);
    }

    @Test
    void withoutAFreeKeyThereIsNoRoom() {
        Window<Probe, String> window = window(new Window.Keys(0, 0, 1), 1, 20);
        Probe slow = new Probe("slow");
        window.offer(slow);
        window.written(0);
        time.pass(20);
        assertThat(slow.open()).isFalse();
        assertThat(window.hasRoom()).isFalse();
        assertThat(window.offer(new Probe("p"))).isFalse();
    }

    @Test
    void closingTellsWrittenFromUnwritten() {
        Window<Probe, String> window = window(TRN, 5, 10_000);
        Probe answered = new Probe("answered");
        Probe written = new Probe("written");
        Probe failing = new Probe("failing");
        Probe just = new Probe("just written");
        List.of(answered, written, failing, just).forEach(window::offer);
        window.written(0);
        window.answer(0, "yes");
        window.written(1);
        window.close(null);
        assertThat(answered.answer).isEqualTo("yes");
        assertThat(written.failure).isEqualTo(Failure.LINE_DROPPED);
        assertThat(failing.open()).isTrue();
        window.unwritten(2, new java.io.IOException("closed"));
        window.written(3);
        assertThat(failing.failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(just.failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(window.offer(new Probe("p"))).isFalse();
    }

    @Test
    void aLineThatAnswersOthersIsNotSilent() {
        Window<Probe, String> window = window(TRN, 5, 150);
        Probe lost = new Probe("lost");
        window.offer(lost);
        window.written(0);
        Probe fine = new Probe("fine");
        window.offer(fine);
        window.written(1);
        window.answer(1, "yes");
        time.pass(150);
        assertThat(lost.open()).isFalse();
        assertThat(timeouts).containsExactly(false);
    }

    @Test
    void whatCannotBeWrittenIsLeftToTheWrite() {
        Window<Probe, String> window = window(TRN, 5, 20);
        Probe stuck = new Probe("stuck");
        window.offer(stuck);
        time.pass(20);
        assertThat(timeouts).containsExactly(true);
        assertThat(stuck.open()).isTrue();
        window.close(null);
        window.unwritten(0, null);
        assertThat(stuck.failure).isEqualTo(Failure.NOT_WRITTEN);
    }

    @Test
    void sizesThatCannotBe() {
        assertThatThrownBy(() -> window(TRN, 101, 10)).hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> window(TRN, 0, 10)).hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> new Window.Keys(5, 4, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLateAnswerIsToldToItsRequestOnce() {
        Window<Probe, String> window = window(TRN, 1, 50);
        Probe slow = new Probe("slow");
        window.offer(slow);
        window.written(0);
        time.pass(50);
        assertThat(slow.failure).isEqualTo(Failure.NO_ANSWER);
        assertThat(window.request(0)).isSameAs(slow);
        assertThat(window.answer(0, "at last")).isFalse();
        assertThat(window.answer(0, "again")).isFalse();
        assertThat(slow.late).isEqualTo("at last");
        assertThat(window.request(0)).isNull();
    }

    @Test
    void itsSizeCanChangeAndTheLineItselfMayGoBeyond() {
        Window<Probe, String> window = window(new Window.Keys(1, 5, 2), 1, 10_000);
        Backlog<Probe, String> backlog = new Backlog<>(10, Duration.ofSeconds(10), time.timer(), time);
        backlog.attach(window);
        backlog.submit(new Probe("a"));
        backlog.submit(new Probe("b"));
        assertThat(sent).containsExactly(1);
        assertThat(window.offerBeyond(new Probe("keep-alive"))).isTrue();
        assertThat(sent).containsExactly(1, 3);
        window.resize(3);
        assertThat(sent).as("what waits goes at once").containsExactly(1, 3, 5);
        assertThat(window.offerBeyond(new Probe("no key left"))).isFalse();
        assertThatThrownBy(() -> window.resize(4)).hasMessageContaining("1 to 3");
    }
}
