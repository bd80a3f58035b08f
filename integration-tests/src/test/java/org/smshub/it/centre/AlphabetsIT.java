package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.cimd2.Packet;
import org.smshub.it.Api;
import org.smshub.it.centre.LinksHub.Link;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFrame;

/** What is sent is what was meant: from every input through links of every profile to the octets at a centre, and back. */
@Timeout(600)
@Execution(ExecutionMode.SAME_THREAD)
class AlphabetsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final boolean FULL = Boolean.getBoolean("full");

    private static LinksHub hub;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> clients = new LinkedHashMap<>();
        for (String alphabet : List.of("LATIN1", "ASCII", "UTF8")) {
            String id = alphabet.toLowerCase();
            clients.put(id, "alphabet: " + alphabet + ", numbers: [\"" + number(id) + "\"]");
            for (String protocol : List.of("ucp", "cimd2")) {
                clients.put(
                        id + "-" + protocol,
                        "alphabet: " + alphabet + ", events: " + protocol + ", numbers: [\""
                                + number(id + "-" + protocol) + "\"]");
            }
        }
        for (String protocol : List.of("ucp", "cimd2")) {
            clients.put(protocol, "events: " + protocol + ", numbers: [\"" + number(protocol) + "\"]");
        }
        hub = new LinksHub(
                clients,
                Link.DOWN,
                Link.PLAIN,
                Link.LATIN,
                Link.SAR,
                Link.PAYLOAD,
                Link.SEPTETS,
                Link.CAMEL,
                Link.UCP,
                Link.CIMD2,
                Link.TURKISH);
        api = hub.api;
    }

    /** A short code of the application. */
    private static String number(String client) {
        return switch (client) {
            case "latin1" -> "3001";
            case "ascii" -> "3002";
            case "utf8" -> "3003";
            case "latin1-ucp" -> "3011";
            case "ascii-ucp" -> "3012";
            case "utf8-ucp" -> "3013";
            case "latin1-cimd2" -> "3021";
            case "ascii-cimd2" -> "3022";
            case "utf8-cimd2" -> "3023";
            case "ucp" -> "3010";
            case "cimd2" -> "3020";
            default -> "2345";
        };
    }

    @AfterAll
    static void stop() throws Exception {
        if (hub != null) {
            hub.close("alphabets");
        }
    }

    private static SmppApplication bind(String client) throws Exception {
        return hub.bySmpp(client);
    }

    private static List<Submit> read(Link link, String number, int parts) {
        return hub.read(link, number, parts);
    }

    private static SmppMessage one(Link link, String number) {
        return SmppMessage.read((byte[]) read(link, number, 1).get(0).whole);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().withUpperCase().formatHex(octets);
    }

    private static byte[] gsm(int septets) {
        byte[] octets = new byte[septets];
        Arrays.fill(octets, (byte) 'x');
        return octets;
    }

    // --- D1: one alphabet from the plan to the octets

    @Test
    void aTextIsPlannedInTheAlphabetItIsWrittenIn() throws Exception {
        String euro = Link.LATIN.number();
        post("+" + euro, "5 €");
        assertThat(one(Link.LATIN, euro).meaning())
                .isEqualTo("esm_class 00, protocol_id 00, data_coding 08, 0035002020AC");
        String cafe = Link.LATIN.number();
        post("+" + cafe, "café");
        assertThat(one(Link.LATIN, cafe).meaning()).isEqualTo("esm_class 00, protocol_id 00, data_coding 00, 636166E9");
        String flash = Link.LATIN.number();
        Api.Answer answer =
                api.post(Map.of("to", "+" + flash, "from", "2345", "text", "café", "class", 0, "receipt", "NONE"));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(one(Link.LATIN, flash).meaning())
                .isEqualTo("esm_class 00, protocol_id 00, data_coding F0, 63616605");
    }

    private static void post(String to, String text) throws Exception {
        Api.Answer answer = api.post(Map.of("to", to, "from", "2345", "text", text, "receipt", "NONE"));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
    }

    @Test
    void whatALinkDoesNotCarryIsRefusedWithTheCharacterNamed() throws Exception {
        Api.Answer answer = api.post(Map.of("to", "+" + Link.SEPTETS.number(), "text", "5 € for Žofie"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().toString()).contains("U+017D LATIN CAPITAL LETTER Z WITH CARON", "position 8");
        try (SmppApplication demo = bind("demo")) {
            assertThat(demo.submit(SmppMessage.to(Link.SEPTETS.number(), 8, hex("017D"))))
                    .isEqualTo(0x45);
            assertThat(demo.submit(SmppMessage.to(Link.SEPTETS.number(), 4, hex("0102"))))
                    .isEqualTo(0x45);
        }
    }

    @Test
    void whatAnApplicationMeansByDataCoding0IsItsOwn() throws Exception {
        Map<String, byte[]> cafe = Map.of(
                "demo",
                hex("63616605"),
                "latin1",
                hex("636166E9"),
                "utf8",
                hex("636166C3A9"),
                "ascii",
                hex("63616665"));
        for (String client : cafe.keySet()) {
            try (SmppApplication application = bind(client)) {
                String number = Link.PLAIN.number();
                assertThat(application.submit(SmppMessage.to(number, 0, cafe.get(client))))
                        .isZero();
                assertThat(hex(one(Link.PLAIN, number).content()))
                        .as(client)
                        .isEqualTo(client.equals("ascii") ? "63616665" : "63616605");
                if (!client.equals("latin1")) {
                    // octets that are no characters there: refused, and never U+FFFD
                    assertThat(application.submit(SmppMessage.to(Link.PLAIN.number(), 0, hex("636166E9"))))
                            .as(client)
                            .isEqualTo(0x45);
                }
                // and the other way: what comes for it is under data_coding 0 in its alphabet
                String from = Link.PLAIN.number();
                deliver(Link.PLAIN, from, number(client), 0, 0, hex("63616605"));
                await().atMost(PATIENCE).until(() -> !application.from(from).isEmpty());
                SmppMessage came = application.from(from).get(0);
                assertThat(came.dataCoding() + " " + hex(came.content()))
                        .as(client)
                        .isEqualTo(client.equals("ascii") ? "8 00630061006600E9" : "0 " + hex(cafe.get(client)));
            }
        }
    }

    private static void deliver(Link link, String from, String to, int esmClass, int coding, byte[] octets)
            throws Exception {
        hub.smpp(link).request(Pdu.DELIVER_SM, Pdu.deliverSm(from, to, esmClass, coding, octets));
    }

    // --- D2, D4, D8: what comes finished

    /** As if it were bound to the centre itself, octet for octet, but for what docs/alphabets.md lists. */
    @Test
    void theCentreSeesWhatItWouldSeeFromTheApplicationItself() throws Exception {
        Random random = new Random(18);
        Map<String, byte[]> sent = new LinkedHashMap<>();
        Map<String, Link> by = new LinkedHashMap<>();
        try (SmppApplication demo = bind("demo")) {
            for (int i = 0; i < (FULL ? 2_000 : 200); i++) {
                Link link =
                        List.of(Link.PLAIN, Link.SAR, Link.CAMEL, Link.TURKISH).get(random.nextInt(4));
                String number = link.number();
                byte[] body = generated(random, link, number);
                assertThat(demo.submit(body)).as(hex(body)).isZero();
                sent.put(number, body);
                by.put(number, link);
            }
        }
        sent.forEach((number, body) -> {
            List<Submit> all = read(by.get(number), number, 1);
            assertThat(all).hasSize(1);
            assertThat(hex((byte[]) all.get(0).whole))
                    .as("by %s", by.get(number))
                    .isEqualTo(hex(body));
        });
    }

    /** A sender: type of number, numbering plan, octets. */
    private record From(int ton, int npi, String octets) {}

    private static final List<From> SENDERS = List.of(
            new From(1, 1, "48111222333"),
            new From(0, 1, "447700900123"),
            new From(3, 9, "7235"),
            new From(5, 1, "ACME"),
            new From(5, 0, "4860010"),
            new From(6, 8, "12345678"),
            new From(5, 0, "M\u00FCller")); // the last one not by camel-smpp

    private static final int[] REGISTERED = {0, 1, 1, 2, 0x10, 0x11, 0x12, 0x05, 0x0C};

    /** Optional parameters: those that SMPP knows, and two of a vendor that the client lists. */
    private static final Map<Integer, String> TLVS = new java.util.TreeMap<>(Map.of(
            0x0005,
            "01",
            0x0202,
            "80414243",
            0x0204,
            "0007",
            0x0381,
            "0102343536",
            0x1400,
            "3131303132333400",
            0x1401,
            "00FF"));

    private static final int[] CODINGS = {
        0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 0x09, 0x0A, 0x0D, 0x0E, 0x10, 0x11, 0x13, 0x14, 0x18, 0x1A, 0x24, 0x40,
        0xC0, 0xC8, 0xD1, 0xE8, 0xF0, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7
    };

    private static final List<String> HEADERS = List.of(
            "050003A70301",
            "050003FF0202",
            "06080412340302",
            "03240101",
            "03250101",
            "0324010A",
            "0605040B8423F0",
            "0B0504158A158A00037B0201",
            "080003A70301240101",
            "0A7006010203FFFEFDC100");

    private static byte[] generated(Random random, Link link, String number) {
        int coding = CODINGS[random.nextInt(CODINGS.length)];
        boolean udh = random.nextInt(3) == 0;
        boolean sar = !udh && link == Link.SAR && random.nextBoolean();
        byte[] header = udh ? hex(HEADERS.get(random.nextInt(HEADERS.size()))) : new byte[0];
        if (link == Link.SAR && udh) {
            header = hex("0605040B8423F0"); // a concatenation alone becomes SAR there
        }
        byte[] text = body(random, coding, 140 - header.length - (sar ? 6 : 0));
        byte[] octets = Arrays.copyOf(header, header.length + text.length);
        System.arraycopy(text, 0, octets, header.length, text.length);
        From from = SENDERS.get(random.nextInt(SENDERS.size() - (link == Link.CAMEL ? 1 : 0)));
        int[] to = List.of(new int[] {1, 1}, new int[] {0, 1}, new int[] {0, 0}).get(random.nextInt(3));
        SubmitBody submit = new SubmitBody(number)
                .text(coding, octets)
                .esmClass((udh ? 0x40 : 0) | (link != Link.CAMEL && random.nextInt(5) == 0 ? 0x80 : 0))
                .from(from.ton(), from.npi(), from.octets())
                .to(to[0], to[1])
                .service(List.of("", "", "CMT", "WAP").get(random.nextInt(4)))
                .priority(random.nextInt(4))
                .registered(REGISTERED[random.nextInt(REGISTERED.length)]);
        if (random.nextInt(5) == 0) {
            submit.protocolId(List.of(0x40, 0x41, 0x7F).get(random.nextInt(3)));
        }
        if (random.nextInt(8) == 0) {
            submit.replace();
        }
        if (sar) {
            submit.tlv(0x020C, (byte) random.nextInt(256), (byte) random.nextInt(256))
                    .tlv(0x020E, (byte) 3)
                    .tlv(0x020F, (byte) (1 + random.nextInt(3)));
        }
        TLVS.forEach((tag, value) -> {
            if (random.nextInt(5) == 0) {
                submit.tlv(tag, hex(value));
            }
        });
        return submit.octets();
    }

    /** Valid in its alphabet as far as units go; escapes, tables and surrogates as they fall. */
    private static byte[] body(Random random, int coding, int room) {
        boolean ucs2 = coding == 8 || coding == 0x18 || coding == 0x1A || coding == 0xE8;
        boolean octets = coding == 2
                || coding >= 4 && coding < 0x10 && coding != 8
                || coding == 0x14
                || coding == 0x24
                || coding >= 0xF4;
        int length = 1 + random.nextInt(Math.max(1, octets || ucs2 ? room - 1 : room * 8 / 7 - 1));
        byte[] body = new byte[ucs2 ? Math.max(2, length & ~1) : length];
        for (int i = 0; i < body.length; i++) {
            body[i] = octets || ucs2 || coding == 3
                    ? (byte) random.nextInt(256)
                    : coding == 1 ? (byte) (0x20 + random.nextInt(0x5F)) : (byte) random.nextInt(128);
        }
        return body;
    }

    @Test
    void partsBySarFitWhereTheLinkNumbersThemInTheHeader() throws Exception {
        Map<Integer, byte[]> largest = new LinkedHashMap<>();
        largest.put(0, gsm(153));
        largest.put(8, new byte[134]);
        largest.put(4, new byte[134]);
        try (SmppApplication demo = bind("demo")) {
            for (Map.Entry<Integer, byte[]> each : largest.entrySet()) {
                for (Link link : List.of(Link.PLAIN, Link.CAMEL)) {
                    String number = link.number();
                    assertThat(demo.submit(SmppMessage.to(number, each.getKey(), each.getValue())
                                    .sar(0x1234, 3, 2)))
                            .isZero();
                    assertThat(one(link, number).meaning())
                            .isEqualTo(String.format(
                                    "esm_class 40, protocol_id 00, data_coding %02X, 050003340302%s",
                                    each.getKey(), hex(each.getValue())));
                }
                String number = Link.UCP.number();
                assertThat(demo.submit(SmppMessage.to(number, each.getKey(), each.getValue())
                                .sar(0x1234, 3, 2)))
                        .isZero();
                UcpFrame frame = (UcpFrame) read(Link.UCP, number, 1).get(0).whole;
                assertThat(frame.get(UcpField.XSER)).startsWith("0106050003340302");
                assertThat(frame.get(UcpField.MSG)).isEqualTo(hex(each.getValue()));
            }
            assertThat(demo.submit(
                            SmppMessage.to(Link.PLAIN.number(), 0, gsm(154)).sar(1, 3, 2)))
                    .as("no reference leaves room for it")
                    .isEqualTo(0x45);
            // and a header becomes SAR
            String number = Link.SAR.number();
            demo.submit(SmppMessage.to(number, 0, hex("050003A70302 4869")).esmClass(0x40));
            assertThat(one(Link.SAR, number).meaning())
                    .isEqualTo("esm_class 00, protocol_id 00, data_coding 00, 4869, 020C=00A7, 020E=03, 020F=02");
        }
    }

    @Test
    void nationalTablesAreSentOctetForOctetByEveryLink() throws Exception {
        try (SmppApplication demo = bind("demo")) {
            byte[] turkish = hex("03240101 1B73 1B53 41");
            for (Link link : List.of(Link.PLAIN, Link.SAR, Link.PAYLOAD, Link.CAMEL, Link.SEPTETS)) {
                String number = link.number();
                assertThat(demo.submit(SmppMessage.to(number, 0, turkish).esmClass(0x40)))
                        .isZero();
                assertThat(hex(one(link, number).content())).as(link.name()).isEqualTo(hex(turkish));
            }
            String ucp = Link.UCP.number();
            assertThat(demo.submit(SmppMessage.to(ucp, 0, turkish).esmClass(0x40)))
                    .isZero();
            UcpFrame frame = (UcpFrame) read(Link.UCP, ucp, 1).get(0).whole;
            assertThat(frame.get(UcpField.MT) + " " + frame.get(UcpField.XSER) + " " + frame.get(UcpField.MSG))
                    .isEqualTo("3 010403240101 1B731B5341");
            // a centre that has another alphabet has no tables: refused at once
            assertThat(demo.submit(
                            SmppMessage.to(Link.LATIN.number(), 0, turkish).esmClass(0x40)))
                    .isEqualTo(0x45);
        }
    }

    /** 3GPP TS 23.038 annex A.3.1: ı is 07 there, ğ 0C, Ş 1C, ş 1D. */
    @Test
    void theHubPlansNationalTablesWhereItsLinkAllowsThem() throws Exception {
        String number = Link.TURKISH.number();
        post("+" + number, "Şişe ğı");
        assertThat(one(Link.TURKISH, number).meaning())
                .isEqualTo("esm_class 40, protocol_id 00, data_coding 00, 03250101" + "1C691D65200C07");
        String plain = Link.PLAIN.number();
        post("+" + plain, "Şişe ğı");
        assertThat(one(Link.PLAIN, plain).dataCoding()).isEqualTo(8);
    }

    @Test
    void anEmptyTextThatMeansSomethingIsSent() throws Exception {
        try (SmppApplication demo = bind("demo")) {
            for (Link link : List.of(Link.PLAIN, Link.CAMEL)) {
                String waiting = link.number();
                assertThat(demo.submit(SmppMessage.to(waiting, 0xC8, new byte[0])))
                        .isZero();
                assertThat(one(link, waiting).meaning()).isEqualTo("esm_class 00, protocol_id 00, data_coding C8, ");
                String silent = link.number();
                assertThat(demo.submit(SmppMessage.to(silent, 0, new byte[0]).protocolId(0x40)))
                        .isZero();
                assertThat(one(link, silent).meaning()).isEqualTo("esm_class 00, protocol_id 40, data_coding 00, ");
            }
            String ucp = Link.UCP.number();
            assertThat(demo.submit(SmppMessage.to(ucp, 0xC8, new byte[0]))).isZero();
            UcpFrame frame = (UcpFrame) read(Link.UCP, ucp, 1).get(0).whole;
            assertThat(frame.get(UcpField.XSER)).isEqualTo("0201C8");
            assertThat(demo.submit(SmppMessage.to(Link.PLAIN.number(), 0, new byte[0])))
                    .as("nothing at all")
                    .isEqualTo(0x45);
        }
    }

    // --- failover: planned for the first, planned again where it moves

    @Test
    void aMessageThatTakesAnotherLinkIsPlannedForIt() throws Exception {
        String number = Link.DOWN.number();
        post("+" + number, "Δ" + "x".repeat(250)); // two parts in GSM-7; the other link's centre has no Δ
        List<Submit> parts = read(Link.LATIN, number, 4);
        StringBuilder text = new StringBuilder();
        parts.stream()
                .map(p -> SmppMessage.read((byte[]) p.whole))
                .sorted(java.util.Comparator.comparingInt(m -> m.content()[5]))
                .forEach(m -> {
                    assertThat(m.dataCoding()).isEqualTo(8);
                    text.append(new String(m.content(), 6, m.content().length - 6, StandardCharsets.UTF_16BE));
                });
        assertThat(text.toString()).isEqualTo("Δ" + "x".repeat(250));
        assertThat(parts).hasSize(4);
    }

    // --- D3: what comes in

    @Test
    void whatComesKeepsItsAlphabet() throws Exception {
        String all = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ^{}\\[~]|€ÆæßÉ";
        try (SmppApplication demo = bind("demo")) {
            String from = Link.UCP.number();
            byte[] septets = org.smshub.text.Encoding.GSM7.encode(all.repeat(4).substring(0, 130));
            hub.ucp().deliver("2345/00" + from, hex(Arrays.copyOf(septets, Math.min(160, septets.length))), "");
            await().atMost(PATIENCE).until(() -> !arrived(demo, from).isEmpty());
            assertThat(arrived(demo, from)).hasSize(1);
            assertThat(arrived(demo, from).get(0).dataCoding()).isZero();
            assertThat(hex(arrived(demo, from).get(0).content()))
                    .isEqualTo(hex(Arrays.copyOf(septets, Math.min(160, septets.length))));
            for (Link link : List.of(Link.PLAIN, Link.CAMEL)) {
                comesBack(demo, link, 0, 0, "0102031B65410A0D");
                comesBack(demo, link, 0, 0, "1B731B1B411B"); // escapes of nothing
                comesBack(demo, link, 0x40, 0, "03240101" + "1B731B53");
                comesBack(demo, link, 0, 8, "D83DDE800041");
                comesBack(demo, link, 0, 8, "D83D0041");
                comesBack(demo, link, 0, 4, "00FF80");
                // cut within a character, in the wrong order: joined, and cut as this output cuts
                String number = link.number();
                deliver(link, number, "2345", 0x40, 0, hex("050003A70202 65 42"));
                deliver(link, number, "2345", 0x40, 0, hex("050003A70201 41 1B"));
                await().atMost(PATIENCE).until(() -> !demo.from(number).isEmpty());
                SmppMessage joined = demo.from(number).get(0);
                assertThat(joined.dataCoding() + " " + hex(joined.content())).isEqualTo("0 411B6542");
            }
        }
    }

    private static List<SmppMessage> arrived(SmppApplication application, String number) {
        return application.from(number);
    }

    private static void comesBack(SmppApplication application, Link link, int esmClass, int coding, String octets)
            throws Exception {
        String from = link.number();
        deliver(link, from, "2345", esmClass, coding, hex(octets));
        await().atMost(PATIENCE).until(() -> !application.from(from).isEmpty());
        SmppMessage came = application.from(from).get(0);
        assertThat(String.format("%02X %02X %s", came.esmClass(), came.dataCoding(), hex(came.content())))
                .as(link.name())
                .isEqualTo(String.format("%02X %02X %s", esmClass, coding, octets));
    }

    /** Coding and protocol identifier of what a phone sent, or of what a voice mail system tells: to each output. */
    @Test
    void whatComesKeepsItsCodingAndItsProtocolIdentifier() throws Exception {
        Map<Integer, String> texts = new LinkedHashMap<>();
        texts.put(0xC8, ""); // message waiting
        texts.put(0xD1, "0102031B65");
        texts.put(0xE8, "041F0440");
        texts.put(0xF0, "41420A");
        texts.put(0x11, "4142");
        texts.put(0x40, "4142");
        texts.put(0x18, "041F0440");
        texts.put(0xF5, "00FF80");
        try (SmppApplication demo = bind("demo");
                UcpApplication ucp = hub.byUcp("ucp");
                org.smshub.cimd2.PlainClient cimd2 = hub.byCimd2("cimd2")) {
            for (Map.Entry<Integer, String> text : texts.entrySet()) {
                int coding = text.getKey();
                for (Link link : List.of(Link.PLAIN, Link.CAMEL)) {
                    comesBack(demo, link, 0x00, coding, text.getValue());
                }
                String from = Link.PLAIN.number();
                hub.smpp(Link.PLAIN).request(Pdu.DELIVER_SM, incoming(from, "2345", 0x41, coding, text.getValue()));
                await().atMost(PATIENCE).until(() -> !demo.from(from).isEmpty());
                assertThat(demo.from(from).get(0).protocolId()).isEqualTo(0x41);
                // to applications by UCP and CIMD2
                hub.smpp(Link.PLAIN)
                        .request(Pdu.DELIVER_SM, incoming(from, number("ucp"), 0x41, coding, text.getValue()));
                UcpFrame frame = ucp.delivered();
                assertThat(frame.get(UcpField.XSER) + " " + frame.get(UcpField.RPID) + " " + frame.get(UcpField.MSG))
                        .isEqualTo(String.format("0201%02X 0065 %s", coding, text.getValue()));
                hub.smpp(Link.CAMEL)
                        .request(Pdu.DELIVER_SM, incoming(from, number("cimd2"), 0x41, coding, text.getValue()));
                Packet packet = cimd2.delivered();
                cimd2.respond(packet);
                assertThat(packet.get(30) + " " + packet.get(52)).isEqualTo(coding + " 65");
            }
            // and from a centre by UCP and by CIMD2, which say the coding as it is on the air
            String from = Link.UCP.number();
            hub.ucp().deliver("2345/00" + from, "41420A", "0201D1");
            await().atMost(PATIENCE).until(() -> !demo.from(from).isEmpty());
            assertThat(demo.from(from).get(0).meaning())
                    .isEqualTo("esm_class 00, protocol_id 00, data_coding D1, 41420A");
            String other = Link.CIMD2.number();
            hub.cimd2()
                    .send(Packet.of(
                            20, 200, "021:2345", "023:+" + other, "060:261126101010", "030:209", "052:65", "033:AB"));
            await().atMost(PATIENCE).until(() -> !demo.from(other).isEmpty());
            assertThat(demo.from(other).get(0).meaning())
                    .isEqualTo("esm_class 00, protocol_id 41, data_coding D1, 4142");
            // what SMPP alone can say
            comesBack(demo, Link.PLAIN, 0, 0x03, "636166E9");
            comesBack(demo, Link.PLAIN, 0, 0x05, "00FF80");
            comesBack(demo, Link.CAMEL, 0, 0x03, "636166E9");
        }
    }

    private static byte[] incoming(String from, String to, int protocolId, int coding, String octets) {
        byte[] body = Pdu.deliverSm(from, to, 0, coding, hex(octets));
        // service_type, two addresses with their types, esm_class, and then it
        body[1 + 2 + from.length() + 1 + 2 + to.length() + 1 + 1] = (byte) protocolId;
        return body;
    }

    /** A long one to each output, cut as that cuts, whatever cut it had. */
    @Test
    void aLongOneIsJoinedAndCutAsItsOutputCuts() throws Exception {
        String text = "joined, and cut where this output cuts: ".repeat(6);
        try (UcpApplication ucp = hub.byUcp("ucp");
                org.smshub.cimd2.PlainClient cimd2 = hub.byCimd2("cimd2")) {
            for (String to : List.of("ucp", "cimd2")) {
                String from = Link.PLAIN.number();
                for (int part : new int[] {3, 1, 2}) {
                    byte[] slice = text.substring(80 * (part - 1), 80 * part).getBytes(StandardCharsets.US_ASCII);
                    deliver(
                            Link.PLAIN,
                            from,
                            number(to),
                            0x40,
                            0,
                            hex(String.format("050003A7 03 %02X", part) + hex(slice)));
                }
            }
            StringBuilder read = new StringBuilder();
            for (int part = 1; part <= 2; part++) {
                UcpFrame frame = ucp.delivered();
                assertThat(frame.get(UcpField.XSER)).matches("0106050003..02" + String.format("%02X", part) + "020100");
                read.append(new String(hex(frame.get(UcpField.MSG)), StandardCharsets.US_ASCII));
            }
            assertThat(read).hasToString(text);
            read.setLength(0);
            for (int part = 1; part <= 2; part++) {
                Packet packet = cimd2.delivered();
                cimd2.respond(packet);
                assertThat(packet.get(32)).matches("050003..02" + String.format("%02X", part));
                read.append(packet.get(33));
            }
            assertThat(read).hasToString(text);
        }
    }

    /** What a client writes and reads under its default alphabet holds at every door. */
    @Test
    void theAlphabetOfAClientHoldsByUcpAndByCimd2() throws Exception {
        Map<String, String> cafe = Map.of("latin1", "636166E9", "utf8", "636166C3A9", "ascii", "63616665");
        for (Map.Entry<String, String> each : cafe.entrySet()) {
            boolean ascii = each.getKey().equals("ascii");
            String expected = ascii ? "63616665" : "63616605";
            String id = each.getKey() + "-ucp";
            try (UcpApplication ucp = hub.byUcp(id)) {
                String number = Link.PLAIN.number();
                assertThat(ucp.submit(Map.of("AdC", "00" + number, "OAdC", "2345", "MT", "3", "Msg", each.getValue())))
                        .startsWith("A");
                assertThat(hex(one(Link.PLAIN, number).content())).as(id).isEqualTo(expected);
                if (!each.getKey().equals("latin1")) {
                    assertThat(ucp.submit(Map.of("AdC", "00" + number, "OAdC", "2345", "MT", "3", "Msg", "636166E9")))
                            .as("no character of it")
                            .startsWith("02");
                }
                // what GSM-7 lacks goes in UCS-2
                String other = Link.PLAIN.number();
                if (!ascii) {
                    String hex = each.getKey().equals("utf8") ? "C3AA" : "EA";
                    assertThat(ucp.submit(Map.of("AdC", "00" + other, "OAdC", "2345", "MT", "3", "Msg", hex)))
                            .startsWith("A");
                    assertThat(one(Link.PLAIN, other).meaning())
                            .isEqualTo("esm_class 00, protocol_id 00, data_coding 08, 00EA");
                }
                deliver(Link.PLAIN, number, number(id), 0, 0, hex("63616605"));
                UcpFrame frame = ucp.delivered();
                assertThat(frame.get(UcpField.MT) + " " + frame.get(UcpField.MSG))
                        .as(id)
                        .isEqualTo(ascii ? "4 00630061006600E9" : "3 " + each.getValue());
            }
            String by = each.getKey() + "-cimd2";
            try (org.smshub.cimd2.PlainClient cimd2 = hub.byCimd2(by)) {
                String number = Link.PLAIN.number();
                String octets = new String(hex(each.getValue()), StandardCharsets.ISO_8859_1);
                cimd2.send(3, "021:+" + number, "023:2345", "033:" + octets);
                assertThat(cimd2.delivered().get(900)).isNull();
                assertThat(hex(one(Link.PLAIN, number).content())).as(by).isEqualTo(expected);
                if (!each.getKey().equals("latin1")) {
                    cimd2.send(3, "021:+" + number, "023:2345", "033:caf\u00E9");
                    assertThat(cimd2.delivered().get(900)).isNotNull();
                }
                deliver(Link.PLAIN, number, number(by), 0, 0, hex("63616605"));
                Packet packet = cimd2.delivered();
                cimd2.respond(packet);
                assertThat(ascii ? packet.get(30) + " " + packet.get(34) : packet.get(33))
                        .as(by)
                        .isEqualTo(ascii ? "8 00630061006600E9" : octets);
            }
        }
    }

    /** No character of theirs is in any alphabet; kept for a person, and never told as another text. */
    @Test
    void whatCannotBeReadIsKept() throws Exception {
        String from = Link.PLAIN.number();
        try (SmppApplication demo = bind("demo")) {
            deliver(Link.PLAIN, from, "2345", 0, 0, hex("636166E9"));
            String after = Link.PLAIN.number();
            deliver(Link.PLAIN, after, "2345", 0, 0, hex("41"));
            await().atMost(PATIENCE).until(() -> !demo.from(after).isEmpty());
            assertThat(demo.from(from)).isEmpty();
        }
    }
}
