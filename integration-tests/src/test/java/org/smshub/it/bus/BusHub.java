package org.smshub.it.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.it.CentreProcess;
import org.smshub.it.Ledgers;
import org.smshub.it.Packaged;

/** A hub with a centre behind it and a client named shop, for whom a bus is configured. */
final class BusHub implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A route for a person with a browser: suspend or resume another. */
    private static final String SWITCH = """
            - route:
                from:
                  uri: platform-http:/test/{route}/{action}
                  parameters:
                    platformHttpEngine: "#bean:httpOpen"
                  steps:
                    - toD:
                        uri: "controlbus:route?routeId=${header.route}&action=${header.action}"
            """;

    final HubSite site;
    final CentreProcess centre;
    HubProcess process;

    /** @param events which way the client shop hears of its messages */
    BusHub(Path folder, String events) throws IOException {
        this(new CentreProcess(Files.createDirectories(folder).resolve("book"), HubSite.freePort()), true, events);
    }

    /** @param own whether the centre is to be started */
    BusHub(CentreProcess centre, boolean own, String events) throws IOException {
        this.centre = centre;
        if (own) {
            centre.start();
        }
        site = HubSite.create(Packaged.home(), centre.port(), Map.of("window", "50"));
        Packaged.quickStart(site);
        Files.writeString(
                site.config().resolve("clients.yaml"),
                "\n  - id: shop\n    events: " + events + "\n",
                StandardOpenOption.APPEND);
    }

    void properties(Map<String, String> properties) throws IOException {
        for (Map.Entry<String, String> property : properties.entrySet()) {
            site.property(property.getKey(), property.getValue());
        }
    }

    /** Before its start: {@link #suspend} and {@link #resume} work then. */
    void withSwitch() throws IOException {
        Files.writeString(site.routes().resolve("switch.camel.yaml"), SWITCH);
    }

    void suspend(String route) throws Exception {
        act(route, "suspend");
    }

    void resume(String route) throws Exception {
        act(route, "resume");
    }

    private void act(String route, String action) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(site.api("/test/" + route + "/" + action))
                .build();
        int status = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status / 100 != 2) {
            throw new IllegalStateException(action + " " + route + ": " + status);
        }
    }

    void start() throws IOException, InterruptedException {
        process = site.start(PATIENCE);
    }

    void kill() {
        process.kill();
    }

    JsonNode health() throws IOException, InterruptedException {
        return JSON.readTree(
                process.get(site.management("/observe/health?data=true")).body());
    }

    /** The one check whose name has this in it. */
    JsonNode check(String name) throws IOException, InterruptedException {
        JsonNode health = health();
        for (JsonNode check : health.path("checks")) {
            if (check.path("name").asText().contains(name)) {
                return check;
            }
        }
        throw new AssertionError(name + " is not in " + health);
    }

    void awaitHealth(String name, String status) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(check(name).path("status").asText()).as(name).isEqualTo(status));
    }

    Map<String, Integer> states() throws SQLException {
        Map<String, Integer> states = new TreeMap<>();
        try (Connection ledger = Ledgers.connect(site);
                ResultSet row =
                        ledger.createStatement().executeQuery("select state, count(*) from messages group by state")) {
            while (row.next()) {
                states.put(row.getString(1), row.getInt(2));
            }
        }
        return states;
    }

    int rows() throws SQLException {
        return states().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Parts that were ever accepted; to ask costs nothing, so that what is measured meanwhile is not the question. */
    long accepted() throws SQLException {
        try (Connection ledger = Ledgers.connect(site);
                ResultSet row = ledger.createStatement().executeQuery("select coalesce(max(id), 0) from part")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** As many are in the ledger, no one more, and nothing of them waits. */
    void awaitEnded(int messages) {
        await().atMost(PATIENCE.multipliedBy(3))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .untilAsserted(() -> {
                    // one look: what comes between two would be taken for ended
                    Map<String, Integer> states = states();
                    assertThat(states.values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum())
                            .as("%s", states)
                            .isEqualTo(messages);
                    states.keySet().removeAll(List.of("SENT", "DELIVERED", "UNKNOWN"));
                    assertThat(states).isEmpty();
                });
    }

    /** The ledger and the centre agree: each was sent once, or the ledger says that nobody knows (the hub was killed amid it). */
    void compare(int messages) throws IOException, SQLException {
        Map<String, Integer> copies = centre.copies();
        assertThat(copies.values()).allMatch(count -> count == 1);
        int unknown = states().getOrDefault("UNKNOWN", 0);
        assertThat(copies.size()).as("%s", missing(copies.keySet())).isBetween(messages - unknown, messages);
    }

    /** What the ledger says of those that the centre has not. */
    private List<String> missing(Set<String> there) throws SQLException {
        List<String> missing = new ArrayList<>();
        try (Connection ledger = Ledgers.connect(site);
                ResultSet row = ledger.createStatement()
                        .executeQuery("select recipient, id, state, attempts, remote_id, sent_at, accepted_at from part"
                                + " order by id")) {
            while (row.next()) {
                if (!there.contains(row.getString(1).replace("+", ""))) {
                    missing.add(row.getString(1) + " " + row.getLong(2) + " state " + row.getInt(3) + " attempts "
                            + row.getInt(4) + " id " + row.getString(5) + " sent " + row.getLong(6) + " accepted "
                            + row.getLong(7));
                }
            }
        }
        return missing;
    }

    @Override
    public void close() throws IOException {
        site.close();
        centre.close();
    }
}
