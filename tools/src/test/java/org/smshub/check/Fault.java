package org.smshub.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing wrong in the repository's own routes and configuration.
 *
 * @param file what is changed; made where it is not there
 * @param from replaced, once; empty: {@code to} is added at the end
 * @param at file where it is found, at the line that has this text; null = the first
 * @param word said
 * @param on options of {@code application.properties} that are true, a line each; null = none
 */
record Fault(String name, String file, String from, String to, String at, String line, String word, String on) {

    static final String APPLICATION = "config/application.properties";

    Fault(String name, String file, String from, String to, String line, String word) {
        this(name, file, from, to, file, line, word, null);
    }

    /** A row of a table. */
    static Fault row(String name, String file, String row, String word, String on) {
        return new Fault(name, file, "", row + "\n", file, row, word, on);
    }

    @Override
    public String toString() {
        return name;
    }

    /** A copy of the repository's {@code routes} and {@code config}, with the fault. */
    void make(Path home, Path site) throws IOException {
        copy(home, site);
        Path changed = site.resolve(file);
        String text = Files.exists(changed) ? Files.readString(changed) : "";
        if (from.isEmpty()) {
            text = text + to;
        } else {
            assertThat(text).contains(from);
            text = text.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));
        }
        Files.writeString(changed, text);
        if (on != null) {
            Path application = site.resolve(APPLICATION);
            String values = Files.readString(application);
            for (String option : on.split("\n")) {
                values = values.replace(option + " = false", option + " = true");
            }
            Files.writeString(application, values);
        }
    }

    /** A copy without one. */
    static void copy(Path home, Path site) throws IOException {
        for (String folder : List.of("routes", "config")) {
            Path from = home.resolve(folder);
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                    if (dir.equals(from.resolve("target"))) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    Files.createDirectories(site.resolve(home.relativize(dir)));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.copy(file, site.resolve(home.relativize(file)));
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }
}
