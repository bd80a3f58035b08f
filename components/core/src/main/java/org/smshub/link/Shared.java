package org.smshub.link;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Lines that several users share by key: {@code from} and {@code to} with the same address use one session, because
 * centres grant few logins. The first user opens the line, the last one closes it.
 *
 * @param <K> what makes two addresses the same line
 * @param <L> the line; opening it must not wait for the peer
 */
public final class Shared<K, L extends AutoCloseable> {

    private record Entry<L>(L line, int users) {}

    private final Map<K, Entry<L>> lines = new ConcurrentHashMap<>();

    /** The line of this key, opened if nobody uses it yet. Each call needs its {@link #release}. */
    public L acquire(K key, Function<K, L> open) {
        return lines.compute(
                        key,
                        (same, entry) -> entry == null
                                ? new Entry<>(open.apply(same), 1)
                                : new Entry<>(entry.line(), entry.users() + 1))
                .line();
    }

    /** Gives the line back, and closes it if that was the last user. Unknown keys are ignored. */
    public void release(K key) throws Exception {
        AtomicReference<L> last = new AtomicReference<>();
        lines.computeIfPresent(key, (same, entry) -> {
            if (entry.users() > 1) {
                return new Entry<>(entry.line(), entry.users() - 1);
            }
            last.set(entry.line());
            return null;
        });
        if (last.get() != null) {
            last.get().close();
        }
    }

    /** Number of lines in use. */
    public int size() {
        return lines.size();
    }
}
