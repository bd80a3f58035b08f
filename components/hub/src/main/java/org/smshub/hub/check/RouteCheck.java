package org.smshub.hub.check;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.smshub.hub.check.Settings.Setting;
import org.smshub.hub.check.Site.Block;

/** Names of routes and what they stand for: each once, and each that is named is there. Camel passes most of it over in silence. */
final class RouteCheck {

    /** Options of every block that are not parameters of its template. */
    private static final Set<String> OF_EVERY_BLOCK =
            Set.of("templateId", "template-id", "routeId", "route-id", "prefixId", "prefix-id");

    /** What one consumer alone can take, by the scheme of its address. */
    private static final Set<String> ONE_CONSUMER = Set.of("direct", "platform-http");

    private RouteCheck() {}

    static void check(Site site, Consumer<Finding> findings) {
        blocks(site, findings);
        ids(site, findings);
        consumers(site, findings);
        configurations(site, findings);
    }

    private static void blocks(Site site, Consumer<Finding> findings) {
        Set<String> templates = new HashSet<>();
        site.context().getRouteTemplateDefinitions().forEach(t -> templates.add(t.getId()));
        site.settings().blocks().forEach((name, lines) -> {
            Setting first = lines.values().iterator().next();
            Setting id = lines.getOrDefault("templateId", lines.get("template-id"));
            if (id == null) {
                said(findings, first, "camel.routeTemplate[" + name + "] names no templateId");
            } else if (!templates.contains(site.resolved(id.value()))) {
                said(findings, id, "no route template '" + id.value() + "'; there are " + sorted(templates));
            }
        });
        for (Block block : site.blocks()) {
            Set<String> parameters = new HashSet<>();
            Site.parameters(block.template()).forEach(p -> parameters.add(p.getName()));
            block.lines().forEach((option, setting) -> {
                if (!OF_EVERY_BLOCK.contains(option) && !parameters.contains(option)) {
                    said(
                            findings,
                            setting,
                            "template " + block.template().getId() + " has no parameter '" + option + "'; it has "
                                    + sorted(parameters));
                }
            });
            Site.parameters(block.template()).forEach(p -> {
                if (p.getDefaultValue() == null
                        && !Boolean.FALSE.equals(p.getRequired())
                        && !block.lines().containsKey(p.getName())) {
                    said(
                            findings,
                            block.line("templateId"),
                            "camel.routeTemplate[" + block.name() + "] lacks '" + p.getName()
                                    + "', which has no default");
                }
            });
        }
    }

    private static void ids(Site site, Consumer<Finding> findings) {
        Map<String, String> seen = new HashMap<>(); // of two that stand in files Camel says so itself
        site.routes().forEach(route -> seen.put(route.getId(), where(route)));
        for (Block block : site.blocks()) {
            Setting id = block.lines().getOrDefault("routeId", block.lines().get("route-id"));
            String before = id == null ? null : seen.put(id.value(), id.file() + ":" + id.line());
            if (before != null) {
                said(findings, id, "there is a route '" + id.value() + "' already, in " + before);
            }
        }
    }

    private static void consumers(Site site, Consumer<Finding> findings) {
        Map<String, String> seen = new HashMap<>();
        Map<String, RouteDefinition> first = new LinkedHashMap<>();
        for (RouteDefinition route : site.routes()) {
            if (!site.runs(route)) {
                continue;
            }
            String address = address(site.resolved(route.getInput().getEndpointUri()));
            RouteDefinition before = address == null ? null : first.putIfAbsent(address, route);
            if (before != null) {
                twice(address, before, route, findings);
                twice(address, route, before, findings);
            }
        }
        first.forEach((address, route) -> seen.put(address, route.getId() + ", in " + where(route)));
        for (Block block : site.blocks()) {
            String address = address(site.resolved(block.uri(), block.options()));
            String before = address == null ? null : seen.put(address, "that of block " + block.name());
            if (before != null) {
                said(
                        findings,
                        block.line("templateId"),
                        "two routes begin with " + address + ": that of block " + block.name() + " and " + before);
            }
        }
    }

    /** Said at both: one of them is the newer. */
    private static void twice(String address, RouteDefinition here, RouteDefinition other, Consumer<Finding> findings) {
        findings.accept(new Finding(
                Site.file(here, here.getResource()),
                line(here),
                "two routes begin with " + address + ": this one and " + other.getId() + ", in " + where(other)));
    }

    /** What makes two of it clash; null = nothing does. */
    private static String address(String uri) {
        int colon = uri.indexOf(':');
        if (colon < 0 || !ONE_CONSUMER.contains(uri.substring(0, colon))) {
            return null;
        }
        int query = uri.indexOf('?');
        String plain = (query < 0 ? uri : uri.substring(0, query)).replace("://", ":");
        if (!plain.startsWith("platform-http:")) {
            return plain;
        }
        String methods = query < 0 ? "" : uri.substring(query + 1);
        int at = methods.indexOf("httpMethodRestrict=");
        return at < 0
                ? plain
                : plain + " "
                        + methods.substring(at + "httpMethodRestrict=".length()).replaceAll("&.*", "");
    }

    private static void configurations(Site site, Consumer<Finding> findings) {
        List<RouteConfigurationDefinition> all = site.context().getRouteConfigurationDefinitions();
        Set<String> ids = new HashSet<>();
        all.forEach(c -> ids.add(c.getId()));
        for (RouteDefinition route : site.routes()) {
            configuration(site, route, ids, findings);
        }
        site.context().getRouteTemplateDefinitions().forEach(t -> {
            if (t.getRoute() != null) {
                if (t.getRoute().getResource() == null) {
                    t.getRoute().setResource(t.getResource());
                }
                configuration(site, t.getRoute(), ids, findings);
            }
        });
    }

    private static void configuration(Site site, RouteDefinition route, Set<String> ids, Consumer<Finding> findings) {
        String named = site.resolved(route.getRouteConfigurationId());
        if (named == null || named.contains("*")) {
            return;
        }
        for (String id : named.split(",")) {
            if (!ids.contains(id.strip())) {
                findings.accept(new Finding(
                        Site.file(route, route.getResource()),
                        line(route),
                        "no routeConfiguration '" + id.strip() + "', so that nothing of it would hold; there are "
                                + sorted(ids)));
            }
        }
    }

    static int line(org.apache.camel.NamedNode node) {
        return Math.max(1, node.getLineNumber());
    }

    private static String where(RouteDefinition route) {
        return Site.file(route, route.getResource()) + ":" + line(route);
    }

    private static void said(Consumer<Finding> findings, Setting at, String what) {
        findings.accept(new Finding(Site.here(at.file()), at.line(), what));
    }

    private static List<String> sorted(Collection<String> names) {
        return names.stream().sorted().toList();
    }
}
