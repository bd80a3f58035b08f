package org.smshub.ledger;

/** A bean of the registry that hears that the start waits for the ledger's database, so that others can see it meanwhile. */
public interface AwayListener {

    /** Once, by the thread that starts; must not block. */
    void away() throws Exception;
}
