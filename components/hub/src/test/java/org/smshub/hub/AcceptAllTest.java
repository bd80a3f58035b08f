package org.smshub.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.SmsHeaders;

/** A list of records through the routes as they are shipped. */
class AcceptAllTest {

    @TempDir
    Path folder;

    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        context.getShutdownStrategy().setTimeout(2);
        Properties properties = new Properties();
        properties.put("hub.links.default", "line");
        context.getPropertiesComponent().setInitialProperties(properties);
        LedgerComponent ledger = new LedgerComponent();
        ledger.setDirectory(folder.resolve("data").toString());
        context.addComponent("ledger", ledger);
        Path file = folder.resolve("clients.yaml");
        Files.writeString(file, """
                clients:
                  - id: shop
                    senders: [ACME]
                  - id: slow
                    rate: 20
                    burst: 1
                """);
        Clients clients = new Clients();
        clients.setCamelContext(context);
        clients.setFile("file:" + file);
        Quotas quotas = new Quotas();
        quotas.setClients(clients);
        quotas.setCamelContext(context);
        Checks checks = new Checks();
        checks.setNumbers(new Numbers());
        checks.setClients(clients);
        Map<String, Object> beans = Map.of(
                "clients", clients, "checks", checks, "quotas", quotas, "texts", new Texts(), "records", new Records());
        beans.forEach(context.getRegistry()::bind);
        for (String route : List.of("accept", "routing")) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString(
                            route + ".camel.yaml", Files.readString(Path.of("../../routes/" + route + ".camel.yaml"))));
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("ledger:link?name=line&window=10").process(exchange -> {});
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private List<Answer> accept(String client, List<?> records) {
        Exchange exchange = context.createProducerTemplate().request("direct:accept-all", e -> {
            e.getMessage().setBody(records);
            e.getMessage().setHeader(SmsHeaders.CLIENT, client);
        });
        assertThat(exchange.getException()).isNull();
        List<Answer> answers = new ArrayList<>();
        for (Object one : exchange.getMessage().getBody(List.class)) {
            answers.add(Answer.of((Exchange) one));
        }
        return answers;
    }

    private static Map<String, String> record(String to, String text, String ref) {
        return Map.of("to", to, "text", text, "ref", ref);
    }

    @Test
    void eachRecordHasItsAnswer() {
        List<Answer> answers = accept(
                "shop",
                List.of(
                        record("+48600100200", "one", "1"),
                        record("nobody", "two", "2"),
                        record("+48600100200", "", "3"),
                        Map.of("to", "+48600100200", "text", "four", "from", "OTHER"),
                        Map.of("to", "+48600100200", "body", "five"),
                        "six",
                        record("+48600100200", "one", "1"),
                        record("+48600100200", "eight", "8")));
        assertThat(answers)
                .extracting(Answer::field)
                .containsExactly(null, "to", "text", "from", "body", null, null, null);
        assertThat(answers)
                .extracting(Answer::accepted)
                .containsExactly(true, false, false, false, false, false, true, true);
        assertThat(answers.get(1).forGood()).isTrue();
        assertThat(answers.get(5).reason()).contains("no record");
        assertThat(answers.get(6).id()).isEqualTo(answers.get(0).id());
        assertThat(answers.get(7).id()).isNotEqualTo(answers.get(0).id());
    }

    @Test
    void aRateThatIsUsedUpIsWaitedFor() {
        List<Map<String, String>> records = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            records.add(record("+48600100200", "text", "r" + i));
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            List<Answer> answers = accept("slow", records);
            assertThat(answers).hasSize(5).allMatch(Answer::accepted);
        });
    }
}
