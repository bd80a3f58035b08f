package org.smshub.ucp.codec;

/**
 * The fields of all operations, by the names of the specification (EMI-UCP 4.0, sections 4.2 to 6.3). Which operation
 * has which is said by {@link UcpOperation}.
 */
public enum UcpField {
    ADC("AdC", "recipient, up to 16 digits"),
    OADC("OAdC", "originator: digits, or hex when OTOA is 5039"),
    AC("AC", "authentication code of the originator"),
    NRQ("NRq", "1 = a notification is wanted"),
    NADC("NAdC", "where notifications go"),
    NT("NT", "kinds of notification: 1 delivery + 2 non-delivery + 4 buffered"),
    NPID("NPID", "kind of NAdC"),
    LRQ("LRq", "1 = last resort address given"),
    LRAD("LRAd", "last resort address"),
    LPID("LPID", "kind of LRAd"),
    DD("DD", "1 = deferred delivery"),
    DDT("DDT", "when to deliver, DDMMYYHHmm"),
    VP("VP", "end of validity, DDMMYYHHmm"),
    RPID("RPID", "protocol identifier, four decimal digits"),
    SCTS("SCTS", "time stamp of the centre, DDMMYYHHmmss"),
    DST("Dst", "0 delivered, 1 buffered, 2 not delivered"),
    RSN("Rsn", "reason, 000 to 255"),
    DSCTS("DSCTS", "when delivered or not, DDMMYYHHmmss"),
    MT("MT", "2 numeric, 3 alphanumeric, 4 transparent data"),
    NB("NB", "number of bits of the message when MT is 4"),
    MSG("Msg", "the message: digits (MT 2) or hex"),
    MMS("MMS", "1 = more messages follow to this recipient"),
    PR("PR", "priority"),
    DCS("DCs", "deprecated data coding"),
    MCLS("MCLs", "message class 0 to 3"),
    RPI("RPI", "reply path: 1 request, 2 response"),
    CPG("CPg", "reserved"),
    RPLY("RPLy", "reserved"),
    OTOA("OTOA", "kind of OAdC: 1139 international, 5039 alphanumeric"),
    HPLMN("HPLMN", "address of the network of the other side"),
    XSER("XSer", "extra services, see UcpXser"),
    RES4("RES4", "reserved"),
    RES5("RES5", "reserved"),
    NPL("NPL", "number of recipients"),
    RAD("RAd", "recipient, with a legitimisation code after a comma"),
    RP("RP", "repetition"),
    LPR("LPR", "legitimisation code for priority"),
    UR("UR", "urgent message"),
    LUR("LUR", "legitimisation code for urgent"),
    RC("RC", "reverse charging"),
    LRC("LRC", "legitimisation code for reverse charging"),
    PID("PID", "kind of the address"),
    OTON("OTON", "type of number: 1 international, 2 national, 6 abbreviated"),
    ONPI("ONPI", "numbering plan: 1 E.164, 3 X.121, 5 private"),
    STYP("STYP", "what is asked: 1 = open session"),
    PWD("PWD", "password in hex"),
    NPWD("NPWD", "new password in hex"),
    VERS("VERS", "always 0100"),
    LADC("LAdC", "address in a list"),
    LTON("LTON", "type of number of LAdC"),
    LNPI("LNPI", "numbering plan of LAdC"),
    OPID("OPID", "00 mobile station, 39 PC application"),
    RES1("RES1", "reserved"),
    RES2("RES2", "reserved");

    private final String label;
    private final String meaning;

    UcpField(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /** What the field is for, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** The name as the specification writes it. */
    @Override
    public String toString() {
        return label;
    }
}
