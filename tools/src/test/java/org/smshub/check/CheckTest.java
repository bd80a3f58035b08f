package org.smshub.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;

class CheckTest {

    private static final String TEMPLATE = """
            - routeTemplate:
                id: line
                parameters:
                  - name: host
                  - name: port
                    defaultValue: "2775"
                route:
                  from:
                    uri: ledger:link
                    parameters:
                      name: "{{host}}"
                      window: 5
                    steps:
                      - to:
                          uri: "smpp:{{me}}@{{host}}:{{port}}"
                          parameters:
                            password: "RAW({{secret:none}})"
                            smsLink: "{{host}}"
            """;

    private static Check check;

    @BeforeAll
    static void load() throws IOException {
        check = new Check();
    }

    @TempDir
    Path folder;

    private Path routes;
    private Path config;

    @BeforeEach
    void aSoundHub() throws IOException {
        routes = Files.createDirectories(folder.resolve("routes"));
        config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(routes.resolve("line.camel.yaml"), TEMPLATE);
        Files.writeString(config.resolve("application.properties"), """
                me = hub
                camel.main.name = x
                camel.component.ledger.directory = {{data:data}}
                camel.server.port = 8080
                camel.beans.any = #class:org.example.Any
                """);
        Files.writeString(config.resolve("links.properties"), """
                camel.routeTemplate[a].templateId = line
                camel.routeTemplate[a].routeId = a
                camel.routeTemplate[a].host = example.net
                """);
        assertThat(findings()).isEmpty();
    }

    @Test
    void theRepositorysOwnRoutesAndConfigurationAreSound() throws IOException {
        Path home = HubSite.findHome();
        assertThat(CopiedSite.check(check, home.resolve("routes"), home.resolve("config")))
                .isEmpty();
    }

    @Test
    void andSoTheyAreWithWebhooksAndEventStreams() throws IOException {
        Path home = HubSite.findHome();
        try (HubSite site = HubSite.create(home, HubSite.freePort(), Map.of())) {
            site.property("hub.webhooks", "true");
            site.property("hub.events.stream", "true");
            // the bench's own link has a password that everybody knows
            assertThat(CopiedSite.check(check, site.routes(), site.config()))
                    .allMatch(finding -> finding.what().contains("[sink].password stands here in plain"));
        }
    }

    @Test
    void aSecretInPlain() throws IOException {
        route("""
                - route:
                    from:
                      uri: direct:x
                      steps:
                        - to:
                            uri: ftp:example.net
                            parameters:
                              username: me
                              password: "RAW(hunter2)"
                        - to: ftp:example.net?password=hunter2
                """);
        assertThat(findings()).hasSize(2).allSatisfy(f -> assertThat(f)
                .contains(" stands here in plain: {{env:NAME}} or {{file:PATH}}")
                .doesNotContain("hunter2"));
        assertThat(findings())
                .anyMatch(f -> f.startsWith("bad.camel.yaml:9: password"))
                .anyMatch(f -> f.startsWith("bad.camel.yaml:10: password"));
    }

    @Test
    void noYaml() throws IOException {
        route("- route:\n    from:\n      uri: direct:x\n     steps: [\n");
        assertThat(findings()).hasSize(1).first().asString().contains("bad.camel.yaml:4: no YAML: ");
    }

    @Test
    void aWordThatIsNoPartOfTheLanguage() throws IOException {
        route("""
                - route:
                    id: x
                    from:
                      uri: direct:x
                      steps:
                        - log:
                            message: hello
                            levle: WARN
                """);
        assertThat(findings()).containsExactly("bad.camel.yaml:8: 'levle' is unknown to Camel's YAML here");
    }

    @Test
    void aStepThatDoesNotExist() throws IOException {
        route("""
                - route:
                    from:
                      uri: direct:x
                      steps:
                        - sett: x
                """);
        assertThat(findings())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("bad.camel.yaml:5: ")
                .contains("sett");
    }

    @Test
    void aNumberWhereTheSchemaWantsText() throws IOException {
        route("""
                - route:
                    from:
                      uri: direct:x
                      steps:
                        - setHeader:
                            name: a
                            constant: 202
                """);
        assertThat(findings()).isNotEmpty().allSatisfy(f -> assertThat(f).startsWith("bad.camel.yaml:7: "));
    }

    @Test
    void anEndpointsOptions() throws IOException {
        route("""
                - route:
                    from:
                      uri: timer:tick
                      parameters:
                        perid: 1000
                      steps:
                        - to:
                            uri: smpp:hub@localhost:2775
                            parameters:
                              enquireLinkTimr: 1000
                        - to:
                            uri: ledger:accept
                            parameters:
                              windoww: 3
                        - to: carrier-pigeon:coop
                        - to:
                            uri: log:x
                            parameters:
                              showAll: perhaps
                """);
        assertThat(findings()).hasSize(5);
        assertThat(findings().get(0)).startsWith("bad.camel.yaml:5: ").contains("perid");
        assertThat(findings().get(1)).startsWith("bad.camel.yaml:10: ").contains("enquireLinkTimr");
        assertThat(findings().get(2)).startsWith("bad.camel.yaml:14: ").contains("windoww");
        assertThat(findings().get(3)).startsWith("bad.camel.yaml:15: ").contains("carrier-pigeon");
        assertThat(findings().get(4)).startsWith("bad.camel.yaml:19: ").contains("showAll");
    }

    @Test
    void whatIsReferredToAndNotThere() throws IOException {
        route("""
                - route:
                    from:
                      uri: direct:x
                      steps:
                        - setHeader:
                            name: a
                            constant: "{{not.set}} {{?may.be}} {{with:default}} {{me}}"
                """);
        assertThat(findings())
                .containsExactly(
                        "bad.camel.yaml:7: the configuration does not set 'not.set', and {{not.set}} has no default");
    }

    @Test
    void keysOfTheConfiguration() throws IOException {
        Files.writeString(config.resolve("application.properties"), """
                # a comment
                me = hub
                camel.main.naem = x
                camel.component.ledger.directry = data
                camel.component.pigeon.coop = 3
                camel.server.prot = 8080
                camel.health.enabled = perhaps
                camel.nothing.at = all
                nonsense
                me = again
                """);
        assertThat(findings()).hasSize(8);
        int[] lines = {3, 4, 5, 6, 7, 8, 9, 10};
        for (int line : lines) {
            assertThat(findings()).anySatisfy(f -> assertThat(f).startsWith("application.properties:" + line + ": "));
        }
    }

    @Test
    void anOperationThatNoRouteAnswers() throws IOException {
        Files.writeString(config.resolve("x.openapi.yaml"), """
                openapi: 3.0.3
                paths:
                  /a:
                    parameters: []
                    get: {}
                    post: {}
                  /a/{id}:
                    get: {}
                    delete: {}
                """);
        route("""
                - route:
                    from:
                      uri: platform-http:/a
                      parameters:
                        httpMethodRestrict: GET
                      steps:
                        - log: x
                - route:
                    from:
                      uri: platform-http:/a/{id}
                      steps:
                        - log: x
                """);
        assertThat(findings())
                .containsExactly("x.openapi.yaml:6: no route answers POST: one begins with platform-http:/a"
                        + " and httpMethodRestrict: POST");
    }

    private void route(String yaml) throws IOException {
        Files.writeString(routes.resolve("bad.camel.yaml"), yaml);
    }

    /** File name, line and words of each finding. */
    private List<String> findings() throws IOException {
        return CopiedSite.words(check, routes, config).stream()
                .map(f -> f.file().getFileName() + ":" + f.line() + ": " + f.what())
                .toList();
    }
}
