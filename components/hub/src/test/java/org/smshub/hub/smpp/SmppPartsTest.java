package org.smshub.hub.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.component.smpp.SmppConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jsmpp.bean.ESMClass;
import org.junit.jupiter.api.Test;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;

class SmppPartsTest {

    private final SmppParts parts = new SmppParts();

    private Exchange part(Object body, String encoding, String udh) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(SmsHeaders.TO, "+48600100200");
        exchange.getMessage().setHeader(SmsHeaders.FROM, "ACME");
        exchange.getMessage().setHeader(SmsHeaders.ENCODING, encoding);
        exchange.getMessage().setHeader(SmsHeaders.UDH, udh);
        return exchange;
    }

    private void write(Exchange exchange, String alphabet) throws SmsNotSentException {
        parts.write(exchange, alphabet, "ASCII", false, "UDH", "standard,vendor", "");
    }

    private byte[] octets(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        return body instanceof byte[] octets ? octets : ((String) body).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void theDefaultAlphabetIsGsm() throws Exception {
        Exchange exchange = part("@€", "GSM7", null);
        write(exchange, "GSM7");
        assertThat(octets(exchange)).containsExactly(0x00, 0x1B, 0x65);
        assertThat(exchange.getMessage().getHeader(SmppConstants.DATA_CODING)).isEqualTo((byte) 0);
        assertThat(exchange.getMessage().getHeader(SmppConstants.DEST_ADDR)).isEqualTo("48600100200");
        assertThat(exchange.getMessage().getHeader(SmppConstants.DEST_ADDR_TON)).isEqualTo((byte) 1);
        assertThat(exchange.getMessage().getHeader(SmppConstants.SOURCE_ADDR_TON))
                .isEqualTo((byte) 5);
        assertThat(exchange.getMessage().getHeader(SmppConstants.REGISTERED_DELIVERY))
                .isEqualTo((byte) 1);
    }

    @Test
    void orWhatTheLinkSays() throws Exception {
        Exchange exchange = part("@é", "GSM7", null);
        write(exchange, "LATIN1");
        assertThat(octets(exchange)).containsExactly('@', 0xE9);
    }

    /** D2: an application's own tables, and units that are no text; D8: its own coding. */
    @Test
    void whatComesFinishedGoesOctetForOctet() throws Exception {
        Exchange tables = part("Ş", "GSM7", "03240101");
        write(tables, "GSM7");
        assertThat(octets(tables)).containsExactly(3, 0x24, 1, 1, 0x1B, 0x53);
        Exchange half = part(new byte[] {'a', 0x1B}, "GSM7", "050003010201");
        write(half, "GSM7");
        assertThat(octets(half)).containsExactly(5, 0, 3, 1, 2, 1, 'a', 0x1B);
        assertThat(half.getMessage().getHeader(SmppConstants.DATA_CODING)).isEqualTo((byte) 0);
        Exchange latin = part("café", "LATIN1", null);
        write(latin, "LATIN1");
        assertThat(octets(latin)).containsExactly('c', 'a', 'f', 0xE9);
        assertThat(latin.getMessage().getHeader(SmppConstants.DATA_CODING)).isEqualTo((byte) 3);
        Exchange numbered = part("x", "GSM7", null);
        numbered.getMessage().setHeader(SmsHeaders.PART, 2);
        numbered.getMessage().setHeader(SmsHeaders.PARTS, 3);
        numbered.getMessage().setHeader(SmsHeaders.PART_REF, 0x1234);
        write(numbered, "GSM7");
        assertThat(octets(numbered)).containsExactly(5, 0, 3, 0x34, 3, 2, 'x');
    }

    @Test
    void aPartOfAnEmojiTextIsHeaderAndUtf16() throws Exception {
        Exchange exchange = part("🚀", "UCS2", "050003010203");
        write(exchange, "GSM7");
        assertThat(octets(exchange)).containsExactly(5, 0, 3, 1, 2, 3, 0xD8, 0x3D, 0xDE, 0x80);
        assertThat(exchange.getMessage().getHeader(SmppConstants.DATA_CODING)).isEqualTo((byte) 8);
        assertThat(exchange.getMessage()
                        .getHeader(SmppConstants.ESM_CLASS, ESMClass.class)
                        .value())
                .isEqualTo((byte) 0x40);
    }

    @Test
    void binaryContentKeepsEveryOctet() throws Exception {
        byte[] all = new byte[128];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 2);
        }
        Exchange exchange = part(all, "BINARY", null);
        write(exchange, "GSM7");
        assertThat(octets(exchange)).isEqualTo(all);
        assertThat(exchange.getMessage().getHeader(SmppConstants.DATA_CODING)).isEqualTo((byte) 4);
    }

    @Test
    void flashIsAMessageClass() throws Exception {
        Exchange exchange = part("x", "GSM7", null);
        exchange.getMessage().setHeader(SmsHeaders.CLASS, 0);
        write(exchange, "GSM7");
        assertThat(exchange.getMessage().getHeader(SmppConstants.DATA_CODING)).isEqualTo((byte) 0xF0);
        Exchange general = part("x", "GSM7", null);
        general.getMessage().setHeader(SmsHeaders.CLASS, 0);
        parts.write(general, "GSM7", "ASCII", true, "UDH", "standard,vendor", "");
        assertThat(general.getMessage().getHeader(SmppConstants.DATA_CODING)).isEqualTo((byte) 0x10);
    }

    /** 0xF0 says GSM 7-bit, whatever the link's default alphabet is. */
    @Test
    void aClassOnALatin1LinkIsGsm() throws Exception {
        Exchange exchange = part("@é", "GSM7", null);
        exchange.getMessage().setHeader(SmsHeaders.CLASS, 0);
        write(exchange, "LATIN1");
        assertThat(octets(exchange)).containsExactly(0x00, 0x05);
        assertThat(exchange.getMessage().getHeader(SmppConstants.DATA_CODING)).isEqualTo((byte) 0xF0);
    }

    @Test
    void whatThisLinkCannotWriteHasNotLeft() {
        assertThatThrownBy(() -> write(part("€", "GSM7", null), "LATIN1"))
                .isInstanceOfSatisfying(SmsNotSentException.class, e -> assertThat(e.isRetryable())
                        .isFalse());
        Exchange address = part("x", "GSM7", null);
        address.getMessage().setHeader(SmsHeaders.FROM, "A\nB");
        assertThatThrownBy(() -> write(address, "GSM7")).isInstanceOf(SmsNotSentException.class);
    }

    /** jSMPP writes strings in UTF-8: another name would reach the phone. */
    @Test
    void anAddressThatCamelSmppWouldSpoilIsRefused() {
        Exchange exchange = part("x", "GSM7", null);
        exchange.getMessage().setHeader(SmsHeaders.FROM, "Müller");
        assertThatThrownBy(() -> write(exchange, "GSM7"))
                .isInstanceOfSatisfying(SmsNotSentException.class, e -> assertThat(e.isRetryable())
                        .isFalse())
                .hasMessageContaining("smpp-link");
    }
}
