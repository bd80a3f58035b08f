package org.smshub.it.centre;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An application by SMPP 3.4 that sends the octets it is told to, and keeps those that come. */
final class SmppApplication implements AutoCloseable {

    private static final byte[] NOTHING = {};

    private final Socket socket;
    private final AtomicInteger sequences = new AtomicInteger();
    private final Map<Integer, Pdu> answers = new ConcurrentHashMap<>();
    private final List<Pdu> delivered = new CopyOnWriteArrayList<>();

    SmppApplication(int port, String account, String password) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        Thread reader = new Thread(this::read, "smpp-application");
        reader.setDaemon(true);
        reader.start();
        ByteArrayOutputStream bind = new ByteArrayOutputStream();
        bind.writeBytes(Pdu.cString(account));
        bind.writeBytes(Pdu.cString(password));
        bind.writeBytes(Pdu.cString(""));
        bind.writeBytes(new byte[] {0x34, 0, 0, 0});
        int status = ask(Pdu.BIND_TRANSCEIVER, bind.toByteArray()).status();
        if (status != 0) {
            throw new IOException("bind refused with " + status);
        }
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
            while (true) {
                Pdu pdu = Pdu.read(in);
                if (pdu.isResponse()) {
                    answers.put(pdu.sequence(), pdu);
                } else {
                    if (pdu.command() == Pdu.DELIVER_SM) {
                        delivered.add(pdu);
                    }
                    write(new Pdu(
                            pdu.command() | Pdu.RESPONSE,
                            0,
                            pdu.sequence(),
                            pdu.command() == Pdu.DELIVER_SM ? new byte[1] : NOTHING));
                }
            }
        } catch (IOException e) {
            // the end
        }
    }

    private void write(Pdu pdu) throws IOException {
        synchronized (socket) {
            socket.getOutputStream().write(pdu.octets());
        }
    }

    /** The answer to a request. */
    Pdu ask(int command, byte[] body) {
        int sequence = sequences.incrementAndGet();
        try {
            write(new Pdu(command, 0, sequence, body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Stage.eventually(Stage.PATIENCE).until(() -> answers.containsKey(sequence));
        return answers.get(sequence);
    }

    /** command_status of the answer to a submit_sm. */
    int submit(byte[] body) {
        return ask(Pdu.SUBMIT_SM, body).status();
    }

    /** Bodies of the deliver_sm that came, as ISO-8859-1. */
    List<String> delivered() {
        return delivered.stream()
                .map(pdu -> new String(pdu.body(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The body of a submit_sm, as a test wants it. */
    static final class Body {

        private String service = "";
        private int[] from = {1, 1};
        private byte[] sender = "48111222333".getBytes(StandardCharsets.ISO_8859_1);
        private int[] to = {1, 1};
        private final String recipient;
        private int esmClass;
        private int protocolId;
        private int priority;
        private String schedule = "";
        private String validity = "";
        private int registered = 1;
        private int replace;
        private int coding;
        private byte[] text = "hello".getBytes(StandardCharsets.ISO_8859_1);
        private final ByteArrayOutputStream tlvs = new ByteArrayOutputStream();

        Body(String recipient) {
            this.recipient = recipient;
        }

        Body service(String type) {
            service = type;
            return this;
        }

        Body from(int ton, int npi, String octets) {
            from = new int[] {ton, npi};
            sender = octets.getBytes(StandardCharsets.ISO_8859_1);
            return this;
        }

        Body to(int ton, int npi) {
            to = new int[] {ton, npi};
            return this;
        }

        Body esmClass(int octet) {
            esmClass = octet;
            return this;
        }

        Body protocolId(int octet) {
            protocolId = octet;
            return this;
        }

        Body priority(int flag) {
            priority = flag;
            return this;
        }

        Body times(String scheduled, String valid) {
            schedule = scheduled;
            validity = valid;
            return this;
        }

        Body registered(int octet) {
            registered = octet;
            return this;
        }

        Body replace() {
            replace = 1;
            return this;
        }

        Body text(int dataCoding, byte... octets) {
            coding = dataCoding;
            text = octets;
            return this;
        }

        Body tlv(int tag, byte... value) {
            tlvs.writeBytes(Pdu.tlv(tag, value));
            return this;
        }

        byte[] octets() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(Pdu.cString(service));
            out.writeBytes(new byte[] {(byte) from[0], (byte) from[1]});
            out.writeBytes(sender);
            out.writeBytes(new byte[] {0, (byte) to[0], (byte) to[1]});
            out.writeBytes(Pdu.cString(recipient));
            out.writeBytes(new byte[] {(byte) esmClass, (byte) protocolId, (byte) priority});
            out.writeBytes(Pdu.cString(schedule));
            out.writeBytes(Pdu.cString(validity));
            out.writeBytes(
                    new byte[] {(byte) registered, (byte) replace, (byte) coding, 0, (byte) text.length});
            out.writeBytes(text);
            out.writeBytes(tlvs.toByteArray());
            return out.toByteArray();
        }
    }
}
