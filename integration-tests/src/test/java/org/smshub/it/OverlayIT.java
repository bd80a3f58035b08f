package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;

/** A configuration of one's own that lies over the package's: docs/install.md. */
@Timeout(180)
class OverlayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> MESSAGE = Map.of("to", "+48600100200", "text", "to the simulator");

    private static HubSite site(String... options) throws IOException {
        HubSite site = HubSite.ofItsOwn(Packaged.home(), options);
        Packaged.quickStart(site);
        site.environment().put("HUB_SIMULATOR", "true");
        for (String port : new String[] {"", "_UCP", "_CIMD2", "_MODEM"}) {
            site.environment().put("HUB_SIMULATOR" + port + "_PORT", Integer.toString(HubSite.freePort()));
        }
        return site;
    }

    private static void jar(Path file, String entry, String text) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(text.getBytes());
        }
    }

    private static void says(HubSite site, String said) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Files.readString(site.log())).contains(said));
    }

    @Test
    void routesAreReadAgainWhenTheyAreSaved() throws Exception {
        try (HubSite site = site("--dev")) {
            Path mine = site.config();
            jar(mine.resolve("lib/mine.jar"), "of-mine.txt", "a jar of one's own");
            Files.writeString(
                    mine.resolve("mine.camel.yaml"),
                    "- route: {id: mine, from: {uri: \"timer:mine?repeatCount=1\", steps: [{setBody: {constant:"
                            + " \"resource:classpath:of-mine.txt\"}}, {log: \"says: ${body}\"}]}}\n");
            HubProcess hub = site.start(PATIENCE);
            Api api = new Api(site);
            assertThat(api.ended(MESSAGE).path("state").asText()).isEqualTo("DELIVERED");
            assertThat(mine.resolve("data/demo.key")).exists();
            says(site, "says: a jar of one's own");

            String routing = Files.readString(mine.resolve("routing.camel.yaml"));
            String other = routing.replace("{{hub.links.default}}", "none-of-that-name");
            assertThat(other).isNotEqualTo(routing);
            Files.writeString(mine.resolve("routing.camel.yaml"), other);
            await().atMost(PATIENCE).until(() -> api.post(MESSAGE).status() != 202);
            assertThat(Files.readString(site.log())).contains("none-of-that-name");

            Files.writeString(mine.resolve("routing.camel.yaml"), "- route: {id: routing, fröm: x}\n");
            says(site, "fröm");
            Files.writeString(mine.resolve("routing.camel.yaml"), routing);
            await().atMost(PATIENCE).until(() -> api.post(MESSAGE).status() == 202);
            // the link was not touched
            assertThat(api.ended(MESSAGE).path("state").asText()).isEqualTo("DELIVERED");
            assertThat(Files.readString(site.log())).doesNotContain("Stopped simulator ");
            assertThat(hub.isAlive()).isTrue();
        }
    }

    @Test
    void dataOfBeforeAreUsedAsBefore() throws Exception {
        Ledgers.assumeFiles();
        try (HubSite site = site()) {
            Path before = site.log().resolveSibling("data");
            site.environment().put("HUB_DATA", before.toString());
            HubProcess hub = site.start(PATIENCE);
            String id = new Api(site).post(MESSAGE).id();
            hub.stop(PATIENCE);

            site.environment().remove("HUB_DATA");
            hub = site.launch();
            says(site, "the data of before lie in " + before);
            await().atMost(PATIENCE).until(() -> Files.readString(site.log()).split("Stop: Ctrl-C", -1).length > 2);
            hub.stop(PATIENCE);

            Files.move(before, site.data());
            site.start(PATIENCE);
            assertThat(new Api(site).get(id).status()).isEqualTo(200);
        }
    }
}
