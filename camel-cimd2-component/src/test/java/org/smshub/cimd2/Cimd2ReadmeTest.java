package org.smshub.cimd2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.line.Kannel;
import org.smshub.link.Logins;
import org.smshub.link.SmsHeaders;

/** The examples of the README as they stand there, and its options. */
@Timeout(60)
class Cimd2ReadmeTest {

    private final CamelContext client = new DefaultCamelContext();
    private final CamelContext server = new DefaultCamelContext();
    private final int port = Kannel.freePort();

    @AfterEach
    void stop() {
        client.stop();
        server.stop();
    }

    private static List<String> examples() throws Exception {
        Matcher blocks =
                Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        return blocks.results().map(block -> block.group(1)).toList();
    }

    private void load(CamelContext camel, String yaml) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("centre.port", Integer.toString(port));
        properties.setProperty("centre.password", "secret");
        camel.getPropertiesComponent().setInitialProperties(properties);
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("example.camel.yaml", yaml));
        camel.start();
    }

    private static Exchange send(CamelContext camel, String uri, Map<String, Object> headers) {
        return camel.createProducerTemplate().request(uri, e -> {
            e.getMessage().setBody("Hello @ €");
            e.getMessage().setHeaders(new java.util.HashMap<>(headers));
        });
    }

    @Test
    void theExamplesTalkToEachOther() throws Exception {
        server.getRegistry()
                .bind("logins", (Logins) (account, password) -> account.equals("shop") && password.equals("secret"));
        load(server, examples().get(1));
        load(client, examples().get(0));
        Exchange sent = send(client, "direct:sms", Map.of(SmsHeaders.TO, "+41791234567"));
        assertThat(sent.getException()).isNull();
        String id = sent.getMessage().getHeader(SmsHeaders.REMOTE_ID, String.class);
        assertThat(id).matches("\\+41791234567:\\d{12}");
        Exchange receipt = client.createConsumerTemplate().receive("seda:receipts", 10_000);
        assertThat(receipt.getMessage().getHeader(SmsHeaders.REMOTE_ID)).isEqualTo(id);
        assertThat(receipt.getMessage().getHeader(SmsHeaders.STATE)).isEqualTo("DELIVERED");
        assertThat(receipt.getMessage().getHeader(SmsHeaders.TO)).isEqualTo("+41791234567");
        Exchange delivered = send(
                server,
                "cimd2-server:127.0.0.1:" + port + "?window=10",
                Map.of(SmsHeaders.CLIENT, "shop", SmsHeaders.TO, "4001", SmsHeaders.FROM, "+41791234567"));
        assertThat(delivered.getException()).isNull();
        Exchange message = client.createConsumerTemplate().receive("seda:messages", 10_000);
        assertThat(message.getMessage().getBody()).isEqualTo("Hello @ €");
        assertThat(message.getMessage().getHeader(SmsHeaders.FROM)).isEqualTo("+41791234567");
    }

    /** One connection for from and to; another subaddress opens others; different options are named. */
    @Test
    void endpointsOfOneAccountShareTheirSessions() throws Exception {
        try (ScriptedCentre centre = new ScriptedCentre((line, packet) -> false)) {
            String address = "cimd2:127.0.0.1:" + centre.port() + "?username=shop&password=x";
            client.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(address).to("log:in");
                    from("direct:a").to(address);
                    from("direct:b").to(address + "&receipt=NONE");
                    from("direct:c").to(address + "&subaddress=2&sessions=2");
                }
            });
            client.start();
            await().until(() -> centre.received(1).size() == 3);
            for (String uri : List.of("direct:a", "direct:b", "direct:c")) {
                assertThat(send(client, uri, Map.of(SmsHeaders.TO, "1")).getException())
                        .isNull();
            }
            assertThat(centre.lines).hasSize(3);
            assertThatThrownBy(() -> client.addRoutes(new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("direct:d").to(address + "&window=7");
                        }
                    }))
                    .hasStackTraceContaining("differ in option window");
        }
    }

    @Test
    void wrongOptionsAreNamedAtTheStart() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "cimd2:127.0.0.1:9?username=a", "username and password are needed",
                        "cimd2:127.0.0.1:9?username=a&password=b&window=129", "window is 1 to 128",
                        "cimd2:127.0.0.1:9?username=a&password=b&subaddress=10", "subaddress is 0 to 9",
                        "cimd2:127.0.0.1:9?username=a&password=b&deliveryRequest=SOME",
                                "deliveryRequest is NONE, ONE, ALL",
                        "cimd2-server:127.0.0.1:9?profile=ANY", "profile is SEND, RECEIVE, BOTH, QUERY")
                .entrySet()) {
            assertThatThrownBy(() -> client.getEndpoint(wrong.getKey())).hasStackTraceContaining(wrong.getValue());
        }
    }

    @Test
    void everyOptionOfTheReadmeIsOne() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String table = readme.substring(readme.indexOf("| option |"), readme.indexOf("Health checks"));
        String catalogs = Files.readString(Path.of("src/generated/resources/META-INF/org/smshub/cimd2/cimd2.json"))
                + Files.readString(Path.of("src/generated/resources/META-INF/org/smshub/cimd2/cimd2-server.json"));
        Stream<String> options = table.lines()
                .skip(2)
                .filter(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[1])
                .flatMap(cell ->
                        Pattern.compile("`(\\w+)`").matcher(cell).results().map(m -> m.group(1)));
        assertThat(options.toList()).hasSizeGreaterThan(30).allMatch(option -> catalogs.contains('"' + option + '"'));
    }
}
