package org.smshub.hub.api.status;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.smshub.ledger.entry.MessageView;

/**
 * What went through the hub in the last hour, by minutes, and in the last day, by quarters of an hour: differences of what the
 * meters count anyway, taken once a minute. In memory, of this process.
 */
final class Figures {

    static final int MINUTES = 60;
    static final int QUARTERS = 96;
    private static final int MINUTES_OF_QUARTER = 15;

    /**
     * What the meters say.
     *
     * @param delays of parts from due to taken by their centre: how many took at most so many milliseconds, all below it included
     * @param sentByLink parts
     */
    record Totals(
            long at,
            long accepted,
            long sent,
            long delivered,
            long failed,
            TreeMap<Double, Double> delays,
            Map<String, Double> sentByLink) {

        static final Totals NONE = new Totals(0, 0, 0, 0, 0, new TreeMap<>(), Map.of());
    }

    /**
     * @param at where it begins
     * @param accepted messages
     * @param sent parts that centres took
     * @param delivered parts, by receipts
     * @param failed parts: refused for good, or ended badly by a receipt
     * @param p50 milliseconds from due to taken by the centre, between the bounds of the histogram; null = none was
     */
    record Point(String at, long accepted, long sent, long delivered, long failed, Long p50, Long p99) {}

    private final Deque<Totals> minutes = new ArrayDeque<>();
    private final Deque<Totals> quarters = new ArrayDeque<>();
    private int minute;

    /** Once a minute; and once at the start, from which the first minute is counted. */
    synchronized void take(Totals totals) {
        keep(minutes, totals, MINUTES);
        if (minute++ % MINUTES_OF_QUARTER == 0) {
            keep(quarters, totals, QUARTERS);
        }
    }

    private static void keep(Deque<Totals> all, Totals one, int most) {
        all.add(one);
        if (all.size() > most) {
            all.remove();
        }
    }

    /** The oldest first; the last one goes on. @param now what the meters say now */
    synchronized List<Point> points(boolean day, Totals now) {
        List<Point> points = new ArrayList<>();
        Totals before = null;
        for (Totals each : day ? quarters : minutes) {
            if (before != null) {
                points.add(point(before, each));
            }
            before = each;
        }
        if (before != null) {
            points.add(point(before, now));
        }
        return points;
    }

    /** Parts that each link has sent in the last whole minute. */
    synchronized Map<String, Long> lastMinute(Totals now) {
        Map<String, Long> sent = new TreeMap<>();
        Totals before = null;
        Totals last = null;
        for (Totals each : minutes) {
            before = last;
            last = each;
        }
        Totals from = before == null ? last : before;
        Totals to = before == null ? now : last;
        if (from != null) {
            to.sentByLink()
                    .forEach((link, count) ->
                            sent.put(link, Math.round(count - from.sentByLink().getOrDefault(link, 0.0))));
        }
        return sent;
    }

    private static Point point(Totals from, Totals to) {
        return new Point(
                MessageView.iso(from.at()),
                to.accepted() - from.accepted(),
                to.sent() - from.sent(),
                to.delivered() - from.delivered(),
                to.failed() - from.failed(),
                below(from.delays(), to.delays(), 0.5),
                below(from.delays(), to.delays(), 0.99));
    }

    /** The time that this share of the delays is below, along a straight line within its bucket. */
    static Long below(TreeMap<Double, Double> from, TreeMap<Double, Double> to, double share) {
        TreeMap<Double, Double> counts = new TreeMap<>();
        to.forEach((bound, count) -> counts.put(bound, Math.max(0, count - from.getOrDefault(bound, 0.0))));
        if (counts.isEmpty() || counts.lastEntry().getValue() <= 0) {
            return null;
        }
        double wanted = counts.lastEntry().getValue() * share;
        double lower = 0;
        double under = 0;
        for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
            double bound = bucket.getKey();
            if (bucket.getValue() >= wanted) {
                double inside = bucket.getValue() - under;
                double upper = Double.isInfinite(bound) ? lower : bound;
                return Math.round(lower + (inside <= 0 ? 0 : (wanted - under) / inside) * (upper - lower));
            }
            lower = bound;
            under = bucket.getValue();
        }
        return Math.round(lower);
    }
}
