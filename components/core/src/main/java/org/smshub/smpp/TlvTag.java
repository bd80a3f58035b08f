package org.smshub.smpp;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Optional parameters (§5.3.2; SMPP 5.0 §4.8.4) and what their value is made of. */
public enum TlvTag {
    DEST_ADDR_SUBUNIT(0x0005, 1),
    DEST_NETWORK_TYPE(0x0006, 1),
    DEST_BEARER_TYPE(0x0007, 1),
    DEST_TELEMATICS_ID(0x0008, 2),
    SOURCE_ADDR_SUBUNIT(0x000D, 1),
    SOURCE_NETWORK_TYPE(0x000E, 1),
    SOURCE_BEARER_TYPE(0x000F, 1),
    SOURCE_TELEMATICS_ID(0x0010, 1),
    QOS_TIME_TO_LIVE(0x0017, 4),
    PAYLOAD_TYPE(0x0019, 1),
    ADDITIONAL_STATUS_INFO_TEXT(0x001D, TlvTag.TEXT),
    RECEIPTED_MESSAGE_ID(0x001E, TlvTag.TEXT),
    MS_MSG_WAIT_FACILITIES(0x0030, 1),
    PRIVACY_INDICATOR(0x0201, 1),
    SOURCE_SUBADDRESS(0x0202, TlvTag.OCTETS),
    DEST_SUBADDRESS(0x0203, TlvTag.OCTETS),
    USER_MESSAGE_REFERENCE(0x0204, 2),
    USER_RESPONSE_CODE(0x0205, 1),
    SOURCE_PORT(0x020A, 2),
    DESTINATION_PORT(0x020B, 2),
    SAR_MSG_REF_NUM(0x020C, 2),
    LANGUAGE_INDICATOR(0x020D, 1),
    SAR_TOTAL_SEGMENTS(0x020E, 1),
    SAR_SEGMENT_SEQNUM(0x020F, 1),
    SC_INTERFACE_VERSION(0x0210, 1),
    CALLBACK_NUM_PRES_IND(0x0302, 1),
    CALLBACK_NUM_ATAG(0x0303, TlvTag.OCTETS),
    NUMBER_OF_MESSAGES(0x0304, 1),
    CALLBACK_NUM(0x0381, TlvTag.OCTETS),
    DPF_RESULT(0x0420, 1),
    SET_DPF(0x0421, 1),
    MS_AVAILABILITY_STATUS(0x0422, 1),
    NETWORK_ERROR_CODE(0x0423, TlvTag.OCTETS),
    MESSAGE_PAYLOAD(0x0424, TlvTag.OCTETS),
    DELIVERY_FAILURE_REASON(0x0425, 1),
    MORE_MESSAGES_TO_SEND(0x0426, 1),
    MESSAGE_STATE(0x0427, 1),
    CONGESTION_STATE(0x0428, 1),
    USSD_SERVICE_OP(0x0501, TlvTag.OCTETS),
    BILLING_IDENTIFICATION(0x060B, TlvTag.OCTETS),
    SOURCE_NETWORK_ID(0x060D, TlvTag.TEXT),
    DEST_NETWORK_ID(0x060E, TlvTag.TEXT),
    SOURCE_NODE_ID(0x060F, TlvTag.OCTETS),
    DEST_NODE_ID(0x0610, TlvTag.OCTETS),
    DEST_ADDR_NP_RESOLUTION(0x0611, 1),
    DEST_ADDR_NP_INFORMATION(0x0612, TlvTag.OCTETS),
    DEST_ADDR_NP_COUNTRY(0x0613, TlvTag.OCTETS),
    DISPLAY_TIME(0x1201, 1),
    SMS_SIGNAL(0x1203, 2),
    MS_VALIDITY(0x1204, TlvTag.OCTETS),
    ALERT_ON_MESSAGE_DELIVERY(0x130C, TlvTag.OCTETS),
    ITS_REPLY_TYPE(0x1380, 1),
    ITS_SESSION_INFO(0x1383, 2);

    /** A string with a NUL at its end. */
    static final int TEXT = -1;

    static final int OCTETS = 0;

    private static final Map<Integer, TlvTag> BY_TAG = new HashMap<>();

    static {
        for (TlvTag tag : values()) {
            BY_TAG.put(tag.tag, tag);
        }
    }

    private final int tag;
    private final int form;

    TlvTag(int tag, int form) {
        this.tag = tag;
        this.form = form;
    }

    /** The number, 0 to 0xFFFF. */
    public int tag() {
        return tag;
    }

    /** Octets of an unsigned number, 1 to 4; {@link #OCTETS} or {@link #TEXT}. */
    int form() {
        return form;
    }

    /** The specification's name, {@code message_payload}. */
    public String fieldName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return null for one that the specification does not know */
    public static TlvTag of(int tag) {
        return BY_TAG.get(tag);
    }

    /**
     * @param name the specification's, in any case, or the tag as four hex digits, with or without {@code 0x}
     * @throws SmppValueException if it is neither
     */
    public static int parse(String name) {
        String wanted = name.trim();
        for (TlvTag tag : values()) {
            if (tag.name().equalsIgnoreCase(wanted)) {
                return tag.tag;
            }
        }
        String digits = wanted.startsWith("0x") || wanted.startsWith("0X") ? wanted.substring(2) : wanted;
        if (digits.length() == 4 && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
            return Integer.parseInt(digits, 16);
        }
        throw new SmppValueException(
                CommandStatus.INVALID_TLV_STREAM,
                "no optional parameter is called " + wanted + ", nor four hex digits");
    }
}
