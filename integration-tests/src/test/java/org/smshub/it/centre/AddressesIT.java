package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.bench.HubSite;
import org.smshub.cimd2.Packet;
import org.smshub.it.Api;
import org.smshub.it.Packaged;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFrame;

/**
 * Addresses and fields from an input through the whole hub to the octets at a centre, and back: by HTTP and by SMPP, to centres by
 * SMPP, UCP and CIMD2. The last digit but two of a number says by which link it goes.
 */
@Timeout(180)
@Execution(ExecutionMode.SAME_THREAD)
class AddressesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
                        simple: "${header.SmsTo.replaceFirst('.*([0-9])..$', 'link-$1')}"
            """;

    private static final int SMPP = 0;
    private static final int UCP = 1;
    private static final int CIMD2 = 2;
    private static final List<LinkKind> KINDS = List.of(LinkKind.SMPP_LINK, LinkKind.UCP_LINK, LinkKind.CIMD2_LINK);

    private static final List<Centre> CENTRES = new ArrayList<>();
    private static HubSite site;
    private static Api api;
    private static SmppApplication application;

    @BeforeAll
    static void start() throws Exception {
        int port = HubSite.freePort();
        List<String> links = new ArrayList<>();
        for (LinkKind kind : KINDS) {
            Centre centre = kind.centre();
            links.addAll(kind.block("link-" + CENTRES.size(), "hub", centre.port(), Map.of()));
            CENTRES.add(centre);
        }
        site = HubSite.create(Packaged.home(), 1, Map.of());
        Files.write(site.config().resolve("links.properties"), links);
        Files.writeString(site.routes().resolve("routing.camel.yaml"), ROUTING);
        Path clients = site.config().resolve("clients.yaml");
        Files.writeString(
                clients,
                Files.readString(clients)
                        .replace("  - id: demo\n", "  - id: demo\n    tlvs: [\"1400\", \"1401\"]\n")
                        .replace("[\"2345\"]", "[\"2345\", \"+48600100203\"]"));
        site.environment().put("HUB_SMPP", "true");
        site.environment().put("HUB_SMPP_PORT", Integer.toString(port));
        Packaged.quickStart(site);
        site.start(PATIENCE);
        api = new Api(site);
        String password = Files.readString(site.data().resolve("demo.password")).strip();
        application = SmppApplication.bind(port, "demo", password);
        for (Centre centre : CENTRES) {
            Stage.eventually(PATIENCE).until(() -> centre.line() != null);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (application != null) {
            application.close();
        }
        if (site != null) {
            site.close();
        }
        for (Centre centre : CENTRES) {
            centre.close();
        }
    }

    private static Submit arrived(int link, String to) {
        Centre centre = CENTRES.get(link);
        Stage.eventually(PATIENCE).until(() -> !centre.read(to).isEmpty());
        List<Submit> all = centre.read(to);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    // --- SMPP to SMPP: as if the application were bound to the centre itself

    static List<SubmitBody> bodies() {
        List<SubmitBody> all = new ArrayList<>();
        int n = 0;
        all.add(new SubmitBody("48600100" + String.format("0%02d", n++)));
        // types of numbers and names
        all.add(new SubmitBody("48600100" + String.format("0%02d", n++))
                .to(0, 1)
                .from(0, 1, "447700900123"));
        all.add(new SubmitBody("48600100" + String.format("0%02d", n++))
                .to(0, 0)
                .from(3, 9, "7235"));
        all.add(new SubmitBody("48600100" + String.format("0%02d", n++)).from(5, 0, "M\u00FCller"));
        all.add(new SubmitBody("48600100" + String.format("0%02d", n++)).from(5, 1, "ACME"));
        all.add(new SubmitBody("48600100" + String.format("0%02d", n++)).from(5, 0, "4860010"));
        all.add(new SubmitBody("48600100" + String.format("0%02d", n++)).from(6, 8, "12345678"));
        all.add(new SubmitBody("7" + String.format("0%02d", n++)).to(6, 8));
        // optional parameters: those of a vendor that the client lists, and those that SMPP knows
        all.add(new SubmitBody("48600100" + String.format("0%02d", n++))
                .tlv(0x1400, "1101234\0".getBytes(StandardCharsets.ISO_8859_1))
                .tlv(0x1401, (byte) 0, (byte) 0xFF)
                .tlv(0x0204, (byte) 0, (byte) 7)
                .tlv(0x0381, (byte) 1, (byte) 2, (byte) 3));
        // what else a submit_sm says
        all.add(new SubmitBody("48600100" + String.format("0%02d", n++))
                .service("CMT")
                .protocolId(0x41));
        all.add(new SubmitBody("48600100" + String.format("0%02d", n++)).esmClass(0x80));
        all.add(new SubmitBody("48600100" + String.format("0%02d", n++))
                .priority(3)
                .replace());
        for (int registered : new int[] {0, 1, 2, 0x10, 0x11, 0x12, 0x05}) {
            all.add(new SubmitBody("48600100" + String.format("0%02d", n++)).registered(registered));
        }
        return all;
    }

    @Test
    void theCentreReadsWhatTheApplicationWrote() throws Exception {
        List<byte[]> sent = bodies().stream().map(SubmitBody::octets).toList();
        for (byte[] body : sent) {
            assertThat(application.submit(body))
                    .as(HexFormat.of().formatHex(body))
                    .isZero();
        }
        for (byte[] body : sent) {
            Submit expected = Pdu.submit(null, 0, body);
            assertThat(HexFormat.of().formatHex((byte[]) arrived(SMPP, expected.to).whole))
                    .isEqualTo(HexFormat.of().formatHex(body));
        }
    }

    /** 3 is of SMPP 5.0; the centre's 3.4 is asked for both, and the hub tells what was asked for. */
    @Test
    void successAloneIsAskedForAsBoth() throws Exception {
        assertThat(application.submit(
                        new SubmitBody("48600200001").registered(3).octets()))
                .isZero();
        byte[] body = (byte[]) arrived(SMPP, "48600200001").whole;
        assertThat(body).isEqualTo(new SubmitBody("48600200001").registered(1).octets());
        Stage.eventually(PATIENCE).until(() -> application.delivered().stream()
                .anyMatch(told -> told.contains("48600200001") && told.contains("DELIVRD")));
    }

    @Test
    void aReceiptIsToldToWhoAskedForIt() throws Exception {
        CENTRES.get(SMPP).onSubmit(Centre.GOOD);
        String[] numbers = {"48600200011", "48600200012", "48600200013", "48600200014"};
        int[] registered = {1, 2, 0, 0x10};
        for (int i = 0; i < numbers.length; i++) {
            assertThat(application.submit(
                            new SubmitBody(numbers[i]).registered(registered[i]).octets()))
                    .isZero();
            arrived(SMPP, numbers[i]);
        }
        // the last one sent, so that all before it would have been told
        assertThat(application.submit(new SubmitBody("48600200015").octets())).isZero();
        for (String told : new String[] {numbers[0], "48600200015"}) {
            Stage.eventually(PATIENCE).until(() -> receipts(told) == 1);
        }
        assertThat(receipts(numbers[1])).isZero();
        assertThat(receipts(numbers[2])).isZero();
        assertThat(application.delivered().stream()
                        .filter(told -> told.contains(numbers[3]))
                        .filter(told -> told.contains("DELIVRD")))
                .isEmpty();
        CENTRES.get(SMPP).onSubmit(submit -> {
            submit.accept();
            submit.receipt(Told.UNDELIVERABLE);
        });
        assertThat(application.submit(
                        new SubmitBody("48600200016").registered(2).octets()))
                .isZero();
        Stage.eventually(PATIENCE).until(() -> receipts("48600200016") == 1);
        CENTRES.get(SMPP).onSubmit(Centre.GOOD);
    }

    private static long receipts(String number) {
        return application.delivered().stream()
                .filter(told -> told.contains(number) && told.contains("stat:"))
                .count();
    }

    @Test
    void aVendorsParameterThatNobodyListsStaysHereAndTheLogSaysSo() throws Exception {
        assertThat(application.submit(
                        new SubmitBody("48600200021").tlv(0x1403, (byte) 1).octets()))
                .isZero();
        assertThat((byte[]) arrived(SMPP, "48600200021").whole).isEqualTo(new SubmitBody("48600200021").octets());
        assertThat(Files.readString(site.log())).contains("the optional parameter 1403 is a vendor's");
    }

    static List<Object[]> refusals() {
        String year = String.format("%02d", java.time.Year.now().getValue() % 100 + 1);
        return List.of(
                new Object[] {new SubmitBody("600100203").to(2, 1), 0x0B},
                new Object[] {new SubmitBody("600100203").to(3, 1), 0x0B},
                new Object[] {new SubmitBody("600100203").to(4, 1), 0x0B},
                new Object[] {new SubmitBody("0600100203"), 0x0B},
                new Object[] {new SubmitBody("48600100099").from(2, 1, "600100203"), 0x0A},
                new Object[] {new SubmitBody("48600100099").from(5, 0, "AC\nME"), 0x0A},
                new Object[] {new SubmitBody("48600100099").from(5, 0, "+"), 0x0A},
                new Object[] {new SubmitBody("48600100099").from(5, 0, "TwelveLetter"), 0x0A},
                new Object[] {new SubmitBody("48600100099").times("", "200101000000000+"), 0x62},
                new Object[] {
                    new SubmitBody("48600100099").times(year + "0102000000000+", year + "0101000000000+"), 0x62
                },
                new Object[] {new SubmitBody("48600100099").times("999999000000000R", ""), 0x61});
    }

    @Test
    void whatHasNoRightValueIsRefusedByItsField() throws Exception {
        for (Object[] refusal : refusals()) {
            byte[] body = ((SubmitBody) refusal[0]).octets();
            assertThat(application.submit(body))
                    .as(HexFormat.of().formatHex(body))
                    .isEqualTo(refusal[1]);
        }
    }

    // --- HTTP

    private static Api.Answer post(String to, String from) throws Exception {
        Map<String, String> message = new TreeMap<>(Map.of("to", to, "text", "hello"));
        message.put("from", from);
        return api.post(message);
    }

    @Test
    void aNameHasTheOctetsThatTheLinkWants() throws Exception {
        assertThat(post("+48600300001", "M\u00FCller").status()).isEqualTo(202);
        assertThat(post("+48600300101", "M\u00FCller").status()).isEqualTo(202);
        assertThat(arrived(SMPP, "48600300001").from).isEqualTo("M\u00FCller");
        UcpFrame frame = (UcpFrame) arrived(UCP, "48600300101").whole;
        assertThat(frame.get(UcpField.OTOA)).isEqualTo("5039");
        assertThat(frame.get(UcpField.OADC)).isEqualTo("0B4D3F9B5D9603");
        // parameter 027 is ASCII
        assertThat(post("+48600300201", "M\u00FCller").body().path("field").asText())
                .isEqualTo("from");
        assertThat(post("+48600300202", "ACME").status()).isEqualTo(202);
        assertThat(((Packet) arrived(CIMD2, "48600300202").whole).get(27)).isEqualTo("ACME");
    }

    @Test
    void aNumberThatNoLinkCanCarryIsRefusedWhenItComes() throws Exception {
        // 00 and fifteen digits are more than AdC has
        Api.Answer answer = post("+123456789012145", "ACME");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("field").asText()).isEqualTo("to");
        assertThat(post("+123456789012045", "ACME").status()).isEqualTo(202);
        assertThat(arrived(SMPP, "123456789012045").octets).isEqualTo("hello".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void whatIsDialledInTheCountryAloneIsNoPartOfTheNumber() throws Exception {
        assertThat(post("+44 (0)7700 900001", "ACME").status()).isEqualTo(202);
        arrived(SMPP, "447700900001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A\nB", "+", "+12", "\u0416\u0416", "A\u0085", "A\tB"})
    void whatIsNoSenderIsRefused(String from) throws Exception {
        Api.Answer answer = post("+48600300099", from);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.body().path("field").asText()).isEqualTo("from");
    }

    private static HttpResponse<String> raw(String method, String path, String type, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(site.api(path).toString()))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + site.apiKey())
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ref|{\"to\":\"+48600300098\",\"text\":\"x\",\"ref\":\"r-\\ud800\"}",
                "ref|{\"to\":\"+48600300098\",\"text\":\"x\",\"ref\":\"r-\\udbff\"}",
                "ref|{\"to\":\"+48600300098\",\"text\":\"x\",\"ref\":\"a\\u0000b\"}",
                "text|{\"to\":\"+48600300098\",\"text\":\"Hi \\ud83d\"}",
                "text|{\"to\":\"+48600300098\",\"text\":\"Hi \\u0007\"}",
                "to|{\"to\":\"+48600300098\\ud800\",\"text\":\"x\"}",
                "from|{\"to\":\"+48600300098\",\"text\":\"x\",\"from\":\"A\\ude00\"}",
                "sendAt|{\"to\":\"+48600300098\",\"text\":\"x\",\"sendAt\":\"+999999999-12-31T23:59:59-18:00\"}",
                "validUntil|{\"to\":\"+48600300098\",\"text\":\"x\",\"validUntil\":\"-999999999-01-01T00:00:00+18:00\"}",
                "validUntil|{\"to\":\"+48600300098\",\"text\":\"x\",\"validUntil\":\"2020-01-01T00:00:00Z\"}",
                "title|{\"to\":\"+48600300098\",\"to\":\"+48600300097\",\"text\":\"x\"}"
            })
    void whatNoFieldMayHoldIsRefusedByItsName(String field, String body) throws Exception {
        HttpResponse<String> answer = raw("POST", "/v1/messages", "application/json", json(body));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains(field);
    }

    @Test
    void octetsThatAreNoUtf8AreRefused() throws Exception {
        for (String octets : new String[] {"\u00C0\u0080", "\u00C1\u0081", "\u00ED\u00A0\u0080", "M\u00FCller"}) {
            HttpResponse<String> answer = raw(
                    "POST",
                    "/v1/messages",
                    "application/json",
                    json("{\"to\":\"+48600300096\",\"text\":\"" + octets + "\"}"));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        }
    }

    @Test
    void everyAnswerThatSaysNoIsAProblem() throws Exception {
        byte[] large = new byte[100_000];
        java.util.Arrays.fill(large, (byte) ' ');
        byte[] good = json("{\"to\":\"+48600300095\",\"text\":\"x\"}");
        List<HttpResponse<String>> answers = List.of(
                raw("GET", "/nothing", null, null),
                raw("PUT", "/v1/messages", "application/json", good),
                raw("POST", "/v1/messages", "application/json", large),
                raw("POST", "/v1/messages", "text/plain", good),
                raw("POST", "/v1/messages", "application/x-www-form-urlencoded", json("to=1&text=x")),
                raw("GET", "/v1/messages/" + "x".repeat(9_000), null, null),
                raw("GET", "/v1/messages/unknown", null, null),
                raw("DELETE", "/v1/openapi.yaml", null, null));
        int[] statuses = {404, 405, 413, 415, 415, 414, 404, 405};
        for (int i = 0; i < statuses.length; i++) {
            HttpResponse<String> answer = answers.get(i);
            assertThat(answer.statusCode()).as(i + " " + answer.body()).isEqualTo(statuses[i]);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.body()).contains("\"title\"", "\"status\":" + statuses[i]);
        }
    }

    // --- what a centre brings

    /** The body of a deliver_sm with any types and octets. */
    private static byte[] deliver(
            int fromTon, int fromNpi, String from, int toTon, int toNpi, String to, byte[]... tlvs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        out.writeBytes(new byte[] {(byte) fromTon, (byte) fromNpi});
        out.writeBytes(Pdu.cString(from));
        out.writeBytes(new byte[] {(byte) toTon, (byte) toNpi});
        out.writeBytes(Pdu.cString(to));
        out.writeBytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 'h', 'i'});
        for (byte[] tlv : tlvs) {
            out.writeBytes(tlv);
        }
        return out.toByteArray();
    }

    private static void comes(byte[] body) throws Exception {
        ScriptedSmsc.Bind line = ((ScriptedSmsc) CENTRES.get(SMPP)).line();
        int sequence = line.request(Pdu.DELIVER_SM, body);
        Stage.eventually(PATIENCE).until(() -> Integer.valueOf(0).equals(line.status(sequence)));
    }

    @Test
    void theApplicationReadsWhatTheCentreWrote() throws Exception {
        List<byte[]> brought = List.of(
                deliver(5, 0, "M\u00FCller", 0, 1, "2345"),
                deliver(1, 1, "48600100201", 1, 1, "2345"),
                deliver(0, 1, "48600100202", 3, 9, "2345"),
                deliver(1, 1, "48600100204", 1, 1, "48600100203"),
                deliver(6, 8, "71234", 0, 1, "2345", Pdu.tlv(0x1400, (byte) 1, (byte) 2)),
                deliver(1, 1, "48600100206", 0, 1, "2345", Pdu.tlv(0x0381, (byte) 9)));
        for (byte[] body : brought) {
            comes(body);
        }
        for (byte[] body : brought) {
            String whole = new String(body, StandardCharsets.ISO_8859_1);
            Stage.eventually(PATIENCE).untilAsserted(() -> assertThat(application.delivered().stream()
                            .map(one -> HexFormat.of().formatHex(one.getBytes(StandardCharsets.ISO_8859_1))))
                    .contains(HexFormat.of().formatHex(whole.getBytes(StandardCharsets.ISO_8859_1))));
        }
    }

    /** A sender in septets, one with controls, one with a plus alone: nothing that was acknowledged stays behind. */
    @Test
    void noSenderKeepsAMessageBack() throws Exception {
        String[] senders = {"D\u0010lta", "\u007Fx\u0085", "+"};
        int before = application.delivered().size();
        for (String sender : senders) {
            comes(deliver(5, 0, sender, 0, 1, "2345"));
        }
        Stage.eventually(PATIENCE)
                .until(() -> application.delivered().stream()
                                .filter(one -> one.endsWith("hi") && !one.contains("stat:"))
                                .count()
                        >= senders.length);
        assertThat(application.delivered().size()).isGreaterThanOrEqualTo(before + senders.length);
    }
}
