package org.smshub.hub.mail.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Takes from a text what its writer did not write this time: quoted mails, signatures, disclaimers, banners. The rules are the
 * lines of {@code replies.txt}. A step that would leave nothing is left out, so that no text ever becomes empty.
 */
final class ReplyCutter {

    private enum Rule {
        INTRO,
        QUOTE,
        HEADER,
        HEADER_NEXT,
        SIGNATURE,
        FAREWELL,
        DISCLAIMER,
        BANNER,
        PICTURE
    }

    /** Longer lines are no rule's: expressions are held against so many characters at most. */
    private static final int LINE = 3_000;

    private static final int INTRO = 400;
    private static final int INTRO_LINES = 3;
    private static final int HEADER_LINES = 4;
    private static final int BANNER_LINES = 3;

    /** With so many lines behind a farewell, all but the first are a signature. */
    private static final int SIGNATURE_LINES = 3;

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]");
    private static final Pattern BLANK_LINES = Pattern.compile("\n{3,}");
    private static final ReplyCutter SHIPPED = read();

    private final Map<Rule, List<Pattern>> rules;

    private ReplyCutter(Map<Rule, List<Pattern>> rules) {
        this.rules = rules;
    }

    /** With the rules that lie beside this class. */
    static ReplyCutter shipped() {
        return SHIPPED;
    }

    private static ReplyCutter read() {
        Map<Rule, List<Pattern>> rules = new EnumMap<>(Rule.class);
        List<Pattern> section = null;
        for (String line : lines("replies.txt")) {
            if (line.startsWith("[") && line.matches("\\[[a-z-]+]")) {
                String name = line.substring(1, line.length() - 1);
                section = rules.computeIfAbsent(
                        Rule.valueOf(name.replace('-', '_').toUpperCase(java.util.Locale.ROOT)),
                        r -> new ArrayList<>());
            } else if (section != null) {
                section.add(Pattern.compile(line, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
            }
        }
        return new ReplyCutter(rules);
    }

    /** The lines of a resource of this package that are neither empty nor a comment. */
    static List<String> lines(String resource) {
        try (InputStream in = ReplyCutter.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(resource + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Never empty where the text is not. */
    String cut(String text) {
        List<String> lines = Arrays.stream(tidy(text).split("\n")).toList();
        for (UnaryOperator<List<String>> step : List.<UnaryOperator<List<String>>>of(
                this::banners, this::quotes, this::marked, this::signature, this::disclaimer, this::farewell)) {
            List<String> less = step.apply(lines);
            if (!isBlank(less)) {
                lines = less;
            }
        }
        return tidy(String.join("\n", lines));
    }

    /** Line ends as {@code \n}, no space at the end of a line, at most one empty line, none at either end. */
    static String tidy(String text) {
        String lines = CONTROLS.matcher(
                        text.replace("\r\n", "\n").replace('\r', '\n').replace('\u00a0', ' '))
                .replaceAll("");
        StringBuilder tidy = new StringBuilder(lines.length());
        for (String line : lines.split("\n", -1)) {
            tidy.append(line.stripTrailing()).append('\n');
        }
        return BLANK_LINES.matcher(tidy).replaceAll("\n\n").strip();
    }

    private static boolean isBlank(List<String> lines) {
        return lines.stream().allMatch(String::isBlank);
    }

    private boolean is(Rule rule, String line) {
        if (line.length() > LINE) {
            return false;
        }
        return rules.getOrDefault(rule, List.of()).stream()
                .anyMatch(pattern -> pattern.matcher(line).matches());
    }

    private List<String> banners(List<String> lines) {
        List<String> kept = new ArrayList<>();
        int seen = 0;
        for (String line : lines) {
            boolean early = !line.isBlank() && seen++ < BANNER_LINES;
            if (!early || !is(Rule.BANNER, line.strip())) {
                kept.add(line);
            }
        }
        return kept;
    }

    /** Up to the quoted mail; where answers stand between lines with {@code >}, those are found line by line. */
    private List<String> quotes(List<String> lines) {
        List<String> kept = new ArrayList<>();
        int i = 0;
        while (i < lines.size()) {
            int intro = intro(lines, i);
            if (intro > 0 && isMarked(lines, i + intro)) {
                i += intro;
            } else if (intro > 0 || is(Rule.QUOTE, lines.get(i).strip()) || isHeader(lines, i)) {
                return kept;
            } else {
                kept.add(lines.get(i++));
            }
        }
        return kept;
    }

    /** How many lines from here are the words above a quotation; 0 = none. */
    private int intro(List<String> lines, int from) {
        StringBuilder joined = new StringBuilder();
        for (int n = 0; n < INTRO_LINES && from + n < lines.size(); n++) {
            String line = lines.get(from + n).strip();
            if (line.isEmpty()) {
                return 0;
            }
            joined.append(n == 0 ? "" : " ").append(line);
            if (joined.length() > INTRO) {
                return 0;
            }
            String words = joined.toString();
            if (is(Rule.INTRO, words)
                    && (words.chars().anyMatch(c -> c == '@' || Character.isDigit(c))
                            || isMarked(lines, from + n + 1))) {
                return n + 1;
            }
        }
        return 0;
    }

    private static boolean isMarked(List<String> lines, int from) {
        int i = from;
        while (i < lines.size() && lines.get(i).isBlank()) {
            i++;
        }
        return i < lines.size() && lines.get(i).startsWith(">");
    }

    private boolean isHeader(List<String> lines, int at) {
        if (!is(Rule.HEADER, lines.get(at).strip())) {
            return false;
        }
        for (int i = at + 1; i <= at + HEADER_LINES && i < lines.size(); i++) {
            if (is(Rule.HEADER_NEXT, lines.get(i).strip())) {
                return true;
            }
        }
        return false;
    }

    private List<String> marked(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith(">") && !is(Rule.PICTURE, line.strip()))
                .toList();
    }

    private List<String> signature(List<String> lines) {
        return until(Rule.SIGNATURE, lines);
    }

    private List<String> disclaimer(List<String> lines) {
        return until(Rule.DISCLAIMER, lines);
    }

    private List<String> until(Rule rule, List<String> lines) {
        for (int i = 1; i < lines.size(); i++) {
            if (!isBlank(lines.subList(0, i)) && is(rule, lines.get(i).strip())) {
                return lines.subList(0, i);
            }
        }
        return lines;
    }

    private List<String> farewell(List<String> lines) {
        for (int i = 1; i < lines.size(); i++) {
            if (!isBlank(lines.subList(0, i)) && is(Rule.FAREWELL, lines.get(i).strip())) {
                List<String> behind = lines.subList(i + 1, lines.size());
                if (behind.stream().filter(line -> !line.isBlank()).count() >= SIGNATURE_LINES) {
                    int name = i + 1;
                    while (lines.get(name).isBlank()) {
                        name++;
                    }
                    return lines.subList(0, name + 1);
                }
            }
        }
        return lines;
    }
}
