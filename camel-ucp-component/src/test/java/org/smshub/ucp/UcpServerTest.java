package org.smshub.ucp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.smshub.line.Kannel;
import org.smshub.link.Logins;
import org.smshub.link.SmsHeaders;
import org.smshub.ucp.Vectors.Vector;
import org.smshub.ucp.codec.UcpCodec;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpOperation;
import org.smshub.ucp.codec.UcpResult;

/** The server against a client on a plain socket. */
@Timeout(60)
class UcpServerTest {

    /** The answer to each malformed vector; "" = none. */
    private static final Map<String, String> ANSWERS = Map.ofEntries(
            Map.entry("bad-checksum", "N/01"),
            Map.entry("lowercase-checksum", "A/"),
            Map.entry("len-too-small", "N/02"),
            Map.entry("len-too-large", "N/02"),
            Map.entry("unknown-ot", "N/03"),
            Map.entry("too-few-fields", "N/02"),
            Map.entry("too-many-fields", "A/"),
            Map.entry("odd-hex", "N/02"),
            Map.entry("non-hex", "N/02"),
            Map.entry("xser-overrun", "N/02"),
            Map.entry("xser-odd", "N/02"),
            Map.entry("nb-mismatch", "A/"),
            Map.entry("mt-invalid", "N/23"),
            Map.entry("udh-overrun", "A/"),
            Map.entry("alpha-len-wrong", "A/"),
            Map.entry("alpha-not-hex", "N/02"),
            Map.entry("stx-inside", "A/"),
            Map.entry("noise-between", "A/"),
            Map.entry("len-not-numeric", ""),
            Map.entry("trn-not-numeric", ""),
            Map.entry("or-invalid", ""),
            Map.entry("unknown-result", ""),
            Map.entry("empty-frame", ""),
            Map.entry("no-slashes", ""),
            Map.entry("missing-etx", ""),
            Map.entry("two-frames", "A/"));

    private final CamelContext camel = new DefaultCamelContext();
    private final List<Exchange> submitted = new CopyOnWriteArrayList<>();
    private final int port = Kannel.freePort();

    @BeforeEach
    void start() throws Exception {
        camel.getRegistry().bind("logins", (Logins) (account, password) -> password.equals("secret"));
        String address = "ucp-server:127.0.0.1:" + port
                + "?window=2&firstWindow=2&requestTimeout=1500&waitTimeout=3000&timeZone=UTC";
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(address + "&logins=#logins&loginTimeout=700")
                        .errorHandler(noErrorHandler())
                        .process(e -> {
                            submitted.add(e.copy());
                            if ("refuse".equals(e.getMessage().getBody())) {
                                e.getMessage().setHeader(UcpConstants.REFUSE, "05");
                            }
                            if ("fail".equals(e.getMessage().getBody())) {
                                throw new IllegalStateException("the route does not want it");
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
        return new PlainClient(port);
    }

    private CompletableFuture<Exchange> deliver(Object body, Object... headers) {
        Map<String, Object> all = new HashMap<>(
                Map.of(SmsHeaders.CLIENT, "8812", SmsHeaders.TO, "8812", SmsHeaders.FROM, "+41791234567"));
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

    @ParameterizedTest
    @MethodSource("org.smshub.ucp.Vectors#malformed")
    void malformedFramesGetTheDocumentedAnswer(Vector vector) throws Exception {
        String answer = ANSWERS.get(vector.name());
        assertThat(answer).as("the answer to " + vector).isNotNull();
        try (PlainClient client = client()) {
            client.login("8812", "secret");
            client.write(vector.bytes());
            if (vector.name().equals("two-frames")) {
                assertThat(List.of(client.next().trn(), client.next().trn())).containsExactlyInAnyOrder(40, 54);
            } else if (!answer.isEmpty()) {
                UcpFrame result = client.next();
                assertThat(String.join("/", result.fields())).startsWith(answer);
                assertThat(result.trn()).isEqualTo(vector.json().get("trn").asInt(40));
            }
            client.send(77, 31, "8812/0539/");
            assertThat(client.next().trn())
                    .as("the next good frame is answered")
                    .isEqualTo(77);
        }
    }

    /** What the reference names beside the vectors (section 21): fields that are wrong in a frame that is right. */
    @ParameterizedTest
    @CsvSource({
        "51, AdC, '', 06",
        "51, AdC, 12345678901234567, 06",
        "51, AdC, 12ab, 06",
        "51, VP, 3113260000, 22",
        "51, VP, soon, 22",
        "51, DD, 1, 22",
        "51, MT, '', 23",
        "51, MT, 9, 23",
        "51, AC, 123, 08",
        "51, OAdC, no/number, 02",
        "51, Msg, LONG, 24",
        "51, Msg, \u00e9, 02",
        "02, , , 03",
        "59, AdC, 1, 03",
        "57, AdC, 1, 03",
        "60, STYP, 2, 03",
    })
    void wrongFieldsGetTheDocumentedAnswer(String operation, String field, String value, String ec) throws Exception {
        UcpOperation ot = UcpOperation.of(Integer.parseInt(operation));
        List<String> fields = new ArrayList<>();
        for (UcpField each : ot.fields()) {
            String good =
                    switch (each) {
                        case ADC, RAD -> "0041791234567";
                        case OADC -> "4790001";
                        case MT -> "3";
                        case NPL, STYP -> "1";
                        default -> "";
                    };
            fields.add(each.toString().equals(field) ? value.replace("LONG", "41".repeat(641)) : good);
        }
        try (PlainClient client = client()) {
            client.login("8812", "secret");
            client.send(5, ot.code(), String.join("/", fields) + "/");
            UcpFrame result = client.next();
            assertThat(result.trn()).isEqualTo(5);
            assertThat(result.fields().subList(0, 2)).containsExactly("N", ec);
        }
        assertThat(submitted).isEmpty();
    }

    @Test
    void aHugeFrameIsSkipped() throws Exception {
        try (PlainClient client = client()) {
            client.login("8812", "secret");
            byte[] huge = new byte[1_000_000];
            java.util.Arrays.fill(huge, (byte) '0');
            huge[0] = UcpCodec.STX;
            client.write(huge);
            client.send(9, 31, "8812/0539/");
            assertThat(client.next().trn()).isEqualTo(9);
        }
    }

    @Test
    void everySubmitHasAnIdOfItsOwnAndTheRouteDecides() throws Exception {
        try (PlainClient client = client()) {
            assertThat(client.login("8812", "secret").fields()).containsExactly("A", "BIND AUTHENTICATED");
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                client.vector(i, "submit-plain");
                UcpFrame result = client.next();
                assertThat(result.trn()).isEqualTo(i);
                assertThat(result.fields()).hasSize(3);
                ids.add(UcpResult.of(result).sm());
            }
            assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("0041791234567:\\d{12}"));
            assertThat(submitted.stream().map(e -> e.getMessage().getHeader(SmsHeaders.REMOTE_ID)))
                    .containsExactlyElementsOf(ids);
            client.send(21, 51, PlainClient.submit("0041791234567", "refuse"));
            assertThat(client.next().fields().subList(0, 2)).containsExactly("N", "05");
            client.send(22, 51, PlainClient.submit("0041791234567", "fail"));
            assertThat(client.next().fields().subList(0, 2)).containsExactly("N", "04");
            client.send(23, 51, PlainClient.submit("12ab", "x"));
            assertThat(client.next().fields().subList(0, 2)).containsExactly("N", "06");
            for (String old : List.of("spec-01-numeric", "spec-30-notify", "spec-54", "spec-55", "spec-56")) {
                client.vector(30, old);
                assertThat(client.next().fields().get(0)).as(old).isEqualTo("A");
            }
            assertThat(submitted.stream().skip(submitted.size() - 3).map(e -> e.getMessage()
                            .getHeader(SmsHeaders.KIND)))
                    .as("54, 55, 56 are no messages")
                    .containsExactly("REPLACE", "QUERY", "CANCEL");
            client.vector(31, "spec-61");
            assertThat(client.next().fields().subList(0, 2)).containsExactly("N", "03");
            client.vector(31, "mo-text");
            assertThat(client.next().fields().subList(0, 2)).containsExactly("N", "03");
        }
    }

    @Test
    void onlyWhoLoggedInMaySubmit() throws Exception {
        try (PlainClient client = client()) {
            client.vector(1, "submit-plain");
            assertThat(client.next().fields().subList(0, 2)).containsExactly("N", "04");
            assertThat(client.login("8812", "wrong").fields().subList(0, 2)).containsExactly("N", "07");
            client.expectEnd();
        }
        for (String password : List.of("", "7365637", "736563726574".repeat(10), "00730065006300720065 0074")) {
            try (PlainClient client = client()) {
                client.send(0, 60, "8812/6/5/1/" + password + "//0100//////");
                assertThat(client.next().fields().subList(0, 2)).as(password).containsExactly("N", "07");
                client.expectEnd();
            }
        }
        try (PlainClient client = client()) {
            client.login("8812", "secret");
            assertThat(client.login("8813", "secret").fields().subList(0, 2)).containsExactly("N", "04");
        }
        try (PlainClient client = client()) {
            client.expectEnd();
        }
        assertThat(submitted).isEmpty();
    }

    @Test
    void deliveriesWaitForTheAccountAndKeepTheWindow() throws Exception {
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(deliver("m" + i));
        }
        try (PlainClient client = client()) {
            client.login("8812", "secret");
            UcpFrame first = client.next();
            UcpFrame second = client.next();
            assertThat(client.quiet()).as("no third one before an answer").isTrue();
            assertThat(first.get(UcpField.ADC)).isEqualTo("8812");
            assertThat(first.get(UcpField.OADC)).isEqualTo("0041791234567");
            assertThat(first.get(UcpField.XSER)).isEqualTo("020100");
            client.result(second, "A//");
            client.result(client.next(), "A//");
            client.result(first, "N/04/");
            // three threads sent them, so which of them came first is not known
            List<String> outcomes = new ArrayList<>();
            for (CompletableFuture<Exchange> each : all) {
                outcomes.add(outcome(each));
            }
            assertThat(outcomes).filteredOn("SENT"::equals).hasSize(2);
            assertThat(outcomes).filteredOn(o -> o.contains("refused with 04")).hasSize(1);
        }
    }

    @Test
    void aClientThatIsAwayOrSilentHasAnOutcomeToo() throws Exception {
        assertThat(outcome(deliver("nobody there"))).startsWith("NOT_SENT").contains("no-session");
        try (PlainClient client = client()) {
            client.login("8812", "secret");
            CompletableFuture<Exchange> silent = deliver("silence");
            client.next();
            assertThat(outcome(silent)).startsWith("UNKNOWN").contains("timeout");
            client.expectEnd();
        }
        try (PlainClient client = client()) {
            client.login("8812", "secret");
            CompletableFuture<Exchange> dropped = deliver("dropped");
            client.next();
            client.drop();
            assertThat(outcome(dropped)).startsWith("UNKNOWN").contains("dropped");
        }
    }

    @Test
    void receiptsAndTheOldOperation() throws Exception {
        try (PlainClient client = client()) {
            client.login("8812", "secret");
            CompletableFuture<Exchange> receipt = deliver(
                    null,
                    SmsHeaders.KIND,
                    "RECEIPT",
                    SmsHeaders.TO,
                    "+41791234567",
                    SmsHeaders.FROM,
                    "4790001",
                    SmsHeaders.REMOTE_ID,
                    "0041791234567:101126140510",
                    SmsHeaders.STATE,
                    "DELIVERED",
                    SmsHeaders.DONE_AT,
                    java.time.Instant.parse("2026-11-10T14:05:14Z").toEpochMilli());
            UcpFrame notification = client.next();
            UcpFrame expected = Vectors.frame("dlr-delivered");
            for (UcpField field : UcpOperation.NOTIFY.fields()) {
                if (field != UcpField.MSG && field != UcpField.RSN) {
                    assertThat(notification.get(field)).as(field.toString()).isEqualTo(expected.get(field));
                }
            }
            client.result(notification, "A///");
            assertThat(outcome(receipt)).isEqualTo("SENT");

            CompletableFuture<Exchange> old = deliver("for an old client");
            client.result(client.next(), "N/03//");
            UcpFrame call = client.next();
            assertThat(call.ot()).isEqualTo(1);
            client.result(call, "A//");
            assertThat(outcome(old)).isEqualTo("SENT");
            assertThat(outcome(deliver("x", SmsHeaders.KIND, "RECEIPT"))).contains("SmsRemoteId");
        }
    }

    @Test
    void aTakenPortAndAnOpenDoorAreRefusedAtStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> route("ucp-server:127.0.0.1:" + taken.getLocalPort() + "?logins=#logins"))
                    .hasStackTraceContaining("Cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
        assertThatThrownBy(() -> route("ucp-server:127.0.0.1:" + Kannel.freePort()))
                .hasStackTraceContaining("set authenticator, or logins, or addressAccounts");
        assertThatThrownBy(() -> route("ucp:127.0.0.1:1?window=101")).hasStackTraceContaining("window is 1 to 100");
        assertThatThrownBy(() -> route("ucp:127.0.0.1?window=1")).hasStackTraceContaining("ucp:host:port");
        assertThatThrownBy(() -> route("ucp:127.0.0.1:1?windw=1")).hasStackTraceContaining("windw");
    }

    private void route(String uri) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).to("log:x");
            }
        });
    }
}
