package org.smshub.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.ComponentModel;
import org.smshub.hub.check.Finding;
import org.smshub.hub.check.Secrets;
import org.smshub.hub.check.ValueCheck;

/** Every endpoint of a file against the catalog: scheme, path, options and their values. */
final class Endpoints {

    private final Catalog catalog;

    Endpoints(Catalog catalog) {
        this.catalog = catalog;
    }

    List<Finding> check(YamlFile file) {
        List<Finding> findings = new ArrayList<>();
        walk(file, file.root, "", "", findings);
        return findings;
    }

    private void walk(YamlFile file, JsonNode node, String pointer, String name, List<Finding> findings) {
        if (node.isObject()) {
            // a rest: or a bean may have an uri of another kind; endpoints stand under these
            if (node.path("uri").isTextual()) {
                endpoint(file, node, pointer, name, findings);
            }
            node.properties()
                    .forEach(e -> walk(file, e.getValue(), YamlFile.child(pointer, e.getKey()), e.getKey(), findings));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(file, node.get(i), pointer + "/" + i, name, findings);
            }
        } else if (node.isTextual()
                && List.of("from", "to", "toD", "deadLetterUri").contains(name)) {
            validate(file, node.asText(), Map.of(), pointer, pointer, name, findings);
        }
    }

    private void endpoint(YamlFile file, JsonNode node, String pointer, String name, List<Finding> findings) {
        Map<String, String> parameters = new LinkedHashMap<>();
        node.path("parameters")
                .properties()
                .forEach(e -> parameters.put(e.getKey(), e.getValue().asText()));
        validate(
                file,
                node.path("uri").asText(),
                parameters,
                YamlFile.child(pointer, "uri"),
                YamlFile.child(pointer, "parameters"),
                name,
                findings);
    }

    private void validate(
            YamlFile file,
            String uri,
            Map<String, String> parameters,
            String uriAt,
            String parametersAt,
            String name,
            List<Finding> findings) {
        if (uri.startsWith("{{") || uri.startsWith("${")) {
            return;
        }
        String query = parameters.entrySet().stream()
                .filter(e -> !Catalog.isOwnOption(uri.replaceFirst(":.*", ""), e.getKey()))
                .map(e -> e.getKey() + "="
                        + reference(placeholder(e.getValue()))
                                .replace("%", "%25")
                                .replace("&", "%26"))
                .collect(Collectors.joining("&"));
        String whole = placeholder(uri) + (query.isEmpty() ? "" : (uri.contains("?") ? "&" : "?") + query);
        boolean from = name.equals("from");
        String scheme = uri.replaceFirst(":.*", "");
        secrets(file, scheme, uri, parameters, uriAt, parametersAt, findings);
        times(file, scheme, uri, parameters, parametersAt, findings);
        EndpointValidationResult result = catalog.knowing(scheme).validateEndpointProperties(whole, true, from, !from);
        if (result.getUnknownComponent() != null) {
            findings.add(new Finding(
                    file.path, file.line(uriAt), "no component has the scheme '" + result.getUnknownComponent() + "'"));
            return;
        }
        if (result.isSuccess()) {
            return;
        }
        for (String line : Summary.lines(result.summaryErrorMessage(false, true, false))) {
            String option = line.substring(0, line.indexOf(' '));
            String at = parameters.containsKey(option) ? YamlFile.child(parametersAt, option) : uriAt;
            findings.add(new Finding(file.path, file.line(at), uri + ": " + line));
        }
    }

    /** Camel takes a time that it cannot read for none. */
    private void times(
            YamlFile file,
            String scheme,
            String uri,
            Map<String, String> parameters,
            String parametersAt,
            List<Finding> findings) {
        ComponentModel model = catalog.knowing(scheme).componentModel(scheme);
        if (model == null) {
            return;
        }
        for (ComponentModel.EndpointOptionModel option : model.getEndpointOptions()) {
            String value = parameters.get(option.getName());
            if ("duration".equals(option.getType())
                    && value != null
                    && !value.contains("{{")
                    && !value.contains("${")
                    && !ValueCheck.isTime(value)) {
                findings.add(new Finding(
                        file.path,
                        file.line(YamlFile.child(parametersAt, option.getName())),
                        uri + ": " + option.getName() + " = " + value + " is no time, such as 30s"));
            }
        }
    }

    /** The options that the catalog knows as secrets; of a user's name it says so, too, which a name is not. */
    private void secrets(
            YamlFile file,
            String scheme,
            String uri,
            Map<String, String> parameters,
            String uriAt,
            String parametersAt,
            List<Finding> findings) {
        ComponentModel model = catalog.knowing(scheme).componentModel(scheme);
        if (model == null) {
            return;
        }
        for (ComponentModel.EndpointOptionModel option : model.getEndpointOptions()) {
            if (option.isSecret() && !option.getName().toLowerCase(Locale.ROOT).contains("user")) {
                String value = parameters.getOrDefault(option.getName(), "");
                if (Secrets.isPlain(value.replaceFirst("^RAW[({](.*)[)}]$", "$1"))) {
                    int line = file.line(YamlFile.child(parametersAt, option.getName()));
                    findings.add(Finding.doubt(file.path, line, option.getName() + Secrets.PLAIN));
                }
                Matcher query = Pattern.compile("[?&]" + option.getName() + "=(?:RAW[({])?([^&]*)")
                        .matcher(uri);
                if (query.find() && Secrets.isPlain(query.group(1))) {
                    findings.add(Finding.doubt(file.path, file.line(uriAt), option.getName() + Secrets.PLAIN));
                }
            }
        }
    }

    /** A value that the configuration gives may be anything, also the bean that the catalog wants to see a {@code #} of. */
    private static String reference(String value) {
        return value.matches("\\{\\{[^}]*}}") ? "#configured" : value;
    }

    /** What is worked out per message is as good as a property to the catalog. */
    private static String placeholder(String value) {
        return value.replaceAll("\\$\\{[^}]*}", "{{x}}");
    }
}
