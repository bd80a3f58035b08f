package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.codec.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.Tlv;

/** The other end in tests: a socket and the codec, one call after the other. Every wait ends after half a minute. */
final class SmppClient implements AutoCloseable {

    final Socket socket;
    private final DataInputStream in;
    private int sequence;

    SmppClient(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    SmppClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    static SmppClient bound(int port, int command) throws Exception {
        SmppClient client = new SmppClient(port);
        SmppPdu answer = client.bind(command, "app", "secret", 0x34);
        if (answer.status() != CommandStatus.OK) {
            throw new IllegalStateException(CommandStatus.describe(answer.status()));
        }
        return client;
    }

    int next() {
        return ++sequence;
    }

    SmppPdu bind(int command, String systemId, String password, int version) throws Exception {
        return ask(Pdus.bind(command, next(), systemId, password, "", version, Address.NONE));
    }

    SmppPdu ask(SmppPdu request) throws Exception {
        send(request);
        return receive();
    }

    void send(SmppPdu pdu) throws IOException {
        ByteBuf out = Unpooled.buffer();
        SmppCodec.encode(pdu, out);
        send(out);
    }

    void send(ByteBuf bytes) throws IOException {
        byte[] all = new byte[bytes.readableBytes()];
        bytes.readBytes(all);
        socket.getOutputStream().write(all);
    }

    /** The next PDU; an EOFException says that the server closed. */
    SmppPdu receive() throws Exception {
        return SmppCodec.decode(Unpooled.wrappedBuffer(frame()), false);
    }

    /** The octets of the next PDU. */
    byte[] frame() throws IOException {
        int length = in.readInt();
        byte[] frame = ByteBuffer.allocate(length).putInt(length).array();
        in.readFully(frame, 4, length - 4);
        return frame;
    }

    SmppPdu submit(String text) {
        return submit(text.getBytes(StandardCharsets.ISO_8859_1), 0, 0, 1, List.of());
    }

    SmppPdu submit(byte[] octets, int esmClass, int coding, int registered, List<Tlv> tlvs) {
        return Pdus.message(
                SUBMIT_SM,
                next(),
                "",
                new Address(5, 0, "Shop"),
                List.of(new Address(1, 1, "48600100200")),
                esmClass,
                0,
                0,
                "",
                "",
                registered,
                0,
                coding,
                0,
                octets,
                tlvs);
    }

    /** Answers the next PDU, which has to be a request, with ESME_ROK. */
    SmppPdu receiveAndAnswer() throws Exception {
        SmppPdu pdu = receive();
        send(reply(pdu.commandId() | RESPONSE, CommandStatus.OK, pdu.sequence(), "", List.of()));
        return pdu;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
