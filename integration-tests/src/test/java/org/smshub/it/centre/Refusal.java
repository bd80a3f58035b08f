package org.smshub.it.centre;

/** What a centre may answer instead of yes, in the words of each protocol. */
enum Refusal {
    /** Too fast: ESME_RTHROTTLED; operation not allowed. */
    THROTTLED(0x58, "04"),
    /** Something broke at the centre: ESME_RSYSERR; delivery in progress. */
    FOR_NOW(0x08, "37"),
    /** No such number, and there will be none: ESME_RINVDSTADR; AdC invalid. */
    FOR_GOOD(0x0B, "06");

    final int status;
    final String ec;

    Refusal(int status, String ec) {
        this.status = status;
        this.ec = ec;
    }

    /** As the hub's API tells it. */
    String code(LinkKind kind) {
        return kind.protocol() == Protocol.SMPP ? String.format("smpp:0x%02X", status) : "ucp:" + ec;
    }
}
