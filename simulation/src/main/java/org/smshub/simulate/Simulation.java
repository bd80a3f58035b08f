package org.smshub.simulate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.commit.LedgerSettings;

/** Worlds one after the other, or side by side: each thread has its own. */
final class Simulation implements AutoCloseable {

    private final Path folder;
    private final World.Stage stage;
    private final Plant plant;

    /** @param routes the hub's folder of routes */
    Simulation(Path routes, Plant plant) throws Exception {
        this.plant = plant;
        folder = Files.createTempDirectory("hub-simulation");
        Path template = folder.resolve("template");
        new Ledger(template, new LedgerSettings(1_000, 0, 0, 0)).close();
        stage = new World.Stage(
                new Rules(routes, plant.clause(), folder.resolve("rules")), template.resolve("ledger.db"));
    }

    World.Result run(long seed, boolean traced) {
        return run(seed, Op.of(seed, new Mixture(seed)), traced);
    }

    /** @param ops of what the seed plans */
    World.Result run(long seed, List<Op> ops, boolean traced) {
        Path its = folder.resolve(Thread.currentThread().getId() + "-" + seed);
        return new World(seed, stage, plant, its, traced).run(ops);
    }

    /** What many worlds had in common. */
    static final class Sum {
        private final Map<String, Integer> hits = new TreeMap<>();
        private final Set<String> ways = new TreeSet<>();
        private final Set<String> values = new TreeSet<>();
        private final int[] counts = new int[7];
        private long lines;
        private long traces;

        private synchronized void add(World.Result result) {
            result.hits().forEach((name, count) -> hits.merge(name, count, Integer::sum));
            ways.addAll(result.ways());
            values.addAll(result.values());
            Checker.Report report = result.report();
            int[] all = {
                report.attempted(),
                report.acknowledged(),
                report.ok(),
                report.lost(),
                report.unexpected(),
                report.duplicated(),
                report.recovered()
            };
            for (int i = 0; i < all.length; i++) {
                counts[i] += all[i];
            }
            lines += result.trace().lines();
            traces += result.trace().sum() * 31 * result.seed() + result.trace().sum();
        }

        /** Probes that were reached, and how often. */
        Map<String, Integer> hits() {
            return hits;
        }

        Set<String> ways() {
            return ways;
        }

        Set<String> values() {
            return values;
        }

        /** Of the traces of all worlds. */
        long traces() {
            return traces;
        }

        @Override
        public String toString() {
            return String.format(
                    "attempted %,d, acknowledged %,d, ok %,d, lost %d, unexpected %d, duplicated %d, recovered %,d;"
                            + " %,d events",
                    counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6], lines);
        }
    }

    /** Runs worlds from one seed on. @param failed gets each that went wrong; until it gives false */
    Sum run(long first, long count, int threads, java.util.function.Predicate<World.Result> failed)
            throws InterruptedException {
        AtomicLong next = new AtomicLong(first);
        Sum sum = new Sum();
        List<Thread> all = new ArrayList<>();
        List<Throwable> broken = new ArrayList<>();
        Consumer<World.Result> look = result -> {
            sum.add(result);
            synchronized (next) {
                if (!result.wrong().isEmpty() && !failed.test(result)) {
                    next.set(first + count);
                }
            }
        };
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                try {
                    for (long seed = next.getAndIncrement(); seed < first + count; seed = next.getAndIncrement()) {
                        look.accept(run(seed, false));
                    }
                } catch (Throwable e) {
                    synchronized (broken) {
                        broken.add(e);
                    }
                }
            });
            all.add(thread);
            thread.start();
        }
        for (Thread thread : all) {
            thread.join();
        }
        if (!broken.isEmpty()) {
            throw new IllegalStateException("A world could not be made", broken.get(0));
        }
        return sum;
    }

    /** As few of a failed world's plans as still fail in the same way. */
    List<Op> shrink(long seed, String how) {
        List<Op> ops = new ArrayList<>(Op.of(seed, new Mixture(seed)));
        for (int size = Math.max(1, ops.size() / 2); size >= 1; size /= 2) {
            for (int at = ops.size() - size; at >= 0; at -= size) {
                List<Op> fewer = new ArrayList<>(ops);
                fewer.subList(at, Math.min(ops.size(), at + size)).clear();
                if (run(seed, fewer, false).wrong().stream().anyMatch(w -> word(w).equals(word(how)))) {
                    ops = fewer;
                }
            }
        }
        return ops;
    }

    private static String word(String wrong) {
        return wrong.substring(0, wrong.indexOf(' '));
    }

    @Override
    public void close() {
        stage.rules().stop();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
