package org.smshub.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A fast and cheap SMSC for load and crash tests: SMPP 3.4, one selector thread, every bind and submit_sm accepted, a receipt for each
 * submit_sm that asks for one. Receipts outlive their line: what is not acknowledged with ESME_ROK is sent again, after the next bind or
 * a second later. What it accepts it counts at once, whether or not its answer still finds the line.
 */
public final class SmppSink implements AutoCloseable {

    /** How message_id is written. */
    public enum Ids {
        DECIMAL,
        HEX
    }

    /**
     * @param ids how message_id is written
     * @param answerDelay from submit_sm to submit_sm_resp
     * @param receiptDelay from submit_sm to its receipt, not before the answer
     * @param receiptWindow deliver_sm without an answer on one line, 1 or more
     */
    public record Settings(Ids ids, Duration answerDelay, Duration receiptDelay, int receiptWindow) {
        /** Decimal ids, answers and receipts at once, 100 receipts under way. */
        public static final Settings FAST = new Settings(Ids.DECIMAL, Duration.ZERO, Duration.ZERO, 100);

        public Settings withAnswerDelay(Duration delay) {
            return new Settings(ids, delay, receiptDelay, receiptWindow);
        }

        public Settings withIds(Ids newIds) {
            return new Settings(newIds, answerDelay, receiptDelay, receiptWindow);
        }
    }

    private record Answer(SinkSession session, Submit submit) {}

    final SinkReceipts receipts;

    private final Settings settings;
    private final Consumer<Submit> onSubmit;
    private final int port;
    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<SinkSession> sessions = new ArrayList<>();
    private final Set<SinkSession> toFlush = new LinkedHashSet<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private ServerSocketChannel server;
    private long ids;
    private volatile boolean silent;
    private volatile long submits;
    private volatile int bound;
    private volatile boolean closed;

    /**
     * Listens on a free port of the loopback interface.
     *
     * @param onSubmit called by the sink's thread for each submit_sm accepted, before it is answered; must be quick and must not throw
     */
    public SmppSink(Settings settings, Consumer<Submit> onSubmit) throws IOException {
        this(settings, 0, 0, onSubmit);
    }

    /**
     * One that takes the place of another.
     *
     * @param onPort of the loopback interface, 0 = a free one
     * @param lastId the number of the last id that was given
     */
    public SmppSink(Settings settings, int onPort, long lastId, Consumer<Submit> onSubmit) throws IOException {
        this.settings = settings;
        this.ids = lastId;
        this.onSubmit = onSubmit;
        receipts = new SinkReceipts(
                Math.max(settings.receiptDelay.toNanos(), settings.answerDelay.toNanos()), settings.receiptWindow);
        selector = Selector.open();
        listen(onPort);
        port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        thread = new Thread(this::run, "smpp-sink");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return port;
    }

    /** Number of submit_sm accepted so far. */
    public long submits() {
        return submits;
    }

    /** Number of receipts acknowledged with ESME_ROK so far. */
    public long receiptsAcknowledged() {
        return receipts.acknowledged();
    }

    /** Number of lines that are bound now. */
    public int bound() {
        return bound;
    }

    /** Keeps all receipts back, or lets them go. */
    public void holdReceipts(boolean hold) {
        receipts.hold(hold);
        selector.wakeup();
    }

    /** Reads each submit_sm and answers none, or as before. What was not answered never is. */
    public void silent(boolean is) {
        silent = is;
    }

    /** Cuts every line and refuses connections until {@link #up()}. */
    public void down() {
        call(() -> {
            server.close();
            List.copyOf(sessions).forEach(this::lost);
        });
    }

    /** Listens again, on the same port. */
    public void up() {
        call(() -> listen(port));
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(int onPort) throws IOException {
        server = ServerSocketChannel.open();
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 100);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    private interface Task {
        void run() throws IOException;
    }

    private void call(Task task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        });
        selector.wakeup();
        done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void run() {
        try {
            long wait = Long.MAX_VALUE;
            while (!closed) {
                // rounded up: a wait of 0 ms would mean "for ever" to select(), and less than 1 ms spinning
                if (wait == Long.MAX_VALUE) {
                    selector.select();
                } else if (wait <= 0) {
                    selector.selectNow();
                } else {
                    selector.select(wait / 1_000_000 + 1);
                }
                selector.selectedKeys().forEach(this::serve);
                selector.selectedKeys().clear();
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                long now = System.nanoTime();
                wait = answer(now);
                wait = Math.min(wait, receipts.send(sessions, now));
                flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            List.copyOf(sessions).forEach(this::lost);
            try {
                server.close();
                selector.close();
            } catch (IOException alreadyGone) {
                // nothing left to release
            }
        }
    }

    private void serve(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof SinkSession session) {
            try {
                if (key.isReadable()) {
                    session.read();
                }
                if (key.isWritable()) {
                    toFlush.add(session);
                }
            } catch (IOException e) {
                lost(session);
            }
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
                sessions.add(new SinkSession(this, channel, selector));
            }
        } catch (IOException e) {
            // the connection was gone before it was taken
        }
    }

    private void lost(SinkSession session) {
        sessions.remove(session);
        toFlush.remove(session);
        session.close();
        receipts.lost(session);
        countBound();
    }

    private long answer(long now) {
        long delay = settings.answerDelay.toNanos();
        while (!answers.isEmpty()) {
            Answer next = answers.peek();
            long wait = next.submit().nanos() + delay - now;
            if (wait > 0) {
                return wait;
            }
            answers.poll();
            if (next.session().isOpen()) {
                next.session().accepted(next.submit());
            }
        }
        return Long.MAX_VALUE;
    }

    private void flush() {
        for (SinkSession session : List.copyOf(toFlush)) {
            try {
                session.flush();
            } catch (IOException e) {
                lost(session);
            }
        }
        toFlush.clear();
    }

    // ---- called by sessions, on the sink's thread

    void toFlush(SinkSession session) {
        toFlush.add(session);
    }

    void countBound() {
        bound = (int) sessions.stream().filter(SinkSession::isBound).count();
    }

    String nextId() {
        ids++;
        return settings.ids == Ids.HEX ? Long.toHexString(ids) : Long.toString(ids);
    }

    void submitted(SinkSession session, Submit submit) {
        onSubmit.accept(submit);
        submits = submits + 1; // one writer
        if (silent) {
            return;
        }
        if (submit.receipt()) {
            receipts.owe(submit);
        }
        if (settings.answerDelay.isZero()) {
            session.accepted(submit);
        } else {
            answers.add(new Answer(session, submit));
        }
    }
}
