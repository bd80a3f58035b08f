package org.smshub.lint;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * Something wrong in a file.
 *
 * @param line 1-based
 * @param what one sentence that names the thing to change
 */
public record Finding(Path file, int line, String what) implements Comparable<Finding> {

    private static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::file).thenComparingInt(Finding::line).thenComparing(Finding::what);

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + what;
    }
}
