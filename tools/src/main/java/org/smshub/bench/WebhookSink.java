package org.smshub.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A receiver of webhooks that does nothing but count them and answer 204. */
final class WebhookSink implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");
    private static final Pattern REF = Pattern.compile("\"ref\":\"bench-(\\d+)\"");
    private static final byte[] ANSWER = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_HEADER = 8_192;

    private final ServerSocket server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    private final AtomicLong events = new AtomicLong();
    private final BitSet ends = new BitSet();
    private volatile int told;

    WebhookSink() throws IOException {
        daemon("webhooks", this::accept);
    }

    /** The demo client of this hub hears of every state here. */
    void hears(HubSite site) throws IOException {
        site.tellAll();
        site.property("hub.webhooks", "true");
        site.property("hub.webhooks.plain", "true");
        site.property("hub.webhooks.allow", "127.0.0.1");
        Path clients = site.config().resolve("clients.yaml");
        String secret = "whsec_"
                + Base64.getEncoder()
                        .encodeToString("a bench has no secrets from it".getBytes(StandardCharsets.US_ASCII));
        Files.writeString(
                clients,
                Files.readString(clients)
                        .replaceFirst(
                                "(?m)^  - id: demo$",
                                "$0\n    events: webhook\n    webhook: {url: \"http://127.0.0.1:"
                                        + server.getLocalPort() + "/\", secrets: [" + secret + "]}"));
    }

    /** All that came, also twice. */
    long events() {
        return events.get();
    }

    /** Messages of which it has heard that they were delivered. */
    int told() {
        return told;
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                daemon("webhook", () -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = new BufferedOutputStream(socket.getOutputStream())) {
            while (true) {
                Matcher length = LENGTH.matcher(header(in));
                if (!length.find()) {
                    return;
                }
                heard(new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8));
                out.write(ANSWER);
                out.flush();
            }
        } catch (IOException e) {
            // the hub has hung up
        }
    }

    private static String header(InputStream in) throws IOException {
        StringBuilder header = new StringBuilder();
        while (header.length() < 4 || header.lastIndexOf("\r\n\r\n") != header.length() - 4) {
            int octet = in.read();
            if (octet < 0 || header.length() > MOST_HEADER) {
                throw new EOFException();
            }
            header.append((char) octet);
        }
        return header.toString();
    }

    private void heard(String json) {
        events.incrementAndGet();
        if (json.contains("\"state\":\"DELIVERED\"")) {
            Matcher ref = REF.matcher(json);
            synchronized (ends) {
                if (ref.find() && !ends.get(Integer.parseInt(ref.group(1)))) {
                    ends.set(Integer.parseInt(ref.group(1)));
                    told = told + 1;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
