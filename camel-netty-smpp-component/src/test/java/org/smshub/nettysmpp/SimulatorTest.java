package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The simulator's own routes and scenarios, with camel-smpp as the application. */
class SimulatorTest {

    private static final Main MAIN = new Main();

    /** Its own context, stopped first: camel-smpp 4.17 may never stop once its centre is gone. */
    private static final DefaultCamelContext APPLICATION = new DefaultCamelContext();

    private static final ConcurrentLinkedQueue<Map<String, Object>> DELIVERED = new ConcurrentLinkedQueue<>();

    /** Starts Camel with the routes of the simulator on a free port. */
    static void simulator(Main main, int port) {
        main.setDefaultPropertyPlaceholderLocation("false");
        main.addInitialProperty("hub.simulator", "true");
        main.addInitialProperty("hub.simulator.port", Integer.toString(port));
        main.addInitialProperty("hub.simulator.file", "file:" + Path.of("../config/simulator.yaml"));
        main.configure().withRoutesIncludePattern("file:../routes/simulator/smpp.camel.yaml");
    }

    @BeforeAll
    static void start() throws Exception {
        int port = SmppServerFixture.freePort();
        simulator(MAIN, port);
        MAIN.start();
        APPLICATION.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:receipts").routeId("receipts").process(exchange -> {
                    Map<String, Object> headers =
                            new java.util.HashMap<>(exchange.getMessage().getHeaders());
                    headers.put("body", exchange.getMessage().getBody());
                    DELIVERED.add(headers);
                });
                from("direct:send")
                        .toF(
                                "smpp:test@127.0.0.1:%d?password=x&messageReceiverRouteId=receipts&registeredDelivery=1"
                                        + "&transactionTimer=3000&lazySessionCreation=true",
                                port);
            }
        });
        APPLICATION.start();
    }

    @AfterAll
    static void stop() {
        APPLICATION.stop();
        MAIN.stop();
    }

    private static CompletableFuture<Exchange> send(String number, Object body) {
        return APPLICATION.createProducerTemplate().asyncSend("direct:send", exchange -> {
            exchange.getMessage().setHeader("CamelSmppDestAddr", number);
            exchange.getMessage().setHeader("CamelSmppDestAddrTon", 1);
            exchange.getMessage().setHeader("CamelSmppSourceAddr", "447700900123");
            exchange.getMessage().setHeader("CamelSmppSourceAddrTon", 1);
            exchange.getMessage().setBody(body);
        });
    }

    @Test
    void acceptsAndSendsAReceipt() throws Exception {
        Exchange sent = send("48600100200", "Hello").get(10, TimeUnit.SECONDS);
        assertThat(sent.getException()).isNull();
        String id =
                ((List<?>) sent.getMessage().getHeader("CamelSmppId")).get(0).toString();
        await().atMost(5, TimeUnit.SECONDS)
                .until(() -> DELIVERED.stream().anyMatch(r -> id.equals(r.get("CamelSmppId"))));
        assertThat(DELIVERED)
                .filteredOn(r -> id.equals(r.get("CamelSmppId")))
                .singleElement()
                .satisfies(r -> assertThat(r.get("CamelSmppStatus").toString()).isEqualTo("DELIVRD"));
    }

    @Test
    void refusesWithTheCodeOfTheScenario() throws Exception {
        Exchange sent = send("48600990001", "Hello").get(10, TimeUnit.SECONDS);
        assertThat(sent.getException()).hasStackTraceContaining("Negative response 0000000b");
    }
}
