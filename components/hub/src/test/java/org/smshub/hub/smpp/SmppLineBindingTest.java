package org.smshub.hub.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.apache.camel.component.smpp.SmppConfiguration;
import org.apache.camel.component.smpp.SmppMessage;
import org.apache.camel.impl.DefaultCamelContext;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.util.DefaultDecomposer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Passes;

/** What centres deliver, octet by octet, through jSMPP's reader. */
class SmppLineBindingTest {

    private final SmppTexts texts = new SmppTexts();
    private SmppLineBinding binding =
            new SmppLineBinding(new SmppConfiguration(), "orange", texts, Passes.of(Passes.USUAL));

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

    @ParameterizedTest
    @CsvSource({
        "0x04, id:f1 stat:NONSENSE, a receipt without a state that is known",
        "0x04, '', a receipt without a state that is known"
    })
    void whatCannotBeReadReachesTheRouteWithItsOctets(String esmClass, String text, String why) throws Exception {
        SmppMessage message = read(Integer.decode(esmClass), 0, ascii(text), "14010002ABCD");
        assertThat(message.getHeader(SmsHeaders.KIND)).isEqualTo("UNREADABLE");
        assertThat(message.getHeader(SmsHeaders.LINK)).isEqualTo("orange");
        assertThat(message.getHeader(SmsHeaders.ERROR_TEXT)).isEqualTo(why);
        assertThat(message.getHeader("SmsSmppTlvs")).isEqualTo("1401=abcd");
        assertThat(message.getBody()).isEqualTo(ascii(text));
    }

    /** Some centres have no ids: the number decides then, which is the ledger's business. */
    @Test
    void aReceiptWithoutAnIdIsAboutItsNumber() throws Exception {
        assertReceipt(read(0x04, 0, ascii("stat:DELIVRD"), ""), null, "DELIVERED");
    }

    @Test
    void bothIdsOfAReceiptAreTold() throws Exception {
        SmppMessage message = read(0x04, 0, ascii("id:2566 stat:DELIVRD"), "001E00034130360427000102");
        assertReceipt(message, "A06", "DELIVERED");
        assertThat(message.getHeader(SmsHeaders.REMOTE_ID_TEXT)).isEqualTo("2566");
    }

    @Test
    void aReceiptIsOfTheTimeItSays() throws Exception {
        texts.setTimeZone("UTC");
        SmppMessage message = read(0x04, 0, ascii("id:1 done date:2607011000 stat:DELIVRD"), "");
        assertThat(message.getHeader(SmsHeaders.DONE_AT))
                .isEqualTo(Instant.parse("2026-07-01T10:00:00Z").toEpochMilli());
    }

    private DataSm data(int esmClass, int dataCoding, String tlvs) throws Exception {
        byte[] more = HexFormat.of().parseHex(tlvs);
        ByteBuffer pdu = ByteBuffer.allocate(300);
        pdu.putInt(0).putInt(0x103).putInt(0).putInt(1).put((byte) 0);
        pdu.put((byte) 1).put((byte) 1).put("48600100200\0".getBytes(StandardCharsets.US_ASCII));
        pdu.put((byte) 0).put((byte) 1).put("2345\0".getBytes(StandardCharsets.US_ASCII));
        pdu.put((byte) esmClass).put((byte) 0).put((byte) dataCoding).put(more);
        pdu.putInt(0, pdu.position());
        return new DefaultDecomposer().dataSm(Arrays.copyOf(pdu.array(), pdu.position()));
    }

    @Test
    void aReceiptByDataSmIsOne() throws Exception {
        DataSm data = data(0x04, 0, "001E0003663100" + "0427000102");
        assertReceipt(binding.createSmppMessage(new DefaultCamelContext(), data, "1"), "f1", "DELIVERED");
    }

    @Test
    void aMessageByDataSmIsReadAndNotSentBack() throws Exception {
        DataSm data = data(0x00, 8, "04240004" + "041F0439");
        SmppMessage message = binding.createSmppMessage(new DefaultCamelContext(), data, "1");
        assertThat(message.getHeader(SmsHeaders.KIND)).isEqualTo("MESSAGE");
        assertThat(message.getHeader(SmsHeaders.ENCODING)).isEqualTo("UCS2");
        assertThat(message.getBody()).isEqualTo("Пй".getBytes(StandardCharsets.UTF_16BE));
        assertThat(data.getOptionalParameters()).isEmpty();
    }

    @Test
    void anAlertIsAboutThePhoneThatIsBack() {
        AlertNotification alert = new AlertNotification();
        alert.setSourceAddrTon((byte) 1);
        alert.setSourceAddr("48600100200");
        alert.setEsmeAddr("2345");
        SmppMessage message = binding.createSmppMessage(new DefaultCamelContext(), alert);
        assertThat(message.getHeader(SmsHeaders.KIND)).isEqualTo("ALERT");
        assertThat(message.getHeader(SmsHeaders.TO)).isEqualTo("+48600100200");
        assertThat(message.getHeader(SmsHeaders.LINK)).isEqualTo("orange");
    }

    @Test
    void aMessageIsReadAsTheLinkSays() throws Exception {
        binding = new SmppLineBinding(
                new SmppConfiguration(), "orange", texts.with("LATIN1", "ASCII"), Passes.of(Passes.USUAL));
        SmppMessage message = read(0x00, 0, new byte[] {'c', 'a', 'f', (byte) 0xE9}, "");
        assertThat(message.getBody()).isEqualTo("café");
        assertThat(message.getHeader(SmsHeaders.FROM)).isEqualTo("+48600100200");
    }

    /** Whatever comes reaches the route as something: an exception here would be acknowledged, and all be gone. */
    @Test
    void nothingIsLostByReading() throws Exception {
        Random random = new Random(11);
        DefaultCamelContext context = new DefaultCamelContext();
        for (int i = 0; i < 20_000; i++) {
            byte[] text = new byte[random.nextInt(140)];
            random.nextBytes(text);
            byte[] value = new byte[random.nextInt(8)];
            random.nextBytes(value);
            int[] tags = {0x001E, 0x0427, 0x0424, 0x020C, 0x020E, 0x020F, 0x1401, 0x0423};
            DeliverSm deliver = new DeliverSm();
            deliver.setSourceAddrTon((byte) random.nextInt());
            deliver.setSourceAddr(random.nextBoolean() ? null : new String(value, StandardCharsets.UTF_8));
            deliver.setDestAddress(random.nextBoolean() ? null : "2345");
            deliver.setEsmClass((byte) random.nextInt());
            deliver.setDataCoding((byte) random.nextInt());
            deliver.setShortMessage(text);
            deliver.setOptionalParameters(
                    new OptionalParameter.OctetString((short) tags[random.nextInt(tags.length)], value));
            SmppMessage message = binding.createSmppMessage(context, deliver);
            assertThat(message.getHeader(SmsHeaders.KIND)).isIn("MESSAGE", "RECEIPT", "UNREADABLE");
            assertThat(message.getBody()).isNotNull();
        }
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
