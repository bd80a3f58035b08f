package org.smshub.ledger.store;

import java.sql.SQLException;

/** Role: messages that came from lines, part by part, and what came and has no place. */
public interface Incoming {

    /** The clock was set: parts wait as long as they would have. */
    void clock(Group group) throws SQLException;

    /** Keeps parts; a message that is whole, or was never in parts, becomes an event of its client, or is unclaimed. */
    void add(Group group, Answers answers) throws SQLException;

    /** Keeps what nobody understood. */
    void unread(Group group) throws SQLException;

    /** The oldest unclaimed or unread things, for their routes to go on with; they stay until they are forgotten. */
    void replay(Group group, Group.Replay replay, Answers answers) throws SQLException;

    /** Kept things that have their place now. */
    void forget(Group group) throws SQLException;

    /** Messages whose time is over go on with gaps; old unclaimed and unread ones go. */
    void tidy(Group group, Answers answers) throws SQLException;
}
