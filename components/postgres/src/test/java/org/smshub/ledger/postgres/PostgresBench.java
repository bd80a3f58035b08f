package org.smshub.ledger.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.smshub.ledger.LedgerBench;
import org.smshub.ledger.store.Chores;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.StoreMaker;

/**
 * What the ledger alone does on PostgreSQL and on SQLite, in turn, on one thread: messages are accepted, sent and
 * delivered in groups of 10, 30 and 100. The server is Debian's, on this machine, with durable commits. Says messages a
 * second of both, and the CPU of this process.
 */
public final class PostgresBench {

    private static final int ROUNDS = Integer.getInteger("rounds", 5);

    private PostgresBench() {}

    private interface Opener {
        Engine open() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("bench");
        try (OwnServer server = OwnServer.start()) {
            // each run has an empty ledger: its references are always the same
            Opener postgres = () -> {
                server.execute("drop schema public cascade; create schema public");
                StoreMaker.Place place = new StoreMaker.Place(folder, server.url(), null, null);
                return StoreMaker.of(place).open(place, System.err::println).engine();
            };
            Opener sqlite = () -> {
                for (String file : List.of("ledger.db", "ledger.db-wal", "ledger.db-shm")) {
                    Files.deleteIfExists(folder.resolve(file));
                }
                StoreMaker.Place place = new StoreMaker.Place(folder, null, null, null);
                return StoreMaker.of(place).open(place, System.err::println).engine();
            };
            run(null, sqlite, 30, true);
            run(server, postgres, 30, true);
            for (boolean receipts : new boolean[] {false, true}) {
                for (int group : new int[] {10, 30, 100}) {
                    List<double[]> one = new ArrayList<>();
                    List<double[]> other = new ArrayList<>();
                    for (int round = 0; round < ROUNDS; round++) {
                        one.add(run(null, sqlite, group, receipts));
                        other.add(run(server, postgres, group, receipts));
                    }
                    System.out.printf(
                            Locale.ROOT,
                            "FIGURE %s receipts, groups of %d: SQLite %.0f/s at %.3f CPU s per 1,000, PostgreSQL %.0f/s at"
                                    + " %.3f and %.3f in the server (rates: %.2f)%n",
                            receipts ? "with" : "without",
                            group,
                            1e6 / median(one, 1),
                            median(one, 0) / 1e3,
                            1e6 / median(other, 1),
                            median(other, 0) / 1e3,
                            median(other, 2),
                            median(one, 1) / median(other, 1));
                }
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static double[] run(OwnServer server, Opener opener, int group, boolean receipts) throws Exception {
        try (Engine engine = opener.open()) {
            // as a hub does at its start: it learns that no receipt waits for a result
            Group first = new Group(System.currentTimeMillis());
            first.chores = new Chores(1_000, 0, 0, Map.of(), null, false);
            engine.write(first);
            double before = server == null ? 0 : server.cpuSeconds();
            double[] took = LedgerBench.run(engine, group, receipts);
            took[2] = server == null ? 0 : (server.cpuSeconds() - before) * 1_000 / LedgerBench.MESSAGES;
            return took;
        }
    }

    private static double median(List<double[]> rows, int column) {
        return rows.stream().mapToDouble(r -> r[column]).sorted().toArray()[rows.size() / 2];
    }
}
