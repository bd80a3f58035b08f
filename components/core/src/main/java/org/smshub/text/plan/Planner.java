package org.smshub.text.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.Gsm7;
import org.smshub.text.Missing;
import org.smshub.text.NationalLanguage;
import org.smshub.text.TextException;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.NationalShift;
import org.smshub.text.udh.Udh;

/** Compares the ways to send a text that is not one part in the default alphabet. */
final class Planner {

    /** A way to send the text. */
    private record Way(Encoding encoding, String text, int changes, int[] ends, int units, int octets, int left) {

        /** Changes are compared first: a text is changed only where no other way but UCS-2 is left. */
        static final Comparator<Way> CHEAPEST = Comparator.comparingInt(Way::changes)
                .thenComparingInt(way -> way.ends.length)
                .thenComparingInt(Way::octets);
    }

    private Planner() {}

    static Plan plan(TextProfile profile, String text, boolean inDefaultAlphabet) {
        Way way;
        if (inDefaultAlphabet) {
            way = way(profile, profile.defaultAlphabet(), text, text);
        } else {
            way = cheapest(profile, text);
        }
        if (way == null) {
            throw tooLong(text.length() + " characters", profile.maxParts());
        }
        int[] ends = way.ends.length == 1 ? null : way.ends;
        return new Plan(profile, text, way.text, way.encoding, ends, way.units, way.left);
    }

    static TextException tooLong(String what, int maxParts) {
        String limit = maxParts == 1 ? "1 part" : maxParts + " parts";
        return new TextException(TextException.Reason.TOO_LONG, what + " need more than " + limit + ", the limit");
    }

    private static Way cheapest(TextProfile profile, String text) {
        List<Encoding> septets = septetEncodings(profile);
        List<Way> ways = new ArrayList<>();
        boolean encodable = false;
        for (Encoding encoding : septets) {
            String sent = encoding.firstMissing(text, 0) < 0 ? text : null;
            if (sent == null && profile.policy() == Policy.TRANSLITERATE) {
                sent = Replacements.apply(text, encoding);
            }
            if (sent != null) {
                encodable = true;
                add(ways, way(profile, encoding, text, sent));
            }
        }
        boolean ucs2 = profile.ucs2() && profile.policy() != Policy.REJECT;
        // Transliterating is done to avoid UCS-2, so it is only a last resort there.
        if (ucs2 && (profile.policy() == Policy.KEEP || !encodable)) {
            encodable = true;
            add(ways, way(profile, Encoding.UCS2, text, text));
        }
        if (!encodable) {
            Forcing first = forcing(profile, text, Encoding.UCS2).get(0);
            throw Missing.exception("the alphabets allowed here, and UCS-2 is not allowed", text, first.position());
        }
        return ways.isEmpty() ? null : Collections.min(ways, Way.CHEAPEST);
    }

    private static void add(List<Way> ways, Way way) {
        if (way != null) {
            ways.add(way);
        }
    }

    /** The default alphabet, then each pair of allowed tables; at equal cost the earlier one is taken. */
    private static List<Encoding> septetEncodings(TextProfile profile) {
        List<Encoding> encodings = new ArrayList<>();
        encodings.add(profile.defaultAlphabet());
        for (NationalLanguage locking : NationalLanguage.values()) {
            if (locking != NationalLanguage.DEFAULT && !profile.locking().contains(locking)) {
                continue;
            }
            for (NationalLanguage single : NationalLanguage.values()) {
                boolean none = single == NationalLanguage.DEFAULT;
                if ((none || profile.singleShift().contains(single))
                        && !(none && locking == NationalLanguage.DEFAULT)) {
                    encodings.add(Gsm7.of(locking, single));
                }
            }
        }
        return encodings;
    }

    /** @return {@code null} when the text needs more parts than allowed */
    private static Way way(TextProfile profile, Encoding encoding, String original, String text) {
        Alphabet alphabet = encoding.alphabet();
        int header = withShifts(profile.header(), encoding).length();
        int units = encoding.units(text, 0, text.length());
        int capacity = alphabet.capacity(header);
        int[] ends = {text.length()};
        if (units > capacity) {
            header += Concatenation.octets(profile.wideReference()) + (header == 0 ? 1 : 0);
            capacity = alphabet.capacity(header);
            ends = cut(text, encoding, capacity, profile.maxParts());
        }
        if (ends == null) {
            return null;
        }
        int start = ends.length == 1 ? 0 : ends[ends.length - 2];
        int left = capacity - encoding.units(text, start, text.length());
        int changes = text.equals(original) ? 0 : changes(original, encoding);
        return new Way(encoding, text, changes, ends, units, ends.length * header + units * alphabet.bits() / 8, left);
    }

    private static int changes(String original, Encoding encoding) {
        int changes = 1; // normalising alone is a change
        for (int at = encoding.firstMissing(original, 0); at >= 0; at = encoding.firstMissing(original, at + 1)) {
            changes++;
        }
        return changes;
    }

    private static int[] cut(String text, Encoding encoding, int capacity, int maxParts) {
        int[] ends = new int[Math.min(maxParts, 16)];
        int parts = 0;
        for (int start = 0; start < text.length(); start = ends[parts - 1]) {
            if (parts == maxParts) {
                return null;
            }
            int end = encoding.fit(text, start, capacity);
            if (end < text.length()) {
                end = Graphemes.cut(text, start, end);
            }
            if (end == start) {
                throw TextException.invalid(
                        "the header leaves " + capacity + " units a part, too few for the character at " + start);
            }
            if (parts == ends.length) {
                ends = Arrays.copyOf(ends, Math.min(maxParts, 2 * parts));
            }
            ends[parts++] = end;
        }
        return Arrays.copyOf(ends, parts);
    }

    /** The elements with those that name the encoding's national tables after them. */
    static Udh withShifts(Udh header, Encoding encoding) {
        if (!(encoding instanceof Gsm7 gsm7) || encoding == Encoding.GSM7) {
            return header;
        }
        Udh shifts = header;
        if (gsm7.locking() != NationalLanguage.DEFAULT) {
            shifts = shifts.with(new NationalShift(true, gsm7.locking().id()));
        }
        if (gsm7.singleShift() != NationalLanguage.DEFAULT) {
            shifts = shifts.with(new NationalShift(false, gsm7.singleShift().id()));
        }
        return shifts;
    }

    /**
     * Characters that no allowed septet encoding has; where each is in one but none has all, those that the default
     * alphabet lacks. For a text that was changed: those that the encoding it is sent in lacks.
     */
    static List<Forcing> forcing(TextProfile profile, String original, Encoding sent) {
        List<Encoding> lacking = sent == Encoding.UCS2 ? septetEncodings(profile) : List.of(sent);
        List<Forcing> found = missing(original, lacking);
        return found.isEmpty() ? missing(original, lacking.subList(0, 1)) : found;
    }

    private static List<Forcing> missing(String text, List<Encoding> encodings) {
        List<Forcing> found = new ArrayList<>();
        Encoding first = encodings.get(0);
        for (int at = first.firstMissing(text, 0); at >= 0; ) {
            int codePoint = text.codePointAt(at);
            String character = Character.toString(codePoint);
            if (encodings.stream().noneMatch(encoding -> encoding.firstMissing(character, 0) < 0)) {
                found.add(new Forcing(at, codePoint, Replacements.of(codePoint)));
            }
            at = first.firstMissing(text, at + Character.charCount(codePoint));
        }
        return List.copyOf(found);
    }
}
