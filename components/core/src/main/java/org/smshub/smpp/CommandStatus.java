package org.smshub.smpp;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.smshub.link.SmsNotSentException;

/**
 * command_status (§5.1.3 table 5-2; SMPP 5.0 §4.7.6): its names, and what it means for the message when it answers a
 * submit_sm, data_sm or bind, whether as response or as generic_nack.
 */
public final class CommandStatus {

    /** What a status means for the message. Each but {@code OK} is a refusal: the centre has not got the message. */
    public enum Meaning {
        OK,
        /** The same message may go through later. */
        RETRYABLE,
        /** The same, and the peer asks for less. */
        THROTTLED,
        /** The same message is refused again. */
        PERMANENT,
        /**
         * Refused, and nobody but the vendor knows why (0x400 to 0x4FF, values without a name, ESME_RUNKNOWNERR). Treated
         * as permanent: real centres answer bad fields so, and a retry that helps is the rarer case.
         */
        UNKNOWN
    }

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
    public static final int PERMANENT_APPLICATION_ERROR = 0x65;
    public static final int QUERY_FAILED = 0x67;
    public static final int INVALID_TLV_STREAM = 0xC0;
    public static final int INVALID_TLV_LENGTH = 0xC2;
    public static final int INVALID_TLV_VALUE = 0xC4;
    public static final int DELIVERY_FAILURE = 0xFE;
    public static final int INVALID_DATA_CODING = 0x104;

    private static final String SCHEME = "smpp:";

    private record Row(String name, Meaning meaning) {}

    private static final Map<Integer, Row> TABLE = table();

    private CommandStatus() {}

    private static Map<Integer, Row> table() {
        Map<Integer, Row> t = new HashMap<>();
        t.put(OK, new Row("ESME_ROK", Meaning.OK));

        // The session, not the message, is at fault: another bind, or the same later, may do.
        retryable(t, INVALID_BIND_STATUS, "ESME_RINVBNDSTS");
        retryable(t, ALREADY_BOUND, "ESME_RALYBND");
        // To a bind: too many of them, or a centre that is starting. To a submit some say it for a session that the
        // centre has dropped. Neither is about the message.
        retryable(t, BIND_FAILED, "ESME_RBINDFAIL");
        retryable(t, SYSTEM_ERROR, "ESME_RSYSERR");
        retryable(t, TEMPORARY_APPLICATION_ERROR, "ESME_RX_T_APPN");
        // data_sm in transaction mode: phone off, unless delivery_failure_reason (§5.3.2.33) says more
        retryable(t, DELIVERY_FAILURE, "ESME_RDELIVERYFAILURE");
        retryable(t, 0x102, "ESME_RSERTYPUNAVAIL");

        throttled(t, THROTTLED, "ESME_RTHROTTLED");
        // A full queue empties faster if less is sent; where it is the queue of one number, only that part waits.
        throttled(t, QUEUE_FULL, "ESME_RMSGQFUL");

        permanent(t, INVALID_MESSAGE_LENGTH, "ESME_RINVMSGLEN");
        permanent(t, INVALID_COMMAND_LENGTH, "ESME_RINVCMDLEN");
        permanent(t, INVALID_COMMAND_ID, "ESME_RINVCMDID");
        permanent(t, 0x06, "ESME_RINVPRTFLG");
        permanent(t, 0x07, "ESME_RINVREGDLVFLG");
        permanent(t, INVALID_SOURCE_ADDRESS, "ESME_RINVSRCADR");
        permanent(t, INVALID_DESTINATION_ADDRESS, "ESME_RINVDSTADR");
        permanent(t, INVALID_MESSAGE_ID, "ESME_RINVMSGID");
        permanent(t, INVALID_PASSWORD, "ESME_RINVPASWD");
        permanent(t, INVALID_SYSTEM_ID, "ESME_RINVSYSID");
        permanent(t, CANCEL_FAILED, "ESME_RCANCELFAIL");
        permanent(t, REPLACE_FAILED, "ESME_RREPLACEFAIL");
        permanent(t, INVALID_SERVICE_TYPE, "ESME_RINVSERTYP");
        permanent(t, INVALID_NUMBER_OF_DESTINATIONS, "ESME_RINVNUMDESTS");
        permanent(t, INVALID_DISTRIBUTION_LIST, "ESME_RINVDLNAME");
        permanent(t, INVALID_DESTINATION_FLAG, "ESME_RINVDESTFLAG");
        permanent(t, 0x42, "ESME_RINVSUBREP");
        permanent(t, INVALID_ESM_CLASS, "ESME_RINVESMCLASS");
        permanent(t, 0x44, "ESME_RCNTSUBDL");
        // "submit_sm or submit_multi failed" says neither; in the field it is content or sender that is not allowed,
        // what
        // passes has codes of its own, and Kannel and Jasmin do not send it again either.
        permanent(t, SUBMIT_FAILED, "ESME_RSUBMITFAIL");
        permanent(t, 0x48, "ESME_RINVSRCTON");
        permanent(t, 0x49, "ESME_RINVSRCNPI");
        permanent(t, 0x50, "ESME_RINVDSTTON");
        permanent(t, 0x51, "ESME_RINVDSTNPI");
        permanent(t, INVALID_SYSTEM_TYPE, "ESME_RINVSYSTYP");
        permanent(t, 0x54, "ESME_RINVREPFLAG");
        permanent(t, 0x55, "ESME_RINVNUMMSGS");
        permanent(t, INVALID_SCHEDULE, "ESME_RINVSCHED");
        permanent(t, INVALID_EXPIRY, "ESME_RINVEXPIRY");
        permanent(t, 0x63, "ESME_RINVDFTMSGID");
        permanent(t, PERMANENT_APPLICATION_ERROR, "ESME_RX_P_APPN");
        permanent(t, 0x66, "ESME_RX_R_APPN");
        permanent(t, QUERY_FAILED, "ESME_RQUERYFAIL");
        permanent(t, INVALID_TLV_STREAM, "ESME_RINVTLVSTREAM");
        permanent(t, 0xC1, "ESME_RTLVNOTALLWD");
        permanent(t, INVALID_TLV_LENGTH, "ESME_RINVTLVLEN");
        permanent(t, 0xC3, "ESME_RMISSINGTLV");
        permanent(t, INVALID_TLV_VALUE, "ESME_RINVTLVVAL");
        permanent(t, 0x100, "ESME_RSERTYPUNAUTH");
        permanent(t, 0x101, "ESME_RPROHIBITED");
        permanent(t, 0x103, "ESME_RSERTYPDENIED");
        permanent(t, INVALID_DATA_CODING, "ESME_RINVDCS");
        permanent(t, 0x105, "ESME_RINVSRCADDRSUBUNIT");
        permanent(t, 0x106, "ESME_RINVDSTADDRSUBUNIT");

        t.put(0xFF, new Row("ESME_RUNKNOWNERR", Meaning.UNKNOWN));
        return t;
    }

    private static void retryable(Map<Integer, Row> t, int status, String name) {
        t.put(status, new Row(name, Meaning.RETRYABLE));
    }

    private static void throttled(Map<Integer, Row> t, int status, String name) {
        t.put(status, new Row(name, Meaning.THROTTLED));
    }

    private static void permanent(Map<Integer, Row> t, int status, String name) {
        t.put(status, new Row(name, Meaning.PERMANENT));
    }

    public static Meaning meaning(int status) {
        Row row = TABLE.get(status);
        return row == null ? Meaning.UNKNOWN : row.meaning();
    }

    /**
     * @param deliveryFailureReason TLV of a data_sm_resp (§5.3.2.33): 0 and 3 pass, 1 and 2 do not; -1 if there is none
     */
    public static Meaning meaning(int status, int deliveryFailureReason) {
        boolean forGood = deliveryFailureReason == 1 || deliveryFailureReason == 2;
        return status == DELIVERY_FAILURE && forGood ? Meaning.PERMANENT : meaning(status);
    }

    /** The error code of the hub's messages: {@code smpp:0x58}. */
    public static String code(int status) {
        return String.format(Locale.ROOT, "%s0x%02X", SCHEME, status);
    }

    /** As SMPP calls it, such as {@code ESME_RINVDSTADR}; null = it has no name. */
    public static String name(int status) {
        Row row = TABLE.get(status);
        return row == null ? null : row.name();
    }

    /** {@code smpp:0x58 (ESME_RTHROTTLED)} */
    public static String describe(int status) {
        Row row = TABLE.get(status);
        return row == null ? code(status) : code(status) + " (" + row.name() + ")";
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
     * What an answer other than ESME_ROK to a request of ours means.
     *
     * @param who has been answered, for the reader of the message: a command or a link
     */
    public static SmsNotSentException refused(String who, int status) {
        return refused(who, status, -1);
    }

    /** @param deliveryFailureReason as {@link #meaning(int, int)} takes it */
    public static SmsNotSentException refused(String who, int status, int deliveryFailureReason) {
        String text = who + " answered with " + describe(status);
        Meaning meaning = meaning(status, deliveryFailureReason);
        return meaning == Meaning.THROTTLED
                ? SmsNotSentException.forThrottling(code(status), text)
                : new SmsNotSentException(code(status), text, meaning == Meaning.RETRYABLE);
    }
}
