package org.smshub.ledger.store;

import java.sql.SQLException;
import java.util.List;

/** Role: what centres tell about parts they took. A final state never changes back. */
public interface Receipts {

    /**
     * Receipts that came. Each finds the part with its id on its account (of several with one id the one of its number,
     * then the one sent last), or is kept: for the submit result that has not come yet, for the doubt it can settle, for a person.
     */
    void apply(List<Receipt> receipts, Answers answers) throws SQLException;

    /**
     * Settles doubts by number, but only where nothing else can be meant: no other part of that number is SENT or BUFFERED
     * on the account. Forgets settled receipts, and old ones by the retention.
     */
    void tidy(Chores chores, Answers answers) throws SQLException;
}
