package org.smshub.link.errors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tables of protocols, as resources beside the class that reads them; a line that begins with # says something about them. */
public final class Tables {

    private Tables() {}

    /** The lines of a table. @throws UncheckedIOException when there is no such table */
    public static List<String> lines(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A table of codes and words: what stands before the first blank of a line, and what stands behind it. */
    public static Map<String, String> words(Class<?> beside, String name) {
        return lines(beside, name).stream()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(columns -> columns[0], columns -> columns[1]));
    }
}
