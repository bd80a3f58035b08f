package org.smshub.hub.httplink.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in JSON: of JSONPath (RFC 9535) members, elements and the wildcard, such as {@code $.messages[*]['message-id']}. A bare
 * word is the member of that name, which is what the parameters of a form are.
 */
public final class JsonPath {

    private static final Pattern STEP =
            Pattern.compile("\\.([\\w-]+)|\\[(\\d{1,6})]|\\['([^']*)']|\\[\"([^\"]*)\"]|(\\[\\*]|\\.\\*)");
    private static final Pattern WORD = Pattern.compile("[\\w.-]+");

    /** @param name of a member, else null @param index of an element; -1 = all */
    private record Step(String name, int index) {}

    private final String text;
    private final List<Step> steps = new ArrayList<>();

    /** @throws IllegalArgumentException saying what may stand there */
    JsonPath(String text) {
        this.text = text;
        if (!text.startsWith("$") && WORD.matcher(text).matches()) {
            steps.add(new Step(text, -1));
            return;
        }
        Matcher step = STEP.matcher(text);
        int at = 1;
        while (text.startsWith("$") && at < text.length() && step.find(at) && step.start() == at) {
            steps.add(step(step));
            at = step.end();
        }
        if (!text.startsWith("$") || at < text.length()) {
            throw new IllegalArgumentException("'" + text
                    + "' is no place in JSON: $.name, $['any-name'], $[0] and $[*] behind each other are, or a name");
        }
    }

    private static Step step(Matcher step) {
        if (step.group(2) != null) {
            return new Step(null, Integer.parseInt(step.group(2)));
        }
        if (step.group(5) != null) {
            return new Step(null, -1);
        }
        return new Step(
                step.group(1) != null ? step.group(1) : step.group(3) != null ? step.group(3) : step.group(4), -1);
    }

    /** What is there, in its order. */
    public List<JsonNode> nodes(JsonNode root) {
        List<JsonNode> now = root == null ? List.of() : List.of(root);
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : now) {
                if (step.name != null) {
                    add(node.get(step.name), next);
                } else if (step.index >= 0) {
                    add(node.get(step.index), next);
                } else if (node.isContainerNode()) {
                    node.forEach(next::add);
                }
            }
            now = next;
        }
        return now;
    }

    private static void add(JsonNode node, List<JsonNode> to) {
        if (node != null) {
            to.add(node);
        }
    }

    /** The scalars that are there, as text; null and what has members are none. */
    public List<String> values(JsonNode root) {
        return nodes(root).stream()
                .filter(node -> node.isValueNode() && !node.isNull())
                .map(JsonNode::asText)
                .toList();
    }

    /** The first of them; null = there is none. */
    public String value(JsonNode root) {
        List<String> values = values(root);
        return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public String toString() {
        return text;
    }
}
