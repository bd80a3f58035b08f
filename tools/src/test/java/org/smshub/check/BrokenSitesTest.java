package org.smshub.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smshub.bench.HubSite;
import org.smshub.hub.check.Finding;

/** The repository's own routes and configuration, each time with one thing wrong: it is found, at its file and line, by its word. */
class BrokenSitesTest {

    private static final Path HOME = HubSite.findHome();
    private static Check check;

    @TempDir
    Path site;

    @BeforeAll
    static void load() throws IOException {
        check = new Check();
    }

    static List<Fault> faults() {
        return Faults.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void eachIsFoundAtItsPlace(Fault fault) throws IOException {
        fault.make(HOME, site);

        SortedSet<Finding> findings = CopiedSite.check(check, site.resolve("routes"), site.resolve("config"));

        List<String> lines = Files.readAllLines(site.resolve(fault.at()));
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.what()).contains(fault.word());
            assertThat(finding.file().toAbsolutePath())
                    .isEqualTo(site.resolve(fault.at()).toAbsolutePath());
            if (fault.line() != null) {
                assertThat(lines.get(finding.line() - 1)).contains(fault.line());
            }
        });
        assertThat(findings.size()).as("no more than that: %s", findings).isLessThanOrEqualTo(2);
    }

    @Test
    void aGoodOneHasNothing() throws IOException {
        Fault.copy(HOME, site);
        assertThat(CopiedSite.check(check, site.resolve("routes"), site.resolve("config")))
                .isEmpty();
    }

    @Test
    void nothingIsWritten() throws IOException {
        Fault.copy(HOME, site);
        CopiedSite.check(check, site.resolve("routes"), site.resolve("config"));
        assertThat(site.resolve("data")).doesNotExist();
        try (Stream<Path> files = Files.list(site)) {
            assertThat(files).containsExactlyInAnyOrder(site.resolve("routes"), site.resolve("config"));
        }
    }
}
