package org.smshub;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.smshub.bench.HubSite;

/**
 * Who may import whom: text ← link, smpp ← line ← protocol modules; core ← ledger ← hub; the tools stand beside the hub. A protocol
 * module stands on core and line alone, and the ledger knows no protocol.
 */
@AnalyzeClasses(
        packages = "org.smshub",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArrowsTest.NoTestJars.class})
class ArrowsTest {

    /** What the tests of the protocols share is no part of the hub. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String TEXT = "org.smshub.text..";
    private static final String LINK = "org.smshub.link..";
    private static final String LINE = "org.smshub.line..";
    private static final String SMPP = "org.smshub.smpp..";
    private static final String LEDGER = "org.smshub.ledger..";
    private static final String HUB = "org.smshub.hub..";
    private static final String CHECK = "org.smshub.hub.check";
    private static final String CALLS = "org.smshub.hub.calls";
    private static final String[] TOOLS = {
        "org.smshub.bench..",
        "org.smshub.explain..",
        "org.smshub.check..",
        "org.smshub.editors..",
        "org.smshub.modem..",
        "org.smshub.move..",
        "org.smshub.nodes..",
        "org.smshub.importer..",
        "org.smshub.simulate..",
        "org.smshub.site.."
    };
    private static final String[] PROTOCOLS = {
        "org.smshub.nettysmpp..", "org.smshub.ucp..", "org.smshub.cimd2..", "org.smshub.gsmmodem.."
    };

    /** As many files as a stranger takes in at a glance. */
    private static final int FILES = 20;

    private static final List<String> SHORT = List.of(
            "org/smshub/text/",
            "org/smshub/hub/",
            "org/smshub/link/",
            "org/smshub/check/",
            "org/smshub/ledger/commit/",
            "org/smshub/ledger/commit/work/",
            "org/smshub/ledger/commit/writer/",
            "org/smshub/ledger/crew/",
            "org/smshub/ledger/queue/",
            "org/smshub/ledger/store/",
            "org/smshub/ledger/store/sql/",
            "org/smshub/ledger/store/sqlite/",
            "org/smshub/nettysmpp/",
            "org/smshub/ucp/",
            "org/smshub/cimd2/");

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
    static final ArchRule TEXT_HAS_LAYERS = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(TEXT)
            .layer("text")
            .definedBy("org.smshub.text")
            .layer("udh")
            .definedBy("org.smshub.text.udh..")
            .layer("tpdu")
            .definedBy("org.smshub.text.tpdu..")
            .layer("plan")
            .definedBy("org.smshub.text.plan..")
            .whereLayer("udh")
            .mayOnlyBeAccessedByLayers("tpdu", "plan")
            .whereLayer("tpdu")
            .mayOnlyBeAccessedByLayers("plan")
            .whereLayer("plan")
            .mayNotBeAccessedByAnyLayer()
            .as("org.smshub.text: text ← udh ← tpdu ← plan");

    @ArchTest
    static final ArchRule SMPP_IS_PURE = noClasses()
            .that()
            .resideInAPackage(SMPP)
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(SMPP, TEXT, LINK, "java.lang..", "java.util..", "java.nio.charset", "java.time..")
            .as("org.smshub.smpp: what SMPP says, as pure functions, no Camel, no I/O, no Netty");

    @ArchTest
    static final ArchRule LEDGER_HAS_LAYERS = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(LEDGER)
            .layer("ledger")
            .definedBy("org.smshub.ledger")
            .layer("console")
            .definedBy("org.smshub.ledger.console..")
            .layer("cluster")
            .definedBy("org.smshub.ledger.cluster..")
            .layer("nodes")
            .definedBy("org.smshub.ledger.nodes..")
            .layer("commit")
            .definedBy("org.smshub.ledger.commit")
            .layer("work")
            .definedBy("org.smshub.ledger.commit.work..")
            .layer("writer")
            .definedBy("org.smshub.ledger.commit.writer..")
            .layer("crew")
            .definedBy("org.smshub.ledger.crew..")
            .layer("entry")
            .definedBy("org.smshub.ledger.entry..")
            .layer("queue")
            .definedBy("org.smshub.ledger.queue..")
            .layer("store")
            .definedBy("org.smshub.ledger.store")
            .layer("sql")
            .definedBy("org.smshub.ledger.store.sql..")
            .layer("sqlite")
            .definedBy("org.smshub.ledger.store.sqlite..")
            .layer("postgres")
            .definedBy("org.smshub.ledger.postgres..")
            .whereLayer("console")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("ledger")
            .mayOnlyBeAccessedByLayers("console", "cluster")
            .whereLayer("cluster")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("nodes")
            .mayOnlyBeAccessedByLayers("ledger", "cluster")
            .whereLayer("sql")
            .mayOnlyBeAccessedByLayers("sqlite", "postgres")
            .whereLayer("postgres")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("sqlite")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("writer")
            .mayOnlyBeAccessedByLayers("ledger", "nodes")
            .whereLayer("work")
            .mayOnlyBeAccessedByLayers("writer")
            .whereLayer("commit")
            .mayOnlyBeAccessedByLayers("ledger", "nodes", "work", "writer")
            .whereLayer("queue")
            .mayOnlyBeAccessedByLayers("ledger", "nodes", "commit", "work", "writer", "console")
            .as(
                    "org.smshub.ledger: entry ← store ← queue ← commit ← work ← writer ← nodes ← ledger; store ← sql ← sqlite, postgres: an engine is known to nobody");

    @ArchTest
    static final ArchRule THE_STORE_KNOWS_NO_ENGINE = noClasses()
            .that()
            .resideInAnyPackage("org.smshub.ledger.store", "org.smshub.ledger.queue", "org.smshub.ledger.commit")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.sqlite..", "org.flywaydb..", "org.apache.camel..")
            .as("org.smshub.ledger: neither a database nor Camel inside the walls");

    @ArchTest
    static final ArchRule LINK_KNOWS_NO_PROTOCOL = noClasses()
            .that()
            .resideInAPackage(LINK)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(with(PROTOCOLS, SMPP, LINE, LEDGER, HUB, "org.apache.camel.."))
            .as("org.smshub.link: what a session needs whatever the protocol, without Camel");

    @ArchTest
    static final ArchRule LINE_KNOWS_NO_PROTOCOL = noClasses()
            .that()
            .resideInAPackage(LINE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(with(PROTOCOLS, LEDGER, HUB, "java.sql.."))
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
                    "org.smshub.(nettysmpp|ucp|cimd2|gsmmodem)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true)
            .as("protocol modules do not know each other");

    @ArchTest
    static final ArchRule CODECS_KNOW_NO_CAMEL = noClasses()
            .that()
            .resideInAPackage("org.smshub.*.codec..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.smshub.nettysmpp",
                    "org.smshub.ucp",
                    "org.smshub.cimd2",
                    "org.smshub.line.camel..",
                    "org.smshub.line.options..",
                    "org.apache.camel..")
            .as("the codec of a protocol: octets and frames; what Camel sees is in the package above");

    @ArchTest
    static final ArchRule LEDGER_KNOWS_NO_PROTOCOL = noClasses()
            .that()
            .resideInAPackage(LEDGER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(with(
                    PROTOCOLS,
                    LINE,
                    HUB,
                    "org.apache.camel.component.smpp..",
                    "org.apache.camel.component.platform..",
                    "org.jsmpp..",
                    "io.vertx..",
                    "io.netty.."))
            .as("org.smshub.ledger knows no protocol, no HTTP server and no bean of the hub");

    @ArchTest
    static final ArchRule INPUTS_OF_THE_HUB_DO_NOT_KNOW_EACH_OTHER = slices().matching("org.smshub.hub.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAnyPackage(CHECK, CALLS))
            .as("sub-packages of org.smshub.hub stand on it and not on each other");

    @ArchTest
    static final ArchRule THE_HUB_KNOWS_NO_SUB_PACKAGE = noClasses()
            .that()
            .resideInAPackage("org.smshub.hub")
            .should()
            .dependOnClassesThat(resideInAPackage("org.smshub.hub.*..").and(not(resideInAPackage(CHECK))))
            .as("org.smshub.hub is what every input needs");

    @ArchTest
    static final ArchRule THE_CHECK_KNOWS_NOTHING_OF_THE_HUB = noClasses()
            .that()
            .resideInAPackage(CHECK)
            .should()
            .dependOnClassesThat(resideInAPackage(HUB).and(not(resideInAPackage(CHECK))))
            .as("org.smshub.hub.check stands below the hub's beans");

    @ArchTest
    static final ArchRule CALLS_KNOW_NOTHING_OF_THE_HUB = noClasses()
            .that()
            .resideInAPackage(CALLS)
            .should()
            .dependOnClassesThat(resideInAPackage(HUB).and(not(resideInAPackage(CALLS))))
            .as("org.smshub.hub.calls stands below the hub's beans");

    @ArchTest
    static final ArchRule MAIL_HAS_WALLS = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.smshub.hub.mail..")
            .layer("mail")
            .definedBy("org.smshub.hub.mail")
            .layer("text")
            .definedBy("org.smshub.hub.mail.text")
            .layer("sender")
            .definedBy("org.smshub.hub.mail.sender")
            .layer("smtp")
            .definedBy("org.smshub.hub.mail.smtp")
            .whereLayer("smtp")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("mail")
            .mayOnlyBeAccessedByLayers("smtp")
            .whereLayer("sender")
            .mayOnlyBeAccessedByLayers("mail")
            .as("org.smshub.hub.mail: text, sender ← mail ← smtp");

    @ArchTest
    static final ArchRule ONLY_THE_MODULE_FOR_IT_KNOWS_SPRING = noClasses()
            .that()
            .resideOutsideOfPackage("org.smshub.springboot..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache.camel.spring..")
            .as("the components need no Spring");

    /** In a package of others a class sees what they keep to themselves, and breaks with their next version. */
    @Test
    void allClassesAreInPackagesOfOurOwn() throws IOException {
        assertThat(sources()).isNotEmpty().allSatisfy(source -> assertThat(source.toString())
                .contains("/java/org/smshub/"));
    }

    @Test
    void noPackageIsTooLongToSeeItsWalls() throws IOException {
        Map<Path, Long> files = sources().stream()
                .filter(source -> SHORT.stream().anyMatch(source.toString()::contains))
                .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
        assertThat(files).isNotEmpty().allSatisfy((folder, count) -> assertThat(count)
                .as("%s", folder)
                .isLessThanOrEqualTo(FILES));
    }

    private static List<Path> sources() throws IOException {
        Path home = HubSite.findHome();
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().matches(".*/src/main/java/.*[.]java"))
                    .map(home::relativize)
                    .toList();
        }
    }

    @ArchTest
    static final ArchRule THE_HUB_NEEDS_NO_TOOL = noClasses()
            .that()
            .resideOutsideOfPackages(TOOLS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TOOLS)
            .as("bench and check are tools beside the hub");

    @ArchTest
    static final ArchRule THE_LAUNCHER_NEEDS_THE_JDK_ALONE = classes()
            .that()
            .resideInAPackage("org.smshub.site..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.smshub.site..", "java..")
            .as("the launcher's classes run before there is a class path");

    @ArchTest
    static void everyModuleIsLookedAt(JavaClasses classes) {
        for (String type : List.of(
                "org.smshub.link.SmsHeaders",
                "org.smshub.springboot.ComponentAutoConfiguration",
                "org.smshub.line.Protocol",
                "org.smshub.line.camel.LineComponent",
                "org.smshub.nettysmpp.codec.SmppCodec",
                "org.smshub.ucp.codec.UcpCodec",
                "org.smshub.cimd2.codec.Cimd2Codec",
                "org.smshub.ledger.Ledger",
                "org.smshub.hub.Numbers",
                "org.smshub.hub.http.HttpEngine",
                "org.smshub.text.plan.Plan",
                "org.smshub.check.Check")) {
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
