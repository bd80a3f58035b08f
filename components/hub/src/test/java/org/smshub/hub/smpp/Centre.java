package org.smshub.hub.smpp;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** A centre whose every octet a test chooses: one session, on loopback. */
final class Centre implements AutoCloseable {

    static final int SUBMIT_SM = 0x04;
    static final int DELIVER_SM = 0x05;
    static final int GENERIC_NACK = 0x80000000;
    static final int RESPONSE = 0x80000000;

    /** A PDU that came. */
    record Pdu(int command, int status, int sequence, byte[] body) {}

    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final List<Pdu> received = new CopyOnWriteArrayList<>();
    private volatile Socket socket;

    /** @param submits what answers a submit_sm, by its sequence number; null for nothing */
    Centre(BiFunction<Centre, Pdu, byte[]> submits) throws IOException {
        Thread thread = new Thread(() -> serve(submits), "centre");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve(BiFunction<Centre, Pdu, byte[]> submits) {
        while (!server.isClosed()) {
            try (Socket peer = server.accept()) {
                socket = peer;
                DataInputStream in = new DataInputStream(peer.getInputStream());
                while (true) {
                    byte[] body = new byte[in.readInt() - 16];
                    Pdu pdu = new Pdu(in.readInt(), in.readInt(), in.readInt(), body);
                    in.readFully(body);
                    received.add(pdu);
                    byte[] answer = pdu.command() == SUBMIT_SM
                            ? submits.apply(this, pdu)
                            : pdu.command() < 0 ? null : pdu(pdu.command() | RESPONSE, 0, pdu.sequence(), "centre\0");
                    if (answer != null) {
                        send(answer);
                    }
                }
            } catch (IOException e) {
                // the peer is gone, or the test is over
            }
        }
    }

    synchronized void send(byte[] octets) {
        try {
            socket.getOutputStream().write(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Pdu> received() {
        return received;
    }

    /** The answer to a request of ours, or null. */
    Pdu answer(int command, int sequence) {
        return received.stream()
                .filter(p -> p.command() == (command | RESPONSE) && p.sequence() == sequence)
                .findFirst()
                .orElse(null);
    }

    boolean isBound() {
        return received.stream().anyMatch(p -> p.command() == 0x09);
    }

    static byte[] pdu(int command, int status, int sequence, String body) {
        byte[] octets = body.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(16 + octets.length)
                .putInt(16 + octets.length)
                .putInt(command)
                .putInt(status)
                .putInt(sequence)
                .put(octets)
                .array();
    }

    /**
     * deliver_sm from source to 2345.
     *
     * @param tail hex after short_message
     */
    static byte[] deliver(int sequence, String source, int esmClass, String text, String tail) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("\0\1\1" + source + "\0\0\1" + "2345\0").getBytes(StandardCharsets.ISO_8859_1));
        body.writeBytes(new byte[] {(byte) esmClass, 0, 0, 0, 0, 0, 0, 0, 0, (byte) text.length()});
        body.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        body.writeBytes(HexFormat.of().parseHex(tail));
        return pdu(DELIVER_SM, 0, sequence, body.toString(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (socket != null) {
            socket.close();
        }
    }
}
