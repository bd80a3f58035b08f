package org.smshub.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.SmsHeaders;

/** With a ledger, which outlives the hub. */
class QuotasTest {

    @TempDir
    Path folder;

    private DefaultCamelContext context;
    private Quotas quotas;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(folder.resolve("clients.yaml"), """
                clients:
                  - {id: free}
                  - {id: slow, rate: 0.5, burst: 3}
                  - {id: few, daily: 5}
                """);
        context = new DefaultCamelContext();
        LedgerComponent ledger = new LedgerComponent();
        ledger.setDirectory(folder.resolve("data").toString());
        context.addComponent("ledger", ledger);
        Clients clients = new Clients();
        clients.setFile("file:" + folder.resolve("clients.yaml"));
        clients.setCamelContext(context);
        quotas = new Quotas();
        quotas.setClients(clients);
        quotas.setCamelContext(context);
        context.addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("direct:accept").process(quotas::take).to("ledger:accept");
                from("ledger:link?name=a").autoStartup(false).to("log:sent");
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exchange of(String client) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody("hello");
        exchange.getMessage().setHeader(SmsHeaders.CLIENT, client);
        exchange.getMessage().setHeader(SmsHeaders.TO, "+48600100200");
        exchange.getMessage().setHeader(SmsHeaders.ENCODING, "GSM7");
        exchange.getMessage().setHeader(SmsHeaders.LINKS, "a");
        return exchange;
    }

    private Exception send(String client) {
        return context.createProducerTemplate()
                .send("direct:accept", of(client))
                .getException();
    }

    @Test
    void whoHasNoLimitHasNone() {
        for (int i = 0; i < 100; i++) {
            assertThat(send("free")).isNull();
        }
    }

    @Test
    void aRateAllowsABurstAndThenSaysWhenToComeBack() throws Exception {
        for (int i = 0; i < 3; i++) {
            quotas.take(of("slow"));
        }
        assertThatThrownBy(() -> quotas.take(of("slow")))
                .isInstanceOfSatisfying(ThrottledException.class, e -> assertThat(e.getSeconds())
                        .isBetween(1, 2));
    }

    @Test
    void whatWasSentOnADayCountsAfterARestart() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(send("few")).isNull();
        }
        assertThat(send("free")).isNull();
        context.stop();
        start();
        assertThat(send("few")).isNull();
        assertThat(send("few")).isNull();
        assertThat(send("few")).isInstanceOfSatisfying(ThrottledException.class, e -> assertThat(e.getSeconds())
                .isBetween(1, (int) TimeUnit.HOURS.toSeconds(25)));
        assertThat(send("free")).isNull();
    }
}
