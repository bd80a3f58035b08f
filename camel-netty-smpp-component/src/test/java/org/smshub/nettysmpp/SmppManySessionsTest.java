package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.nettysmpp.codec.SmppPduException;

/** Many sessions on one port, and peers that mean harm among them. */
class SmppManySessionsTest {

    private static final int IDLE = 5000;
    private static final int BUSY = 50;
    private static final int MESSAGES = 100;

    private static SmppServerFixture server(String options) throws Exception {
        return SmppServerFixture.of(
                (routes, address) -> routes.from(address + "?systemId=app&password=secret&maxSessions=0" + options)
                        .setHeader("SmsRemoteId", routes.constant("1")));
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void idleSessionsCostLittleAndBusyOnesAreAnsweredInTime() throws Exception {
        List<SmppClient> idle = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(BUSY);
        try (SmppServerFixture server = server("&enquireLinkTimer=0&maxConnectionsPerAddress=6000")) {
            long before = usedMemory();
            int threadsBefore = Thread.activeCount();
            for (int i = 0; i < IDLE; i++) {
                idle.add(SmppClient.bound(server.port, BIND_TRANSCEIVER));
            }
            long perSession = (usedMemory() - before) / IDLE;
            assertThat(server.consumer().getSessions()).isEqualTo(IDLE);
            // both ends of the connections are in this JVM
            System.out.println(IDLE + " idle sessions: " + perSession + " octets of heap each, both ends together");
            assertThat(perSession).isLessThan(16 * 1024);
            assertThat(Thread.activeCount() - threadsBefore).isLessThan(25);

            List<Callable<Long>> busy = new ArrayList<>();
            for (int i = 0; i < BUSY; i++) {
                busy.add(() -> {
                    long slowest = 0;
                    try (SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
                        for (int m = 0; m < MESSAGES; m++) {
                            long start = System.nanoTime();
                            assertThat(client.ask(client.submit("x")).status()).isZero();
                            slowest = Math.max(slowest, System.nanoTime() - start);
                        }
                    }
                    return TimeUnit.NANOSECONDS.toMillis(slowest);
                });
            }
            long slowest = 0;
            for (Future<Long> done : threads.invokeAll(busy)) {
                slowest = Math.max(slowest, done.get());
            }
            System.out.println("slowest answer of " + BUSY + " busy sessions: " + slowest + " ms");
            // the default of responseTimeout
            assertThat(slowest).isLessThan(30_000);
            assertThat(idle.get(IDLE / 2).ask(plain(ENQUIRE_LINK, 0, 1)).status())
                    .isZero();
        } finally {
            threads.shutdownNow();
            for (SmppClient client : idle) {
                client.close();
            }
        }
    }

    @Test
    void strangersHarmNobody() throws Exception {
        try (SmppServerFixture server = server("&loginTimeout=10s&maxPduSize=2000");
                SmppClient honest = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            Random random = new Random(4);
            List<Socket> loris = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port);
                slow.getOutputStream().write(new byte[] {0, 0, 0});
                loris.add(slow);
            }
            for (int i = 0; i < 300; i++) {
                try (SmppClient stranger =
                        i % 2 == 0 ? new SmppClient(server.port) : SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
                    noise(stranger, random, i);
                }
                assertThat(honest.ask(honest.submit("x")).status()).isZero();
            }
            // those who never sent a whole PDU go by bindTimeout; a session ends a moment after its connection
            await().atMost(60, TimeUnit.SECONDS).until(() -> server.consumer().getConnections() == 1);
            await().until(() -> server.consumer().getSessions() == 1);
            await().until(() -> server.consumer().getUnansweredRequests() == 0);
            for (Socket slow : loris) {
                slow.close();
            }
        }
    }

    /** Random octets, or PDUs with some octets changed; then reads a little, or nothing, and goes. */
    private static void noise(SmppClient stranger, Random random, int i) throws Exception {
        ByteBuf out = Unpooled.buffer();
        if (i % 3 == 0) {
            byte[] octets = new byte[random.nextInt(5000)];
            random.nextBytes(octets);
            out.writeBytes(octets);
        } else {
            for (int n = 0; n < 20; n++) {
                int start = out.writerIndex();
                SmppCodec.encode(stranger.submit("hello"), out);
                int length = out.writerIndex() - start;
                out.setByte(start + 4 + random.nextInt(length - 4), random.nextInt(256));
            }
        }
        try {
            stranger.send(out);
            stranger.socket.setSoTimeout(20);
            stranger.receive();
        } catch (EOFException | SmppPduException | java.net.SocketTimeoutException | java.net.SocketException e) {
            // a stranger is answered, closed or left waiting
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
