package org.smshub.hub.routing;

import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * What a look-up in a table of 100,000 prefixes costs of CPU, and what the table holds of memory:
 *
 * <pre>./mvnw -q -o -pl components/hub test-compile dependency:build-classpath -Dmdep.outputFile=target/cp
 * java -XX:+UseSerialGC -XX:MarkSweepAlwaysCompactCount=1 -cp components/hub/target/test-classes:components/hub/target/classes:$(cat components/hub/target/cp) org.smshub.hub.routing.NumbersBench</pre>
 */
public final class NumbersBench {

    private static final int PREFIXES = 100_000;
    private static final int NUMBERS = 100_000;
    private static final int ROUNDS = 11;

    private NumbersBench() {}

    public static void main(String[] args) throws Exception {
        Random random = new Random(7);
        String table = table(random);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long began = threads.getCurrentThreadCpuTime();
        NumberRows rows = NumberRows.read("numbers.csv", new StringReader(table));
        long read = threads.getCurrentThreadCpuTime() - began;
        String[] numbers = new String[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            numbers[i] = "+" + (1 + random.nextInt(9)) + (1_000_000_000L + random.nextInt(Integer.MAX_VALUE));
        }
        double[] micros = new double[ROUNDS];
        long found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = threads.getCurrentThreadCpuTime();
            for (String number : numbers) {
                int entry = rows.find(number);
                found += rows.way(entry).links(number).length()
                        + rows.rule(entry).length();
            }
            micros[round] = (threads.getCurrentThreadCpuTime() - start) / 1e3 / NUMBERS;
        }
        Arrays.sort(micros);
        int size = rows.size();
        long memory = used();
        rows = null;
        memory -= used();
        System.out.printf(
                Locale.ROOT,
                "%,d prefixes: read in %d ms of CPU, %.1f MiB; a look-up of links and rule %.2f us (median of %d rounds of %,d; slowest %.2f) %d%n",
                size,
                read / 1_000_000,
                memory / 1024.0 / 1024,
                micros[ROUNDS / 2],
                ROUNDS,
                NUMBERS,
                micros[ROUNDS - 1],
                (found + table.length() + numbers.length) % 10);
    }

    private static String table(Random random) {
        StringBuilder text = new StringBuilder("prefix,links,cost\n*,north,\n");
        Set<String> prefixes = new HashSet<>();
        while (prefixes.size() < PREFIXES) {
            String prefix = "+" + (1 + random.nextInt(9))
                    + Long.toString(Math.abs(random.nextLong())).substring(0, random.nextInt(8));
            if (prefixes.add(prefix)) {
                text.append(prefix)
                        .append(",north south,0.")
                        .append(100 + random.nextInt(900))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
