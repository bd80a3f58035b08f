package org.smshub.link.passing;

import java.util.function.BiConsumer;

/** An address (endpoint) to which applications come to be told something: who is there now. */
public interface Presence {

    /**
     * @param watcher hears of each account that has a session there which can be told something, and from then on of each that comes
     *     (true) or has gone (false), in that order; any thread, must not block
     * @return ends it
     */
    Runnable watch(BiConsumer<String, Boolean> watcher);
}
