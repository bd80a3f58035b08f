package org.smshub.nettysmpp;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.smshub.line.Line;
import org.smshub.line.LineRequest;
import org.smshub.link.Failure;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.nettysmpp.codec.SmppReferences;
import org.smshub.smpp.Address;

/**
 * The client, a Camel producer, beside jSMPP's session with a thread for each request of the window, against a centre of
 * a few lines: {@code -Dsmpp.bench=5}, seconds a run. Then what is left of window ÷ round trip with 100 ms at the centre.
 */
@EnabledIfSystemProperty(named = "smpp.bench", matches = "\\d+")
class SmppClientRateBench {

    private static final int ROUNDS = 3;
    private final int seconds = Integer.getInteger("smpp.bench");

    private record Rate(double perSecond, double cpu) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f/s, %.4f CPU s/1,000", perSecond, cpu);
        }
    }

    /** Messages answered so far. */
    private interface Load {
        long answered();

        void close() throws Exception;
    }

    @Test
    void rates() throws Exception {
        try (Sink sink = new Sink(0)) {
            for (int window : new int[] {100, 10}) {
                for (int round = 0; round <= ROUNDS; round++) {
                    Rate jsmpp = rate(sink, new Jsmpp(sink.port(), window));
                    Rate bare = rate(sink, new Bare(sink.port(), window));
                    Rate ours = rate(sink, new Ours(sink.port(), window));
                    System.out.printf(
                            Locale.ROOT,
                            "%swindow %d: jSMPP %s; client %s, rate x %.2f, CPU x %.2f; with Camel %s, rate x %.2f,"
                                    + " CPU x %.2f%n",
                            round == 0 ? "warm-up: " : "",
                            window,
                            jsmpp,
                            bare,
                            bare.perSecond() / jsmpp.perSecond(),
                            bare.cpu() / jsmpp.cpu(),
                            ours,
                            ours.perSecond() / jsmpp.perSecond(),
                            ours.cpu() / jsmpp.cpu());
                }
            }
        }
        try (Sink far = new Sink(100)) {
            for (int window : new int[] {10, 100}) {
                Rate ours = rate(far, new Ours(far.port(), window));
                System.out.printf(
                        Locale.ROOT,
                        "100 ms at the centre, window %d: %s, %.1f %% of window / round trip%n",
                        window,
                        ours,
                        ours.perSecond() * 10 / window);
            }
        }
    }

    private static long cpuTime() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** CPU is that of both ends; the centre's share is the same for both. */
    private Rate rate(Sink sink, Load load) throws Exception {
        try {
            Thread.sleep(1_000);
            long start = System.nanoTime();
            long before = load.answered();
            long cpu = cpuTime() - sink.cpu();
            Thread.sleep(seconds * 1000L);
            long answered = load.answered() - before;
            return new Rate(
                    answered * 1e9 / (System.nanoTime() - start), (cpuTime() - sink.cpu() - cpu) / 1e6 / answered);
        } finally {
            load.close();
        }
    }

    private static final class Jsmpp implements Load {
        private final SMPPSession session = new SMPPSession();
        private final AtomicLong answered = new AtomicLong();
        private volatile boolean stopped;

        Jsmpp(int port, int window) throws Exception {
            session.setTransactionTimer(10_000);
            session.connectAndBind(
                    "127.0.0.1",
                    port,
                    new BindParameter(
                            BindType.BIND_TRX,
                            "app",
                            "secret",
                            "",
                            TypeOfNumber.UNKNOWN,
                            NumberingPlanIndicator.UNKNOWN,
                            null));
            for (int i = 0; i < window; i++) {
                Thread thread = new Thread(this::submit);
                thread.setDaemon(true);
                thread.start();
            }
        }

        private void submit() {
            byte[] text = new byte[43];
            try {
                while (!stopped) {
                    session.submitShortMessage(
                            "",
                            TypeOfNumber.ALPHANUMERIC,
                            NumberingPlanIndicator.UNKNOWN,
                            "Shop",
                            TypeOfNumber.INTERNATIONAL,
                            NumberingPlanIndicator.ISDN,
                            "48600100200",
                            new ESMClass(),
                            (byte) 0,
                            (byte) 0,
                            null,
                            null,
                            new RegisteredDelivery(1),
                            (byte) 0,
                            new RawDataCoding((byte) 0),
                            (byte) 0,
                            text);
                    answered.incrementAndGet();
                }
            } catch (Exception closed) {
                // the end of the run
            }
        }

        @Override
        public long answered() {
            return answered.get();
        }

        @Override
        public void close() {
            stopped = true;
            session.unbindAndClose();
        }
    }

    /** The client alone: PDUs on its line, as jSMPP's session has them. */
    private static final class Bare implements Load, LineRequest.End<SmppPdu> {
        private final DefaultCamelContext context = new DefaultCamelContext();
        private final AtomicLong answered = new AtomicLong();
        private final SmppPdu submit;
        private final Open producer;
        private volatile boolean stopped;

        private static final class Open extends SmppClientProducer {
            Open(SmppClientEndpoint endpoint) {
                super(endpoint, new SmppReferences());
            }

            Line<SmppPdu> opened() {
                return line();
            }
        }

        Bare(int port, int window) throws Exception {
            context.start();
            producer = new Open((SmppClientEndpoint) context.getEndpoint(
                    "smpp-client:127.0.0.1:" + port + "?systemId=app&password=secret&window=" + window));
            producer.start();
            submit = Pdus.message(
                    SmppPdu.SUBMIT_SM,
                    0,
                    "",
                    new Address(5, 0, "Shop"),
                    List.of(new Address(1, 1, "48600100200")),
                    0,
                    0,
                    0,
                    "",
                    "",
                    1,
                    0,
                    0,
                    0,
                    new byte[43],
                    List.of());
            for (int i = 0; i < window; i++) {
                producer.opened().submit(null, submit, this);
            }
        }

        @Override
        public void answered(SmppPdu answer) {
            answered.incrementAndGet();
            if (!stopped) {
                producer.opened().submit(null, submit, this);
            }
        }

        @Override
        public void failed(Failure why, Throwable cause) {}

        @Override
        public long answered() {
            return answered.get();
        }

        @Override
        public void close() throws Exception {
            stopped = true;
            producer.stop();
            context.stop();
        }
    }

    private static final class Ours implements Load {
        private final DefaultCamelContext context = new DefaultCamelContext();
        private final AtomicLong answered = new AtomicLong();
        private final Endpoint endpoint;
        private final AsyncProducer producer;
        private volatile boolean stopped;

        Ours(int port, int window) throws Exception {
            context.start();
            endpoint = context.getEndpoint(
                    "smpp-client:127.0.0.1:" + port + "?systemId=app&password=secret&window=" + window);
            producer = endpoint.createAsyncProducer();
            producer.start();
            for (int i = 0; i < window; i++) {
                submit();
            }
        }

        private void submit() {
            Exchange exchange = endpoint.createExchange();
            exchange.getMessage().setHeader("SmsTo", "+48600100200");
            exchange.getMessage().setHeader("SmsFrom", "Shop");
            exchange.getMessage().setBody("A text of forty-three characters, no more.!");
            producer.process(exchange, sync -> {
                if (exchange.getException() == null) {
                    answered.incrementAndGet();
                }
                if (!stopped) {
                    submit();
                }
            });
        }

        @Override
        public long answered() {
            return answered.get();
        }

        @Override
        public void close() throws Exception {
            stopped = true;
            producer.stop();
            context.stop();
        }
    }

    /** Reads headers, answers with an id, by one thread a direction; after a delay if there is one. */
    private static final class Sink implements AutoCloseable {
        private record Due(byte[] answer, long at) implements Delayed {
            @Override
            public long getDelay(TimeUnit unit) {
                return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
            }

            @Override
            public int compareTo(Delayed other) {
                return Long.compare(at, ((Due) other).at);
            }
        }

        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Thread> threads = new ArrayList<>();
        private final AtomicInteger ids = new AtomicInteger();
        private final long delay;

        Sink(int millis) throws IOException {
            delay = TimeUnit.MILLISECONDS.toNanos(millis);
            thread(() -> {
                while (true) {
                    Socket accepted = socket.accept();
                    accepted.setTcpNoDelay(true);
                    thread(() -> serve(accepted));
                }
            });
        }

        int port() {
            return socket.getLocalPort();
        }

        synchronized long cpu() {
            threads.removeIf(thread -> !thread.isAlive());
            return threads.stream()
                    .mapToLong(thread -> ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()))
                    .sum();
        }

        private interface Work {
            void run() throws Exception;
        }

        private synchronized void thread(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (Exception closed) {
                    // the end of the run
                }
            });
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }

        private void serve(Socket line) throws Exception {
            DataInputStream in = new DataInputStream(new BufferedInputStream(line.getInputStream(), 1 << 16));
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(line.getOutputStream(), 1 << 16));
            DelayQueue<Due> due = new DelayQueue<>();
            if (delay > 0) {
                thread(() -> {
                    while (true) {
                        out.write(due.take().answer());
                        Due more;
                        while ((more = due.poll()) != null) {
                            out.write(more.answer());
                        }
                        out.flush();
                    }
                });
            }
            while (true) {
                int length = in.readInt();
                int command = in.readInt();
                in.readInt();
                int sequence = in.readInt();
                in.skipNBytes(length - SmppCodec.HEADER);
                byte[] id = Integer.toString(ids.incrementAndGet()).getBytes();
                java.nio.ByteBuffer answer = java.nio.ByteBuffer.allocate(SmppCodec.HEADER + id.length + 1);
                answer.putInt(answer.capacity())
                        .putInt(command | SmppPdu.RESPONSE)
                        .putInt(0)
                        .putInt(sequence)
                        .put(id);
                if (delay > 0) {
                    due.add(new Due(answer.array(), System.nanoTime() + delay));
                } else {
                    out.write(answer.array());
                    if (in.available() == 0) {
                        out.flush();
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
