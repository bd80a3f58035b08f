package org.smshub.ledger.store;

import java.sql.SQLException;
import java.util.List;

/** Role: the parts of messages on their way out, the queue of each link among them. Each method reads its list of the group and fills the answers. */
public interface Parts {

    /** New messages. A reference that its client used before changes nothing and gives the first answer. */
    void accept(List<Accept> accepts, Answers answers) throws SQLException;

    /** What the last process left in flight on links that begin. */
    void open(List<Group.Opening> openings, Answers answers) throws SQLException;

    /**
     * Results of claimed parts: the state, the attempt and its line in the history, and the receipts that came before it.
     * A result whose part is not as it was claimed changes nothing, but for the id of a send that a receipt has settled meanwhile.
     */
    void results(List<Result> results, Answers answers) throws SQLException;

    /** Parts that wait for these numbers are due. */
    void awake(List<Group.Number> numbers, Answers answers) throws SQLException;

    /** Parts that wait on a link out of service go to the next one that is in service; deadlines and priorities stay. */
    void move(List<Group.Move> moves, Answers answers) throws SQLException;

    /** Marks what is due as in flight. Expired parts that stand in its way end as EXPIRED, or UNKNOWN where there is a doubt. */
    void claim(List<Group.ClaimWish> wishes, Answers answers) throws SQLException;

    /** Ends what is useless by now, erases texts whose time is over, deletes what has ended long ago. */
    void tidy(Chores chores, Answers answers) throws SQLException;
}
