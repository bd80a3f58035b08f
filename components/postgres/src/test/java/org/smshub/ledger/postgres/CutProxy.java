package org.smshub.ledger.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Between a hub and its database. Where it is told so, it lets what holds a word (the hub's name stands in the end of
 * each group alone) through and no answer back, or not even that: who commits does not know whether it did.
 */
final class CutProxy implements AutoCloseable {

    /** What becomes of the next end of a group. */
    enum Cut {
        NONE,
        /** It comes to the server, and the answer goes lost. */
        ANSWER,
        /** It goes lost itself. */
        QUESTION
    }

    private final ServerSocket listening;
    private final int to;
    private final byte[] word;
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile Cut next = Cut.NONE;

    CutProxy(int to, String word) throws IOException {
        this.to = to;
        this.word = word.getBytes(StandardCharsets.US_ASCII);
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(() -> {
            while (true) {
                accept();
            }
        });
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void thread(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // one side is gone, or all is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        Socket hub = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
        hub.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        boolean[] mute = new boolean[1];
        thread(() -> pass(hub, server, mute, true));
        thread(() -> pass(server, hub, mute, false));
    }

    private void pass(Socket from, Socket into, boolean[] mute, boolean fromHub) throws IOException {
        byte[] buffer = new byte[65_536];
        try (from;
                into) {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (fromHub && next != Cut.NONE && holds(buffer, n)) {
                    Cut cut = next;
                    next = Cut.NONE;
                    cuts.incrementAndGet();
                    if (cut == Cut.QUESTION) {
                        return;
                    }
                    mute[0] = true;
                }
                if (!fromHub && mute[0]) {
                    return; // the server has done it
                }
                out.write(buffer, 0, n);
            }
        }
    }

    private boolean holds(byte[] octets, int length) {
        for (int i = 0; i + word.length <= length; i++) {
            int j = 0;
            while (j < word.length && octets[i + j] == word[j]) {
                j++;
            }
            if (j == word.length) {
                return true;
            }
        }
        return false;
    }

    void cut(Cut cut) {
        next = cut;
    }

    int cuts() {
        return cuts.get();
    }

    int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
