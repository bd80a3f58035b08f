package org.smshub.text.tpdu;

/** Which way a TPDU goes; the same type bits mean different PDUs (3GPP TS 23.040 9.2.3.1). */
public enum Direction {
    /** SUBMIT, COMMAND, DELIVER-REPORT; also what a handset stored to send (status 2 and 3 of +CMGL). */
    TO_CENTRE,
    /** DELIVER, STATUS-REPORT, SUBMIT-REPORT. */
    FROM_CENTRE
}
