package org.smshub.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.text.plan.Segment;
import org.smshub.text.plan.TextProfile;
import org.smshub.text.tpdu.Deliver;
import org.smshub.text.tpdu.Pdu;
import org.smshub.text.tpdu.Submit;
import org.smshub.text.tpdu.Timestamp;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.tpdu.Validity;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Udh;

/** What we encode, read by tshark and by libGammu. Both know no national tables, so those are not sent here. */
class InteropTest {

    private static final Address CENTRE = Address.of("+32475161616");
    private static final Timestamp TIME = Timestamp.of(OffsetDateTime.parse("2024-02-29T23:59:58+01:00"));
    private static final String GSM = "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà^{}\\[~]|€";

    /** A message and the slice of text that it must be read as. */
    private record Sent(String name, Pdu pdu, Address peer, String text, Concatenation part) {}

    private static List<Sent> messages() {
        List<String> texts = List.of(
                "hello",
                "1234567",
                "1234567@",
                "x".repeat(158) + "€",
                GSM,
                GSM.repeat(5),
                "Привет, мир",
                "日本語 ok 😀",
                ("жизнь 😀 " + "я".repeat(58)).repeat(6),
                "a".repeat(152) + "€" + "b".repeat(200));
        List<Address> peers = List.of(
                Address.of("+447700900123"),
                Address.of("+32470123456"),
                Address.of("8181"),
                new Address(TypeOfNumber.NATIONAL, 1, "0470123456"));
        List<Sent> sent = new ArrayList<>();
        int number = 0;
        for (TextProfile profile : List.of(TextProfile.STANDARD, TextProfile.STANDARD.withWideReference(true))) {
            for (String text : texts) {
                Address peer = peers.get(number++ % peers.size());
                for (Segment segment : profile.plan(text).segments(number)) {
                    Concatenation part = segment.udh().concatenation().orElse(null);
                    UserData data = segment.userData();
                    Submit submit = Submit.of(peer, data)
                            .withReference(number)
                            .withStatusReport(number % 2 == 0)
                            .withValidity(number % 3 == 0 ? new Validity.Relative(100) : null);
                    Deliver deliver = Deliver.of(peer, TIME, data);
                    sent.add(new Sent("submit " + number, new Pdu(CENTRE, submit), peer, segment.text(), part));
                    sent.add(new Sent("deliver " + number, new Pdu(CENTRE, deliver), peer, segment.text(), part));
                }
            }
        }
        Address letters = Address.of("BestBank.eu");
        Deliver named = Deliver.of(letters, TIME, UserData.of(Alphabet.GSM7, Udh.NONE, Encoding.GSM7.encode("hi")));
        sent.add(new Sent("letters", new Pdu(CENTRE, named), letters, "hi", null));
        return sent;
    }

    @Test
    void tsharkReadsWhatWeEncode(@TempDir Path directory) throws Exception {
        Tool.require("tshark", "tshark", "--version");
        List<Sent> messages = messages();
        Path capture = directory.resolve("sms.pcap");
        Files.write(capture, capture(messages));
        JsonNode packets = new ObjectMapper()
                .readTree(Tool.run(
                        directory,
                        List.of(
                                "tshark",
                                "-r",
                                capture.toString(),
                                "-o",
                                "uat:user_dlts:\"User 0 (DLT=147)\",\"gsm_a_rp\",\"0\",\"\",\"0\",\"\"",
                                "-o",
                                "gsm_sms.reassemble:FALSE",
                                "-T",
                                "json",
                                "-e",
                                "gsm_sms.tp-mti",
                                "-e",
                                "gsm_sms.tp-oa",
                                "-e",
                                "gsm_sms.tp-da",
                                "-e",
                                "gsm_sms.sms_text",
                                "-e",
                                "gsm_sms.udh.mm.msg_part",
                                "-e",
                                "gsm_sms.udh.mm.msg_parts",
                                "-e",
                                "_ws.malformed")));
        assertThat(packets).hasSize(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            Sent sent = messages.get(i);
            JsonNode layers = packets.get(i).get("_source").get("layers");
            boolean submit = sent.pdu.tpdu() instanceof Submit;
            assertThat(layers.has("_ws.malformed")).as(sent.name).isFalse();
            assertThat(first(layers, "gsm_sms.tp-mti")).as(sent.name).isEqualTo(submit ? "1" : "0");
            assertThat(first(layers, submit ? "gsm_sms.tp-da" : "gsm_sms.tp-oa"))
                    .as(sent.name)
                    .isEqualTo(sent.peer.value());
            assertThat(first(layers, "gsm_sms.sms_text")).as(sent.name).isEqualTo(sent.text);
            if (sent.part != null) {
                assertThat(first(layers, "gsm_sms.udh.mm.msg_part")).isEqualTo("" + sent.part.part());
                assertThat(first(layers, "gsm_sms.udh.mm.msg_parts")).isEqualTo("" + sent.part.parts());
            }
        }
    }

    private static String first(JsonNode layers, String field) {
        return layers.path(field).path(0).asText();
    }

    /** Each TPDU in an RP-DATA (3GPP TS 24.011 7.3.1), of the link type that tshark is told to hand to its RP decoder. */
    private static byte[] capture(List<Sent> messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putLong(0);
        out.writeBytes(header.putInt(65535).putInt(147).array());
        for (Sent sent : messages) {
            boolean submit = sent.pdu.tpdu() instanceof Submit;
            byte[] tpdu = sent.pdu.tpdu().octets();
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(submit ? 0 : 1);
            frame.write(1);
            frame.writeBytes(submit ? new byte[1] : CENTRE.centreOctets());
            frame.writeBytes(submit ? CENTRE.centreOctets() : new byte[1]);
            frame.write(tpdu.length);
            frame.writeBytes(tpdu);
            ByteBuffer record = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            out.writeBytes(
                    record.putLong(0).putInt(frame.size()).putInt(frame.size()).array());
            out.writeBytes(frame.toByteArray());
        }
        return out.toByteArray();
    }

    private static final String GAMMU = "import gammu, json, sys\n"
            + "for line in open(sys.argv[1]):\n"
            + "    print(json.dumps(gammu.DecodePDU(bytes.fromhex(line), True), default=str))\n";

    @Test
    void gammuReadsWhatWeEncode(@TempDir Path directory) throws Exception {
        Tool.require("python3-gammu", "/usr/bin/python3", "-c", "import gammu");
        List<Sent> messages = messages();
        Path pdus = directory.resolve("pdus");
        Files.write(pdus, messages.stream().map(sent -> sent.pdu.hex()).toList());
        String[] lines = Tool.run(directory, List.of("/usr/bin/python3", "-c", GAMMU, pdus.toString()))
                .split("\n");
        assertThat(lines).hasSize(messages.size());
        for (int i = 0; i < lines.length; i++) {
            Sent sent = messages.get(i);
            JsonNode read = new ObjectMapper().readTree(lines[i]);
            boolean submit = sent.pdu.tpdu() instanceof Submit;
            assertThat(read.get("Type").asText()).as(sent.name).isEqualTo(submit ? "Submit" : "Deliver");
            assertThat(read.get("SMSC").get("Number").asText()).isEqualTo(CENTRE.text());
            assertThat(read.get("Number").asText()).as(sent.name).isEqualTo(sent.peer.text());
            // The binding takes the number of septets for that of characters: after a NUL comes what lay in memory.
            assertThat(read.get("Text").asText().split("\0")[0]).as(sent.name).isEqualTo(sent.text);
            if (!submit) {
                assertThat(read.get("DateTime").asText()).as(sent.name).startsWith("2024-02-29 23:59:58");
            }
            if (sent.part != null) {
                assertThat(read.get("UDH").get("PartNumber").asInt()).isEqualTo(sent.part.part());
                assertThat(read.get("UDH").get("AllParts").asInt()).isEqualTo(sent.part.parts());
                String id = sent.part.wide() ? "ID16bit" : "ID8bit";
                assertThat(read.get("UDH").get(id).asInt()).isEqualTo(sent.part.reference());
            }
        }
    }
}
