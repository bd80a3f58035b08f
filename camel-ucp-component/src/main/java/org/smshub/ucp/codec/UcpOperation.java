package org.smshub.ucp.codec;

import static org.smshub.ucp.codec.UcpField.*;

import java.util.List;

/**
 * The operations and the order of their fields (EMI-UCP 4.0, table of section 4.1). The fields of 51 to 59 are the same
 * list, the "additional" data; 59 is from a later version, its purpose is not published.
 */
public enum UcpOperation {
    CALL_INPUT(1, ADC, OADC, AC, MT, MSG),
    /** In the place of the one RAd here stand NPL of them. */
    MULTIPLE_CALL_INPUT(2, NPL, RAD, OADC, AC, MT, MSG),
    SUPPLEMENTARY_CALL_INPUT(3, RAD, OADC, AC, NPL, RP, PR, LPR, UR, LUR, RC, LRC, DD, DDT, MT, MSG),
    /** NAdC is called NAd there, and the message is always alphanumeric. */
    MESSAGE_TRANSFER(30, ADC, OADC, AC, NRQ, NADC, NPID, DD, DDT, VP, MSG),
    ALERT(31, ADC, PID),
    SUBMIT(51, Lists.ADDITIONAL),
    DELIVER(52, Lists.ADDITIONAL),
    NOTIFY(53, Lists.ADDITIONAL),
    MODIFY(54, Lists.ADDITIONAL),
    INQUIRE(55, Lists.ADDITIONAL),
    DELETE(56, Lists.ADDITIONAL),
    INQUIRE_RESPONSE(57, Lists.ADDITIONAL),
    DELETE_RESPONSE(58, Lists.ADDITIONAL),
    LATER_59(59, Lists.ADDITIONAL),
    SESSION(60, OADC, OTON, ONPI, STYP, PWD, NPWD, VERS, LADC, LTON, LNPI, OPID, RES1),
    PROVISION(61, OADC, OTON, ONPI, STYP, PWD, NPWD, VERS, LADC, LTON, LNPI, RES1, RES2);

    private static final class Lists {
        static final UcpField[] ADDITIONAL = {
            ADC, OADC, AC, NRQ, NADC, NT, NPID, LRQ, LRAD, LPID, DD, DDT, VP, RPID, SCTS, DST, RSN, DSCTS, MT, NB, MSG,
            MMS, PR, DCS, MCLS, RPI, CPG, RPLY, OTOA, HPLMN, XSER, RES4, RES5
        };
    }

    private static final UcpOperation[] BY_CODE = new UcpOperation[100];

    static {
        for (UcpOperation operation : values()) {
            BY_CODE[operation.code] = operation;
        }
    }

    private final int code;
    private final List<UcpField> fields;
    private final byte[] positions = new byte[UcpField.values().length];

    UcpOperation(int code, UcpField... fields) {
        this.code = code;
        this.fields = List.of(fields);
        java.util.Arrays.fill(positions, (byte) -1);
        for (int i = 0; i < fields.length; i++) {
            positions[fields[i].ordinal()] = (byte) i;
        }
    }

    /** The operation with this code, or null. */
    public static UcpOperation of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /** OT, 1 to 61. */
    public int code() {
        return code;
    }

    /** The fields in the order of the wire. */
    public List<UcpField> fields() {
        return fields;
    }

    /** Place of the field among {@link #fields}, -1 if the operation has none. */
    public int position(UcpField field) {
        return positions[field.ordinal()];
    }

    /** Whether a positive result has the MVP field before its SM (30 and 51 to 59). */
    public boolean resultHasMvp() {
        return code >= 30 && code != 31 && code < 60;
    }

    /** OT as two digits. */
    @Override
    public String toString() {
        return code < 10 ? "0" + code : Integer.toString(code);
    }
}
