package org.smshub.ledger.entry;

import java.util.List;

/**
 * A new message to write.
 *
 * @param parts all of it, in order
 * @param link where the parts wait first: of the message's links the first that is not out of service
 * @param claimed whether they are marked as in flight at once, which spares a claim: nothing waits before them and the
 *     line has room
 */
public record Accept(List<Submission> parts, String link, boolean claimed) {}
