package org.smshub.importer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What is known of settings without a counterpart: why there is none, and what to do. A file of lines {@code pattern | why | do}. */
public final class Known {

    private record Line(Pattern name, String why, String todo) {}

    private static final String WHY = "nothing in the hub is like it";
    private static final String TODO = "see docs/import.md";

    private final List<Line> lines = new ArrayList<>();

    /** @param resource beside the class that asks, such as {@code leftovers.txt} */
    public static Known of(Class<?> by, String resource) {
        Known known = new Known();
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(by.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.split("\\s+\\|\\s+");
                    known.lines.add(new Line(Pattern.compile(parts[0].strip()), parts[1].strip(), parts[2].strip()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return known;
    }

    /** Names every setting of a block that nobody took. @param block how a person finds it: {@code smsc north} */
    public void leave(Group group, String block, Overlay overlay) {
        for (Group.Setting setting : group.left()) {
            if (group.isShadowed(setting)) {
                overlay.left(
                        setting.place(),
                        block + ", " + setting.name(),
                        "it stands twice, and the last one counts",
                        "nothing is to be done");
            } else {
                leave(setting.place(), group.kind(), block, setting.name(), overlay);
            }
        }
    }

    /** Names one. @param kind of the block, with which the patterns of the file begin: {@code smsc.service-type} */
    public void leave(Place place, String kind, String block, String name, Overlay overlay) {
        String full = kind + "." + name;
        Line known = lines.stream()
                .filter(line -> line.name().matcher(full).matches())
                .findFirst()
                .orElse(new Line(null, WHY, TODO));
        overlay.left(place, block.isEmpty() ? name : block + ", " + name, known.why(), known.todo());
    }
}
