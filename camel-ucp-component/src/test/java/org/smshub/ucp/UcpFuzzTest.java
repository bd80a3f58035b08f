package org.smshub.ucp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.smshub.line.FrameException;
import org.smshub.ucp.Vectors.Vector;
import org.smshub.ucp.codec.UcpCodec;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpOperation;
import org.smshub.ucp.codec.UcpResult;
import org.smshub.ucp.codec.UcpTime;
import org.smshub.ucp.codec.UcpXser;

/** A million mutated frames, and streams of random bytes: no crash, no leak, the next good frame is read. */
class UcpFuzzTest {

    private static final byte[] GOOD = Vectors.named("mo-ucs2").bytes();

    private final Random random = new Random(20261121);
    private final EmbeddedChannel channel = new EmbeddedChannel(Vectors.frames());
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

    {
        channel.config().setAllocator(allocator);
    }

    private Object last;
    private int read;

    private void feed(byte[] bytes) {
        ByteBuf buf = allocator.heapBuffer(bytes.length).writeBytes(bytes);
        channel.writeInbound(buf);
        for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
            last = next;
            read++;
            if (next instanceof UcpFrame frame) {
                touch(frame);
            }
        }
    }

    /** All that is done with a received frame before anybody looks at it. */
    private static void touch(UcpFrame frame) {
        try {
            if (frame.result()) {
                UcpResult.of(frame);
                return;
            }
            if (frame.operation() == UcpOperation.MULTIPLE_CALL_INPUT) {
                frame.recipients();
            }
            UcpXser.parse(frame.get(UcpField.XSER), false);
            UcpTime.parse(frame.get(UcpField.SCTS));
            UcpXser.parse(frame.get(UcpField.XSER), true);
        } catch (FrameException e) {
            assertThat(e.errorCode()).isNotNull();
        }
    }

    @Test
    void mutatedFrames() {
        List<Vector> seeds = Vectors.valid().toList();
        for (int i = 0; i < 1_000_000; i++) {
            byte[] frame = seeds.get(i % seeds.size()).bytes().clone();
            int changes = 1 + random.nextInt(3);
            for (int c = 0; c < changes; c++) {
                int at = random.nextInt(frame.length);
                frame[at] = switch (random.nextInt(4)) {
                    case 0 -> (byte) random.nextInt(256);
                    case 1 -> (byte) '/';
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
        assertThat(read).isGreaterThan(900_000);
        expectNothingHeld();
    }

    @Test
    void randomStreams() {
        byte[] alphabet = {2, 3, '/', '/', '0', '1', '5', 'O', 'R', 'A', 'N', '\n', 0, (byte) 0xFF};
        for (int i = 0; i < 20_000; i++) {
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

    private void expectGood() {
        feed(GOOD);
        assertThat(last).isInstanceOf(UcpFrame.class);
        assertThat(UcpCodec.encode((UcpFrame) last)).isEqualTo(GOOD);
    }

    /** Every buffer that was fed has been released. */
    private void expectNothingHeld() {
        feed(GOOD);
        channel.finishAndReleaseAll();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    private static void repairChecksum(byte[] frame) {
        int end = frame.length - 3;
        if (end > 1) {
            String sum = String.format("%02X", org.smshub.line.Digits.sum(frame, 1, end));
            frame[end] = (byte) sum.charAt(0);
            frame[end + 1] = (byte) sum.charAt(1);
        }
    }
}
