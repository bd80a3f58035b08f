package org.smshub.ucp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.smshub.line.FrameException;
import org.smshub.line.camel.Content;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Passes;
import org.smshub.text.Hex;
import org.smshub.ucp.Vectors.Vector;
import org.smshub.ucp.codec.UcpAddress;
import org.smshub.ucp.codec.UcpCheck;
import org.smshub.ucp.codec.UcpCodec;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFields;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpOperation;
import org.smshub.ucp.codec.UcpTime;
import org.smshub.ucp.codec.UcpXser;

/** What operations say on a message, and messages in operations. */
class UcpContentTest {

    private static final DefaultCamelContext CAMEL = new DefaultCamelContext();
    private static final UcpConfiguration CLIENT = new UcpConfiguration();
    private static final UcpServerConfiguration SERVER = new UcpServerConfiguration();

    static {
        CLIENT.setTimeZone("UTC");
        CLIENT.setSender("4790001");
        SERVER.setTimeZone("UTC");
    }

    private static Message message(Object body, Object... headers) {
        Message message = new DefaultMessage(CAMEL);
        message.setBody(body);
        message.setHeader(SmsHeaders.TO, "+41791234567");
        for (int i = 0; i < headers.length; i += 2) {
            message.setHeader((String) headers[i], headers[i + 1]);
        }
        return message;
    }

    private static Message read(UcpFrame frame) {
        Message message = new DefaultMessage(CAMEL);
        try {
            new UcpReader(CLIENT, false, CLIENT.encoding()).read(frame, message);
        } catch (FrameException e) {
            throw new AssertionError(e);
        }
        return message;
    }

    private static UcpFrame write(Message message) {
        List<UcpFrame> frames = new UcpWriter(CLIENT).write(message);
        assertThat(frames).hasSize(1);
        return frames.get(0);
    }

    @ParameterizedTest
    @MethodSource("org.smshub.ucp.Vectors#valid")
    void everyVectorReadsAsItIsMeant(Vector vector) throws FrameException {
        UcpFrame frame = UcpCodec.decode(vector.bytes(), 1, vector.bytes().length - 1, true);
        if (frame.result() || frame.ot() >= 60) {
            return;
        }
        if (frame.operation() == UcpOperation.MESSAGE_TRANSFER || frame.has(UcpField.MT)) {
            Content body = UcpBody.read(frame, CLIENT.encoding(), true);
            String expected = vector.decoded("Msg");
            if (expected != null && body.data() == null) {
                assertThat(body.text()).isEqualTo(expected);
            } else if (expected != null) {
                assertThat(expected).startsWith(body.data().length + " octets");
            }
        }
        if (vector.decoded("OAdC") != null) {
            UcpAddress from = new UcpAddress(frame.get(UcpField.OADC), frame.get(UcpField.OTOA));
            assertThat(vector.decoded("OAdC")).startsWith(from.toText("00"));
        }
        UcpXser xser = UcpXser.parse(frame.get(UcpField.XSER), true);
        assertThat(xser.encode()).isEqualTo(frame.get(UcpField.XSER));
        vector.json().get("decoded").path("XSer").properties().forEach(e -> {
            int type = Integer.parseInt(e.getKey(), 16);
            String value = type == UcpXser.BILLING
                    ? Hex.of(e.getValue().asText().getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                    : e.getValue().asText();
            assertThat(xser.get(type)).isEqualTo(value);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "odd-hex, 02",
        "non-hex, 02",
        "xser-overrun, 02",
        "xser-odd, 02",
        "mt-invalid, 23",
        "alpha-not-hex, 02",
    })
    void aCentreRefusesBrokenContent(String vector, String ec) {
        UcpFrame frame = Vectors.frame(vector);
        assertThatThrownBy(() -> {
                    UcpCheck.check(frame);
                    new UcpReader(SERVER, true, SERVER.encoding()).read(frame, new DefaultMessage(CAMEL));
                })
                .isInstanceOfSatisfying(
                        FrameException.class, e -> assertThat(e.errorCode()).isEqualTo(ec));
        assertThat(read(frame).getHeader(SmsHeaders.KIND))
                .as("a client takes what can be read")
                .isEqualTo("MESSAGE");
    }

    @ParameterizedTest
    @CsvSource({"nb-mismatch", "udh-overrun", "alpha-len-wrong"})
    void aCentreTakesWhatIsHarmless(String vector) throws FrameException {
        UcpFrame frame = Vectors.frame(vector);
        UcpCheck.check(frame);
        Message message = new DefaultMessage(CAMEL);
        new UcpReader(SERVER, true, SERVER.encoding()).read(frame, message);
        assertThat(message.getBody()).isNotNull();
    }

    @Test
    void aNotificationIsAReceiptOfTheSubmit() {
        Message receipt = read(Vectors.frame("dlr-delivered"));
        assertThat(receipt.getHeader(SmsHeaders.KIND)).isEqualTo("RECEIPT");
        assertThat(receipt.getHeader(SmsHeaders.REMOTE_ID)).isEqualTo("0041791234567:101126140510");
        assertThat(receipt.getHeader(SmsHeaders.STATE)).isEqualTo("DELIVERED");
        assertThat(receipt.getHeader(SmsHeaders.TO)).isEqualTo("+41791234567");
        assertThat(receipt.getHeader(SmsHeaders.DONE_AT))
                .isEqualTo(java.time.Instant.parse("2026-11-10T14:05:14Z").toEpochMilli());
        Message failed = read(Vectors.frame("dlr-failed"));
        assertThat(failed.getHeader(SmsHeaders.STATE)).isEqualTo("UNDELIVERABLE");
        assertThat(failed.getHeader(SmsHeaders.ERROR_CODE)).isEqualTo("ucp:101");
        assertThat(failed.getHeader(SmsHeaders.ERROR_TEXT)).isEqualTo("unknown subscriber");
    }

    @Test
    void aNotificationInThePlainTextOfAnOldCentreIsAReceiptToo() {
        String text = "Message for 0041791234567, with identification 261110140510 could not be delivered";
        UcpFrame frame = UcpFrame.operation(UcpOperation.CALL_INPUT)
                .set(UcpField.ADC, "8812")
                .set(UcpField.MT, "3")
                .set(UcpField.MSG, Hex.of(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .build();
        Message receipt = read(frame);
        assertThat(receipt.getHeader(SmsHeaders.KIND)).isEqualTo("RECEIPT");
        assertThat(receipt.getHeader(SmsHeaders.REMOTE_ID)).isEqualTo("0041791234567:101126140510");
        assertThat(receipt.getHeader(SmsHeaders.STATE)).isEqualTo("UNDELIVERABLE");
    }

    @Test
    void partsOfALongDeliveryCarryTheirNumbers() {
        Message part = read(Vectors.frame("mo-long-2of2"));
        assertThat(part.getBody()).isEqualTo("second part.");
        assertThat(part.getHeader(SmsHeaders.PART)).isEqualTo(2);
        assertThat(part.getHeader(SmsHeaders.PARTS)).isEqualTo(2);
        assertThat(part.getHeader(SmsHeaders.PART_REF)).isEqualTo(0x55);
        Message binary = read(Vectors.frame("mo-binary-hplmn"));
        assertThat(binary.getBody()).isEqualTo(new byte[] {(byte) 0xDE, (byte) 0xAD, (byte) 0xBE, (byte) 0xEF});
        assertThat(binary.getHeader(SmsHeaders.CLASS)).isEqualTo(1);
        assertThat((Map<?, ?>) binary.getHeader(UcpConstants.FIELDS, Map.class))
                .extracting("HPLMN")
                .isEqualTo("41790000099");
    }

    @Test
    void aPlainTextIsTheFrameOfTheSpecification() {
        UcpFrame frame = write(message("Hello World", SmsHeaders.RECEIPT, "NONE"));
        assertThat(frame.withTrn(5)).isEqualTo(Vectors.frame("submit-plain"));
        assertThat(write(message("Report please @ 10:00, £5 / è")).withTrn(6)).isEqualTo(Vectors.frame("submit-dlr"));
    }

    @Test
    void sendersOfAllKinds() {
        assertThat(write(message("7 char sender", SmsHeaders.FROM, "MyBrand", SmsHeaders.RECEIPT, "NONE"))
                        .withTrn(10))
                .isEqualTo(Vectors.frame("submit-alpha-7"));
        UcpFrame international = write(message("x", SmsHeaders.FROM, "+41790000001"));
        assertThat(international.get(UcpField.OADC)).isEqualTo("41790000001");
        assertThat(international.get(UcpField.OTOA)).isEqualTo("1139");
        assertThat(UcpAddress.originator("ALPHA@NUM").digits()).isEqualTo("10412614190438AB4D");
        assertThat(UcpAddress.originator("MyBrand2").digits()).isEqualTo("0ECDBC501E769365");
        for (String name : List.of("A", "ab", "abc", "Elevenchars", "1a", "€uro", "MyBrand")) {
            assertThat(UcpAddress.originator(name).toText("00")).isEqualTo(name);
        }
        assertThat(new UcpAddress("0ECDBC501E769301", "5039").toText(""))
                .as("twice the octets")
                .isEqualTo("MyBrand");
        assertThat(new UcpAddress("07CDBC501E769301", "5039").toText(""))
                .as("octets")
                .startsWith("MyBrand");
        assertThat(new UcpAddress("FFD4F29C0E", "5039").toText(""))
                .as("too large")
                .startsWith("Test");
        assertThat(new UcpAddress("Company", "5039").toText(""))
                .as("not packed")
                .isEqualTo("Company");
        assertThatThrownBy(() -> write(message("x", SmsHeaders.FROM, "longer than eleven")))
                .hasMessageContaining("1 to 11 characters");
        assertThatThrownBy(() -> write(message("x", SmsHeaders.FROM, "имя"))).hasMessageContaining("GSM alphabet");
    }

    @Test
    void whatElseAMessageSaidGoesOnAndComesBack() throws Exception {
        UcpFrame frame = write(message(
                "x",
                SmsHeaders.RECEIPT,
                "FAILURE",
                SmsHeaders.FIELDS,
                "xser.0C=3132;xser.09=01;replyPath=1;priority.ucp=2;tlv.1400=01"));
        assertThat(frame.get(UcpField.XSER)).isEqualTo("0C023132" + "090101");
        assertThat(frame.get(UcpField.RPI)).isEqualTo("1");
        assertThat(frame.get(UcpField.PR)).isEqualTo("2");
        assertThat(frame.get(UcpField.NRQ) + frame.get(UcpField.NT)).isEqualTo("12");
        assertThat(UcpFields.read(frame, Passes.of(Passes.USUAL)))
                .isEqualTo("priority.ucp=2;replyPath=1;xser.0C=3132;xser.09=01");
        assertThat(UcpFields.read(frame, Passes.of("standard,-billing,-priority")))
                .isEqualTo("replyPath=1;xser.09=01");
        assertThat(UcpFields.read(write(message("x")), Passes.of(Passes.USUAL))).isNull();
    }

    /** Addresses of what was acknowledged to another peer. */
    @Test
    void noAddressKeepsAMessageBack() {
        assertThat(UcpAddress.recipientAnyhow("+123456789012345", "00")).isEqualTo("123456789012345");
        assertThat(UcpAddress.recipientAnyhow("+48600100200", "00")).isEqualTo("0048600100200");
        assertThat(UcpAddress.originatorAnyhow("\u0141\u00F3d\u017A \u0416").toText(""))
                .isEqualTo("L\u00F3dz ?".replace('\u00F3', 'o'));
        assertThat(UcpAddress.originatorAnyhow("a name that is far too long").toText(""))
                .isEqualTo("a name that");
    }

    @Test
    void codingsClassesAndHeaders() {
        UcpFrame ucs2 = write(message("Привет"));
        assertThat(ucs2.get(UcpField.MT) + ucs2.get(UcpField.NB) + ucs2.get(UcpField.XSER))
                .isEqualTo("496020108");
        assertThat(write(message("flash", SmsHeaders.CLASS, 0)).get(UcpField.XSER))
                .isEqualTo("020110");
        assertThat(write(message("Важн", SmsHeaders.CLASS, 0)).get(UcpField.XSER))
                .isEqualTo("020118");
        assertThat(write(message("Voicemail", SmsHeaders.DATA_CODING, 0xC8)).get(UcpField.XSER))
                .isEqualTo("0201C8");
        UcpFrame push = write(message(new byte[] {1, 2}, SmsHeaders.UDH, "0605040B8423F0", SmsHeaders.CLASS, 1));
        assertThat(push.get(UcpField.XSER)).isEqualTo("01070605040B8423F0020115");
        assertThat(push.get(UcpField.MSG)).isEqualTo("0102");
        UcpFrame billed = write(message("Billed", UcpConstants.BILLING, "TARIF-42", UcpConstants.XSER, "0D0101"));
        assertThat(billed.get(UcpField.XSER)).isEqualTo("0C0854415249462D34320D0101");
        assertThat(write(message("x", SmsHeaders.PROTOCOL_ID, 65)).get(UcpField.RPID))
                .isEqualTo("0065");
        assertThat(write(message("x", UcpConstants.AC, "1234", UcpConstants.MMS, "1"))
                        .get(UcpField.AC))
                .isEqualTo("1234");
        assertThat(write(message("x", SmsHeaders.PART, 2, SmsHeaders.PARTS, 3, SmsHeaders.PART_REF, 0xA7))
                        .get(UcpField.XSER))
                .isEqualTo("0106050003A70302");
    }

    @Test
    void longTextGoesInParts() throws FrameException {
        String text = "This text is longer than one short message. ".repeat(8);
        List<UcpFrame> frames = new UcpWriter(CLIENT).write(message(text));
        assertThat(frames).hasSize(3);
        StringBuilder read = new StringBuilder();
        for (UcpFrame frame : frames) {
            assertThat(frame.get(UcpField.MSG).length()).isLessThanOrEqualTo(2 * 153);
            read.append(UcpBody.read(frame, CLIENT.encoding(), true).text());
        }
        assertThat(read).hasToString(text);
        assertThatThrownBy(() -> write(message("x".repeat(161), SmsHeaders.PART, 1, SmsHeaders.PARTS, 2)))
                .hasMessageContaining("only 153 fit");
        assertThatThrownBy(() -> write(message(new byte[141]))).hasMessageContaining("only 140 fit");
        assertThatThrownBy(() -> write(message("x".repeat(5000)))).hasMessageContaining("parts");
    }

    @Test
    void timesAreInTheZoneOfTheLine() {
        long at = java.time.ZonedDateTime.of(2099, 12, 25, 8, 0, 0, 0, ZoneId.of("UTC"))
                .toInstant()
                .toEpochMilli();
        UcpFrame frame = write(message("Later", SmsHeaders.SEND_AT, at, SmsHeaders.VALID_UNTIL, at + 3_600_000));
        assertThat(frame.get(UcpField.DD) + frame.get(UcpField.DDT)).isEqualTo("12512990800");
        assertThat(frame.get(UcpField.VP)).isEqualTo("2512990900");
        assertThat(write(message("now", SmsHeaders.SEND_AT, 5L)).get(UcpField.DD))
                .isEmpty();
        assertThat(UcpTime.parse("3113260000")).isNull();
        assertThat(UcpTime.parse("21112622 536")).as("padded by a space").isNotNull();
    }

    @Test
    void oldOperationsAndRequestsAboutMessages() {
        UcpFrame transfer = write(message("text", UcpConstants.OPERATION, "30"));
        assertThat(transfer.fields())
                .containsExactly("0041791234567", "4790001", "", "1", "", "", "", "", "", "74657874");
        UcpFrame call = write(message("text", UcpConstants.OPERATION, "01"));
        assertThat(call.fields()).containsExactly("0041791234567", "4790001", "", "3", "74657874");
        assertThatThrownBy(() -> write(message("Привет", UcpConstants.OPERATION, "30")))
                .hasMessageContaining("160");
        String id = "0041791234567:260901113944";
        UcpFrame delete = write(message(null, UcpConstants.OPERATION, "56", SmsHeaders.REMOTE_ID, "0041:010926113944"));
        assertThat(Hex.leniently(delete.get(UcpField.MSG))).asString().isEqualTo("260901113944");
        UcpFrame modify = write(message("new", UcpConstants.OPERATION, "54", SmsHeaders.REMOTE_ID, id));
        assertThat(modify.get(UcpField.SCTS)).isEqualTo("260901113944");
        assertThat(modify.get(UcpField.MSG)).isEqualTo("6E6577");
        assertThat(write(message(null, UcpConstants.OPERATION, "55")).get(UcpField.OADC))
                .isEqualTo("4790001");
        assertThatThrownBy(() -> write(message("x", UcpConstants.OPERATION, "99")))
                .hasMessageContaining("CamelUcpOperation");
    }

    @Test
    void whatCannotBeSentNamesTheHeader() {
        Message nobody = message("x");
        nobody.removeHeader(SmsHeaders.TO);
        assertThatThrownBy(() -> write(nobody)).hasMessageContaining("SmsTo");
        assertThatThrownBy(() -> write(message("x", SmsHeaders.TO, "12ab"))).hasMessageContaining("1 to 16 digits");
        assertThatThrownBy(() -> write(message("x", SmsHeaders.CLASS, 7))).hasMessageContaining("SmsClass");
        assertThatThrownBy(() -> write(message("x", SmsHeaders.UDH, "xyz"))).hasMessageContaining("SmsUdh");
        assertThatThrownBy(() -> write(message("x", UcpConstants.BILLING, "t".repeat(21))))
                .hasMessageContaining("CamelUcpBilling");
        assertThatThrownBy(() -> write(message("x", UcpConstants.AC, "1/2"))).hasMessageContaining("cannot carry");
        assertThatThrownBy(() -> write(message("x", UcpConstants.AC, "1".repeat(2000))))
                .hasMessageContaining("AC is");
    }
}
