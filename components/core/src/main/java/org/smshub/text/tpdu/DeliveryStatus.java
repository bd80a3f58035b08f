package org.smshub.text.tpdu;

import org.smshub.text.TextException;

/**
 * Status of a delivery (TP-ST, 3GPP TS 23.040 9.2.3.15).
 *
 * @param value the octet, 0 to 255
 */
public record DeliveryStatus(int value) {

    /** What became of the message. */
    public enum Group {
        /** 00–1F: received, forwarded or replaced. */
        DELIVERED,
        /** 20–3F: not yet, the centre goes on trying. */
        PENDING,
        /** 40–5F, and reserved values: failed for good. */
        FAILED,
        /** 60–7F: a passing error, but the centre gave up. */
        GAVE_UP
    }

    private static final String[] ERRORS = {
        "congestion",
        "SME busy",
        "no response from SME",
        "service rejected",
        "quality of service not available",
        "error in SME"
    };
    private static final String[] DELIVERED = {
        "received by SME", "forwarded to SME, delivery not confirmed", "replaced by the centre"
    };
    private static final String[] FAILED = {
        "remote procedure error",
        "incompatible destination",
        "connection rejected by SME",
        "not obtainable",
        "quality of service not available",
        "no interworking available",
        "validity period expired",
        "deleted by originating SME",
        "deleted by centre administration",
        "message does not exist"
    };

    public DeliveryStatus {
        TextException.inRange("status", value, 0, 255);
    }

    public Group group() {
        return switch (value >> 5) {
            case 0 -> Group.DELIVERED;
            case 1 -> Group.PENDING;
            case 3 -> Group.GAVE_UP;
            default -> Group.FAILED;
        };
    }

    /** Whether nothing more will come. */
    public boolean isFinal() {
        return group() != Group.PENDING;
    }

    /** The cause in words; "reserved" or "specific to the centre" where the standard says no more. */
    public String description() {
        String[] words =
                switch (value >> 5) {
                    case 0 -> DELIVERED;
                    case 2 -> FAILED;
                    case 1, 3 -> ERRORS;
                    default -> new String[0];
                };
        int code = value & 0x1F;
        if (code < words.length) {
            return words[code];
        }
        return value < 0x80 && code >= 0x10 ? "specific to the centre" : "reserved";
    }

    @Override
    public String toString() {
        return String.format("DeliveryStatus[%02X %s]", value, group());
    }
}
