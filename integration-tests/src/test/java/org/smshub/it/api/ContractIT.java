package org.smshub.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubSite;

/**
 * The contract by programs that nobody here wrote: Prism as a validating proxy in front of the hub, a client that
 * swagger-typescript-api makes of the contract, a fuzzer of contracts, openapi-fuzzer-core, and fast-check, which makes
 * requests of its schemas. From npm, as peers/package.json pins them.
 */
@Timeout(600)
class ContractIT {

    private static final Path PEERS = HubSite.findHome().resolve("integration-tests/peers");
    private static final Path CONTRACT = HubSite.findHome().resolve("config/sms.openapi.yaml");

    /** Values for each operation. */
    private static final String RUNS = System.getProperty("contract.runs", "100");

    private static Path folder;
    private static ApiSite hub;

    @BeforeAll
    static void install() throws Exception {
        folder = Path.of("target/peers").toAbsolutePath();
        Files.createDirectories(folder);
        for (String file : List.of("package.json", "fuzz.mjs", "fuzzer.mjs", "client.mjs")) {
            Files.write(folder.resolve(file), Files.readAllBytes(PEERS.resolve(file)));
        }
        Assumptions.assumeTrue(
                isThere("npm") && isThere("node"), "skipped: there is no npm here, whose programs this test runs");
        Assumptions.assumeTrue(
                run(300, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline")
                        .startsWith("0"),
                "skipped: npm could not install what peers/package.json names");
        hub = new ApiSite();
    }

    @AfterAll
    static void stop() throws IOException {
        if (hub != null) {
            hub.close();
        }
    }

    private static boolean isThere(String program) {
        for (String path : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(path, program))) {
                return true;
            }
        }
        return false;
    }

    /** The exit code, a line end, and what was printed. */
    private static String run(int seconds, String... command) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return "timeout\n" + Files.readString(output);
        }
        return process.exitValue() + "\n" + Files.readString(output);
    }

    private static String bin(String program) {
        return folder.resolve("node_modules/.bin").resolve(program).toString();
    }

    private interface Asking {
        void through(String proxy, Path log) throws Exception;
    }

    /** @param more options of Prism's */
    private static void prism(Asking asking, String... more) throws Exception {
        int port = HubSite.freePort();
        Path log = Files.createTempFile(folder, "prism", ".log");
        List<String> command = new ArrayList<>(List.of(bin("prism"), "proxy"));
        command.addAll(List.of(more));
        command.addAll(List.of("--host", "127.0.0.1", "--port", String.valueOf(port)));
        command.addAll(List.of(CONTRACT.toString(), hub.site.api("").toString()));
        Process prism = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(log).contains("is listening"));
            asking.through("http://127.0.0.1:" + port, log);
        } finally {
            prism.descendants().forEach(ProcessHandle::destroy);
            prism.destroy();
            prism.waitFor(10, TimeUnit.SECONDS);
        }
    }

    /** What Prism says of an answer or a request that is none of the contract's. */
    @Test
    void aClientMadeOfTheContractWorksThroughAProxyThatHoldsEachAnswerAgainstIt() throws Exception {
        prism(ContractIT::aClient, "--errors");
    }

    private static void aClient(String proxy, Path log) throws Exception {
        assertThat(run(
                        120,
                        bin("swagger-typescript-api"),
                        "generate",
                        "--path",
                        CONTRACT.toString(),
                        "--output",
                        folder.resolve("made").toString(),
                        "--js",
                        "--name",
                        "client",
                        "--silent"))
                .startsWith("0");
        Files.copy(
                folder.resolve("made/client.js"),
                folder.resolve("made/client.mjs"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(run(
                        120,
                        "node",
                        "client.mjs",
                        folder.resolve("made/client.mjs").toString(),
                        proxy,
                        ApiSite.SHOP))
                .startsWith("0")
                .contains("cancelled", "searched", "a batch", "refused");
        // what no page of the client asks
        for (String path : List.of("/v1/incoming", "/v1/messages/file?format=csv", "/v1/openapi.yaml", "/v1/docs")) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(proxy + path))
                                    .header("Authorization", "Bearer " + ApiSite.SHOP)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
        }
        assertThat(Files.readString(log)).doesNotContain("Violation");
    }

    /** Without --errors Prism lets a request that is wrong through, and says in a header what is wrong with an answer. */
    @Test
    void whatAFuzzerOfContractsAsksIsAnsweredByTheContract() throws Exception {
        prism((proxy, log) -> {
            String said = run(
                    300,
                    "node",
                    "fuzzer.mjs",
                    CONTRACT.toString(),
                    proxy,
                    hub.site.api("").toString(),
                    hub.site.apiKey());
            assertThat(said).startsWith("0").contains("requests");
            System.out.println(said);
        });
        assertThat(Files.readString(hub.site.log())).doesNotContain("\tat org.", "A request failed");
    }

    @Test
    void whateverIsAskedTheAnswerIsOneOfTheContract() throws Exception {
        String said = run(
                500,
                "node",
                "fuzz.mjs",
                CONTRACT.toString(),
                hub.site.api("").toString(),
                hub.site.apiKey(),
                RUNS,
                "7");
        assertThat(said).startsWith("0").contains("requests");
        System.out.println(said);
        assertThat(Files.readString(hub.site.log())).doesNotContain("\tat org.", "A request failed");
    }
}
