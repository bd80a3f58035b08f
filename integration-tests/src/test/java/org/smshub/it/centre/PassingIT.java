package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.cimd2.Packet;
import org.smshub.it.Api;
import org.smshub.it.centre.LinksHub.Link;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFrame;

/** The tables "What passes" and "Receipts" of docs/alphabets.md, row by row: from each input to the octets at each kind of centre. */
@Timeout(300)
@Execution(ExecutionMode.SAME_THREAD)
class PassingIT {

    private static final List<Link> SMPP = List.of(Link.PLAIN, Link.CAMEL);

    private static LinksHub hub;
    private static SmppApplication smpp;
    private static UcpApplication ucp;
    private static org.smshub.cimd2.PlainClient cimd2;

    @BeforeAll
    static void start() throws Exception {
        hub = new LinksHub(
                Map.of(),
                Link.PLAIN,
                Link.CAMEL,
                Link.UCP,
                Link.CIMD2,
                Link.MODEM,
                Link.SOME,
                Link.CAMEL_SOME,
                Link.UCP_SOME,
                Link.CIMD2_SOME,
                Link.MODEM_SOME);
        smpp = hub.bySmpp("demo");
        ucp = hub.byUcp("demo");
        cimd2 = hub.byCimd2("demo");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {smpp, ucp, cimd2}) {
            if (each != null) {
                each.close();
            }
        }
        if (hub != null) {
            hub.close("passing");
        }
    }

    private static Submit at(Link link, String number) {
        List<Submit> all = hub.read(link, number, 1);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static UcpFrame ucpAt(Link link, String number) {
        return (UcpFrame) at(link, number).whole;
    }

    private static Packet cimd2At(Link link, String number) {
        return (Packet) at(link, number).whole;
    }

    /** What a submit_sm says beside its addresses and its text: validity as R where it is relative, optional parameters in hex. */
    private static String said(Link link, String number) {
        byte[] body = (byte[]) at(link, number).whole;
        java.nio.ByteBuffer in = java.nio.ByteBuffer.wrap(body);
        String service = Pdu.cString(in);
        in.getShort();
        Pdu.cString(in);
        in.getShort();
        Pdu.cString(in);
        int esmClass = in.get() & 0xFF;
        int protocolId = in.get() & 0xFF;
        int priority = in.get();
        Pdu.cString(in);
        String validity = Pdu.cString(in);
        int registered = in.get() & 0xFF;
        int replace = in.get();
        StringBuilder said = new StringBuilder(String.format(
                "%s esm %02X pid %02X priority %d validity %s registered %02X replace %d",
                service, esmClass, protocolId, priority, validity.replaceAll("\\d+", ""), registered, replace));
        SmppMessage.read(body)
                .tlvs()
                .forEach((tag, value) -> said.append(
                        String.format(" %04X=%s", tag, HexFormat.of().formatHex(value))));
        return said.toString();
    }

    /** camel-smpp loses that bit of esm_class. */
    private static String replyPath(Link link) {
        return link == Link.CAMEL ? "00" : "80";
    }

    private static final String NOTHING = " esm 00 pid 00 priority 0 validity  registered 01 replace 0";

    /** First octet of the TPDU that a modem was given, and its protocol identifier. */
    private static String modemAt(Link link, String number) {
        String pdu = (String) at(link, number).whole;
        int first = 2 + 2 * Integer.parseInt(pdu.substring(0, 2), 16);
        int digits = Integer.parseInt(pdu.substring(first + 4, first + 6), 16);
        int pid = first + 8 + (digits + 1) / 2 * 2;
        int octet = Integer.parseInt(pdu.substring(first, first + 2), 16);
        return String.format(
                "%s%s pid %s",
                (octet & 0x80) != 0 ? "reply path" : "",
                (octet & 0x18) == 0 ? "" : " validity",
                pdu.substring(pid, pid + 2));
    }

    // --- by input

    @Test
    void whatAMessageByHttpSays() throws Exception {
        Map<String, Object> message = new TreeMap<>(Map.of("from", "2345", "text", "hello", "priority", 2));
        for (Link link : Stream.of(Link.PLAIN, Link.CAMEL, Link.UCP, Link.CIMD2, Link.MODEM, Link.SOME, Link.CAMEL_SOME)
                .toList()) {
            String number = link.number();
            message.put("to", "+" + number);
            Api.Answer answer = hub.api.post(message);
            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
            switch (link) {
                case PLAIN, CAMEL -> assertThat(said(link, number)).isEqualTo(NOTHING);
                // what the centre is told of SmsPriority is said by priorities, 0,0,2,3 there
                case SOME, CAMEL_SOME ->
                    assertThat(said(link, number)).isEqualTo(NOTHING.replace("priority 0", "priority 2"));
                case UCP -> {
                    UcpFrame frame = ucpAt(link, number);
                    assertThat(frame.get(UcpField.PR)
                                    + frame.get(UcpField.RPID)
                                    + frame.get(UcpField.VP)
                                    + frame.get(UcpField.XSER))
                            .isEmpty();
                }
                case CIMD2 ->
                    assertThat(cimd2At(link, number).parameters()).noneMatch(p -> p.matches("05[01258]:.*|06[457]:.*"));
                default -> assertThat(modemAt(link, number)).isEqualTo(" pid 00");
            }
        }
        String number = Link.MODEM.number();
        message.put("to", "+" + number);
        message.put("validUntil", java.time.Instant.now().plusSeconds(7_200).toString());
        assertThat(hub.api.post(message).status()).isEqualTo(202);
        assertThat(modemAt(Link.MODEM, number)).isEqualTo(" validity pid 00");
    }

    @Test
    void whatAnApplicationBySmppSays() throws Exception {
        for (Link link : List.of(Link.PLAIN, Link.CAMEL, Link.UCP, Link.CIMD2, Link.MODEM)) {
            String number = link.number();
            assertThat(smpp.submit(new SubmitBody(number)
                            .from(1, 1, "48111222333")
                            .service("CMT")
                            .esmClass(0x83)
                            .protocolId(0x41)
                            .priority(2)
                            .replace()
                            .registered(0x0D)
                            .times("", "000000040000000R")
                            .tlv(0x0381, (byte) 1, (byte) 2)
                            .tlv(0x1400, (byte) 7)
                            .tlv(0x1403, (byte) 8)
                            .octets()))
                    .isZero();
            switch (link) {
                case PLAIN, CAMEL ->
                    assertThat(said(link, number))
                            .isEqualTo("CMT esm " + replyPath(link)
                                    + " pid 41 priority 2 validity R registered 0D replace 1 0381=0102 1400=07");
                case UCP -> {
                    UcpFrame frame = ucpAt(link, number);
                    assertThat(frame.get(UcpField.RPID) + " " + frame.get(UcpField.RPI) + " " + frame.get(UcpField.PR)
                                    + " " + frame.get(UcpField.XSER))
                            .isEqualTo("0065 1  ");
                    assertThat(frame.get(UcpField.VP)).matches("\\d{10}");
                }
                case CIMD2 -> {
                    Packet packet = cimd2At(link, number);
                    assertThat(packet.get(52) + " " + packet.get(55) + " " + packet.get(67))
                            .isEqualTo("65 1 null");
                    assertThat(packet.get(50)).isNotNull();
                }
                default -> assertThat(modemAt(link, number)).isEqualTo("reply path validity pid 41");
            }
        }
    }

    @Test
    void whatAnApplicationByUcpSays() throws Exception {
        String tomorrow = LocalDateTime.now().plusDays(1).format(DateTimeFormatter.ofPattern("ddMMyyHHmm"));
        for (Link link : List.of(Link.PLAIN, Link.CAMEL, Link.UCP, Link.CIMD2, Link.MODEM)) {
            String number = link.number();
            Map<String, String> fields =
                    new HashMap<>(Map.of("AdC", "00" + number, "OAdC", "2345", "MT", "3", "Msg", "4142"));
            fields.putAll(Map.of("NRq", "1", "NT", "2", "RPID", "0065", "PR", "2", "RPI", "1", "VP", tomorrow));
            fields.put("XSer", "0C03414243" + "0D0101");
            assertThat(ucp.submit(fields)).startsWith("A");
            switch (link) {
                case PLAIN, CAMEL ->
                    assertThat(said(link, number))
                            .isEqualTo(" esm " + replyPath(link)
                                    + " pid 41 priority 0 validity R registered 02 replace 0");
                case UCP -> {
                    UcpFrame frame = ucpAt(link, number);
                    for (String name : List.of("NRq", "NT", "RPID", "PR", "RPI", "VP", "XSer")) {
                        UcpField field = UcpField.valueOf(name.toUpperCase());
                        assertThat(frame.get(field)).as(name).isEqualTo(fields.get(name));
                    }
                }
                case CIMD2 -> {
                    Packet packet = cimd2At(link, number);
                    assertThat(packet.get(52) + " " + packet.get(55) + " " + packet.get(67) + " " + packet.get(64))
                            .isEqualTo("65 1 null null");
                    assertThat(packet.get(56)).isEqualTo("54");
                }
                default -> assertThat(modemAt(link, number)).isEqualTo("reply path validity pid 41");
            }
        }
    }

    @Test
    void whatAnApplicationByCimd2Says() throws Exception {
        for (Link link : List.of(Link.PLAIN, Link.CAMEL, Link.UCP, Link.CIMD2, Link.MODEM)) {
            String number = link.number();
            List<String> own = List.of("050:143", "052:65", "055:1", "056:10", "058:1", "064:12", "065:3", "067:3");
            cimd2.send(
                    3,
                    Stream.concat(Stream.of("021:+" + number, "023:2345", "033:AB"), own.stream())
                            .toArray(String[]::new));
            Packet answer = cimd2.delivered();
            assertThat(answer.get(900)).as("%s", answer).isNull();
            switch (link) {
                case PLAIN, CAMEL ->
                    assertThat(said(link, number))
                            .isEqualTo(" esm " + replyPath(link)
                                    + " pid 41 priority 0 validity R registered 01 replace 0");
                case UCP -> {
                    UcpFrame frame = ucpAt(link, number);
                    assertThat(frame.get(UcpField.RPID) + " " + frame.get(UcpField.RPI) + " " + frame.get(UcpField.PR)
                                    + " " + frame.get(UcpField.XSER))
                            .isEqualTo("0065 1  ");
                    assertThat(frame.get(UcpField.VP)).matches("\\d{10}");
                }
                case CIMD2 -> {
                    List<String> there = cimd2At(link, number).parameters();
                    assertThat(there).containsAll(own.subList(1, own.size()));
                    assertThat(there).anyMatch(p -> p.matches("050:14[23]"));
                }
                default -> assertThat(modemAt(link, number)).isEqualTo("reply path validity pid 41");
            }
        }
    }

    /** passes of their blocks: standard,-priority,-tlvs,tlv.0204,-replyPath,-validity,-billing,xser.0D,messageMode. */
    @Test
    void aBlockSaysWhatPasses() throws Exception {
        for (Link link : List.of(Link.SOME, Link.CAMEL_SOME)) {
            String number = link.number();
            assertThat(smpp.submit(new SubmitBody(number)
                            .service("CMT")
                            .esmClass(0x83)
                            .protocolId(0x41)
                            .priority(3)
                            .times("", "000000040000000R")
                            .tlv(0x0381, (byte) 1)
                            .tlv(0x0204, (byte) 0, (byte) 7)
                            .tlv(0x1400, (byte) 7)
                            .octets()))
                    .isZero();
            // the priority is that of the block's priorities for SmsPriority 3
            assertThat(said(link, number))
                    .isEqualTo("CMT esm 03 pid 41 priority 3 validity  registered 01 replace 0 0204=0007");
        }
        String byUcp = Link.UCP_SOME.number();
        Map<String, String> fields =
                new HashMap<>(Map.of("AdC", "00" + byUcp, "OAdC", "2345", "MT", "3", "Msg", "4142"));
        fields.putAll(Map.of("RPID", "0065", "PR", "1", "RPI", "1", "XSer", "0C03414243" + "0D0101"));
        assertThat(ucp.submit(fields)).startsWith("A");
        UcpFrame frame = ucpAt(Link.UCP_SOME, byUcp);
        assertThat(frame.get(UcpField.RPID) + frame.get(UcpField.PR) + frame.get(UcpField.RPI) + " "
                        + frame.get(UcpField.XSER))
                .isEqualTo("00650 0D0101");
        String byCimd2 = Link.CIMD2_SOME.number();
        cimd2.send(3, "021:+" + byCimd2, "023:2345", "033:AB", "052:65", "055:1", "058:1", "064:12", "067:1");
        assertThat(cimd2.delivered().get(900)).isNull();
        Packet packet = cimd2At(Link.CIMD2_SOME, byCimd2);
        assertThat(packet.get(52) + packet.get(55) + packet.get(58) + packet.get(64) + packet.get(67))
                .isEqualTo("65null1null3");
        String byModem = Link.MODEM_SOME.number();
        assertThat(smpp.submit(new SubmitBody(byModem)
                        .esmClass(0x80)
                        .protocolId(0x41)
                        .times("", "000000040000000R")
                        .octets()))
                .isZero();
        assertThat(modemAt(Link.MODEM_SOME, byModem)).isEqualTo(" pid 41");
    }

    /** Controls and what is no number, in every field that has characters; HTTP has its own in AddressesIT. */
    @Test
    void whatNoFieldMayHoldIsRefusedAtEveryDoor() throws Exception {
        String number = Link.PLAIN.number();
        assertThat(smpp.submit(new SubmitBody(number).service("C\nT").octets())).isEqualTo(0x15);
        assertThat(smpp.submit(new SubmitBody("4860\u0007").octets())).isEqualTo(0x0B);
        assertThat(smpp.submit(new SubmitBody(number).from(5, 0, "A\u0085").octets()))
                .isEqualTo(0x0A);
        // septets of A and line feed, packed
        assertThat(ucp.submit(Map.of("AdC", "00" + number, "OAdC", "044105", "OTOA", "5039", "MT", "3", "Msg", "4142")))
                .startsWith("02");
        assertThat(ucp.submit(Map.of("AdC", "00" + number + "A", "OAdC", "2345", "MT", "3", "Msg", "4142")))
                .startsWith("06");
        assertThat(ucp.submit(Map.of("AdC", "00" + number, "OAdC", "2345", "MT", "3", "Msg", "4142", "XSer", "0C0341")))
                .startsWith("02");
        for (String[] wrong : new String[][] {
            {"300", "021:+" + number + "x", "023:2345"},
            {"306", "021:+" + number, "023:23x5"},
            {"306", "021:+" + number, "027:A\u0085B"},
            {"306", "021:+" + number, "027:A\u0007B"}
        }) {
            cimd2.send(3, wrong[1], wrong[2], "033:AB");
            assertThat(cimd2.delivered().get(900)).as(wrong[2]).isEqualTo(wrong[0]);
        }
        assertThat(hub.centre(Link.PLAIN).read("+" + number)).isEmpty();
    }

    // --- receipts

    @ParameterizedTest
    @CsvSource({
        "NONE, 0, 0, 0",
        "FINAL, 1, 3, 62",
        "FAILURE, 2, 2, 54",
        "SUCCESS, 1, 1, 8",
        "INTERMEDIATE, 16, 4, 1",
        "ALL, 17, 7, 63",
        "FAILURE_INTERMEDIATE, 18, 6, 55",
        "SUCCESS_INTERMEDIATE, 17, 5, 9"
    })
    void theCentreIsAskedForWhatTheSenderAskedFor(String wanted, int registered, String nt, String bits)
            throws Exception {
        for (Link link : List.of(Link.PLAIN, Link.CAMEL, Link.UCP, Link.CIMD2)) {
            String number = link.number();
            Api.Answer answer =
                    hub.api.post(Map.of("to", "+" + number, "from", "2345", "text", "hello", "receipt", wanted));
            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
            switch (link) {
                case PLAIN, CAMEL ->
                    assertThat(SmppMessage.read((byte[]) at(link, number).whole).registered())
                            .isEqualTo(registered);
                case UCP -> {
                    UcpFrame frame = ucpAt(link, number);
                    assertThat(frame.get(UcpField.NRQ).equals("1") ? frame.get(UcpField.NT) : "0")
                            .isEqualTo(nt);
                }
                default -> assertThat(cimd2At(link, number).get(56)).isEqualTo(bits);
            }
        }
    }

    /** err: of the text and network_error_code, as they came, to an application by SMPP; and what HTTP and UCP make of it. */
    @Test
    void theErrorOfACentreBySmppIsToldOn() throws Exception {
        for (Link link : SMPP) {
            hub.centre(link).onSubmit(submit -> {
                submit.accept();
                byte[] text = new String(Pdu.text(submit.id, "UNDELIV"), StandardCharsets.US_ASCII)
                        .replace("err:000", "err:0A1")
                        .getBytes(StandardCharsets.US_ASCII);
                ((ScriptedSmsc.Bind) submit.line)
                        .deliver(
                                submit,
                                4,
                                0,
                                text,
                                Pdu.receipted(submit.id),
                                Pdu.state(5),
                                Pdu.tlv(0x0423, (byte) 3, (byte) 0, (byte) 0x45));
            });
            String number = link.number();
            assertThat(smpp.submit(new SubmitBody(number).octets())).isZero();
            await().atMost(LinksHub.PATIENCE).until(() -> receipt(number) != null);
            SmppMessage told = receipt(number);
            assertThat(new String(told.octets_(), StandardCharsets.US_ASCII)).contains("stat:UNDELIV err:0A1");
            assertThat(HexFormat.of().formatHex(told.tlvs().get(0x0423))).isEqualTo("030045");
            String other = link.number();
            Api.Answer accepted = hub.api.post(Map.of("to", "+" + other, "from", "2345", "text", "hello"));
            await().atMost(LinksHub.PATIENCE)
                    .until(() -> hub.api.get(accepted.id()).state().equals("UNDELIVERABLE"));
            assertThat(hub.api
                            .get(accepted.id())
                            .body()
                            .path("parts")
                            .path(0)
                            .path("errorCode")
                            .asText())
                    .isEqualTo("smpp:0A1/030045");
            hub.centre(link).onSubmit(Centre.GOOD);
        }
    }

    private static SmppMessage receipt(String from) {
        return smpp.messages().stream()
                .filter(m -> m.source().equals(from) && (m.esmClass() & 0x3C) == 4)
                .findFirst()
                .orElse(null);
    }

    @Test
    void theReasonOfACentreByUcpIsToldOn() throws Exception {
        hub.centre(Link.UCP).onSubmit(submit -> {
            submit.accept();
            submit.receipt(Told.UNDELIVERABLE);
        });
        String number = Link.UCP.number();
        assertThat(ucp.submit(
                        Map.of("AdC", "00" + number, "OAdC", "2345", "NRq", "1", "NT", "3", "MT", "3", "Msg", "4142")))
                .startsWith("A");
        UcpFrame told = ucp.delivered();
        while (!told.get(UcpField.OADC).endsWith(number)) {
            told = ucp.delivered();
        }
        assertThat(told.get(UcpField.DST) + " " + told.get(UcpField.RSN)).isEqualTo("2 101");
        // the centre's time of it
        assertThat(told.get(UcpField.DSCTS)).isEqualTo(ScriptedUcpCentre.endOfDay());
        // an application by SMPP hears its number
        String other = Link.UCP.number();
        assertThat(smpp.submit(new SubmitBody(other).octets())).isZero();
        await().atMost(LinksHub.PATIENCE).until(() -> receipt(other) != null);
        assertThat(new String(receipt(other).octets_(), StandardCharsets.US_ASCII))
                .contains("err:101");
        hub.centre(Link.UCP).onSubmit(Centre.GOOD);
    }

    @Test
    void theErrorOfACentreByCimd2IsToldOn() throws Exception {
        hub.centre(Link.CIMD2).onSubmit(submit -> {
            submit.accept();
            String time = submit.id.substring(submit.id.indexOf(':') + 1);
            ((ScriptedCimd2Centre.Cimd2Line) submit.line)
                    .send(Packet.of(23, 100, "021:+" + submit.to, "060:" + time, "061:3", "062:24", "063:" + time));
        });
        String number = Link.CIMD2.number();
        cimd2.send(3, "021:+" + number, "023:2345", "033:AB", "056:62");
        assertThat(cimd2.delivered().get(900)).isNull();
        Packet told = cimd2.delivered();
        cimd2.respond(told);
        while (!told.get(21).endsWith(number)) {
            told = cimd2.delivered();
            cimd2.respond(told);
        }
        assertThat(told.get(61) + " " + told.get(62)).isEqualTo("3 24");
        hub.centre(Link.CIMD2).onSubmit(Centre.GOOD);
    }
}
