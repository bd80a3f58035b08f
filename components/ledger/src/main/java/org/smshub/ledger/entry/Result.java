package org.smshub.ledger.entry;

/**
 * The result of a claimed part.
 *
 * @param late whether the answer came after the part was given up as unknown: it settles the part where that still
 *     stands, and changes nothing else
 * @param lost whether this hub was taken for dead since the claim, and another may have settled what it had in flight: the
 *     result counts where the part is as it was claimed, and is late where it is not
 * @param session over which it went, as its link's route names it ({@link org.smshub.link.SmsHeaders#SESSION}); null = over none
 */
public record Result(Claim claim, Verdict verdict, Account account, boolean late, boolean lost, String session) {

    /** Where no session is known. */
    public Result(Claim claim, Verdict verdict, Account account, boolean late, boolean lost) {
        this(claim, verdict, account, late, lost, null);
    }

    /** Of a hub that lives. */
    public Result(Claim claim, Verdict verdict, Account account, boolean late) {
        this(claim, verdict, account, late, false);
    }

    /** The same part and session with another end. */
    public Result as(Verdict other, boolean isLate, boolean isLost) {
        return new Result(claim, other, account, isLate, isLost, session);
    }
}
