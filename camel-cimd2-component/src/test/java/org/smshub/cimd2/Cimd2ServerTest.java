package org.smshub.cimd2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.line.Kannel;
import org.smshub.link.Logins;
import org.smshub.link.SmsHeaders;

/** The server against a client on a plain socket. */
@Timeout(60)
class Cimd2ServerTest {

    private final CamelContext camel = new DefaultCamelContext();
    private final List<Exchange> submitted = new CopyOnWriteArrayList<>();
    private final int port = Kannel.freePort();
    private int window = 5;

    private void start(String options) throws Exception {
        camel.getRegistry().bind("logins", (Logins) (account, password) -> password.equals("secret"));
        String address = "cimd2-server:127.0.0.1:" + port + "?timeZone=UTC&waitTimeout=3000&window=" + window;
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(address + "&logins=#logins&maxSessions=1" + (options.isEmpty() ? "" : "&" + options))
                        .errorHandler(noErrorHandler())
                        .process(e -> {
                            submitted.add(e.copy());
                            String body = e.getMessage().getBody(String.class);
                            if ("refuse".equals(body)
                                    || "+3".equals(e.getMessage().getHeader(SmsHeaders.TO))) {
                                e.getMessage().setHeader(Cimd2Constants.REFUSE, "306");
                            }
                            if ("fail".equals(body)) {
                                throw new IllegalStateException("the route does not want it");
                            }
                            if ("QUERY".equals(e.getMessage().getHeader(SmsHeaders.KIND))) {
                                e.getMessage().setHeader(SmsHeaders.STATE, "DELIVERED");
                            }
                        });
                from("direct:out").to(address);
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private PlainClient client() throws Exception {
        PlainClient client = new PlainClient(port);
        assertThat(client.login("shop", "secret")).isEqualTo(Packet.of(51, 1));
        return client;
    }

    private CompletableFuture<Exchange> deliver(Object body, Object... headers) {
        Map<String, Object> all = new HashMap<>(
                Map.of(SmsHeaders.CLIENT, "shop", SmsHeaders.TO, "4001", SmsHeaders.FROM, "+41791234567"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put((String) headers[i], headers[i + 1]);
        }
        return camel.createProducerTemplate().asyncSend("direct:out", e -> {
            e.getMessage().setBody(body);
            e.getMessage().setHeaders(all);
        });
    }

    private static String outcome(CompletableFuture<Exchange> future) throws Exception {
        Exchange exchange = future.get(20, TimeUnit.SECONDS);
        String error = exchange.getException() == null
                ? ""
                : " " + exchange.getException().getMessage();
        return exchange.getMessage().getHeader(SmsHeaders.OUTCOME) + error;
    }

    @Test
    void greetsLetsInAndTakesMessages() throws Exception {
        start("");
        try (PlainClient client = new PlainClient(port)) {
            assertThat(client.ask(3, "021:1", "033:early").get(900))
                    .as("before the login")
                    .isEqualTo("1");
            assertThat(client.login("shop", "secret", "019:5", "012:1")).isEqualTo(Packet.of(51, 3));
            Packet answer = client.ask(3, "021:+41791234567", "023:4001", "056:14", "033:Hi _Oa", "064:12");
            assertThat(answer.operation()).isEqualTo(53);
            assertThat(answer.number()).isEqualTo(5);
            assertThat(answer.get(21)).isEqualTo("+41791234567");
            assertThat(answer.get(60)).matches("\\d{12}");
            Packet second = client.ask(3, "021:+41791234567", "034:041F", "030:8");
            assertThat(second.get(60)).isNotEqualTo(answer.get(60));
            Map<String, Object> one = submitted.get(0).getMessage().getHeaders();
            assertThat(submitted.get(0).getMessage().getBody()).isEqualTo("Hi @");
            assertThat(one)
                    .containsEntry(SmsHeaders.CLIENT, "shop")
                    .containsEntry(SmsHeaders.TO, "+41791234567")
                    .containsEntry(SmsHeaders.FROM, "4001")
                    .containsEntry(SmsHeaders.RECEIPT, "FINAL")
                    .containsEntry(SmsHeaders.KIND, "MESSAGE")
                    // 056 says less than all bad ends
                    .containsEntry(SmsHeaders.FIELDS, "cimd2.064=12;cimd2.056=14")
                    .containsEntry(SmsHeaders.REMOTE_ID, "+41791234567:" + answer.get(60));
            assertThat(submitted
                            .get(0)
                            .getMessage()
                            .getHeader(Cimd2Constants.PARAMETERS)
                            .toString())
                    .contains("064=12")
                    .doesNotContain("033");
            assertThat(submitted.get(1).getMessage().getBody()).isEqualTo("П");
            assertThat(client.ask(40)).isEqualTo(Packet.of(90, 9));
            assertThat(client.ask(9, "500:501").get(501)).matches("\\d{12}");
            assertThat(client.ask(2)).isEqualTo(Packet.of(52, 13));
            client.expectEnd();
        }
    }

    @Test
    void refusesLogins() throws Exception {
        start("");
        try (PlainClient client = new PlainClient(port)) {
            assertThat(client.login("shop", "secret", "019:6").get(900)).isEqualTo("104");
            assertThat(client.login("shop", "secret", "012:10").get(900)).isEqualTo("107");
            assertThat(client.login("shop", "wrong").get(900)).isEqualTo("100");
            client.expectEnd();
        }
        try (PlainClient first = client();
                PlainClient second = new PlainClient(port)) {
            assertThat(second.login("shop", "secret").get(900)).isEqualTo("102");
            second.expectEnd();
            assertThat(first.ask(40).operation()).isEqualTo(90);
        }
    }

    @Test
    void aServerWithoutWindowSaysSo() throws Exception {
        window = 1;
        start("");
        try (PlainClient client = new PlainClient(port)) {
            assertThat(client.login("shop", "secret", "019:2").get(900)).isEqualTo("105");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "odd-hex,302",
        "hex-with-junk,302",
        "udh-length-too-big,303",
        "udh-zero-elements,",
        "nul-in-value,302",
        "colon-in-value,",
        "empty-parameter,",
        "repeated-single-parameter,",
        "unknown-parameter,",
        "submit-refused-no-destination,300",
        "submit-refused-both-user-data,303",
    })
    void whatIsWrongIsRefusedWithItsCode(String vector, String code) throws Exception {
        start("");
        try (PlainClient client = client()) {
            client.write(Vectors.named(vector).bytes());
            Packet answer = client.next();
            assertThat(answer.operation()).isEqualTo(53);
            assertThat(answer.get(900)).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "030:x,304",
        "030:300,304",
        "050:300,305",
        "051:1,305",
        "054:1,308",
        "900:x,",
        "023:?,306",
        "021:12a,300",
    })
    void parametersAreChecked(String parameter, String code) throws Exception {
        start("");
        try (PlainClient client = client()) {
            assertThat(client.ask(3, parameter, "021:1", "033:x").get(900)).isEqualTo(code);
            assertThat(client.ask(3, "021:1", "050:11", "051:301231235959", "033:x")
                            .get(900))
                    .isEqualTo("305");
            assertThat(client.ask(3, "021:1", "053:11", "054:301231235959", "033:x")
                            .get(900))
                    .isEqualTo("308");
        }
    }

    @Test
    void otherOperations() throws Exception {
        start("");
        try (PlainClient client = client()) {
            assertThat(client.ask(33)).satisfies(p -> {
                assertThat(p.operation()).isEqualTo(98);
                assertThat(p.number()).isEqualTo(3);
                assertThat(p.get(900)).isEqualTo("1");
            });
            assertThat(client.ask(13, "021:1", "060:260131120001", "061:4").operation())
                    .isEqualTo(63);
            assertThat(client.ask(8, "011:new").get(900)).isEqualTo("801");
            assertThat(client.ask(9, "500:502").get(900)).isEqualTo("900");
            Packet status = client.ask(4, "021:1", "060:260131120001");
            assertThat(status.operation()).isEqualTo(54);
            assertThat(status.get(61)).isEqualTo("4");
            assertThat(submitted.get(1).getMessage().getHeader(SmsHeaders.REMOTE_ID))
                    .isEqualTo("1:260131120001");
            assertThat(client.ask(4, "060:260131120001").get(900)).isEqualTo("400");
            assertThat(client.ask(4, "021:1").get(900)).isEqualTo("401");
            assertThat(client.ask(6, "059:2", "021:1", "060:260131120001")).isEqualTo(Packet.of(56, 17));
            assertThat(client.ask(6, "059:3").get(900)).isEqualTo("602");
            assertThat(client.ask(6, "059:0").get(900)).isEqualTo("601");
            assertThat(client.ask(6, "059:2", "021:1").get(900)).isEqualTo("600");
            client.write(Vectors.named("unknown-operation").bytes());
            client.write(Vectors.named("response-to-nothing").bytes());
            assertThat(client.ask(40).operation()).isEqualTo(90);
        }
    }

    @Test
    void severalDestinationsGetATimeStampEach() throws Exception {
        start("");
        try (PlainClient client = client()) {
            Packet answer = client.ask(3, "021:+1", "021:+2", "021:+3", "021:+1", "033:all");
            assertThat(submitted).hasSize(4);
            List<String> said = answer.parameters();
            assertThat(said).hasSize(9);
            assertThat(said.get(0)).isEqualTo("021:+1");
            assertThat(said.get(2)).isEqualTo("021:+2");
            assertThat(said.subList(4, 6)).containsExactly("021:+3", "900:306");
            assertThat(said.get(8)).startsWith("060:").isNotEqualTo(said.get(1));
        }
    }

    @Test
    void theRouteRefuses() throws Exception {
        start("");
        try (PlainClient client = client()) {
            assertThat(client.ask(3, "021:1", "033:refuse").get(900)).isEqualTo("306");
            assertThat(client.ask(3, "021:1", "033:fail").get(900)).isEqualTo("9");
        }
    }

    @Test
    void whatIsRepeatedIsTakenOnce() throws Exception {
        start("");
        try (PlainClient client = client()) {
            byte[] packet = Packet.of(3, 3, "021:1", "033:once").bytes();
            client.write(packet);
            Packet answer = client.next();
            client.write(packet);
            assertThat(client.next()).isEqualTo(answer);
            assertThat(submitted).hasSize(1);
            client.write(Packet.of(3, 5, "021:1", "033:once").bytes());
            assertThat(client.next().get(60)).isNotEqualTo(answer.get(60));
        }
    }

    @Test
    void aWrongChecksumIsAnsweredWithNack() throws Exception {
        start("");
        try (PlainClient client = client()) {
            client.write("\u000203:003\t021:1\t033:x\t00\u0003".getBytes());
            assertThat(client.next()).isEqualTo(Packet.of(99, 3));
            client.write("\u000203:003\t021:1\t033:x\t\u0003".getBytes());
            assertThat(client.next().operation()).isEqualTo(53);
        }
    }

    @Test
    void strictlyNumbersFollowEachOtherAndParametersAreKnown() throws Exception {
        start("strict=true");
        try (PlainClient client = client()) {
            client.write(Packet.of(40, 3).bytes());
            assertThat(client.next()).isEqualTo(Packet.of(90, 3));
            client.write(Packet.of(3, 9, "021:1", "033:x").bytes());
            assertThat(client.next()).isEqualTo(Packet.of(99, 5));
            client.write(Packet.of(3, 5, "021:1", "033:x").bytes());
            assertThat(client.next().operation()).isEqualTo(53);
            client.write(Packet.of(3, 7, "021:1", "033:x", "999:z").bytes());
            assertThat(client.next().get(900)).isEqualTo("3");
            client.write(Packet.of(3, 9, "021:1", "027:a/b", "033:x").bytes());
            assertThat(client.next().get(900)).isEqualTo("322");
        }
    }

    @Test
    void deliversMessagesAndReceipts() throws Exception {
        start("");
        try (PlainClient client = client()) {
            CompletableFuture<Exchange> sent = deliver("STOP @ €");
            assertThat(client.next()).as("the alive that goes first").isEqualTo(Packet.of(40, 0));
            client.write(Packet.of(90, 0).bytes());
            Packet message = client.next();
            assertThat(message.operation()).isEqualTo(20);
            assertThat(message.number()).isEqualTo(2);
            assertThat(message.parameters())
                    .contains("021:4001", "023:+41791234567", "033:STOP _Oa _XXe")
                    .anyMatch(p -> p.matches("060:\\d{12}"));
            client.respond(message);
            assertThat(outcome(sent)).isEqualTo("SENT");
            CompletableFuture<Exchange> receipt = deliver(
                    null,
                    SmsHeaders.KIND,
                    "RECEIPT",
                    SmsHeaders.REMOTE_ID,
                    "+41791234567:260131120001",
                    SmsHeaders.STATE,
                    "UNDELIVERABLE",
                    SmsHeaders.ERROR_CODE,
                    "cimd2:29",
                    SmsHeaders.DONE_AT,
                    1769860800000L);
            Packet report = client.next();
            assertThat(report.operation()).isEqualTo(23);
            assertThat(report.parameters())
                    .containsExactly("021:+41791234567", "060:260131120001", "061:3", "062:29", "063:260131120000");
            client.respond(report, "900:730", "901:who?");
            assertThat(outcome(receipt)).startsWith("NOT_SENT").contains("730 (unknown subscriber), \"who?\"");
        }
    }

    @Test
    void aClientThatOnlySendsGetsNothing() throws Exception {
        start("profile=SEND&aliveFirst=false");
        try (PlainClient client = client()) {
            assertThat(client.ask(5, "068:1").get(900)).isEqualTo("1");
            CompletableFuture<Exchange> sent = deliver("x");
            assertThat(client.quiet()).isTrue();
            assertThat(outcome(sent)).startsWith("NOT_SENT").contains("no-session");
        }
    }

    @Test
    void aClientThatOnlyReceivesMayNotSend() throws Exception {
        start("profile=RECEIVE");
        try (PlainClient client = client()) {
            assertThat(client.ask(3, "021:1", "033:x").get(900)).isEqualTo("1");
        }
    }

    @Test
    void aClientThatAsksGetsWhatItAsksFor() throws Exception {
        start("profile=QUERY&aliveFirst=false");
        try (PlainClient client = client()) {
            assertThat(client.ask(5, "068:0").get(66)).isEqualTo("0");
            assertThat(client.ask(5).get(900)).isEqualTo("500");
            assertThat(client.ask(5, "068:7").get(900)).isEqualTo("501");
            List<CompletableFuture<Exchange>> sent = List.of(deliver("1"), deliver("2"), deliver("3"), deliver("4"));
            await().until(() -> client.ask(5, "068:0").get(66).equals("4"));
            assertThat(client.quiet()).isTrue();
            Packet answer = client.ask(5, "068:1");
            assertThat(answer.get(900)).isNull();
            Packet one = client.next();
            client.respond(one);
            assertThat(client.quiet()).as("one and no more").isTrue();
            client.ask(5, "068:2");
            for (int i = 0; i < 3; i++) {
                client.respond(client.next());
            }
            for (CompletableFuture<Exchange> each : sent) {
                assertThat(outcome(each)).isEqualTo("SENT");
            }
            deliver("5");
            assertThat(client.quiet())
                    .as("all that waited, and not what comes later")
                    .isTrue();
        }
    }
}
