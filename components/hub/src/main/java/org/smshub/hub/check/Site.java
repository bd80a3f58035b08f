package org.smshub.hub.check;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.spi.Resource;
import org.smshub.hub.check.Settings.Setting;

/**
 * A configuration whose routes and beans Camel has read, and has not started.
 *
 * @param folders of routes and configuration
 * @param home the package, of whose files those count that the folders do not have
 * @param shipped the values that the hub is shipped with
 */
record Site(ModelCamelContext context, Settings settings, List<Path> folders, Path home, Map<String, String> shipped) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*\\??([^{}:]+?)\\s*(?::([^{}]*))?}}");

    /** Folders that hold neither routes nor configuration. */
    private static final Set<String> NOT_READ = Set.of("target", "data", "lib");

    /** Lines of a step, its options one by one. */
    private static final int STEP = 12;

    /** A route made from a template by a block of the configuration. @param options the parameters, with the defaults */
    record Block(
            String name, RouteTemplateDefinition template, Map<String, String> options, Map<String, Setting> lines) {

        /** Where an option stands; where it does not, where the block begins. */
        Setting line(String option) {
            Setting own = lines.get(option);
            return own != null ? own : lines.values().iterator().next();
        }

        String uri() {
            return template.getRoute().getInput().getEndpointUri();
        }
    }

    /** The blocks whose template there is. */
    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        settings.blocks().forEach((name, lines) -> {
            Setting id = lines.getOrDefault("templateId", lines.get("template-id"));
            RouteTemplateDefinition template =
                    id == null ? null : context.getRouteTemplateDefinition(resolved(id.value()));
            if (template != null && template.getRoute() != null) {
                Map<String, String> options = new LinkedHashMap<>();
                parameters(template).forEach(p -> options.put(p.getName(), p.getDefaultValue()));
                lines.forEach((option, setting) -> options.put(option, setting.value()));
                blocks.add(new Block(name, template, options, lines));
            }
        });
        return blocks;
    }

    /** None where a template has none. */
    static List<RouteTemplateParameterDefinition> parameters(RouteTemplateDefinition template) {
        return template.getTemplateParameters() == null ? List.of() : template.getTemplateParameters();
    }

    /** Routes that stand as such in a file; those of templates are blocks. */
    List<RouteDefinition> routes() {
        return context.getRouteDefinitions().stream()
                .filter(route -> !Boolean.TRUE.equals(route.isTemplate()) && Names.isMade(context, route))
                .toList();
    }

    /** Whether it is started with the others. */
    boolean runs(RouteDefinition route) {
        return !"false".equals(resolved(route.getAutoStartup()));
    }

    /** With what stands for its placeholders; as it is where one of them is not known. */
    String resolved(String text) {
        return resolved(text, Map.of());
    }

    /** @param options of a block, before the properties */
    String resolved(String text, Map<String, String> options) {
        String now = text;
        for (int depth = 0; now != null && now.contains("{{") && depth < 5; depth++) {
            Matcher placeholder = PLACEHOLDER.matcher(now);
            StringBuilder next = new StringBuilder();
            while (placeholder.find()) {
                String option = options.get(placeholder.group(1));
                placeholder.appendReplacement(
                        next, Matcher.quoteReplacement(option != null ? option : property(placeholder.group())));
            }
            now = placeholder.appendTail(next).toString();
        }
        return now;
    }

    private String property(String placeholder) {
        try {
            String value = context.resolvePropertyPlaceholders(placeholder);
            return value == null ? "" : value; // {{?x}} that nobody sets
        } catch (RuntimeException e) {
            return placeholder; // said elsewhere
        }
    }

    /** The file of a node of a route. */
    static Path file(NamedNode node, Resource of) {
        Resource resource = of;
        if (resource == null && node instanceof org.apache.camel.spi.ResourceAware aware) {
            resource = aware.getResource();
        }
        if (resource == null) {
            return Path.of("?");
        }
        URI uri = resource.getURI();
        return uri != null && "file".equals(uri.getScheme()) ? here(Path.of(uri)) : Path.of(resource.getLocation());
    }

    /** The first line from this one on that has the word; this one where none of the next has. */
    static int line(Path file, int from, String word) {
        try {
            List<String> lines = text(file).lines().toList();
            for (int i = from; i <= Math.min(lines.size(), from + STEP); i++) {
                if (lines.get(i - 1).contains(word)) {
                    return i;
                }
            }
        } catch (IOException e) {
            // where it begins, then
        }
        return from;
    }

    /** Files of a folder of routes or configuration, without those that are data, jars or Maven's; none where there is no such folder. */
    static List<Path> files(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    String name = dir.getFileName().toString();
                    boolean skipped = !dir.equals(folder) && (NOT_READ.contains(name) || name.startsWith("."));
                    return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    // a link to one is one: Kubernetes mounts them so
                    if (Files.isRegularFile(file)
                            && !folder.relativize(file).toString().equals("pom.xml")) {
                        found.add(file.toAbsolutePath().normalize());
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                    return FileVisitResult.CONTINUE; // who needs it says so
                }
            });
        }
        found.sort(null);
        return found;
    }

    /** Whatever its octets are. */
    static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** As a person names it: from the folder one stands in, where it lies below. */
    static Path here(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path whole = file.toAbsolutePath().normalize();
        return whole.startsWith(here) ? here.relativize(whole) : whole;
    }
}
