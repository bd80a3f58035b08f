package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Timeout;

/** When receipts come, how often, and what they say. */
@Timeout(150)
class ReceiptIT {

    @Scenario
    void beforeTheAnswer(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> {
            submit.id = submit.line.newId(submit);
            submit.receipt(Told.DELIVERED);
            submit.accept();
        });
        stage.send().ends("DELIVERED", "SENT").copies(1);
    }

    @Scenario
    void twice(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> {
            Centre.GOOD.take(submit);
            submit.receipt(Told.DELIVERED);
        });
        stage.send().ends("DELIVERED", "SENT").copies(1);
    }

    /** A final state never changes back. */
    @Scenario
    void contradictingLater(Stage stage) throws Exception {
        stage.connected();
        Sent message = stage.send().ends("DELIVERED", "SENT");
        message.awaitSubmit(1).receipt(Told.UNDELIVERABLE);
        stage.eventually().during(Duration.ofSeconds(2)).untilAsserted(() -> assertThat(message.state())
                .isEqualTo("DELIVERED"));
    }

    /** What a line says in this order is heard in this order. */
    @Scenario
    void contradictingAtOnce(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> {
            Centre.GOOD.take(submit);
            submit.receipt(Told.UNDELIVERABLE);
        });
        Sent message = stage.send().ends("DELIVERED", "SENT");
        stage.eventually().during(Duration.ofSeconds(2)).untilAsserted(() -> assertThat(message.state())
                .isEqualTo("DELIVERED"));
    }

    @Scenario
    void undeliverable(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> {
            submit.accept();
            submit.receipt(Told.UNDELIVERABLE);
        });
        stage.send().ends("UNDELIVERABLE", "SENT").copies(1);
    }

    @Scenario
    void bufferedFirst(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> {
            submit.accept();
            submit.receipt(Told.BUFFERED);
        });
        Sent message = stage.send().ends("BUFFERED", "SENT");
        message.awaitSubmit(1).receipt(Told.DELIVERED);
        message.ends("DELIVERED", "SENT").copies(1);
    }
}
