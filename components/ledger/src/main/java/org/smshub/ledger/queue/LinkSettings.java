package org.smshub.ledger.queue;

import org.smshub.ledger.store.Account;
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
        LinkProfile profile) {

    /** A link that carries what the air interface does. */
    public LinkSettings(
            String name,
            int window,
            double rate,
            double slowest,
            long failoverAfterMillis,
            long probeMaxMillis,
            Account account) {
        this(name, window, rate, slowest, failoverAfterMillis, probeMaxMillis, account, LinkProfile.STANDARD);
    }
}
