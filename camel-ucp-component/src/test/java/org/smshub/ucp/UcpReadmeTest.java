package org.smshub.ucp;

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
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.line.Kannel;
import org.smshub.link.Logins;
import org.smshub.link.SmsHeaders;
import org.smshub.ucp.codec.UcpOperation;

/** The examples of the README as they stand there, and the ways to connect that it names. */
@Timeout(60)
class UcpReadmeTest {

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
                .bind("logins", (Logins) (account, password) -> account.equals("8812") && password.equals("secret"));
        load(server, examples().get(1));
        load(client, examples().get(0));
        Exchange sent = send(client, "direct:sms", Map.of(SmsHeaders.TO, "+41791234567"));
        assertThat(sent.getException()).isNull();
        String id = sent.getMessage().getHeader(SmsHeaders.REMOTE_ID, String.class);
        assertThat(id).matches("0041791234567:\\d{12}");
        Exchange receipt = client.createConsumerTemplate().receive("seda:receipts", 10_000);
        assertThat(receipt.getMessage().getHeader(SmsHeaders.REMOTE_ID)).isEqualTo(id);
        assertThat(receipt.getMessage().getHeader(SmsHeaders.STATE)).isEqualTo("DELIVERED");
        assertThat(receipt.getMessage().getHeader(SmsHeaders.TO)).isEqualTo("+41791234567");
        Exchange delivered = send(
                server,
                "ucp-server:127.0.0.1:" + port,
                Map.of(SmsHeaders.CLIENT, "8812", SmsHeaders.TO, "8812", SmsHeaders.FROM, "+41791234567"));
        assertThat(delivered.getException()).isNull();
        Exchange message = client.createConsumerTemplate().receive("seda:messages", 10_000);
        assertThat(message.getMessage().getBody()).isEqualTo("Hello @ €");
        assertThat(message.getMessage().getHeader(SmsHeaders.FROM)).isEqualTo("+41791234567");
    }

    /** One connection for from and to; another session name opens others; different options are named. */
    @Test
    void endpointsOfOneAddressShareTheirSessions() throws Exception {
        try (ScriptedCentre centre = new ScriptedCentre((line, frame) -> false)) {
            String address = "ucp:127.0.0.1:" + centre.port() + "?username=1&password=x";
            client.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(address).to("log:in");
                    from("direct:a").to(address);
                    from("direct:b").to(address + "&receipt=NONE");
                    from("direct:c").to(address + "&sessionName=second&sessions=2");
                }
            });
            client.start();
            await().until(() -> centre.received(UcpOperation.SESSION).size() == 3);
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
    void theCentreMayDialTheClient() throws Exception {
        int forbidden = Kannel.freePort();
        client.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("ucp:127.0.0.1:9?sessions=0&listenPort=" + port).to("seda:in");
                from("ucp:127.0.0.1:9?sessions=0&sessionName=b&allowedAddresses=10.0.0.1&listenPort=" + forbidden)
                        .to("seda:in");
            }
        });
        client.start();
        try (PlainClient centre = new PlainClient(port)) {
            centre.vector(3, "mo-text");
            assertThat(centre.next().fields()).startsWith("A");
            centre.vector(4, "dlr-delivered");
            assertThat(centre.next().fields()).startsWith("A");
        }
        try (PlainClient stranger = new PlainClient(forbidden)) {
            stranger.expectEnd();
        }
    }

    @Test
    void tlsOnBothEnds(@TempDir Path directory) throws Exception {
        Path keys = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "x",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        keys.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + keys);
        store.setPassword("changeit");
        SSLContextParameters own = new SSLContextParameters();
        KeyManagersParameters keyManagers = new KeyManagersParameters();
        keyManagers.setKeyStore(store);
        keyManagers.setKeyPassword("changeit");
        own.setKeyManagers(keyManagers);
        SSLContextParameters trusting = new SSLContextParameters();
        TrustManagersParameters trustManagers = new TrustManagersParameters();
        trustManagers.setKeyStore(store);
        trusting.setTrustManagers(trustManagers);
        server.getRegistry().bind("tls", own);
        client.getRegistry().bind("tls", trusting);
        client.getRegistry().bind("strangers", new SSLContextParameters());
        String address = "127.0.0.1:" + port + "?sslContextParameters=#tls";
        server.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("ucp-server:" + address + "&addressAccounts=127.0.0.1=panel")
                        .to("log:in");
            }
        });
        client.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:good").to("ucp:" + address + "&sender=1");
                from("direct:bad")
                        .to("ucp:127.0.0.1:" + port
                                + "?sslContextParameters=#strangers&sessionName=b&sender=1&waitTimeout=500");
            }
        });
        server.start();
        client.start();
        assertThat(send(client, "direct:good", Map.of(SmsHeaders.TO, "1")).getException())
                .isNull();
        assertThat(send(client, "direct:bad", Map.of(SmsHeaders.TO, "1")).getException())
                .hasMessageContaining("ucp:no-session");
    }

    @Test
    void everyOptionOfTheReadmeIsOne() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String table = readme.substring(readme.indexOf("| option |"), readme.indexOf("Health checks"));
        String catalogs = Files.readString(Path.of("src/generated/resources/META-INF/org/smshub/ucp/ucp.json"))
                + Files.readString(Path.of("src/generated/resources/META-INF/org/smshub/ucp/ucp-server.json"));
        Stream<String> options = table.lines()
                .skip(2)
                .filter(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[1])
                .flatMap(cell ->
                        Pattern.compile("`(\\w+)`").matcher(cell).results().map(m -> m.group(1)));
        assertThat(options.toList()).hasSizeGreaterThan(30).allMatch(option -> catalogs.contains('"' + option + '"'));
    }
}
