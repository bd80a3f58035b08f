package org.smshub.hub.check;

import java.io.IOException;
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
     * @param shipped properties files of the package; a key of theirs may stand anywhere
     */
    public static SortedSet<Finding> of(
            ModelCamelContext context, List<Path> properties, List<Path> folders, List<Path> shipped)
            throws IOException {
        SortedSet<Finding> findings = new TreeSet<>();
        Map<String, String> known = new HashMap<>();
        Settings.read(shipped, finding -> {}).all().forEach(setting -> known.put(setting.key(), setting.value()));
        Site site = new Site(context, Settings.read(properties, findings::add), folders, known);
        RouteCheck.check(site, findings::add);
        LinkCheck.check(site, findings::add);
        PortCheck.check(site, findings::add);
        ValueCheck.check(site, findings::add);
        FileCheck.check(site, findings::add);
        return findings;
    }
}
