package org.smshub.hub.check;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** YAML in which no key stands twice in one place, of which most readers, Camel's too, take the last in silence. */
public final class StrictYaml {

    /** Its parsers refuse the second one, saying line and key. */
    public static final YAMLFactory FACTORY = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final String TWICE = "Duplicate field ";

    private StrictYaml() {}

    /**
     * The first such key of each {@code *.camel.yaml}.
     *
     * @param folders with routes
     */
    public static void check(List<Path> folders, Consumer<Finding> findings) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        for (Path folder : folders) {
            files.addAll(Site.files(folder));
        }
        for (Path file : files) {
            if (file.toString().endsWith(FileCheck.ROUTES)) {
                try (JsonParser parser = FACTORY.createParser(Site.text(file))) {
                    while (parser.nextToken() != null) {
                        // reads on
                    }
                } catch (JsonProcessingException e) {
                    String what = e.getOriginalMessage();
                    // what is no YAML at all is Camel's to say
                    if (what.startsWith(TWICE)) {
                        int line = e.getLocation().getLineNr();
                        findings.accept(new Finding(Site.here(file), line, twice(what.substring(TWICE.length()))));
                    }
                }
            }
        }
    }

    /** @param key in single quotes */
    public static String twice(String key) {
        return key + " is there twice";
    }
}
