package org.smshub.line;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stands between two peers, passes everything on and keeps it as a capture file that tshark can read. */
public final class Tap implements AutoCloseable {

    private static final int CLIENT_PORT = 40_000;

    /** What one connection has in the file: its client's port, and how many octets either side has sent. */
    private record Stream(int port, int[] sequence) {

        Stream(int port) {
            this(port, new int[] {1, 1});
        }
    }

    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final ByteArrayOutputStream capture = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(capture);
    private final int target;
    private final Stream own = new Stream(CLIENT_PORT);
    private int connections;
    private int frames;
    private final List<Socket> connected = new ArrayList<>();
    private boolean cut;

    public Tap(int target) throws IOException {
        this.target = target;
        // pcap, version 2.4, raw IP
        out.writeInt(0xA1B2C3D4);
        out.writeShort(2);
        out.writeShort(4);
        out.writeLong(0);
        out.writeInt(65535);
        out.writeInt(101);
        thread(() -> {
            while (!server.isClosed()) {
                connect(server.accept());
            }
        });
    }

    public int port() {
        return server.getLocalPort();
    }

    private void connect(Socket left) throws IOException {
        Socket right = new Socket();
        synchronized (connected) {
            if (cut) {
                left.close();
                return;
            }
            connected.add(left);
            connected.add(right);
        }
        Stream stream = new Stream(CLIENT_PORT + ++connections);
        thread(() -> {
            try (left;
                    right) {
                right.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                thread(() -> copy(left, right, stream, 0));
                copy(right, left, stream, 1);
            }
        });
    }

    /** Drops every connection, and whoever calls until {@link #mend}. */
    public void cut() throws IOException {
        synchronized (connected) {
            cut = true;
            for (Socket socket : connected) {
                socket.close();
            }
            connected.clear();
        }
    }

    public void mend() {
        synchronized (connected) {
            cut = false;
        }
    }

    /** Frames that passed. */
    public synchronized int frames() {
        return frames;
    }

    public synchronized void write(Path file) throws IOException {
        Files.write(file, capture.toByteArray());
    }

    private interface Body {
        void run() throws IOException;
    }

    private static void thread(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (IOException e) {
                // one of the peers is gone
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void copy(Socket from, Socket to, Stream stream, int direction) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream target = to.getOutputStream();
            byte[] chunk = new byte[16_384];
            for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
                record(chunk, n, stream, direction);
                target.write(chunk, 0, n);
            }
        }
    }

    /** One TCP segment of a connection that nobody made; direction 0 is from the client. */
    public void record(byte[] data, int length, int direction) {
        record(data, length, own, direction);
    }

    private synchronized void record(byte[] data, int length, Stream stream, int direction) {
        try {
            out.writeInt(1_700_000_000);
            out.writeInt(frames);
            out.writeInt(40 + length);
            out.writeInt(40 + length);
            // IPv4: version and header length, total length, no fragment, TTL, TCP
            out.writeShort(0x4500);
            out.writeShort(40 + length);
            out.writeLong(0x0001_0000_4006_0000L);
            out.writeInt(0x7F000001);
            out.writeInt(0x7F000001);
            // TCP: ports, sequence, acknowledgement, header length, PSH + ACK, window
            out.writeShort(direction == 0 ? stream.port() : target);
            out.writeShort(direction == 0 ? target : stream.port());
            out.writeInt(stream.sequence()[direction]);
            out.writeInt(stream.sequence()[1 - direction]);
            out.writeInt(0x5018_FFFF);
            out.writeInt(0);
            out.write(data, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stream.sequence()[direction] += length;
        for (int i = 0; i < length; i++) {
            if (data[i] == StxEtx.ETX) {
                frames++;
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
