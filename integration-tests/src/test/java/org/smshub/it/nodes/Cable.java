package org.smshub.it.nodes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
            thread(() -> pass(caller, called));
            thread(() -> pass(called, caller));
        });
    }

    private void pass(Socket from, Socket into) throws IOException {
        byte[] buffer = new byte[65_536];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitVoice();
                out.write(buffer, 0, n);
            }
            awaitVoice();
        } finally {
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
