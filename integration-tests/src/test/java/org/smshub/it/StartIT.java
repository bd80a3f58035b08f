package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;

/** A hub that cannot start ends, and one line says what to change. No SMSC is needed for that: the link's port is a closed one. */
@Timeout(120)
class StartIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aPortInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HubSite site = site()) {
            String port = Integer.toString(taken.getLocalPort());
            site.environment().put("HUB_HTTP_PORT", port);
            assertThat(refusal(site)).contains(port).contains("HUB_HTTP_PORT");
        }
    }

    @Test
    void aManagementPortInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HubSite site = site()) {
            String port = Integer.toString(taken.getLocalPort());
            site.environment().put("HUB_MANAGEMENT_PORT", port);
            assertThat(refusal(site)).contains(port).contains("HUB_MANAGEMENT_PORT");
        }
    }

    @Test
    void brokenYaml() throws Exception {
        try (HubSite site = site()) {
            Files.writeString(
                    site.routes().resolve("mine.camel.yaml"),
                    "- route:\n    from:\n      uri: direct:x\n     steps: [\n");
            assertThat(refusal(site)).contains("mine.camel.yaml");
        }
    }

    @Test
    void brokenYamlInAFolderOfItsOwn() throws Exception {
        try (HubSite site = site()) {
            Path folder = Files.createDirectories(site.routes().resolve("of mine/deeper"));
            Files.writeString(folder.resolve("mine.camel.yaml"), "- route:\n    from: [\n");
            assertThat(refusal(site)).contains("mine.camel.yaml");
        }
    }

    @Test
    void aWrongOption() throws Exception {
        try (HubSite site = site()) {
            site.property("camel.component.ledger.windoww", "5");
            assertThat(refusal(site)).contains("windoww");
        }
    }

    @Test
    void aDataFolderThatIsNone() throws Exception {
        try (HubSite site = site()) {
            Path file = Files.createTempFile("sms-hub-", ".file");
            site.environment().put("HUB_DATA", file.toString());
            assertThat(refusal(site)).contains(file.toString()).contains("HUB_DATA");
            Files.delete(file);
        }
    }

    @Test
    void aFolderThatIsNotThere() throws Exception {
        try (HubSite site = site()) {
            Files.delete(site.config().resolve("links.properties"));
            Files.delete(site.config().resolve("application.properties"));
            assertThat(refusal(site)).contains(site.config().toString()).contains("application.properties");
        }
    }

    /** It is not even read: what a site does not use costs its start nothing. A route may name one, too. */
    @Test
    void aTemplateThatNobodyNames() throws Exception {
        try (HubSite site = site()) {
            Path folder = Files.createDirectories(site.routes().resolve("of mine"));
            Files.writeString(folder.resolve("odd-in.camel.yaml"), """
                    # nobody does
                    - routeTemplate:
                        id: odd-in
                        nonsense: true
                    """);
            Files.writeString(folder.resolve("good-in.camel.yaml"), """
                    - routeTemplate:
                        id: "good-in"  # of my own
                        parameters:
                          - name: path
                        route:
                          from:
                            uri: "platform-http:/{{path}}"
                            parameters:
                              platformHttpEngine: "#bean:httpOpen"
                            steps:
                              - setBody:
                                  constant: here
                    """);
            Files.writeString(folder.resolve("mine.camel.yaml"), """
                    - templatedRoute:
                        routeTemplateRef: good-in
                        routeId: mine
                        parameters:
                          - name: path
                            value: mine
                    """);
            HubProcess hub = site.start(PATIENCE);
            assertThat(hub.get(site.api("/mine")).body()).isEqualTo("here");
            hub.stop(PATIENCE);
            site.property("camel.routeTemplate[odd].templateId", "odd-in");
            assertThat(refusal(site)).contains("odd-in.camel.yaml");
        }
    }

    private static HubSite site() throws IOException {
        HubSite site = HubSite.create(Packaged.home(), 1, Map.of());
        Packaged.quickStart(site);
        return site;
    }

    /** What the hub printed before it ended. */
    private static String refusal(HubSite site) throws Exception {
        HubProcess hub = site.launch();
        assertThat(hub.awaitExit(PATIENCE)).isNotZero();
        return Files.readString(site.log());
    }
}
