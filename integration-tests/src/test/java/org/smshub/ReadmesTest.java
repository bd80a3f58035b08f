package org.smshub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.smshub.bench.HubSite;

/** What the pages tell a user of Maven to write is what the build makes. */
class ReadmesTest {

    private static final Path HOME = HubSite.findHome();
    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);

    @Test
    void dependenciesHaveTheVersionOfTheBuildAndAreInTheBom() throws IOException {
        String pom = Files.readString(HOME.resolve("pom.xml"));
        String bom = Files.readString(HOME.resolve("bom/pom.xml"));
        String version = element(pom, "version");
        assertThat(element(bom, "version")).isEqualTo(version);
        Set<String> artifacts = dependencies(bom).stream()
                .map(block -> element(block, "artifactId"))
                .collect(Collectors.toSet());
        artifacts.add(element(bom, "artifactId"));
        List<String> named = new ArrayList<>();
        for (Path page : pages()) {
            for (String block : dependencies(Files.readString(page))) {
                String artifact = element(block, "artifactId");
                boolean own = element(block, "groupId").equals("org.smshub");
                assertThat(element(block, "version"))
                        .as("%s: %s", HOME.relativize(page), artifact)
                        .isEqualTo(own ? version : element(pom, "camel.version"));
                if (own) {
                    named.add(artifact);
                }
            }
        }
        assertThat(named)
                .contains("sms-hub-bom", "camel-ucp-component", "camel-netty-smpp-component")
                .isSubsetOf(artifacts);
    }

    /** A component that a user cannot have by the BOM, or whose page does not say how to get it, is none. */
    @Test
    void everyComponentIsInTheBomAndOnItsPage() throws IOException {
        String bom = Files.readString(HOME.resolve("bom/pom.xml"));
        try (Stream<Path> folders = Files.list(HOME)) {
            List<Path> components = folders.filter(folder -> Files.exists(folder.resolve("camel-component")))
                    .toList();
            assertThat(components).hasSizeGreaterThan(1).allSatisfy(folder -> {
                String artifact = "<artifactId>" + folder.getFileName() + "</artifactId>";
                assertThat(bom).contains(artifact);
                assertThat(Files.readString(folder.resolve("README.md")))
                        .contains(artifact)
                        .contains("./mvnw install");
            });
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(HOME)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !HOME.relativize(file).toString().matches(".*(target|node_modules)/.*"))
                    .toList();
        }
    }

    private static List<String> dependencies(String text) {
        return DEPENDENCY.matcher(text).results().map(MatchResult::group).toList();
    }

    /** The first element of that name. */
    private static String element(String xml, String name) {
        return Pattern.compile("<" + name + ">(.*?)</" + name + ">")
                .matcher(xml)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElse("");
    }
}
