package org.smshub.line;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.smshub.link.passing.Presence;

/**
 * Which accounts have a session at an address of ours that can be told something; it outlives the line. While somebody watches, what
 * is for an account that has none fails at once instead of waiting for one: it may have one elsewhere. Any thread.
 */
public final class Present implements Presence {

    private final Map<String, Set<Object>> sessions = new HashMap<>();
    private final List<BiConsumer<String, Boolean>> watchers = new ArrayList<>();

    synchronized void came(String account, Object session) {
        Set<Object> all = sessions.computeIfAbsent(account, name -> new HashSet<>());
        if (all.add(session) && all.size() == 1) {
            watchers.forEach(watcher -> watcher.accept(account, true));
        }
    }

    synchronized void left(String account, Object session) {
        Set<Object> all = sessions.get(account);
        if (all != null && all.remove(session) && all.isEmpty()) {
            sessions.remove(account);
            watchers.forEach(watcher -> watcher.accept(account, false));
        }
    }

    /** Whether it has gone elsewhere, as far as anybody can be elsewhere. */
    synchronized boolean isAway(String account) {
        return !watchers.isEmpty() && !sessions.containsKey(account);
    }

    @Override
    public synchronized Runnable watch(BiConsumer<String, Boolean> watcher) {
        watchers.add(watcher);
        sessions.keySet().forEach(account -> watcher.accept(account, true));
        return () -> unwatch(watcher);
    }

    private synchronized void unwatch(BiConsumer<String, Boolean> watcher) {
        watchers.remove(watcher);
    }
}
