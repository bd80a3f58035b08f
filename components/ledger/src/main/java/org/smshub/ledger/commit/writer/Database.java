package org.smshub.ledger.commit.writer;

import java.sql.SQLException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.CommitInDoubt;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;
import org.smshub.link.nature.Rare;

/**
 * The engine of a connection that may be lost: it is opened anew when the next group is to be written, and a group whose commit failed
 * at its end is looked for before anybody is told. The writing thread's.
 */
final class Database {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final GroupCommit.Opener opener;
    private final Map<String, LinkQueue> links;

    /** Says what a fault means, also after it was closed. */
    private Engine engine;

    /** After a fault of the connection or the disk it is opened anew. */
    private boolean open;

    /**
     * @param links whose accounts a new engine learns
     * @throws SQLException it cannot be opened
     */
    Database(GroupCommit.Opener opener, Map<String, LinkQueue> links) throws SQLException {
        this.opener = opener;
        this.links = links;
        engine = opener.open();
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    /** @throws CommitInDoubt nobody can say whether it is written; the connection is closed then */
    Answers write(Group group) throws SQLException {
        if (Rare.way("commit.reopens")) {
            close();
        }
        boolean fresh = !open;
        reopen();
        try {
            return once(group);
        } catch (SQLException e) {
            if (fresh || trouble(e) != Engine.Trouble.CONNECTION) {
                throw e;
            }
            Rare.hit("commit.connection");
            LOG.warn("The ledger's connection is lost ({}): it is opened anew", e.getMessage());
            close();
            reopen();
            return once(group);
        }
    }

    /** What failed at its end and is in the file all the same is written. */
    private Answers once(Group group) throws SQLException {
        try {
            return engine.write(group);
        } catch (CommitInDoubt e) {
            close();
            if (isWritten(group, e.answers())) {
                return e.answers();
            }
            throw e;
        }
    }

    /** @throws SQLException nobody can say; the connection is closed then */
    boolean isWritten(Group group, Answers answers) throws SQLException {
        try {
            reopen();
            return engine.isWritten(group, answers);
        } catch (SQLException e) {
            close();
            throw new CommitInDoubt(e, answers);
        }
    }

    void reopen() throws SQLException {
        if (!open) {
            try {
                engine = opener.open();
            } catch (RuntimeException e) {
                throw new SQLException("the ledger's database cannot be opened: " + e.getMessage(), e);
            }
            open = true;
            links.forEach((name, link) -> engine.learn(name, link.account()));
        }
    }

    /** Makes anew what can be made anew of what is damaged. */
    void mend() throws SQLException {
        engine.mend();
    }

    void close() {
        if (open) {
            open = false;
            try {
                engine.close();
            } catch (SQLException | RuntimeException e) {
                LOG.debug("A connection did not close", e);
            }
        }
    }

    Engine.Trouble trouble(SQLException e) {
        // a connection that cannot be opened is no fault of a row
        return open ? engine.trouble(e) : Engine.Trouble.STORAGE;
    }

    /** What it means, for people. */
    String advice(SQLException e) {
        return engine.advice(e);
    }

    /** Whether the fault is that the database cannot be reached. */
    boolean isAway(SQLException e) {
        return engine.isAway(e);
    }
}
