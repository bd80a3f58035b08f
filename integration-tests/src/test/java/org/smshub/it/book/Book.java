package org.smshub.it.book;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.smshub.bench.HubSite;
import org.smshub.it.Api;
import org.smshub.it.Packaged;

/** A recipe's files over what {@code ./hub init} makes, as the page says. */
final class Book {

    static final Path RECIPES = HubSite.findHome().resolve("docs/cookbook");

    private Book() {}

    /** @param recipe a folder of docs/cookbook; null = the configuration as it is made */
    static HubSite site(String recipe) throws IOException {
        HubSite site = HubSite.ofItsOwn(Packaged.home());
        Packaged.quickStart(site);
        site.environment().put("HUB_SIMULATOR", "true");
        for (String port : new String[] {"", "_UCP", "_CIMD2", "_MODEM"}) {
            site.environment().put("HUB_SIMULATOR" + port + "_PORT", Integer.toString(HubSite.freePort()));
        }
        site.environment().put("DEMO_WEBHOOK", "https://shop.example.org/sms");
        site.environment()
                .put(
                        "DEMO_SECRET",
                        "whsec_"
                                + Base64.getEncoder()
                                        .encodeToString(
                                                "only of this test, 32 octets ...".getBytes(StandardCharsets.UTF_8)));
        if (recipe != null) {
            try (Stream<Path> files = Files.list(RECIPES.resolve(recipe))) {
                for (Path file : files.toList()) {
                    Files.copy(file, site.config().resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        // what was sent can be read afterwards
        Path clients = site.config().resolve("clients.yaml");
        Files.writeString(
                clients, Files.readString(clients).replaceFirst("- id: demo\n", "- id: demo\n    texts: 1\n"));
        return site;
    }

    /** Of messages of a list, which has none. */
    static List<String> texts(HubSite site, JsonNode messages) throws IOException, InterruptedException {
        Api api = new Api(site);
        List<String> texts = new ArrayList<>();
        for (JsonNode message : messages) {
            texts.add(api.get(message.path("id").asText()).body().path("text").asText());
        }
        return texts;
    }

    /** What {@code ./hub check} prints. */
    static String check(HubSite site) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        HubSite.findHome().resolve("hub").toString(),
                        "check",
                        "--config",
                        site.config().toString())
                .redirectErrorStream(true);
        builder.environment().putAll(site.environment());
        return output(builder);
    }

    static String output(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
