package org.smshub.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** How the hub's log is written: {@code log4j2.properties}, and for JSON over it the file that has another form of the lines. */
final class Log {

    /** The property that says so, and what it may be. */
    static final String KEY = "hub.log";

    static final String TEXT = "text";
    static final String JSON = "json";

    private static final String FILE = "log4j2.properties";
    private static final String JSON_FILE = "log4j2-json.properties";

    private Log() {}

    /**
     * The files, of which a later one wins.
     *
     * @throws IllegalArgumentException the property is neither
     */
    static List<Path> files(Site site, Properties values) {
        String form = Environment.value(KEY, values);
        if (form != null && !List.of("", TEXT, JSON).contains(form)) {
            throw new IllegalArgumentException(KEY + " is " + TEXT + " or " + JSON + ", not " + form);
        }
        List<Path> files = new ArrayList<>();
        for (String file : JSON.equals(form) ? List.of(FILE, JSON_FILE) : List.of(FILE)) {
            if (Files.exists(site.file(file))) {
                files.add(site.file(file));
            }
        }
        return files;
    }

    /** The words of the JVM that have it so. */
    static List<String> words(List<Path> files) {
        if (files.isEmpty()) {
            return List.of();
        }
        // the kind of the file by name: else Log4j makes a reader of each kind there is
        List<String> uris = new ArrayList<>();
        for (Path file : files) {
            uris.add(file.toUri().toString());
        }
        return List.of(
                "-Dlog4j2.configurationFile=" + String.join(",", uris),
                "-Dlog4j2.configurationFactory="
                        + "org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory");
    }
}
