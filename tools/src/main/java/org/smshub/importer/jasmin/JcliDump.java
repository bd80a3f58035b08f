package org.smshub.importer.jasmin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.smshub.importer.Group;
import org.smshub.importer.Overlay;
import org.smshub.importer.Place;
import org.smshub.importer.Source;

/**
 * What Jasmin's console prints ({@code smppccm -l}, {@code smppccm -s}, {@code user -s} …), or is told ({@code mtrouter -a} and what
 * follows to {@code ok}); as a session shows it, with its prompts, or as a script for it, without.
 *
 * @param connectors by cid; one that only a list names has no settings
 * @param users by uid
 * @param groups by gid: whether it is enabled
 * @param routes those of messages to phones by their order, the highest first
 * @param incoming those of messages from phones
 * @param interceptors of both
 */
record JcliDump(
        Map<String, Group> connectors,
        Map<String, Group> users,
        Map<String, Boolean> groups,
        TreeMap<Integer, Route> routes,
        TreeMap<Integer, Route> incoming,
        List<Group> interceptors,
        Map<String, Filter> filters,
        Map<String, Group> https) {

    /** A route. @param connectors as {@code smppc(north)}; @param unknown filters that are nowhere in the dump */
    record Route(
            Place place, int order, String type, List<String> connectors, List<Filter> filters, List<String> unknown) {}

    /** A filter. @param kind T, C, U, G, SA, DA, SM, DI, TI, TG or Ev */
    record Filter(String kind, String value) {}

    private JcliDump() {
        this(
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new TreeMap<>(Comparator.reverseOrder()),
                new TreeMap<>(Comparator.reverseOrder()),
                new ArrayList<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
    }

    /** Several files are one dump. Lines that are none of the console's are named in the overlay. */
    static JcliDump read(List<Source> sources, Overlay overlay) {
        JcliDump dump = new JcliDump();
        for (Source source : sources) {
            new JcliReading(dump, source, overlay).read();
        }
        return dump;
    }

    /** Whether lines look like those of the console. */
    static boolean fits(List<String> lines) {
        return lines.stream()
                .anyMatch(line -> line.startsWith("jcli :")
                        || line.matches(
                                "\\s*#(Connector id|User id|Group id|Filter id|Httpcc id|(M[OT] Route )?[Oo]rder) .*")
                        || line.matches("(smppccm|mtrouter|morouter|httpccm) -\\S.*"));
    }
}
