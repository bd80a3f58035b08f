package org.smshub.gsmmodem.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.smshub.gsmmodem.at.AtValues;

/**
 * One command of a line (ITU-T V.250 5.3 and 5.4).
 *
 * @param name in capitals: {@code +CMGS}, {@code E}, {@code &F}; the {@code S3} of a register is its name
 * @param text what stands behind the name and its {@code =}
 */
record AtCall(String name, Form form, String text) {

    enum Form {
        /** {@code +X}, {@code E0} */
        RUN,
        /** {@code +X?} */
        READ,
        /** {@code +X=?} */
        TEST,
        /** {@code +X=…} */
        SET
    }

    private static final String EXTENDED = "+^$%*#";

    /** The commands of a line behind its AT. */
    static List<AtCall> parse(String line) {
        List<AtCall> calls = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            int end = at + 1;
            if (EXTENDED.indexOf(c) >= 0) {
                end = extendedEnd(line, at);
                calls.add(extended(line.substring(at, end)));
            } else if (c != ' ' && c != ';') {
                end = c == 'D' || c == 'd' ? line.length() : basicEnd(line, at);
                calls.add(basic(line.substring(at, end)));
            }
            at = end;
        }
        return calls;
    }

    private static int extendedEnd(String line, int from) {
        boolean quoted = false;
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            quoted ^= c == '"';
            if (c == ';' && !quoted) {
                return i;
            }
        }
        return line.length();
    }

    private static AtCall extended(String words) {
        int end = 1;
        while (end < words.length() && Character.isLetterOrDigit(words.charAt(end))) {
            end++;
        }
        String name = words.substring(0, end).toUpperCase(Locale.ROOT);
        String rest = words.substring(end).strip();
        if (rest.equals("?")) {
            return new AtCall(name, Form.READ, "");
        }
        if (rest.startsWith("=")) {
            String value = rest.substring(1).strip();
            return value.equals("?") ? new AtCall(name, Form.TEST, "") : new AtCall(name, Form.SET, value);
        }
        // what else stands there belongs to a name that nobody knows
        return new AtCall(name + rest, Form.RUN, "");
    }

    private static int basicEnd(String line, int from) {
        int end = from + (line.charAt(from) == '&' ? 2 : 1);
        while (end < line.length() && "0123456789=?".indexOf(line.charAt(end)) >= 0) {
            end++;
        }
        return Math.min(end, line.length());
    }

    private static AtCall basic(String words) {
        String capitals = words.toUpperCase(Locale.ROOT);
        int name = capitals.startsWith("&") ? Math.min(2, capitals.length()) : 1;
        String rest = capitals.substring(name);
        if (capitals.startsWith("S")) {
            return new AtCall("S", rest.endsWith("?") ? Form.READ : Form.SET, rest);
        }
        return new AtCall(capitals.substring(0, name), Form.RUN, rest);
    }

    AtValues values() {
        return new AtValues(name, AtValues.split(text));
    }

    /** The number at this place, or this one when there is none. @throws AtError when something else stands there */
    int number(int index, int otherwise) throws AtError {
        String value = values().text(index);
        int number = value.isEmpty() ? otherwise : AtValues.number(value);
        if (number < 0) {
            throw AtError.cme(AtError.PARAMETERS);
        }
        return number;
    }
}
