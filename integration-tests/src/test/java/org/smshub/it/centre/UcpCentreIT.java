package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;

/** What centres by UCP/EMI do beside the specification. */
@Timeout(150)
class UcpCentreIT {

    /** A fail-over at the centre: the connection stays, and every operation is refused with 07 until a new 60 comes. */
    @Scenario(Protocol.UCP)
    void theSessionIsForgotten(Stage stage) throws Exception {
        stage.connected();
        AtomicBoolean forgotten = new AtomicBoolean(true);
        AtomicInteger refused = new AtomicInteger();
        stage.ucp().onOthers((line, frame) -> {
            if (frame.ot() == 60) {
                forgotten.set(false);
            } else if (forgotten.get()) {
                line.refuse(frame);
                return true;
            }
            return false;
        });
        stage.centre.onSubmit(submit -> {
            if (forgotten.get()) {
                refused.incrementAndGet();
                submit.refused();
                ((ScriptedUcpCentre.UcpLine) submit.line).answer(submit, "N/07/log in/");
            } else {
                Centre.GOOD.take(submit);
            }
        });
        stage.send().await("DELIVERED").copies(1);
        assertThat(refused.get()).as("refusals until it logged in again").isLessThanOrEqualTo(3);
    }

    @Scenario(Protocol.UCP)
    void acceptedWithoutAnId(Stage stage) throws Exception {
        yes(stage, submit -> "A///");
    }

    /** The time stamp without the address. */
    @Scenario(Protocol.UCP)
    void acceptedWithATimeAlone(Stage stage) throws Exception {
        yes(stage, submit -> "A//" + submit.id.substring(submit.id.indexOf(':') + 1) + "/");
    }

    private interface Answer {
        String fields(Submit submit);
    }

    private static void yes(Stage stage, Answer answer) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> {
            submit.id = submit.line.newId(submit);
            ((ScriptedUcpCentre.UcpLine) submit.line).answer(submit, answer.fields(submit));
        });
        Sent message = stage.send().ends("SENT", "SENT");
        message.awaitSubmit(1).receipt(Told.DELIVERED);
        message.ends("DELIVERED", "SENT").copies(1);
    }
}
