package org.smshub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.smshub.bench.HubSite;

/** Who may import whom: text ← link ← line ← protocol modules; core ← ledger; a protocol module stands on core and line. */
@AnalyzeClasses(packages = "org.smshub", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {

    private static final String TEXT = "org.smshub.text..";
    private static final String LINK = "org.smshub.link..";
    private static final String LINE = "org.smshub.line..";
    private static final String LEDGER = "org.smshub.ledger..";
    private static final String HUB = "org.smshub.hub..";
    private static final String[] PROTOCOLS = {
        "org.smshub.smppserver..", "org.smshub.ucp..", "org.smshub.cimd2..", "org.smshub.gsmmodem.."
    };

    @ArchTest
    static final ArchRule TEXT_IS_PURE = noClasses()
            .that()
            .resideInAPackage(TEXT)
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    TEXT,
                    "java.lang..",
                    "java.util..",
                    "java.nio",
                    "java.nio.charset",
                    "java.time..",
                    "java.math..",
                    "java.text..",
                    "java.io")
            .as("org.smshub.text: pure functions, no Camel, no I/O");

    @ArchTest
    static final ArchRule LINK_KNOWS_NO_PROTOCOL = noClasses()
            .that()
            .resideInAPackage(LINK)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(with(PROTOCOLS, LINE, LEDGER, HUB, "org.apache.camel.."))
            .as("org.smshub.link: what a session needs whatever the protocol, without Camel");

    @ArchTest
    static final ArchRule LINE_KNOWS_NO_PROTOCOL = noClasses()
            .that()
            .resideInAPackage(LINE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(with(PROTOCOLS, LEDGER, HUB))
            .as("org.smshub.line: the ground under all protocols, knows none");

    @ArchTest
    static final ArchRule SESSIONS_KNOW_NO_CAMEL = noClasses()
            .that()
            .resideInAPackage("org.smshub.line")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.smshub.line.camel..", "org.apache.camel..")
            .as("org.smshub.line: sessions without Camel; what Camel sees is in org.smshub.line.camel");

    @ArchTest
    static final ArchRule PROTOCOLS_STAND_ON_CORE_AND_LINE = noClasses()
            .that()
            .resideInAnyPackage(PROTOCOLS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LEDGER, HUB, "java.sql..", "org.sqlite..", "org.flywaydb..")
            .as("protocol modules depend on core and line alone: no ledger, no database driver");

    @ArchTest
    static final ArchRule PROTOCOLS_DO_NOT_KNOW_EACH_OTHER = slices().matching(
                    "org.smshub.(smppserver|ucp|cimd2|gsmmodem)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true)
            .as("protocol modules do not know each other");

    @ArchTest
    static final ArchRule LEDGER_KNOWS_NO_PROTOCOL = noClasses()
            .that()
            .resideInAPackage(LEDGER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(with(PROTOCOLS, HUB, "org.apache.camel.component.smpp..", "org.jsmpp.."))
            .as("org.smshub.ledger knows no protocol and no bean of the hub");

    @ArchTest
    static final ArchRule THE_HUB_NEEDS_NO_TOOL = noClasses()
            .that()
            .resideOutsideOfPackages("org.smshub.bench..", "org.smshub.lint..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.smshub.bench..", "org.smshub.lint..")
            .as("bench and lint are tools beside the hub");

    @ArchTest
    static void everyModuleIsLookedAt(JavaClasses classes) {
        for (String type : List.of(
                "org.smshub.link.SmsHeaders",
                "org.smshub.line.Protocol",
                "org.smshub.line.camel.LineComponent",
                "org.smshub.ledger.Ledger",
                "org.smshub.hub.Numbers",
                "org.smshub.lint.Lint")) {
            assertThat(classes.contain(type)).as(type).isTrue();
        }
        assertThat(classes.stream().anyMatch(c -> c.getPackageName().equals("org.smshub.text")))
                .isTrue();
    }

    @Test
    void routesAndConfigurationHoldNoJava() throws IOException {
        Path home = HubSite.findHome();
        for (String folder : List.of("routes", "config")) {
            try (Stream<Path> files = Files.walk(home.resolve(folder))) {
                assertThat(files.filter(f -> !f.startsWith(home.resolve(folder).resolve("target")))
                                .filter(f -> f.toString().matches(".*\\.(java|kt|groovy|class|jar)")))
                        .as(folder)
                        .isEmpty();
            }
        }
    }

    private static String[] with(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Stream::of).toArray(String[]::new);
    }
}
