package org.smshub.it.centre;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An application by SMPP that writes its own octets: none of the hub's code, and no library that would mend them. */
final class SmppApplication implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RESPONSES = 0x80000000;

    private final Socket socket;
    private final AtomicInteger sequences = new AtomicInteger();
    private final Map<Integer, Pdu> answers = new ConcurrentHashMap<>();
    private final List<SmppMessage> delivered = new CopyOnWriteArrayList<>();
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

    private SmppApplication(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        Thread reader = new Thread(this::read, "application");
        reader.setDaemon(true);
        reader.start();
    }

    /** The routes start one after the other. */
    static SmppApplication bind(int port, String id, String password) {
        return await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> bound(port, id, password), application -> true);
    }

    private static SmppApplication bound(int port, String id, String password) throws IOException {
        SmppApplication application = new SmppApplication(port);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(Pdu.cString(id));
        body.writeBytes(Pdu.cString(password));
        body.writeBytes(Pdu.cString(""));
        body.writeBytes(new byte[] {0x34, 0, 0, 0});
        int status =
                application.request(Pdu.BIND_TRANSCEIVER, body.toByteArray()).status();
        if (status != 0) {
            application.close();
            throw new IOException("bind refused with " + status);
        }
        return application;
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
            while (true) {
                Pdu pdu = Pdu.read(in);
                if (pdu.isResponse()) {
                    answers.put(pdu.sequence(), pdu);
                    continue;
                }
                if (pdu.command() == Pdu.DELIVER_SM) {
                    bodies.add(pdu.body());
                    delivered.add(SmppMessage.read(pdu.body()));
                }
                byte[] body = pdu.command() == Pdu.DELIVER_SM ? Pdu.cString("") : new byte[0];
                send(new Pdu(pdu.command() | RESPONSES, 0, pdu.sequence(), body));
            }
        } catch (IOException e) {
            // the end of the connection
        }
    }

    private void send(Pdu pdu) throws IOException {
        synchronized (socket) {
            socket.getOutputStream().write(pdu.octets());
        }
    }

    private Pdu request(int command, byte[] body) throws IOException {
        int sequence = sequences.incrementAndGet();
        send(new Pdu(command, 0, sequence, body));
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> answers.remove(sequence), answer -> answer != null);
    }

    /** @return command_status of the answer */
    int submit(SmppMessage message) throws IOException {
        return submit(message.octets());
    }

    /** @return command_status of the answer */
    int submit(byte[] body) throws IOException {
        return request(Pdu.SUBMIT_SM, body).status();
    }

    /** Bodies of all deliver_sm that came, each octet as a character. */
    List<String> delivered() {
        return bodies.stream()
                .map(body -> new String(body, StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** All deliver_sm that came, receipts too. */
    List<SmppMessage> messages() {
        return delivered;
    }

    /** What came with this number as its source, receipts left out. */
    List<SmppMessage> from(String number) {
        return delivered.stream()
                .filter(m -> m.source().equals(number) && (m.esmClass() & 0x3C) == 0)
                .toList();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
