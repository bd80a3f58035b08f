package org.smshub.text;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Data coding scheme (TP-DCS, 3GPP TS 23.038 clause 4).
 *
 * @param value the octet, 0 to 255
 */
public record DataCoding(int value) {

    public static final DataCoding GSM7 = new DataCoding(0x00);
    public static final DataCoding BINARY = new DataCoding(0x04);
    public static final DataCoding UCS2 = new DataCoding(0x08);

    /** Coding group, the high bits. */
    public enum Group {
        /** 00xx xxxx */
        GENERAL,
        /** 01xx xxxx: the handset deletes the message once it was read. */
        AUTOMATIC_DELETION,
        /** 1000 to 1011: to be read as the default alphabet without a class. */
        RESERVED,
        /** 1100: message waiting; the text may be thrown away. */
        WAITING_DISCARD,
        /** 1101: message waiting, GSM-7 text to be stored. */
        WAITING_STORE,
        /** 1110: message waiting, UCS-2 text to be stored. */
        WAITING_STORE_UCS2,
        /** 1111: alphabet and class only. */
        CLASS
    }

    /** What waits. */
    public enum Mailbox {
        VOICE,
        FAX,
        EMAIL,
        OTHER
    }

    public DataCoding {
        TextException.inRange("data coding scheme", value, 0, 255);
    }

    /** Without a class. */
    public static DataCoding of(Alphabet alphabet) {
        return switch (alphabet) {
            case GSM7 -> GSM7;
            case BINARY -> BINARY;
            case UCS2 -> UCS2;
        };
    }

    /** @param messageClass 0 (flash, shown at once), 1 (handset), 2 (SIM), 3 (terminal equipment) */
    public static DataCoding of(Alphabet alphabet, int messageClass) {
        return new DataCoding(of(alphabet).value | 0x10 | TextException.inRange("message class", messageClass, 0, 3));
    }

    /** Message waiting, to be stored. */
    public static DataCoding waiting(Mailbox mailbox, boolean active, Alphabet alphabet) {
        if (alphabet == Alphabet.BINARY) {
            throw TextException.invalid("a message waiting indication has a text");
        }
        return new DataCoding((alphabet == Alphabet.UCS2 ? 0xE0 : 0xD0) | (active ? 8 : 0) | mailbox.ordinal());
    }

    public Group group() {
        return switch (value >> 4) {
            case 0, 1, 2, 3 -> Group.GENERAL;
            case 4, 5, 6, 7 -> Group.AUTOMATIC_DELETION;
            case 0xC -> Group.WAITING_DISCARD;
            case 0xD -> Group.WAITING_STORE;
            case 0xE -> Group.WAITING_STORE_UCS2;
            case 0xF -> Group.CLASS;
            default -> Group.RESERVED;
        };
    }

    /** Units of the body; {@code BINARY} when it is compressed, {@code GSM7} for reserved values. */
    public Alphabet alphabet() {
        return switch (group()) {
            case GENERAL, AUTOMATIC_DELETION -> compressed() ? Alphabet.BINARY : general();
            case WAITING_STORE_UCS2 -> Alphabet.UCS2;
            case CLASS -> (value & 4) == 0 ? Alphabet.GSM7 : Alphabet.BINARY;
            default -> Alphabet.GSM7;
        };
    }

    private Alphabet general() {
        return switch (value >> 2 & 3) {
            case 1 -> Alphabet.BINARY;
            case 2 -> Alphabet.UCS2;
            default -> Alphabet.GSM7;
        };
    }

    /** Whether the body is compressed (3GPP TS 23.042), which nobody here undoes. */
    public boolean compressed() {
        return value < 0x80 && (value & 0x20) != 0;
    }

    /** The same of a text in UCS-2; null where there is no such value, but for a class, which says nothing else. */
    public DataCoding inUcs2() {
        return switch (group()) {
            case GENERAL, AUTOMATIC_DELETION -> compressed() ? null : new DataCoding(value & 0xF3 | 8);
            case WAITING_STORE, WAITING_STORE_UCS2 -> new DataCoding(0xE0 | value & 0x0F);
            case WAITING_DISCARD, CLASS, RESERVED -> null;
        };
    }

    /** 0 to 3; empty when there is none. */
    public OptionalInt messageClass() {
        boolean present = value < 0x80 ? (value & 0x10) != 0 : group() == Group.CLASS;
        return present ? OptionalInt.of(value & 3) : OptionalInt.empty();
    }

    /** The mailbox of a message waiting indication; empty for another group. */
    public Optional<Mailbox> mailbox() {
        boolean waiting = value >= 0xC0 && value < 0xF0;
        return waiting ? Optional.of(Mailbox.values()[value & 3]) : Optional.empty();
    }

    /** Whether a message waiting indication is switched on; false for another group. */
    public boolean waitingActive() {
        return mailbox().isPresent() && (value & 8) != 0;
    }

    @Override
    public String toString() {
        return String.format("DataCoding[%02X]", value);
    }
}
