package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** The line is gone: before a submit, with its answer under way, after it. */
@Timeout(150)
class LostLineIT {

    @Scenario
    void endedBeforeTheAnswer(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> submit.line.finish(), Centre.GOOD);
        inDoubt(stage, stage.send());
    }

    @Scenario
    void resetBeforeTheAnswer(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> submit.line.reset(), Centre.GOOD);
        inDoubt(stage, stage.send());
    }

    @Scenario
    void resetWithAWindowInFlight(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(Centre.SILENT);
        List<Sent> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(stage.send());
        }
        Centre.Line line = null;
        for (Sent each : all) {
            line = each.awaitSubmit(1).line;
        }
        stage.centre.onSubmit(Centre.GOOD);
        line.reset();
        for (Sent each : all) {
            inDoubt(stage, each);
        }
    }

    private static void inDoubt(Stage stage, Sent message) throws Exception {
        if (stage.hold()) {
            message.ends("UNKNOWN", "UNKNOWN").copies(1);
        } else {
            message.ends("DELIVERED", "UNKNOWN", "SENT").copies(2);
        }
    }

    @Scenario
    void endedAfterTheAnswer(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> {
            submit.accept();
            submit.line.finish();
        });
        receiptOnTheNextLine(stage, stage.send().await("SENT"));
    }

    @Scenario
    void resetAfterTheAnswer(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(Centre.ACCEPT);
        Sent message = stage.send().await("SENT");
        stage.centre.line().reset();
        receiptOnTheNextLine(stage, message);
    }

    private static void receiptOnTheNextLine(Stage stage, Sent message) throws Exception {
        stage.connected();
        stage.centre.line().receipt(message.awaitSubmit(1), Told.DELIVERED);
        message.ends("DELIVERED", "SENT").copies(1);
    }

    @Scenario
    void resetBeforeTheAnswerThenItsReceipt(Stage stage) throws Exception {
        assumeTrue(stage.hold(), "under retry it has gone again by then");
        stage.connected();
        stage.centre.onSubmit(submit -> submit.line.reset());
        Sent message = stage.send().await("UNKNOWN");
        stage.connected();
        Submit submit = message.awaitSubmit(1);
        submit.id = submit.line.newId(submit);
        stage.centre.line().receipt(submit, Told.DELIVERED);
        message.ends("DELIVERED", "UNKNOWN").copies(1);
    }

    @Scenario(down = true)
    void downWhenTheHubStarts(Stage stage) throws Exception {
        Sent message = stage.send();
        stage.eventually().during(Duration.ofSeconds(3)).untilAsserted(() -> message.ends("QUEUED"));
        stage.centre.up();
        message.ends("DELIVERED", "SENT").copies(1);
    }

    @Scenario
    void downtimeIsNoAttempt(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> submit.refuse(Refusal.FOR_NOW), Centre.GOOD);
        stage.centre.down();
        Sent message = stage.send();
        stage.eventually().during(Duration.ofSeconds(12)).untilAsserted(() -> message.ends("QUEUED"));
        stage.centre.up();
        message.ends("DELIVERED", "NOT_SENT " + Refusal.FOR_NOW.code(stage.kind), "SENT")
                .copies(1);
        assertThat(stage.centre.read(message.to)).hasSize(2);
    }
}
