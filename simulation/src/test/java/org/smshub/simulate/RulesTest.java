package org.smshub.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the checker takes for the hub's rules is what they say. */
class RulesTest {

    private static final Path ROUTES = Path.of(System.getProperty("hub.routes"));
    private static final Pattern CLAUSE =
            Pattern.compile("\\$\\{exception\\.(\\w+)}.*?attempts: (\\d+)", Pattern.DOTALL);

    @Test
    void asManyAttemptsAsTheCheckerCounts() throws IOException {
        Map<String, Integer> attempts = new TreeMap<>();
        for (String clause : clauses(ROUTES.resolve("outcomes.camel.yaml"))) {
            Matcher its = CLAUSE.matcher(clause);
            if (its.find()) {
                attempts.put(its.group(1), Integer.valueOf(its.group(2)));
            }
        }
        assertThat(attempts)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("retryable", Checker.ATTEMPTS, "throttled", Checker.THROTTLES, "barred", 1));
    }

    @Test
    void noLinkHasNumbersOfItsOwn() throws IOException {
        try (Stream<Path> links = Files.walk(ROUTES.resolve("links"))) {
            List<Path> templates = links.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .toList();
            assertThat(templates).isNotEmpty();
            for (Path template : templates) {
                assertThat(clauses(template))
                        .as(template.toString())
                        .noneMatch(clause -> clause.contains("attempts:") || clause.contains("ledger:retry"));
            }
        }
    }

    /** From one onException to the next. */
    private static List<String> clauses(Path file) throws IOException {
        return List.of(Files.readString(file).split("- onException:"));
    }
}
