package org.smshub.hub.check;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * Something wrong in a file of a configuration.
 *
 * @param line 1-based; 0 = the file stands for a variable of the environment
 * @param doubtful it works, but hardly as meant: told, and nothing more
 * @param what one sentence that names the thing to change
 */
public record Finding(Path file, int line, boolean doubtful, String what) implements Comparable<Finding> {

    private static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::file).thenComparingInt(Finding::line).thenComparing(Finding::what);

    public Finding(Path file, int line, String what) {
        this(file, line, false, what);
    }

    public static Finding doubt(Path file, int line, String what) {
        return new Finding(file, line, true, what);
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + ": " + (doubtful ? "doubtful: " : "") + what;
    }
}
