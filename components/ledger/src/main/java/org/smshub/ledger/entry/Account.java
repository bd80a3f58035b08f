package org.smshub.ledger.entry;

import org.smshub.link.IdForms;

/**
 * Whose receipts settle the parts of a link. Links with one login at one centre share an account, since the centre sends
 * its receipts to any of their sessions.
 *
 * @param name the same for all links that share it; the link's own name where it shares none
 * @param forms the forms of an id that are the same on this link
 * @param byNumber whether the centre's ids are known to match nothing, so that the number decides where only one part
 *     can be meant
 */
public record Account(String name, IdForms forms, boolean byNumber) {}
