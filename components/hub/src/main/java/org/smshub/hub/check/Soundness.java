package org.smshub.hub.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.camel.model.ModelCamelContext;

/** What Camel would start, and what would be wrong all the same; of routes and beans that are read and not started. */
public final class Soundness {

    private Soundness() {}

    /**
     * All findings, by file and line.
     *
     * @param properties files, of a key in several the first one counts
     * @param folders with routes and configuration
     * @param home the package: a key of its {@code application.properties} may stand anywhere
     */
    public static SortedSet<Finding> of(ModelCamelContext context, List<Path> properties, List<Path> folders, Path home)
            throws IOException {
        SortedSet<Finding> findings = new TreeSet<>();
        Map<String, String> shipped = shipped(home);
        Settings settings = Settings.read(properties, findings::add).with(System.getenv(), shipped.keySet());
        Site site = new Site(context, settings, folders, home, shipped);
        RouteCheck.check(site, findings::add);
        StepCheck.check(site, findings::add);
        LinkCheck.check(site, findings::add);
        PortCheck.check(site, findings::add);
        ValueCheck.check(site, findings::add);
        FileCheck.check(site, findings::add);
        return findings;
    }

    /** Keys and values of the package's {@code application.properties}. */
    public static Map<String, String> shipped(Path home) throws IOException {
        Map<String, String> known = new HashMap<>();
        Path file = home.resolve("config").resolve("application.properties");
        if (Files.exists(file)) {
            Settings.read(List.of(file), finding -> {})
                    .all()
                    .forEach(setting -> known.put(setting.key(), setting.value()));
        }
        return known;
    }
}
