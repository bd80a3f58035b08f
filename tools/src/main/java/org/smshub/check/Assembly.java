package org.smshub.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToCreateRouteFromTemplateException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.main.Main;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.reifier.RouteReifier;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.LocalBeanRegistry;
import org.apache.camel.util.OrderedLocationProperties;
import org.smshub.hub.check.Checked;
import org.smshub.hub.check.Finding;
import org.smshub.hub.check.Misspelt;
import org.smshub.hub.check.Settings;
import org.smshub.hub.check.Settings.Setting;
import org.smshub.hub.check.Soundness;

/**
 * The hub as Camel makes it of routes and configuration: beans, endpoints, expressions, classes, each route by itself. Nothing of
 * it is started, so that no port is opened, no centre called and no file written.
 */
final class Assembly {

    /** A file and a line in a bean's error. */
    private static final Pattern PLACE = Pattern.compile("^(?:file:)?(\\S+?):([0-9]+): (.*)", Pattern.DOTALL);

    private static final int MOST = 400;

    private static final Set<Class<?>> WRAPPERS = Set.of(
            FailedToCreateRouteException.class,
            FailedToCreateRouteFromTemplateException.class,
            ResolveEndpointFailedException.class,
            RuntimeCamelException.class);

    private final List<Path> properties;
    private final List<Path> routes;
    private final List<Path> folders;
    private final Path home;
    private final List<Finding> findings = new ArrayList<>();
    private Collection<Finding> said = List.of();
    private Settings settings;

    /**
     * @param properties files; of a key in several the first one counts
     * @param routes files
     * @param folders of both, that of the configuration last
     * @param home the package
     */
    Assembly(List<Path> properties, List<Path> routes, List<Path> folders, Path home) {
        this.properties = properties;
        this.routes = routes;
        this.folders = folders;
        this.home = home;
    }

    /** @param said what is known of the files already: what follows of it is not said again */
    List<Finding> check(Collection<Finding> said) throws IOException {
        this.said = said;
        settings = Settings.read(properties, finding -> {})
                .with(System.getenv(), Soundness.shipped(home).keySet());
        Path nowhere = Files.createTempDirectory("hub-check");
        Main main = new Main();
        try {
            Path config = folders.get(folders.size() - 1).toAbsolutePath().normalize();
            System.setProperty("hub.config", config.toString());
            System.setProperty("hub.files", "file:" + config + "/");
            System.setProperty("hub.data", nowhere.resolve("data").toString());
            System.setProperty("camel.main.property-placeholder-location", locations(properties));
            System.setProperty("hub.routes.pattern", locations(routes));
            main.configure().setStartupSummaryLevel(StartupSummaryLevel.Off);
            main.init();
            ModelCamelContext context = (ModelCamelContext) main.getCamelContext();
            findings.addAll(Soundness.of(context, properties, folders, home));
            beans(context);
            for (RouteDefinition route : List.copyOf(context.getRouteDefinitions())) {
                build(context, route);
            }
            settings.blocks().forEach((name, lines) -> block(context, name, lines));
        } catch (Exception e) {
            if (said.stream().allMatch(Finding::doubtful)) {
                findings.add(Misspelt.of(properties, folders, home)
                        .meantBy(telling(e))
                        .orElseGet(() -> anywhere(e)));
            }
        } finally {
            if (main.getCamelContext() != null) {
                main.getCamelContext().stop();
            }
            Files.deleteIfExists(nowhere.resolve("data"));
            Files.deleteIfExists(nowhere);
        }
        return findings;
    }

    private static String locations(List<Path> files) {
        return files.stream().map(f -> "file:" + f.toAbsolutePath().normalize()).collect(Collectors.joining(","));
    }

    private void beans(CamelContext context) {
        for (Checked bean : context.getRegistry().findByType(Checked.class)) {
            try {
                bean.check();
            } catch (Exception e) {
                Path file = Path.of(
                        context.resolvePropertyPlaceholders(bean.getFile()).replaceFirst("^(file|classpath):", ""));
                String said = telling(e).replaceFirst("^(file|classpath):", "");
                Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
                if (place.matches()) {
                    Path named = Path.of(place.group(1));
                    file = Files.exists(named) ? named : file; // that of another bean, which it asks
                    // a reader of YAML has read on when it says what does not fit
                    int line = Integer.parseInt(place.group(2));
                    Matcher quoted = Pattern.compile("\"([^\"]+)\"").matcher(place.group(3));
                    Finding near = quoted.find()
                            ? meant(file, Math.max(1, line - 3), line, quoted.group(1), first(place.group(3)))
                            : null;
                    findings.add(near != null ? near : new Finding(file, line, first(place.group(3))));
                } else {
                    Finding meant = meant(file, said.replace(file.toString(), ""));
                    findings.add(meant != null ? meant : new Finding(file, 1, first(said)));
                }
            }
        }
    }

    private static Finding meant(Path file, String said) {
        return meant(file, 1, Integer.MAX_VALUE, said, first(said.replaceFirst("^[: ]+", "")));
    }

    private static Finding meant(Path file, int first, int last, String words, String what) {
        try {
            return new Lines().add(file, first, last).meant(words, what);
        } catch (IOException e) {
            return null;
        }
    }

    /** A route from a template. */
    private void block(ModelCamelContext context, String name, Map<String, Setting> lines) {
        Setting id = lines.getOrDefault("templateId", lines.get("template-id"));
        if (id == null || context.getRouteTemplateDefinition(resolved(context, id.value())) == null) {
            return; // said
        }
        Map<String, Object> options = new HashMap<>();
        lines.forEach((option, setting) -> options.put(option, setting.value()));
        options.keySet().removeAll(Set.of("templateId", "template-id", "routeId", "route-id", "prefixId", "prefix-id"));
        try {
            String route = context.addRouteFromTemplate("check-" + name, resolved(context, id.value()), options);
            RouteDefinition made = context.getRouteDefinition(route);
            made(context, made);
        } catch (Exception e) {
            if (lines.values().stream().anyMatch(s -> isSaid(s.file(), s.line(), s.line()))) {
                return;
            }
            Matcher place = PLACE.matcher(telling(e));
            if (place.matches() && Files.exists(Path.of(place.group(1)))) {
                // a file that the block names
                findings.add(
                        new Finding(Path.of(place.group(1)), Integer.parseInt(place.group(2)), first(place.group(3))));
                return;
            }
            Finding meant = new Lines().add(lines.values()).meant(words(e), first(telling(e)));
            meant = meant != null ? meant : inRoutes(e);
            findings.add(meant != null ? meant : new Finding(id.file(), id.line(), first(telling(e))));
        }
    }

    private static String resolved(CamelContext context, String text) {
        try {
            return context.resolvePropertyPlaceholders(text);
        } catch (RuntimeException e) {
            return text;
        }
    }

    private void build(ModelCamelContext context, RouteDefinition route) {
        try {
            made(context, route);
        } catch (Exception e) {
            Path file = Path.of(route.getResource().getURI());
            int first = Math.max(1, route.getLineNumber());
            int last = context.getRouteDefinitions().stream()
                    .filter(other -> other.getResource() != null
                            && other.getResource()
                                    .getURI()
                                    .equals(route.getResource().getURI()))
                    .mapToInt(RouteDefinition::getLineNumber)
                    .filter(line -> line > first)
                    .min()
                    .orElse(Integer.MAX_VALUE);
            if (!isSaid(file, first, last - 1) && !asksForBroken(file, first, last - 1)) {
                findings.add(meant(file, first, last - 1, e));
            }
        }
    }

    private boolean isSaid(Path file, int first, int last) {
        return Stream.concat(said.stream(), findings.stream())
                .anyMatch(f -> !f.doubtful() && same(f.file(), file) && f.line() >= first && f.line() <= last);
    }

    /** Whether these lines ask for a key of the properties that has a finding itself. */
    private boolean asksForBroken(Path file, int first, int last) {
        try {
            List<String> all = Files.readAllLines(file);
            String text = String.join("\n", all.subList(first - 1, Math.min(last, all.size())));
            return settings.all().stream()
                    .filter(s -> isSaid(s.file(), s.line(), s.line()))
                    .anyMatch(s -> text.contains("{{" + s.key()));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean same(Path a, Path b) {
        return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
    }

    private static Finding meant(Path file, int first, int last, Exception e) {
        Finding meant = null;
        try {
            meant = new Lines().add(file, first, last).meant(words(e), first(telling(e)));
        } catch (IOException unreadable) {
            // its first line, then
        }
        return meant != null ? meant : new Finding(file, first, first(telling(e)));
    }

    /** As Camel's start makes it: endpoints, processors, expressions. */
    private void made(ModelCamelContext context, RouteDefinition route) throws Exception {
        var places = context.getPropertiesComponent();
        RouteTemplateContext template = route.getRouteTemplateContext();
        try {
            if (route.getTemplateParameters() != null) {
                OrderedLocationProperties parameters = new OrderedLocationProperties();
                route.getTemplateParameters().forEach((key, value) -> parameters.put("block", key, value));
                if (template != null && template.getLocalBeanRepository() instanceof LocalBeanRegistry beans) {
                    // a route names the beans of its template by placeholders, too
                    beans.keys().forEach(bean -> parameters.put("block", bean, bean));
                }
                places.setLocalProperties(parameters);
            }
            if (template != null && context.getRegistry() instanceof DefaultRegistry registry) {
                registry.setLocalBeanRepository(template.getLocalBeanRepository());
            }
            if (!route.isPrepared()) {
                RouteDefinitionHelper.prepareRoute(context, route);
                route.markPrepared();
            }
            new RouteReifier(context, route).createRoute();
        } finally {
            places.setLocalProperties(null);
            if (context.getRegistry() instanceof DefaultRegistry registry) {
                registry.setLocalBeanRepository(null);
            }
        }
    }

    private Finding inRoutes(Exception e) {
        Lines lines = new Lines();
        try {
            for (Path file : routes) {
                lines.add(file, 1, Integer.MAX_VALUE);
            }
        } catch (IOException unreadable) {
            // those that can be read, then
        }
        return lines.meant(words(e), first(telling(e)));
    }

    /** Of an error that is no route's. */
    private Finding anywhere(Exception e) {
        Lines lines = new Lines();
        try {
            for (Path file : properties) {
                lines.add(file, 1, Integer.MAX_VALUE);
            }
            for (Path file : routes) {
                lines.add(file, 1, Integer.MAX_VALUE);
            }
        } catch (IOException unreadable) {
            // those that can be read, then
        }
        Setting bound = bound(e);
        Finding meant = bound != null
                ? new Finding(bound.file(), bound.line(), first(telling(e)))
                : lines.meant(words(e), first(telling(e)));
        return meant != null
                ? isUnknown(e) ? meant : behind(meant)
                : new Finding(properties.get(0), 1, first(telling(e)));
    }

    /** The key whose value a bean does not take, where Camel names it; null = it does not. */
    private Setting bound(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof PropertyBindingException binding && binding.getOptionKey() != null) {
                String prefix = binding.getOptionPrefix() == null ? "" : binding.getOptionPrefix();
                return settings.get(
                        (prefix.isEmpty() || prefix.endsWith(".") ? prefix : prefix + ".") + binding.getOptionKey());
            }
        }
        return null;
    }

    /** Whether it is the name that does not fit, and not the value. */
    private static boolean isUnknown(Throwable e) {
        Throwable t = e;
        while (t.getCause() != null && !(t instanceof PropertyBindingException)) {
            t = t.getCause();
        }
        return t instanceof PropertyBindingException && t.getCause() == null;
    }

    /** Where the value stands that this line only hands on. */
    private Finding behind(Finding finding) {
        return settings.all().stream()
                .filter(s -> same(s.file(), finding.file()) && s.line() == finding.line())
                .filter(s -> s.value().matches("\\{\\{[\\w.-]+}}"))
                .map(s -> settings.get(s.value().replaceAll("[{}]", "")))
                .filter(Objects::nonNull)
                .findFirst()
                .map(s -> new Finding(s.file(), s.line(), finding.what()))
                .orElse(finding);
    }

    /** The words by which its line is found. */
    private static String words(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof PropertyBindingException binding) {
                return binding.getPropertyName() + " " + binding.getValue();
            }
        }
        return telling(e);
    }

    /** The words that tell: not those of who was asked to make a route, but of what did not fit. */
    private static String telling(Throwable e) {
        Throwable told = e;
        while (told.getCause() != null
                && told.getCause() != told
                && told.getCause().getMessage() != null
                && (WRAPPERS.contains(told.getClass())
                        || told.getMessage() == null
                        || told.getMessage().length() > MOST)) {
            told = told.getCause();
        }
        if (told instanceof PropertyBindingException binding) {
            String value = binding.getPropertyName() + " = " + binding.getValue() + " cannot be";
            Throwable root = binding;
            while (root.getCause() != null && root.getCause().getMessage() != null) {
                root = root.getCause();
            }
            return root == binding || root.getMessage().length() > MOST ? value : value + ": " + root.getMessage();
        }
        return told instanceof ClassNotFoundException || told instanceof NoClassDefFoundError
                ? "there is no class " + told.getMessage()
                : told.getMessage() == null ? told.toString() : told.getMessage();
    }

    private static String first(String message) {
        String line = message.strip().lines().map(String::strip).collect(Collectors.joining(" "));
        return line.length() > MOST ? line.substring(0, MOST) + "…" : line;
    }
}
