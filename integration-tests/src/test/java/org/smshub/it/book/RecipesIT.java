package org.smshub.it.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.it.Ledgers;

/** The lines of shell of docs/recipes.md, and those of its commands that a shell reads; back-up and restore as docs/install.md has them. */
@Timeout(300)
class RecipesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path DOCS = HubSite.findHome().resolve("docs");
    private static final Pattern SHELL = Pattern.compile("```sh[^\\n]*\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NAGIOS = Pattern.compile("(?m)^  command_line  (.*)$");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private String shell(HubSite site, String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        "-e",
                        Files.writeString(folder.resolve("script.sh"), script).toString())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        Path key = Files.writeString(folder.resolve("key"), site.apiKey());
        builder.environment().put("SMS_HUB", site.api("").toString());
        builder.environment().put("SMS_KEY_FILE", key.toString());
        builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        return Book.output(builder);
    }

    private static JsonNode messages(HubSite site) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(site.api("/v1/messages?limit=50"))
                .header("Authorization", "Bearer " + site.apiKey())
                .build();
        return JSON.readTree(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("messages");
    }

    private static List<String> texts(HubSite site) throws IOException, InterruptedException {
        return Book.texts(site, messages(site));
    }

    @Test
    void thePagesLinesSend() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "there is no curl");
        String page = Files.readString(DOCS.resolve("recipes.md"), StandardCharsets.UTF_8);
        List<String> scripts = SHELL.matcher(page)
                .results()
                .map(m -> m.group(1).replaceAll("(?m)^export SMS_HUB.*\\n", ""))
                .toList();
        assertThat(scripts).hasSize(4);
        Files.copy(DOCS.resolve("recipes/sms-send"), folder.resolve("sms-send"), StandardCopyOption.COPY_ATTRIBUTES);
        try (HubSite site = Book.site("own-input")) {
            site.start(PATIENCE);
            for (String script : scripts) {
                shell(site, script);
            }
            // once more: the same message
            shell(site, scripts.get(0));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(texts(site))
                    .containsExactlyInAnyOrder(
                            "The backup has failed: \"disk full\" & more",
                            "The night's run is done",
                            "firing Test db1:9100: only to try it",
                            "firing Test db1:9100: only to try it",
                            "123456 is your code for example.org"));

            Matcher nagios = NAGIOS.matcher(page);
            int commands = 0;
            while (nagios.find()) {
                shell(
                        site,
                        nagios.group(1)
                                .replaceAll("SMS_KEY_FILE=\\S+ /usr/local/bin/", "")
                                .replace("$CONTACTPAGER$", "+48600100200")
                                .replaceAll("\\$([A-Z]+)\\$", "$1 no. " + commands++));
            }
            assertThat(commands).isEqualTo(2);
            await().atMost(PATIENCE).until(() -> messages(site).size() == 7);

            assertThat(shell(site, "sms-send 12x3 text || echo ends with $?"))
                    .contains("\"field\":\"to\"")
                    .containsPattern("ends with [1-9]");
        }
    }

    /** What is imported into Node-RED is its JSON, whose wires lead to what is there. */
    @Test
    void theFlowOfNodeRedIsWhole() throws Exception {
        JsonNode flow = JSON.readTree(DOCS.resolve("recipes/node-red.json").toFile());
        List<String> ids = flow.findValuesAsText("id");
        for (JsonNode node : flow) {
            node.path("wires")
                    .forEach(wires -> wires.forEach(wire -> assertThat(ids).contains(wire.asText())));
        }
        assertThat(flow.findValuesAsText("type")).contains("inject", "function", "http request", "debug");
    }

    @Test
    void backUpRestoreAndRecover() throws Exception {
        Ledgers.assumeFiles();
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/sqlite3")), "there is no sqlite3");
        String install = Files.readString(DOCS.resolve("install.md"));
        String incidents = Files.readString(DOCS.resolve("incidents.md"));
        try (HubSite site = Book.site(null)) {
            HubProcess hub = site.start(PATIENCE);
            String send =
                    "curl -sS --fail-with-body -H \"Authorization: Bearer $(cat $SMS_KEY_FILE)\" $SMS_HUB/v1/send --data-urlencode to=+48600100200 --data-urlencode text=";
            shell(site, send + "before");
            shell(site, "cd " + site.config() + "\n" + line(install, "sqlite3 data/ledger.db"));
            shell(site, send + "after");
            await().atMost(PATIENCE).until(() -> messages(site).size() == 2);
            hub.stop(PATIENCE);

            shell(site, "cd " + site.config() + "\n" + line(incidents, "sqlite3 data/ledger.db .dump"));
            assertThat(shell(site, "sqlite3 " + site.config() + "/recovered.db 'select count(*) from part'"))
                    .isEqualTo("2\n");

            shell(
                    site,
                    "cd " + site.config() + "\n" + line(install, "rm -f data/ledger.db") + "\n"
                            + line(install, "install -m 0600 copy.db"));
            site.start(PATIENCE);
            await().atMost(PATIENCE).until(() -> messages(site).size() == 1);
            assertThat(texts(site)).containsExactly("before");
        }
    }

    /** The indented line of a page that begins so. */
    private static String line(String page, String start) {
        return page.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line " + start));
    }
}
