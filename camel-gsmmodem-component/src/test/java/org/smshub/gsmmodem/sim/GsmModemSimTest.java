package org.smshub.gsmmodem.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.text.Address;
import org.smshub.text.Alphabet;
import org.smshub.text.DataCoding;
import org.smshub.text.Encoding;
import org.smshub.text.plan.Segment;
import org.smshub.text.plan.TextProfile;
import org.smshub.text.tpdu.Deliver;
import org.smshub.text.tpdu.Direction;
import org.smshub.text.tpdu.Pdu;
import org.smshub.text.tpdu.StatusReport;
import org.smshub.text.tpdu.Submit;
import org.smshub.text.tpdu.Timestamp;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.tpdu.Validity;
import org.smshub.text.udh.Udh;

/** The virtual modem against a client on a plain socket. */
class GsmModemSimTest extends SimFixture {

    private static Submit submit(String text) {
        UserData data = UserData.of(Alphabet.GSM7, Udh.NONE, Encoding.GSM7.encode(text));
        return Submit.of(Address.of("+41791234567"), data);
    }

    private static String send(AtClient client, Submit submit) throws IOException {
        Pdu pdu = new Pdu(null, submit);
        return client.ask("AT+CMGS=" + pdu.tpduLength(), pdu.hex());
    }

    private static Deliver read(String hex) {
        return (Deliver) Pdu.parse(hex, Direction.FROM_CENTRE).tpdu();
    }

    private static String pdu(String lines) {
        return List.of(lines.split(" / ")).stream()
                .filter(line -> line.matches("[0-9A-F]{20,}"))
                .findFirst()
                .orElseThrow();
    }

    /** What is asked, and what is answered; each on a modem that knows nothing of the others. */
    private static final String ANSWERS = """
            AT | OK
            at | OK
            ATE0Q0V1 | OK
            ATZE0 | OK
            AT&FE0 | OK
            ATI | SMS hub / virtual modem / 1.0 / OK
            ATH | OK
            ATS0=0S3? | OK
            ATD123; | ERROR
            AT+CGMI | SMS hub / OK
            AT+GMM | virtual modem / OK
            AT+CGMR=? | OK
            AT+CREG=2;+CREG? | +CREG: 2,1,"00A1","0001F2E3" / OK
            AT+CGREG? | +CGREG: 0,1 / OK
            AT+CEREG=7 | ERROR
            AT+COPS? | +COPS: 0,0,"SMS hub" / OK
            AT+COPS=? | +COPS: (2,"SMS hub","SMS hub","00101"),,(0,1,3),(0,2) / OK
            AT+CSQ | +CSQ: 20,99 / OK
            AT+CSCA? | +CSCA: "+48600100000",145 / OK
            AT+CSCA="+1234",145;+CSCA? | +CSCA: "+1234",145 / OK
            AT+CSCA="1234",145;+CSCA? | +CSCA: "+1234",145 / OK
            AT+CMGW=18,4 | ERROR
            AT+CMGF=1;+CMGS | +CMS ERROR: 305
            AT+CSMS=? | +CSMS: (0,1) / OK
            AT+CSMS=1 | +CSMS: 1,1,1 / OK
            AT+CSMS? | +CSMS: 0,1,1,1 / OK
            AT+CPMS=? | +CPMS: ("SM","ME"),("SM","ME"),("SM","ME") / OK
            AT+CPMS? | +CPMS: "SM",0,20,"SM",0,20,"SM",0,20 / OK
            AT+CPMS="ME","SM" | +CPMS: 0,20,0,20,0,20 / OK
            AT+CPMS="XX" | +CMS ERROR: 302
            AT+CNMI=? | +CNMI: (0,1,2,3),(0,1,2,3),(0,2),(0,1,2),(0,1) / OK
            AT+CNMI=2,1;+CNMI? | +CNMI: 2,1,0,0,0 / OK
            AT+CNMI=2,9 | ERROR
            AT+CMGF? | +CMGF: 0 / OK
            AT+CMGF=? | +CMGF: (0,1) / OK
            AT+CSCS="UCS2";+COPS? | +COPS: 0,0,"0053004D00530020006800750062" / OK
            AT+CSCS="XX" | ERROR
            AT+CMMS=2;+CMMS? | +CMMS: 2 / OK
            AT+CNMA | +CMS ERROR: 340
            AT+CMGL=4 | OK
            AT+CMGL=? | +CMGL: (0-4) / OK
            AT+CMGL=9 | ERROR
            AT+CMGR=1 | +CMS ERROR: 321
            AT+CMGD=1 | OK
            AT+CMGD=99 | +CMS ERROR: 321
            AT+CMGD=? | +CMGD: (),(0-4) / OK
            AT+CMGD=1,4 | OK
            AT+CMSS=1 | +CMS ERROR: 321
            AT+CMGS=0 | +CMS ERROR: 304
            AT+CMGS=? | OK
            AT+CMEE=1;+CNMI=9 | +CME ERROR: 50
            AT+CMEE=2;+CPIN="1" | +CME ERROR: operation not allowed
            AT+CMEE=2;+CNMI=1,2,3,4,5,6 | +CME ERROR: incorrect parameters
            AT+CPIN? | +CPIN: READY / OK
            AT+CPINR | +CPINR: SIM PIN,3,3 / +CPINR: SIM PUK,10,10 / OK
            AT+CLCK="SC",2 | +CLCK: 0 / OK
            AT+CBC | +CBC: 0,95 / OK
            AT+CPAS | +CPAS: 0 / OK
            AT+CFUN? | +CFUN: 1 / OK
            AT+CFUN=4;+CREG? | +CREG: 0,0 / OK
            AT+CFUN=4;+CSQ | +CSQ: 99,99 / OK
            AT+CUSD=? | +CUSD: (0-2) / OK
            AT+CNUM | +CNUM: "","+48600100100",145 / OK
            AT+NOSUCH=1 | ERROR
            AT+CMEE=1;+NOSUCH;+CSQ | ERROR
            """;

    @Test
    void answers() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            for (String row : ANSWERS.lines().map(String::strip).toList()) {
                String[] pair = row.split(" \\| ");
                assertThat(client.ask(pair[0])).as(pair[0]).isEqualTo(pair[1]);
                client.ask("AT+CFUN=1;&FE0;+CNMI=0,0,0,0,0;+CPMS=\"SM\",\"SM\",\"SM\";+CSCA=\"+48600100000\"");
            }
        }
    }

    @Test
    void echoesWhatIsTypedUntilItIsSwitchedOff() throws Exception {
        start("");
        try (AtClient client = new AtClient(port)) {
            client.ask("AT+CSQ");
            assertThat(client.since(0)).isEqualTo("AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
            int from = client.mark();
            client.type("AT");
            client.hears(from, "AT");
            client.type("\r");
            client.result(from);
            client.ask("ATE0");
            assertThat(client.ask("AT")).isEqualTo("OK");
            client.ask("ATZ");
            assertThat(client.ask("AT")).isEqualTo("AT / OK");
        }
    }

    @Test
    void saysResultsAsNumbersOrNotAtAll() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            int from = client.mark();
            client.type("ATV0\rAT+NOSUCH\rAT+CSQ\r");
            client.hears(from, "0\r4\r+CSQ: 20,99\r\n0\r");
            from = client.mark();
            client.type("ATQ1\rAT\rAT+CSQ\rATQ0V1\r");
            client.result(from);
            assertThat(client.since(from)).isEqualTo("+CSQ: 20,99\r\n\r\nOK\r\n");
        }
    }

    @Test
    void noiseIsNoCommand() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            assertThat(client.ask("\r\n\u0000" + AtClient.ESC + "\rhello\rxxAT"))
                    .isEqualTo("OK");
            assertThat(client.ask("x".repeat(100_000))).isEqualTo("ERROR");
            assertThat(client.ask("AT")).isEqualTo("OK");
        }
    }

    // to the network

    @Test
    void aMessageIsAnExchange() throws Exception {
        start("account=shop&number=%2B41780000000");
        try (AtClient client = AtClient.quiet(port)) {
            long before = System.currentTimeMillis();
            Submit submit = submit("Hello @ €")
                    .withStatusReport(true)
                    .withValidity(Validity.Relative.of(Duration.ofHours(1)))
                    .withCoding(DataCoding.of(Alphabet.GSM7, 0));
            assertThat(send(client, submit)).isEqualTo("+CMGS: 1 / OK");
            Exchange exchange = submitted.get(0);
            assertThat(exchange.getMessage().getBody()).isEqualTo("Hello @ €");
            assertThat(exchange.getMessage().getHeaders())
                    .containsEntry(SmsHeaders.KIND, "MESSAGE")
                    .containsEntry(SmsHeaders.CLIENT, "shop")
                    .containsEntry(SmsHeaders.TO, "+41791234567")
                    .containsEntry(SmsHeaders.FROM, "+41780000000")
                    .containsEntry(SmsHeaders.ENCODING, "GSM7")
                    .containsEntry(SmsHeaders.CLASS, 0)
                    .containsEntry(SmsHeaders.RECEIPT, "FINAL")
                    .containsEntry(SmsHeaders.REMOTE_ID, "1")
                    .containsEntry(GsmModemSimConstants.CENTRE, "+48600100000")
                    .doesNotContainKeys(SmsHeaders.UDH, SmsHeaders.DATA_CODING, SmsHeaders.PROTOCOL_ID);
            assertThat(exchange.getMessage().getHeader(SmsHeaders.VALID_UNTIL, Long.class))
                    .isBetween(before + 3_600_000, System.currentTimeMillis() + 3_600_000);
        }
    }

    @Test
    void partsHaveTheirHeaders() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            String text = "Обратно ".repeat(12);
            for (Segment segment : TextProfile.STANDARD.plan(text).segments(77)) {
                send(client, Submit.of(Address.of("8181"), segment.userData()));
            }
            assertThat(texts()).containsExactly(text);
            assertThat(submitted.get(1).getMessage().getHeaders())
                    .containsEntry(SmsHeaders.PART, 2)
                    .containsEntry(SmsHeaders.PARTS, 2)
                    .containsEntry(SmsHeaders.PART_REF, 77)
                    .containsEntry(SmsHeaders.UDH, "0500034D0202")
                    .containsEntry(SmsHeaders.TO, "8181");
        }
    }

    @Test
    void referencesCountAndWrap() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            for (int i = 1; i <= 257; i++) {
                assertThat(send(client, submit("x"))).isEqualTo("+CMGS: " + (i & 0xFF) + " / OK");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"refuse cms:38, 38", "refuse gsmmodem:193, 193", "refuse other:1, 21", "header cms:42, 42", "fail, 500"
    })
    void theRouteRefuses(String text, int code) throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            assertThat(send(client, submit(text))).isEqualTo("+CMS ERROR: " + code);
            assertThat(send(client, submit("next"))).isEqualTo("+CMGS: 2 / OK");
        }
    }

    @Test
    void theRouteGivesNoAnswerOrDropsTheConnection() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            Pdu pdu = new Pdu(null, submit("answer NONE"));
            int from = client.mark();
            client.type("AT+CMGS=" + pdu.tpduLength() + "\r");
            client.hears(from, "> ");
            client.type(pdu.hex() + AtClient.CTRL_Z);
            await().until(() -> submitted.size() == 1);
            await().until(() -> client.ask("AT").endsWith("OK"));
            assertThat(client.since(from)).doesNotContain("+CMGS");
            Pdu drop = new Pdu(null, submit("answer THEN_DROP"));
            from = client.mark();
            client.type("AT+CMGS=" + drop.tpduLength() + "\r");
            client.hears(from, "> ");
            client.type(drop.hex() + AtClient.CTRL_Z);
            await().until(client::isEnded);
            assertThat(AtClient.lines(client.since(from))).endsWith("+CMGS: 2 / OK");
        }
    }

    @Test
    void aSuspendedRouteIsANetworkOutOfOrder() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            camel.getRouteController().suspendRoute("network");
            assertThat(send(client, submit("x"))).isEqualTo("+CMS ERROR: 38");
            assertThat(client.ask("AT+CSQ")).isEqualTo("+CSQ: 20,99 / OK");
            camel.getRouteController().resumeRoute("network");
            assertThat(send(client, submit("x"))).isEqualTo("+CMGS: 2 / OK");
        }
    }

    @Test
    void whatIsTypedWhileAMessageIsUnderWayIsLost() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            Pdu pdu = new Pdu(null, submit("slow 1000"));
            int from = client.mark();
            client.type("AT+CMGS=" + pdu.tpduLength() + "\r");
            client.hears(from, "> ");
            client.type(pdu.hex() + AtClient.CTRL_Z + "AT+CSQ\r");
            assertThat(client.result(from)).isEqualTo("> / +CMGS: 1 / OK");
            assertThat(client.ask("AT")).isEqualTo("OK");
        }
    }

    @Test
    void aWrongPduIsRefused() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            Pdu pdu = new Pdu(null, submit("Hello"));
            int length = pdu.tpduLength();
            assertThat(client.ask("AT+CMGS=" + (length + 1), pdu.hex())).isEqualTo("+CMS ERROR: 304");
            assertThat(client.ask("AT+CMGS=" + length, "XYZ")).isEqualTo("+CMS ERROR: 304");
            assertThat(client.ask("AT+CMGS=" + length, "")).isEqualTo("+CMS ERROR: 304");
            assertThat(client.ask("AT+CMGS=" + length, pdu.hex().repeat(100))).isEqualTo("+CMS ERROR: 304");
            String cut = pdu.hex().substring(0, pdu.hex().length() - 4);
            assertThat(client.ask("AT+CMGS=" + (length - 2), cut)).isEqualTo("+CMS ERROR: 304");
            assertThat(client.ask("AT+CMGS=" + length, pdu.hex().toLowerCase())).isEqualTo("+CMGS: 1 / OK");
            assertThat(submitted).hasSize(1);
            // no SUBMIT: a COMMAND
            assertThat(client.ask("AT+CMGS=11", "0002000000000391214300")).isEqualTo("+CMS ERROR: 304");
            client.ask("AT+CMGF=1;+CSCS=\"IRA\"");
            assertThat(client.ask("AT+CMGS=\"+4917\"", "x".repeat(161))).isEqualTo("+CMS ERROR: 305");
            assertThat(client.ask("AT+CMGS=\"+4917\"", "x".repeat(5000))).isEqualTo("+CMS ERROR: 304");
        }
    }

    @Test
    void escapeTakesAMessageBack() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            int from = client.mark();
            client.type("AT+CMGS=20\r");
            client.hears(from, "> ");
            client.type("0011" + AtClient.ESC);
            assertThat(client.result(from)).isEqualTo("> / OK");
            assertThat(client.ask("AT")).isEqualTo("OK");
            assertThat(submitted).isEmpty();
        }
    }

    @Test
    void isWrittenSentAndDeleted() throws Exception {
        start("storeSize=1");
        try (AtClient client = AtClient.quiet(port)) {
            Pdu pdu = new Pdu(Address.of("+4412345"), submit("kept"));
            assertThat(client.ask("AT+CMGW=" + pdu.tpduLength(), pdu.hex())).isEqualTo("+CMGW: 1 / OK");
            assertThat(client.ask("AT+CMGW=" + pdu.tpduLength(), pdu.hex())).isEqualTo("+CMS ERROR: 322");
            assertThat(client.ask("AT+CMGL=2"))
                    .isEqualTo("+CMGL: 1,2,," + pdu.tpduLength() + " / " + pdu.hex() + " / OK");
            assertThat(client.ask("AT+CMSS=1")).isEqualTo("+CMSS: 1 / OK");
            assertThat(client.ask("AT+CMSS=1,\"+4917\",145")).isEqualTo("+CMSS: 2 / OK");
            assertThat(client.ask("AT+CMGR=1")).startsWith("+CMGR: 3,,");
            assertThat(submitted)
                    .extracting(exchange -> exchange.getMessage().getHeader(SmsHeaders.TO))
                    .containsExactly("+41791234567", "+4917");
            assertThat(submitted.get(0).getMessage().getHeader(GsmModemSimConstants.CENTRE))
                    .isEqualTo("+4412345");
            client.ask("AT+CMGD=1,1");
            assertThat(client.ask("AT+CMGR=1")).startsWith("+CMGR: 3,,");
            client.ask("AT+CMGD=1,2");
            assertThat(client.ask("AT+CMGR=1")).isEqualTo("+CMS ERROR: 321");
        }
    }

    @Test
    void textModeSendsAndShows() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            client.ask("AT+CNMI=2,0,0,1;+CMGF=1;+CSCS=\"IRA\";+CSMP=49,167,0,0");
            assertThat(client.ask("AT+CMGS=\"+41791234567\"", "Hello there")).isEqualTo("+CMGS: 1 / OK");
            client.hears("\r\n+CDS: 6,1,\"+41791234567\",145,\"");
            client.ask("AT+CSCS=\"UCS2\";+CSMP=17,167,0,8");
            assertThat(client.ask("AT+CMGS=\"002B0034003900310037\"", "041F0440"))
                    .isEqualTo("+CMGS: 2 / OK");
            assertThat(client.ask("AT+CMGS=\"002B0034003900310037\"", "no hex")).isEqualTo("+CMS ERROR: 305");
            assertThat(texts()).containsExactly("Hello there", "Пр");
            assertThat(submitted.get(0).getMessage().getHeader(SmsHeaders.RECEIPT))
                    .isEqualTo("FINAL");
            assertThat(submitted.get(1).getMessage().getHeaders())
                    .containsEntry(SmsHeaders.TO, "+4917")
                    .containsEntry(SmsHeaders.ENCODING, "UCS2");
            client.ask("AT+CSCS=\"IRA\"");
            deliver("back", SmsHeaders.RECEIVED_AT, 1_700_000_000_000L);
            assertThat(client.ask("AT+CMGL=\"ALL\""))
                    .isEqualTo("+CMGL: 1,\"REC UNREAD\",\"+41791234567\",,\"23/11/14,22:13:20+00\" / back / OK");
            assertThat(client.ask("AT+CMGR=1"))
                    .isEqualTo("+CMGR: \"REC READ\",\"+41791234567\",,\"23/11/14,22:13:20+00\" / back / OK");
            client.ask("AT+CNMI=2,2,0,1");
            int from = client.mark();
            deliver("at once", SmsHeaders.RECEIVED_AT, 1_700_000_000_000L);
            client.hears(from, "\r\n+CMT: \"+41791234567\",,\"23/11/14,22:13:20+00\"\r\nat once\r\n");
        }
    }

    // from the network

    @Test
    void isStoredAndTold() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            client.ask("AT+CNMI=2,1");
            Exchange sent = deliver("Zażółć", SmsHeaders.RECEIVED_AT, 1_700_000_000_000L, SmsHeaders.FROM, "Bank");
            assertThat(sent.getMessage().getHeader(SmsHeaders.OUTCOME)).isEqualTo("SENT");
            client.hears("\r\n+CMTI: \"SM\",1\r\n");
            String first = client.ask("AT+CMGR=1");
            assertThat(first).startsWith("+CMGR: 0,,");
            Deliver read = read(pdu(first));
            assertThat(read.userData().text().text()).isEqualTo("Zażółć");
            assertThat(read.originator().text()).isEqualTo("Bank");
            assertThat(read.time())
                    .isEqualTo(Timestamp.of(OffsetDateTime.of(2023, 11, 14, 22, 13, 20, 0, ZoneOffset.UTC)));
            assertThat(client.ask("AT+CMGL=0")).isEqualTo("OK");
            assertThat(client.ask("AT+CMGL=1")).startsWith("+CMGL: 1,1,,");
        }
    }

    @Test
    void aLongMessageIsItsParts() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            deliver("x".repeat(300));
            deliver(new byte[] {1, 2}, SmsHeaders.UDH, "0605040B8423F0", SmsHeaders.CLASS, 1);
            String list = client.ask("AT+CMGL=4");
            assertThat(list).contains("+CMGL: 1,", "+CMGL: 2,", "+CMGL: 3,");
            Deliver binary = read(pdu(client.ask("AT+CMGR=3")));
            assertThat(binary.userData().body()).containsExactly(1, 2);
            assertThat(binary.coding().messageClass()).hasValue(1);
            assertThat(binary.userData().udh().bytes()).hasSize(7);
        }
    }

    @Test
    void aFullStoreLeavesMessagesAtTheCentre() throws Exception {
        start("storeSize=2");
        try (AtClient client = AtClient.quiet(port)) {
            client.ask("AT+CNMI=2,1");
            for (int i = 1; i <= 4; i++) {
                assertThat(deliver("text " + i).getException()).isNull();
            }
            assertThat(client.ask("AT+CPMS?")).contains("+CPMS: \"SM\",2,2,");
            int from = client.mark();
            client.ask("AT+CMGD=2");
            client.hears(from, "+CMTI: \"SM\",2");
            assertThat(read(pdu(client.ask("AT+CMGR=2"))).userData().text().text())
                    .isEqualTo("text 3");
            client.ask("AT+CMGD=1,4");
            assertThat(read(pdu(client.ask("AT+CMGR=1"))).userData().text().text())
                    .isEqualTo("text 4");
        }
    }

    @Test
    void whatWaitsIsBounded() throws Exception {
        start("registration=0");
        for (int i = 0; i < 1000; i++) {
            assertThat(deliver("x").getException()).isNull();
        }
        Exchange refused = deliver("x");
        assertThat(refused.getException(SmsNotSentException.class).getErrorCode())
                .isEqualTo("gsmmodem:queue-full");
        assertThat(refused.getMessage().getHeader(SmsHeaders.OUTCOME)).isEqualTo("NOT_SENT");
    }

    @Test
    void aMessageThatIsNoneNamesWhatToChange() throws Exception {
        start("");
        assertThat(deliver("x", SmsHeaders.FROM, "").getException(SmsNotSentException.class))
                .hasMessageContaining("header SmsFrom is missing");
        assertThat(deliver("", SmsHeaders.KIND, "RECEIPT", SmsHeaders.TO, "1").getException())
                .hasMessageContaining("header SmsRemoteId is missing");
        assertThat(deliver("AT => wait x", SmsHeaders.KIND, "SCRIPT").getException())
                .hasMessageContaining("wait has a number of milliseconds, not x");
    }

    @Test
    void goesToTheClientAtOnce() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            client.ask("AT+CNMI=2,2");
            deliver("direct");
            client.hears("+CMT: ,");
            await().until(() ->
                    client.since(0).endsWith("\r\n") && client.since(0).contains("0791"));
            assertThat(read(pdu(AtClient.lines(client.since(0))))
                            .userData()
                            .text()
                            .text())
                    .isEqualTo("direct");
            assertThat(deliver("for the card", SmsHeaders.CLASS, 2).getException())
                    .isNull();
            client.hears("+CMTI: \"SM\",1");
            client.ask("AT+CNMI=2,3");
            deliver("stored");
            client.hears("+CMTI: \"SM\",2");
            int from = client.mark();
            deliver("class 3", SmsHeaders.CLASS, 3);
            client.hears(from, "+CMT: ,");
        }
    }

    /** A real modem would say it to nobody; the centre of this one waits no longer than that, and keeps nothing back. */
    @Test
    void withNobodyAtTheCableItIsStored() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            client.ask("AT+CNMI=2,2");
            script("=> drop");
            await().until(client::isEnded);
        }
        await().until(() -> {
            deliver("kept");
            try (AtClient client = AtClient.quiet(port)) {
                return client.ask("AT+CMGL=4").startsWith("+CMGL: 1,0,");
            }
        });
    }

    @Test
    void oneAfterTheOtherIsAcknowledged() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            client.ask("AT+CSMS=1;+CNMI=2,2,0,1");
            deliver("one");
            deliver("two");
            client.hears("+CMT: ,");
            int from = client.mark();
            assertThat(client.ask("AT+CNMA")).isEqualTo("OK");
            client.hears(from, "+CMT: ,");
            assertThat(client.ask("AT+CNMA=1,2", "0000")).isEqualTo("OK");
            assertThat(client.ask("AT+CNMA")).isEqualTo("+CMS ERROR: 340");
            assertThat(client.ask("AT+CMGL=4")).isEqualTo("OK");
        }
    }

    @Test
    void whatIsNotAcknowledgedIsStored() throws Exception {
        start("acknowledgeTimeout=300");
        try (AtClient client = AtClient.quiet(port)) {
            client.ask("AT+CSMS=1;+CNMI=2,2,0,1");
            deliver("three");
            client.hears("+CMT: ,");
            await().until(() -> client.ask("AT+CNMI?").contains("+CNMI: 2,0,0,0,0"));
            assertThat(read(pdu(client.ask("AT+CMGR=1"))).userData().text().text())
                    .isEqualTo("three");
        }
    }

    @Test
    void whatIsRefusedComesAgain() throws Exception {
        start("acknowledgeTimeout=3000");
        try (AtClient client = AtClient.quiet(port)) {
            client.ask("AT+CSMS=1;+CNMI=2,2");
            deliver("again");
            client.hears("+CMT: ,");
            int from = client.mark();
            assertThat(client.ask("AT+CNMA=2")).isEqualTo("OK");
            client.hears(from, "+CMT: ,");
            assertThat(client.ask("AT+CNMA")).isEqualTo("OK");
        }
    }

    @Test
    void linesAreKeptUntilTheClientWantsThem() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            client.ask("AT+CNMI=0,1");
            deliver("one");
            int from = client.mark();
            assertThat(client.ask("AT")).isEqualTo("OK");
            client.ask("AT+CNMI=2,1,0,0,0");
            client.hears(from, "+CMTI: \"SM\",1");
            client.ask("AT+CNMI=0,1");
            deliver("two");
            from = client.mark();
            client.ask("AT+CNMI=2,1,0,0,1");
            client.ask("AT");
            assertThat(client.since(from)).doesNotContain("+CMTI");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DELIVERED, 0",
        "BUFFERED, 34",
        "UNDELIVERABLE, 67",
        "REJECTED, 66",
        "EXPIRED, 70",
        "DELETED, 72",
        "UNKNOWN, 98"
    })
    void reportsComeInTheWayThatWasAskedFor(String state, int status) throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            Object[] receipt = {
                SmsHeaders.KIND, "RECEIPT", SmsHeaders.REMOTE_ID, "200", SmsHeaders.TO, "+4917", SmsHeaders.STATE, state
            };
            client.ask("AT+CNMI=2,1,0,1");
            deliver("", receipt);
            client.hears("\r\n+CDS: 2");
            await().until(() -> AtClient.lines(client.since(0)).matches(".*\\+CDS: \\d+ / [0-9A-F]{50,}"));
            StatusReport report = (StatusReport) Pdu.parse(pdu(AtClient.lines(client.since(0))), Direction.FROM_CENTRE)
                    .tpdu();
            assertThat(report.reference()).isEqualTo(200);
            assertThat(report.recipient().text()).isEqualTo("+4917");
            assertThat(report.status().value()).isEqualTo(status);
            client.ask("AT+CNMI=2,1,0,2");
            deliver("", receipt);
            client.hears("\r\n+CDSI: \"SM\",1\r\n");
            client.ask("AT+CNMI=2,1,0,0");
            deliver("", receipt);
            assertThat(client.ask("AT+CPMS?")).contains("\"SM\",1,20");
        }
    }

    @Test
    void ussdIsAnswered() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            assertThat(client.ask("AT+CUSD=1,\"*100#\",15")).isEqualTo("OK");
            client.hears("\r\n+CUSD: 0,\"Your balance is 12.50\",15\r\n");
        }
    }

    // the card

    @Test
    void thePinIsCountedOverConnectionsAndThePukUnblocks() throws Exception {
        start("pin=1234&puk=87654321");
        try (AtClient client = AtClient.quiet(port)) {
            client.ask("AT+CMEE=1");
            assertThat(client.ask("AT+CPIN?")).isEqualTo("+CPIN: SIM PIN / OK");
            assertThat(client.ask("AT+CMGL=4")).isEqualTo("+CMS ERROR: 311");
            assertThat(client.ask("AT+CIMI")).isEqualTo("+CME ERROR: 11");
            assertThat(client.ask("AT+CREG?")).isEqualTo("+CREG: 0,0 / OK");
            assertThat(client.ask("AT+CPIN=\"0000\"")).isEqualTo("+CME ERROR: 16");
        }
        try (AtClient client = AtClient.quiet(port)) {
            client.ask("AT+CFUN=1,1");
            client.hears("RDY");
            client.ask("ATE0;+CMEE=1");
            assertThat(client.ask("AT+CPINR")).startsWith("+CPINR: SIM PIN,2,3");
            assertThat(client.ask("AT+CPIN=0000")).isEqualTo("+CME ERROR: 16");
            assertThat(client.ask("AT+CPIN=\"0000\"")).isEqualTo("+CME ERROR: 12");
            assertThat(client.ask("AT+CPIN?")).isEqualTo("+CPIN: SIM PUK / OK");
            assertThat(client.ask("AT+CMGL=4")).isEqualTo("+CMS ERROR: 316");
            assertThat(client.ask("AT+CPIN=\"1\",\"4321\"")).isEqualTo("+CME ERROR: 16");
            assertThat(client.ask("AT+CPIN=\"87654321\",\"4321\"")).isEqualTo("OK");
            assertThat(client.ask("AT+CPIN?")).isEqualTo("+CPIN: READY / OK");
            assertThat(client.ask("AT+CLCK=\"SC\",0,\"4321\"")).isEqualTo("OK");
            assertThat(client.ask("AT+CLCK=\"SC\",2")).isEqualTo("+CLCK: 0 / OK");
            int from = client.mark();
            client.ask("AT+CFUN=1,1");
            client.hears(from, "RDY");
            client.ask("ATE0");
            assertThat(client.ask("AT+CPIN?")).isEqualTo("+CPIN: READY / OK");
        }
    }

    @Test
    void aCardIsLostForGoodAfterTenTriesOfThePuk() throws Exception {
        start("pin=1234&pinTries=0");
        try (AtClient client = AtClient.quiet(port)) {
            client.ask("AT+CMEE=1");
            for (int i = 1; i < SimCard.PUK_TRIES; i++) {
                assertThat(client.ask("AT+CPIN=\"1\",\"1\"")).isEqualTo("+CME ERROR: 16");
            }
            assertThat(client.ask("AT+CPIN=\"1\",\"1\"")).isEqualTo("+CME ERROR: 13");
            assertThat(client.ask("AT+CPIN?")).isEqualTo("+CME ERROR: 13");
            assertThat(client.ask("AT+CMGL=4")).isEqualTo("+CMS ERROR: 313");
        }
    }

    // connections

    @Test
    void whatAClientLeftIsThereForTheNext() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            client.ask("AT+CNMI=2,1,0,1");
            deliver("stays");
            client.type("AT+CMGS=20\r");
            client.hears("> ");
            client.type("0011");
        }
        try (AtClient client = new AtClient(port)) {
            client.type(AtClient.ESC + "\r");
            client.hears("OK");
            assertThat(client.ask("AT+CNMI?")).isEqualTo("+CNMI: 2,1,0,1,0 / OK");
            assertThat(client.ask("AT+CMGL=4")).startsWith("+CMGL: 1,0,,");
        }
        try (AtClient client = new AtClient(port)) {
            client.ask("ATE1");
            int from = client.mark();
            client.type("AT+C");
            client.hears(from, "AT+C"); // the end of the connection could overtake it
        }
        try (AtClient client = new AtClient(port)) {
            assertThat(client.ask("SQ")).endsWith("+CSQ: 20,99 / OK");
        }
    }

    @Test
    void theLastClientHasTheCable() throws Exception {
        start("");
        try (AtClient first = AtClient.quiet(port);
                AtClient second = AtClient.quiet(port)) {
            await().until(first::isEnded);
            assertThat(second.ask("AT")).isEqualTo("OK");
        }
    }

    @Test
    void anAnswerGoesToWhoeverIsThereByThen() throws Exception {
        start("");
        Pdu pdu = new Pdu(null, submit("slow 1000"));
        try (AtClient client = AtClient.quiet(port)) {
            client.type("AT+CMGS=" + pdu.tpduLength() + "\r");
            client.hears("> ");
            client.type(pdu.hex() + AtClient.CTRL_Z);
            await().until(() -> submitted.size() == 1);
        }
        try (AtClient client = new AtClient(port)) {
            client.hears("+CMGS: 1\r\n\r\nOK\r\n");
        }
    }

    // scripts

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AT+CSQ => +CSQ: 99,99; OK | +CSQ: 99,99 / OK",
                "AT+CSQ => RING; go | RING / +CSQ: 20,99 / OK",
                "AT+CSQ => go; ^RSSI:3 | +CSQ: 20,99 / OK",
                "AT+CSQ => wait 200; +CSQ: 1,99; wait 200; RING; OK | +CSQ: 1,99 / RING / OK",
                "AT+C* => raw \\r\\n+CS; wait 100; raw Q: 1,99\\r\\n\\r\\nOK\\r\\n | +CSQ: 1,99 / OK",
                "AT+CSQ => raw x\\x00\\xFF\\\\; go | x\u0000ÿ\\ / +CSQ: 20,99 / OK",
                "at+csq => set signal 7; go | +CSQ: 7,99 / OK",
                "AT+CSQ => set registration 2; go | +CSQ: 99,99 / OK",
                "AT+CSQ => set sim 0; go | +CSQ: 99,99 / OK",
                "AT+CSQ => reset; go | RDY / +CSQ: 20,99 / OK"
            })
    void aScriptSaysWhatHappens(String rule, String answer) throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            script(rule.replace("; ", " | "));
            assertThat(client.ask("AT+CSQ")).isEqualTo(answer);
        }
    }

    @Test
    void aScriptIsSilentSlowOrRefuses() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            script("1x AT+CMGS=* => wait 300 | go\n1x AT+CMGS=* =>\nAT+CMGS=* => +CMS ERROR: 500");
            assertThat(send(client, submit("late prompt"))).isEqualTo("+CMGS: 1 / OK");
            int from = client.mark();
            client.type("AT+CMGS=20\rAT\r");
            assertThat(client.result(from)).isEqualTo("OK");
            assertThat(client.ask("AT+CMGS=20")).isEqualTo("+CMS ERROR: 500");
            script("");
            assertThat(send(client, submit("as ever"))).isEqualTo("+CMGS: 2 / OK");
        }
    }

    @Test
    void aScriptMeddlesWithTheMessage() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            client.ask("AT+CNMI=2,1");
            script("1x PDU => +CMS ERROR: 38\n1x PDU => RING | wait 200 | go | ^BOOT:1\n1x AT+CMGS=* => go | ^RSSI:9\n"
                    + "1x PDU => reset");
            int from = client.mark();
            assertThat(send(client, submit("refused"))).endsWith("+CMS ERROR: 38");
            assertThat(AtClient.lines(client.since(from))).isEqualTo("> / ^RSSI:9 / +CMS ERROR: 38");
            from = client.mark();
            assertThat(send(client, submit("meddled"))).isEqualTo("RING / +CMGS: 1 / OK");
            client.hears(from, "\r\n^BOOT:1\r\n");
            Pdu pdu = new Pdu(null, submit("lost in the reset"));
            from = client.mark();
            client.type("AT+CMGS=" + pdu.tpduLength() + "\r");
            client.hears(from, "> ");
            client.type(pdu.hex() + AtClient.CTRL_Z);
            client.hears(from, "RDY");
            assertThat(client.ask("AT")).isEqualTo("AT / OK");
            assertThat(texts()).containsExactly("meddled");
        }
    }

    @Test
    void aResetInTheMiddleForgetsTheAnswer() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            Pdu pdu = new Pdu(null, submit("slow 600"));
            int from = client.mark();
            client.type("AT+CMGS=" + pdu.tpduLength() + "\r");
            client.hears(from, "> ");
            client.type(pdu.hex() + AtClient.CTRL_Z);
            await().until(() -> submitted.size() == 1);
            script("=> reset");
            client.hears(from, "RDY");
            client.ask("ATE0");
            assertThat(send(client, submit("behind it"))).isEqualTo("+CMGS: 2 / OK");
            assertThat(client.since(from)).doesNotContain("+CMGS: 1");
        }
    }

    @Test
    void aScriptGreetsAndDrops() throws Exception {
        start("");
        script("CONNECT => RDY | wait 100 | +CPIN: READY | SMS Ready\nAT+CSQ => drop");
        try (AtClient client = new AtClient(port)) {
            client.hears("\r\nRDY\r\n\r\n+CPIN: READY\r\n\r\nSMS Ready\r\n");
            client.type("AT+CSQ\r");
            await().until(client::isEnded);
        }
        try (AtClient client = AtClient.quiet(port)) {
            script("=> +CREG: 0 | NO CARRIER");
            client.hears("\r\n+CREG: 0\r\n\r\nNO CARRIER\r\n");
        }
    }
}
