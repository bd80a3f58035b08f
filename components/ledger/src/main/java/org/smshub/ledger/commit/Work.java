package org.smshub.ledger.commit;

import org.smshub.ledger.crew.Workers;
import org.smshub.ledger.store.Answers;

/** One thing to write. Many share a group; only after its commit is anybody told. All on the group commit's thread. */
public interface Work {

    /** Adds rows and remembers their places. Runs again when its group is written in parts. */
    void add(Draft draft);

    /** The group is durable. Nobody's route may run here: what follows is for the {@link Workers}. */
    void committed(Answers answers);

    /** Nothing of it was written. */
    void refused(LedgerException why);

    /** Whether nobody else knows it, so that the disk's trouble must delay it instead of refusing it. */
    default boolean mustBeKept() {
        return false;
    }
}
