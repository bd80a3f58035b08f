package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.ledger.postgres.OwnServer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What ops/container/compose-nodes.yaml and ops/kubernetes-nodes say, without a container: two hubs with that environment, a user who owns the
 * database and nothing else, an upgrade hub by hub while messages come.
 */
@Timeout(600)
class ComposeNodesIT {

    private static final Duration START = Duration.ofSeconds(240);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private final List<String> accepted = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    @Test
    void anUpgradeHubByHubRefusesNothing() throws Exception {
        assumeThat(OwnServer.isThere()).as("Debian's postgresql").isTrue();
        try (OwnServer server = OwnServer.start();
                SmppSink centre = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                HubSite one = HubSite.create(Packaged.home(), centre.port(), Map.of());
                HubSite two = HubSite.create(Packaged.home(), centre.port(), Map.of())) {
            server.execute("create role smshub login");
            server.execute("alter database ledger owner to smshub");
            List<HubSite> sites = List.of(one, two);
            List<HubProcess> hubs = new ArrayList<>();
            for (HubSite site : sites) {
                Packaged.quickStart(site);
                site.environment().putAll(environment("hub-a", server));
                hubs.add(site.launch());
            }
            for (HubProcess hub : hubs) {
                hub.awaitReady(START);
            }
            Thread posts = new Thread(() -> post(sites));
            posts.start();
            try {
                for (int i = 0; i < hubs.size(); i++) {
                    awaitMore(50);
                    assertThat(hubs.get(i).stop(PATIENCE)).isIn(0, 143);
                    awaitMore(50);
                    hubs.set(i, sites.get(i).start(START));
                }
                awaitMore(50);
            } finally {
                over = true;
                posts.join(PATIENCE.toMillis());
            }
            assertThat(accepted).doesNotHaveDuplicates();
            Api api = new Api(two);
            await().atMost(PATIENCE).untilAsserted(() -> {
                for (String id : accepted) {
                    assertThat(api.get(id).state()).isIn("SENT", "DELIVERED");
                }
            });
            assertThat(centre.submits()).isEqualTo(accepted.size());
        }
    }

    private Map<String, String> environment(String service, OwnServer server) throws IOException {
        Map<?, ?> all = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(HubSite.findHome().resolve("ops/container/compose-nodes.yaml")));
        Map<?, ?> said = (Map<?, ?>) ((Map<?, ?>) ((Map<?, ?>) all.get("services")).get(service)).get("environment");
        Path password = Files.writeString(folder.resolve("ledger"), "anything\n");
        Map<String, String> here = new TreeMap<>();
        said.forEach((name, value) -> here.put(
                name.toString(),
                value.toString()
                        .replace("postgres:5432/smshub", "127.0.0.1:" + server.port() + "/ledger")
                        .replace("/run/secrets/ledger", password.toString())));
        return here;
    }

    /** As a balancer does: who does not take it is passed over. */
    private void post(List<HubSite> sites) {
        for (int i = 0; !over; i++) {
            Map<String, String> message =
                    Map.of("to", String.format("+4860%07d", i), "from", "12345", "text", "x", "ref", "n-" + i);
            for (int tries = 0; !over && tries >= 0; tries++) {
                try {
                    Api.Answer answer = new Api(sites.get(tries % sites.size())).post(message);
                    if (answer.status() / 100 == 2) {
                        accepted.add(answer.id());
                        tries = -2;
                    }
                } catch (IOException down) {
                    // the other one then
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    private void awaitMore(int messages) {
        int before = accepted.size();
        await().atMost(PATIENCE).until(() -> accepted.size() >= before + messages);
    }
}
