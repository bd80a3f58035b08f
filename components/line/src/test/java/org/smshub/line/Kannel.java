package org.smshub.line;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * Kannel (Debian package {@code kannel}) as the client of a centre: bearerbox, and smsbox, which takes messages by HTTP and
 * reports what came.
 */
public final class Kannel implements AutoCloseable {

    private static final int FIRST_PORT = 10_000;
    private static final int PORTS = 10_000;
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private static final Path BEARERBOX = Path.of("/usr/sbin/bearerbox");

    private final List<Process> processes = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer callbacks;
    private final int sendPort = freePort();
    /** Queries of the calls that Kannel made: {@code mo} and {@code dlr}. */
    public final List<Map<String, String>> calls = new CopyOnWriteArrayList<>();

    public static boolean isInstalled() {
        return Files.isExecutable(BEARERBOX);
    }

    /**
     * @param smsc the protocol in Kannel's words: emi, cimd2
     * @param account login; receipts and messages go to it as well
     * @param centrePort where the centre listens, or will: Kannel dials every second
     */
    public Kannel(Path directory, String smsc, int centrePort, String account, String password) throws IOException {
        this(directory, """
                group = smsc
                smsc = %s
                smsc-id = centre
                host = 127.0.0.1
                port = %d
                smsc-username = %s
                smsc-password = %s
                keepalive = 1
                window = 10
                reconnect-delay = 1
                """.formatted(smsc, centrePort, account, password));
    }

    /** @param smsc the group of the centre, and those that it needs, as they stand in Kannel's configuration */
    public Kannel(Path directory, String smsc) throws IOException {
        callbacks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        callbacks.createContext("/", exchange -> {
            Map<String, String> call = query(exchange.getRequestURI().getRawQuery());
            call.put("path", exchange.getRequestURI().getPath().substring(1));
            calls.add(call);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        callbacks.start();
        int admin = freePort();
        int boxes = freePort();
        Path config = directory.resolve("kannel.conf");
        Files.writeString(config, """
                group = core
                admin-port = %d
                admin-password = none
                smsbox-port = %d
                box-allow-ip = 127.0.0.1
                log-level = 1

                %s
                group = smsbox
                bearerbox-host = 127.0.0.1
                sendsms-port = %d
                sendsms-interface = 127.0.0.1
                log-level = 1

                group = sendsms-user
                username = test
                password = test
                max-messages = 10
                concatenation = true

                group = sms-service
                keyword = default
                catch-all = true
                max-messages = 0
                get-url = "http://127.0.0.1:%d/mo?from=%%p&to=%%P&text=%%a&coding=%%c&udh=%%u&binary=%%b"
                """.formatted(
                        admin, boxes, smsc, sendPort, callbacks.getAddress().getPort()));
        start(directory, "/usr/sbin/bearerbox", config);
        // smsbox gives up at once when bearerbox does not listen yet
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> listens(boxes));
        start(directory, "/usr/sbin/smsbox", config);
    }

    /** Where its smsbox takes messages. */
    public int sendPort() {
        return sendPort;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void start(Path directory, String program, Path config) throws IOException {
        File log = directory.resolve(Path.of(program).getFileName() + ".log").toFile();
        processes.add(new ProcessBuilder(program, config.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start());
    }

    /**
     * Sends by HTTP; parameters are those of Kannel's sendsms, and {@code ref}, by which {@link #reports} finds it.
     *
     * @return whether Kannel took it, which it does only when smsbox is up
     */
    public boolean send(Map<String, String> parameters) throws Exception {
        Map<String, String> all = new HashMap<>(parameters);
        all.putIfAbsent("to", "0041791234567");
        all.put("username", "test");
        all.put("password", "test");
        all.put("dlr-mask", "31");
        all.put(
                "dlr-url",
                "http://127.0.0.1:" + callbacks.getAddress().getPort() + "/dlr?type=%d&ref=" + all.remove("ref"));
        StringBuilder uri = new StringBuilder("http://127.0.0.1:" + sendPort + "/cgi-bin/sendsms?");
        // binary values come percent-encoded already
        all.forEach((name, value) -> uri.append(name)
                .append('=')
                .append(value.startsWith("%") ? value : URLEncoder.encode(value, StandardCharsets.UTF_8))
                .append('&'));
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(uri.toString())).build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 202;
        } catch (IOException e) {
            return false;
        }
    }

    /** What Kannel heard of a message, in order: 1 delivered, 2 failed, 4 buffered, 8 taken by the centre, 16 refused. */
    public List<String> reports(String ref) {
        return calls.stream()
                .filter(call -> ref.equals(call.get("ref")))
                .map(call -> call.get("type"))
                .toList();
    }

    /** The messages that came. */
    public List<Map<String, String>> messages() {
        return calls.stream().filter(call -> call.get("path").equals("mo")).toList();
    }

    /** The text of a message that came. */
    public static String text(Map<String, String> message) {
        byte[] octets = message.get("binary").getBytes(StandardCharsets.ISO_8859_1);
        return message.get("coding").equals("2") ? new String(octets, StandardCharsets.UTF_16BE) : message.get("text");
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw.split("&")) {
            int at = pair.indexOf('=');
            String name = pair.substring(0, at);
            query.put(
                    name,
                    URLDecoder.decode(
                            pair.substring(at + 1),
                            name.equals("binary") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
        }
        return query;
    }

    /** One that is free, and that no outgoing connection (32768 on), nor a hub of a test (20000 on), gets before it is used. */
    public static int freePort() {
        for (int tries = 0; tries < PORTS; tries++) {
            int port = FIRST_PORT + NEXT_PORT.getAndIncrement() % PORTS;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new IllegalStateException("no port from " + FIRST_PORT + " on is free");
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
            }
        }
        callbacks.stop(0);
    }
}
