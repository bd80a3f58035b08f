package org.smshub.line.camel;

import org.apache.camel.Message;
import org.apache.camel.spi.Metadata;
import org.smshub.link.SmsHeaders;

/** The headers of {@link SmsHeaders} that every line reads or sets, for the catalog; a protocol adds its own. */
public abstract class LineHeaders {

    @Metadata(
            label = "consumer",
            description = "What the exchange is",
            javaType = "String",
            enums = "MESSAGE,QUERY,CANCEL,REPLACE,RECEIPT,ALERT,UNREADABLE")
    public static final String KIND = SmsHeaders.KIND;

    @Metadata(label = "common", description = "Server: the account that is logged in, or to whom", javaType = "String")
    public static final String CLIENT = SmsHeaders.CLIENT;

    @Metadata(label = "common", description = "Recipient: with + if the number is international", javaType = "String")
    public static final String TO = SmsHeaders.TO;

    @Metadata(label = "common", description = "Sender: with + if the number is international", javaType = "String")
    public static final String FROM = SmsHeaders.FROM;

    @Metadata(label = "common", description = "GSM7, UCS2 or BINARY; absent = what fits the text", javaType = "String")
    public static final String ENCODING = SmsHeaders.ENCODING;

    @Metadata(label = "common", description = "Message class 0 (flash) to 3, absent = none", javaType = "Integer")
    public static final String CLASS = SmsHeaders.CLASS;

    @Metadata(label = "common", description = "User data header in hex, its length octet included", javaType = "String")
    public static final String UDH = SmsHeaders.UDH;

    @Metadata(label = "common", description = "Data coding, if nothing else says it", javaType = "Integer")
    public static final String DATA_CODING = SmsHeaders.DATA_CODING;

    @Metadata(label = "common", description = "Protocol identifier", javaType = "Integer")
    public static final String PROTOCOL_ID = SmsHeaders.PROTOCOL_ID;

    @Metadata(label = "common", description = "1-based number of this part", javaType = "Integer")
    public static final String PART = SmsHeaders.PART;

    @Metadata(label = "common", description = "Number of parts of the message", javaType = "Integer")
    public static final String PARTS = SmsHeaders.PARTS;

    @Metadata(label = "common", description = "Reference that the parts of a message share", javaType = "Integer")
    public static final String PART_REF = SmsHeaders.PART_REF;

    @Metadata(label = "common", description = "Priority, 0 (bulk) to 3 (urgent)", javaType = "Integer")
    public static final String PRIORITY = SmsHeaders.PRIORITY;

    @Metadata(label = "common", description = "Not before that time, epoch milliseconds", javaType = "Long")
    public static final String SEND_AT = SmsHeaders.SEND_AT;

    @Metadata(label = "common", description = "Useless after that time, epoch milliseconds", javaType = "Long")
    public static final String VALID_UNTIL = SmsHeaders.VALID_UNTIL;

    @Metadata(
            label = "common",
            description = "Receipts wanted",
            javaType = "String",
            enums = "NONE,FINAL,ALL,SUCCESS,FAILURE,INTERMEDIATE,SUCCESS_INTERMEDIATE,FAILURE_INTERMEDIATE")
    public static final String RECEIPT = SmsHeaders.RECEIPT;

    @Metadata(
            label = "common",
            description = "What else the message said, such as toTon=3;tlv.1400=3132; option passes says what goes on",
            javaType = "String")
    public static final String FIELDS = SmsHeaders.FIELDS;

    @Metadata(
            label = "common",
            description = "The centre's id of a message: in results, receipts, and commands about it",
            javaType = "String")
    public static final String REMOTE_ID = SmsHeaders.REMOTE_ID;

    @Metadata(
            label = "producer",
            description = "In results: the session that the message went over, its number on the line and the peer",
            javaType = "String")
    public static final String SESSION = SmsHeaders.SESSION;

    @Metadata(label = "common", description = "The message id, where SmsRemoteId is not set", javaType = "String")
    public static final String ID = SmsHeaders.ID;

    @Metadata(
            label = "common",
            description = "State in a receipt, or in the answer to a QUERY",
            javaType = "String",
            enums = "ACCEPTED,QUEUED,SENT,BUFFERED,DELIVERED,UNDELIVERABLE,EXPIRED,REJECTED,DELETED,CANCELLED,"
                    + "FAILED,UNKNOWN")
    public static final String STATE = SmsHeaders.STATE;

    @Metadata(label = "common", description = "When that state was reached, epoch milliseconds", javaType = "Long")
    public static final String DONE_AT = SmsHeaders.DONE_AT;

    @Metadata(
            label = "common",
            description = "The protocol's code of an error, such as smpp:0x0B: set by the route it refuses with that",
            javaType = "String")
    public static final String ERROR_CODE = SmsHeaders.ERROR_CODE;

    /** Sets a header, unless the value is null. */
    public static void set(Message message, String name, Object value) {
        if (value != null) {
            message.setHeader(name, value);
        }
    }

    /** Says which part of a message it is. */
    public static void part(Message message, int part, int parts, int reference) {
        message.setHeader(PART, part);
        message.setHeader(PARTS, parts);
        message.setHeader(PART_REF, reference);
    }

    /** @throws IllegalArgumentException when it is missing or empty */
    public static String required(Message message, String name) {
        String value = message.getHeader(name, String.class);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("header " + name + " is missing");
        }
        return value;
    }
}
