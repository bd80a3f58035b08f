package org.smshub.bench;

import java.util.Iterator;
import java.util.List;

/**
 * The command line of {@code ./hub bench}.
 *
 * @param seconds how long each measurement posts, 1 or more
 * @param warmup seconds of load before the first measurement, 0 or more
 * @param connections keep-alive connections, 1 to 1,000
 * @param rate messages per second, 0 = as fast as they are answered
 * @param backlog parts to leave waiting for the third measurement, 0 = no third measurement
 * @param repeat how often the first two are measured, interleaved
 * @param window submit_sm under way on the link
 */
record BenchOptions(int seconds, int warmup, int connections, int rate, int backlog, int repeat, int window) {

    static final String USAGE = """
            ./hub bench: HTTP with keep-alive -> ledger -> SMPP -> a fast local SMSC, without and with receipts

              --seconds N       how long each measurement posts (20)
              --warmup N        seconds of the same load before the first measurement (60)
              --connections N   keep-alive connections, each posts when its last message was answered (64)
              --rate N          messages a second whatever the hub answers, instead (0: off)
              --repeat N        measure this often, without and with receipts in turn (1)
              --window N        submit_sm under way on the link (100)
              --backlog N       then let N parts wait, and measure again while they drain (0: off)
              --help            this text

            It starts the packaged hub as a process of its own, with the repository's config and routes and one link, in a
            temporary folder, on free ports of 127.0.0.1. It ends with 1 if a message answered 202 did not arrive at the SMSC
            exactly once, or a sample of them is not what it should be in the ledger. integration-tests/README.md says what
            each figure means.""";

    private static final int MOST = 5_000_000;

    static BenchOptions parse(List<String> args) {
        BenchOptions o = new BenchOptions(20, 60, 64, 0, 0, 1, 100);
        Iterator<String> rest = args.iterator();
        while (rest.hasNext()) {
            String name = rest.next();
            o = switch (name) {
                case "--seconds" ->
                    new BenchOptions(
                            number(name, rest, 1, 3600),
                            o.warmup,
                            o.connections,
                            o.rate,
                            o.backlog,
                            o.repeat,
                            o.window);
                case "--warmup" ->
                    new BenchOptions(
                            o.seconds,
                            number(name, rest, 0, 3600),
                            o.connections,
                            o.rate,
                            o.backlog,
                            o.repeat,
                            o.window);
                case "--connections" ->
                    new BenchOptions(
                            o.seconds, o.warmup, number(name, rest, 1, 1000), o.rate, o.backlog, o.repeat, o.window);
                case "--rate" ->
                    new BenchOptions(
                            o.seconds,
                            o.warmup,
                            o.connections,
                            number(name, rest, 0, 100_000),
                            o.backlog,
                            o.repeat,
                            o.window);
                case "--backlog" ->
                    new BenchOptions(
                            o.seconds,
                            o.warmup,
                            o.connections,
                            o.rate,
                            number(name, rest, 0, MOST),
                            o.repeat,
                            o.window);
                case "--repeat" ->
                    new BenchOptions(
                            o.seconds,
                            o.warmup,
                            o.connections,
                            o.rate,
                            o.backlog,
                            number(name, rest, 1, 100),
                            o.window);
                case "--window" ->
                    new BenchOptions(
                            o.seconds,
                            o.warmup,
                            o.connections,
                            o.rate,
                            o.backlog,
                            o.repeat,
                            number(name, rest, 1, 10_000));
                default -> throw new IllegalArgumentException("unknown option " + name + "; --help lists them");
            };
        }
        return o;
    }

    private static int number(String name, Iterator<String> rest, int least, int most) {
        String value = rest.hasNext() ? rest.next() : "nothing";
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // the same answer as for a number out of range
        }
        throw new IllegalArgumentException(name + " wants a number from " + least + " to " + most + ", not " + value);
    }

    /** Room for every message of a run: 30,000 a second are more than two cores post. */
    int capacity() {
        long loaded = warmup + (long) seconds * (2L * repeat + (backlog > 0 ? 2 : 0));
        return (int) Math.min(Tally.MOST, backlog + loaded * Math.max(30_000, rate) + 1_000);
    }
}
