package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.link.TlsFiles;

/**
 * TLS everywhere, by the files that the commands of docs/tls.md make: the API with client certificates, the management port, and
 * by SMPP, UCP and CIMD2 from the hub's own links to the hub's own ports. All of it is logged at TRACE, and no secret is in
 * the log.
 */
@Timeout(300)
class SecureIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```");
    private static final List<String> PROTOCOLS = List.of("smpp", "ucp", "cimd2");

    /** A message of the API goes by the link that its reference names; one that comes by a line, to the sink. */
    private static final String ROUTING = """
            - route:
                id: routing
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: direct:routing
                  steps:
                    - setHeader:
                        name: SmsLinks
                        constant: sink
                    - filter:
                        simple: "${header.SmsClientRef} in 'smpp,ucp,cimd2'"
                        steps:
                          - setHeader:
                              name: SmsLinks
                              simple: "${header.SmsClientRef}"
            """;

    private static final String PASSWORD = "Geh31mni";
    private static final String SINK_PASSWORD = "s1nkw0rd";
    private static final String WRONG_KEY = "never-a-key-4711";

    @TempDir
    Path folder;

    @Test
    void byTheCommandsOfTheDocs() throws Exception {
        assertThat(run(commands())).isZero();
        try (SmppSink sink = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                HubSite site = HubSite.create(
                        Packaged.home(),
                        sink.port(),
                        Map.of("password", "{{env:SINK_PASSWORD}}", "systemId", "sink"))) {
            site.environment().put("SINK_PASSWORD", SINK_PASSWORD);
            secure(site);
            Packaged.quickStart(site);
            try {
                look(site, sink);
            } finally {
                Files.copy(site.log(), Path.of("target/secure.log"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void look(HubSite site, SmppSink sink) throws Exception {
        site.launch();
        HttpClient http = client("shop");
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> get(http, site.management("/observe/health/ready")).statusCode() == 200);
        for (String protocol : PROTOCOLS) {
            assertThat(post(http, site, protocol, site.apiKey())).isEqualTo(202);
        }
        await().atMost(PATIENCE).until(() -> sink.submits() == PROTOCOLS.size());

        assertThat(post(http, site, "smpp", WRONG_KEY)).isEqualTo(401);
        HttpClient stranger = client(null);
        assertThatThrownBy(() -> post(stranger, site, "smpp", site.apiKey()))
                .as("without a certificate")
                .isInstanceOf(IOException.class);
        assertThat(get(stranger, site.management("/observe/health/ready")).statusCode())
                .as("asks for none")
                .isEqualTo(200);

        String log = Files.readString(site.log());
        assertThat(log).as("it is logged").contains("TRACE").contains("https://127.0.0.1:");
        for (String secret : List.of(PASSWORD, SINK_PASSWORD, WRONG_KEY, site.apiKey())) {
            assertThat(log.lines().filter(line -> line.contains(secret)).limit(5))
                    .as("lines with a secret")
                    .isEmpty();
        }
        try (var files = Files.list(site.data())) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as("%s", file)
                            .isEqualTo("rw-------"));
        }
    }

    private String commands() throws IOException {
        Matcher blocks = COMMANDS.matcher(Files.readString(HubSite.findHome().resolve("docs/tls.md")));
        return blocks.results().map(block -> block.group(1)).collect(Collectors.joining());
    }

    private int run(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("commands.log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private void secure(HubSite site) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Path clients = site.config().resolve("clients.yaml");
        Files.writeString(
                clients, Files.readString(clients).replace("{{hub.data}}/demo.password", password.toString()));
        Files.writeString(site.routes().resolve("routing.camel.yaml"), ROUTING);
        Path logging = site.config().resolve("log4j2.properties");
        Files.writeString(
                logging, Files.readString(logging).replace("rootLogger.level = info", "rootLogger.level = trace"));
        Path links = site.config().resolve("links.properties");
        List<String> lines = new ArrayList<>(Files.readAllLines(links));
        tls(site, "http", "hub", "authority.crt");
        // from the key store
        tls(site, "management", "store", "");
        for (String protocol : PROTOCOLS) {
            int port = HubSite.freePort();
            tls(site, protocol, "hub", protocol.equals("smpp") ? "authority.crt" : "");
            site.property("hub." + protocol, "true");
            site.property("hub." + protocol + ".port", Integer.toString(port));
            String block = "camel.routeTemplate[" + protocol + "].";
            lines.addAll(List.of(
                    block + "templateId = " + protocol + "-link",
                    block + "routeId = link-" + protocol,
                    block + "name = " + protocol,
                    block + "port = " + port,
                    block + (protocol.equals("smpp") ? "systemId" : "username") + " = demo",
                    block + "password = {{file:" + password + "}}",
                    block + "tlsTrust = " + folder.resolve("authority.crt")));
            if (protocol.equals("smpp")) {
                lines.add(block + "tlsCertificate = " + folder.resolve("shop.crt"));
                lines.add(block + "tlsKey = " + folder.resolve("shop.key"));
            }
        }
        Files.write(links, lines);
    }

    private void tls(HubSite site, String port, String name, String trust) throws IOException {
        site.property(
                "hub." + port + ".tls.certificate",
                folder.resolve(name + ".crt").toString());
        site.property("hub." + port + ".tls.key", folder.resolve(name + ".key").toString());
        site.property(
                "hub." + port + ".tls.trust",
                trust.isEmpty() ? "" : folder.resolve(trust).toString());
    }

    /** Trusts the authority, and the certificate of the key store, which is its own. */
    private HttpClient client(String name) throws Exception {
        Path trust = folder.resolve("trust.crt");
        Files.writeString(
                trust,
                Files.readString(folder.resolve("authority.crt")) + Files.readString(folder.resolve("store.crt")));
        TlsFiles files = new TlsFiles(
                name == null ? null : folder.resolve(name + ".crt").toString(),
                name == null ? null : folder.resolve(name + ".key").toString(),
                trust.toString());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {files.keys()}, new TrustManager[] {files.trust()}, null);
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    private static URI secure(URI plain) {
        return URI.create(plain.toString().replace("http://", "https://"));
    }

    private static HttpResponse<String> get(HttpClient http, URI uri) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(secure(uri))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static int post(HttpClient http, HubSite site, String ref, String key)
            throws IOException, InterruptedException {
        String body = "{\"to\":\"+48600100200\",\"from\":\"12345\",\"text\":\"by TLS\",\"ref\":\"" + ref + "\"}";
        return http.send(
                        HttpRequest.newBuilder(secure(site.api("/v1/messages")))
                                .timeout(Duration.ofSeconds(10))
                                .header("Authorization", "Bearer " + key)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}
