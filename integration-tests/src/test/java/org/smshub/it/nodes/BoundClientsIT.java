package org.smshub.it.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.it.Esme;
import org.smshub.it.Packaged;
import org.smshub.ledger.postgres.OwnServer;
import org.smshub.line.Kannel;

/**
 * Applications (jSMPP by SMPP, Kannel by UCP and CIMD2: nobody's here) bind to either of two hubs on one PostgreSQL; one of them has the
 * only link.
 */
@Timeout(900)
class BoundClientsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration START = Duration.ofSeconds(240);
    private static final String KEY_OF_KANNEL = "key-of-kannel";
    private static final String CLIENT = "events/smpp/demo";

    private OwnServer server;
    private SmppSink centre;

    /** The first has the link. */
    private final List<Node> hubs = new ArrayList<>();

    /** A hub, and what applications hear that are bound to it. */
    private static final class Node {
        final HubSite site;
        final Map<String, Integer> ports = new HashMap<>();
        final HubProcess process;
        final List<String> receipts = new CopyOnWriteArrayList<>();

        Node(int centre, String url, boolean hasLink) throws IOException {
            site = HubSite.create(Packaged.home(), centre, Map.of());
            Packaged.quickStart(site);
            site.property("hub.ledger.url", url);
            site.property("hub.nodes", "true");
            if (hasLink) {
                site.property("hub.nodes.links", "sink");
            }
            for (String protocol : List.of("smpp", "ucp", "cimd2")) {
                ports.put(protocol, HubSite.freePort());
                site.property("hub." + protocol, "true");
                site.property("hub." + protocol + ".port", Integer.toString(ports.get(protocol)));
            }
            Files.writeString(
                    site.config().resolve("clients.yaml"),
                    Hub.client("kannel", KEY_OF_KANNEL, ""),
                    StandardOpenOption.APPEND);
            process = site.launch();
        }

        Esme bind() {
            return await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(this::connect, Esme::isBound);
        }

        private Esme connect() throws IOException {
            String password =
                    Files.readString(site.data().resolve("demo.password")).strip();
            return new Esme(ports.get("smpp"), "demo", password, ANSWER, receipt -> receipts.add(Esme.id(receipt)));
        }
    }

    @BeforeEach
    void start() throws Exception {
        assumeThat(OwnServer.isThere()).as("Debian's postgresql").isTrue();
        server = OwnServer.start();
        centre = new SmppSink(SmppSink.Settings.FAST, submit -> {});
        hubs.add(new Node(centre.port(), server.url(), true));
        hubs.add(new Node(centre.port(), server.url(), false));
        for (Node hub : hubs) {
            hub.process.awaitReady(START);
        }
        await().atMost(PATIENCE).until(() -> owner("link/sink").equals(name(hubs.get(0))));
    }

    @AfterEach
    void stop() throws Exception {
        for (Node hub : hubs) {
            hub.site.close();
        }
        if (centre != null) {
            centre.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static String name(Node hub) throws IOException {
        return Files.readString(hub.site.data().resolve("node")).strip();
    }

    /** The hub that has it, "" = nobody. */
    private String owner(String what) throws SQLException {
        try (Connection ledger = server.connect();
                ResultSet row = ledger.createStatement()
                        .executeQuery("select coalesce(max(node), '') from holding where what = '" + what + "'")) {
            row.next();
            return row.getString(1);
        }
    }

    private static String submit(Esme application) throws Exception {
        return application.submit("2345", "48600100200", "hello", null, Esme.FINAL);
    }

    @Test
    void receiptsComeToWhicheverHubTheApplicationIsBoundTo() throws Exception {
        Node sender = hubs.get(0);
        Node other = hubs.get(1);

        Esme far = other.bind();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(submit(far));
        }
        await("though the other hub has the link").atMost(PATIENCE).until(() -> other.receipts.size() >= 20);
        assertThat(other.receipts).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(owner(CLIENT)).isEqualTo(name(other));

        Esme near = sender.bind();
        String both = submit(near);
        await().atMost(PATIENCE).until(() -> other.receipts.contains(both));
        assertThat(sender.receipts).as("one hub tells").isEmpty();

        far.close();
        await("its last session there has gone").atMost(PATIENCE).until(() -> owner(CLIENT)
                .equals(name(sender)));
        String after = submit(near);
        await().atMost(PATIENCE).until(() -> sender.receipts.contains(after));

        near.close();
        await("and nobody is bound").atMost(PATIENCE).until(() -> owner(CLIENT).isEmpty());
        Esme again = other.bind();
        String last = submit(again);
        await().atMost(PATIENCE).until(() -> other.receipts.contains(last));

        Esme survivor = sender.bind();
        assertThat(owner(CLIENT)).isEqualTo(name(other));
        other.process.kill();
        String orphan = submit(survivor);
        await("of a hub that was killed").atMost(PATIENCE).until(() -> sender.receipts.contains(orphan));
        survivor.close();
    }

    /** Kannel knows one address; behind it is the other hub, where its own dies. */
    @ParameterizedTest
    @CsvSource({"ucp, emi, 4", "cimd2, cimd2,"})
    void receiptsComeToWhicheverHubKannelIsBoundTo(String protocol, String smsc, String sent, @TempDir Path folder)
            throws Exception {
        assumeThat(Kannel.isInstalled()).as("Debian's kannel").isTrue();
        Node sender = hubs.get(0);
        Node other = hubs.get(1);
        String client = "events/" + protocol + "/kannel";
        // by UCP Kannel asks to be told what the centre has, too
        List<String> taken = Stream.of("8", sent).filter(Objects::nonNull).toList();
        List<String> all = Stream.concat(taken.stream(), Stream.of("1")).toList();
        try (Cable address = new Cable(InetAddress.getLoopbackAddress(), 0, other.ports.get(protocol));
                Kannel kannel = new Kannel(folder, smsc, address.port(), "kannel", KEY_OF_KANNEL)) {
            for (int i = 0; i < 10; i++) {
                send(kannel, "far" + i);
            }
            for (int i = 0; i < 10; i++) {
                awaitReports(kannel, "far" + i, all);
            }
            assertThat(owner(client)).as("though the other hub has the link").isEqualTo(name(other));

            centre.holdReceipts(true);
            send(kannel, "moved");
            awaitReports(kannel, "moved", taken);
            other.process.kill();
            address.to(sender.ports.get(protocol));
            await("its next hub tells").atMost(PATIENCE).until(() -> owner(client)
                    .equals(name(sender)));
            centre.holdReceipts(false);
            awaitReports(kannel, "moved", all);
            send(kannel, "near");
            awaitReports(kannel, "near", all);
        }
    }

    /** Until its smsbox is up Kannel takes nothing. */
    private static void send(Kannel kannel, String ref) {
        Map<String, String> message = Map.of("ref", ref, "to", "+48600100200", "from", "2345", "text", "hello");
        await().atMost(PATIENCE).until(() -> kannel.send(message));
    }

    private static void awaitReports(Kannel kannel, String ref, List<String> types) {
        await(ref).atMost(PATIENCE).untilAsserted(() -> assertThat(kannel.reports(ref))
                .isEqualTo(types));
    }
}
