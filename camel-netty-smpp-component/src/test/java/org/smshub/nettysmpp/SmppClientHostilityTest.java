package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.Address;
import org.smshub.smpp.Tlv;

/** Mutated PDUs of a centre by the thousand, a million with {@code -Pfull}: each good one behind them is served. */
class SmppClientHostilityTest {

    private static final int MUTATIONS = Boolean.getBoolean("full") ? 1_000_000 : 50_000;
    private static final int BATCH = 200;

    private static List<byte[]> seeds() {
        String text =
                "id:0abc sub:001 dlvrd:001 submit date:2611261700 done date:2611261701 stat:DELIVRD err:000 text:x";
        List<Tlv> sar = new org.smshub.smpp.Sar(7, 2, 1).tlvs();
        return List.of(
                octets(SmppClientTest.deliver(1, 4, 0, text, List.of(new Tlv(Tlv.MESSAGE_STATE, new byte[] {2})))),
                octets(SmppClientTest.deliver(2, 0, 8, "\0a\0b", sar)),
                octets(SmppClientTest.deliver(3, 0x40, 0, "\5\0\3\7\2\1hello", List.of())),
                octets(SmppClientTest.deliver(4, 0, 4, "", List.of(new Tlv(Tlv.MESSAGE_PAYLOAD, new byte[300])))),
                octets(Pdus.alert(5, new Address(1, 1, "48600100200"), new Address(0, 1, "2345"), List.of())),
                octets(plain(ENQUIRE_LINK, 0, 6)),
                octets(plain(GENERIC_NACK, 3, 7)),
                octets(reply(SUBMIT_SM | RESPONSE, 0, 8, "id", List.of())),
                octets(Pdus.query(9, "id", Address.NONE)));
    }

    private static byte[] octets(SmppPdu pdu) {
        ByteBuf out = Unpooled.buffer();
        SmppCodec.encode(pdu, out);
        byte[] octets = new byte[out.readableBytes()];
        out.readBytes(octets);
        return octets;
    }

    @Test
    void everyGoodOneBehindThemIsServed() throws Exception {
        AtomicInteger good = new AtomicInteger();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("smpp-client:127.0.0.1:" + socket.getLocalPort() + "?systemId=app&enquireLinkTimer=0")
                            .filter(body().isEqualTo("good"))
                            .process(exchange -> good.incrementAndGet());
                }
            });
            context.start();
            try (SmppClient line = new SmppClient(socket.accept())) {
                SmppPdu bind = line.receive();
                line.send(reply(bind.commandId() | RESPONSE, 0, bind.sequence(), "centre", List.of()));
                drain(line);
                Random random = new Random(20261126);
                List<byte[]> seeds = seeds();
                byte[] served = octets(SmppClientTest.deliver(99, 0, 0, "good", List.of()));
                for (int sent = 0, batch = 1; sent < MUTATIONS; sent += BATCH, batch++) {
                    ByteBuf out = Unpooled.buffer();
                    for (int i = 0; i < BATCH; i++) {
                        out.writeBytes(mutated(seeds.get(random.nextInt(seeds.size())), random));
                    }
                    line.send(out.writeBytes(served));
                    int wanted = batch;
                    await().atMost(20, TimeUnit.SECONDS)
                            .pollInterval(1, TimeUnit.MILLISECONDS)
                            .until(() -> good.get() >= wanted);
                }
            }
        }
        assertThat(good.get()).isGreaterThanOrEqualTo(MUTATIONS / BATCH);
    }

    /** The length stays right, or nothing behind it could be found; a goodbye would be one. */
    private static byte[] mutated(byte[] seed, Random random) {
        byte[] octets = seed.clone();
        do {
            for (int n = random.nextInt(4); n >= 0; n--) {
                octets[4 + random.nextInt(octets.length - 4)] = (byte) random.nextInt(256);
            }
        } while (octets[4] == 0 && octets[5] == 0 && octets[6] == 0 && octets[7] == UNBIND
                || new String(octets, StandardCharsets.ISO_8859_1).endsWith("good"));
        return octets;
    }

    /** Reads and forgets the answers. */
    private static void drain(SmppClient line) {
        Thread thread = new Thread(() -> {
            byte[] buffer = new byte[1 << 16];
            try {
                InputStream in = line.socket.getInputStream();
                while (in.read(buffer) >= 0) {
                    // nothing is done with them
                }
            } catch (IOException closed) {
                // the end of the test
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
