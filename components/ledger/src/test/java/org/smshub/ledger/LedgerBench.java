package org.smshub.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.entry.Accept;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.sqlite.SqliteEngine;
import org.smshub.ledger.store.sqlite.SqliteStore;
import org.smshub.link.IdForms;

/**
 * What the ledger alone costs: messages are accepted, sent and delivered in groups of 10 and of 30, by the hub's own
 * statements on one thread. Says the microseconds a message of its CPU and of the clock. With the class folders of other
 * states of this module (name=folder …) each is measured in turn, in this process:
 *
 * <pre>./mvnw -q -pl components/ledger -am test-compile dependency:build-classpath …
 * java -cp … org.smshub.ledger.LedgerBench now=components/ledger/target/classes before=../before/components/ledger/target/classes</pre>
 */
public final class LedgerBench {

    private static final Account ACCOUNT = new Account("smsc.example:2775/hub", IdForms.SAFE, false);
    private static final String LINK = "north";
    public static final int MESSAGES = 20_000;
    private static final int ROUNDS = 5;

    private LedgerBench() {}

    /** One state of this module. */
    private interface Variant {
        double[] run(int group, boolean receipts) throws Exception;
    }

    public static void main(String[] states) throws Exception {
        Map<String, Variant> variants = new LinkedHashMap<>();
        if (states.length == 0) {
            variants.put("this", LedgerBench::run);
        }
        for (String state : states) {
            int equals = state.indexOf('=');
            variants.put(state.substring(0, equals), other(Path.of(state.substring(equals + 1))));
        }
        for (Variant variant : variants.values()) {
            variant.run(30, true);
            variant.run(10, false);
        }
        for (boolean receipts : new boolean[] {false, true}) {
            for (int group : new int[] {10, 30}) {
                Map<String, List<double[]>> all = new LinkedHashMap<>();
                for (int round = 0; round < ROUNDS; round++) {
                    List<String> names = new ArrayList<>(variants.keySet());
                    java.util.Collections.rotate(names, round);
                    for (String name : names) {
                        all.computeIfAbsent(name, n -> new ArrayList<>())
                                .add(variants.get(name).run(group, receipts));
                    }
                }
                say(receipts, group, variants.keySet(), all);
            }
        }
    }

    private static void say(boolean receipts, int group, Iterable<String> names, Map<String, List<double[]>> all) {
        double first = 0;
        for (String name : names) {
            double cpu = median(all.get(name), 0);
            first = first == 0 ? cpu : first;
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE %s receipts, groups of %d, %s: CPU %.1f µs a message (x %.2f), clock %.1f, file %.0f B a message; CPU of each round %s%n",
                    receipts ? "with" : "without",
                    group,
                    name,
                    cpu,
                    cpu / first,
                    median(all.get(name), 1),
                    median(all.get(name), 2),
                    all.get(name).stream()
                            .map(r -> String.format(Locale.ROOT, "%.1f", r[0]))
                            .toList());
        }
    }

    private static double median(List<double[]> rows, int column) {
        return rows.stream().mapToDouble(r -> r[column]).sorted().toArray()[rows.size() / 2];
    }

    /** The classes of this module from another folder, all else from here. */
    private static Variant other(Path classes) throws Exception {
        URL tests = LedgerBench.class.getProtectionDomain().getCodeSource().getLocation();
        ClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL(), tests}, LedgerBench.class.getClassLoader()) {
                    @Override
                    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                        synchronized (getClassLoadingLock(name)) {
                            if (name.startsWith("org.smshub.ledger.")) {
                                Class<?> loaded = findLoadedClass(name);
                                return loaded == null ? findClass(name) : loaded;
                            }
                            return super.loadClass(name, resolve);
                        }
                    }

                    @Override
                    public URL getResource(String name) {
                        URL own = name.startsWith("org/smshub/ledger/") ? findResource(name) : null;
                        return own == null ? super.getResource(name) : own;
                    }

                    @Override
                    public java.util.Enumeration<URL> getResources(String name) throws IOException {
                        return name.startsWith("org/smshub/ledger/") ? findResources(name) : super.getResources(name);
                    }
                };
        var run = loader.loadClass(LedgerBench.class.getName()).getDeclaredMethod("run", int.class, boolean.class);
        run.setAccessible(true);
        return (group, receipts) -> {
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(loader);
            try {
                return (double[]) run.invoke(null, group, receipts);
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        };
    }

    /** CPU and clock in microseconds a message, octets of the file a message. */
    static double[] run(int group, boolean receipts) throws Exception {
        Path folder = Files.createTempDirectory("bench");
        try {
            new Ledger(folder, new LedgerSettings(60_000, 0, 0, 0)).close();
            try (Engine engine =
                    new SqliteEngine(SqliteStore.source(folder, false).getConnection())) {
                double[] took = run(engine, group, receipts);
                took[2] = (double) Files.size(folder.resolve("ledger.db")) / MESSAGES;
                return took;
            }
        } finally {
            try (var files = Files.list(folder)) {
                files.forEach(LedgerBench::delete);
            }
            Files.delete(folder);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CPU of this thread and clock, microseconds a message, on any engine. */
    public static double[] run(Engine engine, int group, boolean receipts) throws SQLException {
        return run(engine, group, receipts, 0);
    }

    /** The same on a ledger that has had other rounds before. @param round from 0 on */
    public static double[] run(Engine engine, int group, boolean receipts, int round) throws SQLException {
        Random random = new Random(7 + round);
        int first = round * MESSAGES;
        Submission[] parts = new Submission[MESSAGES];
        Arrays.setAll(parts, i -> part("+48600" + (100_000 + random.nextInt(900_000)), random.nextLong(), receipts));
        var threads = ManagementFactory.getThreadMXBean();
        long cpu = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        int groups = MESSAGES / group;
        for (int g = 0; g < groups + 2; g++) {
            Group rows = new Group(System.currentTimeMillis());
            for (int i = g * group; g < groups && i < (g + 1) * group; i++) {
                rows.accepts.add(new Accept(List.of(parts[i]), LINK, true));
            }
            for (int i = (g - 1) * group; g > 0 && g <= groups && i < g * group; i++) {
                Claim claim = new Claim(parts[i], LINK, 0, 0, 0, 0);
                rows.results.add(new Result(claim, new Verdict.Sent(remoteId(first + i)), ACCOUNT, false));
            }
            for (int i = (g - 2) * group; receipts && g > 1 && i < (g - 1) * group; i++) {
                rows.receipts.add(new Receipt(
                        LINK,
                        ACCOUNT,
                        List.of(remoteId(first + i)),
                        PartState.DELIVERED,
                        parts[i].recipient(),
                        null,
                        rows.now,
                        rows.now));
            }
            if (engine.write(rows).receipts.contains(false)) {
                throw new IllegalStateException("a receipt found no part");
            }
        }
        return new double[] {
            (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / MESSAGES, (System.nanoTime() - start) / 1e3 / MESSAGES, 0
        };
    }

    private static String remoteId(int i) {
        return Integer.toString(1_000_000_000 + i);
    }

    private static Submission part(String recipient, long ref, boolean receipt) {
        long now = System.currentTimeMillis();
        return new Submission(
                Parts.id(),
                1,
                1,
                "client-1",
                "load-" + Long.toHexString(ref),
                "ACME",
                recipient,
                "A text of forty-three characters, as usual.",
                "GSM7",
                null,
                null,
                null,
                null,
                receipt ? "FINAL" : "NONE",
                1,
                LINK,
                now,
                null,
                now,
                null,
                null);
    }
}
