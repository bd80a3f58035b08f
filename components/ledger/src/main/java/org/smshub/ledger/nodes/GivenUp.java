package org.smshub.ledger.nodes;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What did not work at this hub, which it leaves to the others for a while; each time for longer. */
final class GivenUp {

    private static final long FIRST_REST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_DOUBLINGS = 6;

    /** @param times in a row @param until not served before; kept then, until it works */
    private record Rest(int times, long until, String why) {}

    private final Map<String, Rest> rests = new ConcurrentHashMap<>();

    void add(String what, String why, long now) {
        int times = rests.containsKey(what) ? rests.get(what).times() + 1 : 0;
        rests.put(what, new Rest(times, now + (FIRST_REST_NANOS << Math.min(times, MOST_DOUBLINGS)), why));
    }

    void works(String what) {
        rests.remove(what);
    }

    /** Those of them that this hub serves now. */
    Set<String> without(Set<String> all, long now) {
        Set<String> served = new TreeSet<>(all);
        served.removeIf(what -> rests.containsKey(what) && rests.get(what).until() - now > 0);
        return served;
    }

    /** Adds why, by what it is. */
    void tell(Map<String, String> troubles) {
        rests.forEach((what, rest) -> troubles.putIfAbsent(what, rest.why()));
    }
}
