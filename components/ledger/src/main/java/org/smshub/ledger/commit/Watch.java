package org.smshub.ledger.commit;

import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;

/** Is told of each thing that is committed, by the committing thread, and of what is not accepted: must be quick, and throws nothing. */
public interface Watch {

    /** Nobody. */
    Watch NONE = new Watch() {};

    /** A new message, by its first part. */
    default void accepted(Submission first) {}

    /**
     * A message that its input does not accept; by any thread.
     *
     * @param input the route that it came by
     * @param reason in a word
     */
    default void refused(String input, String client, String reason) {}

    /** What became of a claimed part. @param now epoch milliseconds */
    default void result(Claim claim, Verdict verdict, long now) {}

    /** What waits was counted anew; by a thread of its own. */
    default void counted() {}

    /** A receipt found its part. @param state as the centre told @param sentAt epoch milliseconds of the part's last attempt, 0 = not known */
    default void receipt(String link, String state, long sentAt, long now) {}
}
