package org.smshub.text.udh;

import java.util.Arrays;
import org.smshub.text.Address;
import org.smshub.text.OctetReader;
import org.smshub.text.TextException;

/** Octets of one element to its type; a {@link RawElement} when the data does not fit, so that nothing is lost. */
final class ElementReader {

    private ElementReader() {}

    /** @param from where the identifier stands; identifier and length are there, data ends before {@code to} */
    static InformationElement read(byte[] header, int from, int to) {
        int id = header[from] & 0xFF;
        byte[] data = Arrays.copyOfRange(header, from + 2, to);
        InformationElement typed = typed(id, data);
        return typed == null ? new RawElement(id, data) : typed;
    }

    private static InformationElement typed(int id, byte[] d) {
        return switch (id) {
            case Concatenation.NARROW_ID -> d.length == 3 ? concatenation(at(d, 0), false, d, 1) : null;
            case Concatenation.WIDE_ID -> d.length == 4 ? concatenation(wide(d, 0), true, d, 2) : null;
            case SpecialIndication.ID -> d.length == 2 ? new SpecialIndication(at(d, 0), at(d, 1)) : null;
            case Ports.NARROW_ID -> d.length == 2 ? new Ports(at(d, 0), at(d, 1), false) : null;
            case Ports.WIDE_ID -> d.length == 4 ? new Ports(wide(d, 0), wide(d, 2), true) : null;
            case SmscControl.ID -> d.length == 1 ? new SmscControl(at(d, 0)) : null;
            case SourceIndicator.ID -> d.length == 1 ? new SourceIndicator(at(d, 0)) : null;
            case TextFormatting.ID ->
                d.length == 3 || d.length == 4
                        ? new TextFormatting(at(d, 0), at(d, 1), at(d, 2), d.length == 4 ? at(d, 3) : -1)
                        : null;
            case Rfc822HeaderLength.ID -> d.length == 1 ? new Rfc822HeaderLength(at(d, 0)) : null;
            case Hyperlink.ID -> d.length == 4 ? new Hyperlink(wide(d, 0), at(d, 2), at(d, 3)) : null;
            case ReplyAddress.ID -> replyAddress(d);
            case NationalShift.SINGLE_ID -> d.length == 1 ? new NationalShift(false, at(d, 0)) : null;
            case NationalShift.LOCKING_ID -> d.length == 1 ? new NationalShift(true, at(d, 0)) : null;
            default -> null;
        };
    }

    /** 3GPP TS 23.040 9.2.3.24.1: an element with 0 parts, part 0 or a part beyond the last is ignored. */
    private static Concatenation concatenation(int reference, boolean wide, byte[] d, int counts) {
        int parts = at(d, counts);
        int part = at(d, counts + 1);
        return part == 0 || part > parts ? null : new Concatenation(reference, wide, parts, part);
    }

    /** Only one that gives the same octets again; another is kept raw. */
    private static ReplyAddress replyAddress(byte[] data) {
        try {
            ReplyAddress reply = new ReplyAddress(Address.read(new OctetReader(data), "reply address"));
            return Arrays.equals(reply.data(), data) ? reply : null;
        } catch (TextException e) {
            return null;
        }
    }

    private static int at(byte[] data, int index) {
        return data[index] & 0xFF;
    }

    private static int wide(byte[] data, int index) {
        return at(data, index) << 8 | at(data, index + 1);
    }
}
