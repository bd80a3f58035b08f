package org.smshub.check;

import com.networknt.schema.AnnotationKeyword;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.smshub.hub.check.Finding;

/** Camel's own JSON schema of the YAML DSL, as camel-yaml-dsl ships it. */
final class RouteSchema {

    private final JsonSchema schema;

    RouteSchema() throws IOException {
        try (InputStream in = RouteSchema.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                    .pathType(PathType.JSON_POINTER)
                    .locale(Locale.ENGLISH)
                    .build();
            JsonMetaSchema draft4 = JsonMetaSchema.getV4();
            // Camel's own mark, unknown to draft 4; without this the validator warns of it
            JsonMetaSchema camel = JsonMetaSchema.builder(draft4.getIri(), draft4)
                    .keyword(new AnnotationKeyword("deprecated"))
                    .build();
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4, factory -> factory.metaSchema(camel))
                    .getSchema(in, config);
        }
    }

    List<Finding> check(YamlFile file) {
        Set<ValidationMessage> all = schema.validate(file.root);
        Set<ValidationMessage> messages =
                all.stream().filter(message -> !isPlaceholder(message)).collect(Collectors.toSet());
        // of those with placeholders too: for their sake alone a form does not fit that was meant
        Set<String> places = all.stream().map(RouteSchema::place).collect(Collectors.toSet());
        List<Finding> findings = new ArrayList<>();
        for (ValidationMessage message : messages) {
            String place = place(message);
            // where one of several forms could fit, each form complains: what is deepest is what was meant
            boolean deeper = places.stream().anyMatch(p -> p.startsWith(place + "/"));
            boolean aside = List.of("oneOf", "anyOf", "allOf", "not").contains(message.getType());
            if (!deeper && !(aside && messages.size() > 1)) {
                findings.add(new Finding(file.path, file.line(place), text(message)));
            }
        }
        return findings;
    }

    /** Camel takes a placeholder where its schema wants a number or a truth value. */
    private static boolean isPlaceholder(ValidationMessage message) {
        return message.getType().equals("type")
                && message.getInstanceNode() != null
                && message.getInstanceNode().asText().matches("\\{\\{.*}}");
    }

    private static String place(ValidationMessage message) {
        String at = message.getInstanceLocation().toString();
        return message.getProperty() == null || !message.getType().equals("additionalProperties")
                ? at
                : YamlFile.child(at, message.getProperty());
    }

    private static String text(ValidationMessage message) {
        String name = place(message).substring(place(message).lastIndexOf('/') + 1);
        String words = message.getMessage().replaceFirst("^[^ ]*: ", "");
        return switch (message.getType()) {
            case "additionalProperties" -> "'" + message.getProperty() + "' is unknown to Camel's YAML here";
            case "type" -> "'" + name + "': " + words;
            default -> (name.isEmpty() ? "" : "'" + name + "': ") + words;
        };
    }
}
