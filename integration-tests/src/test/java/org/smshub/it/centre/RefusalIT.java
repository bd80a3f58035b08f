package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;

/** The centre says no: for good, for now, or because it is too much. */
@Timeout(150)
class RefusalIT {

    @Scenario
    void forGood(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> submit.refuse(Refusal.FOR_GOOD));
        String code = Refusal.FOR_GOOD.code(stage.kind);
        stage.send().ends("FAILED", "NOT_SENT " + code).copies(0).code(code);
    }

    @Scenario
    void forNow(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> submit.refuse(Refusal.FOR_NOW), Centre.GOOD);
        stage.send()
                .ends("DELIVERED", "NOT_SENT " + Refusal.FOR_NOW.code(stage.kind), "SENT")
                .copies(1);
    }

    @Scenario
    void forNowEachTime(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> submit.refuse(Refusal.FOR_NOW));
        String code = Refusal.FOR_NOW.code(stage.kind);
        String attempt = "NOT_SENT " + code;
        stage.send()
                .ends("FAILED", attempt, attempt, attempt, attempt)
                .copies(0)
                .code(code);
    }

    @Scenario
    void throttled(Stage stage) throws Exception {
        Centre.Script tooFast = submit -> submit.refuse(Refusal.THROTTLED);
        stage.connected();
        stage.centre.onSubmit(tooFast, tooFast, Centre.GOOD);
        String rest = "THROTTLED " + Refusal.THROTTLED.code(stage.kind);
        stage.send().ends("DELIVERED", rest, rest, "SENT").copies(1);
    }

    /** Many refusals for going too fast, then one for another reason: the first count for nothing. */
    @Scenario
    void throttledThenRefused(Stage stage) throws Exception {
        Centre.Script tooFast = submit -> submit.refuse(Refusal.THROTTLED);
        stage.connected();
        stage.centre.onSubmit(tooFast, tooFast, tooFast, submit -> submit.refuse(Refusal.FOR_NOW), Centre.GOOD);
        String rest = "THROTTLED " + Refusal.THROTTLED.code(stage.kind);
        stage.send()
                .ends("DELIVERED", rest, rest, rest, "NOT_SENT " + Refusal.FOR_NOW.code(stage.kind), "SENT")
                .copies(1);
    }

    /** It rests by itself and ends in a bounded time; nobody else waits for that. */
    @Scenario
    void throttledForOneNumber(Stage stage) throws Exception {
        String victim = stage.hub.nextNumber();
        stage.connected();
        stage.centre.onSubmit(submit -> {
            if (victim.endsWith(submit.to)) {
                submit.refuse(Refusal.THROTTLED);
            } else {
                Centre.GOOD.take(submit);
            }
        });
        Sent never = stage.send(victim, Map.of());
        never.awaitSubmit(1);
        List<Sent> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(stage.send());
        }
        for (Sent other : others) {
            other.ends("DELIVERED", "SENT").copies(1);
        }
        String code = Refusal.THROTTLED.code(stage.kind);
        never.await("FAILED").copies(0).code(code);
        List<Submit> tries = stage.centre.read(victim);
        assertThat(tries).as("a bounded number").hasSize(4);
        // not by the clock of a busy machine: none of them waited while the victim was tried more than once
        for (Sent other : others) {
            long from = other.nanos;
            long to = other.awaitSubmit(1).nanos;
            assertThat(tries.stream().filter(t -> t.nanos - from > 0 && t.nanos - to < 0))
                    .as("tries of the victim while %s waited", other)
                    .hasSizeLessThanOrEqualTo(1);
        }
    }
}
