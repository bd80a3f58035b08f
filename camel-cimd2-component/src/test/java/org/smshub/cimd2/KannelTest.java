package org.smshub.cimd2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.line.Kannel;
import org.smshub.line.Tap;
import org.smshub.link.Logins;
import org.smshub.link.SmsHeaders;

/** Kannel as the client of {@code cimd2-server}: what it sends arrives as it was meant, and it gets receipts and messages. */
@Timeout(120)
class KannelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Exchange> submitted = new CopyOnWriteArrayList<>();
    private final CamelContext camel = new DefaultCamelContext();

    @Test
    void sendsAndReceivesOverSeveralSessions(@TempDir Path directory) throws Exception {
        assumeTrue(Kannel.isInstalled(), "Kannel is not installed (Debian package kannel)");
        int port = Kannel.freePort();
        camel.getRegistry()
                .bind("logins", (Logins) (account, password) -> account.equals("shop") && password.equals("secret"));
        String address = "cimd2-server:127.0.0.1:" + port + "?window=5&timeZone=UTC&internationalPrefix=00";
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(address + "&logins=#logins")
                        .process(e -> submitted.add(e.copy()))
                        .filter(header(SmsHeaders.RECEIPT).isNotEqualTo("NONE"))
                        .setHeader(SmsHeaders.KIND, constant("RECEIPT"))
                        .setHeader(SmsHeaders.STATE, constant("DELIVERED"))
                        .wireTap("direct:receipt");
                from("direct:receipt").delay(200).to(address);
                from("direct:message").to(address);
            }
        });
        camel.start();
        try (Tap tap = new Tap(port);
                Kannel kannel = new Kannel(directory, "cimd2", tap.port(), "shop", "secret")) {
            send(kannel, "text", Map.of("text", "Hello @ £ {€} World", "charset", "UTF-8", "from", "4790001"));
            send(kannel, "name", Map.of("text", "from a name", "from", "MyBrand"));
            send(kannel, "unicode", Map.of("text", "Привет, мир 🙂", "coding", "2", "charset", "UTF-8", "from", "1"));
            send(kannel, "flash", Map.of("text", "look now", "mclass", "0", "from", "4790001"));
            send(
                    kannel,
                    "binary",
                    Map.of("text", "%DE%AD%BE%EF%00%FF", "coding", "1", "udh", "%06%05%04%0B%84%23%F0", "from", "1"));
            String longText = "A long message. ".repeat(15).trim();
            send(kannel, "long", Map.of("text", longText, "from", "4790001"));
            await().atMost(PATIENCE).until(() -> submitted.size() == 7);
            assertThat(submitted).allSatisfy(e -> {
                assertThat(header(e, SmsHeaders.TO)).isEqualTo("+41791234567");
                assertThat(header(e, SmsHeaders.CLIENT)).isEqualTo("shop");
            });
            assertThat(submitted.stream().map(e -> header(e, SmsHeaders.REMOTE_ID)))
                    .doesNotHaveDuplicates();
            Map<Object, Exchange> byBody = new HashMap<>();
            submitted.forEach(e -> byBody.put(body(e), e));
            assertThat(byBody).containsKeys("Hello @ £ {€} World", "from a name", "Привет, мир 🙂", "look now");
            assertThat(header(byBody.get("Hello @ £ {€} World"), SmsHeaders.FROM))
                    .isEqualTo("4790001");
            assertThat(header(byBody.get("from a name"), SmsHeaders.FROM)).isEqualTo("MyBrand");
            assertThat(header(byBody.get("Привет, мир 🙂"), SmsHeaders.ENCODING))
                    .isEqualTo("UCS2");
            assertThat(header(byBody.get("look now"), SmsHeaders.CLASS)).isEqualTo(0);
            Exchange binary = byBody.get("DEADBEEF00FF");
            assertThat(header(binary, SmsHeaders.ENCODING)).isEqualTo("BINARY");
            assertThat(header(binary, SmsHeaders.UDH)).isEqualTo("0605040B8423F0");
            List<Exchange> parts = submitted.stream()
                    .filter(e -> header(e, SmsHeaders.PARTS) != null)
                    .sorted((a, b) -> (Integer) header(a, SmsHeaders.PART) - (Integer) header(b, SmsHeaders.PART))
                    .toList();
            assertThat(parts).hasSize(2);
            assertThat("" + body(parts.get(0)) + body(parts.get(1))).isEqualTo(longText);
            // 8 = accepted by the centre, 1 = delivered
            for (String ref : List.of("text", "name", "unicode", "flash", "binary", "long")) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(kannel.reports(ref)).contains("8", "1"));
            }
            // Kannel drops what has the number of the last request before, which it remembers from one session to the
            // next
            int expected = 0;
            for (int session = 0; session < 4; session++) {
                tap.cut();
                tap.mend();
                for (Object body : List.of("STOP @ € " + session, "Привет " + session)) {
                    deliver(body);
                    expected++;
                    int all = expected;
                    await().atMost(PATIENCE).until(() -> kannel.messages().size() == all);
                    assertThat(Kannel.text(kannel.messages().get(all - 1))).isEqualTo(body);
                    if (session % 2 == 0) {
                        break;
                    }
                }
            }
            assertThat(kannel.messages())
                    .allSatisfy(c -> assertThat(c.get("from")).contains("41791234567"));
        } finally {
            camel.stop();
        }
    }

    /** Again while the line is down: what is not sent may be sent again. */
    private void deliver(Object body) {
        await().atMost(PATIENCE).until(() -> {
            Exchange delivered = camel.createProducerTemplate().request("direct:message", e -> {
                e.getMessage()
                        .setHeaders(new HashMap<>(Map.of(
                                SmsHeaders.CLIENT, "shop", SmsHeaders.TO, "4001", SmsHeaders.FROM, "+41791234567")));
                e.getMessage().setBody(body);
            });
            Object outcome = header(delivered, SmsHeaders.OUTCOME);
            assertThat(outcome).isNotEqualTo("UNKNOWN");
            return outcome.equals("SENT");
        });
    }

    private static Object header(Exchange exchange, String name) {
        return exchange.getMessage().getHeader(name);
    }

    private static Object body(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        return body instanceof byte[] octets
                ? java.util.HexFormat.of().withUpperCase().formatHex(octets)
                : body;
    }

    private static void send(Kannel kannel, String ref, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("ref", ref);
        await().atMost(PATIENCE).until(() -> kannel.send(all));
    }
}
