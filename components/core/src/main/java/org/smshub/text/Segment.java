package org.smshub.text;

/**
 * One part of a text. Text slice, alphabet and header are all that a protocol needs to make its octets, now or after
 * they were stored: {@code Encoding.of(alphabet, Udh.parse(udhBytes))} is the encoding again.
 *
 * @param part 1 to {@code parts}
 * @param text this part's slice
 * @param udh header with concatenation, shift tables and the profile's own elements; empty for most single parts
 */
public record Segment(int part, int parts, String text, Encoding encoding, Udh udh) {

    /** Header octets with the length octet first; none when there is no header. */
    public byte[] udhBytes() {
        return udh.bytes();
    }

    /** Body octets, unpacked (one septet an octet), without the header. */
    public byte[] octets() {
        return encoding.encode(text);
    }

    /** Septets, or 16-bit units for UCS-2, without the header. */
    public int units() {
        return encoding.units(text, 0, text.length());
    }
}
