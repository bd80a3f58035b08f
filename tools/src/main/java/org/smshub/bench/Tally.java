package org.smshub.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * One entry a message: when it was posted, whether it was accepted, how often the sink saw it. A message is known by its number,
 * +4860 and seven digits. The load's thread writes the first two, the sink's thread the third.
 */
public final class Tally {

    /** Seven digits' worth of messages. */
    static final int MOST = 10_000_000;

    static final String PREFIX = "4860";

    private final long start = System.nanoTime();
    private final AtomicIntegerArray posted;
    private final byte[] accepted;
    private final byte[] arrived;
    private volatile Histogram acceptToSubmit = new Histogram();
    private volatile long strangers;

    public Tally(int capacity) {
        posted = new AtomicIntegerArray(capacity);
        accepted = new byte[capacity];
        arrived = new byte[capacity];
    }

    int capacity() {
        return accepted.length;
    }

    static String number(int index) {
        return "+" + PREFIX + String.format("%07d", index);
    }

    /** Writes the seven digits of a message into a request. */
    static void digits(int index, ByteBuffer request, int at) {
        int rest = index;
        for (int i = 6; i >= 0; i--) {
            request.put(at + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }

    void posted(int index, long nanos) {
        posted.setRelease(index, micros(nanos));
    }

    void accepted(int index) {
        accepted[index] = 1;
    }

    boolean wasAccepted(int index) {
        return accepted[index] != 0;
    }

    /** For {@link SmppSink}: what arrived, and how long after its POST was written. */
    public void arrived(Submit submit) {
        String to = submit.to();
        int digits = to.length() - 7;
        int index = digits < 0 || !to.startsWith(PREFIX, digits - PREFIX.length()) ? -1 : index(to, digits);
        if (index < 0 || index >= arrived.length) {
            strangers = strangers + 1;
            return;
        }
        if (arrived[index]++ == 0) {
            // the clock wraps after 71 minutes; a difference does not
            acceptToSubmit.record(Integer.toUnsignedLong(micros(submit.nanos()) - posted.getAcquire(index)));
        }
    }

    private static int index(String to, int from) {
        int index = 0;
        for (int i = from; i < to.length(); i++) {
            int digit = to.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            index = 10 * index + digit;
        }
        return index;
    }

    private int micros(long nanos) {
        return (int) ((nanos - start) / 1_000);
    }

    /** Starts a new histogram of accept → submit. */
    void newHistogram() {
        acceptToSubmit = new Histogram();
    }

    Histogram acceptToSubmit() {
        return acceptToSubmit;
    }

    /** What went wrong among the first {@code messages}. */
    record Faults(int lost, int twice, long strangers) {
        boolean none() {
            return lost == 0 && twice == 0 && strangers == 0;
        }
    }

    Faults faults(int messages) {
        int lost = 0;
        int twice = 0;
        for (int i = 0; i < messages; i++) {
            lost += accepted[i] != 0 && arrived[i] == 0 ? 1 : 0;
            twice += arrived[i] > 1 ? 1 : 0;
        }
        return new Faults(lost, twice, strangers);
    }
}
