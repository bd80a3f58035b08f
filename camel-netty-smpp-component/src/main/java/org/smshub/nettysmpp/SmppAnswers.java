package org.smshub.nettysmpp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.smpp.CommandStatus;

/**
 * Answers of routes on their way to the line: all that are there go in one buffer, because at a high rate a write for
 * each costs more than the route. Bounded by the window of the session.
 */
final class SmppAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(SmppAnswers.class);

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

    /** Whether all that was added is written. Event loop only. */
    boolean isEmpty() {
        return queue.isEmpty();
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
                encode(answer, out);
            }
            channel.writeAndFlush(out);
        }
        written.run();
    }

    /** An id of the route that no string of SMPP has room for must not take the other answers along. */
    private static void encode(SmppPdu answer, ByteBuf out) {
        try {
            SmppCodec.encode(answer, out);
        } catch (IllegalArgumentException e) {
            LOG.warn("The answer to {} cannot be written: {}", SmppCodec.name(answer.commandId()), e.getMessage());
            SmppCodec.encode(new SmppPdu.Plain(answer.commandId(), CommandStatus.SYSTEM_ERROR, answer.sequence()), out);
        }
    }
}
