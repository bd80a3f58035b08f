package org.smshub.line;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A loopback port that is listened on, each connection on a thread of its own: what scripted peers stand on. */
public final class Listening implements AutoCloseable {

    /** What a thread does; its socket may be closed, by us or by the other side, which is its end. */
    public interface Body {
        void run() throws IOException;
    }

    /** What is done with a connection before it is read. @return its reading */
    public interface Taker {
        Body take(Socket socket) throws IOException;
    }

    private final String name;
    private final int buffer;
    private final Taker taker;
    private final int port;
    private volatile ServerSocket server;

    /** @param port 0 = a free one */
    public Listening(String name, int port, Taker taker) throws IOException {
        this(name, port, 0, taker);
    }

    /** @param buffer octets that may come before they are read, roughly; few make a client write in pieces. 0 = as usual */
    public Listening(String name, int port, int buffer, Taker taker) throws IOException {
        this.name = name;
        this.buffer = buffer;
        this.taker = taker;
        this.server = listen(port);
        this.port = server.getLocalPort();
    }

    private ServerSocket listen(int on) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        if (buffer > 0) {
            socket.setReceiveBufferSize(buffer);
        }
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), on), 50);
        start(name + "-accept", () -> {
            while (!socket.isClosed()) {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                start(name + "-line", taker.take(connection));
            }
        });
        return socket;
    }

    public static void start(String name, Body body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (IOException e) {
                        // the socket was closed: the end of this thread
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return port;
    }

    /** Listens again, at the same port. */
    public synchronized void reopen() throws IOException {
        if (server.isClosed()) {
            server = listen(port);
        }
    }

    /** Nobody is let in any more; the connections there are stay. */
    @Override
    public synchronized void close() throws IOException {
        server.close();
    }
}
