package org.smshub.gsmmodem.sim;

/** A command that the modem refuses. It has no stack trace: a client may cause one a line. */
final class AtError extends Exception {

    static final int OPERATION_NOT_ALLOWED = 3;
    static final int NO_SIM = 10;
    static final int SIM_PIN = 11;
    static final int SIM_PUK = 12;
    static final int SIM_FAILURE = 13;
    static final int WRONG_PASSWORD = 16;
    static final int NO_NETWORK = 30;
    static final int PARAMETERS = 50;

    /** Wrong PDU, or one of another length than was said. */
    static final int CMS_PDU = 304;

    /** Wrong parameter, or text that does not fit, in text mode. */
    static final int CMS_TEXT = 305;

    static final int CMS_INDEX = 321;
    static final int CMS_FULL = 322;
    static final int CMS_NO_CENTRE = 330;
    static final int CMS_NO_NETWORK = 331;
    static final int CMS_NOTHING_TO_ACKNOWLEDGE = 340;

    private final boolean sms;
    private final int code;

    private AtError(boolean sms, int code) {
        super(null, null, false, false);
        this.sms = sms;
        this.code = code;
    }

    /** What no modem knows: a bare ERROR. */
    static AtError unknown() {
        return new AtError(false, -1);
    }

    /** @param code 3GPP TS 27.007 9.2 */
    static AtError cme(int code) {
        return new AtError(false, code);
    }

    /** @param code 3GPP TS 27.005 3.2.5 */
    static AtError cms(int code) {
        return new AtError(true, code);
    }

    /** The result line. @param cmee 0 to 2, what +CMEE was set to */
    String line(int cmee) {
        if (sms) {
            return "+CMS ERROR: " + code;
        }
        return code < 0 || cmee == 0 ? "ERROR" : "+CME ERROR: " + (cmee == 2 ? words() : Integer.toString(code));
    }

    private String words() {
        return switch (code) {
            case OPERATION_NOT_ALLOWED -> "operation not allowed";
            case NO_SIM -> "SIM not inserted";
            case SIM_PIN -> "SIM PIN required";
            case SIM_PUK -> "SIM PUK required";
            case SIM_FAILURE -> "SIM failure";
            case WRONG_PASSWORD -> "incorrect password";
            case NO_NETWORK -> "no network service";
            case PARAMETERS -> "incorrect parameters";
            default -> "unknown";
        };
    }
}
