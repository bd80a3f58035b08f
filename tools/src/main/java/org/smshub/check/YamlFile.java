package org.smshub.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.smshub.hub.check.Finding;
import org.smshub.hub.check.StrictYaml;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML file as a JSON tree that remembers the line of each value, by its JSON pointer (RFC 6901). */
final class YamlFile {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    final Path path;
    final JsonNode root;
    private final Map<String, Integer> lines = new HashMap<>();

    /**
     * @param findings gets what is no YAML; the tree is then empty
     */
    YamlFile(Path path, List<Finding> findings) throws IOException {
        this.path = path;
        JsonNode tree = JSON.arrayNode();
        try {
            Node node = new Yaml(new SafeConstructor(new LoaderOptions()))
                    .compose(new StringReader(Files.readString(path)));
            if (node == null) {
                findings.add(new Finding(path, 1, "the file is empty"));
            } else {
                tree = json(node, "", findings);
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            findings.add(new Finding(path, line, "no YAML: " + e.getProblem()));
        }
        root = tree;
    }

    /** The line of a value, or of the nearest one around it. */
    int line(String pointer) {
        String at = pointer;
        while (!lines.containsKey(at) && !at.isEmpty()) {
            at = at.substring(0, at.lastIndexOf('/'));
        }
        return lines.getOrDefault(at, 1);
    }

    static String child(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private JsonNode json(Node node, String pointer, List<Finding> findings) {
        lines.putIfAbsent(pointer, node.getStartMark().getLine() + 1);
        if (node instanceof MappingNode mapping) {
            ObjectNode object = JSON.objectNode();
            for (NodeTuple entry : mapping.getValue()) {
                String name = entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
                int line = entry.getKeyNode().getStartMark().getLine() + 1;
                lines.put(child(pointer, name), line);
                if (object.has(name)) {
                    findings.add(new Finding(path, line, StrictYaml.twice("'" + name + "'")));
                }
                object.set(name, json(entry.getValueNode(), child(pointer, name), findings));
            }
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JSON.arrayNode();
            for (Node item : sequence.getValue()) {
                array.add(json(item, pointer + "/" + array.size(), findings));
            }
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private static JsonNode scalar(ScalarNode node) {
        String value = node.getValue();
        try {
            if (node.getTag().equals(Tag.INT)) {
                return JSON.numberNode(Long.parseLong(value));
            }
            if (node.getTag().equals(Tag.FLOAT)) {
                return JSON.numberNode(Double.parseDouble(value));
            }
        } catch (NumberFormatException e) {
            return JSON.textNode(value);
        }
        // YAML 1.2, which Camel reads, knows no yes and no
        if (node.getTag().equals(Tag.BOOL) && (value.equals("true") || value.equals("false"))) {
            return JSON.booleanNode(Boolean.parseBoolean(value));
        }
        return node.getTag().equals(Tag.NULL) ? JSON.nullNode() : JSON.textNode(value);
    }
}
