package org.smshub.editors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code ./hub editors DIR}: what an editor needs to know the hub's files and components, into a configuration of one's own: schemas
 * of its YAML and properties, a catalog of the components in Camel's own layout, and settings of VS Code where there are none yet.
 */
public final class Editors {

    /** Where they lie in DIR, as the first line of the YAML files has it. */
    static final String SCHEMAS = "schemas";

    /** In it, the catalog: the folder is one of a class path. */
    static final String CATALOG = SCHEMAS + "/catalog";

    private static final String IN_CATALOG = CATALOG + "/org/apache/camel/catalog";
    private static final String ROUTES = "camelYamlDsl.json";
    private static final String SETTINGS = "vscode-settings.json";

    static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Editors() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 1 || args[0].startsWith("-")) {
            fail("editors wants the folder of a configuration: hub editors DIR");
        }
        Path folder = Path.of(args[0]).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            fail(folder + " is no folder; hub init DIR makes a configuration");
        }
        boolean settings;
        try {
            settings = write(Path.of(System.getProperty("hub.home")), folder);
        } catch (IOException e) {
            fail("cannot write to " + folder + " (" + e + "); name a folder that can be written");
            return;
        }
        System.out.println(
                folder.resolve(SCHEMAS) + " has the schemas of the hub's files, and a catalog of its components");
        System.out.println(
                settings
                        ? folder.resolve(".vscode/settings.json") + " tells VS Code of them"
                        : folder.resolve(".vscode/settings.json") + " is there and stays as it is: take over what "
                                + folder.resolve(SCHEMAS).resolve(SETTINGS) + " has");
    }

    /** @return whether the settings of VS Code were written */
    static boolean write(Path home, Path folder) throws IOException {
        Path schemas = Files.createDirectories(folder.resolve(SCHEMAS));
        try (Stream<Path> shipped = Files.list(home.resolve("config").resolve(SCHEMAS))) {
            for (Path file : shipped.filter(f -> f.toString().endsWith(".json")).toList()) {
                Path to = schemas.resolve(file.getFileName().toString());
                // the octets alone: a package's file may be one that nobody may write
                Files.write(to, Files.readAllBytes(file));
            }
        }
        try (InputStream in = Editors.class.getResourceAsStream("/schema/" + ROUTES)) {
            Files.write(schemas.resolve(ROUTES), in.readAllBytes());
        }
        Map<String, String> components = OwnComponents.find();
        Path catalog = Files.createDirectories(folder.resolve(IN_CATALOG).resolve("components"));
        for (Map.Entry<String, String> component : components.entrySet()) {
            Files.writeString(catalog.resolve(component.getKey() + ".json"), component.getValue());
        }
        Files.write(catalog.resolveSibling("components.properties"), List.copyOf(components.keySet()));
        byte[] settings = JSON.writeValueAsBytes(settings(components));
        Files.write(schemas.resolve(SETTINGS), settings);
        Path own = folder.resolve(".vscode/settings.json");
        if (Files.exists(own)) {
            return false;
        }
        Files.createDirectories(own.getParent());
        Files.write(own, settings);
        return true;
    }

    /** Of the extensions Language Support for Apache Camel (its components) and YAML (schemas by the names of files). */
    private static ObjectNode settings(Map<String, String> components) {
        ObjectNode settings = JSON.createObjectNode();
        ArrayNode extra = settings.putArray("camel.extra-components");
        try {
            for (String component : components.values()) {
                extra.add(JSON.readTree(component));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // they are JSON
        }
        settings.putObject("yaml.schemas").put("./" + SCHEMAS + "/" + ROUTES, "*.camel.yaml");
        return settings;
    }

    private static void fail(String what) {
        System.err.println("hub: " + what);
        System.exit(1);
    }
}
