package org.smshub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;
import org.smshub.site.Init;

/** What the packages say in several places is the same everywhere; the packages themselves are tried by ops/try-packages.sh. */
class OpsTest {

    private static final Path HOME = HubSite.findHome();
    private static final Path UNIT = HOME.resolve("packages/src/deb/files/smshub.service");

    /** What the launcher reads, and no property is. */
    private static final Set<String> LAUNCHER = Set.of("HUB_CLASS_ARCHIVE");

    @TempDir
    Path folder;

    private static String text(String file) throws IOException {
        return Files.readString(HOME.resolve(file));
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void theUnitIsHardened() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")));
        MatchResult level = Pattern.compile("exposure level for .*: ([0-9.]+)")
                .matcher(output("systemd-analyze", "security", "--offline=true", UNIT.toString()))
                .results()
                .findFirst()
                .orElseThrow();
        assertThat(Double.parseDouble(level.group(1))).isLessThanOrEqualTo(2.0);
    }

    @Test
    void theScriptsAreShell() throws Exception {
        for (String script : List.of("hub", "docs/recipes/sms-send", "ops/try-packages.sh", "ops/reproducible.sh")) {
            output(
                    text(script).startsWith("#!/bin/sh") ? "sh" : "bash",
                    "-n",
                    HOME.resolve(script).toString());
        }
        for (String script : List.of("postinst", "prerm", "postrm")) {
            output(
                    "sh",
                    "-n",
                    HOME.resolve("packages/src/deb/control/" + script).toString());
        }
    }

    @Test
    void theFilesThatInitMakesArePackagedEverywhere() throws IOException {
        Init.make(HOME, folder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                assertThat(text("packages/pom.xml")).contains("<dst>/etc/smshub/" + name + "</dst>");
                assertThat(text("ops/kubernetes/kustomization.yaml")).contains("config/" + name);
                assertThat(text("docs/install.md")).contains("`" + name + "`");
            }
        }
    }

    @Test
    void everyVariableIsAProperty() throws IOException {
        Set<String> properties = text("config/application.properties")
                .lines()
                .filter(line -> line.matches("hub\\..* =.*"))
                .map(line ->
                        line.replaceFirst(" *=.*", "").toUpperCase(Locale.ROOT).replace('.', '_'))
                .collect(Collectors.toCollection(TreeSet::new));
        properties.addAll(LAUNCHER);
        for (String file : List.of(
                "packages/src/deb/files/smshub.service", "ops/container/Containerfile", "ops/kubernetes/hub.yaml")) {
            assertThat(Pattern.compile("HUB_[A-Z_]+")
                            .matcher(text(file))
                            .results()
                            .map(MatchResult::group))
                    .as(file)
                    .isNotEmpty()
                    .allMatch(properties::contains);
        }
    }
}
