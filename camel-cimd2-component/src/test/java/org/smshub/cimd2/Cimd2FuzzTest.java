package org.smshub.cimd2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;
import org.smshub.cimd2.Vectors.Vector;
import org.smshub.cimd2.codec.Cimd2Codec;
import org.smshub.cimd2.codec.Cimd2Error;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.cimd2.codec.Cimd2Operation;
import org.smshub.line.FrameException;
import org.smshub.line.Frames;
import org.smshub.link.nature.Nature;

/** Mutated frames and streams of random octets, a million with -Dfull=true: no crash, no leak, the next good frame is read. */
class Cimd2FuzzTest {

    private static final int FRAMES = Boolean.getBoolean("full") ? 1_000_000 : 50_000;
    private static final byte[] GOOD = Vectors.named("submit-text").bytes();

    private final Random random = new Random(20261126);
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final Cimd2ServerProtocol server = Vectors.server();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new Frames<>(server, Duration.ofSeconds(30), Nature.REAL));
    private final Cimd2Configuration options = new Cimd2Configuration();
    private final DefaultCamelContext camel = new DefaultCamelContext();

    {
        channel.config().setAllocator(allocator);
    }

    private Object last;
    private int read;

    private void feed(byte[] bytes) {
        channel.writeInbound(allocator.heapBuffer(bytes.length).writeBytes(bytes));
        for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
            last = next;
            read++;
            if (next instanceof Cimd2Frame frame) {
                touch(frame);
            }
        }
    }

    /** All that is done with a frame at both ends before a route has it. */
    private void touch(Cimd2Frame frame) {
        server.kind(frame);
        server.objection(frame);
        Cimd2Error.refused("here", frame);
        if (!frame.isResponse() && Cimd2Operation.of(frame.operation()) != null) {
            for (boolean strict : new boolean[] {true, false}) {
                try {
                    new Cimd2Reader(options, strict, options.encoding()).read(frame, new DefaultMessage(camel));
                } catch (FrameException e) {
                    assertThat(strict).isTrue();
                    assertThat(e.errorCode()).isNotNull();
                }
            }
        }
        ByteBuf out = allocator.heapBuffer();
        try {
            server.encode(frame, out);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("CIMD2 cannot carry");
        } finally {
            out.release();
        }
    }

    @Test
    void mutatedFrames() {
        List<Vector> seeds = Vectors.frames().toList();
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = seeds.get(i % seeds.size()).bytes().clone();
            int changes = 1 + random.nextInt(3);
            for (int c = 0; c < changes; c++) {
                int at = random.nextInt(frame.length);
                frame[at] = switch (random.nextInt(4)) {
                    case 0 -> (byte) random.nextInt(256);
                    case 1 -> Cimd2Codec.TAB;
                    case 2 -> (byte) ('0' + random.nextInt(10));
                    default -> (byte) (frame[at] ^ 1 << random.nextInt(8));
                };
            }
            if ((i & 1) == 0) {
                repairChecksum(frame);
            }
            feed(frame);
            if (i % 1000 == 0) {
                expectGood();
            }
        }
        assertThat(read).isGreaterThan(FRAMES * 8 / 10);
        expectNothingHeld();
    }

    @Test
    void randomStreams() {
        byte[] alphabet = {2, 3, 9, 9, ':', ':', '0', '1', '3', '4', '5', '_', '\n', 0, (byte) 0xFF};
        for (int i = 0; i < FRAMES / 5; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            for (int b = 0; b < bytes.length && (i & 1) == 0; b++) {
                bytes[b] = alphabet[(bytes[b] & 0xFF) % alphabet.length];
            }
            feed(bytes);
            if (i % 100 == 0) {
                expectGood();
            }
        }
        expectNothingHeld();
    }

    private int number = 1;

    /** A new one each time, since a server takes the same one for a repetition. */
    private void expectGood() {
        number = number + 2 & 0xFF;
        byte[] good = Cimd2Codec.encode(((Cimd2Frame) Vectors.split(GOOD).get(0)).withNumber(number), true);
        feed(good);
        assertThat(last).isInstanceOf(Cimd2Frame.class);
        assertThat(Cimd2Codec.encode((Cimd2Frame) last, true)).isEqualTo(good);
    }

    /** Every buffer that was fed has been released. */
    private void expectNothingHeld() {
        expectGood();
        channel.finishAndReleaseAll();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    private static void repairChecksum(byte[] frame) {
        int end = frame.length - 1;
        while (end > 1 && frame[end - 1] != Cimd2Codec.TAB) {
            end--;
        }
        if (frame.length - 1 - end == 2) {
            int sum = 0;
            for (int i = 0; i < end; i++) {
                sum += frame[i];
            }
            String hex = String.format("%02X", sum & 0xFF);
            frame[end] = (byte) hex.charAt(0);
            frame[end + 1] = (byte) hex.charAt(1);
        }
    }
}
