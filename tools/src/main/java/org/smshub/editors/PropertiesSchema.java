package org.smshub.editors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The schema of {@code application.properties}, of the file that is shipped: its keys, their kinds, by the defaults, as the check of
 * values has them, and what stands above them. {@code config/schemas/application.schema.json} is what this makes.
 */
final class PropertiesSchema {

    private static final Pattern KEY = Pattern.compile("(hub\\.[A-Za-z0-9.]+)\\s*=\\s*(.*)");
    private static final String PLACEHOLDER = "\\{\\{.+\\}\\}";

    private PropertiesSchema() {}

    static ObjectNode of(Path file) throws IOException {
        ObjectNode schema = Editors.JSON.createObjectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "application.properties of the SMS hub");
        schema.put("description", "What an engineer sets; keys of Camel (camel.…) are in Camel's own catalog");
        schema.put("type", "object");
        schema.putObject("patternProperties").putObject("^(?!hub\\.)");
        schema.put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        List<String> above = new ArrayList<>();
        String said = "";
        for (String line : Files.readAllLines(file)) {
            Matcher key = KEY.matcher(line);
            if (line.startsWith("# ---")) {
                // the heading of a block is not about its first key alone
                above.clear();
                said = "";
            } else if (line.startsWith("# ")) {
                above.add(line.substring(2).strip());
            } else if (key.matches()) {
                // one comment may stand above several keys
                said = above.isEmpty() ? said : String.join(" ", above);
                above.clear();
                property(properties.putObject(key.group(1)), said, key.group(2).strip());
            } else {
                above.clear();
                said = "";
            }
        }
        return schema;
    }

    private static void property(ObjectNode property, String description, String standard) {
        if (!description.isEmpty()) {
            property.put("description", description);
        }
        property.put("default", standard);
        property.put("type", "string");
        if (standard.matches("true|false")) {
            property.put("pattern", "^(true|false|" + PLACEHOLDER + ")$");
        } else if (standard.matches("[0-9]+(ms|s|m|h|d)")) {
            property.put("pattern", "^([0-9]+( ?(ms|s|m|h|d))?( ?[0-9]+ ?(ms|s|m|h|d))*|[pP].+|" + PLACEHOLDER + ")$");
        } else if (standard.matches("[0-9]+")) {
            property.put("pattern", "^([0-9]+|" + PLACEHOLDER + ")$");
        } else if (standard.matches("[0-9]+\\.[0-9]+")) {
            property.put("pattern", "^([0-9.]+|" + PLACEHOLDER + ")$");
        }
    }
}
