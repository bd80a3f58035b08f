package org.smshub.ledger.store;

import java.sql.SQLException;

/** Role: the outbox, what applications are to hear. Its rows are written in the transaction of what they tell. */
public interface Events {

    /** What became of events that were handed out. */
    void results(Group group) throws SQLException;

    /** Who wants to hear no more, or again. */
    void subscriptions(Group group) throws SQLException;

    /** The oldest events of lanes that have room. */
    void next(Group group, Answers answers) throws SQLException;

    /** For whom something waits. */
    void consumers(Group group, Answers answers) throws SQLException;

    /** Drops what nobody heard in time. */
    void tidy(Group group, Answers answers) throws SQLException;
}
