package org.smshub.gsmmodem.at;

import java.util.ArrayList;
import java.util.List;

/**
 * The values of a line such as {@code +CMGL: 3,1,,24}: what stands between the commas behind the colon, without blanks and
 * quotes; commas in quotes and in brackets are part of a value. A value that is not there is "".
 *
 * @param name what stands before the colon, {@code +CMGL}; the whole line when there is none
 */
public record AtValues(String name, List<String> values) {

    /** Values of a line at most; more are left out. */
    private static final int MOST = 64;

    public static AtValues of(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return new AtValues(line.strip(), List.of());
        }
        return new AtValues(line.substring(0, colon).strip(), split(line.substring(colon + 1)));
    }

    /** Splits at the commas that stand outside quotes and brackets. */
    public static List<String> split(String text) {
        List<String> values = new ArrayList<>();
        int start = 0;
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length() && values.size() < MOST; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')') {
                depth--;
            } else if (!quoted && depth <= 0 && c == ',') {
                values.add(bare(text.substring(start, i)));
                start = i + 1;
            }
        }
        values.add(bare(text.substring(start)));
        return List.copyOf(values);
    }

    private static String bare(String value) {
        String stripped = value.strip();
        boolean quoted = stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\"");
        return quoted ? stripped.substring(1, stripped.length() - 1) : stripped;
    }

    public int size() {
        return values.size();
    }

    /** The value at this place, from 0; "" when there is none. */
    public String text(int index) {
        return index < values.size() ? values.get(index) : "";
    }

    /** The number at this place; -1 when there is none. Leading zeros and blanks are nothing. */
    public int number(int index) {
        return number(text(index));
    }

    /** The number that the text is, at most nine digits; else -1. */
    public static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }
}
