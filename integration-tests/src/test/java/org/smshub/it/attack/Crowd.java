package org.smshub.it.attack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Many connections of one address that all say the same and then nothing more. One thread; so many connections in all, so
 * many at once, and it ends by itself after {@value #MOST_SECONDS} s.
 */
final class Crowd implements AutoCloseable {

    private static final int MOST_SECONDS = 60;
    private static final int DIALS_A_TURN = 200;

    private static final class One {
        ByteBuffer rest;
    }

    private final InetSocketAddress to;
    private final String from;
    private final int total;
    private final int atOnce;
    private final IntFunction<byte[]> says;
    private final boolean endless;
    private final boolean reads;
    private final Selector selector;
    private final Thread thread = new Thread(this::run, "crowd");
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 16);
    private volatile boolean stopping;
    private volatile int begun;
    private volatile int ended;
    private volatile int most;
    private volatile IOException failure;

    private Crowd(
            InetSocketAddress to,
            String from,
            int total,
            int atOnce,
            IntFunction<byte[]> says,
            boolean endless,
            boolean reads)
            throws IOException {
        this.to = to;
        this.from = from;
        this.total = total;
        this.atOnce = atOnce;
        this.says = says;
        this.endless = endless;
        this.reads = reads;
        this.selector = Selector.open();
        thread.setDaemon(true);
        thread.start();
    }

    /** Each says this and waits, reading. @param says of the n-th connection */
    static Crowd of(int total, int atOnce, String from, InetSocketAddress to, IntFunction<byte[]> says)
            throws IOException {
        return new Crowd(to, from, total, atOnce, says, false, true);
    }

    /** Each says this again and again, and reads nothing. @param first what it says once */
    static Crowd deaf(int total, String from, InetSocketAddress to, byte[] first, byte[] again) throws IOException {
        int times = Math.max(1, 8_192 / again.length);
        ByteBuffer all =
                ByteBuffer.allocate(first.length + times * again.length).put(first);
        for (int i = 0; i < times; i++) {
            all.put(again);
        }
        return new Crowd(to, from, total, total, n -> n < 0 ? repeat(again, times) : all.array(), true, false);
    }

    private static byte[] repeat(byte[] of, int times) {
        ByteBuffer all = ByteBuffer.allocate(of.length * times);
        for (int i = 0; i < times; i++) {
            all.put(of);
        }
        return all.array();
    }

    private void run() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        try {
            while (!stopping && ended < total && System.nanoTime() < end) {
                for (int i = 0; i < DIALS_A_TURN && begun < total && begun - ended < atOnce; i++) {
                    dial();
                }
                most = Math.max(most, begun - ended);
                selector.select(5);
                for (SelectionKey key : selector.selectedKeys()) {
                    go(key);
                }
                selector.selectedKeys().clear();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            failure = e;
        }
    }

    private void dial() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        if (!reads) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        }
        channel.bind(new InetSocketAddress(from, 0));
        One one = new One();
        one.rest = ByteBuffer.wrap(says.apply(begun));
        begun++;
        try {
            channel.connect(to);
            channel.register(selector, SelectionKey.OP_CONNECT, one);
        } catch (IOException refused) {
            channel.close();
            ended++;
        }
    }

    private void go(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        One one = (One) key.attachment();
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_WRITE);
            } else if (key.isReadable()) {
                scratch.clear();
                if (channel.read(scratch) < 0) {
                    throw new IOException("closed");
                }
            } else if (key.isWritable()) {
                channel.write(one.rest);
                if (!one.rest.hasRemaining() && endless) {
                    one.rest = ByteBuffer.wrap(says.apply(-1));
                } else if (!one.rest.hasRemaining()) {
                    key.interestOps(reads ? SelectionKey.OP_READ : 0);
                }
            }
        } catch (IOException gone) {
            key.cancel();
            channel.close();
            ended++;
        }
    }

    /** Connections that were begun. */
    int begun() throws IOException {
        if (failure != null) {
            throw failure;
        }
        return begun;
    }

    /** Connections that the hub ended, or never took. */
    int ended() throws IOException {
        begun();
        return ended;
    }

    /** Most connections at once. */
    int most() {
        return most;
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        selector.wakeup();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
