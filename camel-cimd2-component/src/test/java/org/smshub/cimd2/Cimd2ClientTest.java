package org.smshub.cimd2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.cimd2.codec.Cimd2Time;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;

/** The client against a centre on a plain socket: what it says, what it hears, and CIMD2's own oddities. */
@Timeout(60)
class Cimd2ClientTest {

    private final CamelContext camel = new DefaultCamelContext();
    private final List<Exchange> received = new CopyOnWriteArrayList<>();
    private ScriptedCentre centre;
    private volatile RuntimeException routeFails;

    private void start(String options, ScriptedCentre.Script script) throws Exception {
        centre = new ScriptedCentre(script);
        start(options);
    }

    private void start(String options) throws Exception {
        String address = "cimd2:127.0.0.1:" + centre.port()
                + "?username=user&password=pass&reconnectDelay=50&reconnectMaxDelay=200&timeZone=UTC"
                + (options.isEmpty() ? "" : "&" + options);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").to(address);
                from(address).errorHandler(noErrorHandler()).process(exchange -> {
                    received.add(exchange.copy());
                    if (routeFails != null) {
                        throw routeFails;
                    }
                });
            }
        });
        camel.start();
        await().until(() -> !centre.received(1).isEmpty());
    }

    @AfterEach
    void stop() throws Exception {
        camel.stop();
        centre.close();
    }

    private CompletableFuture<Exchange> send(Object body, Object... headers) {
        Map<String, Object> all = new HashMap<>(Map.of(SmsHeaders.TO, "+358401234567"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put((String) headers[i], headers[i + 1]);
        }
        return camel.createProducerTemplate().asyncSend("direct:out", e -> {
            e.getMessage().setBody(body);
            e.getMessage().setHeaders(all);
        });
    }

    private static Exchange end(CompletableFuture<Exchange> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private Packet submitted(Object body, Object... headers) throws Exception {
        Exchange exchange = end(send(body, headers));
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(SmsHeaders.OUTCOME)).isEqualTo("SENT");
        List<Packet> all = centre.received(3);
        return all.get(all.size() - 1);
    }

    private static boolean nothing(ScriptedCentre.Line line, Packet packet) {
        return false;
    }

    @Test
    void logsInSubmitsAndLogsOut() throws Exception {
        centre = new ScriptedCentre(Cimd2ClientTest::nothing);
        centre.banner = "CIMD2-A ConnectionInfo: SessionId = 4711\r\n";
        start("window=10&subaddress=3");
        Packet login = centre.received(1).get(0);
        assertThat(login).isEqualTo(Packet.of(1, 1, "010:user", "011:pass", "012:3", "019:10"));
        Exchange exchange = end(send("Hello @ € {Ä}", SmsHeaders.FROM, "4001"));
        assertThat(exchange.getMessage().getHeader(SmsHeaders.REMOTE_ID, String.class))
                .matches("\\+358401234567:2611\\d{8}");
        assertThat(centre.received(3).get(0).number()).isEqualTo(3);
        assertThat(centre.received(3).get(0).parameters())
                .containsExactlyInAnyOrder(
                        "021:+358401234567", "023:4001", "033:Hello _Oa _XXe _XX(_A\"_XX)", "056:62");
        camel.stop();
        await().until(() -> centre.received(2).size() == 1);
    }

    @Test
    void everyParameterOfASubmit() throws Exception {
        start("", Cimd2ClientTest::nothing);
        long until = Cimd2Time.millis("301231235959", java.time.ZoneOffset.UTC);
        Packet packet = submitted(
                "x",
                SmsHeaders.FROM,
                "MyBrand",
                SmsHeaders.CLASS,
                0,
                SmsHeaders.VALID_UNTIL,
                until,
                SmsHeaders.SEND_AT,
                until - 1000,
                SmsHeaders.PROTOCOL_ID,
                65,
                Cimd2Constants.PREFIX + "058",
                1,
                Cimd2Constants.PREFIX + "067",
                1,
                SmsHeaders.RECEIPT,
                "ALL",
                Cimd2Constants.TARIFF_CLASS,
                12,
                Cimd2Constants.REPLY_PATH,
                "1");
        assertThat(packet.parameters())
                .containsExactlyInAnyOrder(
                        "021:+358401234567",
                        "027:MyBrand",
                        "030:16",
                        "033:x",
                        "051:301231235959",
                        "052:65",
                        "054:301231235958",
                        "055:1",
                        "056:63",
                        "058:1",
                        "064:12",
                        "067:1");
        assertThat(submitted(
                                "x",
                                SmsHeaders.FIELDS,
                                "cimd2.064=12;cimd2.058=0;replyPath=1;priority.cimd2=2;cimd2.056=6;xser.0C=31",
                                SmsHeaders.RECEIPT,
                                "FAILURE")
                        .parameters())
                .containsExactlyInAnyOrder("021:+358401234567", "033:x", "055:1", "056:6", "058:0", "064:12", "067:2");
        assertThat(submitted("x", SmsHeaders.RECEIPT, "FAILURE_INTERMEDIATE").parameters())
                .contains("056:55");
        assertThat(submitted("x", SmsHeaders.RECEIPT, "SUCCESS").parameters()).contains("056:8");
        assertThat(submitted("Привет").parameters()).contains("030:8", "034:041F04400438043204350442");
        assertThat(submitted(new byte[] {1, (byte) 0xFE}, SmsHeaders.UDH, "0605041582158a")
                        .parameters())
                .contains("030:4", "032:0605041582158A", "034:01FE");
    }

    @Test
    void whatCannotBeSentNamesWhatToChange() throws Exception {
        start("", Cimd2ClientTest::nothing);
        for (Object[] wrong : new Object[][] {
            {SmsHeaders.TO, "many"},
            {SmsHeaders.FROM, "a name that is too long"},
            {Cimd2Constants.TARIFF_CLASS, "100"},
            {Cimd2Constants.OPERATION, "07"}
        }) {
            Exchange exchange = end(send("x", wrong));
            assertThat(exchange.getException()).isInstanceOfSatisfying(SmsNotSentException.class, e -> {
                assertThat(e.getErrorCode()).isEqualTo("cimd2:invalid");
                assertThat(e.isRetryable()).isFalse();
            });
            assertThat(exchange.getMessage().getHeader(SmsHeaders.OUTCOME)).isEqualTo("NOT_SENT");
        }
        assertThat(centre.received(3)).isEmpty();
    }

    @Test
    void aLongTextGoesInPartsAndSeveralDestinationsInOnePacket() throws Exception {
        start("window=10", (line, packet) -> {
            if (packet.operation() == 3 && packet.get(21).endsWith("1")) {
                line.send(packet.response("021:1", "060:260131120001", "021:2", "060:260131120002"));
                return true;
            }
            return false;
        });
        Exchange exchange = end(send("0123456789".repeat(20)));
        List<Packet> parts = centre.received(3);
        assertThat(parts).hasSize(2);
        assertThat(parts.get(0).get(33)).hasSize(153);
        assertThat(parts.stream().map(p -> p.get(44))).containsExactly("1", "0");
        assertThat(parts.get(0).get(32)).matches("050003..0201");
        assertThat(exchange.getMessage().getHeader(SmsHeaders.REMOTE_ID, String.class))
                .contains(",");
        Exchange both = end(send("to both", SmsHeaders.TO, "1,2"));
        assertThat(centre.received(3).get(2).parameters()).contains("021:1", "021:2");
        assertThat(both.getMessage().getHeader(SmsHeaders.REMOTE_ID)).isEqualTo("1:260131120001,2:260131120002");
        assertThat(both.getMessage().getHeader(Cimd2Constants.REMOTE_IDS))
                .isEqualTo(List.of("1:260131120001", "2:260131120002"));
    }

    @Test
    void answersOfAWindowMayComeInAnyOrderAndNumbersWrap() throws Exception {
        List<Packet> held = new ArrayList<>();
        start("window=10", (line, packet) -> {
            if (packet.operation() != 3) {
                return false;
            }
            held.add(packet);
            if (held.size() % 10 == 0) {
                for (int i = held.size() - 1; i >= held.size() - 10; i--) {
                    Packet each = held.get(i);
                    line.send(each.response("021:" + each.get(21), "060:" + each.get(33)));
                }
            }
            return true;
        });
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(send(String.format("260101%06d", i)));
        }
        for (int i = 0; i < 300; i++) {
            assertThat(end(all.get(i)).getMessage().getHeader(SmsHeaders.REMOTE_ID))
                    .isEqualTo(String.format("+358401234567:260101%06d", i));
        }
        List<Integer> numbers = held.stream().map(Packet::number).toList();
        for (int i = 1; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 2 & 0xFF).isOdd();
        }
    }

    @Test
    void aNackBringsTheSamePacketAgainUnderTheNumberItSays() throws Exception {
        AtomicInteger nacks = new AtomicInteger();
        start("", (line, packet) -> {
            if (packet.operation() == 3 && nacks.incrementAndGet() <= 2) {
                // first the same, then another: numbers that the centre thinks were lost
                line.send(Packet.of(99, nacks.get() == 1 ? packet.number() : 41));
                return true;
            }
            return false;
        });
        submitted("again");
        List<Packet> all = centre.received(3);
        assertThat(all).hasSize(3);
        assertThat(all.stream().map(Packet::number)).containsExactly(3, 3, 41);
        assertThat(all.stream().map(Packet::parameters).distinct()).hasSize(1);
        assertThat(submitted("next").number()).isEqualTo(43);
        assertThat(centre.lines).hasSize(1);
    }

    @Test
    void nackWithoutEndIsNotSentAndTheLineLogsInAnew() throws Exception {
        start("", (line, packet) -> {
            if (packet.operation() == 3 && centre.lines.size() == 1) {
                line.send(Packet.of(99, packet.number()));
                return true;
            }
            return false;
        });
        Exchange exchange = end(send("no"));
        assertThat(exchange.getException()).isInstanceOfSatisfying(SmsNotSentException.class, e -> {
            assertThat(e.getErrorCode()).isEqualTo("cimd2:nack");
            assertThat(e.isRetryable()).isTrue();
        });
        assertThat(centre.received(3)).hasSize(4);
        await().until(() -> centre.lines.size() == 2);
        submitted("yes");
    }

    @Test
    void aGeneralErrorRefusesTheRequestWhateverItsNumber() throws Exception {
        start("window=5", (line, packet) -> {
            if (packet.operation() == 3 && packet.get(33).startsWith("bad")) {
                boolean own = packet.get(33).equals("bad own");
                line.send(own ? Packet.of(98, 8) : Packet.of(98, packet.number(), "900:2", "901:what?"));
                return true;
            }
            return false;
        });
        assertThat(((SmsNotSentException) end(send("bad")).getException()).getErrorCode())
                .isEqualTo("cimd2:2");
        assertThat(((SmsNotSentException) end(send("bad own")).getException()).getErrorCode())
                .isEqualTo("cimd2:98");
        submitted("good");
        assertThat(centre.lines).hasSize(1);
    }

    @Test
    void answersToNothingAndOfAnotherKindAreWaitedPast() throws Exception {
        start("", (line, packet) -> {
            if (packet.operation() == 3) {
                line.send(Packet.of(54, packet.number()));
                line.send(Packet.of(53, 199, "021:1", "060:260131120001"));
                line.send(Packet.of(77, packet.number()));
            }
            return false;
        });
        assertThat(end(send("x")).getMessage().getHeader(SmsHeaders.REMOTE_ID, String.class))
                .startsWith("+358401234567:2611");
    }

    @ParameterizedTest
    @CsvSource({
        "10,true,true",
        "6,true,false",
        "9,true,false",
        "300,false,false",
        "E5,false,false",
        "1,true,false",
    })
    void refusals(String code, boolean retryable, boolean throttled) throws Exception {
        start("", (line, packet) -> {
            if (packet.operation() == 3) {
                line.send(packet.response("021:1", "900:" + code, "901:be\u001Bcause"));
            }
            return packet.operation() == 3;
        });
        assertThat(end(send("x")).getException()).isInstanceOfSatisfying(SmsNotSentException.class, e -> {
            assertThat(e.isRetryable()).isEqualTo(retryable);
            assertThat(e.isThrottled()).isEqualTo(throttled);
            assertThat(e.getErrorCode()).isEqualTo(code.equals("E5") ? "cimd2:unknown" : "cimd2:" + code);
            assertThat(e).hasMessageContaining("be?cause").hasNoCause();
        });
        if (code.equals("1")) {
            await().until(() -> centre.received(1).size() == 2);
        }
    }

    @Test
    void messagesAndReportsReachTheRoute() throws Exception {
        start("", Cimd2ClientTest::nothing);
        ScriptedCentre.Line line = centre.lastLine();
        // the same number twice, an odd one, and one octet at a time: nothing is lost
        line.slow();
        line.send(Packet.of(20, 0, "021:4001", "023:+358409", "060:260131120000", "033:one _Oa"));
        line.send(Packet.of(20, 0, "021:4001", "023:Shop", "060:260131120000", "030:8", "034:041F"));
        line.send(Packet.of(23, 7, "021:+358401", "060:260131120001", "061:3", "062:29", "063:260131120500"));
        line.send(Packet.of(23, 8, "021:+358401", "060:260131120001"));
        line.send(Packet.of(40, 10));
        line.send(Packet.of(33, 12));
        await().until(() -> centre.received(70).size() == 2
                && centre.received(73).size() == 2
                && centre.received(90).size() == 1
                && centre.received(83).size() == 1);
        Map<String, Object> one = received.get(0).getMessage().getHeaders();
        assertThat(received.get(0).getMessage().getBody()).isEqualTo("one @");
        assertThat(one)
                .containsEntry(SmsHeaders.KIND, "MESSAGE")
                .containsEntry(SmsHeaders.FROM, "+358409")
                .containsEntry(SmsHeaders.TO, "4001")
                .containsEntry(SmsHeaders.RECEIVED_AT, 1769860800000L)
                .doesNotContainKey(SmsHeaders.REMOTE_ID);
        assertThat(received.get(1).getMessage().getBody()).isEqualTo("П");
        assertThat(received.get(1).getMessage().getHeader(SmsHeaders.FROM)).isEqualTo("Shop");
        assertThat(received.get(2).getMessage().getHeaders())
                .containsEntry(SmsHeaders.KIND, "RECEIPT")
                .containsEntry(SmsHeaders.STATE, "UNDELIVERABLE")
                .containsEntry(SmsHeaders.REMOTE_ID, "+358401:260131120001")
                .containsEntry(SmsHeaders.ERROR_CODE, "cimd2:29")
                .containsEntry(SmsHeaders.ERROR_TEXT, "absent subscriber");
        assertThat(received.get(3).getMessage().getHeader(SmsHeaders.STATE)).isEqualTo("UNKNOWN");
        submitted("and the line lives");
    }

    @Test
    void whatTheRouteDoesNotTakeComesAgainOnTheNextSession() throws Exception {
        start("", Cimd2ClientTest::nothing);
        routeFails = new IllegalStateException("disk full");
        centre.lastLine().send(Packet.of(20, 0, "021:1", "023:2", "060:260131120000", "033:x"));
        await().until(() -> centre.received(1).size() == 2);
        assertThat(centre.received(70)).isEmpty();
        routeFails = null;
        centre.lastLine().send(Packet.of(20, 0, "021:1", "023:2", "060:260131120000", "033:x"));
        await().until(() -> centre.received(70).size() == 1);
    }

    @Test
    void aCentreThatKnowsItIsToldNo() throws Exception {
        start("negativeResponses=true", Cimd2ClientTest::nothing);
        routeFails = new IllegalStateException("disk full");
        centre.lastLine().send(Packet.of(20, 0, "021:1", "023:2", "060:260131120000", "033:x"));
        await().until(() -> centre.received(70).size() == 1);
        assertThat(centre.received(70).get(0).get(900)).isEqualTo("710");
        assertThat(centre.lines).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"ONE,1", "ALL,2"})
    void aCentreThatMustBeAskedIsAsked(String mode, String code) throws Exception {
        List<String> waiting = new CopyOnWriteArrayList<>(List.of("first", "second"));
        start("deliveryRequestInterval=100&deliveryRequest=" + mode, (line, packet) -> {
            if (packet.operation() != 5) {
                return false;
            }
            if (waiting.isEmpty()) {
                line.refuse(packet, "500");
                return true;
            }
            line.accept(packet);
            for (int i = mode.equals("ONE") ? 1 : waiting.size(); i > 0; i--) {
                String text = waiting.remove(0);
                line.send(Packet.of(20, 2 * i, "021:1", "023:2", "060:260131120000", "033:" + text));
            }
            return true;
        });
        await().until(() -> received.size() == 2);
        assertThat(received.stream().map(e -> e.getMessage().getBody(String.class)))
                .containsExactly("first", "second");
        assertThat(centre.received(5).get(0).get(68)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "100,check username and password",
        "102,the account has a session already",
        "104,set option window",
        "105,set option window",
        "107,check option subaddress",
    })
    void aRefusedLoginSaysWhatToChange(String code, String words) throws Exception {
        start("", (line, packet) -> {
            if (packet.operation() == 1) {
                line.refuse(packet, code);
            }
            return packet.operation() == 1;
        });
        await().untilAsserted(() -> assertThat(HealthCheckHelper.invoke(camel).stream()
                        .map(result -> String.valueOf(result.getMessage().orElse(""))))
                .anySatisfy(message -> assertThat(message)
                        .contains("login refused with " + code)
                        .contains(words.replace("username and password", "username, password and subaddress"))
                        .doesNotContain("pass\"")));
    }

    @Test
    void otherOperationsGoByHeader() throws Exception {
        start("", (line, packet) -> {
            switch (packet.operation()) {
                case 4 ->
                    line.send(packet.response(
                            "021:+358401234567", "060:260131120001", "061:4", "062:0", "063:260131120100"));
                case 9 -> line.send(packet.response("501:260131120000"));
                default -> {
                    return false;
                }
            }
            return true;
        });
        Exchange enquiry =
                end(send(null, Cimd2Constants.OPERATION, "04", SmsHeaders.REMOTE_ID, "+358401234567:260131120001"));
        assertThat(enquiry.getMessage().getHeader(SmsHeaders.STATE)).isEqualTo("DELIVERED");
        assertThat(centre.received(4).get(0).parameters()).containsExactly("021:+358401234567", "060:260131120001");
        end(send(null, Cimd2Constants.OPERATION, "06", SmsHeaders.REMOTE_ID, "+358401234567:260131120001"));
        end(send(null, Cimd2Constants.OPERATION, "06", Cimd2Constants.MODE, "1"));
        end(send(null, Cimd2Constants.OPERATION, "06", Cimd2Constants.MODE, "0"));
        assertThat(centre.received(6).stream().map(p -> String.join(" ", p.parameters())))
                .containsExactly("059:2 021:+358401234567 060:260131120001", "059:1", "059:0 021:+358401234567");
        end(send(null, Cimd2Constants.OPERATION, "05"));
        assertThat(centre.received(5).get(0).parameters()).containsExactly("068:1");
        end(send("new secret", Cimd2Constants.OPERATION, "08"));
        assertThat(centre.received(8).get(0).parameters()).containsExactly("011:new secret");
        Exchange time = end(send(null, Cimd2Constants.OPERATION, "09"));
        assertThat(time.getMessage().getHeader(Cimd2Constants.RESPONSE)).isEqualTo(Map.of("501", "260131120000"));
        end(send(
                null,
                Cimd2Constants.OPERATION,
                "13",
                SmsHeaders.REMOTE_ID,
                "1:260131120001",
                SmsHeaders.STATE,
                "DELIVERED"));
        assertThat(centre.received(13).get(0).parameters()).contains("021:1", "060:260131120001", "061:4");
    }

    @Test
    void anIdleLineIsAskedWhetherItIsThere() throws Exception {
        start("keepAlive=100", Cimd2ClientTest::nothing);
        await().until(() -> centre.received(40).size() >= 2);
        assertThat(centre.lines).hasSize(1);
    }
}
