package org.smshub.hub.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.RouteTemplateParameterSource;

/** Names that the routes of a context serve, from the moment on when they are read. */
public final class Names {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([\\w.-]+)\\s*}}");

    private Names() {}

    /** Whether this process is one that {@code ./hub run} started: it says so by the folders of configuration and routes. */
    public static boolean isRun() {
        return System.getProperty("hub.config") != null && System.getProperty("hub.routes") != null;
    }

    /** The links: who asks {@code ledger:link} for what waits. */
    public static Set<String> links(CamelContext context) {
        return names(context, "ledger:link", "name");
    }

    /** The ways by which applications hear of events: who asks {@code ledger:events}, and runs. */
    public static Set<String> ways(CamelContext context) {
        return names(context, "ledger:events", "consumer");
    }

    private static Set<String> names(CamelContext context, String address, String option) {
        Set<String> names = new TreeSet<>();
        ModelCamelContext model = (ModelCamelContext) context;
        for (RouteDefinition route : model.getRouteDefinitions()) {
            if (runs(context, route)) {
                name(context, route, Map.of(), address, option, names);
            }
        }
        for (RouteTemplateParameterSource source :
                context.getRegistry().findByType(RouteTemplateParameterSource.class)) {
            for (String id : source.routeIds()) {
                Map<String, Object> options = source.parameters(id);
                Object named = options.getOrDefault("templateId", options.get("template-id"));
                RouteTemplateDefinition template =
                        named == null ? null : model.getRouteTemplateDefinition(resolved(context, named.toString()));
                if (template != null && template.getRoute() != null) {
                    name(context, template.getRoute(), withDefaults(template, options), address, option, names);
                }
            }
        }
        return names;
    }

    private static Map<String, Object> withDefaults(RouteTemplateDefinition template, Map<String, Object> options) {
        Map<String, Object> all = new HashMap<>();
        if (template.getTemplateParameters() != null) {
            template.getTemplateParameters()
                    .forEach(parameter -> all.put(parameter.getName(), parameter.getDefaultValue()));
        }
        all.putAll(options);
        return all;
    }

    private static boolean runs(CamelContext context, RouteDefinition route) {
        return !"false".equals(resolved(context, String.valueOf(route.getAutoStartup()))) && isMade(context, route);
    }

    /** Whether its precondition holds, as far as it has the form that those of the hub's routes have: 'a' == 'b'. */
    static boolean isMade(CamelContext context, RouteDefinition route) {
        if (route.getPrecondition() == null) {
            return true;
        }
        String[] sides = resolved(context, route.getPrecondition()).split("==");
        return sides.length != 2 || sides[0].strip().equals(sides[1].strip());
    }

    private static void name(
            CamelContext context,
            RouteDefinition route,
            Map<String, Object> options,
            String address,
            String option,
            Set<String> names) {
        String uri = route.getInput().getEndpointUri();
        Matcher name = Pattern.compile("[?&]" + option + "=([^&]+)").matcher(uri);
        if (uri.startsWith(address) && name.find()) {
            Matcher parameter = PLACEHOLDER.matcher(name.group(1));
            Object value = parameter.matches() ? options.get(parameter.group(1)) : null;
            names.add(resolved(context, value == null ? name.group(1) : value.toString()));
        }
    }

    private static String resolved(CamelContext context, String text) {
        try {
            return context.resolvePropertyPlaceholders(text);
        } catch (RuntimeException e) {
            return text;
        }
    }
}
