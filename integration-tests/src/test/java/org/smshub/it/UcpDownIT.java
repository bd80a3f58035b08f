package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubSite;
import org.smshub.line.Kannel;
import org.smshub.ucp.PlainClient;
import org.smshub.ucp.ScriptedCentre;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpOperation;

/** At the start of the hub the centre is down and the port of the UCP input is taken: one line each, and nothing is lost. */
@Timeout(120)
class UcpDownIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ServerSocket taken;

    @BeforeEach
    void takeThePort() throws IOException {
        taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void leaveIt() throws IOException {
        taken.close();
    }

    @Test
    void theHubStartsAndGoesOnWhenBothAreThere() throws Exception {
        int centrePort = Kannel.freePort();
        int port = taken.getLocalPort();
        try (HubSite site = HubSite.create(Packaged.home(), 1, Map.of())) {
            Packaged.quickStart(site);
            UcpLinks.uncomment(site);
            site.environment()
                    .putAll(Map.of(
                            "HUB_LINKS_DEFAULT",
                            "simulator-ucp",
                            "HUB_SIMULATOR_UCP_PORT",
                            Integer.toString(centrePort),
                            "HUB_UCP",
                            "true",
                            "HUB_UCP_PORT",
                            Integer.toString(port)));
            site.start(PATIENCE);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(Files.readString(site.log()))
                    .contains("Cannot listen on 127.0.0.1:" + port)
                    .contains("ucp:127.0.0.1:" + centrePort + " is down: Connection refused"));
            Api api = new Api(site);
            Api.Answer accepted = api.post(Map.of("to", "+48600100200", "from", "2345", "text", "patience"));
            assertThat(accepted.status()).isEqualTo(202);

            try (ScriptedCentre centre = new ScriptedCentre((line, frame) -> false, centrePort)) {
                await().atMost(PATIENCE)
                        .until(() -> api.get(accepted.id()).state().equals("SENT"));
                List<UcpFrame> submits = centre.received(UcpOperation.SUBMIT);
                assertThat(submits).hasSize(1);
                String id = api.get(accepted.id())
                        .body()
                        .path("parts")
                        .path(0)
                        .path("remoteId")
                        .asText();
                centre.lastLine().send(7, delivered(submits.get(0), id));
                await().atMost(PATIENCE)
                        .until(() -> api.get(accepted.id()).state().equals("DELIVERED"));
                await().atMost(PATIENCE)
                        .until(() -> centre.results(UcpOperation.NOTIFY).size() == 1);
                assertThat(centre.results(UcpOperation.NOTIFY).get(0).fields()).startsWith("A");
                assertThat(centre.received(UcpOperation.SUBMIT)).as("sent once").hasSize(1);
            }

            taken.close();
            String password =
                    Files.readString(site.data().resolve("demo.password")).strip();
            try (PlainClient client = UcpLinks.connect(port)) {
                assertThat(client.login("demo", password).fields()).startsWith("A");
            }
            assertThat(Files.readString(site.log())).as("no stack trace").doesNotContain("\tat ");
        }
    }

    private static UcpFrame delivered(UcpFrame submit, String id) {
        String scts = id.substring(id.indexOf(':') + 1);
        return UcpFrame.operation(UcpOperation.NOTIFY)
                .set(UcpField.ADC, submit.get(UcpField.OADC))
                .set(UcpField.OADC, submit.get(UcpField.ADC))
                .set(UcpField.SCTS, scts)
                .set(UcpField.DST, "0")
                .set(UcpField.RSN, "000")
                .set(UcpField.DSCTS, scts)
                .set(UcpField.MT, "3")
                .build();
    }
}
