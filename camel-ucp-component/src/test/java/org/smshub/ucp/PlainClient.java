package org.smshub.ucp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.smshub.line.FrameException;
import org.smshub.text.Hex;
import org.smshub.ucp.codec.UcpCodec;
import org.smshub.ucp.codec.UcpFrame;

/** A client on a plain socket that says exactly what a test wants. */
public final class PlainClient implements AutoCloseable {

    private final Socket socket;

    public PlainClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
    }

    public UcpFrame login(String account, String password) throws IOException, FrameException {
        String hex = Hex.of(password.getBytes(StandardCharsets.US_ASCII));
        send(0, 60, account + "/6/5/1/" + hex + "//0100//////");
        return next();
    }

    /** Fields of a text submit. */
    static String submit(String adc, String text) {
        return adc + "/4790001/////////////////3//" + Hex.of(text.getBytes(StandardCharsets.US_ASCII))
                + "/////////////";
    }

    void vector(int trn, String name) throws IOException {
        UcpFrame frame = Vectors.frame(name);
        send(trn, frame.ot(), String.join("/", frame.fields()) + "/");
    }

    public void send(int trn, int ot, String fields) throws IOException {
        frame(trn, "O", ot, fields);
    }

    public void result(UcpFrame operation, String fields) throws IOException {
        frame(operation.trn(), "R", operation.ot(), fields);
    }

    private void frame(int trn, String kind, int ot, String fields) throws IOException {
        String head = String.format("%02d/%05d/%s/%02d/", trn, fields.length() + 16, kind, ot) + fields;
        String frame = String.format("\u0002%s%02X\u0003", head, head.chars().sum() & 0xFF);
        write(frame.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    public UcpFrame next() throws IOException, FrameException {
        socket.setSoTimeout(10_000);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        while (true) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new IOException("the server closed the connection");
            } else if (b == 3) {
                return UcpCodec.decode(frame.toByteArray(), 0, frame.size(), true);
            } else if (b != 2) {
                frame.write(b);
            }
        }
    }

    /** Whether nothing comes for a while. */
    boolean quiet() throws IOException {
        socket.setSoTimeout(200);
        try {
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    public void expectEnd() throws IOException {
        socket.setSoTimeout(10_000);
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException e) {
            // reset: closed as well
        }
    }

    void drop() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
