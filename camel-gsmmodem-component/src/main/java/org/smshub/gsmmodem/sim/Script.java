package org.smshub.gsmmodem.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a modem does in the place of what it would do, as lines {@code [2x] pattern => step | step}. The pattern is that of a
 * command line, or {@value #PDU} (what was typed at the prompt is whole) or {@value #CONNECT}; {@code *} stands for any
 * characters, and the first rule that fits counts, with {@code 2x} twice. Steps: a line to say, {@code wait} milliseconds,
 * {@code raw} octets, {@code go} (what the modem does by itself), {@code set} name value, {@code reset}, {@code drop}.
 */
final class Script {

    static final String PDU = "PDU";
    static final String CONNECT = "CONNECT";

    /** A script with nothing in it. */
    static final Script NONE = new Script(List.of());

    enum Verb {
        SAY,
        WAIT,
        RAW,
        GO,
        SET,
        RESET,
        DROP
    }

    record Step(Verb verb, String text) {}

    private static final Pattern RULE = Pattern.compile("(?:(\\d{1,6})x\\s+)?(.*?)\\s*=>\\s*(.*)");
    private static final Pattern WITH_TEXT = Pattern.compile("(wait|raw|set)\\s+(.+)");
    private static final Pattern MILLIS = Pattern.compile("\\d{1,7}");
    private static final Pattern SETTING = Pattern.compile("(registration|signal|sim|pinTries|storeSize)\\s+\\d{1,3}");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(r|n|\\\\|x[0-9A-Fa-f]{2})");

    private static final class Rule {
        final Pattern pattern;
        final List<Step> steps;
        int left;

        Rule(Pattern pattern, int times, List<Step> steps) {
            this.pattern = pattern;
            this.left = times;
            this.steps = steps;
        }
    }

    private final List<Rule> rules;

    private Script(List<Rule> rules) {
        this.rules = rules;
    }

    /** @throws IllegalArgumentException naming the line that is wrong */
    static Script parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher rule = RULE.matcher(line);
            if (!rule.matches()) {
                throw new IllegalArgumentException("a line of a script is [2x] pattern => step | step, not " + line);
            }
            int times = rule.group(1) == null ? Integer.MAX_VALUE : Integer.parseInt(rule.group(1));
            String glob = List.of(rule.group(2).split("\\*", -1)).stream()
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*"));
            rules.add(new Rule(Pattern.compile(glob, Pattern.CASE_INSENSITIVE), times, steps(rule.group(3))));
        }
        return new Script(rules);
    }

    /** @throws IllegalArgumentException naming the step that is wrong */
    static List<Step> steps(String text) {
        List<Step> steps = new ArrayList<>();
        for (String word : text.split("\\|")) {
            if (!word.isBlank()) {
                steps.add(step(word.strip()));
            }
        }
        return steps;
    }

    private static Step step(String word) {
        Matcher known = WITH_TEXT.matcher(word);
        if (known.matches()) {
            String text = known.group(2);
            return switch (known.group(1)) {
                case "raw" -> new Step(Verb.RAW, octets(text));
                case "set" ->
                    new Step(
                            Verb.SET,
                            fits(
                                    text,
                                    SETTING,
                                    "set has one of registration, signal, sim, pinTries"
                                            + " and storeSize, and a number"));
                default -> new Step(Verb.WAIT, fits(text, MILLIS, "wait has a number of milliseconds"));
            };
        }
        return switch (word) {
            case "go" -> new Step(Verb.GO, "");
            case "reset" -> new Step(Verb.RESET, "");
            case "drop" -> new Step(Verb.DROP, "");
            default -> new Step(Verb.SAY, word);
        };
    }

    private static String fits(String text, Pattern pattern, String rule) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(rule + ", not " + text);
        }
        return text;
    }

    private static String octets(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        switch (escape.group(1).charAt(0)) {
                            case 'r' -> "\r";
                            case 'n' -> "\n";
                            case '\\' -> "\\";
                            default ->
                                Character.toString(
                                        Integer.parseInt(escape.group(1).substring(1), 16));
                        }));
    }

    /** What happens at this line or event, null when nothing is said of it. */
    List<Step> at(String event) {
        for (Rule rule : rules) {
            if (rule.left > 0 && rule.pattern.matcher(event).matches()) {
                rule.left--;
                return rule.steps;
            }
        }
        return null;
    }
}
