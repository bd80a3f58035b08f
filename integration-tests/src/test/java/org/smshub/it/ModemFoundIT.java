package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;

/**
 * Links that say which modem or card they mean, and not at which port it is: virtual modems behind serial ports of socat,
 * whose names change.
 */
@Timeout(300)
class ModemFoundIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** A message goes by the link that is its sender. */
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
                        simple: "${header.SmsFrom}"
            """;

    @TempDir
    Path ports;

    private final Map<String, Process> cables = new TreeMap<>();
    private final List<String> links = new ArrayList<>();
    private HubSite site;
    private Api api;
    private VirtualModems modems;

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/socat")), "socat is not installed");
        site = HubSite.create(Packaged.home(), 1, Map.of());
        Packaged.quickStart(site);
        Files.writeString(site.routes().resolve("routing.camel.yaml"), ROUTING);
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
        for (String name : List.copyOf(cables.keySet())) {
            pullOut(name);
        }
        if (modems != null) {
            modems.close();
        }
    }

    private void plugIn(int modem, String name) throws IOException {
        Path link = ports.resolve(name);
        Process cable = new ProcessBuilder(
                        "socat", "pty,raw,echo=0,link=" + link, "tcp:127.0.0.1:" + modems.port(modem))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        cables.put(name, cable);
        await().until(() -> Files.exists(link));
    }

    private void pullOut(String name) throws Exception {
        Process cable = cables.remove(name);
        cable.destroy();
        assertThat(cable.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Files.deleteIfExists(ports.resolve(name));
    }

    private void link(String name, String which) {
        String block = "camel.routeTemplate[" + name + "].";
        links.addAll(List.of(
                block + "templateId = modem-link",
                block + "routeId = link-" + name,
                block + "name = " + name,
                block + "port = auto",
                block + "ports = " + ports + "/tty*"));
        if (!which.isEmpty()) {
            links.add(block + which);
        }
    }

    private void start() throws Exception {
        Files.write(site.config().resolve("links.properties"), links);
        site.start(PATIENCE);
        api = new Api(site);
    }

    /** By this link, and until it has arrived. */
    private void sends(String link, int modem) throws Exception {
        int before = modems.of(modem).size();
        assertThat(api.ended(Map.of("to", "+48601000100", "from", link, "text", "by " + link))
                        .path("state")
                        .asText())
                .isEqualTo("DELIVERED");
        assertThat(modems.of(modem)).as("by the modem of link " + link).hasSize(before + 1);
    }

    @Test
    void eachByItsNumberWhateverItsPortIsCalled() throws Exception {
        modems = new VirtualModems(3, 100);
        for (int i = 0; i < 3; i++) {
            plugIn(i, "tty" + i);
        }
        link("byimei", "imei = " + modems.imei(2));
        link("byiccid", "iccid = " + modems.iccid(1));
        start();
        sends("byimei", 2);
        sends("byiccid", 1);
        pullOut("tty1");
        pullOut("tty2");
        plugIn(1, "tty2");
        plugIn(2, "tty7");
        sends("byiccid", 1);
        sends("byimei", 2);
        assertThat(modems.of(0)).as("the modem that no link means").isEmpty();
    }

    @Test
    void autoTakesTheModemThatIsThere() throws Exception {
        modems = new VirtualModems(1, 100);
        link("any", "");
        start();
        plugIn(0, "tty4");
        sends("any", 0);
    }
}
