package org.smshub.gsmmodem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.smshub.link.SmsHeaders;
import org.smshub.text.Alphabet;
import org.smshub.text.TypeOfNumber;
import org.smshub.text.tpdu.Direction;
import org.smshub.text.tpdu.Pdu;
import org.smshub.text.tpdu.Submit;
import org.smshub.text.tpdu.Validity;

/** What a message becomes: each alphabet, parts, classes, headers; and back. */
class GsmModemTextTest extends ModemFixture {

    private List<Submit> sent(Object body, Object... headers) throws Exception {
        modem.pdus.clear();
        Exchange exchange = end(send(body, headers));
        assertThat(exchange.getException()).isNull();
        return modem.pdus.stream()
                .map(pdu -> (Submit) Pdu.parse(pdu, Direction.TO_CENTRE).tpdu())
                .toList();
    }

    private static String joined(List<Submit> parts) {
        return parts.stream().map(p -> p.userData().text().text()).collect(Collectors.joining());
    }

    @Test
    void textsInEachAlphabetAndInParts() throws Exception {
        startUp("");
        String gsm = "0123456789 [€] ".repeat(25);
        List<Submit> parts = sent(gsm);
        assertThat(parts).hasSize(3).allMatch(p -> p.coding().value() == 0);
        assertThat(joined(parts)).isEqualTo(gsm);
        assertThat(parts.get(1).userData().udh().concatenation().orElseThrow().part())
                .isEqualTo(2);
        assertThat(modem.heard("AT+CMMS=1"))
                .as("the link is kept before all but the last part")
                .hasSize(2);
        String ucs2 = "Привет 😀 ".repeat(20);
        parts = sent(ucs2);
        assertThat(parts).hasSizeGreaterThan(2).allMatch(p -> p.coding().alphabet() == Alphabet.UCS2);
        assertThat(joined(parts)).isEqualTo(ucs2);
        Submit flash = sent("now", SmsHeaders.CLASS, 0).get(0);
        assertThat(flash.coding().value()).isEqualTo(0xF0);
        assertThat(sent("ы", SmsHeaders.CLASS, 0).get(0).coding().value()).isEqualTo(0x18);
        byte[] octets = {0, 1, (byte) 0xFF, 0x1A, 0x1B, '\r'};
        Submit binary = sent(octets, SmsHeaders.UDH, "06050415811581", SmsHeaders.CLASS, 1)
                .get(0);
        assertThat(binary.userData().body()).containsExactly(octets);
        assertThat(binary.userData().udh().ports().orElseThrow().destination()).isEqualTo(0x1581);
        assertThat(binary.coding().value()).isEqualTo(0xF5);
    }

    @Test
    void nationalTables() throws Exception {
        startUp("nationalLanguages=TURKISH");
        String turkish = "ığşİĞŞ ".repeat(20);
        List<Submit> parts = sent(turkish);
        assertThat(parts).hasSize(1);
        assertThat(parts.get(0).coding().value()).isZero();
        assertThat(joined(parts)).isEqualTo(turkish);
    }

    @Test
    void whatASubmitAsksFor() throws Exception {
        startUp("smsc=%2B447785016005&receipt=NONE");
        Submit plain = sent("x").get(0);
        assertThat(plain.statusReport()).isFalse();
        assertThat(plain.validity()).isNull();
        assertThat(Pdu.parse(modem.pdus.get(0), Direction.TO_CENTRE).centre().text())
                .isEqualTo("+447785016005");
        Submit full = sent(
                        "x",
                        SmsHeaders.RECEIPT,
                        "ALL",
                        SmsHeaders.VALID_UNTIL,
                        System.currentTimeMillis() + Duration.ofHours(24).toMillis(),
                        SmsHeaders.PROTOCOL_ID,
                        0x41,
                        SmsHeaders.TO,
                        "80888",
                        GsmModemConstants.CENTRE,
                        "+41794999000")
                .get(0);
        assertThat(full.statusReport()).isTrue();
        assertThat(((Validity.Relative) full.validity()).duration()).isEqualTo(Duration.ofHours(24));
        assertThat(full.protocolId().value()).isEqualTo(0x41);
        assertThat(full.destination().type()).isEqualTo(TypeOfNumber.UNKNOWN);
        assertThat(Pdu.parse(modem.pdus.get(0), Direction.TO_CENTRE).centre().text())
                .isEqualTo("+41794999000");
    }

    @Test
    void whatCannotBeSentNamesTheHeader() throws Exception {
        startUp("");
        assertThat(end(send("x", SmsHeaders.TO, "Brand")).getException()).hasMessageContaining("SmsTo");
        assertThat(end(send("x", SmsHeaders.SEND_AT, System.currentTimeMillis() + 3_600_000))
                        .getException())
                .hasMessageContaining("SmsSendAt");
        assertThat(end(send("x", SmsHeaders.UDH, "05")).getException()).hasMessageContaining("SmsUdh");
        assertThat(end(send("x", GsmModemConstants.USSD, "*100#\r")).getException())
                .hasMessageContaining("CamelGsmModemUssd");
        assertThat(outcome(end(send("x", SmsHeaders.TO, "")))).isEqualTo("NOT_SENT gsmmodem:invalid");
        assertThat(modem.pdus).isEmpty();
    }

    @Test
    void partsThatComeAreHandedOnWithTheirNumbers() throws Exception {
        startUp("number=%2B447700900001");
        // 23.040 9.2.3.24: 8-bit reference 42, part 1 of 2, seven septets
        String pdu = "07917487586106F5" + "440C91447700099099" + "0000" + "62116221000000" + "0E" + "0500032A0201"
                + "906536FB0D";
        modem.store.put("SM1", pdu);
        modem.last().say("+CMTI: \"SM\",1");
        Exchange part = awaitReceived(1);
        assertThat(part.getMessage().getHeaders())
                .containsEntry(SmsHeaders.PART, 1)
                .containsEntry(SmsHeaders.PARTS, 2)
                .containsEntry(SmsHeaders.PART_REF, 42)
                .containsEntry(SmsHeaders.UDH, "0500032A0201")
                .containsEntry(SmsHeaders.TO, "+447700900001")
                .containsEntry(SmsHeaders.FROM, "+447700900999");
    }

    @Test
    void whatCannotBeReadIsHandedOnAllTheSame() throws Exception {
        startUp("");
        modem.store.put("SM1", "0791");
        modem.last().say("+CMTI: \"SM\",1");
        assertThat(awaitReceived(1).getMessage().getHeaders())
                .containsEntry(SmsHeaders.KIND, "UNREADABLE")
                .containsEntry(GsmModemConstants.PDU, "0791");
        org.awaitility.Awaitility.await().until(modem.store::isEmpty);
    }
}
