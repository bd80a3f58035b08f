package org.smshub.hub.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys of the hub's own that nobody reads, and those that are meant: what is wrong is the line that is misspelt, not the one that asks. */
public final class Misspelt {

    private static final String OWN = "hub.";

    /** Letters that are wrong in a key by which one takes it for another. */
    private static final int MOST = 2;

    private static final Pattern MISSING = Pattern.compile("Property with key \\[([^]]+)] not found");

    private final Settings settings;
    private final Sources sources;
    private final Set<String> known;

    Misspelt(Settings settings, Sources sources, Set<String> shipped) {
        this.settings = settings;
        this.sources = sources;
        known = new TreeSet<>(shipped);
        known.addAll(sources.asked());
        known.removeIf(key -> !key.startsWith(OWN) || !sources.asksFor(key));
    }

    /**
     * @param properties files, of a key in several the first one counts
     * @param folders with routes and configuration
     * @param home the package
     */
    public static Misspelt of(List<Path> properties, List<Path> folders, Path home) throws IOException {
        return new Misspelt(
                Settings.read(properties, finding -> {}),
                new Sources(folders, home),
                Soundness.shipped(home).keySet());
    }

    /** Each that nobody reads. */
    List<Finding> all() {
        return settings.all().stream()
                .filter(this::isUnread)
                .map(setting -> finding(setting, nearest(setting.key(), known)))
                .toList();
    }

    /** The line that is meant to set a key that nobody sets; empty = there is none like it. */
    public Optional<Finding> meant(String missing) {
        return settings.all().stream()
                .filter(this::isUnread)
                .filter(setting -> distance(setting.key(), missing) <= MOST)
                .min(Comparator.comparingInt(setting -> distance(setting.key(), missing)))
                .map(setting -> finding(setting, Optional.of(missing)));
    }

    /** The same of an error that names a key nobody sets. */
    public Optional<Finding> meantBy(String error) {
        Matcher missing = MISSING.matcher(String.valueOf(error));
        return missing.find() ? meant(missing.group(1)) : Optional.empty();
    }

    private boolean isUnread(Settings.Setting setting) {
        return setting.key().startsWith(OWN) && !sources.asksFor(setting.key());
    }

    private static Finding finding(Settings.Setting setting, Optional<String> meant) {
        return new Finding(
                Site.here(setting.file()),
                setting.line(),
                "nobody reads " + setting.key()
                        + meant.map(key -> "; is " + key + " meant?").orElse(""));
    }

    private static Optional<String> nearest(String key, Set<String> known) {
        return known.stream()
                .filter(other -> distance(key, other) <= MOST)
                .min(Comparator.comparingInt(other -> distance(key, other)));
    }

    /** Letters to change, to add or to leave out, and neighbours to swap (Damerau, Levenshtein). */
    private static int distance(String a, String b) {
        int[] two = new int[b.length() + 1];
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(change, Math.min(before[j], now[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    now[j] = Math.min(now[j], two[j - 2] + 1);
                }
            }
            two = before;
            before = now;
        }
        return before[b.length()];
    }
}
