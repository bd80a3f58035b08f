package org.smshub.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;

/** What one property switches on is not even on the class path of who has it off. */
class SwitchedTest {

    private static final Path HOME = HubSite.findHome();

    @TempDir
    Path folder;

    private List<String> run(String properties) throws IOException {
        if (Files.notExists(folder.resolve("application.properties"))) {
            Init.make(HOME, folder);
        }
        Files.writeString(folder.resolve("application.properties"), properties);
        return Launch.command(HOME, "run", List.of("--config", folder.toString()));
    }

    private static String classPath(List<String> words) {
        return words.get(words.indexOf("-cp") + 1);
    }

    private static String log(List<String> words) {
        return words.stream()
                .filter(word -> word.startsWith("-Dlog4j2.configurationFile="))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothingUnlessItIsSaid() throws IOException {
        assertThat(classPath(run(""))).doesNotContain("lib/json", "lib/otel", "lib/console", "lib/devconsole");
        assertThat(log(run(""))).endsWith("config/log4j2.properties");
        assertThat(log(run("hub.log = text\n"))).endsWith("config/log4j2.properties");
    }

    @Test
    void traces() throws IOException {
        assertThat(classPath(run("hub.traces = true\n"))).contains("lib/otel/*").doesNotContain("lib/json");
    }

    @Test
    void aLedgerOnPostgreSql() throws IOException {
        assertThat(classPath(run("hub.ledger.url = jdbc:postgresql://a,b/ledger\n")))
                .contains("lib/postgres/*");
        assertThat(classPath(run("hub.ledger.url =\n"))).doesNotContain("lib/postgres");
    }

    @Test
    void theConsoles() throws IOException {
        assertThat(classPath(run("hub.console = true\n")))
                .contains("lib/console/*")
                .doesNotContain("lib/devconsole");
        assertThat(classPath(run("hub.devConsole = true\n")))
                .contains("lib/devconsole/*")
                .doesNotContain("lib/console/");
    }

    /** Over the loggers of the one file lies the form of the other; either may be one's own. */
    @Test
    void aLogInJson() throws IOException {
        List<String> words = run("hub.log = json\n");
        assertThat(classPath(words)).contains("lib/json/*");
        assertThat(log(words)).matches(".*/config/log4j2.properties,file:.*/config/log4j2-json.properties");
        Files.writeString(folder.resolve("log4j2.properties"), "rootLogger.level = warn\n");
        assertThat(log(run("hub.log = json\n"))).contains(folder.resolve("log4j2.properties") + ",");
        assertThatThrownBy(() -> run("hub.log = xml\n")).hasMessage("hub.log is text or json, not xml");
    }
}
