package org.smshub.cimd2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** A client on a plain socket that says exactly what a test wants. */
public final class PlainClient implements AutoCloseable {

    private final Socket socket;
    private int number = -1;

    public PlainClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
    }

    public Packet login(String account, String password, String... more) throws IOException {
        String[] all = new String[more.length + 2];
        all[0] = "010:" + account;
        all[1] = "011:" + password;
        System.arraycopy(more, 0, all, 2, more.length);
        return ask(1, all);
    }

    /** Sends a request under the next number, and returns what comes back. */
    public Packet ask(int operation, String... parameters) throws IOException {
        send(operation, parameters);
        return next();
    }

    public void send(int operation, String... parameters) throws IOException {
        number = number + 2 & 0xFF;
        write(Packet.of(operation, number, parameters).bytes());
    }

    void write(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    public void respond(Packet request, String... parameters) throws IOException {
        write(request.response(parameters).bytes());
    }

    public Packet next() throws IOException {
        socket.setSoTimeout(10_000);
        return Packet.read(socket.getInputStream());
    }

    /** The next one that is no alive, which is answered. */
    public Packet delivered() throws IOException {
        Packet next = next();
        while (next.operation() == 40) {
            respond(next);
            next = next();
        }
        return next;
    }

    /** Whether nothing comes for a while. */
    boolean quiet() throws IOException {
        socket.setSoTimeout(300);
        try {
            Packet.read(socket.getInputStream());
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

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
