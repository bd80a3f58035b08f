package org.smshub.gsmmodem.dialogue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.smshub.gsmmodem.at.AtValues;

/**
 * Values of AT+CNMI (3GPP TS 27.005 3.4.1) to try, the best first: what a modem says it can (AT+CNMI=?) is only a hint, since
 * many advertise what they refuse.
 */
final class Indications {

    private static final Pattern RANGE = Pattern.compile("(\\d+)(?:\\s*-\\s*(\\d+))?");

    private Indications() {}

    /**
     * @param supported the answer to AT+CNMI=?, without values when there was none
     * @param first those of the profile
     * @param direct whether messages are handed on at once instead of stored
     * @param reports AUTO, DIRECT, STORED or POLL
     */
    static List<String> candidates(AtValues supported, List<String> first, boolean direct, String reports) {
        Set<String> all = new LinkedHashSet<>();
        for (String values : first) {
            String[] split = values.split(",");
            boolean fits = split.length < 2 || split[1].equals(direct ? "2" : "1");
            if (fits && (split.length < 4 || reportValues(reports).contains(split[3]))) {
                all.add(values);
            }
        }
        String mt = direct ? "2" : "1";
        List<String> likely = new ArrayList<>();
        List<String> unlikely = new ArrayList<>();
        for (String ds : reportValues(reports)) {
            for (String last : List.of("0", "1")) {
                for (String mode : List.of("2", "1", "3")) {
                    boolean can = can(supported, 0, mode)
                            && can(supported, 1, mt)
                            && can(supported, 3, ds)
                            && can(supported, 4, last);
                    (can ? likely : unlikely).add(String.join(",", mode, mt, "0", ds, last));
                }
            }
        }
        all.addAll(likely);
        for (String mode : List.of("2", "1", "3")) {
            all.add(mode + "," + mt);
        }
        all.addAll(unlikely);
        return List.copyOf(all);
    }

    private static List<String> reportValues(String reports) {
        return switch (reports) {
            case "DIRECT" -> List.of("1");
            case "STORED" -> List.of("2");
            case "POLL" -> List.of("0");
            default -> List.of("1", "2", "0");
        };
    }

    /** Whether a value such as {@code (0,1-3)} has this number; true when nothing is known. */
    static boolean can(AtValues supported, int index, String wanted) {
        String values = supported.text(index);
        if (values.isEmpty()) {
            return true;
        }
        int number = Integer.parseInt(wanted);
        Matcher range = RANGE.matcher(values);
        while (range.find()) {
            int from = AtValues.number(range.group(1));
            int to = range.group(2) == null ? from : AtValues.number(range.group(2));
            if (from <= number && number <= to) {
                return true;
            }
        }
        return false;
    }
}
