package org.smshub.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {

    @TempDir
    Path folder;

    private Path home;
    private Path mine;

    @BeforeEach
    void packageAndOwnFolder() throws IOException {
        home = folder.resolve("package");
        mine = folder.resolve("mine");
        write(home.resolve("config/application.properties"), "hub.data = data\nhub.http.port = 8080\n");
        write(home.resolve("config/links.properties"), "camel.routeTemplate[shipped].templateId = smpp-link\n");
        write(home.resolve("config/clients.yaml"), "clients: []");
        write(home.resolve("routes/hub.properties"), "camel.main.name = sms-hub\n");
        write(home.resolve("routes/routing.camel.yaml"), "[]");
        write(home.resolve("routes/inputs/http-in.camel.yaml"), "[]");
        write(home.resolve("routes/target/classes/camel/http-in.camel.yaml"), "[]");
        write(mine.resolve("application.properties"), "hub.http.port = 9090\ncamel.main.name = mine\n");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<String> names(List<Path> files) {
        return files.stream().map(f -> folder.relativize(f).toString()).toList();
    }

    @Test
    void thePackageAlone() throws IOException {
        Site site = Site.of(home, null, null);
        assertThat(names(site.routes()))
                .containsExactly("package/routes/inputs/http-in.camel.yaml", "package/routes/routing.camel.yaml");
        assertThat(names(site.properties()))
                .containsExactly(
                        "package/config/application.properties",
                        "package/config/links.properties",
                        "package/routes/hub.properties");
        assertThat(site.isOwn()).isFalse();
        assertThat(site.folder()).isEqualTo(home);
    }

    @Test
    void ownKeysWinAndTheOthersAreThePackages() throws IOException {
        Site site = Site.of(home, mine, null);
        assertThat(site.values())
                .containsEntry("hub.http.port", "9090")
                .containsEntry("hub.data", "data")
                .containsEntry("camel.main.name", "mine")
                .containsEntry("camel.routeTemplate[shipped].templateId", "smpp-link");
        assertThat(names(site.properties())).startsWith("mine/application.properties");
        assertThat(site.folder()).isEqualTo(mine);
    }

    @Test
    void ownLinksTakeThePlaceOfThePackages() throws IOException {
        write(mine.resolve("links.properties"), "camel.routeTemplate[own].templateId = smpp-link\n");
        assertThat(Site.of(home, mine, null).values())
                .containsKey("camel.routeTemplate[own].templateId")
                .doesNotContainKey("camel.routeTemplate[shipped].templateId");
    }

    @Test
    void anOwnRouteFileTakesThePlaceOfThePackagesOfTheSameName() throws IOException {
        write(mine.resolve("deeper/routing.camel.yaml"), "[]");
        write(mine.resolve("new.camel.yaml"), "[]");
        write(mine.resolve("data/kept.camel.yaml"), "[]");
        write(mine.resolve("..2026/routing.camel.yaml"), "what Kubernetes links to");
        Site site = Site.of(home, mine, null);
        assertThat(names(site.routes()))
                .containsExactly(
                        "package/routes/inputs/http-in.camel.yaml",
                        "mine/deeper/routing.camel.yaml",
                        "mine/new.camel.yaml");
        assertThat(names(site.ownRoutes())).containsExactly("mine/deeper/routing.camel.yaml", "mine/new.camel.yaml");
    }

    @Test
    void aWholeCopyOfTheRoutesIsAllThereIs() throws IOException {
        Path copy = folder.resolve("copy");
        write(copy.resolve("routing.camel.yaml"), "[]");
        write(mine.resolve("new.camel.yaml"), "[]");
        Site site = Site.of(home, mine, copy);
        assertThat(names(site.routes())).containsExactly("copy/routing.camel.yaml");
        assertThat(names(site.properties())).endsWith("package/routes/hub.properties");
        write(copy.resolve("hub.properties"), "camel.main.name = copy\n");
        assertThat(names(Site.of(home, mine, copy).properties())).endsWith("copy/hub.properties");
    }

    @Test
    void aFileIsOnesOwnOrThePackages() throws IOException {
        Site site = Site.of(home, mine, null);
        assertThat(site.file("clients.yaml")).isEqualTo(home.resolve("config/clients.yaml"));
        write(mine.resolve("clients.yaml"), "clients: []");
        assertThat(site.file("clients.yaml")).isEqualTo(mine.resolve("clients.yaml"));
    }

    @Test
    void aFolderThatIsNoConfigurationIsNamed() {
        assertThatThrownBy(() -> Site.of(home, folder, null))
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("application.properties");
        assertThatThrownBy(() -> Site.of(home, mine, mine))
                .hasMessageContaining(mine.toString())
                .hasMessageContaining("*.camel.yaml");
    }
}
