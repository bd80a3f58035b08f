package org.smshub.ucp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.line.Kannel;
import org.smshub.link.Logins;
import org.smshub.link.SmsHeaders;
import org.smshub.text.Hex;

/** Kannel as the client of {@code ucp-server}: what it sends arrives as it was meant, and it gets receipts and messages. */
@Timeout(120)
class KannelTest {

    private final List<Exchange> submitted = new CopyOnWriteArrayList<>();

    @Test
    void sendsAndReceives(@TempDir Path directory) throws Exception {
        assumeTrue(Kannel.isInstalled(), "Kannel is not installed (Debian package kannel)");
        int port = Kannel.freePort();
        CamelContext camel = new DefaultCamelContext();
        camel.getRegistry()
                .bind("logins", (Logins) (account, password) -> account.equals("8812") && password.equals("secret"));
        String address = "ucp-server:127.0.0.1:" + port + "?window=5&timeZone=UTC";
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
        try (Kannel kannel = new Kannel(directory, "emi", port, "8812", "secret")) {
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

            await().atMost(30, TimeUnit.SECONDS).until(() -> submitted.size() == 7);
            assertThat(submitted).allSatisfy(e -> {
                assertThat(e.getMessage().getHeader(SmsHeaders.TO)).isEqualTo("+41791234567");
                assertThat(e.getMessage().getHeader(SmsHeaders.CLIENT)).isEqualTo("8812");
            });
            // of a long message Kannel wants the receipt of the first part only
            assertThat(submitted.stream().filter(e -> "ALL".equals(header(e, SmsHeaders.RECEIPT))))
                    .hasSize(6);
            assertThat(submitted.stream().map(e -> e.getMessage().getHeader(SmsHeaders.REMOTE_ID)))
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
            assertThat(header(parts.get(0), SmsHeaders.PART_REF)).isEqualTo(header(parts.get(1), SmsHeaders.PART_REF));
            assertThat("" + body(parts.get(0)) + body(parts.get(1))).isEqualTo(longText);
            assertThat(parts.stream().map(e -> header(e, SmsHeaders.RECEIPT))).containsExactly("ALL", "NONE");

            // type 8 = accepted by the centre, 1 = delivered; the long message gets one of each for each part
            for (String ref : List.of("text", "name", "unicode", "flash", "binary", "long")) {
                await().atMost(30, TimeUnit.SECONDS)
                        .untilAsserted(() -> assertThat(kannel.reports(ref)).contains("8", "1"));
            }

            Map<String, Object> from =
                    Map.of(SmsHeaders.CLIENT, "8812", SmsHeaders.TO, "8812", SmsHeaders.FROM, "+41791234567");
            for (Object body : List.of("STOP @ €", "Привет")) {
                Exchange delivered = camel.createProducerTemplate().request("direct:message", e -> {
                    e.getMessage().setHeaders(new HashMap<>(from));
                    e.getMessage().setBody(body);
                });
                assertThat(delivered.getException()).isNull();
                assertThat(header(delivered, SmsHeaders.OUTCOME)).isEqualTo("SENT");
            }
            await().atMost(20, TimeUnit.SECONDS).until(() -> kannel.messages().size() == 2);
            assertThat(kannel.messages().stream().map(Kannel::text)).containsExactlyInAnyOrder("STOP @ €", "Привет");
            assertThat(kannel.messages())
                    .allSatisfy(c -> assertThat(c.get("from")).contains("41791234567"));
        } finally {
            camel.stop();
        }
    }

    private static Object header(Exchange exchange, String name) {
        return exchange.getMessage().getHeader(name);
    }

    private static Object body(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        return body instanceof byte[] octets ? Hex.of(octets) : body;
    }

    private static void send(Kannel kannel, String ref, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("ref", ref);
        await().atMost(30, TimeUnit.SECONDS).until(() -> kannel.send(all));
    }
}
