package org.smshub.it.imports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Kannel with a configuration as it stands: bearerbox and smsbox. */
final class Boxes implements AutoCloseable {

    private static final Path BOXES = Path.of("/usr/sbin");

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> processes = new ArrayList<>();
    private final int sendPort;

    static boolean areInstalled() {
        return Files.isExecutable(BOXES.resolve("bearerbox")) && Files.isExecutable(BOXES.resolve("smsbox"));
    }

    Boxes(Path config, int boxPort, int sendPort) throws IOException {
        this.sendPort = sendPort;
        start("bearerbox", config);
        // smsbox gives up at once when bearerbox does not listen yet
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> listens(boxPort));
        start("smsbox", config);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> listens(sendPort));
    }

    private void start(String box, Path config) throws IOException {
        processes.add(new ProcessBuilder(BOXES.resolve(box).toString(), config.toString())
                .directory(config.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(config.resolveSibling(box + ".out").toFile())
                .start());
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** @return the status of the answer */
    int send(Fifty message, String password) throws Exception {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("username", text(message.user()));
        all.put("password", text(password));
        all.put("to", text(message.to()));
        put(all, "from", message.from());
        put(all, "text", message.text());
        put(all, "smsc", message.smsc());
        if (message.text() != null) {
            all.put("charset", "UTF-8");
        }
        if (message.coding() != null) {
            all.put("coding", message.coding().toString());
        }
        if (message.flash()) {
            all.put("mclass", "0");
        }
        if (message.udh() != null) {
            all.put("udh", octets(message.udh()));
            all.put("text", octets(message.data()));
        }
        List<String> query = all.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .toList();
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(
                                "http://127.0.0.1:" + sendPort + "/cgi-bin/sendsms?" + String.join("&", query)))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode();
    }

    private static void put(Map<String, String> all, String name, String value) {
        if (value != null) {
            all.put(name, text(value));
        }
    }

    private static String text(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String octets(String hex) {
        return hex.replaceAll("..", "%$0");
    }

    /** Ends both, smsbox first. */
    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            Process process = processes.get(i);
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
