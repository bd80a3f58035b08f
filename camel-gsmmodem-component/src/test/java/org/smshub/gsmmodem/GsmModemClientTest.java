package org.smshub.gsmmodem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.OffsetDateTime;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.text.Address;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.tpdu.Deliver;
import org.smshub.text.tpdu.DeliveryStatus;
import org.smshub.text.tpdu.Direction;
import org.smshub.text.tpdu.Pdu;
import org.smshub.text.tpdu.StatusReport;
import org.smshub.text.tpdu.Submit;
import org.smshub.text.tpdu.Timestamp;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Udh;

/** The client against a modem on a plain socket: what it says, what it hears, and what it makes of it. */
class GsmModemClientTest extends ModemFixture {

    private static final Timestamp TIME = Timestamp.of(OffsetDateTime.parse("2026-11-26T12:00:00+01:00"));

    static String deliver(String from, String text) {
        UserData data = UserData.of(Alphabet.GSM7, Udh.NONE, Encoding.GSM7.encode(text));
        return new Pdu(Address.of("+447785016005"), Deliver.of(Address.of(from), TIME, data)).hex();
    }

    static String report(int reference, String recipient, int status) {
        StatusReport report = new StatusReport(
                false, false, false, reference, Address.of(recipient), TIME, TIME, new DeliveryStatus(status), null);
        return new Pdu(null, report).hex();
    }

    private Submit submitted(int number) {
        Pdu pdu = Pdu.parse(modem.pdus.get(number), Direction.TO_CENTRE);
        return (Submit) pdu.tpdu();
    }

    @Test
    void startsSendsAndTellsTheId() throws Exception {
        startUp("");
        assertThat(outcome(end(send("Hello @ € {Ä}")))).isEqualTo("SENT 0054:00900123:0");
        assertThat(submitted(0).userData().text().text()).isEqualTo("Hello @ € {Ä}");
        assertThat(submitted(0).destination().text()).isEqualTo(TO);
        assertThat(submitted(0).statusReport()).isTrue();
        assertThat(outcome(end(send("again")))).isEqualTo("SENT 0054:00900123:1");
        assertThat(health().getDetails())
                .containsEntry("modem", "ACME M1")
                .containsEntry("network", "registered Vodafone")
                .containsEntry("signal", "-69 dBm")
                .containsEntry("card", "…0054");
    }

    @Test
    void aStoredMessageIsDeletedWhenTheRouteHasTakenIt() throws Exception {
        startUp("");
        modem.store.put("SM3", deliver("+447700900999", "Grüße @ €"));
        modem.last().say("+CMTI: \"SM\",3");
        Exchange message = awaitReceived(1);
        assertThat(message.getMessage().getBody()).isEqualTo("Grüße @ €");
        assertThat(message.getMessage().getHeaders())
                .containsEntry(SmsHeaders.KIND, "MESSAGE")
                .containsEntry(SmsHeaders.FROM, "+447700900999")
                .containsEntry(SmsHeaders.ENCODING, "GSM7")
                .containsEntry(GsmModemConstants.CENTRE, "+447785016005")
                .containsEntry(
                        SmsHeaders.RECEIVED_AT,
                        OffsetDateTime.parse("2026-11-26T12:00:00+01:00")
                                .toInstant()
                                .toEpochMilli());
        await().until(modem.store::isEmpty);
    }

    @Test
    void whatTheRouteDoesNotTakeStaysAndIsOfferedAgain() throws Exception {
        routeFails = new IllegalStateException("no");
        modem.store.put("SM1", deliver("+447700900999", "one"));
        startUp("sweepInterval=100");
        awaitReceived(3);
        assertThat(modem.store).hasSize(1);
        routeFails = null;
        await().until(modem.store::isEmpty);
        assertThat(modem.heard("AT+CMGD")).containsExactly("AT+CMGD=1");
    }

    @Test
    void aReportHasTheIdOfItsMessage() throws Exception {
        startUp("");
        String id = end(send("x")).getMessage().getHeader(SmsHeaders.REMOTE_ID, String.class);
        modem.last().say("+CDS: 25\r\n" + report(0, "07700900123", 0));
        Exchange receipt = awaitReceived(1);
        assertThat(receipt.getMessage().getHeaders())
                .containsEntry(SmsHeaders.KIND, "RECEIPT")
                .containsEntry(SmsHeaders.REMOTE_ID, id)
                .containsEntry(SmsHeaders.STATE, "DELIVERED");
        modem.last().say("+CDS: 25\r\n" + report(0, TO, 0x46));
        assertThat(awaitReceived(2).getMessage().getHeaders())
                .containsEntry(SmsHeaders.STATE, "EXPIRED")
                .containsEntry(SmsHeaders.ERROR_CODE, "st:46")
                .containsEntry(SmsHeaders.REMOTE_ID, id);
    }

    @Test
    void reportsThatAreStoredAreReadAndDeleted() throws Exception {
        startUp("reports=STORED");
        assertThat(modem.heard("AT+CNMI=2")).containsExactly("AT+CNMI=2,1,0,2,0");
        modem.store.put("SR1", report(5, TO, 0));
        modem.last().say("+CDSI: \"SR\",1");
        assertThat(awaitReceived(1).getMessage().getHeader(SmsHeaders.REMOTE_ID))
                .isEqualTo("0054:00900123:5");
        await().until(modem.store::isEmpty);
        modem.store.put("SM1", deliver("+447700900999", "and a message from the other memory"));
        modem.last().say("+CMTI: \"SM\",1");
        awaitReceived(2);
        await().until(modem.store::isEmpty);
    }

    @Test
    void reportsThatAModemDoesNotTellOfAreFound() throws Exception {
        modem.script = (talk, command) -> {
            if (command.startsWith("AT+CNMI=") && !command.endsWith("?")) {
                talk.say("+CMS ERROR: 303");
                return true;
            }
            return false;
        };
        modem.store.put("SR2", report(6, TO, 0));
        startUp("sweepInterval=200");
        awaitReceived(1);
        await().until(modem.store::isEmpty);
        modem.store.put("SM2", deliver("+447700900999", "x"));
        awaitReceived(2);
        await().until(modem.store::isEmpty);
    }

    @Test
    void whatIsHandedOnAtOnceIsAcknowledgedWhenTheRouteHasTakenIt() throws Exception {
        startUp("receive=DIRECT");
        modem.last().say("+CMT: ,28\r\n" + deliver("+447700900999", "direct"));
        awaitReceived(1);
        await().until(() -> modem.count("AT+CNMA") == 1);
        routeFails = new IllegalStateException("no");
        modem.last().say("+CMT: ,28\r\n" + deliver("+447700900999", "not taken"));
        await().until(() -> modem.count("AT+CNMA=2") == 1);
        await().until(() -> modem.heard("AT+CNMI=2,2").size() == 2);
        assertThat(modem.count("AT+CNMA")).isEqualTo(1);
    }

    @Test
    void aModemThatWaitsForNoAcknowledgementIsHeldTo() throws Exception {
        modem.fixed.put("AT+CSMS=1", "+CMS ERROR: 303");
        routeFails = new IllegalStateException("no");
        startUp("receive=DIRECT&sweepInterval=200");
        modem.last().say("+CMT: ,28\r\n" + deliver("+447700900999", "kept in memory"));
        awaitReceived(3);
        routeFails = null;
        int before = received.size();
        awaitReceived(before + 1);
        assertThat(modem.heard("AT+CNMA")).isEmpty();
    }

    /** A modem that cannot list: each place is read. */
    @Test
    void withoutAListingEachPlaceIsRead() throws Exception {
        modem.script = (talk, command) -> {
            if (command.startsWith("AT+CMGL")) {
                talk.say("ERROR");
                return true;
            }
            return false;
        };
        modem.store.put("SM4", deliver("+447700900999", "there"));
        startUp("");
        assertThat(awaitReceived(1).getMessage().getBody()).isEqualTo("there");
        await().until(modem.store::isEmpty);
    }

    @ParameterizedTest
    @CsvSource({
        "+CMS ERROR: 38, NOT_SENT cms:38, true, false",
        "+CMS ERROR: 42, NOT_SENT cms:42, true, true",
        "+CMS ERROR: 1, NOT_SENT cms:1, false, false",
        "+CME ERROR: SIM busy, NOT_SENT cme:14, true, false",
        "ERROR, NOT_SENT gsmmodem:error, true, false",
    })
    void refusals(String said, String outcome, boolean retryable, boolean throttled) throws Exception {
        startUp("");
        modem.script = (talk, command) -> {
            if (command.startsWith("PDU")) {
                talk.say(said);
                return true;
            }
            return false;
        };
        Exchange exchange = end(send("x"));
        assertThat(outcome(exchange)).isEqualTo(outcome);
        SmsNotSentException why = (SmsNotSentException) exchange.getException();
        assertThat(List.of(why.isRetryable(), why.isThrottled())).containsExactly(retryable, throttled);
    }

    @Test
    void aNetworkTimeoutLeavesItOpen() throws Exception {
        startUp("");
        modem.script = (talk, command) -> {
            if (command.startsWith("PDU")) {
                talk.say("+CMS ERROR: 332");
                return true;
            }
            return false;
        };
        assertThat(outcome(end(send("x")))).isEqualTo("UNKNOWN cms:332");
        modem.script = ScriptedModem.PLAIN;
        assertThat(outcome(end(send("y")))).startsWith("SENT");
    }
}
