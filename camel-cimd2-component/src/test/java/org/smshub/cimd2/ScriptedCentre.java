package org.smshub.cimd2;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.smshub.line.Listening;

/** A centre that does what a test tells it, on plain sockets. It accepts everything unless the script does something about it. */
public final class ScriptedCentre implements AutoCloseable {

    /** What to do about a packet of the client; true = done, false = the positive response. */
    public interface Script {
        boolean received(Line line, Packet packet) throws IOException;
    }

    private final Listening listening;
    private volatile Script script;
    volatile String banner = "";
    final List<Line> lines = new CopyOnWriteArrayList<>();
    final List<Packet> packets = new CopyOnWriteArrayList<>();
    final AtomicInteger seconds = new AtomicInteger();

    ScriptedCentre(Script script) throws IOException {
        this(script, 0);
    }

    public ScriptedCentre(Script script, int port) throws IOException {
        this.script = script;
        // what a client writes fills up soon, so that its packets come in pieces
        this.listening = new Listening("centre", port, 1024, socket -> {
            Line line = new Line(socket);
            lines.add(line);
            return line::read;
        });
    }

    public int port() {
        return listening.port();
    }

    /** Listens again after {@link #close()}, on the same port. */
    public void reopen() throws IOException {
        listening.reopen();
    }

    public void script(Script other) {
        script = other;
    }

    Line lastLine() {
        return lines.get(lines.size() - 1);
    }

    /** Packets of one operation that came, over all connections. */
    List<Packet> received(int operation) {
        return packets.stream().filter(p -> p.operation() == operation).toList();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Line line : lines) {
            line.drop();
        }
    }

    /** One connection. */
    public final class Line {

        private final Socket socket;
        private final OutputStream out;
        private boolean slow;

        Line(Socket socket) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
        }

        private void read() throws IOException {
            try (Socket closed = socket) {
                write(banner.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                while (true) {
                    Packet packet = Packet.read(closed.getInputStream());
                    packets.add(packet);
                    if (!script.received(this, packet) && !packet.isResponse()) {
                        accept(packet);
                    }
                }
            }
        }

        /** The positive response of a centre; a submit gets an id of its own. */
        public void accept(Packet packet) throws IOException {
            send(
                    packet.operation() == 3
                            ? packet.response("021:" + packet.get(21), "060:" + time())
                            : packet.response());
        }

        /** A time stamp that no other message has. */
        public String time() {
            int n = seconds.incrementAndGet();
            return String.format("2611%02d%02d%02d%02d", 1 + n / 86_400, n / 3600 % 24, n / 60 % 60, n % 60);
        }

        public void refuse(Packet packet, String code) throws IOException {
            send(packet.response("900:" + code, "901:because"));
        }

        public void send(Packet packet) throws IOException {
            write(packet.bytes());
        }

        /** From now on each octet is a segment of its own. */
        public void slow() {
            slow = true;
        }

        void write(byte[] octets) throws IOException {
            synchronized (out) {
                for (int i = 0; slow && i < octets.length; i++) {
                    out.write(octets[i]);
                    out.flush();
                }
                if (!slow) {
                    out.write(octets);
                    out.flush();
                }
            }
        }

        void drop() throws IOException {
            socket.close();
        }

        public boolean isOpen() {
            return !socket.isClosed() && !socket.isOutputShutdown();
        }

        /** Ends what the centre has to say, in order (FIN). */
        public void finish() throws IOException {
            socket.shutdownOutput();
        }

        /** Resets the connection (RST). */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
