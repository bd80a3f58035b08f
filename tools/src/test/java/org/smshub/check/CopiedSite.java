package org.smshub.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.smshub.bench.HubSite;
import org.smshub.hub.check.Finding;

/** Two folders that hold all of a hub. */
final class CopiedSite {

    private CopiedSite() {}

    static SortedSet<Finding> check(Check check, Path routes, Path config) throws IOException {
        return check.check(
                find(routes, ".camel.yaml"),
                properties(routes, config),
                find(config, ".openapi.yaml"),
                List.of(routes, config),
                HubSite.findHome());
    }

    static SortedSet<Finding> words(Check check, Path routes, Path config) throws IOException {
        return check.words(
                find(routes, ".camel.yaml"),
                properties(routes, config),
                find(config, ".openapi.yaml"),
                List.of(routes, config),
                HubSite.findHome());
    }

    private static List<Path> properties(Path routes, Path config) throws IOException {
        List<Path> all = new ArrayList<>(find(config, ".properties"));
        all.addAll(find(routes, ".properties"));
        all.removeIf(file -> file.getFileName().toString().startsWith("log4j2"));
        return all;
    }

    private static List<Path> find(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(p -> p.getFileName().toString().endsWith(suffix))
                    .filter(p -> !folder.relativize(p).startsWith("target"))
                    .sorted()
                    .toList();
        }
    }
}
