package org.smshub.ledger.store;

import java.sql.SQLException;

/**
 * Role: the parts of messages on their way out, the queue of each link among them. Each method reads its list of the
 * group and fills the answers.
 */
public interface Parts {

    /**
     * The clock was set back ({@link Group#clockStep}): parts that were due, or would be after some time, are so by the new
     * clock. What its sender wants at a time of day stays.
     */
    void clock(Group group) throws SQLException;

    /** New messages. A reference that its client used before changes nothing and gives the first answer. */
    void accept(Group group, Answers answers) throws SQLException;

    /** What the last process left in flight on links that begin. */
    void open(Group group, Answers answers) throws SQLException;

    /**
     * Results of claimed parts: the state, the attempt and its line in the history, and the receipts that came before it.
     * A result whose part is not as it was claimed changes nothing, but for the id of a send that a receipt has settled
     * meanwhile. A late answer settles a part that is UNKNOWN, or QUEUED again with a doubt; one whose part has been claimed
     * again it leaves alone: the receipt, or the second answer, tells.
     */
    void results(Group group, Answers answers) throws SQLException;

    /** Parts that wait for these numbers are due. */
    void awake(Group group, Answers answers) throws SQLException;

    /** Parts that wait on a link out of service go to the next one that is in service; deadlines and priorities stay. */
    void move(Group group, Answers answers) throws SQLException;

    /** Marks what is due as in flight, and writes what that spends. Expired parts that stand in its way end as EXPIRED, or UNKNOWN where there is a doubt. */
    void claim(Group group, Answers answers) throws SQLException;

    /** Ends what is useless by now, erases texts whose time is over, deletes what has ended long ago. */
    void tidy(Group group, Answers answers) throws SQLException;
}
