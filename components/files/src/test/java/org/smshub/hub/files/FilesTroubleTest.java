package org.smshub.hub.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Disks that are full, and folders into which nothing can be moved. The disks are mounts of the test's own, which needs root. */
@Execution(ExecutionMode.CONCURRENT)
class FilesTroubleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LINES = 3_000;

    @TempDir
    Path folder;

    private final Warnings warnings = new Warnings(() -> hub);
    private FilesHub hub;
    private Path disk;

    @AfterEach
    void stop() throws Exception {
        if (hub != null) {
            hub.close();
        }
        warnings.close();
        if (disk != null) {
            run("umount", "-l", disk.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private Path disk(Path at, int mebibytes) throws Exception {
        Files.createDirectories(at);
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m,mode=700", "tmpfs", at.toString()))
                .as("a disk of its own, which needs root")
                .isZero();
        disk = at;
        return at;
    }

    /** Takes what room there is; gives what is to be deleted. */
    private Path fill() throws IOException {
        Path ballast = disk.resolve(".ballast");
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] block = new byte[4_096];
            while (true) {
                out.write(block);
            }
        } catch (IOException noMoreRoom) {
            return ballast;
        }
    }

    private void input(Path drop, Map<String, Object> more) throws Exception {
        Map<String, Object> options =
                new HashMap<>(Map.of("folder", drop.toString(), "client", "shop", "delay", "100", "readLock", "none"));
        options.putAll(more);
        hub.add("files-in", "files-in", options);
    }

    private static void drop(Path drop, String name, String text) throws IOException {
        Path half = Files.writeString(drop.resolve("." + name), text);
        Files.move(half, drop.resolve(name));
    }

    private static String lines(int count) {
        StringBuilder text = new StringBuilder("to,text\n");
        for (int i = 0; i < count; i++) {
            text.append(String.format("+4860%07d,line %d%n", i, i));
        }
        return text.toString();
    }

    private static void exists(Path file) {
        await().atMost(PATIENCE).until(() -> Files.exists(file));
    }

    private void eachLineOnce(Path drop) throws IOException {
        List<String> results = Files.readAllLines(drop.resolve("results/big.csv.csv"));
        assertThat(results).hasSize(LINES + 1);
        assertThat(results.stream().skip(1).map(line -> line.split(",")[3]).distinct())
                .as("ids")
                .hasSize(LINES);
        await().atMost(PATIENCE).until(() -> hub.sent.size() >= LINES);
        assertThat(hub.sent.stream().map(FilesHub.Sent::to).collect(Collectors.toSet()))
                .hasSize(LINES);
        assertThat(hub.sent).hasSize(LINES);
    }

    /** Files below it that this process has open. */
    private static List<Path> open(Path below) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(FilesTroubleTest::target)
                    .filter(file -> file.startsWith(below))
                    .toList();
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException closedMeanwhile) {
            return link;
        }
    }

    @Test
    void aFileWaitsForRoomOnItsDisk() throws Exception {
        hub = new FilesHub(folder.resolve("hub"));
        Path drop = disk(folder.resolve("drop"), 2);
        Files.createDirectory(drop.resolve(".work"));
        drop(drop, "big.csv", lines(LINES));
        Path ballast = fill();
        input(drop, Map.of());
        await().atMost(PATIENCE).until(() -> warnings.has("big.csv stays and is tried again"));
        assertThat(warnings.said).anyMatch(line -> line.contains("No space left on device"));
        assertThat(open(drop)).isEmpty();
        assertThat(drop.resolve("big.csv")).exists();
        assertThat(drop.resolve("done/big.csv")).doesNotExist();
        Files.delete(ballast);
        exists(drop.resolve("done/big.csv"));
        eachLineOnce(drop);
    }

    @Test
    void aFileWaitsForRoomOnTheLedgersDisk() throws Exception {
        disk(folder.resolve("hub/data"), 16);
        hub = new FilesHub(folder.resolve("hub"));
        Path drop = Files.createDirectories(folder.resolve("drop"));
        Path ballast = fill();
        drop(drop, "big.csv", lines(LINES));
        input(drop, Map.of());
        await().atMost(PATIENCE).until(() -> warnings.has("the disk is full"));
        assertThat(drop.resolve("big.csv")).exists();
        assertThat(drop.resolve("done/big.csv")).doesNotExist();
        Files.delete(ballast);
        exists(drop.resolve("done/big.csv"));
        eachLineOnce(drop);
        assertThat(drop.resolve("failed/big.csv.csv")).doesNotExist();
    }

    @Test
    void theLastStatesWaitForRoom() throws Exception {
        hub = new FilesHub(folder.resolve("hub"));
        Path drop = disk(folder.resolve("drop"), 2);
        input(drop, Map.of("states", "true"));
        drop(drop, "big.csv", lines(LINES));
        exists(drop.resolve("done/big.csv"));
        await().atMost(PATIENCE).until(() -> hub.sent.size() == LINES);
        Path ballast = fill();
        hub.sent.forEach(sent -> hub.receipt(sent.id(), sent.to(), "DELIVERED"));
        await().atMost(PATIENCE).until(() -> warnings.has("the last states of a file wait"));
        assertThat(open(drop)).isEmpty();
        Files.delete(ballast);
        exists(drop.resolve("results/big.csv.states.csv"));
        List<String> states = Files.readAllLines(drop.resolve("results/big.csv.states.csv"));
        assertThat(states).hasSize(LINES + 1);
        assertThat(states.stream().skip(1).map(line -> line.split(",")[3]).distinct())
                .hasSize(LINES);
        assertThat(states.stream().skip(1)).allMatch(line -> line.contains(",DELIVERED,"));
    }

    @Test
    void theLastStatesAreKeptUntilTheyAreWhereTheyBelong() throws Exception {
        hub = new FilesHub(folder.resolve("hub"));
        Path drop = Files.createDirectories(folder.resolve("drop"));
        input(drop, Map.of("states", "true"));
        drop(drop, "a.csv", "to,text,ref\n+48600100201,one,a\n");
        exists(drop.resolve("done/a.csv"));
        await().atMost(PATIENCE).until(() -> hub.sent.size() == 1);
        Files.move(drop.resolve("results"), drop.resolve("away"));
        Files.createFile(drop.resolve("results"));
        hub.receipt(hub.sent.peek().id(), "+48600100201", "DELIVERED");
        exists(drop.resolve(".work/a.csv.states"));
        // two more looks: the first has tried to bring it where it belongs
        await().atMost(PATIENCE).until(() -> warnings.said.size() >= 1);
        Files.delete(drop.resolve("results"));
        exists(drop.resolve("results/a.csv.states.csv"));
        assertThat(Files.readAllLines(drop.resolve("results/a.csv.states.csv")).get(1))
                .startsWith("2,a,DELIVERED,");
    }

    @Test
    void aFileThatCannotBeMovedHoldsUpNoOther() throws Exception {
        hub = new FilesHub(folder.resolve("hub"));
        Path drop = Files.createDirectories(folder.resolve("drop"));
        Files.createFile(drop.resolve("done"));
        drop(drop, "a.csv", "to,text\n+48600100201,one\n");
        Files.setLastModifiedTime(
                drop.resolve("a.csv"), FileTime.from(Instant.now().minusSeconds(60)));
        input(drop, Map.of());
        await().atMost(PATIENCE).until(() -> warnings.has("a.csv stays, and is tried again in 10 s"));
        drop(drop, "b.csv", "to,text\n");
        exists(drop.resolve("failed/b.csv"));
        assertThat(drop.resolve("a.csv")).exists();
        Files.delete(drop.resolve("done"));
        exists(drop.resolve("done/a.csv"));
        assertThat(hub.sent).hasSize(1);
        assertThat(warnings.traces).isEmpty();
    }

    @Test
    void theOldestFileComesFirst() throws Exception {
        hub = new FilesHub(folder.resolve("hub"));
        Path drop = Files.createDirectories(folder.resolve("drop"));
        for (int i = 0; i < 20; i++) {
            // names in an order of their own
            String name = (i * 7 % 20) + ".csv";
            drop(drop, name, "to,text\n+48600100201,number " + i + "\n");
            Files.setLastModifiedTime(
                    drop.resolve(name), FileTime.from(Instant.now().minusSeconds(3_600 - i)));
        }
        input(drop, Map.of());
        await().atMost(PATIENCE).until(() -> hub.sent.size() == 20);
        assertThat(hub.sent.stream()
                        .sorted(java.util.Comparator.comparing(FilesHub.Sent::id))
                        .map(FilesHub.Sent::text))
                .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 20)
                        .mapToObj(i -> "number " + i)
                        .toList());
    }

    @Test
    void aSpoolFileThatCannotBeMovedIsSentOnce() throws Exception {
        hub = new FilesHub(folder.resolve("hub"));
        Path spool = folder.resolve("spool");
        Files.createDirectories(spool);
        hub.add(
                "spool-in",
                "spool-in",
                Map.of("folder", spool.toString(), "client", "alarms", "delay", "100", "whole", "50"));
        Files.delete(spool.resolve("checked"));
        Files.createFile(spool.resolve("checked"));
        drop(spool.resolve("outgoing"), "alert-1", "To: 48600100201\n\nDisk is full\n");
        await().atMost(PATIENCE).until(() -> warnings.has("a file of outgoing cannot be moved"));
        Files.delete(spool.resolve("checked"));
        Files.createDirectory(spool.resolve("checked"));
        exists(spool.resolve("checked/alert-1"));
        assertThat(hub.sent).hasSize(1);
        assertThat(warnings.traces).isEmpty();
    }
}
