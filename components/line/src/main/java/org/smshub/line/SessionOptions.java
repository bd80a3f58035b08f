package org.smshub.line;

import java.time.Duration;

/**
 * What the sessions of a line have in common.
 *
 * @param window requests of ours that may be outstanding
 * @param firstWindow the same at the start of a session, until the other side showed that it takes more
 * @param requestTimeout how long the other side may take to answer, to end a frame it began, to read what is written
 * @param loginTimeout how long a session may take to open, TLS included
 * @param keepAlive idle time after which a probe is sent, zero = none
 * @param idleTimeout how long the other side may say nothing that counts, zero = for ever
 * @param maxUnanswered requests of the other side that may be unanswered
 * @param maxRate requests a second of the other side, 0 = any number
 */
public record SessionOptions(
        int window,
        int firstWindow,
        Duration requestTimeout,
        Duration loginTimeout,
        Duration keepAlive,
        Duration idleTimeout,
        int maxUnanswered,
        int maxRate) {}
