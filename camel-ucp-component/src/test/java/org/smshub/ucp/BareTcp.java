package org.smshub.ucp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * The least that can answer and ask over TCP, to compare with: no parsing but for the ends of frames and the TRN, one
 * write for each frame.
 */
final class BareTcp {

    private static final int ETX = 3;

    private BareTcp() {}

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

    private static byte[] frame(String trn, String kind, String ot, String fields) {
        String head = String.format("%s/%05d/%s/%s/", trn, fields.length() + 16, kind, ot) + fields;
        return String.format("\u0002%s%02X\u0003", head, head.chars().sum() & 0xFF)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static int trn(byte[] head) {
        return (head[1] - '0') * 10 + head[2] - '0';
    }

    /** Ready answers, by OT and TRN. */
    private static byte[][] answers(String ot, String fields) {
        byte[][] all = new byte[100][];
        for (int i = 0; i < 100; i++) {
            all[i] = frame(String.format("%02d", i), "R", ot, fields);
        }
        return all;
    }

    /** Answers login, alert and submit, each after the latency. */
    static ServerSocket centre(long latencyMillis) throws IOException {
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

    /** Answers every operation on the socket, also as a client that gets deliveries. */
    static void answer(Socket socket, long latencyMillis) throws Exception {
        byte[][] login = answers("60", "A/BIND AUTHENTICATED/");
        byte[][] submit = answers("51", "A//0041791234567:101126140509/");
        byte[][] deliver = answers("52", "A///");
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
            int ot = (head[12] - '0') * 10 + head[13] - '0';
            if (head[10] != 'O') {
                return;
            }
            byte[] frame = (ot == 60 ? login : ot == 51 ? submit : deliver)[trn(head)];
            if (latencyMillis > 0) {
                due.add(new Due(System.nanoTime() + latencyMillis * 1_000_000, frame));
            } else {
                out.write(frame);
            }
        });
    }

    /** Submits as fast as the window lets. Returns the rate in messages a second. */
    static double submit(int port, int window, int count, String fields) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            Semaphore slots = new Semaphore(0);
            thread(() -> read(socket.getInputStream(), head -> slots.release()));
            out.write(frame("00", "O", "60", "8812/6/5/1/736563726574//0100//////"));
            slots.acquire();
            byte[][] submits = new byte[100][];
            for (int i = 0; i < 100; i++) {
                submits[i] = frame(String.format("%02d", i), "O", "51", fields);
            }
            long start = System.nanoTime();
            slots.release(window);
            for (int i = 0; i < count; i++) {
                slots.acquire();
                out.write(submits[i % 100]);
            }
            slots.acquire(window);
            return count * 1e9 / (System.nanoTime() - start);
        }
    }
}
