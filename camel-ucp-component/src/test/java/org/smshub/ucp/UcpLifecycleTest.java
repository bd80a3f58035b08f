package org.smshub.ucp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.line.Kannel;
import org.smshub.link.Logins;
import org.smshub.link.SmsHeaders;
import org.smshub.ucp.codec.UcpCodec;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpOperation;

/** Suspend, health, overload, peers that are too slow, and that nothing is left of a stop or of a start that failed. */
@Timeout(60)
class UcpLifecycleTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<Exchange> taken = new CopyOnWriteArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final int port = Kannel.freePort();
    private final String server = "ucp-server:127.0.0.1:" + port;

    @BeforeEach
    void start() {
        camel.getRegistry().bind("logins", (Logins) (account, password) -> password.equals("secret"));
        HealthCheckRegistry registry = HealthCheckRegistry.get(camel);
        for (String repository : List.of("consumers", "producers")) {
            registry.register(registry.resolveById(repository));
        }
        HealthCheckHelper.getHealthCheckRepository(camel, "producers").setEnabled(true);
        camel.start();
    }

    @AfterEach
    void nothingIsLeft() {
        held.countDown();
        camel.stop();
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("Camel (" + camel.getName() + ")"))
                .filter(name -> name.contains("Line"))
                .toList();
    }

    private void route(String id, String from) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId(id).process(exchange -> {
                    taken.add(exchange.copy());
                    if ("hold".equals(exchange.getMessage().getBody())) {
                        held.await();
                    }
                });
            }
        });
    }

    private PlainClient client() throws Exception {
        PlainClient client = new PlainClient(port);
        assertThat(client.login("8812", "secret").fields()).startsWith("A");
        return client;
    }

    private static String submit(PlainClient client, int trn, String text) throws Exception {
        client.send(trn, 51, PlainClient.submit("0041791234567", text));
        return answer(client);
    }

    private static String answer(PlainClient client) throws Exception {
        UcpFrame result = client.next();
        return result.trn() + " " + String.join("/", result.fields().subList(0, 2));
    }

    @Test
    void aSuspendedServerRefusesUntilItIsResumed() throws Exception {
        route("centre", server + "?logins=#logins");
        try (PlainClient client = client()) {
            assertThat(submit(client, 1, "before")).isEqualTo("1 A/");
            camel.getRouteController().suspendRoute("centre");
            assertThat(submit(client, 2, "meanwhile")).isEqualTo("2 N/04");
            client.send(3, 31, "8812/0539/");
            assertThat(client.next().fields()).as("the session lives").startsWith("A");
            camel.getRouteController().resumeRoute("centre");
            assertThat(submit(client, 4, "after")).isEqualTo("4 A/");
            camel.getRouteController().stopRoute("centre");
            client.expectEnd();
        }
        assertThatThrownBy(() -> new PlainClient(port)).isInstanceOf(IOException.class);
        camel.getRouteController().startRoute("centre");
        try (PlainClient client = client()) {
            assertThat(submit(client, 5, "again")).isEqualTo("5 A/");
        }
        assertThat(taken.stream().map(e -> e.getMessage().getBody())).containsExactly("before", "after", "again");
    }

    @Test
    void aSuspendedClientRefusesSoThatTheCentreRepeats() throws Exception {
        try (ScriptedCentre centre = new ScriptedCentre((line, frame) -> false)) {
            route("in", "ucp:127.0.0.1:" + centre.port() + "?username=8812&password=secret");
            await().until(() -> centre.received(UcpOperation.SESSION).size() == 1);
            deliver(centre, 1);
            camel.getRouteController().suspendRoute("in");
            deliver(centre, 2);
            camel.getRouteController().resumeRoute("in");
            deliver(centre, 3);
            for (UcpOperation operation : List.of(UcpOperation.DELIVER, UcpOperation.NOTIFY)) {
                assertThat(centre.results(operation).stream()
                                .map(f -> f.fields().subList(0, 2).toString().replaceAll("[^AN04]", "")))
                        .containsExactly("A", "N04", "A");
            }
            assertThat(taken).hasSize(4);
            assertThat(centre.lines).as("one session all the time").hasSize(1);
        }
    }

    private static void deliver(ScriptedCentre centre, int times) throws Exception {
        centre.lastLine().sendVector(times, "mo-text");
        centre.lastLine().sendVector(times + 10, "dlr-delivered");
        await().until(() -> centre.results(UcpOperation.DELIVER).size() == times
                && centre.results(UcpOperation.NOTIFY).size() == times);
    }

    @Test
    void theHealthOfAClientIsThatOfItsLine() throws Exception {
        String address = "ucp:127.0.0.1:" + port + "?username=8812&password=secret&reconnectDelay=50";
        route("in", address);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").to(address);
            }
        });
        for (String check : List.of("consumer:in", "producer:ucp")) {
            await().untilAsserted(() -> assertThat(health(check))
                    .startsWith("DOWN ucp:127.0.0.1:" + port)
                    .contains("refused")
                    .doesNotContain("secret"));
        }
        try (ScriptedCentre centre = new ScriptedCentre((line, frame) -> false, port)) {
            for (String check : List.of("consumer:in", "producer:ucp")) {
                await().untilAsserted(() -> assertThat(health(check)).isEqualTo("UP "));
            }
            centre.script((line, frame) -> {
                line.refuse(frame, "07");
                return true;
            });
            centre.lastLine().drop();
            await().untilAsserted(() -> assertThat(health("producer:ucp")).contains("login refused with error 07"));
        }
    }

    @Test
    void theHealthOfAServerIsThatOfItsPort() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").to(server);
            }
        });
        assertThat(health("producer:ucp-server")).isEqualTo("DOWN ucp-server:127.0.0.1:" + port + " is not listening");
        route("centre", server + "?logins=#logins");
        assertThat(health("producer:ucp-server")).isEqualTo("UP ");
        assertThat(health("consumer:centre")).isEqualTo("UP ");
    }

    /** State and message of the check whose id starts so. */
    private String health(String id) {
        Optional<HealthCheck.Result> result = HealthCheckHelper.invoke(camel, "full").stream()
                .filter(r -> r.getCheck().getId().startsWith(id))
                .findFirst();
        return result.map(r -> r.getState() + " " + r.getMessage().orElse("")).orElse("no check " + id);
    }

    @Test
    void aFailedStartLeavesNothingBehind() throws Exception {
        try (ScriptedCentre centre = new ScriptedCentre((line, frame) -> false)) {
            String client = "ucp:127.0.0.1:" + centre.port() + "?username=8812&password=secret&listenPort=" + port;
            try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(other.isBound()).isTrue();
                assertThatThrownBy(() -> route("centre", server + "?logins=#logins"))
                        .hasStackTraceContaining("Cannot listen on 127.0.0.1:" + port);
                assertThatThrownBy(() -> route("in", client))
                        .hasStackTraceContaining("Cannot listen on 127.0.0.1:" + port)
                        .hasStackTraceContaining("listenPort");
            }
            assertThat(HealthCheckHelper.invoke(camel, "full").stream()
                            .filter(r -> r.getState() == HealthCheck.State.UP))
                    .as("no line is left that is up")
                    .isEmpty();
            route("in2", client);
            await().until(() -> centre.received(UcpOperation.SESSION).size() == 1);
            assertThat(centre.lines).as("what failed never dialled").hasSize(1);
            try (PlainClient called = new PlainClient(port)) {
                called.vector(1, "mo-text");
                assertThat(called.next().fields()).startsWith("A");
            }
            camel.getRouteController().stopRoute("in2");
            route("centre2", server + "?logins=#logins");
            try (PlainClient guest = client()) {
                assertThat(submit(guest, 1, "x")).isEqualTo("1 A/");
            }
        }
        camel.stop();
        try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(again.isBound()).isTrue();
        }
    }

    @Test
    void aFrameThatTricklesIsCut() throws Exception {
        route("centre", server + "?logins=#logins&idleTimeout=500");
        try (PlainClient trickling = client()) {
            trickling.write(new byte[] {UcpCodec.STX});
            await().pollInterval(Duration.ofMillis(40)).until(() -> {
                try {
                    trickling.write(new byte[] {'0'});
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
        }
    }

    @Test
    void whoSaysSomethingStaysAndWhoIsGoneIsFound() throws Exception {
        route("centre", server + "?logins=#logins&idleTimeout=3000&waitTimeout=100");
        AtomicInteger alerts = new AtomicInteger();
        try (PlainClient halfOpen = client();
                PlainClient alive = client()) {
            await().pollInterval(Duration.ofMillis(250)).until(() -> {
                alive.send(alerts.get(), 31, "8812/0539/");
                assertThat(alive.next().fields()).startsWith("A");
                return alerts.incrementAndGet() == 16;
            });
            halfOpen.expectEnd();
            assertThat(submit(alive, 20, "still here")).isEqualTo("20 A/");
        }
    }

    @Test
    void whatNoWorkerCanTakeIsRefusedAtOnce() throws Exception {
        ThreadPoolProfile small = camel.getExecutorServiceManager().getDefaultThreadPoolProfile();
        small.setPoolSize(1);
        small.setMaxPoolSize(1);
        small.setMaxQueueSize(1);
        route("centre", server + "?logins=#logins");
        try (PlainClient holding = client();
                PlainClient waiting = client();
                PlainClient client = client()) {
            holding.send(1, 51, PlainClient.submit("0041791234567", "hold"));
            await().until(() -> taken.size() == 1);
            waiting.send(2, 51, PlainClient.submit("0041791234567", "waits"));
            assertThat(waiting.quiet()).isTrue();
            assertThat(submit(client, 3, "one too many")).isEqualTo("3 N/04");
            client.send(4, 31, "8812/0539/");
            assertThat(client.next().trn()).as("the reader still reads").isEqualTo(4);
            held.countDown();
            assertThat(answer(holding)).isEqualTo("1 A/");
            assertThat(answer(waiting)).isEqualTo("2 A/");
        }
    }

    @Test
    void moreThanAHundredAtOnceAreRefusedAndEqualTrnsAreNotMixed() throws Exception {
        route("centre", server + "?logins=#logins");
        try (PlainClient client = client()) {
            for (int i = 0; i < 100; i++) {
                client.send(i / 2, 51, PlainClient.submit("0041791234567", "hold"));
            }
            assertThat(submit(client, 77, "one too many")).isEqualTo("77 N/04");
            held.countDown();
            int[] answers = new int[100];
            for (int i = 0; i < 100; i++) {
                UcpFrame result = client.next();
                assertThat(result.fields()).startsWith("A");
                answers[result.trn()]++;
            }
            assertThat(answers).startsWith(2, 2, 2).containsOnly(2, 0);
            assertThat(taken.stream().map(e -> e.getMessage().getHeader(SmsHeaders.REMOTE_ID)))
                    .hasSize(100)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void noMoreConnectionsThanWanted() throws Exception {
        route("centre", server + "?logins=#logins&maxConnections=1");
        try (PlainClient first = client()) {
            try (PlainClient second = new PlainClient(port)) {
                second.expectEnd();
            }
            assertThat(submit(first, 1, "x")).isEqualTo("1 A/");
        }
        await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            try (PlainClient third = new PlainClient(port)) {
                return third.login("8812", "secret") != null;
            }
        });
    }
}
