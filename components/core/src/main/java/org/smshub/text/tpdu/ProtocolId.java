package org.smshub.text.tpdu;

import java.util.OptionalInt;
import org.smshub.text.TextException;

/**
 * Protocol identifier (TP-PID, 3GPP TS 23.040 9.2.3.9).
 *
 * @param value the octet, 0 to 255
 */
public record ProtocolId(int value) {

    /** Plain message. */
    public static final ProtocolId DEFAULT = new ProtocolId(0x00);

    /** Short message type 0: the handset acknowledges and shows nothing. */
    public static final ProtocolId TYPE_0 = new ProtocolId(0x40);

    /** Meaning of the octet. */
    public enum Kind {
        /** 00–1F: between two SMEs; 00 is the plain message. */
        PLAIN,
        /** 20–3F: interworking with telex, fax, e-mail …; see {@link ProtocolId#telematicDevice()}. */
        TELEMATIC,
        TYPE_0,
        /** 41–47: replaces the earlier message of the same type and sender. */
        REPLACE,
        DEVICE_TRIGGERING,
        ENHANCED_MESSAGE,
        RETURN_CALL,
        ANSI_136_R_DATA,
        ME_DATA_DOWNLOAD,
        ME_DEPERSONALISATION,
        SIM_DATA_DOWNLOAD,
        /** C0–FF. */
        CENTRE_SPECIFIC,
        RESERVED
    }

    public ProtocolId {
        TextException.inRange("protocol identifier", value, 0, 255);
    }

    /** @param type 1 to 7 */
    public static ProtocolId replace(int type) {
        return new ProtocolId(0x40 | TextException.inRange("replace type", type, 1, 7));
    }

    /** @param device 0 to 31, such as 2 for group 3 fax, 18 for e-mail */
    public static ProtocolId telematic(int device) {
        return new ProtocolId(0x20 | TextException.inRange("telematic device", device, 0, 31));
    }

    public Kind kind() {
        if (value < 0x40) {
            return value < 0x20 ? Kind.PLAIN : Kind.TELEMATIC;
        }
        if (value >= 0x80) {
            return value >= 0xC0 ? Kind.CENTRE_SPECIFIC : Kind.RESERVED;
        }
        return switch (value) {
            case 0x40 -> Kind.TYPE_0;
            case 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47 -> Kind.REPLACE;
            case 0x48 -> Kind.DEVICE_TRIGGERING;
            case 0x5E -> Kind.ENHANCED_MESSAGE;
            case 0x5F -> Kind.RETURN_CALL;
            case 0x7C -> Kind.ANSI_136_R_DATA;
            case 0x7D -> Kind.ME_DATA_DOWNLOAD;
            case 0x7E -> Kind.ME_DEPERSONALISATION;
            case 0x7F -> Kind.SIM_DATA_DOWNLOAD;
            default -> Kind.RESERVED;
        };
    }

    /** 1 to 7; empty for a message that replaces nothing. */
    public OptionalInt replaceType() {
        return kind() == Kind.REPLACE ? OptionalInt.of(value & 7) : OptionalInt.empty();
    }

    /** 0 implicit, 1 telex, 2 and 3 fax, 4 voice, 5 ERMES, 6 paging, 17 X.400, 18 e-mail, 31 mobile station …; or empty. */
    public OptionalInt telematicDevice() {
        return kind() == Kind.TELEMATIC ? OptionalInt.of(value & 0x1F) : OptionalInt.empty();
    }

    @Override
    public String toString() {
        return String.format("ProtocolId[%02X]", value);
    }
}
