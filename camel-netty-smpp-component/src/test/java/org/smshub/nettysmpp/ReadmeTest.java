package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.smshub.nettysmpp.codec.SmppField.*;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.Address;

/** The examples of the README run, and its tables are whole. */
class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void theExamplesRun(@TempDir Path folder) throws Exception {
        Matcher blocks = YAML.matcher(Files.readString(README));
        int n = 0;
        while (blocks.find()) {
            Files.writeString(folder.resolve("example" + n++ + ".camel.yaml"), blocks.group(1));
        }
        assertThat(n).isEqualTo(3);
        int port = SmppServerFixture.freePort();
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.addInitialProperty("smpp.port", Integer.toString(port));
        main.addInitialProperty("smpp.password", "s3cret");
        main.configure().withRoutesIncludePattern("file:" + folder + "/*.camel.yaml");
        main.start();
        // receipts go to all binds of an account in turn: one at a time, then
        var routes = main.getCamelContext().getRouteController();
        routes.stopRoute("received");
        routes.stopRoute("send");
        try (SmppClient shop = new SmppClient(port)) {
            assertThat(shop.bind(BIND_TRANSCEIVER, "shop", "s3cret", 0x34).status())
                    .isZero();
            SmppPdu reply = shop.ask(shop.submit("Hello"));
            assertThat(reply.status()).isZero();
            SmppPdu receipt = shop.receiveAndAnswer();
            assertThat(new String(receipt.get(SHORT_MESSAGE), StandardCharsets.US_ASCII))
                    .startsWith("id:" + reply.get(MESSAGE_ID) + " ")
                    .contains("stat:DELIVRD");
            SmppPdu message = shop.submit("Hello");
            SmppPdu refused = shop.ask(Pdus.message(
                    SUBMIT_SM,
                    message.sequence(),
                    "",
                    message.get(SOURCE),
                    java.util.List.of(new Address(0, 0, "123")),
                    0,
                    0,
                    0,
                    "",
                    "",
                    0,
                    0,
                    0,
                    0,
                    new byte[0],
                    java.util.List.of()));
            assertThat(refused.status()).isEqualTo(0x0B);
        }
        try {
            // the client of the first example, bound as shop too
            routes.startRoute("received");
            routes.startRoute("send");
            main.getCamelTemplate()
                    .requestBodyAndHeaders(
                            "direct:send", "Hello", java.util.Map.of("SmsFrom", "Shop", "SmsTo", "+48600100200"));
            MockEndpoint receipts = main.getCamelContext().getEndpoint("mock:receipts", MockEndpoint.class);
            await().until(() -> receipts.getReceivedCounter() == 1);
            assertThat(receipts.getReceivedExchanges().get(0).getMessage().getHeader("SmsState"))
                    .isEqualTo("DELIVERED");
            routes.stopRoute("received");
            routes.stopRoute("send");
            try (SmppClient shop = new SmppClient(port)) {
                assertThat(shop.bind(BIND_TRANSCEIVER, "shop", "s3cret", 0x34).status())
                        .isZero();
                main.getCamelTemplate()
                        .asyncRequestBodyAndHeaders(
                                "direct:incoming", "Hi", java.util.Map.of("SmsFrom", "+48600100200", "SmsTo", "1234"));
                assertThat(shop.receiveAndAnswer().get(SHORT_MESSAGE)).isEqualTo("Hi".getBytes());
            }
        } finally {
            main.stop();
        }
    }

    @Test
    void everyOptionAndHeaderIsThere() throws Exception {
        String readme = Files.readString(README);
        String folder = "src/generated/resources/META-INF/org/smshub/nettysmpp/smpp-";
        String catalog =
                Files.readString(Path.of(folder + "client.json")) + Files.readString(Path.of(folder + "server.json"));
        // options of the component and its endpoints, and headers, are the keys with an index
        Matcher names = Pattern.compile("\"(\\w+)\": \\{ \"index\": \\d+, \"kind\": \"(parameter|header)\"")
                .matcher(catalog);
        int n = 0;
        while (names.find()) {
            n++;
            if (!java.util.Set.of("bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer")
                    .contains(names.group(1))) {
                assertThat(readme).contains("| `" + names.group(1) + "` |");
            }
        }
        assertThat(n).isGreaterThan(50);
    }
}
