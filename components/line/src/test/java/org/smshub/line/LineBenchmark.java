package org.smshub.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.smshub.link.SmsHeaders;

/**
 * What a protocol on the line costs, each figure beside the least that could do the same, measured in turns in one run. Not
 * part of the tests; the README of the protocol has the command.
 */
public abstract class LineBenchmark {

    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int MESSAGES = Integer.getInteger("messages", 100_000);
    protected static final String TEXT = "A text of forty-three characters, no more.";

    private static volatile int sink;

    /** Decodes a frame once. */
    protected interface Decode {
        int fields(byte[] frame) throws Exception;
    }

    /** A submit of the usual size. */
    protected abstract byte[] frame();

    protected abstract Decode decode();

    /** What divides fields. */
    protected abstract char separator();

    protected abstract BareTcp.Wire wire();

    /** Address of a client with window 100. */
    protected abstract String client(int port);

    /** Address of a server with window 100 and what its endpoints must have in common. */
    protected abstract String server(int port);

    /** Options of the endpoint that lets in whoever {@link BareTcp.Wire#login} is. */
    protected abstract String access(CamelContext camel);

    /** The account that it is. */
    protected abstract String account();

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    @Test
    void decodeAndChecksum() throws Exception {
        byte[] frame = frame();
        Decode decode = decode();
        int n = 300_000;
        double[] bare = new double[ROUNDS];
        double[] full = new double[ROUNDS];
        for (int round = -3; round < ROUNDS; round++) {
            long start = System.nanoTime();
            int sum = 0;
            for (int i = 0; i < n; i++) {
                sum += scanAndSum(frame);
            }
            long middle = System.nanoTime();
            for (int i = 0; i < n; i++) {
                sum += decode.fields(frame);
            }
            sink = sum;
            if (round >= 0) {
                bare[round] = (middle - start) / (double) n;
                full[round] = (System.nanoTime() - middle) / (double) n;
            }
        }
        report(
                "decode + checksum of %d octets: %.0f ns, scan and sum %.0f ns, ratio %.1f (at most 10)",
                frame.length, median(full), median(bare), median(full) / median(bare));
        assertThat(median(full) / median(bare)).isLessThanOrEqualTo(10);
    }

    /** Looks for STX, ETX and what divides fields, and adds up. */
    private int scanAndSum(byte[] frame) {
        char separator = separator();
        int sum = 0;
        int found = 0;
        for (byte b : frame) {
            if (b == separator) {
                found++;
            } else if (b == StxEtx.STX || b == StxEtx.ETX) {
                found += 100;
            }
            sum += b;
        }
        return (sum & 0xFF) + found;
    }

    @Test
    void client() throws Exception {
        BareTcp bareTcp = new BareTcp(wire());
        try (ServerSocket fast = bareTcp.centre(0);
                ServerSocket slow = bareTcp.centre(20)) {
            CamelContext camel = camel(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:fast").to(client(fast.getLocalPort()));
                    from("direct:slow").to(client(slow.getLocalPort()));
                }
            });
            double[] bare = new double[ROUNDS];
            double[] ours = new double[ROUNDS];
            send(camel, "direct:fast", MESSAGES);
            for (int round = 0; round < ROUNDS; round++) {
                bare[round] = bareTcp.submit(fast.getLocalPort(), 100, MESSAGES);
                ours[round] = send(camel, "direct:fast", MESSAGES);
            }
            ratio("client: submits through Camel", ours, bare, 0.5);
            latency("client, 20 ms: submits through Camel", camel, "direct:slow");
            camel.stop();
        }
    }

    @Test
    void server() throws Exception {
        BareTcp bareTcp = new BareTcp(wire());
        int port = Kannel.freePort();
        AtomicInteger count = new AtomicInteger();
        CamelContext camel = new DefaultCamelContext();
        String access = access(camel);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(server(port) + "&" + access).process(e -> count.incrementAndGet());
                from("direct:deliver").to(server(port) + "&account=" + account());
            }
        });
        camel.start();
        try (ServerSocket fast = bareTcp.centre(0)) {
            double[] bare = new double[ROUNDS];
            double[] ours = new double[ROUNDS];
            bareTcp.submit(port, 100, MESSAGES);
            for (int round = 0; round < ROUNDS; round++) {
                bare[round] = bareTcp.submit(fast.getLocalPort(), 100, MESSAGES);
                ours[round] = bareTcp.submit(port, 100, MESSAGES);
            }
            assertThat(count.get()).isEqualTo((ROUNDS + 1) * MESSAGES);
            ratio("server: submits into a route", ours, bare, 0.5);
        }
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setTcpNoDelay(true);
            bareTcp.login(client);
            Thread reader = new Thread(() -> {
                try {
                    bareTcp.answer(client, 20);
                } catch (Exception e) {
                    // closed below
                }
            });
            reader.start();
            latency("server, 20 ms: deliveries from a route", camel, "direct:deliver");
        }
        camel.stop();
    }

    private static CamelContext camel(RouteBuilder routes) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.addRoutes(routes);
        camel.start();
        return camel;
    }

    /** Through the route with as many exchanges as the window and half of it again; the rate a second. */
    private static double send(CamelContext camel, String uri, int count) throws Exception {
        AsyncProducer producer = camel.getEndpoint(uri).createAsyncProducer();
        producer.start();
        Semaphore inFlight = new Semaphore(150);
        AtomicInteger failed = new AtomicInteger();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            if (!inFlight.tryAcquire(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no exchange ended for 30 s");
            }
            Exchange exchange = camel.getEndpoint(uri).createExchange();
            exchange.getMessage().setBody(TEXT);
            exchange.getMessage()
                    .setHeaders(new HashMap<>(Map.of(SmsHeaders.TO, "0041791234567", SmsHeaders.FROM, "4790001")));
            producer.process(exchange, sync -> {
                if (exchange.isFailed()) {
                    failed.incrementAndGet();
                }
                inFlight.release();
            });
        }
        inFlight.acquire(150);
        double rate = count * 1e9 / (System.nanoTime() - start);
        assertThat(failed.get()).isZero();
        producer.stop();
        return rate;
    }

    private static void ratio(String what, double[] ours, double[] bare, double least) {
        double ratio = median(ours) / median(bare);
        report(
                "%s %.0f/s, bare TCP %.0f/s, both with 100 outstanding: ratio %.2f (at least %.1f)",
                what, median(ours), median(bare), ratio, least);
        assertThat(ratio).isGreaterThanOrEqualTo(least);
    }

    /** The median of some rounds, after one that warms up. */
    private static void latency(String what, CamelContext camel, String uri) throws Exception {
        double ideal = 100 / 0.020;
        double[] rates = new double[ROUNDS];
        send(camel, uri, 20_000);
        for (int round = 0; round < ROUNDS; round++) {
            rates[round] = send(camel, uri, 20_000);
        }
        double rate = median(rates);
        report("%s %.0f/s of %.0f/s (window / latency): %.1f %% (at least 95)", what, rate, ideal, 100 * rate / ideal);
        assertThat(rate / ideal).isGreaterThanOrEqualTo(0.95);
    }

    private static void report(String format, Object... values) {
        System.out.printf("%n>> " + format + "%n", values);
    }
}
