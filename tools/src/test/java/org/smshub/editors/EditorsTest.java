package org.smshub.editors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.DefaultVersionManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;
import org.smshub.site.Init;

/** What {@code ./hub editors} writes is read back as editors read it: with Camel's own catalog. */
class EditorsTest {

    private static final Path HOME = HubSite.findHome();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] OURS = {
        "cimd2", "cimd2-server", "gsmmodem", "gsmmodem-sim", "ledger", "smpp-client", "smpp-server", "ucp", "ucp-server"
    };

    @TempDir
    Path folder;

    @Test
    void theCatalogIsOneOfCamels() throws Exception {
        Init.make(HOME, folder);
        assertThat(Editors.write(HOME, folder)).isTrue();
        URL[] path = {folder.resolve(Editors.CATALOG).toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, null)) {
            DefaultCamelCatalog catalog = new DefaultCamelCatalog();
            catalog.setVersionManager(new DefaultVersionManager(catalog) {
                @Override
                public InputStream getResourceAsStream(String name) {
                    InputStream ours = loader.getResourceAsStream(name);
                    return ours != null ? ours : super.getResourceAsStream(name);
                }
            });
            assertThat(catalog.findComponentNames()).contains(OURS);
            assertThat(catalog.componentModel("smpp-client").getDescription()).isNotBlank();
            assertThat(catalog.validateEndpointProperties("smpp-client:centre.example.org:2775?window=20&systemId=x")
                            .isSuccess())
                    .isTrue();
            assertThat(catalog.validateEndpointProperties("smpp-client:centre.example.org:2775?windoww=20")
                            .getUnknown())
                    .containsExactly("windoww");
            assertThat(catalog.validateEndpointProperties("ledger:link?name=a&window=many")
                            .getInvalidInteger())
                    .containsKey("window");
        }
    }

    /** The setting camel.extra-components of VS Code is a list of such descriptions, as the catalog takes them. */
    @Test
    void visualStudioCodeKnowsTheComponentsAndTheSchemaOfRoutes() throws IOException {
        Init.make(HOME, folder);
        Editors.write(HOME, folder);
        JsonNode settings =
                JSON.readTree(folder.resolve(".vscode/settings.json").toFile());
        DefaultCamelCatalog catalog = new DefaultCamelCatalog();
        List<String> schemes = new ArrayList<>();
        for (JsonNode one : settings.path("camel.extra-components")) {
            String scheme = one.path("component").path("scheme").asText();
            catalog.addComponent(scheme, one.path("component").path("javaType").asText(), one.toString());
            schemes.add(scheme);
        }
        assertThat(schemes).contains(OURS);
        assertThat(catalog.componentModel("ucp").getEndpointOptions()).isNotEmpty();
        settings.path("yaml.schemas").fieldNames().forEachRemaining(file -> assertThat(folder.resolve(file))
                .isRegularFile());
    }

    /** Each file's own line names a schema that is there, in the package and in a configuration of one's own. */
    @Test
    void theFilesNameTheirSchemas() throws IOException {
        Init.make(HOME, folder);
        Editors.write(HOME, folder);
        for (String name : List.of("clients.yaml", "simulator.yaml")) {
            String first =
                    Files.readAllLines(HOME.resolve("config").resolve(name)).get(0);
            assertThat(first).startsWith("# yaml-language-server: $schema=");
            String schema = first.substring(first.indexOf('=') + 1);
            assertThat(HOME.resolve("config").resolve(schema)).isRegularFile();
            assertThat(folder.resolve(schema)).isRegularFile();
        }
    }

    @Test
    void settingsThatAreThereStay() throws IOException {
        Path settings = Files.createDirectories(folder.resolve(".vscode")).resolve("settings.json");
        Files.writeString(settings, "{}");
        assertThat(Editors.write(HOME, folder)).isFalse();
        assertThat(settings).hasContent("{}");
    }

    /** The schema of application.properties is made of the shipped file: write it again where this fails. */
    @Test
    void theSchemaOfThePropertiesIsThatOfTheShippedFile() throws IOException {
        Path schema = HOME.resolve("config/schemas/application.schema.json");
        JsonNode made = PropertiesSchema.of(HOME.resolve("config/application.properties"));
        if (Boolean.getBoolean("write")) {
            Files.writeString(schema, Editors.JSON.writeValueAsString(made) + "\n");
        }
        assertThat(JSON.readTree(schema.toFile()))
                .as("./mvnw -pl tools test -Dtest=EditorsTest -Dwrite=true writes it")
                .isEqualTo(made);
    }
}
