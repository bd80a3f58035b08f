package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.smshub.bench.HubSite;
import org.smshub.ucp.PlainClient;

/** What the tests by UCP have in common. */
final class UcpLinks {

    private UcpLinks() {}

    /** Does to links.properties what docs/ucp.md tells to do. */
    static void uncomment(HubSite site) throws IOException {
        String shipped = Files.readString(Packaged.home().resolve("config/links.properties"));
        String wanted = shipped.replace("#camel.routeTemplate[simulator-ucp", "camel.routeTemplate[simulator-ucp");
        assertThat(wanted).as("the commented UCP link").isNotEqualTo(shipped);
        Path links = site.config().resolve("links.properties");
        Files.writeString(links, wanted);
    }

    /** The routes start one after the other. */
    static PlainClient connect(int port) {
        return await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> new PlainClient(port), client -> true);
    }
}
