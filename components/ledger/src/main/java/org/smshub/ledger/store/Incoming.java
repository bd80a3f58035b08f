package org.smshub.ledger.store;

import java.sql.SQLException;
import java.util.List;

/** Role: messages that came from lines, part by part, and what came and has no place. */
public interface Incoming {

    /** Keeps parts; a message that is whole, or was never in parts, becomes an event of its client, or is unclaimed. */
    void add(List<Group.IncomingEntry> entries, Answers answers) throws SQLException;

    /** Keeps what nobody understood. */
    void unread(List<Unread> unread) throws SQLException;

    /** Takes kept things out, to be given to their routes again. */
    void replay(List<Group.Replay> replays, Answers answers) throws SQLException;

    /** Messages whose time is over go on with gaps; old unclaimed and unread ones go. */
    void tidy(Chores chores, Answers answers) throws SQLException;
}
