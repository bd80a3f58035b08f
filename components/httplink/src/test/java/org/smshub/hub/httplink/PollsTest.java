package org.smshub.hub.httplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.smshub.hub.httplink.StandIn.json;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.hub.httplink.file.Heard;
import org.smshub.ledger.LedgerComponent;

/** A provider that calls nobody, as playSMS: what became of messages, and what came, is asked for. */
class PollsTest {

    @TempDir
    private Path directory;

    private final List<Heard> told = new CopyOnWriteArrayList<>();
    private final AtomicBoolean full = new AtomicBoolean();

    private Links links() throws Exception {
        Links links = new Links();
        LedgerComponent ledger = new LedgerComponent();
        ledger.setDirectory(directory.resolve("data").toString());
        links.camel().addComponent("ledger", ledger);
        links.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:provider-tells").process(e -> {
                    assertThat(e.getProperty(HttpLinks.LINK)).isEqualTo("playsms");
                    if (full.get()) {
                        throw new IllegalStateException("the disk is full");
                    }
                    List<?> heard = e.getMessage().getBody(List.class);
                    heard.forEach(one -> told.add((Heard) one));
                });
            }
        });
        return links;
    }

    private String uri(StandIn playsms) throws Exception {
        Path file = Files.writeString(
                directory.resolve("playsms.yaml"),
                Files.readString(Path.of("../../config/providers/playsms.yaml")).replace("every: 30s", "every: 1s"));
        return Links.uri(
                "playsms",
                Map.of("url", playsms.url(), "user", "admin", "password", "h4sh", "provider", "file:" + file));
    }

    @Test
    void whatBecameOfAMessageIsAskedForUntilItHasAnEnd() throws Exception {
        AtomicBoolean delivered = new AtomicBoolean();
        try (StandIn playsms = new StandIn();
                Links links = links()) {
            playsms.answers(asked -> {
                if (asked.method().equals("POST")) {
                    return json(200, "{\"data\":[{\"status\":\"OK\",\"error\":\"0\",\"smslog_id\":\"7\"}]}");
                }
                if (asked.query().get("op").equals("in")) {
                    return json(200, "{\"status\":\"ERR\",\"error\":\"501\"}");
                }
                assertThat(asked.query()).containsEntry("smslog_id", "7").containsEntry("u", "admin");
                return json(
                        200,
                        "{\"data\":[{\"smslog_id\":\"7\",\"dst\":\"+48600100200\",\"status\":\""
                                + (delivered.get() ? 3 : 1)
                                + "\"},{\"smslog_id\":\"8\",\"dst\":\"+48600100201\",\"status\":\"3\"}]}");
            });
            assertThat(links.send(uri(playsms), "x", Map.of()).getException()).isNull();
            await().until(() -> asks(playsms, "ds") >= 2);
            assertThat(told).isEmpty();
            full.set(true);
            delivered.set(true);
            int before = asks(playsms, "ds");
            await().until(() -> asks(playsms, "ds") >= before + 2);
            assertThat(told).as("what cannot be kept is asked for again").isEmpty();
            full.set(false);
            await().until(() -> !told.isEmpty());
            assertThat(told.get(0).state()).isEqualTo("DELIVERED");
            assertThat(told.get(0).id()).isEqualTo("7");
            int after = asks(playsms, "ds");
            int in = asks(playsms, "in");
            await().until(() -> asks(playsms, "in") >= in + 2);
            assertThat(asks(playsms, "ds")).as("no more once it has an end").isLessThanOrEqualTo(after + 1);
            assertThat(told).hasSize(1);
        }
    }

    @Test
    void whatCameIsAskedForFromWhereItStoppedAlsoAfterARestart() throws Exception {
        try (StandIn playsms = new StandIn()) {
            playsms.answers(asked -> {
                if (asked.method().equals("POST")) {
                    return json(200, "{\"data\":[{\"status\":\"OK\",\"error\":\"0\",\"smslog_id\":\"7\"}]}");
                }
                return asked.query().get("op").equals("in")
                                && asked.query().get("last").equals("0")
                        ? json(
                                200,
                                "{\"data\":[{\"id\":\"41\",\"src\":\"+48600100200\",\"dst\":\"2345\",\"msg\":\"hi 🙂\","
                                        + "\"dt\":\"2026-11-27 20:15:00\"},{\"id\":\"42\",\"src\":\"+48600100201\",\"dst\":\"2345\",\"msg\":\"ho\"}]}")
                        : json(200, "{\"status\":\"ERR\",\"error\":\"501\"}");
            });
            try (Links links = links()) {
                links.send(uri(playsms), "x", Map.of());
                await().until(() -> playsms.asked.stream()
                        .anyMatch(a -> "42".equals(a.query().get("last"))));
            }
            assertThat(told.stream().map(Heard::body)).containsExactly("hi 🙂", "ho");
            assertThat(told.get(0).at()).isEqualTo(1_795_810_500_000L);
            int before = playsms.asked.size();
            try (Links links = links()) {
                links.send(uri(playsms), "x", Map.of());
                await().until(() -> playsms.asked.stream().skip(before).anyMatch(a -> "42"
                        .equals(a.query().get("last"))));
            }
            assertThat(told).hasSize(2);
        }
    }

    private static int asks(StandIn playsms, String op) {
        return (int) playsms.asked.stream()
                .filter(a -> op.equals(a.query().get("op")))
                .count();
    }
}
