package org.smshub.it.nodes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Between two programs: it is cut (both sides see it), or silent (nothing passes and nobody is told; what was under way goes on when it
 * is mended, as TCP sends again).
 */
final class Cable implements AutoCloseable {

    private enum State {
        WHOLE,
        CUT,
        SILENT
    }

    private static final int BACKLOG = 100;

    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Queue<Long> begun = new ConcurrentLinkedQueue<>();
    private final Queue<Long> ended = new ConcurrentLinkedQueue<>();
    private volatile int to;
    private State state = State.WHOLE;

    /** @param at the address where it is reached @param port 0 = a free one @param to the port of the loopback interface where it ends */
    Cable(InetAddress at, int port, int to) throws IOException {
        this.to = to;
        listening = new ServerSocket(port, BACKLOG, at);
        thread(() -> {
            while (true) {
                accept(listening.accept());
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    /** It ends elsewhere from the next connection on. */
    void to(int port) {
        to = port;
    }

    /** When a connection spoke first, after this moment; epoch milliseconds. */
    OptionalLong begunAfter(long millis) {
        return firstAfter(begun, millis);
    }

    /** When a connection ended, after this moment; epoch milliseconds. */
    OptionalLong endedAfter(long millis) {
        return firstAfter(ended, millis);
    }

    private static OptionalLong firstAfter(Queue<Long> moments, long millis) {
        return moments.stream()
                .mapToLong(Long::longValue)
                .filter(at -> at >= millis)
                .min();
    }

    void cut() {
        is(State.CUT);
        drop();
    }

    void silence() {
        is(State.SILENT);
    }

    void mend() {
        is(State.WHOLE);
    }

    private synchronized void is(State next) {
        state = next;
        notifyAll();
    }

    private synchronized State state() {
        return state;
    }

    /** While it is silent. */
    private synchronized void awaitVoice() throws IOException {
        try {
            while (state == State.SILENT && !listening.isClosed()) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void accept(Socket caller) throws IOException {
        sockets.add(caller);
        if (state() == State.CUT) {
            drop();
            return;
        }
        thread(() -> {
            awaitVoice();
            Socket called = new Socket();
            sockets.add(called);
            try {
                called.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to), 2_000);
            } catch (IOException nobodyThere) {
                close(caller, called);
                return;
            }
            caller.setTcpNoDelay(true);
            called.setTcpNoDelay(true);
            thread(() -> pass(caller, called, begun));
            thread(() -> pass(called, caller, new ConcurrentLinkedQueue<>()));
        });
    }

    /** @param words is told when the first octets pass */
    private void pass(Socket from, Socket into, Queue<Long> words) throws IOException {
        byte[] buffer = new byte[65_536];
        boolean silentSoFar = true;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitVoice();
                out.write(buffer, 0, n);
                if (silentSoFar) {
                    silentSoFar = false;
                    words.add(System.currentTimeMillis());
                }
            }
            awaitVoice();
        } finally {
            ended.add(System.currentTimeMillis());
            close(from, into);
        }
    }

    private void close(Socket... ends) throws IOException {
        for (Socket end : ends) {
            sockets.remove(end);
            end.close();
        }
    }

    private void drop() {
        for (Socket socket : sockets) {
            try {
                close(socket);
            } catch (IOException alreadyGone) {
                // nothing left to cut
            }
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void thread(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // one side is gone, or all is over
                    }
                },
                "cable");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        is(State.CUT);
        drop();
    }
}
