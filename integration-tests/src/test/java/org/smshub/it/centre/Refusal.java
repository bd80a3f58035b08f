package org.smshub.it.centre;

/** What a centre may answer instead of yes, in the words of each protocol. */
enum Refusal {
    /** Too fast: ESME_RTHROTTLED; operation not allowed; temporary congestion. */
    THROTTLED(0x58, "04", "10"),
    /** Something broke at the centre: ESME_RSYSERR; delivery in progress; general system error. */
    FOR_NOW(0x08, "37", "6"),
    /** No such number, and there will be none: ESME_RINVDSTADR; AdC invalid; incorrect destination address. */
    FOR_GOOD(0x0B, "06", "300");

    final int status;
    final String ec;
    /** Error code of CIMD2. */
    final String error;

    Refusal(int status, String ec, String error) {
        this.status = status;
        this.ec = ec;
        this.error = error;
    }

    /** As the hub's API tells it. */
    String code(LinkKind kind) {
        return switch (kind.protocol()) {
            case SMPP -> String.format("smpp:0x%02X", status);
            case UCP -> "ucp:" + ec;
            case CIMD2 -> "cimd2:" + error;
        };
    }
}
