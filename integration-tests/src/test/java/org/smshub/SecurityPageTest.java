package org.smshub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.smshub.bench.HubSite;

/** Each row of the table of risks in SECURITY.md names tests, and these are there. */
class SecurityPageTest {

    private static final Path HOME = HubSite.findHome();
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    @Test
    void everyRiskHasTestsThatExist() throws IOException {
        List<String> rows = Files.readAllLines(HOME.resolve("SECURITY.md")).stream()
                .filter(line -> line.matches("\\| API\\d+ .*"))
                .toList();
        assertThat(rows).hasSize(10);
        for (String row : rows) {
            List<MatchResult> tests = TEST.matcher(row.substring(row.lastIndexOf(" | ")))
                    .results()
                    .toList();
            assertThat(tests).as(row).isNotEmpty();
            for (MatchResult test : tests) {
                assertThat(source(test.group(1))).as(row).contains(" " + test.group(2) + "(");
            }
        }
    }

    private static String source(String test) throws IOException {
        try (Stream<Path> files = Files.walk(HOME)) {
            Path file = files.filter(path -> path.endsWith(test + ".java"))
                    .filter(path -> path.toString().contains("src/test/java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("There is no test " + test));
            return Files.readString(file);
        }
    }

    /** The properties that the page names are those of the configuration. */
    @Test
    void everyPropertyIsInTheConfiguration() throws IOException {
        String configuration = Files.readString(HOME.resolve("config/application.properties"));
        List<MatchResult> named = Pattern.compile("`(hub\\.[\\w.]+)`")
                .matcher(Files.readString(HOME.resolve("SECURITY.md")))
                .results()
                .toList();
        assertThat(named).hasSizeGreaterThan(10).allSatisfy(property -> assertThat(configuration)
                .containsPattern("(?m)^" + Pattern.quote(property.group(1)) + " = "));
    }
}
