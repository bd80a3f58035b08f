package org.smshub.it.doors;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.it.Packaged;

/** A hub with doors, a centre behind it, and a client's own server. */
final class DoorHub implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of "secret", PBKDF2 with the rounds that ./hub key uses. */
    static final String PASSWORD = "secret";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    final Called called = new Called();
    final JsmppCentre centre;
    final HubSite site;
    HubProcess process;

    DoorHub(String... doors) throws IOException {
        int port = HubSite.freePort();
        centre = new JsmppCentre(port);
        site = HubSite.create(Packaged.home(), port, Map.of("window", "50"));
        Packaged.quickStart(site);
        for (String door : doors) {
            site.property("hub.door." + door, "true");
        }
        site.property("hub.webhooks.plain", "true");
        site.property("hub.webhooks.allow", "127.0.0.1");
    }

    /** @param rest of the block in clients.yaml, indented by four */
    void client(String id, String rest) throws IOException {
        Files.writeString(
                site.config().resolve("clients.yaml"),
                "\n  - id: " + id + "\n    passwords: [\"" + hash() + "\"]\n" + rest.indent(4),
                StandardOpenOption.APPEND);
    }

    private static String hash() {
        try {
            byte[] salt = new byte[16];
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(PASSWORD.toCharArray(), salt, 100_000, 256))
                    .getEncoded();
            HexFormat hex = HexFormat.of();
            return "pbkdf2:100000:" + hex.formatHex(salt) + ":" + hex.formatHex(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param ready a path that answers something else than 404 and 503 when the door is open */
    void start(String ready) throws Exception {
        process = site.start(PATIENCE.multipliedBy(3));
        await().atMost(PATIENCE).until(() -> {
            int status = get(ready).statusCode();
            return status != 404 && status != 503;
        });
    }

    HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
        return send(request(pathAndQuery));
    }

    HttpRequest.Builder request(String pathAndQuery) {
        URI base = site.api("/");
        return HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/$", "") + pathAndQuery))
                .timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    HttpResponse<String> post(String path, String type, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /** As it stands on the wire, on a socket of its own that the hub has to close. */
    String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), site.http().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    String log() throws IOException {
        return Files.readString(site.log());
    }

    @Override
    public void close() throws IOException {
        site.close();
        centre.close();
        called.close();
    }
}
