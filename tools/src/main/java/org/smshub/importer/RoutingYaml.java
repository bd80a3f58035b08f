package org.smshub.importer;

import java.util.ArrayList;
import java.util.List;

/** The route {@code routing} in YAML: one choice, and what follows it. */
public final class RoutingYaml {

    private static final String INDENT = "        ";

    private final StringBuilder head = new StringBuilder();
    private final StringBuilder whens = new StringBuilder();
    private final StringBuilder behind = new StringBuilder();
    private final StringBuilder routes = new StringBuilder();
    private final List<String> otherwise = new ArrayList<>();

    public RoutingYaml(String... comments) {
        for (String comment : comments) {
            head.append("# ").append(comment).append('\n');
        }
    }

    /** A condition on who sends; clients that it cannot name are none of it. */
    public static String client(List<String> ids) {
        List<String> plain = ids.stream()
                .filter(Yaml::isPlain)
                .filter(id -> !id.contains(","))
                .toList();
        return plain.size() == 1
                ? "${header.SmsClient} == '" + plain.get(0) + "'"
                : "${header.SmsClient} in '" + String.join(",", plain) + "'";
    }

    /** A step that asks a bean. */
    public static List<String> process(String bean) {
        return List.of("- process:", "    ref: " + bean);
    }

    public static List<String> constant(String header, String value) {
        return List.of("- setHeader:", "    name: " + header, "    constant: " + Yaml.quoted(value));
    }

    public static List<String> rule(String name) {
        return List.of("- setProperty:", "    name: rule", "    constant: " + Yaml.quoted(name));
    }

    public static List<String> refuse(String why) {
        return List.of("- bean:", "    ref: refuse", "    method: \"because('" + why + "')\"");
    }

    public static List<String> both(List<String> one, List<String> other) {
        List<String> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    /** @param simple a condition in Camel's Simple */
    public RoutingYaml when(String simple, List<String> steps) {
        line(whens, 6, "- simple: " + Yaml.quoted(simple));
        line(whens, 6, "  steps:");
        steps.forEach(step -> line(whens, 6, "    " + step));
        return this;
    }

    /** For messages that their sender has given this tag. */
    public RoutingYaml tagged(String tag, List<String> steps) {
        line(whens, 6, "- method:");
        line(whens, 6, "    ref: tags");
        line(whens, 6, "    method: \"has(${header.SmsFields}, '" + tag + "')\"");
        line(whens, 6, "  steps:");
        steps.forEach(step -> line(whens, 6, "    " + step));
        return this;
    }

    /** A line of comment before the next condition. */
    public RoutingYaml comment(String words) {
        line(whens, 6, "# " + words.replaceAll("\\p{Cntrl}", "?"));
        return this;
    }

    public RoutingYaml otherwise(List<String> steps) {
        otherwise.addAll(steps);
        return this;
    }

    /** What a client sends is from this sender, whatever it says. */
    public RoutingYaml sender(String client, String sender) {
        line(behind, 0, "- choice:");
        line(behind, 0, "    when:");
        line(behind, 0, "      - simple: " + Yaml.quoted(client(List.of(client))));
        line(behind, 0, "        steps:");
        constant("SmsFrom", sender).forEach(step -> line(behind, 0, "          " + step));
        return this;
    }

    /** One more route, which a step calls by {@code direct:}. */
    public RoutingYaml route(String id, List<String> steps) {
        routes.append("\n- route:\n    id: ").append(id).append("\n    errorHandler:\n      noErrorHandler: {}\n");
        routes.append("    from:\n      uri: direct:").append(id).append("\n      steps:\n");
        steps.forEach(step -> line(routes, 0, step));
        return this;
    }

    private static void line(StringBuilder to, int deeper, String words) {
        to.append(INDENT).append(" ".repeat(deeper)).append(words).append('\n');
    }

    public String text() {
        StringBuilder text = new StringBuilder(head);
        text.append("- route:\n    id: routing\n    errorHandler:\n      noErrorHandler: {}\n");
        text.append("    from:\n      uri: direct:routing\n      steps:\n");
        if (whens.isEmpty()) {
            otherwise.forEach(step -> line(text, 0, step));
        } else {
            line(text, 0, "- choice:");
            line(text, 0, "    when:");
            text.append(whens);
            line(text, 0, "    otherwise:");
            line(text, 0, "      steps:");
            otherwise.forEach(step -> line(text, 8, step));
        }
        return text.append(behind).append(routes).toString();
    }
}
