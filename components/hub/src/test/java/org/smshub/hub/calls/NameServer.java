package org.smshub.hub.calls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** A name server (RFC 1035) on the loopback interface whose answers a test makes anew for each question; they are kept nowhere. */
public final class NameServer implements AutoCloseable {

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Function<String, List<String>> book;

    /** @param book name → IPv4 addresses, asked for each question for them; null = it does not answer */
    public NameServer(Function<String, List<String>> book) throws IOException {
        this.book = book;
        Thread thread = new Thread(this::serve, "name-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** For {@code hub.webhooks.nameServers}. */
    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        byte[] octets = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket question = new DatagramPacket(octets, octets.length);
                socket.receive(question);
                byte[] answer = answer(ByteBuffer.wrap(octets, 0, question.getLength()));
                if (answer != null) {
                    socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private byte[] answer(ByteBuffer question) throws IOException {
        short id = question.getShort(0);
        question.position(12);
        StringBuilder name = new StringBuilder();
        for (int length = question.get(); length > 0; length = question.get()) {
            byte[] label = new byte[length];
            question.get(label);
            name.append(name.length() == 0 ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        short type = question.getShort();
        int end = question.position() + 2;
        List<String> addresses = type == 1 ? book.apply(name.toString()) : List.of();
        if (addresses == null) {
            return null;
        }
        ByteBuffer answer = ByteBuffer.allocate(512);
        // a recursive answer, one question, so many answers
        answer.putShort(id).putShort((short) 0x8180).putShort((short) 1).putShort((short) addresses.size());
        answer.putInt(0).put(question.array(), 12, end - 12);
        for (String address : addresses) {
            // the name of the question, A, IN, time to live 0
            answer.putShort((short) 0xC00C)
                    .putShort((short) 1)
                    .putShort((short) 1)
                    .putInt(0)
                    .putShort((short) 4);
            answer.put(InetAddress.getByName(address).getAddress());
        }
        byte[] octets = new byte[answer.position()];
        answer.flip().get(octets);
        return octets;
    }

    @Override
    public void close() {
        socket.close();
    }
}
