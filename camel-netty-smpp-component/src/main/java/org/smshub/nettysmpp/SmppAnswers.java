package org.smshub.nettysmpp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Answers of routes on their way to the line: all that are there go in one buffer, because at a high rate a write for
 * each costs more than the route. Bounded by the window of the session.
 */
final class SmppAnswers {

    private static final int BUFFER = 1024;

    private final Queue<SmppPdu> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Channel channel;
    private final Runnable written;

    /** @param written called on the event loop after each write */
    SmppAnswers(Channel channel, Runnable written) {
        this.channel = channel;
        this.written = written;
    }

    /** Any thread. */
    void add(SmppPdu answer) {
        queue.add(answer);
    }

    /** Writes what was added, soon. Any thread. */
    void flush() {
        if (scheduled.compareAndSet(false, true)) {
            channel.eventLoop().execute(this::write);
        }
    }

    /** Event loop only. */
    void write() {
        scheduled.set(false);
        SmppPdu answer = queue.poll();
        if (answer != null) {
            ByteBuf out = channel.alloc().ioBuffer(BUFFER);
            for (; answer != null; answer = queue.poll()) {
                SmppServerCodec.encode(answer, out);
            }
            channel.writeAndFlush(out);
        }
        written.run();
    }
}
