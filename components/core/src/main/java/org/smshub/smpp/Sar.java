package org.smshub.smpp;

import java.util.List;

/**
 * The number of a part by optional parameters (§5.3.2.22 to 24).
 *
 * @param reference 0 to 0xFFFF
 * @param parts 1 to 255
 * @param part 1 to parts
 */
public record Sar(int reference, int parts, int part) {

    /**
     * @return null if one of the three is missing: such a message is whole
     * @throws SmppValueException if they are there and number no part
     */
    public static Sar of(List<Tlv> tlvs) {
        Tlv reference = Tlv.find(tlvs, Tlv.SAR_MSG_REF_NUM);
        Tlv total = Tlv.find(tlvs, Tlv.SAR_TOTAL_SEGMENTS);
        Tlv number = Tlv.find(tlvs, Tlv.SAR_SEGMENT_SEQNUM);
        if (reference == null || total == null || number == null) {
            return null;
        }
        if (reference.number() < 0 || total.number() < 0 || number.number() < 0) {
            throw new SmppValueException(CommandStatus.INVALID_TLV_LENGTH, "length of a sar parameter");
        }
        if (reference.number() > 0xFFFF
                || total.number() > 255
                || number.number() < 1
                || number.number() > total.number()) {
            throw new SmppValueException(CommandStatus.INVALID_TLV_VALUE, "value of a sar parameter");
        }
        return new Sar((int) reference.number(), (int) total.number(), (int) number.number());
    }

    /** Whether an optional parameter is text or number of a part, for which a message has other names. */
    public static boolean isContent(int tag) {
        return tag == Tlv.MESSAGE_PAYLOAD
                || tag == Tlv.SAR_MSG_REF_NUM
                || tag == Tlv.SAR_TOTAL_SEGMENTS
                || tag == Tlv.SAR_SEGMENT_SEQNUM;
    }

    public List<Tlv> tlvs() {
        return List.of(
                Tlv.of(TlvTag.SAR_MSG_REF_NUM, reference & 0xFFFF),
                Tlv.of(TlvTag.SAR_TOTAL_SEGMENTS, parts),
                Tlv.of(TlvTag.SAR_SEGMENT_SEQNUM, part));
    }
}
