package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.codec.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.smshub.nettysmpp.codec.SmppCodec;

/** One session that keeps its window full: a thread writes, another reads. */
final class SmppLoad implements AutoCloseable {

    private final SmppClient client;
    private final Semaphore room;
    private final byte[] submit;
    final AtomicLong answered = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    private volatile boolean stopped;

    SmppLoad(int port, int window) throws Exception {
        client = SmppClient.bound(port, BIND_TRANSMITTER);
        room = new Semaphore(window);
        ByteBuf out = Unpooled.buffer();
        SmppCodec.encode(client.submit(new byte[100], 0, 0, 0, java.util.List.of()), out);
        submit = new byte[out.readableBytes()];
        out.readBytes(submit);
        thread(this::write);
        thread(this::read);
    }

    private static void thread(Runnable run) {
        Thread thread = new Thread(run);
        thread.setDaemon(true);
        thread.start();
    }

    private void write() {
        try {
            int sequence = 100;
            while (!stopped) {
                if (!room.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                    continue;
                }
                int n = 1 + room.drainPermits();
                ByteBuf batch = Unpooled.buffer(n * submit.length);
                for (int i = 0; i < n; i++) {
                    int start = batch.writerIndex();
                    batch.writeBytes(submit).setInt(start + 12, sequence++);
                }
                client.send(batch);
            }
        } catch (IOException | InterruptedException e) {
            stopped = true;
        }
    }

    private void read() {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.socket.getInputStream(), 1 << 16));
            while (!stopped) {
                int length = in.readInt();
                in.readInt();
                int status = in.readInt();
                in.skipNBytes(length - 12);
                (status == 0 ? answered : refused).incrementAndGet();
                room.release();
            }
        } catch (IOException e) {
            stopped = true;
        }
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        client.close();
    }
}
