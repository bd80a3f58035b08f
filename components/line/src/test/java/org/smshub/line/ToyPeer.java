package org.smshub.line;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The far end on plain sockets: a server that a script answers for, or one connection of a client. */
final class ToyPeer implements AutoCloseable {

    interface Script {
        /** @return true = done, false = say yes */
        boolean heard(Talk talk, String frame) throws IOException;
    }

    private final ServerSocket server;
    private volatile Script script;
    final List<Talk> talks = new CopyOnWriteArrayList<>();
    final List<String> heard = new CopyOnWriteArrayList<>();

    ToyPeer(Script script) throws IOException {
        this(script, 0);
    }

    ToyPeer(Script script, int port) throws IOException {
        this.script = script;
        this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        start(() -> {
            while (!server.isClosed()) {
                Talk talk = new Talk(server.accept());
                talks.add(talk);
                start(() -> talk.listen(frame -> {
                    heard.add(frame);
                    if (frame.startsWith("?") && !this.script.heard(talk, frame)) {
                        talk.answer(frame, "yes " + Toy.text(frame));
                    }
                }));
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    void script(Script other) {
        script = other;
    }

    List<String> heard(String text) {
        return heard.stream().filter(f -> Toy.text(f).equals(text)).toList();
    }

    Talk last() {
        return talks.get(talks.size() - 1);
    }

    interface Body {
        void run() throws IOException;
    }

    static void start(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (IOException e) {
                // closed by one of the two
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    interface Heard {
        void frame(String frame) throws IOException;
    }

    static final class Talk implements AutoCloseable {

        final Socket socket;
        private final BufferedReader in;

        Talk(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        static Talk to(int port) throws IOException {
            return new Talk(new Socket(InetAddress.getLoopbackAddress(), port));
        }

        private void listen(Heard heard) throws IOException {
            for (String frame = in.readLine(); frame != null; frame = in.readLine()) {
                heard.frame(frame);
            }
        }

        void raw(String octets) throws IOException {
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.US_ASCII));
        }

        void send(String frame) throws IOException {
            raw(frame + "\n");
        }

        void answer(String request, String text) throws IOException {
            send("!" + request.substring(1, request.indexOf(' ')) + " " + text);
        }

        /** The next frame, null at the end of the connection. */
        String next() throws IOException {
            socket.setSoTimeout(10_000);
            try {
                return in.readLine();
            } catch (java.net.SocketException reset) {
                return null;
            }
        }

        String ask(String frame) throws IOException {
            send(frame);
            return next();
        }

        /** Ends the connection with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Talk talk : talks) {
            talk.close();
        }
    }
}
