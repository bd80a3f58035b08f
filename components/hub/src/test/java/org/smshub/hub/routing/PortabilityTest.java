package org.smshub.hub.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.hub.Checks;
import org.smshub.hub.routing.Portability.Ported;
import org.smshub.link.SmsHeaders;

class PortabilityTest {

    private static final String NUMBERS = "prefix,links\n+48,prefix\nnetwork 26002,other\nnetwork nobody,unknown\n";

    @TempDir
    Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch held = new CountDownLatch(1);
    private final java.util.concurrent.ExecutorService executor = Executors.newCachedThreadPool();
    private volatile String answer = "{\"mccmnc\":\"26002\"}";
    private volatile int status = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            if (answer.equals("never")) {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            byte[] octets = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, octets.length);
            exchange.getResponseBody().write(octets);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        held.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    private Portability byHttp() {
        Portability portability = new Portability();
        portability.setUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/networks?number={number}");
        portability.setField("/mccmnc");
        portability.setTimeout(Duration.ofSeconds(20));
        portability.setUnknown("nobody");
        return portability;
    }

    private RoutingHub hub(Portability portability) throws Exception {
        return new RoutingHub(folder, "prefix", "other", "unknown")
                .property("hub.routing.portability", "true")
                .numbers(NUMBERS)
                .bean("portability", portability)
                .start();
    }

    /** The links of a number, when they are known. */
    private static CompletableFuture<String> route(RoutingHub hub, String number) {
        Exchange exchange = new DefaultExchange(hub.context);
        exchange.getMessage().setHeader(SmsHeaders.TO, number);
        return hub.context
                .createProducerTemplate()
                .asyncSend("direct:routing", exchange)
                .thenApply(RoutingHub::links);
    }

    @Test
    void aTableOfNumbersAndPrefixes() throws Exception {
        Ported ported = Ported.read("ported.csv", new StringReader("""
                number,network
                +48600100201,26003
                +48600,26001
                +48600100200,26002
                +48600100201,26006
                """));
        assertThat(ported.network("+48600100200")).isEqualTo("26002");
        assertThat(ported.network("+48600100201")).isEqualTo("26006");
        assertThat(ported.network("+48600999999")).isEqualTo("26001");
        assertThat(ported.network("+49170100200")).isEmpty();
        assertThatThrownBy(() -> Ported.read("ported.csv", new StringReader("number,network\n48600,x\n")))
                .hasMessageContaining("ported.csv:2: a number, or the prefix of some, is +");
        Portability portability = new Portability();
        portability.setFile("{{hub.files}}ported.csv");
        java.nio.file.Files.writeString(folder.resolve("ported.csv"), "number,network\n+48600100200,26002\n");
        try (RoutingHub hub = hub(portability)) {
            assertThat(RoutingHub.links(hub.check("+48600100200"))).isEqualTo("other");
            assertThat(RoutingHub.links(hub.check("+48600100201"))).isEqualTo("prefix");
        }
    }

    @Test
    void aLookUpIsAskedOnceAndRemembered() throws Exception {
        try (RoutingHub hub = hub(byHttp())) {
            assertThat(RoutingHub.links(hub.check("+48600100200"))).isEqualTo("other");
            assertThat(RoutingHub.rule(hub.check("+48600100200"))).isEqualTo("network 26002");
            assertThat(asked).hasValue(1);
            status = 404;
            assertThat(RoutingHub.links(hub.check("+48600100201"))).isEqualTo("prefix");
            assertThat(RoutingHub.links(hub.check("+48600100201"))).isEqualTo("prefix");
            assertThat(asked).hasValue(2);
            assertThat(hub.check("+48600100200", Checks.DRY_RUN, true)
                            .getProperty(Checks.WHY, List.class)
                            .toString())
                    .startsWith("[network 26002 by its look-up, of before, numbers.csv:3: other");
        }
    }

    @Test
    void oneThatDoesNotAnswerCountsAsUnknownInItsTimeAndWaitsOnNoThread() throws Exception {
        answer = "never";
        Portability portability = byHttp();
        portability.setTimeout(Duration.ofMillis(300));
        try (RoutingHub hub = hub(portability)) {
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String number = "+4860010020" + i;
                all.add(route(hub, number).thenAccept(links -> assertThat(links).isEqualTo("unknown")));
            }
            CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).join();
            // ten failures in a row: nobody is asked for a while
            int before = asked.get();
            assertThat(RoutingHub.links(hub.check("+48600100300"))).isEqualTo("unknown");
            assertThat(asked).hasValue(before);
            answer = "{\"mccmnc\":\"26002\"}";
            held.countDown();
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> RoutingHub.links(hub.check("+48600100301")).equals("other"));
        }
    }

    @Test
    void whatIsNoAnswerCountsAsNone() throws Exception {
        try (RoutingHub hub = hub(byHttp())) {
            String[] answers = {"no json", "{\"mccmnc\":\"has blanks\"}", "\"" + "x".repeat(10_000) + "\""};
            for (int i = 0; i < answers.length; i++) {
                answer = answers[i];
                assertThat(RoutingHub.links(hub.check("+4860010020" + i))).isEqualTo("unknown");
            }
            answer = "{\"mccmnc\":\"26002\"}";
            status = 500;
            assertThat(RoutingHub.links(hub.check("+48600100209"))).isEqualTo("unknown");
            server.stop(0);
            assertThat(RoutingHub.links(hub.check("+48600100208"))).isEqualTo("unknown");
        }
    }

    @Test
    void noMoreAreAskedAtOnceThanTheWindow() throws Exception {
        answer = "never";
        Portability portability = byHttp();
        portability.setWindow(2);
        try (RoutingHub hub = hub(portability)) {
            List<CompletableFuture<String>> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                all.add(route(hub, "+4860010020" + i));
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> all.stream().filter(CompletableFuture::isDone).count() == 3);
            answer = "{\"mccmnc\":\"26002\"}";
            held.countDown();
            assertThat(all.stream().map(CompletableFuture::join))
                    .containsExactlyInAnyOrder("other", "other", "unknown", "unknown", "unknown");
        }
    }
}
