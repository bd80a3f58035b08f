package org.smshub.ucp.codec;

import org.smshub.link.errors.ErrorCode;
import org.smshub.link.errors.ErrorTable;

/** The error codes of a negative result; the table, with its sources, is {@code error-codes.txt}. */
public final class UcpErrorCode {

    public static final String CHECKSUM = "01";
    public static final String SYNTAX = "02";
    public static final String NOT_SUPPORTED = "03";
    public static final String NOT_ALLOWED = "04";
    public static final String ADC_INVALID = "06";
    public static final String AUTHENTICATION = "07";
    public static final String LEGITIMISATION = "08";
    public static final String TIME_PERIOD = "22";
    public static final String MESSAGE_TYPE = "23";
    public static final String TOO_LONG = "24";

    static final ErrorTable TABLE = new ErrorTable(UcpErrorCode.class);

    private UcpErrorCode() {}

    /** What a code of two digits means; one that the table lacks is permanent. */
    public static ErrorCode of(String code) {
        return TABLE.of("ucp:" + code);
    }

    /** The code, or another one when the table lacks it. */
    public static String known(String code, String otherwise) {
        return TABLE.has("ucp:" + code) ? code : otherwise;
    }
}
