package org.smshub.link;

/**
 * The names on a message, the same on every input, link and queue.
 *
 * <p>They are valid Java identifiers and do not start with {@code Camel}, so that they survive JMS as properties
 * (camel-jms drops every header whose name starts with {@code Camel}).
 */
public final class SmsHeaders {

    /** String: the hub's id of the message, a ULID. */
    public static final String ID = "SmsId";

    /** String: who sent it. */
    public static final String CLIENT = "SmsClient";

    /** String: the caller's own reference, the idempotency key per client. */
    public static final String CLIENT_REF = "SmsClientRef";

    /** String: E.164 with {@code +}, or a short code. */
    public static final String TO = "SmsTo";

    /** String: E.164 with {@code +}, a short code, or alphanumeric (at most 11 characters). */
    public static final String FROM = "SmsFrom";

    /**
     * String: absent = choose; {@code GSM7}, {@code UCS2}, {@code BINARY}; {@code LATIN1}, {@code ASCII}: as its sender wrote
     * it. Of a body of octets their alphabet, one septet an octet for GSM-7.
     */
    public static final String ENCODING = "SmsEncoding";

    /** Integer: 0 (flash) to 3, absent = none. */
    public static final String CLASS = "SmsClass";

    /** String: user data header in hex, its length octet included. */
    public static final String UDH = "SmsUdh";

    /** Integer: data coding scheme, only when the caller sets it; below 0x10 it is data_coding of SMPP. */
    public static final String DATA_CODING = "SmsDataCoding";

    /** Integer: protocol identifier, only when the caller sets it. */
    public static final String PROTOCOL_ID = "SmsProtocolId";

    /** Integer: 1-based number of this part. */
    public static final String PART = "SmsPart";

    /** Integer: number of parts of the message. */
    public static final String PARTS = "SmsParts";

    /** Integer: concatenation reference that all parts of the message share. */
    public static final String PART_REF = "SmsPartRef";

    /** Integer: 0 (bulk) to 3 (urgent). */
    public static final String PRIORITY = "SmsPriority";

    /** Long: epoch milliseconds, not before. */
    public static final String SEND_AT = "SmsSendAt";

    /** Long: epoch milliseconds, useless after. */
    public static final String VALID_UNTIL = "SmsValidUntil";

    /** String: {@code NONE}, {@code FINAL} (default), {@code ALL}, or another of {@link org.smshub.link.passing.ReceiptsWanted}. */
    public static final String RECEIPT = "SmsReceipt";

    /** String: what else the message said when it came, such as {@code toTon=3;tlv.1400=3132}; see {@link org.smshub.link.passing.Fields}. */
    public static final String FIELDS = "SmsFields";

    /** String: the links to try, in order, comma-separated. */
    public static final String LINKS = "SmsLinks";

    /** String: the link in use. */
    public static final String LINK = "SmsLink";

    /** String: the centre's id of the part. */
    public static final String REMOTE_ID = "SmsRemoteId";

    /** String, in a receipt: the id as its text has it, where that is another than {@link #REMOTE_ID}. */
    public static final String REMOTE_ID_TEXT = "SmsRemoteIdText";

    /**
     * String: the session of the link over which the part left, or was refused, such as {@code 2 10.0.0.7:2775}: its number and
     * the peer. Absent = there was none.
     */
    public static final String SESSION = "SmsSession";

    /** String: {@code NOT_SENT}, {@code SENT}, {@code UNKNOWN}. */
    public static final String OUTCOME = "SmsOutcome";

    /** String: the protocol's own code, such as {@code ucp:04} or {@code smpp:0x58}. */
    public static final String ERROR_CODE = "SmsErrorCode";

    /** String: the protocol's own words. */
    public static final String ERROR_TEXT = "SmsErrorText";

    /** String, from a line: {@code MESSAGE}, {@code RECEIPT}, or what else it is. */
    public static final String KIND = "SmsKind";

    /** String, in a receipt or event: the state of the message. */
    public static final String STATE = "SmsState";

    /** Long, in a receipt or event: epoch milliseconds at which the state was reached. */
    public static final String DONE_AT = "SmsDoneAt";

    /** Long, incoming message: the centre's time stamp in epoch milliseconds. */
    public static final String RECEIVED_AT = "SmsReceivedAt";

    /** Long, in a receipt: epoch milliseconds at which the message it is about was accepted. */
    public static final String SUBMITTED_AT = "SmsSubmittedAt";

    /** String: the {@code ledger:events} consumer that hears of this message; absent = nobody does. */
    public static final String EVENTS = "SmsEvents";

    /** String, of an event: the same when it is told again, so that receivers fold repeats. */
    public static final String EVENT_ID = "SmsEventId";

    /** String: how long the text is kept: {@code NEVER}, {@code FINAL}, or a number of days; absent = as long as the message. */
    public static final String KEEP_TEXT = "SmsKeepText";

    /** String: the trace that the message goes on in (W3C Trace Context), on it between routes, and kept with it as a field. */
    public static final String TRACE = "traceparent";

    private SmsHeaders() {}
}
