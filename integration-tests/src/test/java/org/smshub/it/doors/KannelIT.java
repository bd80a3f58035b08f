package org.smshub.it.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assumptions;
import org.jsmpp.bean.SubmitSm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.line.Kannel;

/** The door for clients of Kannel's smsbox, against a centre by jSMPP; with a bearerbox and smsbox of Debian as one of the clients. */
@Timeout(300)
class KannelIT {

    private static final String LOGIN = "username=app&password=" + DoorHub.PASSWORD;
    private static final AtomicInteger NUMBERS = new AtomicInteger(1_000);

    @TempDir
    static Path folder;

    private static DoorHub hub;
    private static int kannelPort;

    @BeforeAll
    static void start() throws Exception {
        hub = new DoorHub("kannel");
        kannelPort = Kannel.freePort();
        String mo = hub.called.url("/mo");
        hub.client("app", """
                numbers: ["7345"]
                events: kannel
                defaultSender: ACME
                links: [sink]
                doors:
                  kannel: {callbacks: true, incoming: "%s?from=%%p&to=%%P&text=%%a&k=%%k&r=%%r&c=%%c&C=%%C&t=%%t&id=%%I&i=%%i&n=%%n"}
                """.formatted(mo));
        hub.client("poster", """
                numbers: ["7346"]
                events: kannel
                doors:
                  kannel: {incoming: "%s", method: POST, receipts: "%s"}
                """.formatted(hub.called.url("/post?x=%P"), hub.called.url("/own?d=%d")));
        hub.client("peer", """
                numbers: ["7347"]
                events: kannel
                doors:
                  kannel:
                    callbacks: "http://127.0.0.1:%1$d/"
                    incoming: "http://127.0.0.1:%1$d/?username=peer&password=secret&from=%%p&to=%%P&text=%%b&coding=%%c&charset=%%C&udh=%%u"
                    replies: false
                """.formatted(kannelPort));
        hub.client("slow", """
                defaultSender: ACME
                rate: 0.01
                doors: {kannel: {}}
                """);
        hub.client("unicode", """
                defaultSender: ACME
                doors:
                  kannel: {unicode: true}
                """);
        hub.client("closed", "defaultSender: ACME");
        hub.start("/cgi-bin/sendsms");
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    /** One that the centre delivers, whose last digits say nothing. */
    private static String number() {
        return "48600" + NUMBERS.incrementAndGet() + "00";
    }

    private static HttpResponse<String> send(String parameters) throws Exception {
        return hub.get("/cgi-bin/sendsms?" + LOGIN + "&" + parameters);
    }

    private static SubmitSm arrived(String number) {
        await().atMost(DoorHub.PATIENCE).until(() -> hub.centre.to(number) != null);
        return hub.centre.to(number);
    }

    private static void accepted(HttpResponse<String> answer) {
        assertThat(answer.body()).isEqualTo("0: Accepted for delivery");
        assertThat(answer.statusCode()).isEqualTo(202);
    }

    /** Sends by GET, and gives what the centre got. */
    private static SubmitSm sent(String parameters) throws Exception {
        String to = number();
        accepted(send("to=" + to + "&" + parameters));
        return arrived(to);
    }

    private static String hex(SubmitSm submit) {
        return HexFormat.of().formatHex(submit.getShortMessage());
    }

    private static String escaped(String text, String charset) {
        if (charset.equals("UTF-8")) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
        StringBuilder escaped = new StringBuilder();
        for (byte octet : text.getBytes(Charset.forName(charset))) {
            escaped.append(String.format("%%%02X", octet));
        }
        return escaped.toString();
    }

    @Test
    void theAnswerIsThatOfSmsboxOctetForOctet() throws Exception {
        HttpResponse<String> answer = send("from=7345&to=" + number() + "&text=hello");
        accepted(answer);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(answer.headers().firstValue("Content-Length")).contains("24");
        assertThat(answer.headers().firstValue("Pragma")).contains("no-cache");
        String raw = hub.raw("GET /cgi-bin/sendsms?" + LOGIN + "&to=" + number() + "&text=playsms HTTP/1.0\r\n\r\n");
        assertThat(raw)
                .startsWith("HTTP/1.0 202 ")
                .containsIgnoringCase("content-length: 24\r\n")
                .doesNotContainIgnoringCase("transfer-encoding")
                .endsWith("\r\n\r\n0: Accepted for delivery");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "username=app&password=wrong&to=48600100200|403|Authorization failed for sendsms",
                "username=nobody&password=secret&to=48600100200|403|Authorization failed for sendsms",
                "username=closed&password=secret&to=48600100200|403|Authorization failed for sendsms",
                "to=48600100200&text=x|403|Authorization failed for sendsms",
                "username=app&password=secret|400|Missing receiver number, rejected",
                "username=app&password=secret&to=|400|Empty receiver number not allowed, rejected",
                "username=app&password=secret&to=anna|400|Number(s) has/have been denied by white- and/or black-lists.",
                "username=poster&password=secret&to=48600100200|400|Sender missing and no global set, rejected",
                "username=app&password=secret&to=48600100200&udh=%05%00%03%01|400|UDH field misformed, rejected",
                "username=app&password=secret&to=48600100200&coding=3|400|Coding field misformed, rejected",
                "username=app&password=secret&to=48600100200&mclass=4|400|MClass field misformed, rejected",
                "username=app&password=secret&to=48600100200&mwi=8|400|MWI field misformed, rejected",
                "username=app&password=secret&to=48600100200&compress=2|400|Compress field misformed, rejected",
                "username=app&password=secret&to=48600100200&alt-dcs=2|400|Alt-DCS field misformed, rejected",
                "username=app&password=secret&to=48600100200&pid=256|400|PID field misformed, rejected",
                "username=app&password=secret&to=48600100200&rpi=3|400|RPI field misformed, rejected",
                "username=app&password=secret&to=48600100200&validity=-2|400|Validity field misformed, rejected",
                "username=app&password=secret&to=48600100200&deferred=-2|400|Deferred field misformed, rejected",
                "username=app&password=secret&to=48600100200&priority=4|400|Priority field misformed, rejected",
                "username=app&password=secret&to=48600100200&dlr-mask=67|400|DLR-Mask field misformed, rejected",
                "username=app&password=secret&to=48600100200&dlr-url=ftp://x/|400|DLR-URL field misformed, rejected",
                "username=app&password=secret&to=48600100200&account=a%5Db|400|Account field misformed or too long, rejected",
                "username=app&password=secret&to=48600100200&charset=none|400|Charset or body misformed, rejected",
                "username=app&password=secret&to=48600100200&coding=2&text=abc|400|Charset or body misformed, rejected"
            })
    void whatIsWrongIsSaidInItsWords(String query, int status, String words) throws Exception {
        HttpResponse<String> answer = hub.get("/cgi-bin/sendsms?" + query);
        assertThat(answer.body()).isEqualTo(words);
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void otherPathsAreUnknown() throws Exception {
        for (String path : List.of("/cgi-bin/sendota", "/cgi-bin/xmlrpc", "/cgi-bin/")) {
            HttpResponse<String> answer = hub.get(path);
            assertThat(answer.body()).isEqualTo("Unknown request.");
            assertThat(answer.statusCode()).isEqualTo(404);
        }
    }

    @Test
    void bothSpellingsOfALoginAndTheOldOnesOfReceipts() throws Exception {
        String to = number();
        accepted(hub.get("/cgi-bin/sendsms?user=app&pass=secret&to=" + to + "&text=x&dlrmask=1&dlrurl="
                + escaped(hub.called.url("/old?d=%d"), "UTF-8")));
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of("/old").size() == 1);
        // the first of a name counts, and username before user
        accepted(hub.get("/cgi-bin/sendsms?user=nobody&username=app&password=secret&password=no&to=" + number()));
    }

    @Test
    void severalReceiversHaveAMessageEachAndOneAnswer() throws Exception {
        String one = number();
        String two = number();
        accepted(send("to=" + one + "+%2B" + two + "+anna+" + one + "&text=all"));
        arrived(one);
        arrived(two);
        assertThat(hub.centre.submits.stream().filter(s -> s.getDestAddress().equals(one)))
                .hasSize(1);
        // an unescaped plus is a blank
        String three = number();
        accepted(send("to=+" + three + "&text=x"));
        arrived(three);
    }

    @Test
    void aTextIsReadByItsCharset() throws Exception {
        String text = "Zażółć @€";
        String gsm = hex(sent("text=" + escaped("Grüße @€", "UTF-8")));
        assertThat(gsm).isEqualTo(hex(sent("charset=ISO-8859-15&text=" + escaped("Grüße @€", "ISO-8859-15"))));
        assertThat(gsm).isEqualTo(hex(sent("charset=WINDOWS-1252&text=" + escaped("Grüße @€", "WINDOWS-1252"))));
        assertThat(gsm).isEqualTo(hex(sent("charset=UTF-8&text=" + escaped("Grüße @€", "UTF-8"))));
        assertThat(gsm).isEqualTo(hex(sent("charset=UCS-2BE&text=" + escaped("Grüße @€", "UTF-16BE"))));
        assertThat(gsm).isEqualTo(hex(sent("charset=UTF-16&text=" + escaped("Grüße @€", "UTF-16"))));
        // 7 bit: what GSM-7 has not is a question mark, as ever
        SubmitSm marks = sent("text=" + escaped(text, "UTF-8"));
        assertThat(marks.getDataCoding()).isZero();
        assertThat(hex(marks)).isEqualTo(hex(sent("text=" + escaped("Za???? @€", "UTF-8"))));
        SubmitSm chosen = sentBy("unicode", "text=" + escaped(text, "UTF-8"));
        assertThat(chosen.getDataCoding()).isEqualTo((byte) 8);
        assertThat(new String(chosen.getShortMessage(), StandardCharsets.UTF_16BE))
                .isEqualTo(text);
    }

    private static SubmitSm sentBy(String client, String parameters) throws Exception {
        String to = number();
        accepted(hub.get("/cgi-bin/sendsms?username=" + client + "&password=secret&to=" + to + "&" + parameters));
        return arrived(to);
    }

    @Test
    void codingTwoIsUtf16AsItStandsOrByItsCharset() throws Exception {
        String text = "Привет 😀";
        for (String parameters : List.of(
                "coding=2&text=" + escaped(text, "UTF-16BE"),
                "coding=2&charset=UTF-8&text=" + escaped(text, "UTF-8"),
                "coding=2&charset=utf-16be&text=" + escaped(text, "UTF-16BE"))) {
            SubmitSm submit = sent(parameters);
            assertThat(submit.getDataCoding()).isEqualTo((byte) 8);
            assertThat(new String(submit.getShortMessage(), StandardCharsets.UTF_16BE))
                    .isEqualTo(text);
        }
        // a part that its sender cut through a pair
        SubmitSm half = sent("coding=2&udh=%05%00%03%07%02%01&text=%00A%D8%3D");
        assertThat(hex(half)).isEqualTo("0500030702010041d83d");
    }

    @Test
    void binaryGoesOctetForOctet() throws Exception {
        SubmitSm picture = sent("udh=%06%05%04%15%8A%00%00&text=%00%FF%80+%2B%25");
        assertThat(hex(picture)).isEqualTo("060504158a000000ff80202b25");
        assertThat(picture.getEsmClass() & 0x40).isEqualTo(0x40);
        assertThat(picture.getDataCoding()).isEqualTo((byte) 4);
        // what is no escape stays, as in Kannel, and a half one is the end
        String to = number();
        assertThat(hub.raw(
                        "GET /cgi-bin/sendsms?" + LOGIN + "&to=" + to + "&coding=1&text=%01%zz%02% HTTP/1.0\r\n\r\n"))
                .endsWith("0: Accepted for delivery");
        assertThat(hex(arrived(to))).isEqualTo("01257a7a02");
    }

    @Test
    void aLongTextIsCutHere() throws Exception {
        String to = number();
        accepted(send("text=" + "x".repeat(200) + "&to=" + to));
        await().atMost(DoorHub.PATIENCE)
                .until(() -> hub.centre.submits.stream()
                                .filter(s -> s.getDestAddress().equals(to))
                                .count()
                        == 2);
    }

    @ParameterizedTest
    @CsvSource({
        "mclass=0, 240", "mclass=2&coding=1, 246", "mclass=1&alt-dcs=1, 241", "alt-dcs=1&coding=1, 245",
        "mwi=0, 216", "mwi=1&coding=2&charset=UTF-8, 233", "mwi=5, 193", "mclass=3&coding=2&charset=UTF-8, 27"
    })
    void classesAndWaitingMessagesAreTheirDataCoding(String parameters, int coding) throws Exception {
        assertThat(sent("text=ab&" + parameters).getDataCoding() & 0xFF).isEqualTo(coding);
    }

    @Test
    void pidPriorityBinfoAndReplyPathGoOn() throws Exception {
        SubmitSm submit = sent("text=x&pid=64&priority=3&binfo=WAP&rpi=1");
        assertThat(submit.getProtocolId()).isEqualTo((byte) 64);
        assertThat(submit.getServiceType()).isEqualTo("WAP");
        assertThat(submit.getEsmClass() & 0x80).isEqualTo(0x80);
    }

    @Test
    void minutesAreFromNow() throws Exception {
        SubmitSm submit = sent("text=x&validity=60");
        assertThat(submit.getValidityPeriod()).isNotEmpty();
        String later = number();
        accepted(send("text=x&deferred=30&to=" + later));
        String soon = number();
        accepted(send("text=x&deferred=0&validity=0&to=" + soon));
        arrived(soon);
        assertThat(hub.centre.to(later)).isNull();
        assertThat(hub.get("/cgi-bin/sendsms?" + LOGIN + "&text=x&deferred=30&validity=10&to=" + number())
                        .body())
                .isEqualTo("Validity field misformed, rejected");
    }

    @Test
    void aLinkIsChosenByNameAndAnyOtherWordIsATag() throws Exception {
        accepted(send("text=x&smsc=sink&to=" + number()));
        accepted(send("text=x&smsc=elsewhere&to=" + number()));
    }

    @Test
    void bodiesOfAPostAndTheirHeaders() throws Exception {
        String[] login = {"X-Kannel-Username", "app", "x-kannel-password", "secret", "X-Kannel-To"};
        String one = number();
        accepted(hub.post(
                "/cgi-bin/sendsms", "text/plain", "Grüße".getBytes(StandardCharsets.ISO_8859_1), with(login, one)));
        String two = number();
        accepted(hub.post(
                "/cgi-bin/sendsms",
                "text/plain; charset=UTF-8",
                "Grüße".getBytes(StandardCharsets.UTF_8),
                with(login, two)));
        assertThat(hex(arrived(one))).isEqualTo(hex(arrived(two)));
        String three = number();
        accepted(hub.post(
                "/cgi-bin/sendsms",
                "application/octet-stream",
                new byte[] {0, (byte) 0xFF},
                with(login, three, "X-Kannel-UDH", "06050415820000", "X-Kannel-From", "7345")));
        assertThat(hex(arrived(three))).isEqualTo("0605041582000000ff");
        assertThat(arrived(three).getSourceAddr()).isEqualTo("7345");
        String four = number();
        accepted(hub.post(
                "/cgi-bin/sendsms",
                "application/x-www-form-urlencoded",
                (LOGIN + "&text=form&to=" + four).getBytes(StandardCharsets.UTF_8)));
        arrived(four);
        assertThat(hub.post("/cgi-bin/sendsms", "text/html", "<b>x</b>".getBytes(StandardCharsets.UTF_8))
                        .body())
                .isEqualTo("Unsupported content-type, rejected");
        HttpResponse<String> json = hub.post("/cgi-bin/sendsms", "application/pdf", new byte[] {1});
        assertThat(json.body()).isEqualTo("Invalid content-type");
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(hub.post(
                                "/cgi-bin/sendsms",
                                "text/plain",
                                new byte[] {65},
                                "X-Kannel-Username",
                                "app",
                                "X-Kannel-Password",
                                "secret")
                        .body())
                .isEqualTo("Missing receiver(s) number(s), rejected");
    }

    private static String[] with(String[] headers, String... more) {
        String[] all = new String[headers.length + more.length];
        System.arraycopy(headers, 0, all, 0, headers.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return all;
    }

    @Test
    void aDocumentOfXml() throws Exception {
        String one = number();
        String two = number();
        String xml = """
                <?xml version="1.0" encoding="ISO-8859-1"?>
                <!DOCTYPE message SYSTEM "file:///etc/passwd">
                <message><submit>
                  <da><number>%s</number></da><da><number>%s</number></da>
                  <oa><number>7345</number></oa>
                  <ud>Gr%%FC%%DFe</ud>
                  <dcs><mclass>0</mclass><coding>0</coding></dcs>
                  <statusrequest><dlr-mask>1</dlr-mask><dlr-url>%s</dlr-url></statusrequest>
                  <from><user>app</user><pass>secret</pass><account>acc</account></from>
                </submit></message>
                """.formatted(one, two, hub.called.url("/xml?to=%25p").replace("%25", "%"));
        accepted(hub.post("/cgi-bin/sendsms", "text/xml", xml.getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(arrived(one).getDataCoding()).isEqualTo((byte) 0xF0);
        assertThat(hex(arrived(one))).isEqualTo(hex(sent("mclass=0&text=" + escaped("Grüße", "UTF-8"))));
        await().atMost(DoorHub.PATIENCE)
                .untilAsserted(() -> assertThat(hub.called.of("/xml").stream().map(Called.Call::query))
                        .containsExactlyInAnyOrder("to=" + one, "to=" + two));
        assertThat(hub.post("/cgi-bin/sendsms", "text/xml", "<message>".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(400);
    }

    /** Sends and waits for so many calls of its address. */
    private static List<String> told(String to, int mask, String pattern, int calls) throws Exception {
        String path = "/dlr/" + NUMBERS.incrementAndGet();
        accepted(send("text=x&from=7345&to=" + to + "&dlr-mask=" + mask + "&dlr-url="
                + escaped(hub.called.url(path + "?" + pattern), "UTF-8")));
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of(path).size() >= calls);
        return hub.called.of(path).stream().map(Called.Call::query).toList();
    }

    @Test
    void receiptsComeInTheirOrderByTheBitsOfTheMask() throws Exception {
        assertThat(told("48600100100", 31, "d=%d", 2)).containsExactly("d=8", "d=1");
        assertThat(told("48600100112", 31, "d=%d", 2)).containsExactly("d=8", "d=2");
        assertThat(told("48600100113", 31, "d=%d", 3)).containsExactly("d=8", "d=4", "d=1");
        assertThat(told("48600100111", 31, "d=%d", 1)).containsExactly("d=16");
        // 16 comes to who asks for 2, too
        assertThat(told("48600100111", 2, "d=%d", 1)).containsExactly("d=16");
        assertThat(told("48600100100", 1, "d=%d", 1)).containsExactly("d=1");
        assertThat(told("48600100114", 8, "d=%d", 1)).containsExactly("d=8");
    }

    @Test
    void aReceiptHasAllThatItsAddressAsksFor() throws Exception {
        String to = number();
        List<String> told =
                told("%2B" + to, 31, "p=%p&P=%P&d=%d&A=%A&F=%F&i=%i&n=%n&o=%o&x=%x&pc=%%&T=%T&I=%I&c=%c&m=%m&B=%B", 2);
        SubmitSm submit = arrived(to);
        assertThat(submit.getRegisteredDelivery()).isNotZero();
        String first = told.get(0);
        assertThat(first).contains("p=%2B" + to + "&P=7345&d=8&A=ACK%2F&F=700");
        assertThat(told.get(1))
                .contains("&d=1&A=id%3A700")
                .contains("stat%3ADELIVRD+err%3A000")
                .contains("&i=sink&n=app&o=&x=%25x&pc=%25&T=")
                .contains("&c=0&m=-1&B=");
        assertThat(told("48600100111", 16, "A=%A", 1)).containsExactly("A=NACK%2F0x0000000b%2FESME_RINVDSTADR");
    }

    @Test
    void anAccountsOwnAddressIsTakenWhereAMessageBringsNone() throws Exception {
        accepted(
                hub.get("/cgi-bin/sendsms?username=poster&password=secret&from=7345&text=x&dlr-mask=3&to=" + number()));
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of("/own").size() == 1);
        assertThat(hub.called.of("/own").get(0).query()).isEqualTo("d=1");
        // no addresses of messages: callbacks: is not there
        assertThat(hub.get(
                                "/cgi-bin/sendsms?username=poster&password=secret&from=7345&dlr-mask=1&to=48600100200&dlr-url="
                                        + escaped(hub.called.url("/x"), "UTF-8"))
                        .body())
                .isEqualTo("DLR-URL field misformed, rejected");
    }

    @Test
    void aReceiverThatFailsHearsOfItAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        hub.called.answers(
                "/fails", call -> Called.Answer.of(tries.incrementAndGet() == 1 ? 500 : 202, "text/plain", "whatever"));
        accepted(send(
                "text=x&dlr-mask=1&to=" + number() + "&dlr-url=" + escaped(hub.called.url("/fails?d=%d"), "UTF-8")));
        await().atMost(DoorHub.PATIENCE).until(() -> tries.get() == 2);
    }

    @Test
    void aPhonesMessageIsToldAndItsAnswerGoesBack() throws Exception {
        hub.called.answers(
                "/mo", call -> new Called.Answer(200, "text/plain", "Grüße".getBytes(StandardCharsets.ISO_8859_1)));
        hub.centre.phone("48600555001", "7345", 0, "balance  now please".getBytes(StandardCharsets.US_ASCII));
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of("/mo").size() == 1);
        assertThat(hub.called.of("/mo").get(0).query())
                .startsWith(
                        "from=%2B48600555001&to=7345&text=balance+now+please&k=balance&r=now+please&c=0&C=UTF-8&t=20")
                .endsWith("&i=sink&n=app");
        SubmitSm reply = arrived("48600555001");
        assertThat(reply.getSourceAddr()).isEqualTo("7345");
        // text/plain without a charset is ISO-8859-1
        assertThat(hex(reply)).isEqualTo(hex(sent("text=" + escaped("Grüße", "UTF-8"))));
    }

    @Test
    void aPostBringsTheTextAndItsHeaders() throws Exception {
        hub.centre.phone("48600555002", "7346", 8, "Привет".getBytes(StandardCharsets.UTF_16BE));
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of("/post").size() == 1);
        Called.Call call = hub.called.of("/post").get(0);
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.query()).isEqualTo("x=7346");
        assertThat(new String(call.body(), StandardCharsets.UTF_16BE)).isEqualTo("Привет");
        assertThat(call.headers())
                .containsEntry("content-type", "text/plain; charset=\"UTF-16BE\"")
                .containsEntry("x-kannel-from", "+48600555002")
                .containsEntry("x-kannel-to", "7346")
                .containsEntry("x-kannel-coding", "2")
                .containsEntry("x-kannel-smsc", "sink")
                .containsEntry("x-kannel-service", "poster");
        assertThat(call.headers().get("x-kannel-time")).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
    }

    @Test
    void tooMuchIsATemporalFailure() throws Exception {
        String query = "/cgi-bin/sendsms?username=slow&password=secret&text=x&to=";
        accepted(hub.get(query + number()));
        HttpResponse<String> second = hub.get(query + number());
        assertThat(second.body()).isEqualTo("Temporal failure, try again later.");
        assertThat(second.statusCode()).isEqualTo(503);
    }

    /** What the HTTP server itself refuses is said as smsbox would. */
    @Test
    void noPageOfAServerInFrontIsSeen() throws Exception {
        HttpResponse<String> large = hub.post("/cgi-bin/sendsms", "text/plain", new byte[70_000]);
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).isEqualTo("Sending failed.");
        assertThat(large.headers().firstValue("Content-Type")).contains("text/html");
    }

    @Test
    void aLongRequestLineIsTaken() throws Exception {
        accepted(send("to=" + number() + "&text=x&meta-data=" + "x".repeat(7_000)));
    }

    @Test
    void noPasswordStandsInTheLog() throws Exception {
        hub.get("/cgi-bin/sendsms?username=app&password=hunter2hunter2&to=48600100200&text=secrettext");
        assertThat(hub.log()).doesNotContain("hunter2hunter2").doesNotContain("secrettext");
    }

    /** A bearerbox whose centre is the door (smsc = http, system-type = kannel), an smsbox in front of it. */
    @Test
    void kannelItselfSendsHearsAndIsTold() throws Exception {
        Assumptions.assumeThat(Kannel.isInstalled())
                .as("bearerbox is installed")
                .isTrue();
        String smsc = """
                group = smsc
                smsc = http
                smsc-id = centre
                system-type = kannel
                smsc-username = peer
                smsc-password = secret
                port = %1$d
                send-url = "%2$s"
                dlr-url = "http://127.0.0.1:%1$d/?username=peer&password=secret"
                connect-allow-ip = 127.0.0.1
                """.formatted(kannelPort, hub.site.api("/cgi-bin/sendsms"));
        try (Kannel kannel = new Kannel(Files.createDirectories(folder.resolve("kannel")), smsc)) {
            String good = "+" + number();
            await().atMost(DoorHub.PATIENCE)
                    .until(() -> kannel.send(Map.of("from", "7347", "to", good, "text", "Grüße @€", "ref", "good")));
            assertThat(hex(arrived(good.substring(1)))).isEqualTo(hex(sent("text=" + escaped("Grüße @€", "UTF-8"))));
            await().atMost(DoorHub.PATIENCE)
                    .untilAsserted(() -> assertThat(kannel.reports("good")).contains("8", "1"));
            String russian = "+" + number();
            assertThat(kannel.send(Map.of(
                            "from", "7347", "to", russian, "coding", "2", "charset", "UTF-8", "text", "Привет", "ref",
                            "ucs")))
                    .isTrue();
            assertThat(new String(arrived(russian.substring(1)).getShortMessage(), StandardCharsets.UTF_16BE))
                    .isEqualTo("Привет");
            String picture = "+" + number();
            assertThat(kannel.send(Map.of(
                            "from",
                            "7347",
                            "to",
                            picture,
                            "udh",
                            "%06%05%04%15%8A%00%00",
                            "text",
                            "%00%FF%80",
                            "ref",
                            "bin")))
                    .isTrue();
            assertThat(hex(arrived(picture.substring(1)))).isEqualTo("060504158a000000ff80");
            hub.centre.phone("48600555003", "7347", 0, "hello there".getBytes(StandardCharsets.US_ASCII));
            await().atMost(DoorHub.PATIENCE).until(() -> kannel.messages().size() == 1);
            assertThat(kannel.messages().get(0))
                    .containsEntry("from", "+48600555003")
                    .containsEntry("to", "7347")
                    .containsEntry("text", "hello there");
        }
    }

    /** What most scripts do: one line of a shell. */
    @Test
    void aShellScriptSends() throws Exception {
        String to = number();
        Process curl = new ProcessBuilder(
                        "curl",
                        "-sG",
                        hub.site.api("/cgi-bin/sendsms").toString(),
                        "--data-urlencode",
                        "username=app",
                        "--data-urlencode",
                        "password=secret",
                        "--data-urlencode",
                        "to=" + to,
                        "--data-urlencode",
                        "text=Witaj świecie & co.",
                        "--data-urlencode",
                        "coding=2",
                        "--data-urlencode",
                        "charset=UTF-8")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("0: Accepted for delivery");
        assertThat(curl.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(arrived(to).getShortMessage(), StandardCharsets.UTF_16BE))
                .isEqualTo("Witaj świecie & co.");
    }
}
