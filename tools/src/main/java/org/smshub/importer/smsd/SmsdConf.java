package org.smshub.importer.smsd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.smshub.importer.Group;
import org.smshub.importer.Source;

/**
 * {@code smsd.conf} as smsd reads it: {@code name = value}, sections in brackets, {@code #} begins a comment at the beginning of a line;
 * what stands before the first section is about all.
 */
final class SmsdConf {

    /** The section of what stands before the first one. */
    static final String GLOBAL = "";

    private SmsdConf() {}

    static boolean fits(List<String> lines) {
        return lines.stream().anyMatch(line -> line.strip().matches("(?i)devices\\s*=.*"))
                && lines.stream().anyMatch(line -> line.strip().matches("\\[[^\\]]+\\]"));
    }

    /** Sections by their names, in their order; those of one name are one. */
    static Map<String, Group> read(Source source) {
        Map<String, Group> sections = new LinkedHashMap<>();
        Group section = new Group(GLOBAL, source.place(1));
        sections.put(GLOBAL, section);
        int number = 0;
        for (String raw : source.lines()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int place = number;
            if (line.startsWith("[") && line.contains("]")) {
                String name = line.substring(1, line.indexOf(']')).strip();
                section = sections.computeIfAbsent(name, n -> new Group(n, source.place(place)));
                continue;
            }
            int equals = line.indexOf('=');
            String name = (equals < 0 ? line : line.substring(0, equals)).strip();
            // names of queues are names; all others may stand in any case
            boolean named = List.of("queues", "providers", "provider")
                    .contains(section.kind().toLowerCase(Locale.ROOT));
            section.add(new Group.Setting(
                    source.place(place),
                    named ? name : name.toLowerCase(Locale.ROOT),
                    equals < 0 ? "" : line.substring(equals + 1).strip()));
        }
        return sections;
    }
}
