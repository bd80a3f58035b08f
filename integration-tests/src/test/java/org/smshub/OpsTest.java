package org.smshub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

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
                "packages/src/deb/files/smshub.service",
                "ops/container/Containerfile",
                "ops/container/compose-nodes.yaml",
                "ops/kubernetes/hub.yaml",
                "ops/kubernetes-nodes/hub.yaml")) {
            assertThat(Pattern.compile("HUB_[A-Z_]+")
                            .matcher(text(file))
                            .results()
                            .map(MatchResult::group))
                    .as(file)
                    .isNotEmpty()
                    .allMatch(properties::contains);
        }
    }

    private static List<Map<?, ?>> yaml(String file) throws IOException {
        List<Map<?, ?>> documents = new ArrayList<>();
        new Yaml(new SafeConstructor(new LoaderOptions()))
                .loadAll(text(file))
                .forEach(one -> documents.add((Map<?, ?>) one));
        return documents;
    }

    private static Map<?, ?> kind(String file, String kind) throws IOException {
        return yaml(file).stream()
                .filter(one -> kind.equals(one.get("kind")))
                .findFirst()
                .orElseThrow();
    }

    /** What stands below these keys; a number is a place in a list. */
    private static Object at(Object of, Object... path) {
        Object here = of;
        for (Object key : path) {
            here = key instanceof Integer place ? ((List<?>) here).get(place) : ((Map<?, ?>) here).get(key);
        }
        return here;
    }

    private static Map<Object, Object> environment(Object container) {
        Map<Object, Object> all = new HashMap<>();
        for (Object one : (List<?>) at(container, "env")) {
            Object value = at(one, "value");
            all.put(at(one, "name"), value == null ? at(one, "valueFrom", "secretKeyRef") : value);
        }
        return all;
    }

    /** Kustomize lays by names: one that is wrong makes something else, and says nothing. */
    @Test
    void whatLiesOverTheOnePodFitsIt() throws IOException {
        Map<?, ?> base = kind("ops/kubernetes/hub.yaml", "StatefulSet");
        Map<?, ?> over = kind("ops/kubernetes-nodes/hub.yaml", "StatefulSet");
        Object labels = at(base, "spec", "template", "metadata", "labels");
        Object hub = at(over, "spec", "template", "spec", "containers", 0);
        assertThat(at(over, "metadata", "name")).isEqualTo(at(base, "metadata", "name"));
        assertThat(at(hub, "name")).isEqualTo(at(base, "spec", "template", "spec", "containers", 0, "name"));
        assertThat((Integer) at(over, "spec", "replicas")).isGreaterThan(1);

        Map<?, ?> all = yaml("ops/kubernetes-nodes/kustomization.yaml").get(0);
        for (Object resource : (List<?>) at(all, "resources")) {
            assertThat(HOME.resolve("ops/kubernetes-nodes")
                            .resolve(resource.toString())
                            .normalize())
                    .exists();
        }
        assertThat(at(all, "patches", 0, "path")).isEqualTo("hub.yaml");
        assertThat(labels.toString())
                .contains(at(
                                kind("ops/kubernetes-nodes/budget.yaml", "PodDisruptionBudget"),
                                "spec",
                                "selector",
                                "matchLabels",
                                "app.kubernetes.io/name")
                        .toString());

        String postgres = "ops/kubernetes-nodes/postgres.yaml";
        Map<Object, Object> server =
                environment(at(kind(postgres, "StatefulSet"), "spec", "template", "spec", "containers", 0));
        Map<Object, Object> client = environment(hub);
        String name = at(kind(postgres, "Service"), "metadata", "name").toString();
        assertThat(client.get("HUB_LEDGER_URL").toString())
                .startsWith("jdbc:postgresql://" + name + ":"
                        + at(kind(postgres, "Service"), "spec", "ports", 0, "port") + "/" + server.get("POSTGRES_DB"));
        assertThat(client.get("HUB_LEDGER_USER")).isEqualTo(server.get("POSTGRES_USER"));
        assertThat(client.get("HUB_LEDGER_PASSWORD"))
                .isEqualTo(server.get("POSTGRES_PASSWORD"))
                .isEqualTo(Map.of("name", at(all, "secretGenerator", 0, "name"), "key", "password"));
        assertThat(at(kind(postgres, "NetworkPolicy"), "spec", "ingress", 0, "from", 0, "podSelector", "matchLabels"))
                .isEqualTo(at(base, "spec", "selector", "matchLabels"));
    }

    @Test
    void theHubsOfComposeAreTheSameButForTheirDataAndPorts() throws IOException {
        Map<?, ?> all = yaml("ops/container/compose-nodes.yaml").get(0);
        Map<Object, Object> a = new HashMap<>((Map<?, ?>) at(all, "services", "hub-a"));
        Map<Object, Object> b = new HashMap<>((Map<?, ?>) at(all, "services", "hub-b"));
        assertThat(a.remove("ports")).isNotEqualTo(b.remove("ports"));
        assertThat(a.remove("volumes")).isNotEqualTo(b.remove("volumes"));
        assertThat(a).isEqualTo(b);
        Object server = at(all, "services", "postgres", "environment");
        assertThat(at(a, "environment", "HUB_LEDGER_URL").toString())
                .startsWith("jdbc:postgresql://postgres:5432/" + at(server, "POSTGRES_DB"));
        assertThat(at(a, "environment", "HUB_LEDGER_USER")).isEqualTo(at(server, "POSTGRES_USER"));
        assertThat(at(a, "environment", "HUB_LEDGER_PASSWORD"))
                .isEqualTo("{{file:" + at(server, "POSTGRES_PASSWORD_FILE") + "}}");
        assertThat(at(a, "healthcheck"))
                .isEqualTo(at(yaml("ops/container/compose.yaml").get(0), "services", "hub", "healthcheck"));
    }
}
