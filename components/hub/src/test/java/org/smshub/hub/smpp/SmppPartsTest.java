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

    private byte[] octets(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        return body instanceof byte[] octets ? octets : ((String) body).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void theDefaultAlphabetIsGsm() throws Exception {
        Exchange exchange = part("@€", "GSM7", null);
        parts.write(exchange);
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
        parts.setDefaultAlphabet("LATIN1");
        Exchange exchange = part("@é", "GSM7", null);
        parts.write(exchange);
        assertThat(octets(exchange)).containsExactly('@', 0xE9);
    }

    @Test
    void aPartOfAnEmojiTextIsHeaderAndUtf16() throws Exception {
        Exchange exchange = part("🚀", "UCS2", "050003010203");
        parts.write(exchange);
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
        parts.write(exchange);
        assertThat(octets(exchange)).isEqualTo(all);
        assertThat(exchange.getMessage().getHeader(SmppConstants.DATA_CODING)).isEqualTo((byte) 4);
    }

    @Test
    void flashIsAMessageClass() throws Exception {
        Exchange exchange = part("x", "GSM7", null);
        exchange.getMessage().setHeader(SmsHeaders.CLASS, 0);
        parts.write(exchange);
        assertThat(exchange.getMessage().getHeader(SmppConstants.DATA_CODING)).isEqualTo((byte) 0xF0);
        Exchange general = part("x", "GSM7", null);
        general.getMessage().setHeader(SmsHeaders.CLASS, 0);
        parts.setGeneralClass(true);
        parts.write(general);
        assertThat(general.getMessage().getHeader(SmppConstants.DATA_CODING)).isEqualTo((byte) 0x10);
    }

    /** 0xF0 says GSM 7-bit, whatever the link's default alphabet is. */
    @Test
    void aClassOnALatin1LinkIsGsm() throws Exception {
        parts.setDefaultAlphabet("LATIN1");
        Exchange exchange = part("@é", "GSM7", null);
        exchange.getMessage().setHeader(SmsHeaders.CLASS, 0);
        parts.write(exchange);
        assertThat(octets(exchange)).containsExactly(0x00, 0x05);
        assertThat(exchange.getMessage().getHeader(SmppConstants.DATA_CODING)).isEqualTo((byte) 0xF0);
    }

    @Test
    void whatThisLinkCannotWriteHasNotLeft() {
        parts.setDefaultAlphabet("LATIN1");
        assertThatThrownBy(() -> parts.write(part("€", "GSM7", null)))
                .isInstanceOfSatisfying(SmsNotSentException.class, e -> assertThat(e.isRetryable())
                        .isFalse());
        Exchange address = part("x", "GSM7", null);
        address.getMessage().setHeader(SmsHeaders.FROM, "A\nB");
        assertThatThrownBy(() -> parts.write(address)).isInstanceOf(SmsNotSentException.class);
    }

    /** jSMPP writes strings in UTF-8: another name would reach the phone. */
    @Test
    void anAddressThatCamelSmppWouldSpoilIsRefused() {
        Exchange exchange = part("x", "GSM7", null);
        exchange.getMessage().setHeader(SmsHeaders.FROM, "Müller");
        assertThatThrownBy(() -> parts.write(exchange))
                .isInstanceOfSatisfying(SmsNotSentException.class, e -> assertThat(e.isRetryable())
                        .isFalse())
                .hasMessageContaining("smpp-link");
    }
}
