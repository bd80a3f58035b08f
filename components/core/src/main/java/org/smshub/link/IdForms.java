package org.smshub.link;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the ids of a centre are compared: the one it answered a submit with, and the one in the receipt that follows. Many
 * centres write the second in another form (hex and decimal, padded with zeros, in the other case).
 *
 * <p>Store {@link #key} beside the answered id, with an index, and look a receipt up by {@link #keys}, one after the other.
 * Of several rows under one key the one whose id is equal as text is meant; if none is, and there are several, none is.
 * Ids of any protocol will do; what is no number is compared as text.
 */
public final class IdForms {

    /** One thing in which two forms of an id may differ. NUL and blanks at the ends never count. */
    public enum Rule {
        /**
         * The default: what cannot confuse two ids of one centre. Decimal ids of at least eight digits may differ in
         * leading zeros; hex of at least eight digits, with a letter and without a leading zero, is equal to the decimal
         * of the same value; hex in groups (UUIDs) may differ in case. So two ids of one length never become one, but
         * for that case.
         */
        SAFE,
        /** Compared as text. */
        AS_IS,
        /** The answer has the id in hex, the receipt in decimal, or in hex too; zeros in front and case do not count. */
        HEX_TO_DECIMAL,
        /** The answer has the id in decimal, the receipt in hex, or in decimal too; zeros and case do not count. */
        DECIMAL_TO_HEX,
        /** {@code a1} is {@code A1}. */
        IGNORE_CASE,
        /** {@code 007} is {@code 7}. */
        IGNORE_ZEROS
    }

    public static final IdForms SAFE = new IdForms(EnumSet.of(Rule.SAFE));

    /** Fewer digits are an id that a counter of either base may be giving out at this moment. */
    private static final int SAFE_DIGITS = 8;

    /** Of a hex group in SAFE; shorter ones may be words in another base. */
    private static final int SAFE_GROUP = 6;

    /** The longest message_id of SMPP; longer ones are compared as text, for no number is that long. */
    private static final int MAX_DIGITS = 64;

    private final EnumSet<Rule> rules;

    private IdForms(EnumSet<Rule> rules) {
        this.rules = rules;
    }

    /** @throws IllegalArgumentException if the rules exclude each other */
    public static IdForms of(Set<Rule> rules) {
        if (rules.isEmpty()) {
            return SAFE;
        }
        EnumSet<Rule> set = EnumSet.copyOf(rules);
        if (set.size() > 1 && (set.contains(Rule.SAFE) || set.contains(Rule.AS_IS))) {
            throw new IllegalArgumentException("Forms of ids: SAFE and AS_IS stand alone, not as " + names(set));
        }
        if (set.contains(Rule.HEX_TO_DECIMAL) && set.contains(Rule.DECIMAL_TO_HEX)) {
            throw new IllegalArgumentException("Forms of ids: either HEX_TO_DECIMAL or DECIMAL_TO_HEX, not both");
        }
        return new IdForms(set);
    }

    /**
     * @param names of rules, comma-separated, in any case; null or blank = SAFE
     * @throws IllegalArgumentException naming the rules there are
     */
    public static IdForms parse(String names) {
        EnumSet<Rule> set = EnumSet.noneOf(Rule.class);
        for (String name : names == null ? new String[0] : names.split(",")) {
            if (!name.isBlank()) {
                set.add(rule(name.trim()));
            }
        }
        return of(set);
    }

    private static Rule rule(String name) {
        for (Rule rule : Rule.values()) {
            if (rule.name().equalsIgnoreCase(name)) {
                return rule;
            }
        }
        throw new IllegalArgumentException("Forms of ids: " + name + " is none of " + Arrays.toString(Rule.values()));
    }

    /** What to store and index for an id that the centre answered; null if the id is null or empty. */
    public String key(String answered) {
        String id = trim(answered);
        if (id == null) {
            return null;
        }
        if (rules.contains(Rule.HEX_TO_DECIMAL) && isHex(id)) {
            return decimalOfHex(id);
        }
        if (rules.contains(Rule.DECIMAL_TO_HEX) && isDecimal(id)) {
            return withoutZeros(id);
        }
        return rules.contains(Rule.SAFE) ? safe(id) : text(id);
    }

    /** The keys to look an id of a receipt up by, the likeliest first; empty if the id is null or empty. */
    public List<String> keys(String receipted) {
        String id = trim(receipted);
        if (id == null) {
            return List.of();
        }
        boolean hexFirst = rules.contains(Rule.DECIMAL_TO_HEX);
        if ((hexFirst || rules.contains(Rule.HEX_TO_DECIMAL)) && isHex(id)) {
            String hex = decimalOfHex(id);
            if (!isDecimal(id)) {
                return hexFirst ? List.of(hex, id) : List.of(hex);
            }
            String decimal = withoutZeros(id);
            return hex.equals(decimal) ? List.of(hex) : hexFirst ? List.of(hex, decimal) : List.of(decimal, hex);
        }
        return List.of(key(id));
    }

    /** Whether a receipt with one id may be about the part that was answered with the other. */
    public boolean same(String answered, String receipted) {
        String key = key(answered);
        return key != null && keys(receipted).contains(key);
    }

    private static String safe(String id) {
        if (isDecimal(id)) {
            String digits = withoutZeros(id);
            return digits.length() >= SAFE_DIGITS ? digits : id;
        }
        if (isHex(id)) {
            boolean number = id.length() >= SAFE_DIGITS && id.charAt(0) != '0' && isOneCase(id);
            return number ? decimalOfHex(id) : isGroups(id) ? id.toLowerCase(Locale.ROOT) : id;
        }
        return isGroups(id) ? id.toLowerCase(Locale.ROOT) : id;
    }

    private String text(String id) {
        String form = rules.contains(Rule.IGNORE_CASE) ? id.toLowerCase(Locale.ROOT) : id;
        return rules.contains(Rule.IGNORE_ZEROS) ? withoutZeros(form) : form;
    }

    private static String trim(String id) {
        String trimmed = id == null ? "" : id.trim();
        return trimmed.isEmpty() ? null : trimmed;
    }

    private static String withoutZeros(String id) {
        int start = 0;
        while (start < id.length() - 1 && id.charAt(start) == '0') {
            start++;
        }
        return id.substring(start);
    }

    private static String decimalOfHex(String id) {
        return id.length() < 16 ? Long.toString(Long.parseLong(id, 16)) : new BigInteger(id, 16).toString();
    }

    private static boolean isDecimal(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) < '0' || id.charAt(i) > '9') {
                return false;
            }
        }
        return id.length() <= MAX_DIGITS;
    }

    private static boolean isHex(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (!isHexDigit(id.charAt(i))) {
                return false;
            }
        }
        return id.length() <= MAX_DIGITS;
    }

    /** Hex digits, at least one of them a figure, with or without hyphens, in one case: {@code 0e99-aa}. */
    private static boolean isGroups(String id) {
        boolean figure = false;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c != '-' && !isHexDigit(c)) {
                return false;
            }
            figure |= c >= '0' && c <= '9';
        }
        return figure && id.length() >= SAFE_GROUP && id.length() <= MAX_DIGITS && isOneCase(id);
    }

    /** What mixes both cases may be base 62 or 64, where case counts. */
    private static boolean isOneCase(String id) {
        boolean upper = false;
        boolean lower = false;
        for (int i = 0; i < id.length(); i++) {
            upper |= id.charAt(i) >= 'A' && id.charAt(i) <= 'Z';
            lower |= id.charAt(i) >= 'a' && id.charAt(i) <= 'z';
        }
        return !(upper && lower);
    }

    private static boolean isHexDigit(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private static String names(Set<Rule> rules) {
        return rules.stream().map(Rule::name).collect(Collectors.joining(","));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return names(rules);
    }
}
