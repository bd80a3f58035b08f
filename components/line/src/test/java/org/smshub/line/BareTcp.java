package org.smshub.line;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * The least that can answer and ask over TCP in a protocol whose frames end with ETX, to compare with: no parsing but for the
 * ends of frames and their heads, one write for each frame.
 */
public final class BareTcp {

    /** The protocol: frames that are ready made. */
    public interface Wire {

        byte[] login();

        /** The n-th submit under its key, from 0; keys go in a circle. */
        byte[] submit(int n);

        /** What answers the frame that begins so, null for one that is an answer itself. @param head 14 octets from STX on */
        byte[] answer(byte[] head);
    }

    private static final int ETX = 3;

    private final Wire wire;

    public BareTcp(Wire wire) {
        this.wire = wire;
    }

    private interface Body {
        void run() throws Exception;
    }

    private static void thread(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (Exception e) {
                // the other side is gone: the end of a measurement
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads frames; what they begin with (TRN to OT, 13 characters) is handed over. */
    private interface Frames {
        void frame(byte[] head) throws Exception;
    }

    private static void read(InputStream in, Frames frames) throws Exception {
        byte[] chunk = new byte[65536];
        byte[] head = new byte[14];
        int at = 0;
        for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
            for (int i = 0; i < n; i++) {
                if (chunk[i] == ETX) {
                    frames.frame(head);
                    at = 0;
                } else if (at < head.length) {
                    head[at++] = chunk[i];
                }
            }
        }
    }

    /** Answers whatever comes, after the latency. */
    ServerSocket centre(long latencyMillis) throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        thread(() -> {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                thread(() -> answer(socket, latencyMillis));
            }
        });
        return server;
    }

    /** Answers every request on the socket, also as a client that gets deliveries. */
    void answer(Socket socket, long latencyMillis) throws Exception {
        OutputStream out = socket.getOutputStream();
        record Due(long at, byte[] frame) {}
        BlockingQueue<Due> due = new LinkedBlockingQueue<>();
        if (latencyMillis > 0) {
            thread(() -> {
                while (!socket.isClosed()) {
                    Due next = due.take();
                    for (long left = next.at() - System.nanoTime(); left > 0; left = next.at() - System.nanoTime()) {
                        LockSupport.parkNanos(left);
                    }
                    out.write(next.frame());
                }
            });
        }
        read(socket.getInputStream(), head -> {
            byte[] frame = wire.answer(head);
            if (frame == null) {
                return;
            }
            if (latencyMillis > 0) {
                due.add(new Due(System.nanoTime() + latencyMillis * 1_000_000, frame));
            } else {
                out.write(frame);
            }
        });
    }

    /** Submits as fast as the window lets. Returns the rate in messages a second. */
    double submit(int port, int window, int count) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            Semaphore slots = new Semaphore(0);
            thread(() -> read(socket.getInputStream(), head -> slots.release()));
            out.write(wire.login());
            slots.acquire();
            long start = System.nanoTime();
            slots.release(window);
            for (int i = 0; i < count; i++) {
                slots.acquire();
                out.write(wire.submit(i));
            }
            slots.acquire(window);
            return count * 1e9 / (System.nanoTime() - start);
        }
    }

    /** Logs in on this socket. */
    void login(Socket socket) throws IOException {
        socket.getOutputStream().write(wire.login());
    }
}
