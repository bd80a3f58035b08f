package org.smshub.hub.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.hub.EventJson;

/** What files-out writes, for messages that come in and for the states of a file's messages. */
class FilesOutTest {

    @TempDir
    Path folder;

    @Test
    void anEventIsAFile() throws Exception {
        Path drop = Files.createDirectories(folder.resolve("drop"));
        Path out = folder.resolve("out");
        try (FilesHub hub = new FilesHub(folder.resolve("hub"))) {
            hub.context.getRegistry().bind("eventJson", new EventJson());
            hub.add("files-out", "files-out", Map.of("folder", out.toString()));
            hub.add(
                    "files-in",
                    "files-in",
                    Map.of(
                            "folder",
                            drop.toString(),
                            "client",
                            "shop",
                            "events",
                            "file",
                            "delay",
                            "100",
                            "readLock",
                            "none"));
            hub.incoming("+48600100200", "2345", "Zażółć");
            Path half = Files.writeString(drop.resolve(".a.csv"), "to,text,ref\n+48600100201,one,order-7\n");
            Files.move(half, drop.resolve("a.csv"));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> hub.sent.size() == 1);
            hub.receipt(hub.sent.peek().id(), "+48600100201", "DELIVERED");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> events(out).size() == 2);
            List<JsonNode> events = events(out);
            assertThat(events).anySatisfy(event -> {
                assertThat(event.path("kind").asText()).isEqualTo("MESSAGE");
                assertThat(event.path("text").asText()).isEqualTo("Zażółć");
                assertThat(event.path("from").asText()).isEqualTo("+48600100200");
            });
            assertThat(events).anySatisfy(event -> {
                assertThat(event.path("state").asText()).isEqualTo("DELIVERED");
                assertThat(event.path("ref").asText()).isEqualTo("order-7");
            });
        }
    }

    @Test
    void manyEventsAreLinesOfOneFile() throws Exception {
        Path out = folder.resolve("out");
        try (FilesHub hub = new FilesHub(folder.resolve("hub"))) {
            hub.context.getRegistry().bind("eventJson", new EventJson());
            hub.add(
                    "files-out",
                    "files-out",
                    Map.of("folder", out.toString(), "fileName", "all.jsonl", "fileExist", "Append"));
            for (int i = 0; i < 5; i++) {
                hub.incoming("+48600100200", "2345", "Zażółć " + i);
            }
            Path all = out.resolve("all.jsonl");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(all).content().hasLineCount(5));
            for (String line : Files.readAllLines(all)) {
                assertThat(new ObjectMapper().readTree(line).path("text").asText())
                        .startsWith("Zażółć ");
            }
        }
    }

    private static List<JsonNode> events(Path out) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        if (!Files.isDirectory(out.resolve("shop"))) {
            return events;
        }
        try (Stream<Path> files = Files.list(out.resolve("shop"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".json")).toList()) {
                events.add(new ObjectMapper().readTree(file.toFile()));
            }
        }
        return events;
    }
}
