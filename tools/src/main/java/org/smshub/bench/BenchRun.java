package org.smshub.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Loads one contender and watches it: the phases that {@link Bench} puts together. */
final class BenchRun {

    /**
     * What the ledger must say of a message in the end.
     *
     * @param id the hub's id of the message
     */
    record Expected(String id, String state) {}

    private static final int PROGRESS_MILLIS = 5_000;
    private static final int LOOPBACK_MILLIS = 100;
    private static final long STUCK_NANOS = 60_000_000_000L;

    /** Some of the messages accepted, by index. */
    final Map<Integer, Expected> sample = new TreeMap<>();

    /** Number of answers that were not 202, by status. */
    final Map<Integer, Long> refused = new TreeMap<>();

    private final Contender contender;
    private final SmppSink sink;
    private final Tally tally;
    private final WebhookSink webhooks;
    private int next;
    private long accepted;
    private long receiptsDue;

    BenchRun(Contender contender, SmppSink sink, Tally tally) {
        this(contender, sink, tally, null);
    }

    /** @param webhooks hears of every message that wants a receipt; null = nobody does */
    BenchRun(Contender contender, SmppSink sink, Tally tally, WebhookSink webhooks) {
        this.webhooks = webhooks;
        this.contender = contender;
        this.sink = sink;
        this.tally = tally;
    }

    int posted() {
        return next;
    }

    long accepted() {
        return accepted;
    }

    long receiptsDue() {
        return receiptsDue;
    }

    /**
     * Posts, and measures until every message accepted is done, or only while it posts.
     *
     * @throws IllegalStateException when nothing moves for a minute, or a connection fails
     */
    Measurement measure(String name, boolean receipts, HttpLoad.Pace pace, boolean untilDone)
            throws IOException, InterruptedException {
        // what waits for a receipt or for the link keeps the machine busy: its speed cannot be seen then
        boolean quiet =
                sink.submits() == accepted && sink.receiptsAcknowledged() == receiptsDue && told() == receiptsDue;
        double roundTrips = quiet ? Loopback.roundTripsPerSecond(LOOPBACK_MILLIS) : Double.NaN;
        tally.newHistogram();
        HttpLoad load = new HttpLoad(contender.doors(receipts), pace, tally, next);
        LongSupplier done = receipts ? sink::receiptsAcknowledged : sink::submits;
        long doneBefore = done.getAsLong();
        double cpu = contender.cpuSeconds();
        double database = contender.databaseSeconds();
        long switches = contender.voluntarySwitches();
        double busy = Machine.busySeconds();
        double own = Machine.ownSeconds();
        long start = System.nanoTime();
        post(name, load);
        double posting = (System.nanoTime() - start) / 1e9;
        note(load, receipts);
        long left = Math.max(0, accepted - sink.submits());
        if (untilDone) {
            drain(name);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long finished = done.getAsLong() - doneBefore;
        double cpuUsed = contender.cpuSeconds() - cpu;
        double databaseUsed = contender.databaseSeconds() - database;
        long switched = contender.voluntarySwitches() - switches;
        double ownUsed = Machine.ownSeconds() - own;
        double other = Machine.busySeconds() - busy - cpuUsed - databaseUsed - ownUsed;
        long resident = contender.residentMiB();
        return new Measurement(
                name,
                roundTrips,
                finished,
                seconds,
                load.accepted(),
                posting,
                left,
                cpuUsed,
                databaseUsed,
                ownUsed,
                switched,
                Math.max(0, 100 * other / seconds / Runtime.getRuntime().availableProcessors()),
                load.latency,
                tally.acceptToSubmit(),
                resident,
                contender.liveHeapMiB());
    }

    private void note(HttpLoad load, boolean receipts) {
        next = load.next();
        accepted += load.accepted();
        receiptsDue += receipts ? load.accepted() : 0;
        load.sample.forEach((index, id) -> sample.put(index, new Expected(id, receipts ? "DELIVERED" : "SENT")));
        load.refused.forEach((status, n) -> refused.merge(status, n, Long::sum));
        if (load.failure() != null) {
            throw new IllegalStateException("HTTP: " + load.failure() + "\n" + contender.lastLines());
        }
    }

    private void post(String name, HttpLoad load) throws InterruptedException {
        Thread thread = new Thread(load, "http-load");
        thread.setDaemon(true);
        Progress progress = new Progress(name, accepted);
        thread.start();
        do {
            thread.join(PROGRESS_MILLIS);
            if (thread.isAlive()) {
                progress.print(accepted + load.accepted());
            }
        } while (thread.isAlive());
    }

    /** Waits until all that was accepted so far is at the SMSC and every receipt due is acknowledged. */
    void drain(String name) throws InterruptedException {
        Progress progress = new Progress(name + ", draining", accepted);
        long printed = System.nanoTime();
        long moved = printed;
        long seen = 0;
        while (sink.submits() < accepted || sink.receiptsAcknowledged() < receiptsDue || told() < receiptsDue) {
            Thread.sleep(5);
            long now = System.nanoTime();
            if (sink.submits() + sink.receiptsAcknowledged() + told() != seen) {
                seen = sink.submits() + sink.receiptsAcknowledged() + told();
                moved = now;
            }
            if (now - moved > STUCK_NANOS || !contender.isAlive()) {
                throw new IllegalStateException(String.format(
                        "%s: %d of %d at the SMSC, %d of %d receipts acknowledged, %d told, and nothing moves%n%s",
                        name,
                        sink.submits(),
                        accepted,
                        sink.receiptsAcknowledged(),
                        receiptsDue,
                        told(),
                        contender.lastLines()));
            }
            if (now - printed > PROGRESS_MILLIS * 1_000_000L) {
                printed = now;
                progress.print(accepted);
            }
        }
    }

    private long told() {
        return webhooks == null ? receiptsDue : webhooks.told();
    }

    /** A line now and then, with the rates since the last one. */
    private final class Progress {

        private final String name;
        private final long start = System.nanoTime();
        private long at = start;
        private long acceptedAt;
        private long sentAt = sink.submits();
        private long receiptsAt = sink.receiptsAcknowledged();

        Progress(String name, long accepted) {
            this.name = name;
            acceptedAt = accepted;
        }

        void print(long acceptedNow) {
            long now = System.nanoTime();
            double seconds = (now - at) / 1e9;
            long sent = sink.submits();
            long receipts = sink.receiptsAcknowledged();
            System.out.println(String.format(
                    Locale.ROOT,
                    "  %-28s %4.0f s  accepted %,7.0f/s  sent %,7.0f/s  receipts %,7.0f/s  waiting %,9d  RSS %,d MiB",
                    name,
                    (now - start) / 1e9,
                    (acceptedNow - acceptedAt) / seconds,
                    (sent - sentAt) / seconds,
                    (receipts - receiptsAt) / seconds,
                    Math.max(0, acceptedNow - sent),
                    contender.residentMiB()));
            at = now;
            acceptedAt = acceptedNow;
            sentAt = sent;
            receiptsAt = receipts;
        }
    }
}
