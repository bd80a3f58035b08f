package org.smshub.ledger;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Search;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.store.sqlite.SqliteStore;

/**
 * How long the first page of each filter takes in a ledger of so many messages, which is made where it is not there yet; for 0,
 * what the index of searches costs those who accept: two ledgers in turn, one with it.
 *
 * <pre>java -cp … org.smshub.ledger.SearchBench 10000000 /folder</pre>
 */
public final class SearchBench {

    private static final int ROUNDS = 9;
    private static final int BATCHES = 40;
    private static final int BATCH = 500;

    private SearchBench() {}

    public static void main(String[] arguments) throws Exception {
        long messages = Long.parseLong(arguments[0]);
        Path folder = Path.of(arguments[1]);
        if (messages == 0) {
            accepts(folder);
            return;
        }
        Path large = folder.resolve("of-" + messages);
        if (!Files.exists(large)) {
            fill(large, messages);
        }
        searches(large, messages);
    }

    private static void accepts(Path folder) throws Exception {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Map<String, double[][]> took = new LinkedHashMap<>();
        try (Ledger with = new Ledger(folder.resolve("with"), Parts.SETTINGS);
                Ledger without = new Ledger(folder.resolve("without"), Parts.SETTINGS)) {
            with.index();
            for (int round = -2; round < ROUNDS; round++) {
                List<Map.Entry<String, Ledger>> both =
                        new ArrayList<>(List.of(Map.entry("with", with), Map.entry("without", without)));
                if (round % 2 != 0) {
                    java.util.Collections.reverse(both);
                }
                for (Map.Entry<String, Ledger> one : both) {
                    long cpu = system.getProcessCpuTime();
                    long start = System.nanoTime();
                    accept(one.getValue());
                    double clock = System.nanoTime() - start;
                    // what is indexed later is paid here
                    if (one.getKey().equals("with")) {
                        with.searches().step();
                    }
                    double all = system.getProcessCpuTime() - cpu;
                    if (round >= 0) {
                        double[][] rows = took.computeIfAbsent(one.getKey(), key -> new double[2][ROUNDS]);
                        rows[0][round] = all / 1e3 / (BATCHES * BATCH);
                        rows[1][round] = clock / 1e3 / (BATCHES * BATCH);
                    }
                }
            }
        }
        for (int figure = 0; figure < 2; figure++) {
            double[] ratios = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                ratios[i] = took.get("with")[figure][i] / took.get("without")[figure][i];
            }
            Arrays.sort(ratios);
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE accepts with the index, %s: x %.3f (%.2f to %.2f), %.1f µs a message without%n",
                    figure == 0 ? "CPU of the process" : "clock",
                    ratios[ROUNDS / 2],
                    ratios[0],
                    ratios[ROUNDS - 1],
                    Arrays.stream(took.get("without")[figure]).sorted().toArray()[ROUNDS / 2]);
        }
    }

    private static void accept(Ledger ledger) throws Exception {
        for (int batch = 0; batch < BATCHES; batch++) {
            List<List<Submission>> some = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                String id = Parts.id();
                long now = System.currentTimeMillis();
                some.add(List.of(new Submission(
                        id,
                        1,
                        1,
                        "client-1",
                        "load-" + id,
                        "ACME",
                        "+48600" + (100_000 + (id.hashCode() & 0x7FFFF)),
                        "A text of forty-three characters, as usual.",
                        "GSM7",
                        null,
                        null,
                        null,
                        null,
                        "FINAL",
                        1,
                        "a",
                        now + 3_600_000,
                        null,
                        now,
                        null,
                        null,
                        null,
                        null,
                        "http-send")));
            }
            for (CompletableFuture<Accepted> answer : ledger.acceptAll(some)) {
                answer.get();
            }
        }
    }

    private static void fill(Path folder, long messages) throws Exception {
        Files.createDirectories(folder);
        new Ledger(folder, Parts.SETTINGS).close();
        long now = System.currentTimeMillis();
        try (Connection connection = SqliteStore.source(folder, false).getConnection();
                Statement s = connection.createStatement()) {
            s.execute("pragma synchronous = off");
            s.execute("pragma cache_size = -400000");
            s.execute("insert into word (id, word) values (200, 'a'), (201, 'b'), (300, 'client0'), (301, 'client1'),"
                    + " (302, 'seldom'), (400, 'http-send')");
            String at = "(" + (now - 86_400_000L) + " + i * 86400000 / " + messages + ")";
            long start = System.nanoTime();
            for (long from = 0; from < messages; from += 250_000) {
                // a day of messages; one in a thousand of the client seldom, one in ten thousand failed
                s.execute("insert into part (state, link, priority, due, receipt, recipient, accepted_at, message_id,"
                        + " part, parts, client, client_ref, sender, encoding, links, body, account, remote_key,"
                        + " remote_id, sent_at, done_at, origin, fields) with recursive n(i) as (select " + from
                        + " union all select i + 1 from n where i + 1 < "
                        + Math.min(messages, from + 250_000) + ")"
                        + " select iif(i % 10000 = 77, 11, 6), iif(i % 5000 = 3, 201, 200), 1, " + now + ", 22,"
                        + " '+48' || (500000000 + (i * 7919) % 3000000), " + at + ", "
                        + begun(at)
                        + " || printf('%016d', i), 1, 1, iif(i % 1000 = 5, 302, 300 + i % 2), 'ref-' || i,"
                        + " iif(i % 2 = 0, 'ACME', 'S' || i % 1000), 31, 200, 'A text of forty-three"
                        + " characters, as usual.', 200, 'r' || i, 'r' || i, " + now
                        + ", " + now + ", 400,"
                        + " iif(i % 5000 = 9, 'tags=blue', null) from n");
            }
            Files.writeString(folder.resolve("now"), String.valueOf(now));
            System.out.printf(
                    Locale.ROOT,
                    "%d messages in %.0f s, %d MiB%n",
                    messages,
                    (System.nanoTime() - start) / 1e9,
                    Files.size(folder.resolve("ledger.db")) >> 20);
        }
        try (Ledger ledger = new Ledger(folder, Parts.SETTINGS)) {
            OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long cpu = system.getProcessCpuTime();
            ledger.index();
            ledger.searches().step();
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE the index: %.1f µs of CPU a message, %d octets a message%n",
                    (system.getProcessCpuTime() - cpu) / 1e3 / messages,
                    Files.size(folder.resolve("search.db")) / messages);
        }
    }

    /** The ten characters of a ULID's time, as SQL. */
    private static String begun(String millis) {
        return IntStream.rangeClosed(0, 9)
                .mapToObj(i -> "substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + ((" + millis + " >> " + (45 - 5 * i)
                        + ") & 31), 1)")
                .collect(Collectors.joining(" || "));
    }

    private static void searches(Path folder, long messages) throws Exception {
        try (Ledger ledger = new Ledger(folder, Parts.SETTINGS)) {
            ledger.index();
            ledger.searches().step();
            long now = Long.parseLong(Files.readString(folder.resolve("now")));
            Map<String, Search.Filter> filters = new LinkedHashMap<>();
            filters.put("to", new Search.Filter(null, null, "+48500007919", null, null, null, null, null, null));
            filters.put("to, none", new Search.Filter(null, null, "+48111", null, null, null, null, null, null));
            filters.put(
                    "to, beginning", new Search.Filter(null, null, "+4850000791*", null, null, null, null, null, null));
            filters.put("to, short", new Search.Filter(null, null, "+485*", null, null, null, null, null, null));
            filters.put("to, no such", new Search.Filter(null, null, "+49*", null, null, null, null, null, null));
            filters.put(
                    "to, short, failed",
                    new Search.Filter(null, null, "+485*", null, "FAILED", null, null, null, null));
            filters.put(
                    "to, beginning, seldom",
                    new Search.Filter("seldom", null, "+485000*", null, null, null, null, null, null));
            filters.put("from", new Search.Filter(null, null, null, "S7", null, null, null, null, null));
            filters.put("tag", new Search.Filter(null, null, null, null, null, null, "blue", null, null));
            filters.put(
                    "client that is seldom",
                    new Search.Filter("seldom", null, null, null, null, null, null, null, null));
            filters.put(
                    "ref, of all clients",
                    new Search.Filter(null, "ref-12345", null, null, null, null, null, null, null));
            filters.put("failed", new Search.Filter(null, null, null, null, "FAILED", null, null, null, null));
            filters.put(
                    "failed, of one client",
                    new Search.Filter("client1", null, null, null, "FAILED", null, null, null, null));
            filters.put("delivered", new Search.Filter(null, null, null, null, "DELIVERED", null, null, null, null));
            filters.put("link that is seldom", new Search.Filter(null, null, null, null, null, "b", null, null, null));
            filters.put(
                    "an hour",
                    new Search.Filter(null, null, null, null, null, null, null, now - 50_000_000, now - 46_400_000));
            filters.put("all", new Search.Filter(null, null, null, null, null, null, null, null, null));
            filters.forEach((name, filter) -> {
                double[] millis = new double[20];
                int found = 0;
                for (int i = 0; i < millis.length; i++) {
                    long begin = System.nanoTime();
                    try {
                        found = ledger.searches()
                                .find(filter, null, 50, Duration.ofMillis(500))
                                .found()
                                .size();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    millis[i] = (System.nanoTime() - begin) / 1e6;
                }
                double first = millis[0];
                Arrays.sort(millis);
                System.out.printf(
                        Locale.ROOT,
                        "FIGURE %s: %d found, first page %.1f ms, then median %.1f, worst %.1f%n",
                        name,
                        found,
                        first,
                        millis[10],
                        millis[19]);
            });
        }
    }
}
