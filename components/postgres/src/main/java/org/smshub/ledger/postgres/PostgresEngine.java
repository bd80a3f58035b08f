package org.smshub.ledger.postgres;

import java.sql.SQLException;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.CommitInDoubt;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.sql.Common;
import org.smshub.ledger.store.sql.Roles;
import org.smshub.ledger.store.sql.SqlEngine;
import org.smshub.ledger.store.sql.SqlEvents;
import org.smshub.ledger.store.sql.SqlParts;
import org.smshub.ledger.store.sql.SqlReceipts;

/** The ledger on PostgreSQL: one session writes for a hub. */
final class PostgresEngine extends SqlEngine {

    /** How often a group that met another session is written as it is. */
    private static final int TRIES = 5;

    /** Fewer rows than this go one by one: to them a statement with arrays is the dearer one. */
    private static final int MANY = 3;

    private final WritingDialect dialect;
    private final Packet packet;
    private final PostgresParts parts;
    private int tries;

    PostgresEngine(WritingDialect dialect, Sweeper sweeper) throws SQLException {
        this(dialect, MANY, sweeper);
    }

    /**
     * @param many so many rows of a group go in arrays
     * @param sweeper null = what is old is deleted in the groups, too
     */
    PostgresEngine(WritingDialect dialect, int many, Sweeper sweeper) throws SQLException {
        this(dialect, new Arrayed(dialect, many, sweeper));
    }

    private PostgresEngine(WritingDialect dialect, Arrayed roles) throws SQLException {
        super(dialect, roles);
        this.dialect = dialect;
        packet = new Packet(dialect.connection());
        parts = roles.parts;
    }

    /** What comes in numbers goes in arrays. */
    private static final class Arrayed extends Roles {

        private final WritingDialect dialect;
        private final int many;
        private final Sweeper sweeper;
        private PostgresParts parts;

        Arrayed(WritingDialect dialect, int many, Sweeper sweeper) {
            this.dialect = dialect;
            this.many = many;
            this.sweeper = sweeper;
        }

        @Override
        public SqlEvents events(Common common) throws SQLException {
            return new PostgresEvents(common, dialect.connection(), many);
        }

        @Override
        public SqlReceipts receipts(Common common, SqlEvents events) throws SQLException {
            return new PostgresReceipts(common, (PostgresEvents) events, dialect, many);
        }

        @Override
        public SqlParts parts(Common common, SqlEvents events, SqlReceipts receipts) throws SQLException {
            parts = new PostgresParts(
                    common, (PostgresEvents) events, (PostgresReceipts) receipts, dialect.connection(), many, sweeper);
            return parts;
        }
    }

    @Override
    protected void ahead(Group group) throws SQLException {
        parts.together(group, packet);
    }

    @Override
    public Answers write(Group group) throws SQLException {
        dialect.time(group.now);
        for (tries = 1; ; tries++) {
            try {
                return super.write(group);
            } catch (CommitInDoubt e) {
                throw e;
            } catch (SQLException e) {
                if (tries == TRIES || !PostgresFaults.isAgain(e)) {
                    throw e;
                }
            }
        }
    }

    /** What met another session is no fault of the connection, as long as it is tried again. */
    @Override
    public Trouble trouble(SQLException e) {
        return tries < TRIES && PostgresFaults.isAgain(e) ? Trouble.ROW : super.trouble(e);
    }

    @Override
    public boolean isAway(SQLException e) {
        return PostgresFaults.isAway(e);
    }

    /** The group itself has written its number: after a failover too, whichever server has it. */
    @Override
    public boolean isWritten(Group group, Answers answers) {
        return dialect.isWritten();
    }
}
