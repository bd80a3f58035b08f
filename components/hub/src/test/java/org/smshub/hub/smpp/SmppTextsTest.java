package org.smshub.hub.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.link.SmsHeaders;

class SmppTextsTest {

    private SmppTexts texts = new SmppTexts();

    private Exchange read(int dataCoding, byte... octets) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        texts.read(exchange.getMessage(), 0, dataCoding, octets);
        return exchange;
    }

    /** 09, 0A, 0D and 0E are SMPP's own: TP-DCS would make UCS-2 and GSM 7-bit of them. */
    @ParameterizedTest
    @CsvSource({
        "0x00, GSM7, ",
        "0x08, UCS2, ",
        "0x04, BINARY, ",
        "0x09, BINARY, ",
        "0x0A, BINARY, ",
        "0x0D, BINARY, ",
        "0x0E, BINARY, ",
        "0xF0, GSM7, 0",
        "0xF5, BINARY, 1",
        "0x18, UCS2, 0",
        "0xC8, GSM7, "
    })
    void theAlphabetIsWhatDataCodingSays(String dataCoding, String encoding, Integer messageClass) {
        Exchange exchange = read(Integer.decode(dataCoding), (byte) 'a', (byte) 'b');
        assertThat(exchange.getMessage().getHeader(SmsHeaders.ENCODING)).isEqualTo(encoding);
        assertThat(exchange.getMessage().getHeader(SmsHeaders.CLASS)).isEqualTo(messageClass);
        assertThat(exchange.getMessage().getBody()).isEqualTo(new byte[] {'a', 'b'});
    }

    @Test
    void whatOneMeansIsASetting() {
        assertThat(read(1, (byte) 'a').getMessage().getBody()).isEqualTo("a");
        texts = texts.with(null, "GSM7");
        assertThat(read(1, (byte) 0, (byte) 2).getMessage().getHeader(SmsHeaders.ENCODING))
                .isEqualTo("GSM7");
    }

    /** OsmoMSC sends numbers with their country code as network specific ones. */
    @Test
    void whichTypesOfNumberHaveTheirCountryCodeIsASetting() {
        assertThat(texts.address(3, "48600100200")).isEqualTo("48600100200");
        assertThat(texts.address(0, "48600100200")).isEqualTo("+48600100200");
        texts.setCountryCodeTons("0, 3");
        assertThat(texts.address(3, "48600100200")).isEqualTo("+48600100200");
        assertThat(texts.address(3, "2345")).isEqualTo("2345");
        assertThat(texts.getCountryCodeTons()).isEqualTo("0,3");
    }

    @Test
    void theDatesOfAReceiptCountWhenTheirZoneIsKnown() {
        String receipt = "id:1 submit date:2607010900 done date:2607011000 stat:DELIVRD";
        assertThat(texts.doneAt(receipt)).isNull();
        texts.setTimeZone("Europe/Warsaw");
        assertThat(texts.doneAt(receipt))
                .isEqualTo(Instant.parse("2026-07-01T08:00:00Z").toEpochMilli());
        assertThat(texts.doneAt("id:1 stat:DELIVRD done date:yesterday")).isNull();
    }
}
