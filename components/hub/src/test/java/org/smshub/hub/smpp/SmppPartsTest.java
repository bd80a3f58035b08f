package org.smshub.hub.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
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

    private static Map<?, ?> parameters(Exchange exchange) {
        return exchange.getMessage().getHeader(SmppConstants.OPTIONAL_PARAMETER, Map.class);
    }

    /** The same options as smpp-link has. */
    @Test
    void partsAreNumberedAsTheBlockSays() throws Exception {
        Exchange sar = part("x", "GSM7", "050003A70302");
        parts.write(sar, "GSM7", "ASCII", false, "SAR", "standard,vendor", "");
        assertThat(octets(sar)).containsExactly('x');
        assertThat(parameters(sar).get((short) 0x020C)).isEqualTo(new byte[] {0, (byte) 0xA7});
        assertThat(parameters(sar).get((short) 0x020E)).isEqualTo(new byte[] {3});
        assertThat(parameters(sar).get((short) 0x020F)).isEqualTo(new byte[] {2});
        Exchange payload = part("x".repeat(300), "GSM7", null);
        parts.write(payload, "GSM7", "ASCII", false, "PAYLOAD", "standard,vendor", "");
        assertThat(octets(payload)).isEmpty();
        assertThat((byte[]) parameters(payload).get((short) 0x0424)).hasSize(300);
        assertThatThrownBy(() -> parts.write(part("x", "GSM7", null), "GSM7", "ASCII", false, "UHD", "", ""))
                .hasMessageContaining("longMessages");
    }

    @Test
    void whatElseItSaysPassesAsTheBlockSays() throws Exception {
        Exchange all = part("x", "GSM7", null);
        all.getMessage().setHeader(SmsHeaders.FIELDS, "serviceType=CMT;replyPath=1;acks=12;tlv.0381=0102;tlv.1400=07");
        all.getMessage().setHeader(SmsHeaders.PRIORITY, 2);
        write(all, "GSM7");
        ESMClass esmClass = all.getMessage().getHeader(SmppConstants.ESM_CLASS, ESMClass.class);
        assertThat(esmClass.value()).isEqualTo((byte) 0x80);
        assertThat(all.getMessage().getHeader(SmppConstants.REGISTERED_DELIVERY))
                .isEqualTo((byte) 0x0D);
        assertThat(all.getMessage().getHeader(SmppConstants.PRIORITY_FLAG)).isEqualTo((byte) 0);
        assertThat(parameters(all)).hasSize(2);
        Exchange some = part("x", "GSM7", null);
        some.getMessage()
                .setHeader(SmsHeaders.FIELDS, "serviceType=CMT;replyPath=1;messageMode=3;tlv.0381=0102;tlv.1400=07");
        some.getMessage().setHeader(SmsHeaders.PRIORITY, 2);
        parts.write(
                some, "GSM7", "ASCII", false, "UDH", "standard,-replyPath,-serviceType,messageMode,-tlvs", "0,0,1,3");
        assertThat(some.getMessage()
                        .getHeader(SmppConstants.ESM_CLASS, ESMClass.class)
                        .value())
                .isEqualTo((byte) 3);
        assertThat(some.getMessage().getHeader(SmppConstants.PRIORITY_FLAG)).isEqualTo((byte) 1);
        assertThat(some.getMessage().getHeader(SmppConstants.SERVICE_TYPE)).isNull();
        assertThat(parameters(some)).isNull();
    }
}
