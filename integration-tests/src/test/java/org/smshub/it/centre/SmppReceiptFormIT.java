package org.smshub.it.centre;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** Receipts as centres write them, which is not as 5.2.12 and appendix B have them. Each is answered; each is understood or kept. */
@Timeout(150)
class SmppReceiptFormIT {

    private static final byte[] NONE = new byte[0];

    /** What the centre sends as the receipt of a submit; its sequence_number. */
    private interface Form {
        int send(ScriptedSmsc.Bind bind, Submit submit) throws Exception;
    }

    private static Sent accepted(Stage stage, String id) throws Exception {
        stage.connected();
        stage.centre.onSubmit(submit -> submit.accept(id));
        return stage.send().ends("SENT", "SENT");
    }

    /** The receipt is answered with ESME_ROK and settles its message. */
    private static void understood(Stage stage, String id, Form form) throws Exception {
        Sent message = accepted(stage, id);
        Submit submit = message.awaitSubmit(1);
        ScriptedSmsc.Bind bind = stage.smsc().line();
        int sequence = form.send(bind, submit);
        stage.eventually().until(() -> bind.status(sequence) != null);
        assertThat(bind.status(sequence)).isZero();
        message.ends("DELIVERED", "SENT").copies(1);
    }

    @Scenario(value = Protocol.SMPP, twin = true)
    void onAnotherBindOfTheAccount(Stage stage) throws Exception {
        stage.eventually().until(() -> stage.smsc().bound().size() == 2);
        stage.centre.onSubmit(Centre.ACCEPT);
        Sent message = stage.send().ends("SENT", "SENT");
        Submit submit = message.awaitSubmit(1);
        ScriptedSmsc.Bind other = stage.smsc().bound().stream()
                .filter(bind -> bind != submit.line)
                .findFirst()
                .orElseThrow();
        other.receipt(submit, Told.DELIVERED);
        message.ends("DELIVERED", "SENT").copies(1);
    }

    @Scenario(Protocol.SMPP)
    void byDataSm(Stage stage) throws Exception {
        understood(
                stage,
                "data-1",
                (bind, submit) -> bind.request(
                        Pdu.DATA_SM, Pdu.dataSm(submit.to, submit.from, 4, Pdu.receipted(submit.id), Pdu.state(2))));
    }

    @Scenario(Protocol.SMPP)
    void esmClassZeroAndTlvsAlone(Stage stage) throws Exception {
        understood(
                stage,
                "zero-1",
                (bind, submit) -> bind.deliver(submit, 0, 0, NONE, Pdu.receipted(submit.id), Pdu.state(2)));
    }

    @Scenario(Protocol.SMPP)
    void textAlone(Stage stage) throws Exception {
        understood(stage, "text-1", (bind, submit) -> bind.deliver(submit, 4, 0, Pdu.text(submit.id, "DELIVRD")));
    }

    /** Codes of a network are not all numbers; it is told on as it came. */
    @Scenario(Protocol.SMPP)
    void theErrorOfTheNetwork(Stage stage) throws Exception {
        Sent message = accepted(stage, "error-1");
        Submit submit = message.awaitSubmit(1);
        byte[] text = ("id:" + submit.id + " sub:001 dlvrd:000 stat:UNDELIV err:0A1 text:hello").getBytes(US_ASCII);
        stage.smsc().line().deliver(submit, 4, 0, text);
        message.ends("UNDELIVERABLE", "SENT").copies(1).code("smpp:0A1");
    }

    @Scenario(Protocol.SMPP)
    void tlvsAlone(Stage stage) throws Exception {
        understood(
                stage,
                "tlvs-1",
                (bind, submit) -> bind.deliver(submit, 4, 0, NONE, Pdu.receipted(submit.id), Pdu.state(2)));
    }

    @Scenario(Protocol.SMPP)
    void ucs2(Stage stage) throws Exception {
        understood(stage, "ucs2-1", (bind, submit) -> bind.deliver(submit, 4, 8, ucs2(submit.id)));
    }

    private static byte[] ucs2(String id) {
        // the longest text that short_message can hold
        return ("id:" + id + " stat:DELIVRD err:000 text:ok").getBytes(StandardCharsets.UTF_16BE);
    }

    @Scenario(Protocol.SMPP)
    void idWithoutItsNul(Stage stage) throws Exception {
        understood(
                stage,
                "nul-1",
                (bind, submit) -> bind.deliver(
                        submit,
                        4,
                        0,
                        NONE,
                        Pdu.tlv(Pdu.RECEIPTED_MESSAGE_ID, submit.id.getBytes(US_ASCII)),
                        Pdu.state(2)));
    }

    /** Two ids that differ in the last octet alone, which a reader that takes it for the NUL does not see. */
    @Scenario(Protocol.SMPP)
    void idWithoutItsNulAndAnotherOneOctetShorter(Stage stage) throws Exception {
        Sent shorter = accepted(stage, "W79");
        Sent longer = accepted(stage, "W79b");
        stage.smsc()
                .line()
                .deliver(
                        longer.awaitSubmit(1),
                        4,
                        0,
                        NONE,
                        Pdu.tlv(Pdu.RECEIPTED_MESSAGE_ID, "W79b".getBytes(US_ASCII)),
                        Pdu.state(5));
        longer.ends("UNDELIVERABLE", "SENT");
        shorter.ends("SENT", "SENT");
    }

    @Scenario(Protocol.SMPP)
    void stateOfNoOctets(Stage stage) throws Exception {
        understood(
                stage,
                "state-1",
                (bind, submit) -> bind.deliver(
                        submit,
                        4,
                        0,
                        Pdu.text(submit.id, "DELIVRD"),
                        Pdu.receipted(submit.id),
                        Pdu.tlv(Pdu.MESSAGE_STATE)));
    }

    @Scenario(Protocol.SMPP)
    void twoStrayOctets(Stage stage) throws Exception {
        understood(
                stage,
                "stray-2",
                (bind, submit) -> bind.deliver(submit, 4, 0, Pdu.text(submit.id, "DELIVRD"), new byte[2]));
    }

    @Scenario(Protocol.SMPP)
    void threeStrayOctets(Stage stage) throws Exception {
        understood(
                stage,
                "stray-3",
                (bind, submit) -> bind.deliver(submit, 4, 0, Pdu.text(submit.id, "DELIVRD"), new byte[3]));
    }

    /** An intermediate notification (5.2.12) is no message to the client, and no end. */
    @Scenario(Protocol.SMPP)
    void intermediate(Stage stage) throws Exception {
        Sent message = accepted(stage, "enroute-1");
        Submit submit = message.awaitSubmit(1);
        stage.smsc().line().deliver(submit, 0x20, 0, Pdu.text(submit.id, "ENROUTE"));
        message.ends("BUFFERED", "SENT");
        stage.smsc().line().receipt(submit, Told.DELIVERED);
        message.ends("DELIVERED", "SENT").copies(1);
    }

    /** Nobody knows what it means, so it is kept; the message waits for a better one. */
    @Scenario(Protocol.SMPP)
    void aWordNobodyKnows(Stage stage) throws Exception {
        Sent message = accepted(stage, "word-1");
        Submit submit = message.awaitSubmit(1);
        ScriptedSmsc.Bind bind = stage.smsc().line();
        int sequence = bind.deliver(submit, 4, 0, Pdu.text(submit.id, "SHELVED"));
        stage.eventually().until(() -> bind.status(sequence) != null);
        assertThat(bind.status(sequence)).isZero();
        assertThat(stage.hub.kept("unread", stage.link)).isEqualTo(1);
        message.ends("SENT", "SENT");
        bind.receipt(submit, Told.DELIVERED);
        message.ends("DELIVERED", "SENT").copies(1);
    }

    @Scenario(Protocol.SMPP)
    void hexAnsweredAndDecimalReceipted(Stage stage) throws Exception {
        otherForm(stage, "39f99dd5", "0972660181");
    }

    @Scenario(Protocol.SMPP)
    void decimalAnsweredAndHexReceipted(Stage stage) throws Exception {
        otherForm(stage, "972660182", "39f99dd6");
    }

    @Scenario(Protocol.SMPP)
    void leadingZeros(Stage stage) throws Exception {
        otherForm(stage, "870928761", "0870928761");
    }

    @Scenario(Protocol.SMPP)
    void anotherCase(Stage stage) throws Exception {
        otherForm(stage, "0e99-aa", "0E99-AA");
    }

    private static void otherForm(Stage stage, String answered, String receipted) throws Exception {
        understood(stage, answered, (bind, submit) -> bind.deliver(submit, 4, 0, Pdu.text(receipted, "DELIVRD")));
    }

    /** The TLV has another id than the text, and the text is right. */
    @Scenario(Protocol.SMPP)
    void theTlvHasAnIdOfItsOwn(Stage stage) throws Exception {
        understood(
                stage,
                "own-1",
                (bind, submit) -> bind.deliver(
                        submit, 4, 0, Pdu.text(submit.id, "DELIVRD"), Pdu.receipted("another"), Pdu.state(2)));
    }

    /** The field is there and empty; what follows it is no id. */
    @Scenario(Protocol.SMPP)
    void noIdInTheText(Stage stage) throws Exception {
        understood(
                stage,
                "empty-1",
                (bind, submit) ->
                        bind.deliver(submit, 4, 0, Pdu.text("", "DELIVRD"), Pdu.receipted(submit.id), Pdu.state(2)));
    }

    /** The first has ended; the second's receipt comes before its answer, and is not the first's told again. */
    @Scenario(Protocol.SMPP)
    void anIdThatIsUsedAgain(Stage stage) throws Exception {
        stage.connected();
        Centre.Script early = submit -> {
            submit.id = "again-1";
            submit.receipt(Told.DELIVERED);
            submit.accept();
        };
        stage.centre.onSubmit(early);
        stage.send().ends("DELIVERED", "SENT").copies(1);
        stage.send().ends("DELIVERED", "SENT").copies(1);
    }

    /** A message, and nobody's: kept. */
    @Scenario(Protocol.SMPP)
    void aMessageByDataSm(Stage stage) throws Exception {
        stage.connected();
        ScriptedSmsc.Bind bind = stage.smsc().line();
        int sequence = bind.request(
                Pdu.DATA_SM,
                Pdu.dataSm("48601234567", "999777", 0, Pdu.tlv(Pdu.MESSAGE_PAYLOAD, "hello".getBytes(US_ASCII))));
        stage.eventually().until(() -> bind.status(sequence) != null);
        assertThat(bind.status(sequence)).isZero();
        assertThat(stage.hub.kept("unclaimed_message", stage.link)).isEqualTo(1);
    }

    /** It is about a phone and not about a message (4.12.1): understood, and no answer exists. */
    @Scenario(Protocol.SMPP)
    void alertNotification(Stage stage) throws Exception {
        stage.connected();
        stage.smsc().line().request(Pdu.ALERT_NOTIFICATION, Pdu.alert("48601234567", "12345"));
        stage.send().ends("DELIVERED", "SENT").copies(1);
        assertThat(stage.hub.kept("unread", stage.link)).isZero();
    }

    /** Each gets its answer, and those who come after them are served. */
    @Scenario(Protocol.SMPP)
    void malformedThreeHundredTimes(Stage stage) throws Exception {
        Sent message = accepted(stage, "many-1");
        Submit submit = message.awaitSubmit(1);
        ScriptedSmsc.Bind bind = stage.smsc().line();
        List<Integer> sequences = new ArrayList<>();
        byte[] whole = Pdu.deliverSm(submit.to, submit.from, 4, 0, Pdu.text(submit.id, "DELIVRD"));
        for (int i = 0; i < 300; i++) {
            // cut somewhere in the fields, or a TLV that says more than is there
            byte[] bad = i % 2 == 0
                    ? Arrays.copyOf(whole, 1 + i % 40)
                    : Pdu.deliverSm(submit.to, submit.from, 4, 0, NONE, new byte[] {0, 0x1E, (byte) 0x7F, 0, 1});
            sequences.add(bind.request(Pdu.DELIVER_SM, bad));
        }
        stage.eventually().untilAsserted(() -> assertThat(sequences)
                .allSatisfy(sequence -> assertThat(bind.status(sequence)).isNotNull()));
        bind.receipt(submit, Told.DELIVERED);
        message.ends("DELIVERED", "SENT").copies(1);
    }
}
