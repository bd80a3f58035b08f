package org.smshub.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The command line of {@code ./hub bench}. */
final class BenchOptions {

    static final String USAGE = """
            ./hub bench: HTTP with keep-alive -> ledger -> SMPP -> a fast local SMSC, without and with receipts

              --seconds N       how long each measurement posts (20)
              --warmup N        seconds of the same load before the first measurement (60)
              --connections N   keep-alive connections, each posts when its last message was answered (64)
              --rate N          messages a second whatever the hub answers, instead (0: off)
              --repeat N        measure this often, without and with receipts in turn (1)
              --window N        submit_sm under way on the link (100)
              --kannel          and in turn with it Kannel, where it is installed, in the hub's place
              --beside DIR      and in turn with it the hub of another checkout, to tell what a change costs or saves
              --beside-template T   and in turn with it the same hub with a link of another template, such as camel-smpp-link
              --routing         with all rules of routing on and 100,000 prefixes, and in turn with it the same hub without
              --floor           and in turn with it a bare program that does the same work with nothing between
              --backlog N       instead: N parts wait, and in turn with that a second hub at which none do, with receipts (0: off)
              --postgres        with its ledger on SQLite, and in turn with it one hub on PostgreSQL (Debian's, started for it),
                                and two hubs on one PostgreSQL; each with two links
              --webhooks        the hub tells of every state by webhooks, to a receiver of the bench; what stands beside it does not
              --help            this text

            It starts the packaged hub as a process of its own, with the repository's config and routes and one link, in a
            temporary folder, on free ports of 127.0.0.1. It ends with 1 if a message answered 202 did not arrive at the SMSC
            exactly once, or a sample of them is not what it should be in the ledger. tools/README.md says what
            each figure means.""";

    private static final String ONE =
            "--kannel, --floor, --beside, --beside-template, --routing, --postgres, --backlog: one at a time";

    private record Range(int usual, int least, int most) {}

    private static final Map<String, Range> NUMBERS = Map.of(
            "--seconds", new Range(20, 1, 3600),
            "--warmup", new Range(60, 0, 3600),
            "--connections", new Range(64, 1, 1000),
            "--rate", new Range(0, 0, 100_000),
            "--repeat", new Range(1, 1, 100),
            "--window", new Range(100, 1, 10_000),
            "--backlog", new Range(0, 0, 5_000_000));

    private final Map<String, Integer> given = new HashMap<>();
    private boolean kannel;
    private boolean floor;
    private boolean webhooks;
    private boolean routing;
    private boolean postgres;
    private Path beside;
    private String besideTemplate;

    private BenchOptions() {}

    /**
     * @throws IllegalArgumentException one line that names the option
     */
    static BenchOptions parse(List<String> args) {
        BenchOptions options = new BenchOptions();
        Iterator<String> rest = args.iterator();
        while (rest.hasNext()) {
            String name = rest.next();
            if (name.equals("--kannel")) {
                options.kannel = true;
                continue;
            }
            if (name.equals("--floor")) {
                options.floor = true;
                continue;
            }
            if (name.equals("--webhooks")) {
                options.webhooks = true;
                continue;
            }
            if (name.equals("--postgres")) {
                options.postgres = true;
                continue;
            }
            if (name.equals("--routing")) {
                options.routing = true;
                continue;
            }
            if (name.equals("--beside-template")) {
                options.besideTemplate = template(rest);
                continue;
            }
            if (name.equals("--beside")) {
                options.beside = checkout(rest);
                continue;
            }
            Range range = NUMBERS.get(name);
            if (range == null) {
                throw new IllegalArgumentException("unknown option " + name + "; --help lists them");
            }
            options.given.put(name, number(name, rest, range));
        }
        if (Stream.of(
                                options.kannel,
                                options.floor,
                                options.routing,
                                options.postgres,
                                options.beside != null,
                                options.besideTemplate != null,
                                options.backlog() > 0)
                        .filter(given -> given)
                        .count()
                > 1) {
            throw new IllegalArgumentException(ONE);
        }
        return options;
    }

    private static Path checkout(Iterator<String> rest) {
        Path folder = rest.hasNext() ? Path.of(rest.next()).toAbsolutePath() : null;
        if (folder == null || !Files.isExecutable(folder.resolve("hub"))) {
            throw new IllegalArgumentException("--beside wants another checkout, with its launcher 'hub'"
                    + (folder == null ? "" : "; there is none in " + folder));
        }
        return folder;
    }

    private static String template(Iterator<String> rest) {
        String name = rest.hasNext() ? rest.next() : "";
        Path links = HubSite.findHome().resolve("routes/links");
        if (!name.matches("[\\w-]+") || !Files.exists(links.resolve(name + ".camel.yaml"))) {
            throw new IllegalArgumentException("--beside-template wants a template of links by its file in " + links
                    + ", without .camel.yaml; there is none named " + (name.isEmpty() ? "nothing" : name));
        }
        return name;
    }

    private static int number(String name, Iterator<String> rest, Range range) {
        String value = rest.hasNext() ? rest.next() : "nothing";
        try {
            int number = Integer.parseInt(value);
            if (number >= range.least() && number <= range.most()) {
                return number;
            }
        } catch (NumberFormatException e) {
            // the same answer as for a number out of range
        }
        throw new IllegalArgumentException(
                name + " wants a number from " + range.least() + " to " + range.most() + ", not " + value);
    }

    private int number(String name) {
        return given.getOrDefault(name, NUMBERS.get(name).usual());
    }

    /** How long each measurement posts. */
    int seconds() {
        return number("--seconds");
    }

    /** Seconds of load before the first measurement. */
    int warmup() {
        return number("--warmup");
    }

    int connections() {
        return number("--connections");
    }

    /** Messages per second, 0 = as fast as they are answered. */
    int rate() {
        return number("--rate");
    }

    /** How often without and with receipts are measured, in turn. */
    int repeat() {
        return number("--repeat");
    }

    /** submit_sm under way on the link. */
    int window() {
        return number("--window");
    }

    /** Parts to leave waiting for one more measurement, 0 = none. */
    int backlog() {
        return number("--backlog");
    }

    /** Whether Kannel is measured too. */
    boolean kannel() {
        return kannel;
    }

    /** Another checkout, whose hub is measured too; or null. */
    Path beside() {
        return beside;
    }

    /** Whether the floor is measured too. */
    boolean floor() {
        return floor;
    }

    /** Whether the hub tells of every state by webhooks. */
    boolean webhooks() {
        return webhooks;
    }

    /** Whether the rules of routing are on, and a hub without them is measured too. */
    boolean routing() {
        return routing;
    }

    /** Whether hubs on PostgreSQL are measured too. */
    boolean postgres() {
        return postgres;
    }

    /** The template of another hub's link, measured too; or null. */
    String besideTemplate() {
        return besideTemplate;
    }

    /** Room for every message of a run: 60,000 a second are more than two cores post. */
    int capacity() {
        long loaded = 2L * warmup() + 2L * seconds() * repeat();
        return (int) Math.min(Tally.MOST, backlog() + loaded * Math.max(60_000, rate()) + 1_000);
    }
}
