package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.bench.HubSite;

/** Failover as docs/simulator.md tells to try it: the first link has a systemId that the simulator treats badly, the second has not. */
@Timeout(180)
class SimulatorFailoverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** A link each, tried before the good one. */
    private static final List<String> BAD = List.of("refused1", "closing1", "silent1", "down1");

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
                        simple: "${header.SmsClientRef},second"
            """;

    private static HubSite site;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        site = HubSite.create(Packaged.home(), 1, Map.of());
        int port = HubSite.freePort();
        int ucpPort = HubSite.freePort();
        site.environment().put("HUB_SIMULATOR", "true");
        site.property("hub.simulator.port", Integer.toString(port));
        site.property("hub.simulator.ucp.port", Integer.toString(ucpPort));
        int cimd2Port = HubSite.freePort();
        site.property("hub.simulator.cimd2.port", Integer.toString(cimd2Port));
        List<String> links = new ArrayList<>(block("second", "hub", port));
        BAD.forEach(systemId -> links.addAll(block(systemId, systemId, port)));
        links.addAll(block("ucp-closing1", "ucp-link", "username", "closing1", ucpPort));
        links.add("camel.routeTemplate[ucp-closing1].password = simulator");
        links.addAll(block("cimd2-closing1", "cimd2-link", "username", "closing1", cimd2Port));
        links.add("camel.routeTemplate[cimd2-closing1].password = simulator");
        Files.write(site.config().resolve("links.properties"), links);
        Files.writeString(site.routes().resolve("routing.camel.yaml"), ROUTING);
        Packaged.quickStart(site);
        site.start(PATIENCE);
        api = new Api(site);
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    private static List<String> block(String link, String systemId, int port) {
        return block(link, "smpp-link", "systemId", systemId, port);
    }

    private static List<String> block(String link, String template, String login, String account, int port) {
        String block = "camel.routeTemplate[" + link + "].";
        return List.of(
                block + "templateId = " + template,
                block + "routeId = link-" + link,
                block + "name = " + link,
                block + "port = " + port,
                block + login + " = " + account,
                block + "unknown = hold",
                block + "failoverAfter = 1s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refused1", "closing1", "silent1", "ucp-closing1", "cimd2-closing1"})
    void theSecondDelivers(String first) throws Exception {
        assertEnds(first, "DELIVERED", "second");
    }

    /** It may have been sent: no other link may send it again. */
    @Test
    void whatIsInDoubtStays() throws Exception {
        assertEnds("down1", "UNKNOWN", "down1");
    }

    private static void assertEnds(String first, String state, String link) throws Exception {
        String id = api.post(Map.of("from", "12345", "to", "+48600100200", "text", "failover", "ref", first))
                .id();
        await().atMost(PATIENCE).untilAsserted(() -> {
            Api.Answer message = api.get(id);
            assertThat(message.state()).as("%s", message.body()).isEqualTo(state);
            assertThat(message.body().path("parts").path(0).path("link").asText())
                    .isEqualTo(link);
        });
    }
}
