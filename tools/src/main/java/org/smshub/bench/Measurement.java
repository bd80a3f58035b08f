package org.smshub.bench;

import java.util.Locale;

/**
 * One line of the bench's table.
 *
 * @param roundTrips the machine's {@link Loopback} round trips a second right before; NaN where the contender was at work then
 * @param done messages that were accepted and got to their end: the SMSC, or its receipt acknowledged
 * @param seconds from the first POST until then
 * @param accepted messages answered with 202
 * @param postSeconds how long was posted
 * @param left accepted, not yet at the SMSC when posting ended
 * @param cpuSeconds of the hub
 * @param databaseSeconds CPU seconds of its database where that is a server of its own, else 0
 * @param loadSeconds CPU seconds of the load and the SMSC; comparable between measurements of the same kind
 * @param switched voluntary context switches of the hub's threads
 * @param otherPercent load of the machine that was neither hub nor bench, of all its cores
 */
record Measurement(
        String name,
        double roundTrips,
        long done,
        double seconds,
        long accepted,
        double postSeconds,
        long left,
        double cpuSeconds,
        double databaseSeconds,
        double loadSeconds,
        long switched,
        double otherPercent,
        Histogram accept,
        Histogram acceptToSubmit,
        long residentMiB,
        long heapMiB) {

    static final String HEAD = String.format(
            "%-20s %9s %11s %11s %12s %12s %11s %9s %15s %17s %9s %8s %8s %7s",
            "",
            "machine/s",
            "messages/s",
            "accepted/s",
            "CPU s/1,000",
            "of database",
            "of the load",
            "switches",
            "accept ms",
            "accept>submit ms",
            "left",
            "RSS MiB",
            "heap MiB",
            "other %");

    double rate() {
        return done / seconds;
    }

    double acceptRate() {
        return accepted / postSeconds;
    }

    /** CPU seconds of the hub for 1,000 messages. */
    double cpu() {
        return perThousand(cpuSeconds);
    }

    /** CPU seconds of the database for 1,000 messages. */
    double database() {
        return perThousand(databaseSeconds);
    }

    /** Voluntary context switches of the hub for one message. */
    double switches() {
        return perThousand(switched) / 1000;
    }

    private double perThousand(double seconds) {
        return seconds * 1000 / Math.max(1, done == 0 ? accepted : done);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-20s %9s %,11.0f %,11.0f %12.3f %12s %11.3f %9.2f %15s %17s %,9d %8d %8d %7.0f",
                name,
                Double.isNaN(roundTrips) ? "-" : String.format(Locale.ROOT, "%,.0f", roundTrips),
                rate(),
                acceptRate(),
                cpu(),
                databaseSeconds == 0 ? "-" : String.format(Locale.ROOT, "%.3f", database()),
                perThousand(loadSeconds),
                switches(),
                millis(accept),
                millis(acceptToSubmit),
                left,
                residentMiB,
                heapMiB,
                otherPercent);
    }

    private static String millis(Histogram h) {
        return h.total() == 0
                ? "-"
                : String.format(Locale.ROOT, "%.1f / %.1f", h.percentile(50) / 1e3, h.percentile(99) / 1e3);
    }
}
