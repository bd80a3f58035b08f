package org.smshub.lint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.ConfigurationPropertiesValidationResult;
import org.apache.camel.tooling.model.MainModel;

/** The keys of a properties file: Camel's against the catalog, those of a link against its template. */
final class ConfigKeys {

    /** Groups that {@link CamelCatalog#validateConfigurationProperty} looks into itself. */
    private static final Pattern CHECKED_BY_CATALOG = Pattern.compile(
            "camel\\.(component|dataformat|language|main|resilience4j|faulttolerance|threadpool|lra|health|rest)\\..*");

    /** Keys whose names are the user's own. */
    private static final Pattern FREE =
            Pattern.compile("camel\\.(beans?|routeTemplate|route-template|kamelet)[.\\[].*");

    private static final Pattern TEMPLATE =
            Pattern.compile("camel\\.(?:routeTemplate|route-template)\\[([^]]+)]\\.(.+)");

    /** Options of every routeTemplate block that are not parameters of the template. */
    private static final Set<String> OF_EVERY_BLOCK =
            Set.of("templateId", "template-id", "routeId", "route-id", "prefixId", "prefix-id");

    private static final Pattern SECRET = Pattern.compile("(?i).*(password|passphrase|secret|jaas[.-]?config)]?");

    private record Entry(int line, String value) {}

    private final Catalog catalog;
    private final Set<String> mainOptions;
    private final Set<String> mainGroups;

    ConfigKeys(Catalog catalog) {
        this.catalog = catalog;
        MainModel main = catalog.knowing("direct").mainModel();
        mainOptions = main.getOptions().stream().map(o -> plain(o.getName())).collect(Collectors.toSet());
        mainGroups =
                main.getGroups().stream().map(g -> plain(g.getName()) + ".").collect(Collectors.toSet());
    }

    /**
     * @param templates parameters of each route template that the routes define; true where one has no default
     */
    List<Finding> check(Path file, Map<String, Map<String, Boolean>> templates) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Map<String, Map<String, Entry>> blocks = new LinkedHashMap<>();
        Map<String, Entry> entries = read(file, findings);
        entries.forEach((key, entry) -> {
            if (SECRET.matcher(key).matches() && isPlain(entry.value)) {
                findings.add(new Finding(file, entry.line, key + PLAIN));
            }
            Matcher template = TEMPLATE.matcher(key);
            if (template.matches()) {
                blocks.computeIfAbsent(template.group(1), b -> new LinkedHashMap<>())
                        .put(template.group(2), entry);
            } else if (key.startsWith("camel.") && !FREE.matcher(key).matches()) {
                camel(file, key, entry, findings);
            }
        });
        blocks.forEach((name, block) -> block(file, name, block, templates, findings));
        return findings;
    }

    /** Said of a secret that stands where everybody reads it. */
    static final String PLAIN =
            " stands here in plain: {{env:NAME}} or {{file:PATH}} in its place takes it from the environment or a file";

    /** Whether a value is there, and is no placeholder, expression or reference. */
    static boolean isPlain(String value) {
        return !value.isBlank() && !value.contains("{{") && !value.contains("${") && !value.startsWith("#");
    }

    /** The keys of a file. */
    static Set<String> keys(Path file) throws IOException {
        return read(file, new ArrayList<>()).keySet();
    }

    private void camel(Path file, String key, Entry entry, List<Finding> findings) {
        if (CHECKED_BY_CATALOG.matcher(key).matches()) {
            ConfigurationPropertiesValidationResult result =
                    catalog.knowing(component(key)).validateConfigurationProperty(key + "=" + entry.value);
            if (result.getUnknownComponent() != null) {
                findings.add(
                        new Finding(file, entry.line, key + ": no component '" + result.getUnknownComponent() + "'"));
            } else if (!result.isSuccess()) {
                Summary.lines(result.summaryErrorMessage(false))
                        .forEach(line -> findings.add(new Finding(file, entry.line, line)));
            }
        } else if (mainGroups.stream().noneMatch(plain(key)::startsWith) || !isMainOption(plain(key))) {
            findings.add(new Finding(file, entry.line, key + " Unknown option"));
        }
    }

    private static String component(String key) {
        String[] names = key.split("\\.");
        return names.length > 2 ? names[2] : "";
    }

    /** The option itself, or one of a map of values: camel.metrics.tags[x], camel.x.y.z. */
    private boolean isMainOption(String plainKey) {
        String key = plainKey;
        while (!mainOptions.contains(key)) {
            int cut = Math.max(key.lastIndexOf('.'), key.lastIndexOf('['));
            if (cut < 0) {
                return false;
            }
            key = key.substring(0, cut);
        }
        return true;
    }

    private static String plain(String key) {
        return key.replace("-", "").toLowerCase(Locale.ENGLISH);
    }

    private static void block(
            Path file,
            String name,
            Map<String, Entry> block,
            Map<String, Map<String, Boolean>> templates,
            List<Finding> findings) {
        Entry id = block.getOrDefault("templateId", block.get("template-id"));
        int line = block.values().iterator().next().line;
        if (id == null) {
            findings.add(new Finding(file, line, "camel.routeTemplate[" + name + "] names no templateId"));
            return;
        }
        Map<String, Boolean> parameters = templates.get(id.value);
        if (parameters == null) {
            findings.add(new Finding(
                    file, id.line, "no route template '" + id.value + "'; there are " + templates.keySet()));
            return;
        }
        block.forEach((option, entry) -> {
            if (!OF_EVERY_BLOCK.contains(option) && !parameters.containsKey(option)) {
                findings.add(new Finding(
                        file,
                        entry.line,
                        "template " + id.value + " has no parameter '" + option + "'; it has " + parameters.keySet()));
            }
        });
        parameters.forEach((parameter, required) -> {
            if (required && !block.containsKey(parameter)) {
                findings.add(new Finding(
                        file,
                        line,
                        "camel.routeTemplate[" + name + "] lacks '" + parameter + "', which has no default"));
            }
        });
    }

    private static Map<String, Entry> read(Path file, List<Finding> findings) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            int line = i + 1;
            StringBuilder text = new StringBuilder(lines.get(i).strip());
            while (text.length() > 0 && text.charAt(text.length() - 1) == '\\' && i + 1 < lines.size()) {
                text.setLength(text.length() - 1);
                text.append(lines.get(++i).strip());
            }
            if (text.length() == 0 || text.charAt(0) == '#' || text.charAt(0) == '!') {
                continue;
            }
            int equals = text.indexOf("=");
            if (equals < 0) {
                findings.add(new Finding(file, line, "'" + text + "' is no key = value"));
                continue;
            }
            String key = text.substring(0, equals).strip();
            Entry before =
                    entries.put(key, new Entry(line, text.substring(equals + 1).strip()));
            if (before != null) {
                findings.add(new Finding(file, line, key + " is already set in line " + before.line));
            }
        }
        return entries;
    }
}
