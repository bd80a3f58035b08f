package org.smshub.hub.httplink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A provider's server, down to the octets: what it was asked, and an answer that may be cut, late, or never come. */
public final class StandIn implements AutoCloseable {

    /** A request as it came. */
    public record Asked(String method, String target, Map<String, String> headers, byte[] body) {

        public String path() {
            return target.replaceFirst("\\?.*", "");
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public JsonNode json() throws IOException {
            return new ObjectMapper().readTree(body);
        }

        public Map<String, String> form() {
            return pairs(text(), StandardCharsets.UTF_8);
        }

        public Map<String, String> query() {
            return query(StandardCharsets.UTF_8);
        }

        public Map<String, String> query(Charset charset) {
            return pairs(target.contains("?") ? target.substring(target.indexOf('?') + 1) : "", charset);
        }

        private static Map<String, String> pairs(String text, Charset charset) {
            Map<String, String> all = new LinkedHashMap<>();
            for (String pair : text.split("&")) {
                if (!pair.isEmpty()) {
                    String[] sides = pair.split("=", 2);
                    all.put(URLDecoder.decode(sides[0], charset), URLDecoder.decode(sides[1], charset));
                }
            }
            return all;
        }
    }

    /** What is answered: octets as they go; null = nothing ever. @param close behind it */
    public record Said(byte[] octets, boolean close) {}

    public final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** Connections that both sides have ended. */
    public final AtomicInteger ended = new AtomicInteger();

    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, Said> answers = asked -> answer(500, "text/plain", "not told what to answer");

    public StandIn() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "stand-in");
        thread.setDaemon(true);
        thread.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    public void answers(Function<Asked, Said> how) {
        answers = how;
    }

    public static Said json(int status, String body) {
        return answer(status, "application/json", body);
    }

    public static Said answer(int status, String type, String body, String... headers) {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(
                "HTTP/1.1 " + status + " X\r\nContent-Type: " + type + "\r\nContent-Length: " + octets.length + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(octets);
        return new Said(all.toByteArray(), false);
    }

    /** The connection ends in the place of an answer. */
    public static Said hangUp() {
        return new Said(new byte[0], true);
    }

    /** Nothing comes, and the connection stays. */
    public static Said silence() {
        return new Said(null, false);
    }

    /** So many octets of it, then the connection ends. */
    public static Said cut(Said whole, int octets) {
        byte[] some = new byte[whole.octets().length - octets];
        System.arraycopy(whole.octets(), 0, some, 0, some.length);
        return new Said(some, true);
    }

    public static Said thenClose(Said whole) {
        return new Said(whole.octets(), true);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread thread = new Thread(() -> serve(socket), "stand-in-connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            // its end
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream())) {
            for (Asked next = read(in); next != null; next = read(in)) {
                asked.add(next);
                Said said = answers.apply(next);
                if (said.octets() == null) {
                    in.read(); // until the other side ends it
                    return;
                }
                socket.getOutputStream().write(said.octets());
                socket.getOutputStream().flush();
                if (said.close()) {
                    socket.shutdownOutput();
                    in.read(); // the other side has seen it
                    ended.incrementAndGet();
                    return;
                }
            }
        } catch (IOException gone) {
            // the other side ended it
        } finally {
            open.remove(socket);
        }
    }

    private static Asked read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            headers.put(
                    line.substring(0, line.indexOf(':')),
                    line.substring(line.indexOf(':') + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
        String[] words = first.split(" ");
        return new Asked(words[0], words[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
