package org.smshub.text.plan;

import org.smshub.text.Encoding;
import org.smshub.text.Gsm7;
import org.smshub.text.TextException;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Udh;

/**
 * One part of a text. Text slice, alphabet and header are all that a protocol needs to make its octets, now or after
 * they were stored: {@code Udh.parse(udhBytes).encoding(alphabet)} is the encoding again.
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

    /**
     * The user data of this part on a link that carries GSM-7 or UCS-2.
     *
     * @throws TextException {@code INVALID_VALUE} for a character set of the link, such as LATIN1
     */
    public UserData userData() {
        if (!(encoding instanceof Gsm7 || encoding == Encoding.UCS2)) {
            throw TextException.invalid(encoding + " is not an alphabet of the air interface");
        }
        return UserData.of(encoding.alphabet(), udh, octets());
    }

    /** Septets, or 16-bit units for UCS-2, without the header. */
    public int units() {
        return encoding.units(text, 0, text.length());
    }
}
