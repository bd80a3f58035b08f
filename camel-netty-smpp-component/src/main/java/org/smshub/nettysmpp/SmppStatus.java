package org.smshub.nettysmpp;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.smshub.link.SmsNotSentException;

/**
 * command_status of SMPP 3.4 §5.1.3 and SMPP 5.0 §4.7.6, and what each means for the message: try again, slower, or never.
 */
public final class SmppStatus {

    public static final int OK = 0x00;
    public static final int INVALID_MESSAGE_LENGTH = 0x01;
    public static final int INVALID_COMMAND_LENGTH = 0x02;
    public static final int INVALID_COMMAND_ID = 0x03;
    public static final int INVALID_BIND_STATUS = 0x04;
    public static final int ALREADY_BOUND = 0x05;
    public static final int SYSTEM_ERROR = 0x08;
    public static final int INVALID_SOURCE_ADDRESS = 0x0A;
    public static final int INVALID_DESTINATION_ADDRESS = 0x0B;
    public static final int INVALID_MESSAGE_ID = 0x0C;
    public static final int BIND_FAILED = 0x0D;
    public static final int INVALID_PASSWORD = 0x0E;
    public static final int INVALID_SYSTEM_ID = 0x0F;
    public static final int CANCEL_FAILED = 0x11;
    public static final int REPLACE_FAILED = 0x13;
    public static final int QUEUE_FULL = 0x14;
    public static final int INVALID_SERVICE_TYPE = 0x15;
    public static final int INVALID_NUMBER_OF_DESTINATIONS = 0x33;
    public static final int INVALID_DISTRIBUTION_LIST = 0x34;
    public static final int INVALID_DESTINATION_FLAG = 0x40;
    public static final int INVALID_ESM_CLASS = 0x43;
    public static final int SUBMIT_FAILED = 0x45;
    public static final int INVALID_SYSTEM_TYPE = 0x53;
    public static final int THROTTLED = 0x58;
    public static final int INVALID_SCHEDULE = 0x61;
    public static final int INVALID_EXPIRY = 0x62;
    public static final int TEMPORARY_APPLICATION_ERROR = 0x64;
    public static final int QUERY_FAILED = 0x67;
    public static final int INVALID_TLV_STREAM = 0xC0;
    public static final int INVALID_TLV_LENGTH = 0xC2;
    public static final int INVALID_TLV_VALUE = 0xC4;

    private static final String SCHEME = "smpp:";

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(INVALID_MESSAGE_LENGTH, "ESME_RINVMSGLEN"),
            Map.entry(INVALID_COMMAND_LENGTH, "ESME_RINVCMDLEN"),
            Map.entry(INVALID_COMMAND_ID, "ESME_RINVCMDID"),
            Map.entry(INVALID_BIND_STATUS, "ESME_RINVBNDSTS"),
            Map.entry(ALREADY_BOUND, "ESME_RALYBND"),
            Map.entry(SYSTEM_ERROR, "ESME_RSYSERR"),
            Map.entry(INVALID_SOURCE_ADDRESS, "ESME_RINVSRCADR"),
            Map.entry(INVALID_DESTINATION_ADDRESS, "ESME_RINVDSTADR"),
            Map.entry(INVALID_MESSAGE_ID, "ESME_RINVMSGID"),
            Map.entry(BIND_FAILED, "ESME_RBINDFAIL"),
            Map.entry(INVALID_PASSWORD, "ESME_RINVPASWD"),
            Map.entry(INVALID_SYSTEM_ID, "ESME_RINVSYSID"),
            Map.entry(CANCEL_FAILED, "ESME_RCANCELFAIL"),
            Map.entry(REPLACE_FAILED, "ESME_RREPLACEFAIL"),
            Map.entry(QUEUE_FULL, "ESME_RMSGQFUL"),
            Map.entry(INVALID_SERVICE_TYPE, "ESME_RINVSERTYP"),
            Map.entry(INVALID_NUMBER_OF_DESTINATIONS, "ESME_RINVNUMDESTS"),
            Map.entry(INVALID_DISTRIBUTION_LIST, "ESME_RINVDLNAME"),
            Map.entry(INVALID_DESTINATION_FLAG, "ESME_RINVDESTFLAG"),
            Map.entry(INVALID_ESM_CLASS, "ESME_RINVESMCLASS"),
            Map.entry(SUBMIT_FAILED, "ESME_RSUBMITFAIL"),
            Map.entry(INVALID_SYSTEM_TYPE, "ESME_RINVSYSTYP"),
            Map.entry(THROTTLED, "ESME_RTHROTTLED"),
            Map.entry(INVALID_SCHEDULE, "ESME_RINVSCHED"),
            Map.entry(INVALID_EXPIRY, "ESME_RINVEXPIRY"),
            Map.entry(TEMPORARY_APPLICATION_ERROR, "ESME_RX_T_APPN"),
            Map.entry(0x65, "ESME_RX_P_APPN"),
            Map.entry(0x66, "ESME_RX_R_APPN"),
            Map.entry(QUERY_FAILED, "ESME_RQUERYFAIL"),
            Map.entry(INVALID_TLV_STREAM, "ESME_RINVTLVSTREAM"),
            Map.entry(INVALID_TLV_LENGTH, "ESME_RINVTLVLEN"),
            Map.entry(INVALID_TLV_VALUE, "ESME_RINVTLVVAL"),
            Map.entry(0xFE, "ESME_RDELIVERYFAILURE"),
            Map.entry(0xFF, "ESME_RUNKNOWNERR"));

    private SmppStatus() {}

    /** The error code of the hub's messages: {@code smpp:0x58}. */
    public static String code(int status) {
        return String.format(Locale.ROOT, "%s0x%02X", SCHEME, status);
    }

    /** {@code smpp:0x58 (ESME_RTHROTTLED)} */
    public static String describe(int status) {
        String name = NAMES.get(status);
        return name == null ? code(status) : code(status) + " (" + name + ")";
    }

    /** The command_status behind a code such as {@code smpp:0x58} or {@code smpp:88}; {@code otherwise} if it is none. */
    public static int ofCode(String code, int otherwise) {
        if (code == null || !code.startsWith(SCHEME)) {
            return otherwise;
        }
        try {
            int status = Integer.decode(code.substring(SCHEME.length()).trim());
            return status == OK ? otherwise : status;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /**
     * The answer to a request whose exchange failed: the status a {@link SmsNotSentException} names, else one that says
     * the same (throttled, try again, never), else {@code otherwise}.
     */
    public static int of(Throwable failure, int otherwise) {
        for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (t instanceof SmsNotSentException notSent) {
                int general = notSent.isThrottled() ? THROTTLED : notSent.isRetryable() ? SYSTEM_ERROR : otherwise;
                return ofCode(notSent.getErrorCode(), general);
            }
            if (t instanceof RejectedExecutionException) {
                return QUEUE_FULL;
            }
            if (t instanceof SmppPduException pdu) {
                return pdu.status();
            }
        }
        return SYSTEM_ERROR;
    }

    /**
     * What an answer other than ESME_ROK to our request means. Full queues, system errors and ESME_RX_T_APPN pass;
     * ESME_RTHROTTLED asks for less; everything else stays refused (SMPP 3.4 §5.1.3).
     */
    public static SmsNotSentException refused(String command, int status) {
        String text = command + " answered with " + describe(status);
        return switch (status) {
            case THROTTLED -> SmsNotSentException.forThrottling(code(status), text, null);
            case QUEUE_FULL, SYSTEM_ERROR, TEMPORARY_APPLICATION_ERROR, INVALID_BIND_STATUS ->
                new SmsNotSentException(code(status), text, true, null);
            default -> new SmsNotSentException(code(status), text, false, null);
        };
    }
}
