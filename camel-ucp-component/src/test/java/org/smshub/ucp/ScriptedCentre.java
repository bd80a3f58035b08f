package org.smshub.ucp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.smshub.line.FrameException;
import org.smshub.line.Listening;
import org.smshub.ucp.codec.UcpCodec;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpOperation;

/**
 * A centre that does what a test tells it, on plain sockets and with its own framing, so that it shares no code with what
 * it tests but the decoding of fields. It accepts logins and keep-alives unless the script does something about them.
 */
public final class ScriptedCentre implements AutoCloseable {

    /** What to do about a frame of the client; true = done, false = answer login, alert and submit positively. */
    public interface Script {
        boolean received(Line line, UcpFrame frame) throws IOException;
    }

    private final Listening listening;
    private volatile Script script;
    final List<Line> lines = new CopyOnWriteArrayList<>();
    final List<UcpFrame> frames = new CopyOnWriteArrayList<>();
    final AtomicInteger seconds = new AtomicInteger();

    ScriptedCentre(Script script) throws IOException {
        this(script, 0);
    }

    public ScriptedCentre(Script script, int port) throws IOException {
        this.script = script;
        this.listening = new Listening("centre", port, socket -> {
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

    public Line lastLine() {
        return lines.get(lines.size() - 1);
    }

    /** Frames of one operation that came, over all connections. */
    public List<UcpFrame> received(UcpOperation operation) {
        return frames.stream()
                .filter(f -> !f.result() && f.ot() == operation.code())
                .toList();
    }

    public List<UcpFrame> results(UcpOperation operation) {
        return frames.stream()
                .filter(f -> f.result() && f.ot() == operation.code())
                .toList();
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

        Line(Socket socket) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
        }

        private void read() throws IOException {
            try (Socket closed = socket) {
                readAll(closed.getInputStream());
            }
        }

        private void readAll(InputStream in) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == 2) {
                    frame.reset();
                } else if (b == 3) {
                    received(frame.toByteArray());
                } else {
                    frame.write(b);
                }
            }
        }

        private void received(byte[] bytes) throws IOException {
            UcpFrame frame;
            try {
                frame = UcpCodec.decode(bytes, 0, bytes.length, true);
            } catch (FrameException e) {
                throw new AssertionError("the client sent a broken frame: " + e.getMessage());
            }
            frames.add(frame);
            if (!script.received(this, frame) && !frame.result()) {
                accept(frame);
            }
        }

        /** The positive answer of a centre; a submit gets an id of its own. */
        public void accept(UcpFrame frame) throws IOException {
            switch (frame.ot()) {
                case 60 -> send(frame.trn(), "R", 60, "A/BIND AUTHENTICATED/");
                case 31 -> send(frame.trn(), "R", 31, "A/0000/");
                case 1 -> send(frame.trn(), "R", 1, "A/" + id(frame) + "/");
                default -> send(frame.trn(), "R", frame.ot(), "A//" + id(frame) + "/");
            }
        }

        public String id(UcpFrame frame) {
            return frame.get(UcpField.ADC) + String.format(":2111261%05d", seconds.incrementAndGet());
        }

        public void refuse(UcpFrame frame, String ec) throws IOException {
            send(frame.trn(), "R", frame.ot(), "N/" + ec + "/because/");
        }

        /** @param fields with their trailing slash */
        public void send(int trn, String kind, int ot, String fields) throws IOException {
            String head = String.format("%02d/%05d/%s/%02d/", trn, fields.length() + 16, kind, ot) + fields;
            int sum = head.chars().sum() & 0xFF;
            raw(String.format("\u0002%s%02X\u0003", head, sum));
        }

        /** The operation under this TRN. */
        public void send(int trn, UcpFrame operation) throws IOException {
            send(trn, "O", operation.ot(), String.join("/", operation.fields()) + "/");
        }

        /** The fields of a vector, as an operation with this TRN. */
        void sendVector(int trn, String name) throws IOException {
            send(trn, Vectors.frame(name));
        }

        void raw(String text) throws IOException {
            synchronized (out) {
                out.write(text.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
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
