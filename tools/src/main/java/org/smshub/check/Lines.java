package org.smshub.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.smshub.hub.check.Finding;
import org.smshub.hub.check.Settings.Setting;

/** Lines that may be meant by an error that says no line: the one that has most of its words, rare words first. */
final class Lines {

    /** Parts of names and values; what is shorter stands everywhere. */
    private static final Pattern WORD = Pattern.compile("[\\w.$:/#-]{2,}");

    private record Line(Path file, int number, String text) {}

    private final List<Line> lines = new ArrayList<>();

    /** @param first 1-based @param last inclusive */
    Lines add(Path file, int first, int last) throws IOException {
        List<String> all = Files.readAllLines(file);
        for (int i = Math.max(1, first); i <= Math.min(last, all.size()); i++) {
            String text = all.get(i - 1).strip();
            if (!text.startsWith("#") && !text.startsWith("description:")) {
                lines.add(new Line(file, i, text));
            }
        }
        return this;
    }

    /** The last part of each key, and its value. */
    Lines add(Collection<Setting> settings) {
        settings.forEach(s -> lines.add(
                new Line(s.file(), s.line(), s.key().substring(s.key().lastIndexOf('.') + 1) + " = " + s.value())));
        return this;
    }

    /** @return what is said, at the line that is meant; null = no line has a word of it */
    Finding meant(String said, String what) {
        Set<String> words = new HashSet<>();
        Matcher word = WORD.matcher(said);
        while (word.find()) {
            words.add(word.group().replaceAll("^[.:]+|[.:]+$", ""));
        }
        words.removeIf(w -> w.length() < 2);
        Map<Line, Double> scores = new HashMap<>();
        for (String w : words) {
            Pattern whole = Pattern.compile("(?<![\\w-])" + Pattern.quote(w) + "(?![\\w-])");
            List<Line> having =
                    lines.stream().filter(l -> whole.matcher(l.text).find()).toList();
            having.forEach(l -> scores.merge(l, (double) w.length() / (having.size() * having.size()), Double::sum));
        }
        return lines.stream()
                .filter(scores::containsKey)
                .reduce((a, b) -> scores.get(b) > scores.get(a) ? b : a)
                .map(l -> new Finding(l.file, l.number, what))
                .orElse(null);
    }
}
