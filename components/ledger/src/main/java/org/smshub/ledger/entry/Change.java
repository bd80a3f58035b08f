package org.smshub.ledger.entry;

import java.util.List;

/**
 * What somebody wants of messages that are in the ledger already. Written with all else in the order of groups, so that a
 * part is either changed or handed to its link, never both.
 */
public sealed interface Change {

    /** A message nothing of which has left, or may have, never will. @param client whose it must be; null = anybody's */
    record Cancel(String messageId, String client) implements Change {}

    /**
     * A message nothing of which has left, or may have, becomes another.
     *
     * @param parts as they are planned for the first of its links; their id is that of the message
     * @param client whose it must be; null = anybody's
     */
    record Replace(List<Submission> parts, String client) implements Change {}

    /**
     * A message nothing of which has left, or may have, goes at another time or with another priority.
     *
     * @param client whose it must be; null = anybody's
     * @param priority null = as it was
     * @param due epoch milliseconds, null = as it was
     * @param expires epoch milliseconds, null = as it was
     */
    record Amend(String messageId, String client, Integer priority, Long due, Long expires) implements Change {}

    /**
     * A message that ended without being delivered is sent again, as a new one. Asked for twice it is sent once: the second
     * answer is the first one's id.
     *
     * @param client whose it must be; null = anybody's
     * @param newId ULID of the new message
     */
    record Again(String messageId, String client, String newId) implements Change {}

    /**
     * The text of a message that has ended is erased, however long it was to be kept; of one that has not it is still needed.
     *
     * @param client whose it must be; null = anybody's
     */
    record Erase(String messageId, String client) implements Change {}

    /**
     * A message nothing of which has left, or may have, goes to another link; where it waits already, nothing changes.
     *
     * @param client whose it must be; null = anybody's
     */
    record Move(String messageId, String client, String to) implements Change {}

    /**
     * Who hears of a message hears once more what has become of it. While that waits to be heard it is not written again.
     *
     * @param client whose it must be; null = anybody's
     */
    record Tell(String messageId, String client) implements Change {}

    /** What waits on a link goes to another, some thousand at a time. @param limit parts to look at, at most */
    record Reroute(String link, String to, int limit) implements Change {}
}
