package org.smshub.ledger.queue;

import org.smshub.ledger.entry.Account;
import org.smshub.text.plan.LinkProfile;

/**
 * How a link wants its parts.
 *
 * @param window parts in flight at most, 1 or more
 * @param rate parts a second at most, 0 = no limit; also the ceiling of the pace after throttling
 * @param slowest parts a second the pace never falls below, however often the centre throttles
 * @param failoverAfterMillis how long a link must be out of service until what waits there goes to the next of its
 *     message's links, 0 = at once
 * @param probeMaxMillis longest rest between two parts that try a centre which does not answer
 * @param budget parts a day at most, 0 = no limit
 * @param whole whether the parts of a message stay together: they go to another link only if none of them was sent
 * @param restAfter refusals in a row, for whatever reason but the pace, after which the link rests, 0 = never
 * @param restMillis how long it rests then
 * @param profile what it carries
 */
public record LinkSettings(
        String name,
        int window,
        double rate,
        double slowest,
        long failoverAfterMillis,
        long probeMaxMillis,
        Account account,
        int budget,
        boolean whole,
        int restAfter,
        long restMillis,
        LinkProfile profile) {

    /** Without budget and rest, with parts that go each its way, and with what the air interface carries. */
    public LinkSettings(
            String name,
            int window,
            double rate,
            double slowest,
            long failoverAfterMillis,
            long probeMaxMillis,
            Account account) {
        this(
                name,
                window,
                rate,
                slowest,
                failoverAfterMillis,
                probeMaxMillis,
                account,
                0,
                false,
                0,
                0,
                LinkProfile.STANDARD);
    }
}
