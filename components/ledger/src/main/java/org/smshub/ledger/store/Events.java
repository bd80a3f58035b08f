package org.smshub.ledger.store;

import java.sql.SQLException;
import java.util.List;

/** Role: the outbox, what applications are to hear. Its rows are written in the transaction of what they tell. */
public interface Events {

    /** What became of events that were handed out. */
    void results(List<Group.EventResult> results) throws SQLException;

    /** The oldest events of lanes that have room. */
    void next(List<Group.LaneWish> wishes, Answers answers) throws SQLException;

    /** For whom something waits. */
    void consumers(List<String> consumers, Answers answers) throws SQLException;

    /** Drops what nobody heard in time. */
    void tidy(Chores chores, Answers answers) throws SQLException;
}
