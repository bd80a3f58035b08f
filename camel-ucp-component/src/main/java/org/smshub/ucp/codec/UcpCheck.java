package org.smshub.ucp.codec;

import static org.smshub.ucp.codec.UcpField.*;

/** What a centre checks before it takes an operation of a client (reference, sections 14 and 21). */
public final class UcpCheck {

    private UcpCheck() {}

    /** @throws UcpException with the code that answers the operation */
    public static void check(UcpFrame frame) throws UcpException {
        if (!UcpAddress.isNumber(frame.get(ADC))) {
            throw new UcpException(UcpErrorCode.ADC_INVALID, "AdC has 1 to 16 digits");
        }
        originator(frame.get(OADC), frame.get(OTOA));
        String ac = frame.get(AC);
        if (!ac.isEmpty() && frame.operation() == UcpOperation.SUBMIT && (ac.length() < 4 || ac.matches("0+"))) {
            throw new UcpException(UcpErrorCode.LEGITIMISATION, "AC has at least 4 digits, not all zero");
        }
        if (frame.get(DD).equals("1") && !frame.has(DDT)) {
            throw new UcpException(UcpErrorCode.TIME_PERIOD, "DD needs DDT");
        }
        if (frame.get(MSG).length() > 2 * 640) {
            throw new UcpException(UcpErrorCode.TOO_LONG, "at most 640 characters");
        }
    }

    private static void originator(String oadc, String otoa) throws UcpException {
        boolean name = otoa.equals(UcpAddress.ALPHANUMERIC);
        boolean packed = oadc.length() > 2
                && oadc.length() <= 22
                && oadc.length() % 2 == 0
                && UcpHex.isHex(oadc, 0, oadc.length());
        if (name && !packed) {
            throw new UcpException(UcpErrorCode.SYNTAX, "OAdC is no packed name, OTOA says it is one");
        }
        if (!name && !UcpHex.isHex(oadc, 0, oadc.length())) {
            throw new UcpException(UcpErrorCode.SYNTAX, "OAdC is no number");
        }
    }
}
