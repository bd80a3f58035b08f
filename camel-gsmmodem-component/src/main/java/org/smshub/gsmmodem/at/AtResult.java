package org.smshub.gsmmodem.at;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How a command ended, and the lines before that which belong to it.
 *
 * @param code of a CMS or CME error, -1 where it was words
 * @param words as the modem said it
 */
public record AtResult(Status status, int code, String words, List<String> lines) {

    /** What the last line was. */
    public enum Status {
        OK,
        /** Without a reason. */
        ERROR,
        /** {@code +CMS ERROR}: 3GPP TS 27.005 3.2.5. */
        CMS,
        /** {@code +CME ERROR}: 3GPP TS 27.007 9.2. */
        CME,
        /** The command ended well before the prompt, so nothing could be typed. */
        NO_PROMPT,
        /** There was none in time. */
        SILENT
    }

    /** What means ERROR in the words of some makers. */
    private static final Set<String> REFUSALS = Set.of("ERROR", "COMMAND NOT SUPPORT", "TOO MANY PARAMETERS");

    public static final AtResult DONE = new AtResult(Status.OK, -1, "OK", List.of());
    public static final AtResult SILENT = new AtResult(Status.SILENT, -1, "no answer", List.of());

    /** The result that this line is, null when it is none: the whole line counts, in either case. */
    public static AtResult of(String line) {
        String upper = line.toUpperCase(Locale.ROOT);
        if (upper.equals("OK")) {
            return DONE;
        }
        if (REFUSALS.contains(upper) || upper.startsWith("ERROR:") || upper.startsWith("MODEM ERROR:")) {
            return new AtResult(Status.ERROR, -1, line, List.of());
        }
        if (upper.startsWith("+CMS ERROR:")) {
            return error(Status.CMS, line);
        }
        return upper.startsWith("+CME ERROR:") ? error(Status.CME, line) : null;
    }

    private static AtResult error(Status status, String line) {
        String words = line.substring(line.indexOf(':') + 1).strip();
        return new AtResult(status, AtValues.number(words), words, List.of());
    }

    public AtResult with(List<String> before) {
        return new AtResult(status, code, words, List.copyOf(before));
    }

    public AtResult as(Status other) {
        return new AtResult(other, code, words, lines);
    }

    public boolean isOk() {
        return status == Status.OK;
    }

    /** Whether it is a CMS or CME error of one of these codes: modems mix the two up. */
    public boolean is(int... codes) {
        for (int wanted : codes) {
            if (code == wanted) {
                return true;
            }
        }
        return false;
    }

    /** The values of the first line of this name; none when there is no such line. */
    public AtValues values(String name) {
        for (String line : lines) {
            AtValues values = AtValues.of(line);
            if (values.name().equalsIgnoreCase(name)) {
                return values;
            }
        }
        return new AtValues(name, List.of());
    }

    /** The first line without a name before it and without quotes; "" when there is none. */
    public String text() {
        if (lines.isEmpty()) {
            return "";
        }
        String line = lines.get(0);
        int colon = line.startsWith("+") || line.startsWith("^") ? line.indexOf(':') : -1;
        return line.substring(colon + 1).replace("\"", "").strip();
    }

    /** For people: the code with its kind, printable and short. */
    @Override
    public String toString() {
        String said = words.replaceAll("[^ -~]", "?");
        String shortened = said.substring(0, Math.min(80, said.length()));
        return switch (status) {
            case OK -> "OK";
            case NO_PROMPT -> "no prompt";
            case SILENT -> "no answer";
            case ERROR -> shortened;
            case CMS -> "+CMS ERROR: " + shortened;
            case CME -> "+CME ERROR: " + shortened;
        };
    }
}
