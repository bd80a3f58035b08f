package org.smshub.ledger.store;

import java.sql.SQLException;

/** The commit of a group failed, and whether it took effect only {@link Engine#isWritten} can tell, on another connection. */
public final class CommitInDoubt extends SQLException {

    private static final long serialVersionUID = 1;

    private final transient Answers answers;

    /** @param answers of the group, should it be written */
    public CommitInDoubt(SQLException cause, Answers answers) {
        super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
        this.answers = answers;
    }

    public Answers answers() {
        return answers;
    }
}
