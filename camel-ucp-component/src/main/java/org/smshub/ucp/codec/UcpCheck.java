package org.smshub.ucp.codec;

import static org.smshub.ucp.codec.UcpField.*;

import org.smshub.line.FrameException;
import org.smshub.text.Hex;

/** What a centre checks before it takes an operation of a client (reference, sections 14 and 21). */
public final class UcpCheck {

    private UcpCheck() {}

    /** @throws FrameException with the code that answers the operation */
    public static void check(UcpFrame frame) throws FrameException {
        if (!UcpAddress.isNumber(frame.get(ADC))) {
            throw new FrameException(UcpErrorCode.ADC_INVALID, "AdC has 1 to 16 digits");
        }
        originator(frame.get(OADC), frame.get(OTOA));
        String ac = frame.get(AC);
        if (!ac.isEmpty() && frame.operation() == UcpOperation.SUBMIT && (ac.length() < 4 || ac.matches("0+"))) {
            throw new FrameException(UcpErrorCode.LEGITIMISATION, "AC has at least 4 digits, not all zero");
        }
        if (frame.get(DD).equals("1") && !frame.has(DDT)) {
            throw new FrameException(UcpErrorCode.TIME_PERIOD, "DD needs DDT");
        }
        if (frame.get(MSG).length() > 2 * 640) {
            throw new FrameException(UcpErrorCode.TOO_LONG, "at most 640 characters");
        }
    }

    private static void originator(String oadc, String otoa) throws FrameException {
        boolean name = otoa.equals(UcpAddress.ALPHANUMERIC);
        boolean packed = oadc.length() > 2 && oadc.length() <= 22 && oadc.length() % 2 == 0 && Hex.isHex(oadc);
        if (name && !packed) {
            throw new FrameException(UcpErrorCode.SYNTAX, "OAdC is no packed name, OTOA says it is one");
        }
        if (!name && !Hex.isHex(oadc)) {
            throw new FrameException(UcpErrorCode.SYNTAX, "OAdC is no number");
        }
    }
}
