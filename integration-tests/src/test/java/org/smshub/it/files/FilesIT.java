package org.smshub.it.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.bench.HttpRate;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.it.Ledgers;
import org.smshub.it.Packaged;

/**
 * A large file through the packaged hub: once, whatever happens; in flat memory; at twice HTTP's rate. With -Pfull a million
 * lines and five kills.
 */
@Timeout(9000)
@Execution(ExecutionMode.CONCURRENT)
class FilesIT {

    private static final boolean FULL = Boolean.getBoolean("full");
    private static final int LINES = FULL ? 1_000_000 : 20_000;
    private static final int KILLS = FULL ? 5 : 2;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Of a whole file on a machine that has other things to do too. */
    private static final Duration LONG = Duration.ofMinutes(FULL ? 40 : 10);

    /** Of each kind as many as of any other, a thousand in all when full. */
    private static final List<String> BAD = List.of(
            "nobody,text,|to",
            ",text,|to",
            "+48600100200,,|text",
            "+48600100200,text,9|priority",
            "+48600100200,text,x|priority",
            "+48600100200,text|priority",
            "+48600100200,a,b,c|",
            "+48600100200,\"a\"b,|",
            "+48600100200,\u0007bell,|text",
            "+4860010020012345678,text,|to");

    private static final int EVERY = LINES / (FULL ? 1_000 : 100);

    @TempDir
    Path folder;

    /** Line by line the field that is wrong; "" = the line itself. */
    private final Map<Long, String> wrong = new TreeMap<>();

    private HubSite site(Path drop) throws IOException {
        HubSite site = HubSite.create(Packaged.home(), HubSite.freePort(), Map.of());
        String block = "camel.routeTemplate[orders].";
        site.property(block + "templateId", "files-in");
        site.property(block + "name", "orders");
        site.property(block + "folder", drop.toString());
        site.property(block + "client", "demo");
        site.property(block + "readLock", "none");
        site.property(block + "delay", "200");
        return site;
    }

    private void write(Path file, int lines, boolean withBad) throws IOException {
        Path half = file.resolveSibling("." + file.getFileName());
        try (BufferedWriter writer = Files.newBufferedWriter(half)) {
            writer.write("to,text,priority\n");
            for (int i = 0; i < lines; i++) {
                if (withBad && i % EVERY == EVERY / 2) {
                    String[] bad = BAD.get(i / EVERY % BAD.size()).split("\\|", -1);
                    wrong.put(i + 2L, bad[1]);
                    writer.write(bad[0] + "\n");
                } else {
                    writer.write(String.format("+4860%07d,Your order %d is on its way to you,1%n", i, i));
                }
            }
        }
        Files.move(half, file);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException notYet) {
            return 0;
        }
    }

    @Test
    void killedInTheMiddleEachLineIsAcceptedOnceAndTheResultsAreComplete() throws Exception {
        Path drop = Files.createDirectories(folder.resolve("drop"));
        write(drop.resolve("orders.csv"), LINES, true);
        try (HubSite site = site(drop)) {
            HubProcess hub = site.start(PATIENCE);
            for (int kill = 1; kill <= KILLS; kill++) {
                // further each time: forty octets and more a line
                long amid = 40L * LINES * kill / (KILLS + 2);
                await().atMost(LONG)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> size(drop.resolve(".work/orders.csv.results")) > amid);
                assertThat(drop.resolve("orders.csv"))
                        .as("the kill must come amid the file")
                        .exists();
                hub.kill();
                hub = site.start(PATIENCE);
            }
            await().atMost(LONG).until(() -> Files.exists(drop.resolve("done/orders.csv")));
            results(drop.resolve("results/orders.csv.csv"));
            failed(drop.resolve("failed/orders.csv.csv"));
            assertThat(accepted(site)).isEqualTo(List.of((long) LINES - wrong.size(), (long) LINES - wrong.size()));
            assertThat(Files.readString(site.log())).doesNotContain("+486000").doesNotContain("Your order");
            System.out.printf("%d lines, %d kills, %d bad lines named%n", LINES, KILLS, wrong.size());
        }
    }

    private void results(Path file) throws IOException {
        Set<String> ids = new HashSet<>();
        long line = 1;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            assertThat(reader.readLine()).isEqualTo("line,ref,state,id,field,reason");
            for (String row = reader.readLine(); row != null; row = reader.readLine()) {
                String[] cells = row.split(",", -1);
                assertThat(Long.parseLong(cells[0])).isEqualTo(++line);
                if (cells[2].equals("REFUSED")) {
                    assertThat(wrong).containsEntry(line, cells[4]);
                } else if (!ids.add(cells[3])) {
                    throw new AssertionError("line " + line + " has the id of another");
                }
            }
        }
        assertThat(line).isEqualTo(LINES + 1L);
        assertThat(ids).hasSize(LINES - wrong.size());
    }

    private void failed(Path file) throws IOException {
        Map<Long, String> named = new TreeMap<>();
        for (String row : Files.readAllLines(file)) {
            String[] cells = row.split(",", 4);
            if (!cells[0].equals("line")) {
                assertThat(cells[2]).as("the reason of line %s", cells[0]).isNotBlank();
                named.put(Long.parseLong(cells[0]), cells[1]);
            }
        }
        assertThat(named).isEqualTo(wrong);
    }

    /** Messages, and different references of them. */
    private static List<Long> accepted(HubSite site) throws Exception {
        try (Connection ledger = Ledgers.connect(site);
                ResultSet row = ledger.createStatement()
                        .executeQuery("select count(*), count(distinct client_ref) from part where part = 1")) {
            row.next();
            return List.of(row.getLong(1), row.getLong(2));
        }
    }

    @Test
    void memoryIsFlatAndTheRateTwiceThatOfHttp() throws Exception {
        Path drop = Files.createDirectories(folder.resolve("drop"));
        try (HubSite site = site(drop)) {
            HubProcess hub = site.start(PATIENCE);
            // both ways warm
            HttpRate.measure(hub, FULL ? 15 : 3);
            write(drop.resolve("warm.csv"), LINES / 10, false);
            await().atMost(PATIENCE).until(() -> Files.exists(drop.resolve("done/warm.csv")));
            double http = HttpRate.measure(hub, FULL ? 10 : 3);
            long idle = hub.liveHeapMiB();
            long resident = hub.residentMiB();
            int lines = FULL ? LINES : 2 * LINES;
            long started = System.nanoTime();
            write(drop.resolve("large.csv"), lines, false);
            long written = System.nanoTime();
            long most = 0;
            while (FULL && !Files.exists(drop.resolve("done/large.csv"))) {
                most = Math.max(most, hub.liveHeapMiB());
                await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
            }
            await().atMost(LONG).until(() -> Files.exists(drop.resolve("done/large.csv")));
            double file = lines / ((System.nanoTime() - written) / 1e9);
            System.out.printf(
                    "HTTP %.0f/s, file %.0f lines/s (%.2f times); live heap %d MiB idle, %d at most; resident %d then %d MiB; written in %.1f s%n",
                    http, file, file / http, idle, most, resident, hub.residentMiB(), (written - started) / 1e9);
            assertThat(hub.liveHeapMiB()).isLessThanOrEqualTo(idle + 64);
            assertThat(most).isLessThanOrEqualTo(idle + 64);
            if (FULL) {
                assertThat(file).isGreaterThanOrEqualTo(2 * http);
            }
        }
    }
}
