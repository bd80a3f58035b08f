package org.smshub.it.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a message every {@value #EVERY} ms, on a new connection every {@value #PER_CONNECTION} messages, and keeps what
 * became of each.
 */
final class GoodClient implements AutoCloseable {

    private static final int EVERY = 20;
    private static final int PER_CONNECTION = 25;
    private static final long TOO_LONG = 1_000;

    private final Good good;
    private final Thread thread = new Thread(this::run, "good-client");
    private final List<Long> millis = new ArrayList<>();
    private final List<Long> connects = new ArrayList<>();
    private volatile boolean stopping;
    private volatile int sent;
    private volatile Throwable failure;

    GoodClient(Good good) {
        this.good = good;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            for (int n = 0; !stopping; n++) {
                if (n % PER_CONNECTION == 0) {
                    good.close();
                    long begin = System.nanoTime();
                    good.connect();
                    connects.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
                }
                long begin = System.nanoTime();
                good.send(String.format("+4860010%04d", n % 10_000));
                millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
                sent = n + 1;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(EVERY));
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    /** How many were accepted; fails when one was not. */
    int sent() {
        assertThat(failure)
                .as("what the good client met after %s messages", sent)
                .isNull();
        return sent;
    }

    /** Ends it. @return the 99th percentile of the answers, in milliseconds */
    long p99() throws InterruptedException {
        stopping = true;
        thread.join(30_000);
        assertThat(thread.isAlive()).as("still waits for an answer").isFalse();
        sent();
        return p99(millis);
    }

    /** The longest login. */
    long longestConnect() {
        return connects.stream().mapToLong(m -> m).max().orElse(0);
    }

    static boolean isTooLong(long p99) {
        return p99 >= TOO_LONG;
    }

    private static long p99(List<Long> of) {
        long[] sorted = of.stream().mapToLong(m -> m).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Long.MAX_VALUE : sorted[(int) Math.ceil(sorted.length * 0.99) - 1];
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        good.close();
    }
}
