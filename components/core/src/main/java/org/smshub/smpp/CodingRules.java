package org.smshub.smpp;

import org.smshub.text.Alphabet;
import org.smshub.text.DataCoding;
import org.smshub.text.Encoding;

/**
 * data_coding (§5.2.19) ⇄ alphabet and class at one centre.
 *
 * @param zero what the centre means by 0x00, its default alphabet
 * @param one what it means by 0x01: ASCII by the specification, GSM 7-bit at some
 * @param generalClass how a class is written: false = 0xF0|class and 0xF4|class, which §5.2.19 leaves to GSM; true =
 *     0x10|class and 0x14|class of 3GPP TS 23.038, which it reserves
 */
public record CodingRules(Encoding zero, Encoding one, boolean generalClass) {

    /** GSM 7-bit, ASCII, 0xF0. */
    public static final CodingRules STANDARD = new CodingRules(Encoding.GSM7, Encoding.ASCII, false);

    /** data_coding of ASCII by the specification. */
    public static final int ASCII = 0x01;

    /** data_coding of ISO-8859-1. */
    public static final int LATIN1 = 0x03;

    private static final int ONE = 0x01;
    private static final int OCTETS = 0x04;
    private static final int UCS2 = 0x08;

    public CodingRules withZero(Encoding alphabet) {
        return new CodingRules(alphabet, one, generalClass);
    }

    public CodingRules withOne(Encoding alphabet) {
        return new CodingRules(zero, alphabet, generalClass);
    }

    public CodingRules withGeneralClass(boolean general) {
        return new CodingRules(zero, one, general);
    }

    /** What a text that is not UCS-2 is written in: a class says GSM 7-bit, whatever the default alphabet is. */
    public Encoding text(Integer messageClass) {
        return messageClass == null ? zero : Encoding.GSM7;
    }

    /** @param dataCoding an octet; signed or not */
    public Coding read(int dataCoding) {
        int value = dataCoding & 0xFF;
        return value < 0x10 ? ofSmpp(value) : ofGsm(new DataCoding(value));
    }

    /** Where SMPP has values of its own, which are none of TP-DCS. */
    private Coding ofSmpp(int value) {
        return switch (value) {
            case 0x00 -> new Coding(zero, null, false);
            case ONE -> new Coding(one, null, false);
            case LATIN1 -> new Coding(Encoding.LATIN1, null, false);
            case UCS2 -> new Coding(Encoding.UCS2, null, false);
            case OCTETS -> new Coding(null, null, false);
            case 0x02 -> new Coding(null, null, true);
            // JIS, Cyrillic, Hebrew, pictograms, ISO-2022-JP, Kanji, KS C 5601, and what is reserved: octets, with the
            // value that says what they are. TP-DCS would read some as UCS-2 and some as GSM 7-bit.
            default -> new Coding(null, null, true);
        };
    }

    private static Coding ofGsm(DataCoding dcs) {
        Integer messageClass =
                dcs.messageClass().isPresent() ? dcs.messageClass().getAsInt() : null;
        return switch (dcs.group()) {
            case GENERAL, AUTOMATIC_DELETION -> {
                boolean reserved = (dcs.value() & 0x0C) == 0x0C;
                Encoding encoding = reserved || dcs.compressed() ? null : encoding(dcs.alphabet());
                yield new Coding(encoding, messageClass, true);
            }
            case WAITING_DISCARD, WAITING_STORE, WAITING_STORE_UCS2 -> new Coding(encoding(dcs.alphabet()), null, true);
            case CLASS -> new Coding(encoding(dcs.alphabet()), messageClass, true);
            case RESERVED -> new Coding(null, null, true);
        };
    }

    private static Encoding encoding(Alphabet alphabet) {
        return switch (alphabet) {
            case GSM7 -> Encoding.GSM7;
            case UCS2 -> Encoding.UCS2;
            case BINARY -> null;
        };
    }

    /**
     * @param encoding of the octets; null = octets
     * @param messageClass 0 to 3; null = none
     * @throws SmppValueException if this centre has no data_coding for the two
     */
    public int write(Encoding encoding, Integer messageClass) {
        if (messageClass != null) {
            return writeClass(encoding, messageClass);
        }
        if (encoding == null) {
            return OCTETS;
        }
        if (encoding == Encoding.UCS2) {
            return UCS2;
        }
        if (encoding == zero || isGsm(encoding) && isGsm(zero)) {
            return 0x00;
        }
        if (encoding == Encoding.LATIN1) {
            return LATIN1;
        }
        if (encoding == one || isGsm(encoding) && isGsm(one)) {
            return ONE;
        }
        throw none(encoding.name() + " here, where 0x00 is " + zero.name() + " and 0x01 is " + one.name());
    }

    private int writeClass(Encoding encoding, int messageClass) {
        if (messageClass < 0 || messageClass > 3) {
            throw none("the class " + messageClass + ", only for 0 to 3");
        }
        if (encoding == null) {
            return (generalClass ? 0x14 : 0xF4) | messageClass;
        }
        if (encoding == Encoding.UCS2) {
            // 0xF0 has no UCS-2; the other way is dest_addr_subunit
            return 0x18 | messageClass;
        }
        if (!isGsm(encoding)) {
            throw none(encoding.name() + " with a class");
        }
        return (generalClass ? 0x10 : 0xF0) | messageClass;
    }

    /** National tables too: the header names them, not the data_coding. */
    private static boolean isGsm(Encoding encoding) {
        return encoding != null && encoding.name().startsWith("GSM7");
    }

    private static SmppValueException none(String what) {
        return new SmppValueException(CommandStatus.INVALID_DATA_CODING, "there is no data_coding for " + what);
    }
}
