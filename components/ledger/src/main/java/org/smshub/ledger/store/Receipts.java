package org.smshub.ledger.store;

import java.sql.SQLException;

/** Role: what centres tell about parts they took. A final state never changes back. */
public interface Receipts {

    /**
     * Receipts that came. Each finds the part with its id on its account (of several with one id the one of its number,
     * then the one sent last), or is kept: for the submit result that has not come yet, for the doubt it can settle, for a person.
     */
    void apply(Group group, Answers answers) throws SQLException;

    /** The clock was set back: receipts that wait are looked at soon. */
    void clock(Group group) throws SQLException;

    /** Looks again at receipts that match nothing, as if they had come now. */
    void replay(Group group, Group.Replay replay, Answers answers) throws SQLException;

    /**
     * Settles doubts by number, but only where nothing else can be meant: no other part of that number is SENT or BUFFERED
     * on the account, and none is in flight there (but for
     * parts whose sender wanted no receipt: the centre was not asked for one). Of several doubts the oldest send is taken, if all are of one message,
     * or if as many receipts wait as there are sends in doubt and all say the same; else all stay unknown, for wrong is
     * worse. A receipt costs one look when its patience is over, and then none until a new doubt of its number wakes it,
     * but for those that could mean several: these are looked at again, each time after twice as long. Forgets settled receipts, and old ones by the retention.
     */
    void tidy(Group group, Answers answers) throws SQLException;
}
