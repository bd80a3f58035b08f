package org.smshub.it.centre;

/** What a centre may answer instead of yes, in the words of each protocol. */
enum Refusal {
    /** Too fast: ESME_RTHROTTLED; operation not allowed; temporary congestion; congestion. */
    THROTTLED(0x58, "04", "10", 42),
    /** Something broke at the centre: ESME_RSYSERR; delivery in progress; general system error; temporary failure. */
    FOR_NOW(0x08, "37", "6", 41),
    /** No such number, and there will be none: ESME_RINVDSTADR; AdC invalid; incorrect destination address; unassigned number. */
    FOR_GOOD(0x0B, "06", "300", 1);

    final int status;
    final String ec;
    /** Error code of CIMD2. */
    final String error;
    /** After +CMS ERROR of a modem. */
    final int cms;

    Refusal(int status, String ec, String error, int cms) {
        this.status = status;
        this.ec = ec;
        this.error = error;
        this.cms = cms;
    }

    /** As the hub's API tells it. */
    String code(LinkKind kind) {
        return switch (kind.protocol()) {
            case SMPP -> String.format("smpp:0x%02X", status);
            case UCP -> "ucp:" + ec;
            case CIMD2 -> "cimd2:" + error;
            case MODEM -> "cms:" + cms;
        };
    }
}
