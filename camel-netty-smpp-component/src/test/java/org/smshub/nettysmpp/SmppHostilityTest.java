package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;
import org.smshub.nettysmpp.codec.SmppCodec;

/** Peers that trickle, and a flood of mutated PDUs with Netty's leak detector at its strictest, beside a good session. */
class SmppHostilityTest {

    private static final int CONNECTIONS = 30;
    private static final int PDUS = 2000;

    private static SmppServerFixture server(String options) throws Exception {
        return SmppServerFixture.of(
                (routes, address) -> routes.from(address + "?systemId=app&password=secret&maxSessions=0" + options)
                        .setHeader("SmsRemoteId", routes.constant("1")));
    }

    /** An octet of a long PDU every 20 ms, until the server closes. */
    private static Duration trickle(SmppClient client) throws IOException {
        long start = System.nanoTime();
        client.socket.setSoTimeout(20);
        client.socket.getOutputStream().write(new byte[] {0, 0, 0x7F});
        try {
            while (System.nanoTime() - start < 20_000_000_000L) {
                client.socket.getOutputStream().write(0);
                try {
                    if (client.socket.getInputStream().read() < 0) {
                        break;
                    }
                } catch (SocketTimeoutException nothingToRead) {
                    // the next octet
                }
            }
        } catch (IOException closed) {
            // as it should be
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void whoTricklesBeforeTheBindIsCutByBindTimeout() throws Exception {
        try (SmppServerFixture server = server("&loginTimeout=1s");
                SmppClient loris = new SmppClient(server.port)) {
            assertThat(trickle(loris)).isBetween(Duration.ofMillis(800), Duration.ofSeconds(15));
            await().until(() -> server.consumer().getConnections() == 0);
        }
    }

    /** Octets are no sign of life, PDUs are: one has to be whole in time, whatever the other options say. */
    @Test
    void whoTricklesWhenBoundIsCut() throws Exception {
        try (SmppServerFixture server = server("&enquireLinkTimer=0&idleTimeout=0&requestTimeout=1s");
                SmppClient loris = SmppClient.bound(server.port, BIND_TRANSCEIVER);
                SmppClient silent = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            assertThat(trickle(loris)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(15));
            await().until(() -> server.consumer().getSessions() == 1);
            // the time of a PDU does not begin with the end of the one before
            assertThat(silent.ask(silent.submit("x")).status()).isZero();
        }
    }

    /** The end of one PDU and the beginning of the next together, for longer than one may take. */
    @Test
    void whoIsAlwaysInTheMiddleOfAPduGoesOn() throws Exception {
        try (SmppServerFixture server = server("&enquireLinkTimer=0&requestTimeout=1s");
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            ByteBuf begin = Unpooled.buffer().writeInt(16).writeInt(ENQUIRE_LINK);
            ByteBuf cut = Unpooled.buffer().writeInt(0).writeInt(5).writeBytes(begin.duplicate());
            client.send(begin.duplicate());
            long start = System.nanoTime();
            while (System.nanoTime() - start < 2_500_000_000L) {
                client.send(cut.duplicate());
                assertThat(client.receive()).isEqualTo(plain(ENQUIRE_LINK | RESPONSE, 0, 5));
            }
        }
    }

    @Test
    void mutatedPdusLeakNothingAndTheOtherSessionGoesOn() throws Exception {
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        Leaks leaks = new Leaks();
        try (SmppServerFixture server = server("&maxPduSize=2000&maxUnanswered=100");
                SmppClient good = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            Random random = new Random(7);
            for (int i = 0; i < CONNECTIONS; i++) {
                flood(server.port, random);
                assertThat(good.ask(good.submit("x")).status()).isZero();
            }
            await().until(() -> server.consumer().getConnections() == 1);
            assertThat(server.consumer().getSessions()).isEqualTo(1);
            await().until(() -> server.consumer().getUnansweredRequests() == 0);
            leaks.look();
            assertThat(leaks.count).hasValue(0);

            // and the detector does see a leak
            PooledByteBufAllocator.DEFAULT.directBuffer(16).writeInt(1);
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                leaks.look();
                return leaks.count.get() > 0;
            });
        } finally {
            ResourceLeakDetector.setLevel(level);
            leaks.close();
        }
    }

    /** Submits with one octet after the length changed; what is answered is read and thrown away. */
    private static void flood(int port, Random random) throws Exception {
        try (SmppClient client = SmppClient.bound(port, BIND_TRANSCEIVER)) {
            Thread reader = new Thread(() -> {
                try {
                    InputStream in = client.socket.getInputStream();
                    byte[] buffer = new byte[1 << 16];
                    while (in.read(buffer) >= 0) {
                        // answers
                    }
                } catch (IOException closed) {
                    // by either end
                }
            });
            reader.start();
            ByteBuf out = Unpooled.buffer();
            for (int i = 0; i < PDUS; i++) {
                int start = out.writerIndex();
                SmppCodec.encode(client.submit("hello"), out);
                int octet = start + 4 + random.nextInt(out.writerIndex() - start - 4);
                out.setByte(octet, random.nextInt(256));
                if (out.readableBytes() > 1 << 15) {
                    client.send(out);
                    out.clear();
                }
            }
            client.send(out);
            client.socket.shutdownOutput();
            reader.join(10_000);
        } catch (IOException closed) {
            // one of them was an unbind
        }
    }

    /** What Netty's leak detector logs. */
    private static final class Leaks extends AbstractAppender implements AutoCloseable {
        final AtomicInteger count = new AtomicInteger();
        private final Logger logger = (Logger) LogManager.getLogger(ResourceLeakDetector.class);

        Leaks() {
            super("leaks", null, null, true, Property.EMPTY_ARRAY);
            start();
            logger.addAppender(this);
        }

        @Override
        public void append(LogEvent event) {
            if (event.getMessage().getFormattedMessage().startsWith("LEAK")) {
                count.incrementAndGet();
            }
        }

        /** A leak is found when a buffer is taken after the lost one was collected. */
        void look() {
            for (int i = 0; i < 3; i++) {
                System.gc();
                PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
            }
        }

        @Override
        public void close() {
            logger.removeAppender(this);
            stop();
        }
    }
}
