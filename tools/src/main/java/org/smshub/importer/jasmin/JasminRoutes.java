package org.smshub.importer.jasmin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.smshub.importer.Overlay;
import org.smshub.importer.PrefixTable;
import org.smshub.importer.RoutingYaml;

/** Jasmin's MT routes as a choice of {@code routing.camel.yaml}, the highest order first. */
final class JasminRoutes {

    private final Map<Integer, JcliDump.Route> all;
    private final Map<String, String> names;
    private final JasminFilters filters;
    private final Overlay overlay;

    /** @param names of the links by cid */
    JasminRoutes(Map<Integer, JcliDump.Route> all, Map<String, String> names, JasminFilters filters, Overlay overlay) {
        this.all = all;
        this.names = names;
        this.filters = filters;
        this.overlay = overlay;
    }

    void map() {
        RoutingYaml yaml = new RoutingYaml(
                "Which link a message takes: Jasmin's MT routes, the highest order first.",
                "A number has its + here, which Jasmin's filters may or may not ask for.");
        List<String> otherwise = null;
        String first = null;
        for (JcliDump.Route route : all.values()) {
            String block = "mtrouter, order " + route.order();
            List<String> its = links(route, block);
            if (its.isEmpty()) {
                continue;
            }
            first = its.get(0);
            List<String> steps = steps(route, its);
            if (route.type().equalsIgnoreCase("DefaultRoute")) {
                otherwise = steps;
                overlay.done(block + " is what is left in routing.camel.yaml");
                continue;
            }
            String condition = route.unknown().isEmpty() ? filters.all(route.filters()) : null;
            if (condition == null) {
                overlay.left(
                        route.place(),
                        block,
                        "of its filters " + unsaid(route, filters),
                        "the route is not there: put it into routing.camel.yaml in its place, before those of lower order");
                yaml.comment(
                        "here was " + route.type() + " " + route.order() + ", which has no counterpart (import.md)");
                continue;
            }
            yaml.when(condition.isEmpty() ? "${header.SmsTo} != null" : condition, steps);
            overlay.done(block + " is a choice of routing.camel.yaml");
        }
        yaml.otherwise(otherwise == null ? RoutingYaml.refuse("No route found") : otherwise);
        if (!overlay.links().isEmpty()) {
            overlay.value(
                    "hub.links.default",
                    first == null ? overlay.links().keySet().iterator().next() : first);
        }
        overlay.routing(yaml.text());
    }

    private static String unsaid(JcliDump.Route route, JasminFilters filters) {
        if (!route.unknown().isEmpty()) {
            return String.join(", ", route.unknown()) + " are nowhere in the dump (filter -l)";
        }
        return "one of the kind "
                + route.filters().stream()
                        .filter(filter -> filters.condition(filter) == null)
                        .map(JcliDump.Filter::kind)
                        .findFirst()
                        .orElse("?")
                + " cannot be told in Simple";
    }

    private List<String> links(JcliDump.Route route, String block) {
        List<String> all = new ArrayList<>();
        for (String connector : route.connectors()) {
            String cid = connector.replaceFirst("^smppc\\((.*)\\)$", "$1");
            if (names.containsKey(cid)) {
                all.add(names.get(cid));
            } else {
                overlay.left(
                        route.place(),
                        block + ", connector " + cid,
                        "there is no such connector in the dump",
                        "add what smppccm -s " + cid + " prints; until then the route goes without it");
            }
        }
        return all;
    }

    private List<String> steps(JcliDump.Route route, List<String> its) {
        List<String> rule = RoutingYaml.rule("order " + route.order());
        if (its.size() > 1 && route.type().toLowerCase(Locale.ROOT).startsWith("randomroundrobin")) {
            String file = "order-" + route.order() + ".csv";
            String bean = "order" + route.order();
            overlay.value("camel.beans." + bean, "#class:org.smshub.hub.routing.NumberTable");
            overlay.value("camel.beans." + bean + ".on", "true");
            overlay.value("camel.beans." + bean + ".file", "{{config:" + file + "}}");
            List<String> csv = overlay.table(
                    file,
                    PrefixTable.head("the links of order " + route.order() + ": each has its share of the numbers"));
            PrefixTable.write(
                    csv,
                    Set.of(),
                    Set.of(),
                    number -> PrefixTable.Ways.of(List.of(its)),
                    number -> PrefixTable.Ways.of(List.of(its)));
            return RoutingYaml.both(RoutingYaml.process(bean), rule);
        }
        return RoutingYaml.both(RoutingYaml.constant("SmsLinks", String.join(",", its)), rule);
    }
}
