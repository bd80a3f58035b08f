package org.smshub.simulate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./hub simulate}: runs worlds of as many seeds as one likes, and says what went wrong in them. */
public final class Simulate {

    private static final String USAGE = """
            usage: ./hub simulate [--seeds N] [--from SEED] [--threads N] [--probes]
                   ./hub simulate --seed SEED [--trace] [--shrink]
            N worlds, 1,000 unless said otherwise, and how often rare branches were reached;
            or one, with all that happens in it""";

    private Simulate() {}

    public static void main(String[] args) throws Exception {
        long seeds = 1_000;
        long from = 1;
        Long one = null;
        int threads = Runtime.getRuntime().availableProcessors();
        boolean traced = false;
        boolean shrunk = false;
        boolean probes = false;
        String option = "";
        try {
            for (int i = 0; i < args.length; i++) {
                option = args[i];
                switch (option) {
                    case "--seeds" -> seeds = Long.parseLong(args[++i]);
                    case "--from" -> from = Long.parseLong(args[++i]);
                    case "--seed" -> one = Long.parseLong(args[++i]);
                    case "--threads" -> threads = Integer.parseInt(args[++i]);
                    case "--trace" -> traced = true;
                    case "--shrink" -> shrunk = true;
                    case "--probes" -> probes = true;
                    default -> throw new IllegalArgumentException("there is no such option");
                }
            }
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            wrong(option + " wants a whole number behind it");
        } catch (IllegalArgumentException e) {
            wrong(option + ": " + e.getMessage());
        }
        Path routes = Path.of(System.getProperty("hub.routes", "routes"));
        int wrong;
        try (Simulation simulation = new Simulation(routes, Plant.NONE)) {
            wrong = one != null ? one(simulation, one, traced, shrunk) : many(simulation, from, seeds, threads, probes);
        }
        System.exit(wrong > 0 ? 1 : 0);
    }

    private static void wrong(String why) {
        System.err.println("hub: simulate: " + why);
        System.err.println(USAGE);
        System.exit(2);
    }

    private static int one(Simulation simulation, long seed, boolean traced, boolean shrunk) {
        World.Result result = simulation.run(seed, traced);
        List<Op> ops = Op.of(seed, new Mixture(seed));
        if (shrunk && !result.wrong().isEmpty()) {
            ops = simulation.shrink(seed, result.wrong().get(0));
            result = simulation.run(seed, ops, traced);
        }
        if (traced) {
            System.out.print(result.trace().text());
        }
        if (shrunk) {
            ops.forEach(op -> System.out.println("plans " + op));
        }
        result.wrong().forEach(w -> System.out.println("WRONG " + w));
        System.out.printf(
                "seed %d: %d events, trace %016x%n",
                seed, result.trace().lines(), result.trace().sum());
        return result.wrong().size();
    }

    private static int many(Simulation simulation, long from, long seeds, int threads, boolean probes)
            throws InterruptedException {
        List<World.Result> failed = new ArrayList<>();
        long begun = System.nanoTime();
        Simulation.Sum sum = simulation.run(from, seeds, threads, result -> {
            failed.add(result);
            System.out.println("seed " + result.seed() + ": " + String.join("; ", result.wrong())
                    + "\n  ./hub simulate --seed " + result.seed() + " --trace --shrink");
            return true;
        });
        if (probes) {
            sum.hits().forEach((name, count) -> System.out.printf("%,10d %s%n", count, name));
        }
        double took = (System.nanoTime() - begun) / 1e9;
        System.out.println(sum);
        System.out.printf(
                "%d seeds in %.1f s: %.1f seeds/s, traces %016x; %d went wrong%n",
                seeds, took, seeds / took, sum.traces(), failed.size());
        return failed.size();
    }
}
