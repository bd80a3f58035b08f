package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The centre reads and does not answer, or answers when nobody waits any more. */
@Timeout(300)
class SilenceIT {

    private static final String SOON = "answerTimeout=2000";

    @Scenario(options = SOON)
    void neverAnswers(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(Centre.SILENT);
        Sent message = stage.send();
        if (stage.hold()) {
            message.ends("UNKNOWN", "UNKNOWN").copies(1);
        } else {
            message.ends("UNKNOWN", "UNKNOWN", "UNKNOWN", "UNKNOWN").copies(3);
        }
    }

    @Scenario(options = SOON)
    void neverAnswersTheFirst(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(Centre.SILENT, Centre.GOOD);
        Sent message = stage.send();
        if (stage.hold()) {
            message.ends("UNKNOWN", "UNKNOWN").copies(1);
        } else {
            message.ends("DELIVERED", "UNKNOWN", "SENT").copies(2);
        }
    }

    /** More than one time-out at once: what ends for one part is no reason to send another again. */
    @Scenario(options = {SOON, "window=20"})
    void neverAnswersMany(Stage stage) throws Exception {
        assumeTrue(stage.hold());
        stage.connected();
        stage.centre.onSubmit(Centre.SILENT);
        List<Sent> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(stage.send());
        }
        all.get(0).ends("UNKNOWN", "UNKNOWN").copies(1);
        stage.centre.onSubmit(Centre.GOOD);
        for (Sent each : all) {
            stage.eventually().untilAsserted(() -> assertThat(each.state()).isIn("UNKNOWN", "DELIVERED"));
            each.copies(1);
        }
    }

    @Scenario(options = SOON)
    void anAnswerThatComesLate(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(Centre.SILENT);
        Sent message = stage.send(Map.of("receipt", "NONE")).awaitDoubt();
        message.awaitSubmit(1).accept();
        message.ends("SENT", "UNKNOWN", "LATE").copies(1);
        assertThat(message.remoteId()).isEqualTo(message.awaitSubmit(1).id);
    }

    /** The line lives: it answers others meanwhile. */
    @Scenario(options = SOON)
    void anAnswerThatComesAfterThoseOfOthers(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(Centre.SILENT, Centre.GOOD);
        Sent message = stage.send(Map.of("receipt", "NONE"));
        Submit submit = message.awaitSubmit(1);
        stage.send().ends("DELIVERED", "SENT").copies(1);
        message.awaitDoubt();
        submit.accept();
        message.ends("SENT", "UNKNOWN", "LATE").copies(1);
        assertThat(message.remoteId()).isEqualTo(submit.id);
    }

    @Scenario(options = SOON)
    void aRefusalThatComesAfterAnswersToOthers(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(Centre.SILENT, Centre.GOOD);
        Sent message = stage.send();
        Submit submit = message.awaitSubmit(1);
        stage.send().ends("DELIVERED", "SENT").copies(1);
        message.awaitDoubt();
        submit.refuse(Refusal.FOR_GOOD);
        if (stage.hold()) {
            message.ends("FAILED", "UNKNOWN", "LATE_NOT_SENT").copies(0).code(Refusal.FOR_GOOD.code(stage.kind));
        } else {
            // its next attempt was planned already
            message.ends("DELIVERED", "UNKNOWN", "LATE_NOT_SENT", "SENT").copies(1);
        }
    }

    @Scenario(options = SOON)
    void noAnswerButTheReceipt(Stage stage) throws Exception {
        assumeTrue(stage.hold(), "under retry it has gone again by then");
        stage.connected();
        stage.centre.onSubmit(Centre.SILENT);
        Sent message = stage.send().awaitDoubt();
        Submit submit = message.awaitSubmit(1);
        submit.id = submit.line.newId(submit);
        // a line that says nothing for so long may have been given up
        stage.connected();
        stage.centre.line().receipt(submit, Told.DELIVERED);
        message.ends("DELIVERED", "UNKNOWN").copies(1);
    }

    /** A receipt that says no id which the hub knows, while another message to that number may be meant, says nothing. */
    @Scenario(options = SOON)
    void noAnswerAndAReceiptThatCouldMeanAnother(Stage stage) throws Exception {
        assumeTrue(stage.hold());
        stage.connected();
        stage.centre.onSubmit(Centre.SILENT, Centre.ACCEPT);
        Sent lost = stage.send().awaitDoubt();
        Sent sent = stage.send(lost.to, Map.of()).await("SENT");
        Submit submit = stage.centre.read(lost.to).get(1);
        submit.id = submit.line.newId(submit);
        submit.receipt(Told.DELIVERED);
        stage.eventually().during(Duration.ofSeconds(8)).untilAsserted(() -> {
            assertThat(lost.state()).isEqualTo("UNKNOWN");
            assertThat(sent.state()).isEqualTo("SENT");
        });
        stage.elsewhere();
    }

    /** Its machine stands still for longer than an answer may take, and goes on as if nothing had been. */
    @Scenario(options = SOON, down = true)
    void frozen(Stage stage) throws Exception {
        freeze(stage, Duration.ofSeconds(4));
    }

    @Scenario(options = SOON, down = true)
    @EnabledIfSystemProperty(named = "full", matches = "true")
    void frozenForAMinute(Stage stage) throws Exception {
        freeze(stage, Duration.ofSeconds(60));
    }

    private static void freeze(Stage stage, Duration time) throws Exception {
        try (FrozenCentre centre = new FrozenCentre(stage.kind.protocol(), stage.centre.port())) {
            Sent before = stage.send().await("DELIVERED");
            assertThat(centre.copies(before.to)).isEqualTo(1);
            centre.freeze();
            Sent message = stage.send().awaitDoubt();
            stage.eventually().pollDelay(time).until(() -> true);
            centre.thaw();
            message.await("DELIVERED");
            stage.eventually()
                    .untilAsserted(() -> assertThat(centre.copies(message.to)).isPositive());
            if (stage.hold()) {
                assertThat(centre.copies(message.to)).isEqualTo(1);
            }
            stage.elsewhere();
        }
    }
}
