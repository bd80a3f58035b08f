package org.smshub.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.smshub.hub.check.Finding;
import org.smshub.hub.check.Misspelt;
import org.smshub.hub.check.Settings;

/** What routes refer to by name: properties of the configuration, and each other. */
final class References {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}]+?)\\s*}}");

    private final Set<String> properties = new HashSet<>();
    private final Misspelt misspelt;
    private final Map<String, String> ids = new HashMap<>();

    /**
     * @param properties the configuration
     * @param misspelt its keys that nobody reads
     */
    References(Settings properties, Misspelt misspelt) {
        this.misspelt = misspelt;
        properties.all().forEach(setting -> this.properties.add(setting.key()));
    }

    List<Finding> check(YamlFile file) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < file.root.size(); i++) {
            JsonNode item = file.root.get(i);
            ids(file, item, "/" + i, findings);
            Set<String> known = new HashSet<>(properties);
            JsonNode template = item.path("routeTemplate");
            template.path("parameters").forEach(p -> known.add(p.path("name").asText()));
            template.path("beans").forEach(b -> known.add(b.path("name").asText()));
            texts(item, "/" + i, (pointer, text) -> placeholders(file, pointer, text, known, findings));
        }
        return findings;
    }

    /** Routes, templates and configurations: each id once. */
    private void ids(YamlFile file, JsonNode item, String pointer, List<Finding> findings) {
        for (String kind : List.of("route", "routeTemplate", "routeConfiguration")) {
            String id = item.path(kind).path("id").asText("");
            String at = pointer + "/" + kind + "/id";
            String before = id.isEmpty() ? null : ids.putIfAbsent(kind + " " + id, file.path + ":" + file.line(at));
            if (before != null) {
                findings.add(new Finding(
                        file.path, file.line(at), "there is a " + kind + " '" + id + "' already, in " + before));
            }
        }
    }

    private void placeholders(YamlFile file, String pointer, String text, Set<String> known, List<Finding> findings) {
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            // {{?x}} may be missing, {{x:y}} has a default, {{env:X}} and the like ask somebody else
            String name = placeholder.group(1);
            if (!name.startsWith("?") && !name.contains(":") && !known.contains(name)) {
                findings.add(misspelt.meant(name)
                        .orElseGet(() -> new Finding(
                                file.path,
                                file.line(pointer),
                                "the configuration does not set '" + name + "', and {{" + name + "}} has no default")));
            }
        }
    }

    private static void texts(JsonNode node, String pointer, BiConsumer<String, String> taker) {
        if (node.isTextual()) {
            taker.accept(pointer, node.asText());
        }
        node.properties().forEach(e -> texts(e.getValue(), YamlFile.child(pointer, e.getKey()), taker));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            texts(node.get(i), pointer + "/" + i, taker);
        }
    }
}
