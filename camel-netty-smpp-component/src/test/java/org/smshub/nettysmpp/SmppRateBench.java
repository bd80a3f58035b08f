package org.smshub.nettysmpp;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.main.Main;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.session.connection.ServerConnection;
import org.jsmpp.session.connection.socket.ServerSocketConnection;
import org.jsmpp.session.connection.socket.ServerSocketConnectionFactory;
import org.jsmpp.util.MessageId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Messages a second, window 100, against a bare jSMPP server in the same run: {@code -Dsmpp.bench=3}, seconds a run. */
@EnabledIfSystemProperty(named = "smpp.bench", matches = "\\d+")
class SmppRateBench {

    private static final int WINDOW = 100;
    private static final int ROUNDS = 3;
    private final int seconds = Integer.getInteger("smpp.bench");

    @Test
    void rates() throws Exception {
        AtomicLong ids = new AtomicLong();
        Main main = new Main();
        int simulator = SmppServerFixture.freePort();
        SimulatorTest.simulator(main, simulator);
        main.start();
        try (SmppServerFixture ours =
                        SmppServerFixture.of((routes, address) -> routes.from(address + "?systemId=app&password=secret")
                                .process(exchange -> exchange.getMessage()
                                        .setHeader("SmsRemoteId", Long.toString(ids.incrementAndGet()))));
                BareJsmpp bare = new BareJsmpp()) {
            // the compilers get through with the longest path first
            for (int i = 0; i < ROUNDS; i++) {
                rate(simulator, 4);
                rate(ours.port, 4);
            }
            for (int sessions : new int[] {4, 1}) {
                for (int round = 0; round <= ROUNDS; round++) {
                    Rate jsmpp = rate(bare.port, sessions);
                    long counted = bare.ids.getAndSet(0);
                    Rate component = rate(ours.port, sessions);
                    Rate sim = rate(simulator, sessions);
                    System.out.printf(
                            Locale.ROOT,
                            "%s%d session(s): jSMPP %s (it counted %d); smpp-server %s (%.2f); simulator %s (%.2f)%n",
                            round == 0 ? "warm-up: " : "",
                            sessions,
                            jsmpp,
                            counted,
                            component,
                            component.of(jsmpp),
                            sim,
                            sim.of(jsmpp));
                }
            }
        } finally {
            main.stop();
        }
    }

    /** Messages a second, and CPU seconds a thousand of both ends together: the steadier figure on a busy machine. */
    private record Rate(double perSecond, double cpu) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f/s, %.4f CPU s/1,000", perSecond, cpu);
        }

        double of(Rate other) {
            return perSecond / other.perSecond;
        }
    }

    private static long cpuTime() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private Rate rate(int port, int sessions) throws Exception {
        List<SmppLoad> loads = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            loads.add(new SmppLoad(port, WINDOW));
        }
        long start = System.nanoTime();
        long cpu = cpuTime();
        Thread.sleep(seconds * 1000L);
        long answered = loads.stream().mapToLong(load -> load.answered.get()).sum();
        Rate rate = new Rate(answered * 1e9 / (System.nanoTime() - start), (cpuTime() - cpu) / 1e6 / answered);
        for (SmppLoad load : loads) {
            load.close();
        }
        return rate;
    }

    /** The least that a jSMPP server is. */
    private static final class BareJsmpp implements AutoCloseable {
        final int port;
        private final SMPPServerSessionListener listener;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final AtomicLong ids = new AtomicLong();

        BareJsmpp() throws Exception {
            port = SmppServerFixture.freePort();
            listener = new SMPPServerSessionListener(port, new ServerSocketConnectionFactory() {
                @Override
                public ServerConnection listen(int port) throws IOException {
                    return new ServerSocketConnection(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
                }
            });
            // only onAcceptSubmitSm is called here
            listener.setMessageReceiverListener((ServerMessageReceiverListener) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {ServerMessageReceiverListener.class},
                    (proxy, method, arguments) -> new SubmitSmResult(
                            new MessageId(Long.toString(ids.incrementAndGet())), new OptionalParameter[0])));
            threads.execute(this::accept);
        }

        private void accept() {
            try {
                while (true) {
                    SMPPServerSession session = listener.accept();
                    threads.execute(() -> bind(session));
                }
            } catch (IOException closed) {
                // the end of the benchmark
            }
        }

        private static void bind(SMPPServerSession session) {
            try {
                session.waitForBind(5000).accept("jsmpp", InterfaceVersion.IF_34);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            threads.shutdownNow();
        }
    }
}
