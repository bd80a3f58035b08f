package org.smshub.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;

class LaunchTest {

    private static final Path HOME = HubSite.findHome();

    @TempDir
    Path folder;

    private Path mine() throws IOException {
        Path mine = folder.resolve("it's mine");
        Init.make(HOME, mine);
        return mine;
    }

    private static List<String> run(Path config) throws IOException {
        return Launch.command(HOME, "run", List.of("--config", config.toString()));
    }

    private static String classPath(List<String> words) {
        return words.get(words.indexOf("-cp") + 1);
    }

    @Test
    void anOwnConfigurationIsComplete() throws IOException {
        Path mine = mine();
        assertThat(run(mine))
                .contains("-Dhub.config=" + mine, "-Dhub.home=" + HOME, "-Dhub.routes=" + mine)
                .contains("-Dhub.data=" + mine.resolve("data"))
                .endsWith("org.apache.camel.main.Main");
        assertThat(classPath(run(mine)))
                .startsWith(HOME.resolve("routes/target/hub/lib") + "/*")
                .endsWith(mine.resolve("lib") + "/*:" + mine)
                .doesNotContain("lib/mail", "lib/files", "lib/jms", "lib/kafka", "lib/artemis");
    }

    @Test
    void jarsOfAWayAreThereForWhoHasIt() throws IOException {
        Path mine = mine();
        Files.writeString(mine.resolve("links.properties"), "camel.routeTemplate[x].templateId = sftp-in\n");
        assertThat(classPath(run(mine))).contains("lib/files/*").doesNotContain("lib/mail");
        Files.writeString(
                mine.resolve("application.properties"),
                "hub.jms.broker = embedded\ncamel.beans.jms = #class:org.smshub.hub.jms.JmsConnections\n");
        assertThat(classPath(run(mine))).contains("lib/jms/*", "lib/artemis/*").doesNotContain("lib/kafka");
        Files.writeString(mine.resolve("application.properties"), "camel.component.kafka.saslMechanism = PLAIN\n");
        assertThat(classPath(run(mine))).contains("lib/kafka/*").doesNotContain("lib/jms");
        Files.writeString(
                mine.resolve("own.camel.yaml"),
                "# imap: is a comment\n- route: {id: x, from: {uri: \"kafka:topic\", steps: [{to: \"log:x\"}]}}\n");
        assertThat(classPath(run(mine))).contains("lib/kafka/*").doesNotContain("lib/mail");
    }

    @Test
    void anAbsoluteFolderOfDataStaysOne() throws IOException {
        Path mine = mine();
        Files.writeString(mine.resolve("application.properties"), "hub.data = /srv/data\n");
        assertThat(run(mine)).noneMatch(word -> word.startsWith("-Dhub.data="));
    }

    @Test
    void devReadsTheOwnFolderAgain() throws IOException {
        Path mine = mine();
        assertThat(Launch.command(HOME, "run", List.of("--dev", "--config", mine.toString())))
                .contains(
                        "-Dcamel.main.routesReloadEnabled=true",
                        "-Dcamel.main.routesReloadDirectory=" + mine,
                        "-Dcamel.main.routesReloadRemoveAllRoutes=false");
    }

    /** A JVM from 24 on warns of what Netty and SQLite do, and knows these words. */
    @Test
    void noCommandBeginsWithWarningsOfTheJvm() throws IOException {
        boolean warns = Runtime.version().feature() >= 24;
        for (String command : List.of("run", "check", "simulate")) {
            List<String> words = Launch.command(HOME, command, List.of());
            for (String quiet :
                    List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")) {
                assertThat(words.contains(quiet)).as(command + " " + quiet).isEqualTo(warns);
            }
        }
    }

    @Test
    void aWrongOptionOrCommandIsNamed() {
        assertThatThrownBy(() -> Launch.command(HOME, "run", List.of("--conf", "x")))
                .hasMessageContaining("--conf");
        assertThatThrownBy(() -> Launch.command(HOME, "run", List.of("--config")))
                .hasMessageContaining("folder");
        assertThatThrownBy(() -> Launch.command(HOME, "fly", List.of())).hasMessageContaining("fly");
    }

    @Test
    void aShellReadsEachWordAsItIs() throws Exception {
        for (String word : List.of("plain", "two words", "it's", "$HOME `date` \"x\" \\n", "a*b?", "")) {
            Process shell = new ProcessBuilder("sh", "-c", "printf %s " + Launch.quoted(word)).start();
            assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(word);
        }
    }
}
