package org.smshub.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatesTest {

    private static final String TEMPLATES = """
            # two of them
            - routeTemplate:
                id: sftp-in
                route: {from: {uri: "sftp:x"}}
            - routeTemplate:
                # the second
                id: "sftp-events"  # of ours
                route: {from: {uri: "sftp:y"}}
            """;

    @TempDir
    Path folder;

    private final Properties values = new Properties();
    private Path templates;
    private Path route;

    @BeforeEach
    void files() throws IOException {
        templates = file("sftp.camel.yaml", TEMPLATES);
        route = file("route.camel.yaml", "- route:\n    id: x\n");
        values.setProperty("camel.routeTemplate[a].templateId", "smpp-link");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private List<Path> wanted() throws IOException {
        return Templates.wanted(List.of(templates, route), values);
    }

    @Test
    void templatesThatNobodyNamesAreNotRead() throws IOException {
        assertThat(wanted()).containsExactly(route);
    }

    @Test
    void thoseThatTheConfigurationNamesAre() throws IOException {
        values.setProperty("camel.route-template[b].template-id", "sftp-events");
        assertThat(wanted()).containsExactly(templates, route);
    }

    @Test
    void thoseThatARouteNamesAre() throws IOException {
        file("route.camel.yaml", "- templatedRoute:\n    routeTemplateRef: \"sftp-in\" # of ours\n");
        assertThat(wanted()).containsExactly(templates, route);
    }

    @Test
    void aNameThatIsNotKnownYetMayBeAny() throws IOException {
        values.setProperty("camel.routeTemplate[b].templateId", "{{kind}}-link");
        assertThat(wanted()).containsExactly(templates, route);
    }

    @Test
    void aFileThatHoldsMoreIsRead() throws IOException {
        file("sftp.camel.yaml", TEMPLATES + "- route:\n    id: more\n");
        assertThat(wanted()).containsExactly(templates, route);
        file("sftp.camel.yaml", TEMPLATES.replace("    id: sftp-in\n", ""));
        assertThat(wanted()).as("a template without a name").containsExactly(templates, route);
    }
}
