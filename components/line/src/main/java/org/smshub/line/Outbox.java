package org.smshub.line;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames on their way to the wire: all that are there leave with one flush, answers that follow each other in one buffer,
 * because at a high rate a write for each costs more than the route. A request has a buffer of its own, so that it is
 * known of each whether it left. Bounded by the window and by the answers that may be outstanding. Any thread.
 */
final class Outbox<F> {

    /** What became of a request that was to be written. */
    interface Written {
        void written(int key);

        void unwritten(int key, Throwable cause);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int BUFFER = 512;
    private static final int NONE = -1;

    private record Entry<F>(F frame, int key) {}

    private final Queue<Entry<F>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Channel channel;
    private final Protocol<F> protocol;
    private final boolean frames;
    private final Written written;

    /** @param frames whether frames are written as they are, for a handler that makes octets of them */
    Outbox(Channel channel, Protocol<F> protocol, boolean frames, Written written) {
        this.channel = channel;
        this.protocol = protocol;
        this.frames = frames;
        this.written = written;
    }

    void answer(F answer) {
        queue.add(new Entry<>(answer, NONE));
        flush();
    }

    void request(F request, int key) {
        queue.add(new Entry<>(request, key));
        flush();
    }

    private void flush() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this::write);
            } catch (RejectedExecutionException stopped) {
                fail(stopped);
            }
        }
    }

    private void fail(Throwable cause) {
        scheduled.set(false);
        for (Entry<F> entry = queue.poll(); entry != null; entry = queue.poll()) {
            if (entry.key() != NONE) {
                written.unwritten(entry.key(), cause);
            }
        }
    }

    /** Event loop only. */
    void write() {
        scheduled.set(false);
        ByteBuf answers = null;
        for (Entry<F> entry = queue.poll(); entry != null; entry = queue.poll()) {
            if (frames) {
                frame(entry);
            } else if (entry.key() == NONE) {
                answers = answers == null ? channel.alloc().ioBuffer(BUFFER) : answers;
                encode(entry.frame(), answers);
            } else {
                if (answers != null) {
                    channel.write(answers);
                    answers = null;
                }
                request(entry);
            }
        }
        if (answers != null) {
            channel.write(answers);
        }
        channel.flush();
    }

    private void request(Entry<F> entry) {
        ByteBuf out = channel.alloc().ioBuffer(BUFFER);
        RuntimeException unfit = encode(protocol.numbered(entry.frame(), entry.key()), out);
        if (unfit != null) {
            out.release();
            written.unwritten(entry.key(), unfit);
            return;
        }
        watch(channel.write(out), entry.key());
    }

    private void watch(ChannelFuture write, int key) {
        write.addListener(done -> {
            if (done.isSuccess()) {
                written.written(key);
            } else {
                written.unwritten(key, done.cause());
            }
        });
    }

    private void frame(Entry<F> entry) {
        if (entry.key() == NONE) {
            channel.write(entry.frame());
        } else {
            watch(channel.write(protocol.numbered(entry.frame(), entry.key())), entry.key());
        }
    }

    private RuntimeException encode(F frame, ByteBuf out) {
        int start = out.writerIndex();
        try {
            protocol.encode(frame, out);
            return null;
        } catch (RuntimeException e) {
            out.writerIndex(start);
            LOG.warn("{}: a frame cannot be written: {}", channel.remoteAddress(), e.getMessage());
            return e;
        }
    }
}
