package org.smshub.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.text.tpdu.DeliverReport;
import org.smshub.text.tpdu.DeliveryStatus;
import org.smshub.text.tpdu.Direction;
import org.smshub.text.tpdu.ProtocolId;
import org.smshub.text.tpdu.ReportParameters;
import org.smshub.text.tpdu.StatusReport;
import org.smshub.text.tpdu.SubmitReport;
import org.smshub.text.tpdu.Timestamp;
import org.smshub.text.tpdu.Tpdu;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.tpdu.Validity;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Hyperlink;
import org.smshub.text.udh.NationalShift;
import org.smshub.text.udh.Ports;
import org.smshub.text.udh.RawElement;
import org.smshub.text.udh.ReplyAddress;
import org.smshub.text.udh.Rfc822HeaderLength;
import org.smshub.text.udh.SmscControl;
import org.smshub.text.udh.SourceIndicator;
import org.smshub.text.udh.SpecialIndication;
import org.smshub.text.udh.TextFormatting;
import org.smshub.text.udh.Udh;

/** The one-octet fields, addresses, times and reports, each against the text of the standard. */
class FieldsTest {

    @ParameterizedTest
    @CsvSource({
        "00, GENERAL, GSM7, -1, , false",
        "08, GENERAL, UCS2, -1, , false",
        "0C, GENERAL, GSM7, -1, , false",
        "03, GENERAL, GSM7, -1, , false",
        "18, GENERAL, UCS2, 0, , false",
        "15, GENERAL, BINARY, 1, , false",
        "28, GENERAL, BINARY, -1, , false",
        "52, AUTOMATIC_DELETION, GSM7, 2, , false",
        "80, RESERVED, GSM7, -1, , false",
        "BF, RESERVED, GSM7, -1, , false",
        "C9, WAITING_DISCARD, GSM7, -1, FAX, true",
        "D0, WAITING_STORE, GSM7, -1, VOICE, false",
        "EA, WAITING_STORE_UCS2, UCS2, -1, EMAIL, true",
        "F0, CLASS, GSM7, 0, , false",
        "F7, CLASS, BINARY, 3, , false"
    })
    void dataCoding(
            String hex,
            DataCoding.Group group,
            Alphabet alphabet,
            int messageClass,
            DataCoding.Mailbox mailbox,
            boolean active) {
        DataCoding coding = new DataCoding(Integer.parseInt(hex, 16));
        assertThat(coding.group()).isEqualTo(group);
        assertThat(coding.alphabet()).isEqualTo(alphabet);
        assertThat(coding.messageClass().orElse(-1)).isEqualTo(messageClass);
        assertThat(coding.mailbox()).isEqualTo(Optional.ofNullable(mailbox));
        assertThat(coding.waitingActive()).isEqualTo(active);
    }

    @Test
    void dataCodingIsBuilt() {
        assertThat(DataCoding.of(Alphabet.UCS2, 0).value()).isEqualTo(0x18);
        assertThat(DataCoding.of(Alphabet.BINARY, 1).value()).isEqualTo(0x15);
        assertThat(DataCoding.waiting(DataCoding.Mailbox.FAX, true, Alphabet.UCS2)
                        .value())
                .isEqualTo(0xE9);
        assertThatThrownBy(() -> DataCoding.of(Alphabet.GSM7, 4)).hasMessage("message class must be 0 to 3, not 4");
    }

    /** The same meaning for a text that needs UCS-2, where 3GPP TS 23.038 clause 4 has one. */
    @Test
    void aDataCodingSaysTheSameOfUcs2() {
        assertThat(new DataCoding(0xD9).inUcs2()).isEqualTo(new DataCoding(0xE9));
        assertThat(new DataCoding(0x51).inUcs2()).isEqualTo(new DataCoding(0x59));
        assertThat(new DataCoding(0x00).inUcs2()).isEqualTo(DataCoding.UCS2);
        assertThat(new DataCoding(0xC8).inUcs2()).isNull();
        assertThat(new DataCoding(0xF0).inUcs2()).isNull();
        for (int value = 0; value < 256; value++) {
            DataCoding other = new DataCoding(value).inUcs2();
            assertThat(other == null ? Alphabet.UCS2 : other.alphabet()).isEqualTo(Alphabet.UCS2);
        }
    }

    @Test
    void everyDataCodingAndProtocolIdentifierHasAMeaning() {
        for (int value = 0; value < 256; value++) {
            DataCoding coding = new DataCoding(value);
            assertThat(coding.group()).isNotNull();
            assertThat(coding.alphabet()).isNotNull();
            ProtocolId pid = new ProtocolId(value);
            assertThat(pid.replaceType().isPresent()).isEqualTo(value >= 0x41 && value <= 0x47);
            assertThat(pid.telematicDevice().isPresent()).isEqualTo(value >> 5 == 1);
        }
        assertThat(new ProtocolId(0x22).telematicDevice()).isEqualTo(OptionalInt.of(2));
        assertThat(ProtocolId.replace(7).kind()).isEqualTo(ProtocolId.Kind.REPLACE);
        assertThat(ProtocolId.telematic(18).value()).isEqualTo(0x32);
        assertThat(new ProtocolId(0x7F).kind()).isEqualTo(ProtocolId.Kind.SIM_DATA_DOWNLOAD);
        assertThat(new ProtocolId(0xC5).kind()).isEqualTo(ProtocolId.Kind.CENTRE_SPECIFIC);
        assertThat(new ProtocolId(0x9F).kind()).isEqualTo(ProtocolId.Kind.RESERVED);
    }

    @ParameterizedTest
    @CsvSource({
        "00, DELIVERED, true, received by SME",
        "1F, DELIVERED, true, specific to the centre",
        "21, PENDING, false, SME busy",
        "26, PENDING, false, reserved",
        "46, FAILED, true, validity period expired",
        "65, GAVE_UP, true, error in SME",
        "80, FAILED, true, reserved",
        "FF, FAILED, true, reserved"
    })
    void deliveryStatus(String hex, DeliveryStatus.Group group, boolean last, String words) {
        DeliveryStatus status = new DeliveryStatus(Integer.parseInt(hex, 16));
        assertThat(status.group()).isEqualTo(group);
        assertThat(status.isFinal()).isEqualTo(last);
        assertThat(status.description()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "+447700900123, 0C91447700091032, 0791447700091032",
        "8181, 04811818, 03811818",
        "*101#, 05811A10FB, 04811A10FB",
        "SHOP, 07D053E4130A, ",
        "BestBank.eu, , "
    })
    void addresses(String text, String octets, String centre) {
        Address address = Address.of(text);
        if (octets != null) {
            assertThat(Hex.of(address.octets())).isEqualTo(octets);
        }
        assertThat(Address.read(new OctetReader(address.octets()), "it")).isEqualTo(address);
        assertThat(address.text()).isEqualTo(text);
        if (centre != null) {
            assertThat(Hex.of(address.centreOctets())).isEqualTo(centre);
        }
    }

    @Test
    void aStatusReportIsBuilt() {
        Timestamp time = Timestamp.of(OffsetDateTime.parse("2024-02-29T23:59:58-03:30"));
        StatusReport report = StatusReport.of(7, Address.of("+447700900123"), time, time, new DeliveryStatus(0x46));
        assertThat(Hex.of(report.octets())).isEqualTo("06070C914477000910324220923295854942209232958549" + "46");
        assertThat(Tpdu.parse(report.octets(), Direction.FROM_CENTRE)).isEqualTo(report);
    }

    @Test
    void addressesThatAreNone() {
        assertThatThrownBy(() -> Address.of("+123456789012345678901")).hasMessageContaining("at most 20 digits");
        assertThatThrownBy(() -> Address.of("TwelveLetter")).hasMessageContaining("11 letters");
        assertThatThrownBy(() -> Address.of("Жук")).isInstanceOf(TextException.class);
        assertThatThrownBy(() -> new Address(TypeOfNumber.INTERNATIONAL, 1, "12x"))
                .hasMessageContaining("at 2");
        assertThat(Address.of("").type()).isEqualTo(TypeOfNumber.ALPHANUMERIC);
    }

    @Test
    void timestamps() {
        Timestamp stamp = Timestamp.of(OffsetDateTime.parse("2031-12-31T23:59:59-03:30"));
        assertThat(stamp.octets()).isEqualTo(0x13_21_13_32_95_95_49L);
        assertThat(stamp.time()).contains(OffsetDateTime.parse("2031-12-31T23:59:59-03:30"));
        assertThat(Timestamp.of(OffsetDateTime.parse("1999-01-02T03:04:05.9+05:53"))
                        .time())
                .contains(OffsetDateTime.parse("1999-01-02T02:56:05+05:45"));
        assertThat(new Timestamp(0x42_20_03_32_95_85_40L).time()).isEmpty(); // 30 February
        assertThat(new Timestamp(0x42_20_92_32_95_85_97L).time()).isEmpty(); // beyond 18 hours
        assertThatThrownBy(() -> Timestamp.of(OffsetDateTime.parse("2090-01-01T00:00:00Z")))
                .hasMessage("year must be 1990 to 2089, not 2090");
    }

    @ParameterizedTest
    @CsvSource({
        "PT1S,0",
        "PT5M,0",
        "PT5M1S,1",
        "PT12H,143",
        "PT12H1S,144",
        "PT24H,167",
        "PT25H,168",
        "P30D,196",
        "P31D,197",
        "P441D,255",
        "P1000D,255"
    })
    void relativeValidity(Duration wanted, int value) {
        assertThat(Validity.Relative.of(wanted).value()).isEqualTo(value);
    }

    @Test
    void enhancedValidity() {
        Duration time = Duration.ofHours(12).plusMinutes(30).plusSeconds(5);
        assertThat(Validity.Enhanced.time(time, false).octets()).isEqualTo(0x03_21_03_50_00_00_00L);
        assertThat(Validity.Enhanced.time(time, true).duration()).contains(time);
        assertThat(Validity.Enhanced.time(time, true).singleShot()).isTrue();
        assertThat(Validity.Enhanced.seconds(60, false).octets()).isEqualTo(0x02_3C_00_00_00_00_00L);
        assertThat(Validity.Enhanced.seconds(60, false).duration()).contains(Duration.ofMinutes(1));
        assertThat(Validity.Enhanced.relative(new Validity.Relative(11), true).duration())
                .contains(Duration.ofHours(1));
        assertThat(new Validity.Enhanced(0).duration()).isEmpty();
        assertThat(new Validity.Enhanced(0x03_A0_00_00_00_00_00L).duration()).isEmpty();
        assertThatThrownBy(() -> Validity.Enhanced.time(Duration.ofHours(100), false))
                .isInstanceOf(TextException.class);
    }

    @Test
    void reports() {
        Timestamp time = Timestamp.of(OffsetDateTime.parse("2024-02-29T23:59:58+01:00"));
        UserData text = UserData.of(Alphabet.GSM7, Udh.NONE, Encoding.GSM7.encode("full"));
        ReportParameters all = new ReportParameters(ProtocolId.DEFAULT, DataCoding.GSM7, text);
        SubmitReport refused = new SubmitReport(0xC0, time, all);
        assertThat(Hex.of(refused.octets())).isEqualTo("01C00742209232958540000004" + "E63A9B0D");
        assertThat(Tpdu.parse(refused.octets(), Direction.FROM_CENTRE)).isEqualTo(refused);
        SubmitReport accepted = new SubmitReport(-1, time, ReportParameters.NONE);
        assertThat(Hex.of(accepted.octets())).isEqualTo("010042209232958540");
        assertThat(Tpdu.parse(accepted.octets(), Direction.FROM_CENTRE)).isEqualTo(accepted);
        DeliverReport full = new DeliverReport(0xD3, new ReportParameters(null, null, text));
        assertThat(Hex.of(full.octets())).isEqualTo("00D30404E63A9B0D");
        assertThat(Tpdu.parse(full.octets(), Direction.TO_CENTRE)).isEqualTo(full);
        assertThat(Tpdu.parse(new byte[] {0, (byte) 0x81, 0, 0}, Direction.TO_CENTRE))
                .isEqualTo(new DeliverReport(0x81, ReportParameters.NONE));
    }

    @Test
    void headerElementsKeepTheirOctets() {
        String hex = "33" + "00032A0302" + "0102800F" + "0402F5F0" + "05040B8423F0" + "060181" + "070103" + "0A0300051B"
                + "0A040005107F" + "200110" + "21040010050A" + "2207" + "0B91447700099F";
        byte[] octets =
                java.util.HexFormat.of().parseHex(hex.replaceFirst("..", String.format("%02X", hex.length() / 2 - 1)));
        Udh udh = Udh.parse(octets);
        assertThat(udh.elements())
                .filteredOn(element -> !(element instanceof RawElement))
                .containsExactly(
                        new Concatenation(0x2A, false, 3, 2),
                        new SpecialIndication(0x80, 15),
                        new Ports(0xF5, 0xF0, false),
                        new Ports(2948, 9200, true),
                        new SmscControl(0x81),
                        new SourceIndicator(3),
                        new TextFormatting(0, 5, 0x1B, -1),
                        new TextFormatting(0, 5, 0x10, 0x7F),
                        new Rfc822HeaderLength(16),
                        new Hyperlink(16, 5, 10));
        assertThat(udh.bytes()).isEqualTo(octets);
        Udh reply = Udh.of(new ReplyAddress(Address.of("+4477")), new NationalShift(false, 13));
        assertThat(Udh.parse(reply.bytes())).isEqualTo(reply);
        assertThat(udh.ports()).contains(new Ports(2948, 9200, true));
    }

    @Test
    void theLastOfARepeatedElementCountsAndAWideReferenceBeforeANarrowOne() {
        Udh udh = Udh.of(
                new Concatenation(1, true, 2, 1),
                new Concatenation(7, false, 3, 2),
                new NationalShift(true, 2),
                new NationalShift(false, 1),
                new NationalShift(false, 200));
        assertThat(udh.concatenation()).contains(new Concatenation(1, true, 2, 1));
        assertThat(udh.locking()).isEqualTo(NationalLanguage.DEFAULT); // Spanish has no locking table
        assertThat(udh.singleShift()).isEqualTo(NationalLanguage.DEFAULT); // reserved
    }
}
