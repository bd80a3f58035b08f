package org.smshub.explain;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What became of a question.
 *
 * @param links in the order in which they would be tried
 * @param rule that chose them, where it has a name
 * @param why what the rules say
 * @param steps of the routes that changed something or chose, each with its file and line
 * @param others links that would not be tried, and why not
 * @param sendAt epoch milliseconds; null = at once
 * @param refused why it would be refused; null = it would be accepted
 */
record Explanation(
        String number,
        String from,
        List<String> links,
        String rule,
        List<String> why,
        List<String> steps,
        Map<String, String> others,
        String plan,
        Long sendAt,
        String refused) {

    /** For a person. */
    String words() {
        StringBuilder out = new StringBuilder();
        line(out, "message", "to " + number + (from == null ? ", without a sender" : " from " + from));
        if (refused != null) {
            line(out, "refused", refused);
        } else {
            line(out, "links", String.join(", ", links) + " (in this order)");
            line(out, "plan", plan);
        }
        line(out, "rule", rule == null ? "none that has a name" : rule);
        if (sendAt != null) {
            line(out, "sent", "not before " + Instant.ofEpochMilli(sendAt));
        }
        lines(out, "because", why);
        lines(out, "steps", steps);
        lines(
                out,
                "not by",
                others.entrySet().stream()
                        .map(other -> other.getKey() + ": " + other.getValue())
                        .toList());
        return out.toString();
    }

    private static void lines(StringBuilder out, String what, List<String> all) {
        for (int i = 0; i < all.size(); i++) {
            line(out, i == 0 ? what : "", all.get(i));
        }
    }

    private static void line(StringBuilder out, String what, String words) {
        out.append(String.format("%-9s%s%n", what, words));
    }

    /** The words of the innermost cause that has some. */
    static String telling(Throwable e) {
        String words = e.toString();
        for (Throwable t = e; t != null; t = t.getCause()) {
            words = t.getMessage() == null ? words : t.getMessage();
        }
        return words.lines().findFirst().orElse(words);
    }
}
