package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** Answers to submit_sm that are not what 4.4.2 has in mind. */
@Timeout(150)
class SmppAnswerIT {

    @Scenario(Protocol.SMPP)
    void inAnotherOrder(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(Centre.SILENT);
        List<Sent> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(stage.send());
        }
        List<Submit> submits = new ArrayList<>();
        for (Sent each : all) {
            submits.add(each.awaitSubmit(1));
        }
        for (int i = submits.size() - 1; i >= 0; i--) {
            Centre.GOOD.take(submits.get(i));
        }
        for (int i = 0; i < all.size(); i++) {
            all.get(i).ends("DELIVERED", "SENT").copies(1);
            assertThat(all.get(i).remoteId()).isEqualTo(submits.get(i).id);
        }
    }

    @Scenario(Protocol.SMPP)
    void answeredTwice(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> {
            submit.accept();
            submit.accept();
            submit.receipt(Told.DELIVERED);
        });
        stage.send().ends("DELIVERED", "SENT").copies(1);
    }

    /** The second one is no refusal of what was accepted. */
    @Scenario(Protocol.SMPP)
    void yesThenNo(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> {
            submit.accept();
            bind(submit).answer(new Pdu(Pdu.SUBMIT_SM, 0, submit.sequence, null), 0x08);
            submit.receipt(Told.DELIVERED);
        });
        stage.send().ends("DELIVERED", "SENT").copies(1);
    }

    @Scenario(Protocol.SMPP)
    void toASequenceNobodyKnows(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> {
            bind(submit).answer(new Pdu(Pdu.SUBMIT_SM, 0, submit.sequence + 1_000, null), 0, Pdu.cString("who"));
            Centre.GOOD.take(submit);
        });
        Sent message = stage.send().ends("DELIVERED", "SENT").copies(1);
        assertThat(message.remoteId()).isNotEqualTo("who");
    }

    @Scenario(Protocol.SMPP)
    void nackOfTheSubmit(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> bind(submit).nack(submit, 0x03));
        stage.send().ends("FAILED", "NOT_SENT smpp:0x03").copies(0).code("smpp:0x03");
    }

    @Scenario(Protocol.SMPP)
    void nackForGoingTooFast(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> bind(submit).nack(submit, 0x58), Centre.GOOD);
        stage.send().ends("DELIVERED", "THROTTLED smpp:0x58", "SENT").copies(1);
    }

    @Scenario(Protocol.SMPP)
    void queueFull(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> bind(submit).refuse(submit, 0x14), Centre.GOOD);
        stage.send().ends("DELIVERED", "THROTTLED smpp:0x14", "SENT").copies(1);
    }

    /** ESME_RSUBMITFAIL: what passes has codes of its own. */
    @Scenario(Protocol.SMPP)
    void submitFailed(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> bind(submit).refuse(submit, 0x45));
        stage.send().ends("FAILED", "NOT_SENT smpp:0x45").copies(0).code("smpp:0x45");
    }

    @Scenario(Protocol.SMPP)
    void yesWithoutAnId(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> submit.accept(""));
        receiptByNumber(stage, "centre-only-1");
    }

    /** A body of no octets at all, where the id should be. */
    @Scenario(Protocol.SMPP)
    void yesWithoutABody(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> bind(submit).answer(new Pdu(Pdu.SUBMIT_SM, 0, submit.sequence, null), 0));
        receiptByNumber(stage, "centre-only-2");
    }

    private static void receiptByNumber(Stage stage, String id) throws Exception {
        Sent message = stage.send().ends("SENT", "SENT");
        Submit submit = message.awaitSubmit(1);
        submit.id = id;
        submit.receipt(Told.DELIVERED);
        message.ends("DELIVERED", "SENT").copies(1);
    }

    /** One more than message_id may have (5.2.23), with its NUL two. */
    @Scenario(Protocol.SMPP)
    void anIdOf65Characters(Stage stage) throws Exception {
        longId(stage, 65);
    }

    @Scenario(Protocol.SMPP)
    void anIdOf200Characters(Stage stage) throws Exception {
        longId(stage, 200);
    }

    private static void longId(Stage stage, int length) throws Exception {
        stage.connected();
        String id = "x".repeat(length);
        stage.centre.onSubmit(submit -> {
            submit.accept(id);
            bind(submit).deliver(submit, 4, 0, new byte[0], Pdu.receipted(id), Pdu.state(2));
        });
        stage.send().ends("DELIVERED", "SENT").copies(1);
    }

    @Scenario(Protocol.SMPP)
    void halfAnAnswer(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(
                submit -> {
                    byte[] yes = bind(submit).yes(submit, "half");
                    bind(submit).raw(Arrays.copyOf(yes, yes.length / 2));
                    submit.line.finish();
                },
                Centre.GOOD);
        inDoubt(stage, stage.send());
    }

    @Scenario(Protocol.SMPP)
    void unbindInsteadOfAnAnswer(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> bind(submit).unbind(), Centre.GOOD);
        inDoubt(stage, stage.send());
    }

    private static void inDoubt(Stage stage, Sent message) throws Exception {
        if (stage.hold()) {
            message.ends("UNKNOWN", "UNKNOWN").copies(1);
        } else {
            message.ends("DELIVERED", "UNKNOWN", "SENT").copies(2);
        }
    }

    @Scenario(Protocol.SMPP)
    void unbindAfterTheAnswer(Stage stage) throws Exception {
        stage.connected();
        stage.centre.onSubmit(
                submit -> {
                    submit.accept();
                    bind(submit).unbind();
                },
                Centre.GOOD);
        Sent message = stage.send().await("SENT");
        ScriptedSmsc.Bind first = bind(message.awaitSubmit(1));
        stage.eventually().until(() -> first.answered() == 1);
        stage.eventually()
                .until(() -> stage.smsc().line() != null && stage.smsc().line() != first);
        stage.centre.line().receipt(message.awaitSubmit(1), Told.DELIVERED);
        message.ends("DELIVERED", "SENT").copies(1);
    }

    @Scenario(Protocol.SMPP)
    void unbindWithNothingInFlight(Stage stage) throws Exception {
        stage.connected();
        ScriptedSmsc.Bind first = stage.smsc().line();
        first.unbind();
        stage.eventually().until(() -> first.answered() == 1);
        stage.send().ends("DELIVERED", "SENT").copies(1);
    }

    private static ScriptedSmsc.Bind bind(Submit submit) {
        return (ScriptedSmsc.Bind) submit.line;
    }
}
