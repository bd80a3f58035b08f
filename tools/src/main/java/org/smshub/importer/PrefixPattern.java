package org.smshub.importer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A regular expression about numbers that says no more than how they begin, as most do: {@code ^\+?48}, {@code ^(33|0033)[67].*},
 * {@code ^49\d+}. It becomes the list of those beginnings, for a table; what says more stays an expression.
 */
public final class PrefixPattern {

    /** Beginnings that a pattern may stand for; {@code ^[0-9]{4}} has ten thousand, and is better left as it is. */
    private static final int MOST = 500;

    /** Characters of a pattern. */
    private static final int LONGEST = 2_000;

    private static final int DEEPEST = 20;

    private final String text;
    private int at;
    private int depth;

    private PrefixPattern(String text) {
        this.text = text;
    }

    /** Thrown and caught here alone: the pattern says more than how a number begins. */
    private static final class More extends Exception {
        private static final long serialVersionUID = 1;

        More() {
            super(null, null, false, false);
        }
    }

    /**
     * @param anchored whether the pattern begins where the number does without {@code ^}, as with Python's match
     * @return the beginnings, with or without plus as they stand there; null = it says more, or something else
     */
    public static Set<String> beginnings(String pattern, boolean anchored) {
        if (pattern.length() > LONGEST) {
            return null;
        }
        PrefixPattern reading = new PrefixPattern(pattern);
        try {
            Set<String> all = new LinkedHashSet<>();
            do {
                all.addAll(reading.branch(anchored));
            } while (reading.accepts('|'));
            return reading.at < pattern.length() ? null : all;
        } catch (More e) {
            return null;
        }
    }

    /** One of the alternatives of the whole, to its end. */
    private Set<String> branch(boolean anchored) throws More {
        boolean begins = accepts('^');
        if (!begins && !anchored) {
            throw new More();
        }
        Set<String> all = sequence();
        rest();
        return all;
    }

    /** What may follow a beginning and says nothing: any digits, or anything, to the end. */
    private void rest() throws More {
        while (at < text.length() && text.charAt(at) != '|') {
            if (!any()) {
                throw new More();
            }
        }
    }

    /** {@code .*}, {@code \d+} … */
    private boolean any() {
        int from = at;
        if (accepts(".") || accepts("\\d") || accepts("[0-9]") || accepts("[:digit:]") || accepts("[[:digit:]]")) {
            if (accepts('*')) {
                accepts('?');
                accepts('$');
                return true;
            }
            if (accepts('+')) {
                accepts('$');
                return true;
            }
        }
        at = from;
        return false;
    }

    private Set<String> sequence() throws More {
        if (++depth > DEEPEST) {
            throw new More();
        }
        Set<String> all = Set.of("");
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            int before = at;
            if (any()) {
                at = before;
                break;
            }
            all = joined(all, item());
        }
        depth--;
        return all;
    }

    private Set<String> item() throws More {
        Set<String> item;
        char c = text.charAt(at);
        if (c == '(') {
            at++;
            accepts("?:");
            item = new LinkedHashSet<>(sequence());
            while (accepts('|')) {
                item.addAll(sequence());
            }
            need(')');
        } else if (c == '[') {
            item = set();
        } else if (c == '\\') {
            at++;
            item = escaped();
        } else if (c >= '0' && c <= '9') {
            at++;
            item = Set.of(String.valueOf(c));
        } else {
            throw new More();
        }
        if (accepts('?')) {
            item = new LinkedHashSet<>(item);
            item.add("");
        } else if (at < text.length() && "*+{".indexOf(text.charAt(at)) >= 0) {
            throw new More();
        }
        return item;
    }

    private Set<String> escaped() throws More {
        if (accepts('+')) {
            return Set.of("+");
        }
        if (accepts('d')) {
            return digits('0', '9');
        }
        throw new More();
    }

    /** {@code [67]}, {@code [0-4]}, {@code [+]}. */
    private Set<String> set() throws More {
        at++;
        Set<String> all = new LinkedHashSet<>();
        while (at < text.length() && text.charAt(at) != ']') {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            if (c != '+' && (c < '0' || c > '9')) {
                throw new More();
            }
            if (c != '+' && at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
                char end = text.charAt(at + 1);
                if (end < c || end > '9') {
                    throw new More();
                }
                at += 2;
                all.addAll(digits(c, end));
            } else {
                all.add(String.valueOf(c));
            }
        }
        need(']');
        return all;
    }

    private static Set<String> digits(char from, char to) {
        Set<String> all = new LinkedHashSet<>();
        for (char c = from; c <= to; c++) {
            all.add(String.valueOf(c));
        }
        return all;
    }

    private static Set<String> joined(Set<String> heads, Set<String> tails) throws More {
        if ((long) heads.size() * tails.size() > MOST) {
            throw new More();
        }
        Set<String> all = new LinkedHashSet<>();
        for (String head : heads) {
            for (String tail : tails) {
                all.add(head + tail);
            }
        }
        return all;
    }

    private void need(char c) throws More {
        if (!accepts(c)) {
            throw new More();
        }
    }

    private boolean accepts(char c) {
        return accepts(String.valueOf(c));
    }

    private boolean accepts(String words) {
        boolean is = text.startsWith(words, at);
        at += is ? words.length() : 0;
        return is;
    }

    /** The beginnings of several patterns, or of none; null = one of them says more. */
    public static Set<String> all(List<String> patterns, boolean anchored) {
        Set<String> all = new LinkedHashSet<>();
        for (String pattern : patterns) {
            Set<String> some = beginnings(pattern, anchored);
            if (some == null) {
                return null;
            }
            all.addAll(some);
        }
        return all;
    }
}
