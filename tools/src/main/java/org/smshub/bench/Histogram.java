package org.smshub.bench;

/** Counts of durations in microseconds, in buckets at most 1.6 % wide. One writer; read it when the writer is done. */
public final class Histogram {

    private static final int SUB_BITS = 6;
    private static final int SUB = 1 << SUB_BITS;

    private final long[] counts = new long[SUB * (64 - SUB_BITS)];
    private long total;

    public void record(long micros) {
        counts[bucket(Math.max(0, micros))]++;
        total++;
    }

    public long total() {
        return total;
    }

    /**
     * @param percent 0 to 100
     * @return microseconds, the lower end of the bucket; 0 where nothing was recorded
     */
    public long percentile(double percent) {
        long rank = (long) Math.ceil(total * percent / 100);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank && seen > 0) {
                return lowest(i);
            }
        }
        return 0;
    }

    /** Values below 64 have a bucket each; above, each power of two has 64. */
    private static int bucket(long micros) {
        int shift = Math.max(0, 63 - SUB_BITS - Long.numberOfLeadingZeros(micros));
        return (shift << SUB_BITS) + (int) (micros >>> shift);
    }

    private static long lowest(int bucket) {
        int shift = Math.max(0, (bucket >> SUB_BITS) - 1);
        return ((long) bucket - ((long) shift << SUB_BITS)) << shift;
    }
}
