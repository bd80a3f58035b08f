package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.bench.HubSite;
import org.smshub.it.Api;
import org.smshub.it.Packaged;
import org.smshub.ucp.UcpField;
import org.smshub.ucp.UcpFrame;

/** What is sent is what was meant: from every input through links of every profile to the octets at a centre, and back. */
@Timeout(600)
@Execution(ExecutionMode.SAME_THREAD)
class AlphabetsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final boolean FULL = Boolean.getBoolean("full");

    /** Its digit in a number stands for the link: +48600 3 … goes by it. */
    private enum Link {
        DOWN(LinkKind.SMPP_LINK, Map.of()),
        PLAIN(LinkKind.SMPP_LINK, Map.of()),
        LATIN(LinkKind.SMPP_LINK, Map.of("alphabet", "LATIN1")),
        SAR(LinkKind.SMPP_LINK, Map.of("longMessages", "SAR")),
        PAYLOAD(LinkKind.SMPP_LINK, Map.of("longMessages", "PAYLOAD")),
        SEPTETS(LinkKind.SMPP_LINK, Map.of("carries", "GSM7")),
        CAMEL(LinkKind.CAMEL_SMPP_LINK, Map.of()),
        UCP(LinkKind.UCP_LINK, Map.of()),
        CIMD2(LinkKind.CIMD2_LINK, Map.of()),
        TURKISH(LinkKind.SMPP_LINK, Map.of("languages", "TURKISH"));

        private final LinkKind kind;
        private final Map<String, String> options;

        Link(LinkKind kind, Map<String, String> options) {
            this.kind = kind;
            this.options = options;
        }

        String number() {
            return String.format("48600%d%05d", ordinal(), NUMBERS.incrementAndGet());
        }
    }

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private static final String ROUTING = """
            - route:
                id: routing
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: direct:routing
                  steps:
                    - setHeader:
                        name: SmsLinks
                        simple: "${header.SmsTo.replaceFirst('^.48600(.).*', 'link-$1').replaceFirst('link-0', 'link-0,link-2')}"
            """;

    private static final Map<Link, Centre> CENTRES = new LinkedHashMap<>();
    private static HubSite site;
    private static Api api;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        port = HubSite.freePort();
        List<String> links = new ArrayList<>();
        for (Link link : Link.values()) {
            Centre centre = link.kind.centre();
            CENTRES.put(link, centre);
            links.addAll(
                    link.kind.block("link-" + link.ordinal(), "hub" + link.ordinal(), centre.port(), link.options));
        }
        CENTRES.get(Link.DOWN).down();
        site = HubSite.create(Packaged.home(), 1, Map.of());
        Files.write(site.config().resolve("links.properties"), links);
        Files.writeString(site.routes().resolve("routing.camel.yaml"), ROUTING);
        for (String alphabet : List.of("LATIN1", "ASCII", "UTF8")) {
            String id = alphabet.toLowerCase();
            Files.writeString(
                    site.config().resolve("clients.yaml"),
                    "  - {id: " + id + ", alphabet: " + alphabet + ", passwordFile: \"{{hub.data}}/" + id
                            + ".password\", numbers: [\"" + number(id) + "\"]}\n",
                    StandardOpenOption.APPEND);
        }
        site.environment().put("HUB_SMPP", "true");
        site.environment().put("HUB_SMPP_PORT", Integer.toString(port));
        Packaged.quickStart(site);
        site.start(PATIENCE);
        api = new Api(site);
        for (Map.Entry<Link, Centre> each : CENTRES.entrySet()) {
            if (each.getKey() != Link.DOWN) {
                await().atMost(PATIENCE).until(() -> each.getValue().line() != null);
            }
        }
    }

    /** A short code of the application. */
    private static String number(String client) {
        return switch (client) {
            case "latin1" -> "3001";
            case "ascii" -> "3002";
            case "utf8" -> "3003";
            default -> "2345";
        };
    }

    @AfterAll
    static void stop() throws Exception {
        Files.copy(site.log(), Path.of("target/alphabets.log"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        site.close();
        for (Centre centre : CENTRES.values()) {
            centre.close();
        }
    }

    private static SmppApplication bind(String client) throws Exception {
        String password =
                Files.readString(site.data().resolve(client + ".password")).strip();
        return SmppApplication.bind(port, client, password);
    }

    private static List<Submit> read(Link link, String number, int parts) {
        Centre centre = CENTRES.get(link);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(centre.read("+" + number)).hasSizeGreaterThanOrEqualTo(parts));
        return centre.read("+" + number);
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
        ((ScriptedSmsc) CENTRES.get(link))
                .line()
                .request(Pdu.DELIVER_SM, Pdu.deliverSm(from, to, esmClass, coding, octets));
    }

    // --- D2, D4, D8: what comes finished

    /** As if it were bound to the centre itself, but for what docs/alphabets.md lists. */
    @Test
    void theCentreSeesWhatItWouldSeeFromTheApplicationItself() throws Exception {
        Random random = new Random(18);
        try (SmppApplication demo = bind("demo")) {
            for (int i = 0; i < (FULL ? 2_000 : 200); i++) {
                Link link =
                        List.of(Link.PLAIN, Link.SAR, Link.CAMEL, Link.TURKISH).get(random.nextInt(4));
                SmppMessage message = generated(random, link);
                assertThat(demo.submit(message)).as(message.meaning()).isZero();
                assertThat(one(link, message.destination()).meaning())
                        .as("number %d by %s", i, link)
                        .isEqualTo(message.meaning());
            }
        }
    }

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

    private static SmppMessage generated(Random random, Link link) {
        int coding = CODINGS[random.nextInt(CODINGS.length)];
        boolean udh = random.nextInt(3) == 0;
        boolean sar = !udh && link == Link.SAR && random.nextBoolean();
        byte[] header = udh ? hex(HEADERS.get(random.nextInt(HEADERS.size()))) : new byte[0];
        if (link == Link.SAR && udh) {
            header = hex("0605040B8423F0"); // a concatenation alone becomes SAR there
        }
        byte[] body = body(random, coding, 140 - header.length - (sar ? 6 : 0));
        byte[] octets = Arrays.copyOf(header, header.length + body.length);
        System.arraycopy(body, 0, octets, header.length, body.length);
        SmppMessage message = SmppMessage.to(link.number(), coding, octets);
        message = udh ? message.esmClass(0x40) : message;
        message = random.nextInt(5) == 0
                ? message.protocolId(List.of(0x40, 0x41, 0x7F).get(random.nextInt(3)))
                : message;
        return sar ? message.sar(random.nextInt(0x10000), 3, 1 + random.nextInt(3)) : message;
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
            ((ScriptedUcpCentre) CENTRES.get(Link.UCP))
                    .line()
                    .deliver("2345/00" + from, hex(Arrays.copyOf(septets, Math.min(160, septets.length))), "");
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

    /** Numbers of a centre by UCP begin with 00. */
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

    // --- the round trip

    /** Without ~, which libGammu has for an escape of its own in UCS-2, and shows twice. */
    private static final List<String> PIECES = List.of(
            "plain text, 123 ",
            "@£$¥ ",
            "^{}[]|\\€ ",
            "é à ñ ü ",
            "ç á í ú ",
            "Ş ş ğ İ ı ",
            "Привет ",
            "שלום ",
            "مرحبا ",
            "\u202Bעברית\u202C ",
            "नमस्ते ",
            "தமிழ் ",
            "日本語 ",
            "👨‍👩‍👧‍👦",
            "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
            "🇵🇱",
            "👍🏽",
            "e\u0301\u0323",
            "\u200F\u200E",
            "ΔΦΓΛΩΠΨΣΘΞ ",
            "“quoted” – ",
            "한국어 ",
            "각",
            "Ω≈ç√ ",
            "\n",
            "x");

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int kinds = 1 + random.nextInt(3);
        List<String> some = new ArrayList<>(PIECES);
        Collections.shuffle(some, random);
        int length = 1 + random.nextInt(random.nextInt(3) == 0 ? 400 : 90);
        while (text.length() < length) {
            text.append(some.get(random.nextInt(kinds)));
        }
        return text.toString();
    }

    private record Meant(String text, int place, String what) {}

    @Test
    void whatAPhoneShowsIsWhatWasMeant(@TempDir Path folder) throws Exception {
        assumeTrue(Phone.isThere(), "skipped: the Debian package python3-gammu is not installed");
        long seed = Long.getLong("alphabets.seed", 18);
        Random random = new Random(seed);
        Phone phone = new Phone();
        List<Meant> meant = new ArrayList<>();
        int refused = 0;
        List<Link> links = List.of(Link.PLAIN, Link.LATIN, Link.SAR, Link.PAYLOAD, Link.SEPTETS, Link.CAMEL, Link.UCP);
        try (SmppApplication demo = bind("demo");
                SmppApplication utf8 = bind("utf8")) {
            for (int i = 0; i < (FULL ? 3_000 : 150); i++) {
                String text = text(random);
                Link link = links.get(random.nextInt(links.size()));
                String number = link.number();
                String what = "seed " + seed + ", message " + i + " by " + link;
                int input = random.nextInt(3);
                if (input == 0) {
                    Api.Answer answer =
                            api.post(Map.of("to", "+" + number, "from", "2345", "text", text, "receipt", "NONE"));
                    if (answer.status() != 202) {
                        assertThat(answer.status())
                                .as("%s: %s", what, answer.body())
                                .isEqualTo(400);
                        assertNamed(answer.body().toString(), text, what);
                        refused++;
                        continue;
                    }
                } else {
                    List<SmppMessage> submits = input == 1
                            ? List.of(SmppMessage.to(number, 0, text.getBytes(StandardCharsets.UTF_8))
                                    .payload())
                            : ucs2(number, text, random);
                    int status = 0;
                    for (SmppMessage submit : submits) {
                        status |= (input == 1 ? utf8 : demo).submit(submit);
                    }
                    if (status != 0) {
                        assertThat(link).as(what).isEqualTo(Link.SEPTETS);
                        refused++;
                        continue;
                    }
                }
                meant.add(new Meant(text, phone.takes(whole(link, number), link == Link.LATIN), what));
            }
        }
        List<String> shown = phone.texts(folder);
        for (Meant m : meant) {
            assertThat(shown.get(m.place())).as(m.what()).isEqualTo(m.text());
        }
        assertThat(meant).hasSizeGreaterThan(50);
        assertThat(refused).isPositive();
    }

    /**
     * As an application cuts a text itself, its parts in any order; not within a pair of surrogates, whose halves libGammu shows
     * as two U+FFFD.
     */
    private static List<SmppMessage> ucs2(String number, String text, Random random) {
        List<String> slices = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = text.length() <= 70 ? text.length() : Math.min(text.length(), at + 67);
            end -= end < text.length() && Character.isLowSurrogate(text.charAt(end)) ? 1 : 0;
            slices.add(text.substring(at, end));
            at = end;
        }
        int count = slices.size();
        List<SmppMessage> parts = new ArrayList<>();
        for (String each : slices) {
            byte[] slice = each.getBytes(StandardCharsets.UTF_16BE);
            byte[] header = count == 1 ? new byte[0] : new byte[] {5, 0, 3, 7, (byte) count, (byte) (parts.size() + 1)};
            byte[] octets = Arrays.copyOf(header, header.length + slice.length);
            System.arraycopy(slice, 0, octets, header.length, slice.length);
            parts.add(SmppMessage.to(number, 8, octets).esmClass(count == 1 ? 0 : 0x40));
        }
        Collections.shuffle(parts, random);
        return parts;
    }

    /** All parts that a centre gets: each says how many there are. */
    private static List<Submit> whole(Link link, String number) {
        List<Submit> first = read(link, number, 1);
        int parts = 1;
        if (first.get(0).whole instanceof UcpFrame frame) {
            String xser = frame.get(UcpField.XSER);
            parts = xser.startsWith("0106050003") ? Integer.parseInt(xser.substring(12, 14), 16) : 1;
        } else {
            SmppMessage message = SmppMessage.read((byte[]) first.get(0).whole);
            if ((message.esmClass() & 0x40) != 0) {
                parts = message.content()[4];
            } else if (message.tlvs().containsKey(SmppMessage.TOTAL)) {
                parts = message.tlvs().get(SmppMessage.TOTAL)[0];
            }
        }
        List<Submit> all = read(link, number, parts);
        assertThat(all).hasSize(parts);
        return all;
    }

    private static void assertNamed(String problem, String text, String what) {
        boolean named = text.codePoints().anyMatch(c -> problem.contains(String.format("U+%04X", c)));
        assertThat(named || problem.contains("parts"))
                .as("%s: %s", what, problem)
                .isTrue();
    }
}
