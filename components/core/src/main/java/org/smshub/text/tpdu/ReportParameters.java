package org.smshub.text.tpdu;

import static org.smshub.text.tpdu.OctetWriter.flag;

import org.smshub.text.DataCoding;
import org.smshub.text.OctetReader;
import org.smshub.text.TextException;

/**
 * What a report may carry after its own fields (TP-PI, 3GPP TS 23.040 9.2.3.27); {@code null} = absent.
 *
 * @param userData read with the default alphabet when {@code coding} is absent
 */
public record ReportParameters(ProtocolId protocolId, DataCoding coding, UserData userData) {

    /** None of them: the parameter indicator is 0. */
    public static final ReportParameters NONE = new ReportParameters(null, null, null);

    private static final int PROTOCOL_ID = 1;
    private static final int CODING = 2;
    private static final int USER_DATA = 4;
    private static final int EXTENSION = 0x80;

    public ReportParameters {
        DataCoding effective = coding == null ? DataCoding.GSM7 : coding;
        if (userData != null && userData.alphabet() != effective.alphabet()) {
            throw TextException.invalid(effective + " is not " + userData.alphabet());
        }
    }

    static int readIndicator(OctetReader in) {
        int indicator = in.octet("the parameter indicator");
        for (int more = indicator; (more & EXTENSION) != 0; ) {
            more = in.octet("the parameter indicator");
        }
        return indicator;
    }

    static ReportParameters read(int indicator, int first, OctetReader in) {
        ProtocolId protocolId =
                (indicator & PROTOCOL_ID) == 0 ? null : new ProtocolId(in.octet("the protocol identifier"));
        DataCoding coding = (indicator & CODING) == 0 ? null : new DataCoding(in.octet("the data coding scheme"));
        UserData data = (indicator & USER_DATA) == 0
                ? null
                : UserData.read(in, coding == null ? DataCoding.GSM7 : coding, first);
        return new ReportParameters(protocolId, coding, data);
    }

    int indicator() {
        return flag(protocolId != null, PROTOCOL_ID) | flag(coding != null, CODING) | flag(userData != null, USER_DATA);
    }

    OctetWriter write(OctetWriter out) {
        if (protocolId != null) {
            out.octet(protocolId.value());
        }
        if (coding != null) {
            out.octet(coding.value());
        }
        return userData == null ? out : out.userData(userData);
    }
}
