package org.smshub.text.tpdu;

import org.smshub.text.OctetReader;
import org.smshub.text.TextException;

/**
 * The cause in a report of an error (TP-FCS, 3GPP TS 23.040 9.2.3.22), 0x80 to 0xFF. Whether a report is one of an error
 * is known from the layer below; here it is seen by the value, since a parameter indicator never reaches 0x80 in use.
 */
final class FailureCause {

    /** No cause: the report acknowledges. */
    static final int NONE = -1;

    private static final int FIRST = 0x80;

    private FailureCause() {}

    static void check(int cause) {
        if (cause != NONE) {
            TextException.inRange("failure cause", cause, FIRST, 255);
        }
    }

    static int read(OctetReader in) {
        return in.remaining() > 0 && in.peek() >= FIRST ? in.octet("the failure cause") : NONE;
    }

    static OctetWriter write(OctetWriter out, int cause) {
        return cause == NONE ? out : out.octet(cause);
    }
}
