package org.smshub.text.tpdu;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.smshub.text.Alphabet;
import org.smshub.text.DataCoding;
import org.smshub.text.Decoded;
import org.smshub.text.OctetReader;
import org.smshub.text.Septets;
import org.smshub.text.TextException;
import org.smshub.text.udh.Udh;

/**
 * Header and body of a short message (TP-UDL and TP-UD, 3GPP TS 23.040 9.2.3.16 and 9.2.3.24).
 *
 * @param alphabet units of the body
 * @param udh header, {@link Udh#NONE} without one
 * @param body unpacked: one septet an octet for GSM-7, else the octets as they are
 * @param flaws what was wrong with received user data; empty for a clean one
 */
public record UserData(Alphabet alphabet, Udh udh, byte[] body, Set<Flaw> flaws) {

    /** What was wrong; the rest was read all the same. */
    public enum Flaw {
        /** Fewer octets than TP-UDL says. */
        TRUNCATED,
        /** The header runs past the user data: everything was taken for the body. */
        HEADER_TOO_LONG,
        /** An element runs past the header: the header was dropped. */
        HEADER_BROKEN,
        /** UCS-2 with an odd number of octets. */
        HALF_UNIT,
        /** Compressed (3GPP TS 23.042): the octets are as they came. */
        COMPRESSED
    }

    public UserData {
        body = body.clone();
        flaws = flaws.isEmpty() ? Set.of() : Set.copyOf(flaws);
    }

    public static UserData of(Alphabet alphabet, Udh udh, byte[] body) {
        return new UserData(alphabet, udh, body, Set.of());
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    /** The text; a binary body gives none and counts as undecodable. */
    public Decoded text() {
        if (alphabet == Alphabet.BINARY) {
            return new Decoded("", body.length);
        }
        return udh.encoding(alphabet).decode(body, 0, body.length);
    }

    /** TP-UDL: septets with header and fill bits, or octets with the header. */
    public int length() {
        int header = udh.length();
        return alphabet == Alphabet.GSM7 ? Septets.headerSeptets(header) + body.length : header + body.length;
    }

    /**
     * TP-UD: header, fill bits, packed body.
     *
     * @throws TextException {@code TOO_LONG} beyond 140 octets
     */
    public byte[] octets() {
        int header = udh.length();
        int size = alphabet == Alphabet.GSM7 ? (length() * 7 + 7) / 8 : length();
        if (size > Alphabet.MAX_OCTETS) {
            throw new TextException(
                    TextException.Reason.TOO_LONG,
                    "user data of " + size + " octets; a part has at most " + Alphabet.MAX_OCTETS);
        }
        byte[] octets = new byte[size];
        if (header > 0) {
            System.arraycopy(udh.bytes(), 0, octets, 0, header);
        }
        if (alphabet == Alphabet.GSM7) {
            Septets.pack(body, body.length, octets, 8 * header + Septets.fillBits(header));
        } else {
            System.arraycopy(body, 0, octets, header, body.length);
        }
        return octets;
    }

    /**
     * Reads user data; never fails, see {@link #flaws()}.
     *
     * @param hasHeader TP-UDHI
     * @param length TP-UDL; octets beyond it are ignored
     */
    static UserData read(DataCoding coding, boolean hasHeader, int length, byte[] octets) {
        Alphabet alphabet = coding.alphabet();
        Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
        int size = alphabet == Alphabet.GSM7 ? (length * 7 + 7) / 8 : length;
        byte[] present = octets.length > size ? Arrays.copyOf(octets, size) : octets;
        if (octets.length < size) {
            flaws.add(Flaw.TRUNCATED);
        }
        if (coding.compressed()) {
            flaws.add(Flaw.COMPRESSED);
        }
        Udh udh = Udh.NONE;
        int header = 0;
        if (hasHeader && present.length > 0) {
            header = 1 + (present[0] & 0xFF);
            if (header > present.length) {
                header = 0;
                flaws.add(Flaw.HEADER_TOO_LONG);
            } else {
                udh = header(present, flaws);
            }
        }
        byte[] body;
        if (alphabet == Alphabet.GSM7) {
            int count = length - Septets.headerSeptets(header);
            body = Septets.unpack(present, 8 * header + Septets.fillBits(header), count);
        } else {
            body = Arrays.copyOfRange(present, header, present.length);
        }
        if (alphabet == Alphabet.UCS2 && body.length % 2 != 0) {
            flaws.add(Flaw.HALF_UNIT);
        }
        return new UserData(alphabet, udh, body, flaws);
    }

    /** TP-UDL and TP-UD at the end of a TPDU; missing octets are a flaw of the user data, not an error. */
    static UserData read(OctetReader in, DataCoding coding, int firstOctet) {
        int length = in.octet("the user data length");
        byte[] data = in.octets(in.remaining(), "the user data");
        return read(coding, (firstOctet & OctetWriter.UDHI) != 0, length, data);
    }

    private static Udh header(byte[] present, Set<Flaw> flaws) {
        try {
            return Udh.parse(present);
        } catch (TextException e) {
            flaws.add(Flaw.HEADER_BROKEN);
            return Udh.NONE;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserData data
                && alphabet == data.alphabet
                && udh.equals(data.udh)
                && Arrays.equals(body, data.body)
                && flaws.equals(data.flaws);
    }

    @Override
    public int hashCode() {
        return 31 * udh.hashCode() + Arrays.hashCode(body);
    }

    /** Without the body, which belongs in no log. */
    @Override
    public String toString() {
        return "UserData[" + alphabet + ", " + udh.elements() + ", " + body.length + " units or octets, " + flaws + "]";
    }
}
