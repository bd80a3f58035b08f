package org.smshub.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smshub.text.tpdu.Command;
import org.smshub.text.tpdu.Deliver;
import org.smshub.text.tpdu.DeliverReport;
import org.smshub.text.tpdu.Direction;
import org.smshub.text.tpdu.Pdu;
import org.smshub.text.tpdu.ProtocolId;
import org.smshub.text.tpdu.StatusReport;
import org.smshub.text.tpdu.Submit;
import org.smshub.text.tpdu.Timestamp;
import org.smshub.text.tpdu.Tpdu;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.tpdu.Validity;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.InformationElement;
import org.smshub.text.udh.RawElement;
import org.smshub.text.udh.Udh;

/** Every vector is decoded and compared field by field, built again from the fields alone, and written back. */
class PduVectorsTest {

    static Stream<JsonNode> vectors() {
        return Vectors.section("vectors");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void decodes(JsonNode vector) {
        JsonNode want = vector.get("decoded");
        Tpdu tpdu = tpdu(vector);
        if (tpdu instanceof Submit submit) {
            flag(want, "rd", submit.rejectDuplicates());
            flag(want, "srr", submit.statusReport());
            flag(want, "rp", submit.replyPath());
            assertThat(submit.reference()).isEqualTo(want.get("mr").asInt());
            address(want.get("da"), submit.destination());
            content(want, submit.protocolId(), submit.coding(), submit.userData());
            assertThat(submit.validity()).isEqualTo(validity(want));
        } else if (tpdu instanceof Deliver deliver) {
            flag(want, "mms", !deliver.moreMessages());
            flag(want, "lp", deliver.loopPrevention());
            flag(want, "sri", deliver.statusReport());
            flag(want, "rp", deliver.replyPath());
            address(want.get("oa"), deliver.originator());
            assertThat(deliver.time().time()).contains(time(want, "scts"));
            content(want, deliver.protocolId(), deliver.coding(), deliver.userData());
        } else if (tpdu instanceof StatusReport report) {
            flag(want, "mms", !report.moreMessages());
            flag(want, "srq", report.ofCommand());
            assertThat(report.reference()).isEqualTo(want.get("mr").asInt());
            address(want.get("ra"), report.recipient());
            assertThat(report.time().time()).contains(time(want, "scts"));
            assertThat(report.discharged().time()).contains(time(want, "dischargeTime"));
            assertThat(report.status().value()).isEqualTo(hex(want, "status"));
        } else if (tpdu instanceof Command command) {
            assertThat(command.type()).isEqualTo(want.get("commandType").asInt());
            assertThat(command.messageNumber()).isEqualTo(want.get("mn").asInt());
            address(want.get("da"), command.destination());
            assertThat(command.data()).hasSize(want.get("cdl").asInt());
        } else {
            assertThat(tpdu).isEqualTo(DeliverReport.ACCEPTED);
        }
        assertThat("SMS-" + kind(tpdu)).isEqualTo(want.get("kind").asText());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void writesBack(JsonNode vector) {
        String pdu = vector.get("pdu").asText();
        if (vector.get("smscPrefix").asBoolean()) {
            Pdu parsed = Pdu.parse(pdu, direction(vector));
            assertThat(parsed.hex()).isEqualTo(pdu);
            assertThat(parsed.tpduLength()).isEqualTo(vector.get("tpduLength").asInt());
            JsonNode smsc = vector.get("decoded").path("smsc");
            assertThat(parsed.centre() == null ? null : parsed.centre().text())
                    .isEqualTo(smsc.isMissingNode() || smsc.isNull() ? null : smsc.asText());
        } else {
            assertThat(Hex.of(tpdu(vector).octets())).isEqualTo(pdu);
        }
    }

    static Stream<JsonNode> messages() {
        return vectors().filter(vector -> vector.get("decoded").has("udl"));
    }

    /** From the JSON's fields, not from what our own decoder made of the octets. */
    @ParameterizedTest
    @MethodSource("messages")
    void encodes(JsonNode vector) {
        JsonNode from = vector.get("decoded");
        DataCoding coding = new DataCoding(hex(from, "dcs"));
        ProtocolId pid = new ProtocolId(hex(from, "pid"));
        List<InformationElement> elements = new ArrayList<>();
        for (JsonNode ie : from.path("ies")) {
            elements.add(new RawElement(hex(ie, "iei"), octets(ie.get("data").asText())));
        }
        Udh udh = Udh.parse(new Udh(elements).bytes());
        byte[] body = from.has("text")
                ? udh.encoding(coding.alphabet()).encode(from.get("text").asText())
                : octets(from.get("dataHex").asText());
        UserData data = UserData.of(coding.alphabet(), udh, body);
        Tpdu tpdu;
        if (from.has("da")) {
            Submit submit = new Submit(
                    from.get("rd").asInt() == 1,
                    from.get("srr").asInt() == 1,
                    from.get("rp").asInt() == 1,
                    from.get("mr").asInt(),
                    address(from.get("da")),
                    pid,
                    coding,
                    validity(from),
                    data);
            assertThat(submit.userData().length()).isEqualTo(from.get("udl").asInt());
            tpdu = submit;
        } else {
            tpdu = new Deliver(
                    from.get("mms").asInt() == 0,
                    from.get("lp").asInt() == 1,
                    from.get("sri").asInt() == 1,
                    from.get("rp").asInt() == 1,
                    address(from.get("oa")),
                    pid,
                    coding,
                    Timestamp.of(time(from, "scts")),
                    data);
        }
        Address centre =
                from.get("smsc").isNull() ? null : Address.of(from.get("smsc").asText());
        assertThat(new Pdu(centre, tpdu).hex()).isEqualTo(vector.get("pdu").asText());
    }

    static Stream<JsonNode> malformed() {
        return Vectors.section("malformed");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedIsTheOneExceptionOrAPartialResult(JsonNode vector) {
        String pdu = vector.get("pdu").asText();
        if (vector.get("expect").asText().startsWith("error")) {
            assertThatThrownBy(() -> Pdu.parse(pdu, Direction.FROM_CENTRE))
                    .isInstanceOfSatisfying(TextException.class, e -> assertThat(e.getReason())
                            .isEqualTo(TextException.Reason.MALFORMED));
            return;
        }
        Deliver deliver = (Deliver) Pdu.parse(pdu, Direction.FROM_CENTRE).tpdu();
        UserData data = deliver.userData();
        Decoded text = data.text();
        switch (vector.get("name").asText()) {
            case "lower-case-hex", "udl-smaller-than-data" -> {
                assertThat(text).isEqualTo(new Decoded("hellohello", 0));
                assertThat(data.flaws()).isEmpty();
            }
            case "udl-larger-than-data" -> {
                assertThat(text.text()).isEqualTo("hellohell");
                assertThat(data.flaws()).containsExactly(UserData.Flaw.TRUNCATED);
                assertThat(deliver.originator().text()).isEqualTo("+447700900123");
            }
            case "udhl-larger-than-ud" -> {
                assertThat(data.body()).hasSize(16);
                assertThat(data.udh()).isEqualTo(Udh.NONE);
                assertThat(data.flaws()).containsExactly(UserData.Flaw.HEADER_TOO_LONG);
            }
            case "udh-ie-length-overflow" -> {
                assertThat(text.text()).isEqualTo("part one ");
                assertThat(data.flaws()).containsExactly(UserData.Flaw.HEADER_BROKEN);
            }
            case "concat-seq-zero", "concat-total-zero", "concat-seq-above-total" -> {
                assertThat(data.udh().concatenation()).isEmpty();
                assertThat(text.text()).isEqualTo("part one ");
            }
            case "unknown-ie-before-concat" -> {
                assertThat(data.udh().elements().get(0)).isEqualTo(new RawElement(0x7E, new byte[] {1, 2}));
                assertThat(data.udh().concatenation()).contains(new Concatenation(0x2A, false, 2, 1));
            }
            case "address-length-over-20" ->
                assertThat(deliver.originator().value()).hasSize(22);
            case "address-length-zero" ->
                assertThat(deliver.originator().text()).isEmpty();
            case "scts-all-zero", "scts-ff", "scts-invalid-bcd" ->
                assertThat(deliver.time().time()).isEmpty();
            case "dcs-compressed" -> {
                assertThat(data.flaws()).containsExactly(UserData.Flaw.COMPRESSED);
                assertThat(data.body()).containsExactly(1, 2, 3);
            }
            case "dcs-reserved-group" -> {
                assertThat(deliver.coding().group()).isEqualTo(DataCoding.Group.RESERVED);
                assertThat(text.undecodable()).isZero();
                assertThat(text.text()).hasSize(10);
            }
            case "gsm7-trailing-escape" -> assertThat(text).isEqualTo(new Decoded("ab ", 1));
            case "gsm7-unassigned-extension" -> assertThat(text).isEqualTo(new Decoded("A", 0));
            case "ucs2-odd-length" -> {
                assertThat(text).isEqualTo(new Decoded("б", 1));
                assertThat(data.flaws()).containsExactly(UserData.Flaw.HALF_UNIT);
            }
            case "ucs2-lone-surrogate" -> assertThat(text).isEqualTo(new Decoded("\uFFFD", 1));
            default -> throw new AssertionError("no expectation for " + vector.get("name"));
        }
    }

    private static Tpdu tpdu(JsonNode vector) {
        String pdu = vector.get("pdu").asText();
        return vector.get("smscPrefix").asBoolean()
                ? Pdu.parse(pdu, direction(vector)).tpdu()
                : Tpdu.parse(octets(pdu), direction(vector));
    }

    private static Direction direction(JsonNode vector) {
        return vector.get("direction").asText().equals("MS->SC") ? Direction.TO_CENTRE : Direction.FROM_CENTRE;
    }

    private static String kind(Tpdu tpdu) {
        return tpdu.getClass()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1-$2")
                .toUpperCase(java.util.Locale.ROOT);
    }

    private static void content(JsonNode want, ProtocolId pid, DataCoding coding, UserData data) {
        assertThat(pid.value()).isEqualTo(hex(want, "pid"));
        assertThat(coding.value()).isEqualTo(hex(want, "dcs"));
        assertThat(data.length()).isEqualTo(want.get("udl").asInt());
        assertThat(data.flaws()).isEmpty();
        assertThat(Hex.of(data.udh().bytes())).isEqualTo(want.path("udh").asText());
        if (want.has("text")) {
            assertThat(data.text()).isEqualTo(new Decoded(want.get("text").asText(), 0));
        } else {
            assertThat(Hex.of(data.body())).isEqualTo(want.get("dataHex").asText());
        }
    }

    private static Validity validity(JsonNode from) {
        if (from.has("vp")) {
            return new Validity.Relative(from.get("vp").asInt());
        }
        if (from.has("vpAbs")) {
            return new Validity.Absolute(Timestamp.of(time(from, "vpAbs")));
        }
        return from.has("vpEnh")
                ? new Validity.Enhanced(
                        HexFormat.fromHexDigitsToLong(from.get("vpEnh").asText()))
                : null;
    }

    private static Address address(JsonNode from) {
        int toa = from.get("toa").asInt();
        String number = from.has("number")
                ? from.get("number").asText()
                : from.get("alpha").asText();
        return new Address(TypeOfNumber.of(toa), toa & 15, number.replaceFirst("^\\+", ""));
    }

    private static void address(JsonNode want, Address address) {
        assertThat(address).isEqualTo(address(want));
        if (want.has("number")) {
            assertThat(address.text()).isEqualTo(want.get("number").asText());
        }
    }

    private static void flag(JsonNode want, String name, boolean flag) {
        assertThat(flag).as(name).isEqualTo(want.get(name).asInt() == 1);
    }

    private static OffsetDateTime time(JsonNode from, String name) {
        return OffsetDateTime.parse(from.get(name).asText());
    }

    private static int hex(JsonNode from, String name) {
        return Integer.parseInt(from.get(name).asText(), 16);
    }

    private static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
