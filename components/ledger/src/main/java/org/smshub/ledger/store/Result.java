package org.smshub.ledger.store;

/**
 * The result of a claimed part.
 *
 * @param late whether the answer came after the part was given up as unknown: it settles the part where that still
 *     stands, and changes nothing else
 */
public record Result(Claim claim, Verdict verdict, Account account, boolean late) {}
