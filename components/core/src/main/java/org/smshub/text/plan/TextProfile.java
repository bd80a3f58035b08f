package org.smshub.text.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.NationalLanguage;
import org.smshub.text.TextException;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.InformationElement;
import org.smshub.text.udh.NationalShift;
import org.smshub.text.udh.Udh;

/**
 * What a link can do and what its owner wants; immutable, so one a link is enough.
 *
 * @param defaultAlphabet tried first, {@link Encoding#GSM7} as a rule; {@link Encoding#UCS2} forces UCS-2
 * @param ucs2 whether UCS-2 may be used
 * @param locking languages whose locking shift tables may be used; empty as a rule, many handsets lack them
 * @param singleShift languages whose single shift tables may be used
 * @param policy what to do about characters that force UCS-2
 * @param maxParts limit of parts, 1 to 255
 * @param wideReference whether the parts carry a 16-bit reference, which costs an octet a part
 * @param header other elements that every part carries, such as ports
 */
public record TextProfile(
        Encoding defaultAlphabet,
        boolean ucs2,
        Set<NationalLanguage> locking,
        Set<NationalLanguage> singleShift,
        Policy policy,
        int maxParts,
        boolean wideReference,
        Udh header) {

    /** GSM-7 or UCS-2, no national tables, no character changed, up to 255 parts, 8-bit references. */
    public static final TextProfile STANDARD = new TextProfile(
            Encoding.GSM7, true, Set.of(), Set.of(), Policy.KEEP, Concatenation.MAX_PARTS, false, Udh.NONE);

    private static final int ESCAPE = 0x1B;

    public TextProfile {
        locking = Set.copyOf(locking);
        singleShift = Set.copyOf(singleShift);
        TextException.inRange("maximum parts", maxParts, 1, Concatenation.MAX_PARTS);
        for (InformationElement element : header.elements()) {
            if (element instanceof Concatenation || element instanceof NationalShift) {
                throw TextException.invalid("concatenation and national shift elements are added by the plan");
            }
        }
    }

    public TextProfile withDefaultAlphabet(Encoding encoding) {
        return new TextProfile(encoding, ucs2, locking, singleShift, policy, maxParts, wideReference, header);
    }

    public TextProfile withUcs2(boolean allowed) {
        return new TextProfile(defaultAlphabet, allowed, locking, singleShift, policy, maxParts, wideReference, header);
    }

    /** Allows the locking and single shift tables of these languages. */
    public TextProfile withLanguages(Set<NationalLanguage> languages) {
        Set<NationalLanguage> lockable = EnumSet.noneOf(NationalLanguage.class);
        languages.stream().filter(NationalLanguage::hasLockingTable).forEach(lockable::add);
        return new TextProfile(defaultAlphabet, ucs2, lockable, languages, policy, maxParts, wideReference, header);
    }

    public TextProfile withPolicy(Policy wanted) {
        return new TextProfile(defaultAlphabet, ucs2, locking, singleShift, wanted, maxParts, wideReference, header);
    }

    public TextProfile withMaxParts(int limit) {
        return new TextProfile(defaultAlphabet, ucs2, locking, singleShift, policy, limit, wideReference, header);
    }

    public TextProfile withWideReference(boolean wide) {
        return new TextProfile(defaultAlphabet, ucs2, locking, singleShift, policy, maxParts, wide, header);
    }

    public TextProfile withHeader(Udh elements) {
        return new TextProfile(defaultAlphabet, ucs2, locking, singleShift, policy, maxParts, wideReference, elements);
    }

    /**
     * The cheapest way to send a text: fewest parts, then fewest octets.
     *
     * @throws TextException {@code TOO_LONG} beyond {@link #maxParts()}, {@code NOT_ENCODABLE} where the policy or the link
     *     forbids UCS-2
     */
    public Plan plan(String text) {
        int units = defaultAlphabet.units(text, 0, text.length());
        int headerOctets = Planner.withShifts(header, defaultAlphabet).length();
        int capacity = defaultAlphabet.alphabet().capacity(headerOctets);
        if (units >= 0 && units <= capacity) {
            return new Plan(this, text, text, defaultAlphabet, null, units, capacity - units);
        }
        return Planner.plan(this, text, units >= 0);
    }

    /**
     * Cuts a binary message into parts of 140, or 134 or 133 octets, fewer beside other elements.
     *
     * @param reference as in {@link Plan#segments(int)}
     * @throws TextException {@code TOO_LONG} beyond {@link #maxParts()}
     */
    public List<UserData> segments(byte[] octets, int reference) {
        return segments(Alphabet.BINARY, octets, Udh.NONE, reference);
    }

    /**
     * The same of the units of any alphabet; an escape stays with what it escapes, a surrogate with the other.
     *
     * @param octets unpacked
     * @param shifts elements that name national tables
     */
    public List<UserData> segments(Alphabet alphabet, byte[] octets, Udh shifts, int reference) {
        int unit = alphabet == Alphabet.UCS2 ? 2 : 1;
        int other = header.length() == 0 ? shifts.length() : header.length() + Math.max(0, shifts.length() - 1);
        if (octets.length <= alphabet.capacity(other) * unit) {
            return List.of(UserData.of(alphabet, header.with(shifts), octets));
        }
        int headed = Math.max(1, other) + Concatenation.octets(wideReference);
        int capacity = alphabet.capacity(headed) * unit;
        if (capacity < 2 * unit) {
            throw Planner.tooLong(octets.length + " octets", maxParts);
        }
        List<Integer> ends = new ArrayList<>();
        for (int start = 0; start < octets.length; start = ends.get(ends.size() - 1)) {
            if (ends.size() == maxParts) {
                throw Planner.tooLong(octets.length + " octets", maxParts);
            }
            int end = Math.min(octets.length, start + capacity);
            ends.add(end < octets.length && isFirstOfTwo(alphabet, octets, start, end) ? end - unit : end);
        }
        List<UserData> segments = new ArrayList<>(ends.size());
        int start = 0;
        for (int end : ends) {
            Udh udh = concatenation(reference, ends.size(), segments.size() + 1)
                    .with(header)
                    .with(shifts);
            segments.add(UserData.of(alphabet, udh, Arrays.copyOfRange(octets, start, end)));
            start = end;
        }
        return List.copyOf(segments);
    }

    /** Whether the unit before {@code end} belongs to the one there. */
    private static boolean isFirstOfTwo(Alphabet alphabet, byte[] octets, int start, int end) {
        if (alphabet == Alphabet.UCS2) {
            return (octets[end - 2] & 0xFC) == 0xD8;
        }
        int escapes = 0;
        while (alphabet == Alphabet.GSM7 && end - escapes > start && octets[end - escapes - 1] == ESCAPE) {
            escapes++;
        }
        return escapes % 2 == 1;
    }

    /** A header of one concatenation element in this profile's width. */
    Udh concatenation(int reference, int parts, int part) {
        int low = reference & (wideReference ? 0xFFFF : 0xFF);
        return Udh.of(new Concatenation(low, wideReference, parts, part));
    }
}
