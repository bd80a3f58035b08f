package org.smshub.link;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Who is connected to a server: so many in all, and so many of one address, so that one cannot shut out the others. An
 * IPv6 address stands for its /64, which is what one subscriber gets (RFC 6177). Any thread.
 */
public final class Callers {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier clock;
    private final int most;
    private final int mostOfOne;
    private final Map<Object, Integer> byAddress = new HashMap<>();
    private int all;
    private long refused;
    private long told;

    /**
     * @param most 1 or more
     * @param mostOfOne 0 = half of {@code most}
     */
    public Callers(int most, int mostOfOne) {
        this(most, mostOfOne, System::nanoTime);
    }

    /** @param clock nanoseconds */
    public Callers(int most, int mostOfOne, LongSupplier clock) {
        this.most = most;
        this.mostOfOne = mostOfOne > 0 ? mostOfOne : (most + 1) / 2;
        this.clock = clock;
        this.told = clock.getAsLong() - MINUTE;
    }

    /** What counts as one address. */
    static Object place(InetAddress address) {
        return address instanceof Inet6Address ? ByteBuffer.wrap(address.getAddress(), 0, 8) : address;
    }

    /** @return false when there is no room: then nothing is to be {@link #leave left} */
    public synchronized boolean enter(InetAddress from) {
        Object place = place(from);
        int same = byAddress.getOrDefault(place, 0);
        if (all >= most || same >= mostOfOne) {
            refused++;
            return false;
        }
        byAddress.put(place, same + 1);
        all++;
        return true;
    }

    public synchronized void leave(InetAddress from) {
        byAddress.computeIfPresent(place(from), (place, n) -> n == 1 ? null : n - 1);
        all--;
    }

    /** Whether a refusal is to be told: one a minute, for who calls without end must not fill the log. */
    public synchronized boolean tells() {
        long now = clock.getAsLong();
        if (now - told < MINUTE) {
            return false;
        }
        told = now;
        return true;
    }

    public synchronized int size() {
        return all;
    }

    public synchronized int of(InetAddress address) {
        return byAddress.getOrDefault(place(address), 0);
    }

    /** How many found no room. */
    public synchronized long refused() {
        return refused;
    }
}
