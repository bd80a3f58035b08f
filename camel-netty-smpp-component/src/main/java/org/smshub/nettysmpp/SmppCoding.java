package org.smshub.nettysmpp;

import org.smshub.text.Encoding;

/**
 * What a data_coding says of a message (SMPP 3.4 §5.2.19; from 0x10 on 3GPP TS 23.038 clause 4).
 *
 * @param encoding of the text; null = octets
 * @param messageClass 0 to 3, null = none
 * @param special whether the value says more than encoding and class do, so that it has to go along with the message
 */
record SmppCoding(Encoding encoding, Integer messageClass, boolean special) {

    static final int DEFAULT = 0x00;
    static final int OCTETS = 0x04;
    static final int UCS2 = 0x08;

    /** @param alphabet what this address means by "default alphabet" */
    static SmppCoding of(int dataCoding, Encoding alphabet) {
        return switch (dataCoding >> 4) {
            case 0 ->
                switch (dataCoding) {
                    case DEFAULT -> new SmppCoding(alphabet, null, false);
                    case 0x01 -> new SmppCoding(Encoding.ASCII, null, false);
                    case 0x03 -> new SmppCoding(Encoding.LATIN1, null, false);
                    case UCS2 -> new SmppCoding(Encoding.UCS2, null, false);
                    case 0x02, OCTETS -> new SmppCoding(null, null, false);
                    default -> new SmppCoding(null, null, true);
                };
            case 0x1 -> new SmppCoding(general(dataCoding), dataCoding & 3, (dataCoding & 0x0C) == 0x0C);
            case 0xC, 0xD -> new SmppCoding(Encoding.GSM7, null, true);
            case 0xE -> new SmppCoding(Encoding.UCS2, null, true);
            case 0xF -> new SmppCoding((dataCoding & 4) == 0 ? Encoding.GSM7 : null, dataCoding & 3, false);
            default -> new SmppCoding(null, null, true);
        };
    }

    private static Encoding general(int dataCoding) {
        return switch (dataCoding >> 2 & 3) {
            case 0 -> Encoding.GSM7;
            case 2 -> Encoding.UCS2;
            default -> null;
        };
    }

    /** The data_coding of a message of ours. */
    static int value(Encoding encoding, Integer messageClass) {
        if (messageClass == null) {
            return encoding == null ? OCTETS : encoding == Encoding.UCS2 ? UCS2 : DEFAULT;
        }
        return encoding == Encoding.UCS2
                ? 0x18 | messageClass
                : encoding == null ? 0xF4 | messageClass : 0xF0 | messageClass;
    }

    /** Octets to text. A half of a surrogate pair is kept, because the next part may bring the other half. */
    static String text(Encoding encoding, byte[] octets, int from) {
        if (encoding != Encoding.UCS2) {
            return encoding.decode(octets, from, octets.length).text();
        }
        char[] text = new char[(octets.length - from) / 2];
        for (int i = 0; i < text.length; i++) {
            text[i] = (char) ((octets[from + 2 * i] & 0xFF) << 8 | octets[from + 2 * i + 1] & 0xFF);
        }
        return new String(text);
    }
}
