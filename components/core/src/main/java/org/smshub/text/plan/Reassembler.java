package org.smshub.text.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.smshub.text.TextException;
import org.smshub.text.tpdu.Timestamp;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Concatenation;

/**
 * Collects received parts in memory until their message is whole. Bounded: beyond {@code maxMessages} the message that
 * waited longest comes out with gaps. A part that comes again within ten minutes after its message was whole is
 * swallowed. Not safe for use by several threads at once.
 *
 * <p>The centre is not part of a message's key, since parts may come through several; the sender, the reference, its width
 * and the count are.
 */
public final class Reassembler {

    /** How long a whole message is remembered, to swallow what a centre delivers again. */
    public static final Duration MEMORY = Duration.ofMinutes(10);

    private record Key(String sender, int reference, boolean wide, int parts) {}

    /**
     * A message that came out.
     *
     * @param time the centre's time stamp of the part that came first
     */
    public record Received(String sender, Timestamp time, Joined message) {}

    private record Part(Timestamp time, UserData data) {}

    private static final class Assembly {
        private final Part[] parts;
        private final Part first;
        private Instant touched;

        private Assembly(int size, Part first) {
            this.parts = new Part[size];
            this.first = first;
        }

        private boolean isWhole() {
            for (Part part : parts) {
                if (part == null) {
                    return false;
                }
            }
            return true;
        }

        private Received received(String sender) {
            List<UserData> present = new ArrayList<>();
            for (Part part : parts) {
                if (part != null) {
                    present.add(part.data);
                }
            }
            return new Received(sender, first.time, Joined.of(present));
        }
    }

    private final Duration timeout;
    private final int maxMessages;
    /** In the order of the last part. */
    private final Map<Key, Assembly> waiting = new LinkedHashMap<>();

    private final Map<Key, Assembly> whole = new LinkedHashMap<>();

    /**
     * @param timeout how long to wait after the last part; 24 hours is usual
     * @param maxMessages unfinished messages, and whole ones remembered, at most
     */
    public Reassembler(Duration timeout, int maxMessages) {
        this.timeout = timeout;
        this.maxMessages = TextException.inRange("messages", maxMessages, 1, Integer.MAX_VALUE);
    }

    /**
     * Takes a part.
     *
     * @param sender the originator, in one form for one sender
     * @return what came out: a message without concatenation or the one that is whole now; and what waited too long
     */
    public List<Received> add(String sender, Timestamp time, UserData data, Instant now) {
        List<Received> out = expire(now);
        Concatenation place = data.udh().concatenation().orElse(null);
        if (place == null) {
            out.add(new Received(sender, time, Joined.of(List.of(data))));
        } else {
            add(
                            new Key(sender, place.reference(), place.wide(), place.parts()),
                            place.part() - 1,
                            new Part(time, data),
                            now)
                    .ifPresent(out::add);
        }
        out.addAll(expire(now));
        return out;
    }

    private Optional<Received> add(Key key, int index, Part part, Instant now) {
        Assembly before = whole.get(key);
        if (before != null && Objects.equals(before.parts[index], part)) {
            return Optional.empty();
        }
        Assembly assembly = waiting.remove(key);
        if (assembly == null) {
            assembly = new Assembly(key.parts, part);
        }
        assembly.parts[index] = part;
        assembly.touched = now;
        if (!assembly.isWhole()) {
            waiting.put(key, assembly);
            return Optional.empty();
        }
        whole.remove(key);
        whole.put(key, assembly);
        return Optional.of(assembly.received(key.sender));
    }

    /** What waited longer than the time-out, with gaps; call it now and then when no parts come. */
    public List<Received> expire(Instant now) {
        List<Received> out = new ArrayList<>();
        drop(waiting, now.minus(timeout), out);
        drop(whole, now.minus(MEMORY), null);
        return out;
    }

    private void drop(Map<Key, Assembly> from, Instant before, List<Received> out) {
        Iterator<Map.Entry<Key, Assembly>> oldest = from.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Key, Assembly> entry = oldest.next();
            if (from.size() <= maxMessages && !entry.getValue().touched.isBefore(before)) {
                return;
            }
            oldest.remove();
            if (out != null) {
                out.add(entry.getValue().received(entry.getKey().sender));
            }
        }
    }

    /** Messages that wait for parts. */
    public int waiting() {
        return waiting.size();
    }
}
