package org.smshub.importer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Beginnings of numbers as other products write them, in the hub's form. There {@code 48}, {@code +48} and {@code 0048} are three
 * prefixes, for a number is routed as it was written; in the hub a number has one form, and all three are {@code 48} of an
 * international number.
 */
public final class Prefixes {

    private Prefixes() {}

    /**
     * Digits that the international form begins with, after its plus; empty = any international number; null = a national or
     * another form, which no number of the hub has.
     */
    public static String international(String prefix) {
        String plain = prefix.strip().replaceAll("[ -]", "");
        if (plain.startsWith("+")) {
            plain = plain.substring(1);
        } else if (plain.startsWith("00")) {
            plain = plain.substring(2);
        } else if (plain.startsWith("0")) {
            return null;
        }
        return plain.matches("[0-9]{0,15}") && !plain.startsWith("0") ? plain : null;
    }

    /** Whether it could be the beginning of a short code, too. */
    public static boolean isBare(String prefix) {
        return prefix.strip().matches("(?!00)[0-9]{1,6}");
    }

    /** The parts of a list with semicolons, commas or blanks between them, without empty ones. */
    public static List<String> list(String value, String separators) {
        if (value == null) {
            return List.of();
        }
        Set<String> parts = new LinkedHashSet<>();
        for (String part : value.split(separators)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return List.copyOf(parts);
    }

    /** Every beginning of a number, the longest first, the empty one last. */
    static List<String> beginnings(String digits) {
        List<String> all = new ArrayList<>();
        for (int length = digits.length(); length >= 0; length--) {
            all.add(digits.substring(0, length));
        }
        return all;
    }
}
