package org.smshub.hub.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.camel.component.smpp.SmppConfiguration;
import org.apache.camel.component.smpp.SmppMessage;
import org.apache.camel.impl.DefaultCamelContext;
import org.jsmpp.util.DefaultDecomposer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.link.SmsHeaders;

/** What centres deliver, octet by octet, through jSMPP's reader. */
class SmppLineBindingTest {

    private final SmppLineBinding binding = new SmppLineBinding(new SmppConfiguration(), "orange");

    private SmppMessage read(int esmClass, int dataCoding, byte[] text, String tlvs) throws Exception {
        byte[] more = HexFormat.of().parseHex(tlvs);
        ByteBuffer pdu = ByteBuffer.allocate(300);
        pdu.putInt(0).putInt(5).putInt(0).putInt(1).put((byte) 0);
        pdu.put((byte) 1).put((byte) 1).put("48600100200\0".getBytes(StandardCharsets.US_ASCII));
        pdu.put((byte) 0).put((byte) 1).put("2345\0".getBytes(StandardCharsets.US_ASCII));
        pdu.put((byte) esmClass).put(new byte[] {0, 0, 0, 0, 0, 0});
        pdu.put((byte) dataCoding)
                .put((byte) 0)
                .put((byte) text.length)
                .put(text)
                .put(more);
        pdu.putInt(0, pdu.position());
        byte[] whole = new byte[pdu.position()];
        pdu.get(0, whole);
        return binding.createSmppMessage(new DefaultCamelContext(), new DefaultDecomposer().deliverSm(whole));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void assertReceipt(SmppMessage message, String id, String state) {
        assertThat(message.getHeader(SmsHeaders.KIND)).isEqualTo("RECEIPT");
        assertThat(message.getHeader(SmsHeaders.REMOTE_ID)).isEqualTo(id);
        assertThat(message.getHeader(SmsHeaders.STATE)).isEqualTo(state);
        assertThat(message.getHeader(SmsHeaders.TO)).isEqualTo("+48600100200");
    }

    @Test
    void anIntermediateNotificationIsNoMessage() throws Exception {
        assertReceipt(read(0x20, 0, ascii("id:f1 stat:ENROUTE"), ""), "f1", "BUFFERED");
    }

    @Test
    void theParametersOfAReceiptMakeOne() throws Exception {
        assertReceipt(read(0x00, 0, new byte[0], "001E0003663100" + "0427000102"), "f1", "DELIVERED");
    }

    @Test
    void aReceiptInUcs2IsRead() throws Exception {
        byte[] text = "id:f1 stat:DELIVRD err:0A1".getBytes(StandardCharsets.UTF_16BE);
        SmppMessage message = read(0x04, 8, text, "");
        assertReceipt(message, "f1", "DELIVERED");
        assertThat(message.getHeader(SmsHeaders.ERROR_CODE)).isEqualTo("smpp:0A1");
    }

    @ParameterizedTest
    @CsvSource({"001E000457373962, W79b", "001E00055737396200, W79b", "001E0003573739, W79", "001E000457373900, W79"})
    void noOctetOfAnIdIsCut(String tlv, String id) throws Exception {
        assertReceipt(read(0x04, 0, new byte[0], tlv + "0427000105"), id, "UNDELIVERABLE");
    }

    @Test
    void whatIsNotUnderstoodIsAReceiptAllTheSame() throws Exception {
        SmppMessage message = read(0x04, 0, ascii("id:f1 stat:NONSENSE"), "");
        assertThat(message.getHeader(SmsHeaders.KIND)).isEqualTo("RECEIPT");
        assertThat(message.getHeader(SmsHeaders.REMOTE_ID)).isNull();
        assertThat(message.getBody()).isEqualTo("id:f1 stat:NONSENSE");
    }

    @Test
    void partsByParametersAreNumbered() throws Exception {
        SmppMessage message = read(0x00, 0, ascii("x"), "020C0002FFFE" + "020E000103" + "020F000102");
        assertThat(message.getHeader(SmsHeaders.KIND)).isEqualTo("MESSAGE");
        assertThat(message.getHeader(SmsHeaders.PART_REF)).isEqualTo(0xFFFE);
        assertThat(message.getHeader(SmsHeaders.PARTS)).isEqualTo(3);
        assertThat(message.getHeader(SmsHeaders.PART)).isEqualTo(2);
        assertThat(message.getHeader(SmsHeaders.TO)).isEqualTo("2345");
    }
}
