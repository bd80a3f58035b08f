package org.smshub.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The load generator against the JDK's HTTP server. */
@Timeout(60)
class HttpLoadTest {

    private static final long SECOND = 1_000_000_000L;

    private final Set<String> bodies = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger status = new AtomicInteger(202);
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(threads);
        server.createContext("/v1/messages", exchange -> {
            assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer k");
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            requests.incrementAndGet();
            byte[] answer =
                    "{\"id\": \"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"state\":\"ACCEPTED\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status.get(), answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void postsEachMessageOnce() {
        Tally tally = new Tally(1_000);
        HttpLoad load = load(tally, false, new HttpLoad.Pace(4, 0, 30 * SECOND, 500), 7);
        load.run();
        assertThat(load.failure()).isNull();
        assertThat(load.next()).isEqualTo(507);
        assertThat(load.accepted()).isEqualTo(500);
        assertThat(requests).hasValue(500);
        assertThat(bodies)
                .hasSize(500)
                .contains(
                        "{\"to\":\"+48600000007\",\"from\":\"12345\",\"text\":\"Bench 0000007: the quick brown fox jumps on\","
                                + "\"ref\":\"bench-0000007\",\"receipt\":\"NONE\"}");
        assertThat(load.latency.total()).isEqualTo(500);
        assertThat(load.latency.percentile(50)).isPositive();
        assertThat(tally.faults(507).lost()).isEqualTo(500);
    }

    @Test
    void keepsARate() {
        HttpLoad load = load(new Tally(10_000), true, new HttpLoad.Pace(8, 40, 2 * SECOND, Integer.MAX_VALUE), 0);
        load.run();
        assertThat(load.failure()).isNull();
        assertThat(load.accepted()).isBetween(70, 80);
    }

    @Test
    void countsWhatIsNotAccepted() {
        status.set(503);
        HttpLoad load = load(new Tally(100), true, new HttpLoad.Pace(2, 0, SECOND, 10), 0);
        load.run();
        assertThat(load.accepted()).isZero();
        assertThat(load.refused).containsEntry(503, 10L);
    }

    @Test
    void saysWhenTheConnectionIsCut() throws Exception {
        try (ServerSocket cutting = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread cutter = new Thread(() -> {
                try (Socket socket = cutting.accept()) {
                    socket.getInputStream().read();
                } catch (IOException done) {
                    // the test is over
                }
            });
            cutter.start();
            InetSocketAddress address = (InetSocketAddress) cutting.getLocalSocketAddress();
            HttpLoad load = new HttpLoad(
                    address,
                    HubProcess.request(address, "k", true),
                    new HttpLoad.Pace(1, 0, SECOND, 10),
                    new Tally(100),
                    0);
            load.run();
            assertThat(load.failure()).isNotNull();
            assertThat(load.accepted()).isZero();
        }
    }

    private HttpLoad load(Tally tally, boolean receipt, HttpLoad.Pace pace, int first) {
        return new HttpLoad(
                server.getAddress(), HubProcess.request(server.getAddress(), "k", receipt), pace, tally, first);
    }
}
