package org.smshub.text.udh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.Gsm7;
import org.smshub.text.NationalLanguage;
import org.smshub.text.TextException;

/**
 * User data header (3GPP TS 23.040 9.2.3.24): its elements in the order they stand, the unknown ones byte for byte.
 *
 * @param elements at most 139 octets in all
 */
public record Udh(List<InformationElement> elements) {

    /** Length octet and elements together, at most. */
    public static final int MAX_OCTETS = Alphabet.MAX_OCTETS;

    /** No header. */
    public static final Udh NONE = new Udh(List.of());

    public Udh {
        elements = List.copyOf(elements);
        if (size(elements) > MAX_OCTETS) {
            throw TextException.invalid("a user data header has at most " + MAX_OCTETS + " octets");
        }
    }

    /** A header of these elements, in this order. */
    public static Udh of(InformationElement... elements) {
        return new Udh(List.of(elements));
    }

    public boolean isEmpty() {
        return elements.isEmpty();
    }

    /** Octets of {@link #bytes()}: 0 without elements, else the length octet and the elements. */
    public int length() {
        return size(elements);
    }

    private static int size(List<InformationElement> elements) {
        if (elements.isEmpty()) {
            return 0;
        }
        int size = 0;
        for (InformationElement element : elements) {
            size += 2 + element.data().length;
        }
        return size + 1;
    }

    /** This header with more elements after its own. */
    public Udh with(InformationElement... more) {
        return with(of(more));
    }

    /** This header with the elements of another after its own. */
    public Udh with(Udh more) {
        if (more.isEmpty()) {
            return this;
        }
        List<InformationElement> all = new ArrayList<>(elements);
        all.addAll(more.elements);
        return new Udh(all);
    }

    /** The elements that name tables of a national language. */
    public Udh shifts() {
        return only(true);
    }

    /** All other elements. */
    public Udh withoutShifts() {
        return only(false);
    }

    private Udh only(boolean shifts) {
        return new Udh(elements.stream()
                .filter(element -> element instanceof NationalShift == shifts)
                .toList());
    }

    /** The header as it stands before the body, length octet first; no octets when there are no elements. */
    public byte[] bytes() {
        byte[] bytes = new byte[length()];
        if (bytes.length > 0) {
            bytes[0] = (byte) (bytes.length - 1);
        }
        int at = 1;
        for (InformationElement element : elements) {
            byte[] data = element.data();
            bytes[at] = (byte) element.id();
            bytes[at + 1] = (byte) data.length;
            System.arraycopy(data, 0, bytes, at + 2, data.length);
            at += 2 + data.length;
        }
        return bytes;
    }

    /**
     * Reads the header at the start of user data; what follows it is left alone.
     *
     * @param userData starts with the length octet; no octets give {@link #NONE}
     * @throws TextException {@code MALFORMED} when the header or an element runs past its end
     */
    public static Udh parse(byte[] userData) {
        if (userData.length == 0) {
            return NONE;
        }
        int end = 1 + (userData[0] & 0xFF);
        if (end > userData.length || end > MAX_OCTETS) {
            throw TextException.malformed("user data header of " + (end - 1) + " octets runs past the user data");
        }
        List<InformationElement> elements = new ArrayList<>(2);
        int at = 1;
        while (at < end) {
            int next = at + 1 < end ? at + 2 + (userData[at + 1] & 0xFF) : end + 1;
            if (next > end) {
                throw TextException.malformed(
                        String.format("information element %02X runs past the header", userData[at]));
            }
            elements.add(ElementReader.read(userData, at, next));
            at = next;
        }
        return new Udh(elements);
    }

    /** The concatenation that counts: a 16-bit one before an 8-bit one, the last before earlier ones. */
    public Optional<Concatenation> concatenation() {
        Concatenation found = null;
        for (InformationElement element : elements) {
            if (element instanceof Concatenation c && (found == null || c.wide() || !found.wide())) {
                found = c;
            }
        }
        return Optional.ofNullable(found);
    }

    /** The ports; the last element counts. */
    public Optional<Ports> ports() {
        return Optional.ofNullable(last(Ports.class));
    }

    /** Language of the locking shift table, {@code DEFAULT} for none. */
    public NationalLanguage locking() {
        return shift(true);
    }

    /** Language of the single shift table, {@code DEFAULT} for none. */
    public NationalLanguage singleShift() {
        return shift(false);
    }

    /**
     * The encoding of a body with this header: the alphabet of its data coding scheme and the shift tables named here.
     *
     * @throws TextException {@code INVALID_VALUE} for a binary body, which has no text
     */
    public Encoding encoding(Alphabet alphabet) {
        return switch (alphabet) {
            case GSM7 -> Gsm7.of(locking(), singleShift());
            case UCS2 -> Encoding.UCS2;
            case BINARY -> throw TextException.invalid("a binary message has no text");
        };
    }

    private NationalLanguage shift(boolean locking) {
        NationalLanguage language = NationalLanguage.DEFAULT;
        for (InformationElement element : elements) {
            if (element instanceof NationalShift shift && shift.locking() == locking) {
                language = shift.language();
            }
        }
        return language;
    }

    private <T extends InformationElement> T last(Class<T> type) {
        T found = null;
        for (InformationElement element : elements) {
            if (type.isInstance(element)) {
                found = type.cast(element);
            }
        }
        return found;
    }
}
