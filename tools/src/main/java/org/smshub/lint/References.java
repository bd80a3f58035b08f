package org.smshub.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What routes refer to by name: properties of the configuration, and each other. */
final class References {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}]+?)\\s*}}");
    private static final Pattern DIRECT = Pattern.compile("direct:(?://)?([\\w.-]+)(\\?.*)?");

    private final Set<String> properties;
    private final Set<String> consumed = new HashSet<>();

    /**
     * @param files all files of one hub
     * @param properties the keys of its configuration
     */
    References(List<YamlFile> files, Set<String> properties) {
        this.properties = properties;
        for (YamlFile file : files) {
            texts(file.root, "", (pointer, text) -> {
                if (pointer.endsWith("/from") || pointer.endsWith("/from/uri")) {
                    consumed.add(text.replaceFirst("\\?.*", "").replace("//", ""));
                }
            });
        }
    }

    /** The templates of a file, each with its parameters; true for those without a default. */
    static Map<String, Map<String, Boolean>> templates(YamlFile file) {
        Map<String, Map<String, Boolean>> templates = new TreeMap<>();
        for (JsonNode item : file.root) {
            JsonNode template = item.path("routeTemplate");
            if (template.isObject()) {
                Map<String, Boolean> parameters = new LinkedHashMap<>();
                for (JsonNode p : template.path("parameters")) {
                    parameters.put(
                            p.path("name").asText(),
                            !p.has("defaultValue") && p.path("required").asBoolean(true));
                }
                templates.put(template.path("id").asText(), parameters);
            }
        }
        return templates;
    }

    List<Finding> check(YamlFile file) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < file.root.size(); i++) {
            JsonNode item = file.root.get(i);
            Set<String> known = new HashSet<>(properties);
            JsonNode template = item.path("routeTemplate");
            template.path("parameters").forEach(p -> known.add(p.path("name").asText()));
            template.path("beans").forEach(b -> known.add(b.path("name").asText()));
            texts(item, "/" + i, (pointer, text) -> {
                placeholders(file, pointer, text, known, findings);
                Matcher direct = DIRECT.matcher(text);
                boolean target =
                        pointer.endsWith("/to") || pointer.endsWith("/to/uri") || pointer.endsWith("/wireTap/uri");
                if (target && direct.matches() && !consumed.contains("direct:" + direct.group(1))) {
                    findings.add(new Finding(
                            file.path, file.line(pointer), "no route starts with direct:" + direct.group(1)));
                }
            });
        }
        return findings;
    }

    private static void placeholders(
            YamlFile file, String pointer, String text, Set<String> known, List<Finding> findings) {
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            // {{?x}} may be missing, {{x:y}} has a default, {{env:X}} and the like ask somebody else
            String name = placeholder.group(1);
            if (!name.startsWith("?") && !name.contains(":") && !known.contains(name)) {
                findings.add(new Finding(
                        file.path,
                        file.line(pointer),
                        "the configuration does not set '" + name + "', and {{" + name + "}} has no default"));
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
