package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.smshub.cimd2.Packet;
import org.smshub.it.centre.ScriptedCimd2Centre.Cimd2Line;

/** What centres by CIMD2 do beside the specification, or at its edge. */
@Timeout(150)
class Cimd2CentreIT {

    private static Cimd2Line line(Submit submit) {
        return (Cimd2Line) submit.line;
    }

    /** A packet that came damaged is asked for again. */
    @Scenario(Protocol.CIMD2)
    void nackThenYes(Stage stage) throws Exception {
        stage.centre.onSubmit(
                submit -> {
                    submit.refused();
                    line(submit).send(Packet.of(99, submit.sequence));
                },
                Centre.GOOD);
        stage.send().await("DELIVERED").copies(1);
    }

    /** A centre that counts otherwise says which number it expects. */
    @Scenario(Protocol.CIMD2)
    void nackWithAnotherNumber(Stage stage) throws Exception {
        AtomicInteger expected = new AtomicInteger();
        stage.centre.onSubmit(
                submit -> {
                    expected.set(submit.sequence + 8 & 0xFF);
                    submit.refused();
                    line(submit).send(Packet.of(99, expected.get()));
                },
                submit -> {
                    assertThat(submit.sequence).isEqualTo(expected.get());
                    Centre.GOOD.take(submit);
                });
        stage.send().await("DELIVERED").copies(1);
    }

    /** The line logs in anew, and the message goes then. */
    @Scenario(Protocol.CIMD2)
    void nackWithoutEnd(Stage stage) throws Exception {
        AtomicInteger nacks = new AtomicInteger();
        stage.centre.onSubmit(submit -> {
            if (nacks.getAndIncrement() < 4) {
                submit.refused();
                line(submit).send(Packet.of(99, submit.sequence));
            } else {
                Centre.GOOD.take(submit);
            }
        });
        stage.send().await("DELIVERED").copies(1);
    }

    /** What the centre could not even read. */
    @Scenario(Protocol.CIMD2)
    void aGeneralErrorIsARefusal(Stage stage) throws Exception {
        stage.centre.onSubmit(submit -> {
            submit.refused();
            line(submit).send(Packet.of(98, submit.sequence, "900:2"));
        });
        stage.send().await("FAILED").copies(0);
    }

    /** Numbered by the centre, without a code. */
    @Scenario(Protocol.CIMD2)
    void aGeneralErrorOfAnotherNumber(Stage stage) throws Exception {
        stage.centre.onSubmit(submit -> {
            submit.refused();
            line(submit).send(Packet.of(98, 40));
        });
        stage.send().await("FAILED").copies(0);
    }

    /** The account was let in elsewhere, and this session is forgotten. */
    @Scenario(Protocol.CIMD2)
    void theAccountIsLetInElsewhere(Stage stage) throws Exception {
        List<Centre.Line> forgotten = new ArrayList<>();
        stage.centre.onSubmit(submit -> {
            if (forgotten.isEmpty()) {
                forgotten.add(submit.line);
            }
            if (forgotten.contains(submit.line)) {
                submit.refused();
                line(submit).send(Packet.of(53, submit.sequence, "900:1"));
            } else {
                Centre.GOOD.take(submit);
            }
        });
        stage.send().await("DELIVERED").copies(1);
    }

    /** Receipts whose numbers jump, come twice, or are the client's own kind: each counts. */
    @Scenario(Protocol.CIMD2)
    void receiptsWithGapsAndDuplicateNumbers(Stage stage) throws Exception {
        int[] numbers = {6, 6, 200, 13, 6};
        AtomicInteger next = new AtomicInteger();
        stage.centre.onSubmit(submit -> {
            submit.accept();
            line(submit).receipt(submit, Told.DELIVERED, numbers[next.getAndIncrement() % numbers.length]);
        });
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            sent.add(stage.send());
        }
        for (Sent message : sent) {
            message.await("DELIVERED").copies(1);
        }
        stage.eventually().until(() -> stage.cimd2().line().responses() >= numbers.length);
    }

    /** Every octet a segment of its own, and little room for what the hub writes. */
    @Scenario(Protocol.CIMD2)
    void aWindowOfOneOctet(Stage stage) throws Exception {
        stage.centre.onSubmit(submit -> {
            line(submit).slow();
            Centre.GOOD.take(submit);
        });
        for (int i = 0; i < 5; i++) {
            stage.send().await("DELIVERED").copies(1);
        }
    }

    /** Nothing tells a receipt to it apart, so it is not waited for. */
    @Scenario(Protocol.CIMD2)
    void acceptedWithoutParameters(Stage stage) throws Exception {
        stage.centre.onSubmit(submit -> {
            submit.id = submit.line.newId(submit);
            line(submit).send(Packet.of(53, submit.sequence));
        });
        Sent message = stage.send().ends("SENT", "SENT");
        message.awaitSubmit(1).receipt(Told.DELIVERED);
        message.ends("DELIVERED", "SENT").copies(1);
    }

    /** Messages before the login is done, and answers to nothing. */
    @Scenario(Protocol.CIMD2)
    void nonsenseAtTheLogin(Stage stage) throws Exception {
        stage.cimd2().onOthers((line, packet) -> {
            if (packet.operation() == 1) {
                line.send(Packet.of(20, 0, "021:4001", "023:+48600", "060:260131120001", "033:before the login"));
                line.send(Packet.of(53, 77, "021:1", "060:260131120001"));
            }
            return false;
        });
        stage.send().await("DELIVERED").copies(1);
    }
}
