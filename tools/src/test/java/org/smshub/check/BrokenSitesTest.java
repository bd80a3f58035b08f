package org.smshub.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final String APPLICATION = "config/application.properties";
    private static final String WIRING = "routes/hub.properties";
    private static final String LINKS = "config/links.properties";
    private static final String CLIENTS = "config/clients.yaml";
    private static final String SIMULATOR = "config/simulator.yaml";
    private static final String ROUTING = "routes/routing.camel.yaml";
    private static final String ACCEPT = "routes/accept.camel.yaml";
    private static final String OUTCOMES = "routes/outcomes.camel.yaml";
    private static final String SMPP_LINK = "routes/links/smpp-link.camel.yaml";

    /** A second link, whose options are then misspelt; its port is nobody's. */
    private static final String ORANGE = """
            camel.routeTemplate[orange].templateId = smpp-link
            camel.routeTemplate[orange].routeId = link-orange
            camel.routeTemplate[orange].name = orange
            camel.routeTemplate[orange].host = 127.0.0.1
            camel.routeTemplate[orange].port = 12775
            camel.routeTemplate[orange].systemId = me
            camel.routeTemplate[orange].password = {{env:ORANGE_PASSWORD:secret}}
            """;

    private static final String UCP = """
            camel.routeTemplate[ucp].templateId = ucp-link
            camel.routeTemplate[ucp].routeId = link-ucp
            camel.routeTemplate[ucp].name = ucp
            camel.routeTemplate[ucp].port = 15000
            camel.routeTemplate[ucp].username = 8812
            """;

    /**
     * A fault.
     *
     * @param file what is changed; made where it is not there
     * @param from replaced, once; empty: {@code to} is added at the end
     * @param at file where it is found, at the line that has this text; null = the first
     * @param word said
     */
    private record Fault(String name, String file, String from, String to, String at, String line, String word) {

        Fault(String name, String file, String from, String to, String line, String word) {
            this(name, file, from, to, file, line, word);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Check check;

    @TempDir
    Path site;

    @BeforeAll
    static void load() throws IOException {
        check = new Check();
    }

    static List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        // ---- links and their names
        faults.add(new Fault(
                "SmsLinks names no link", ROUTING, "\"{{hub.links.default}}\"", "nowhere", "setHeader:", "'nowhere'"));
        faults.add(new Fault(
                "SmsLinks names one that is and one that is not",
                ROUTING,
                "\"{{hub.links.default}}\"",
                "simulator,blue",
                "setHeader:",
                "'blue'"));
        faults.add(new Fault(
                "the same by simple",
                ROUTING,
                "constant: \"{{hub.links.default}}\"",
                "simple: nowhere",
                "setHeader:",
                "'nowhere'"));
        faults.add(new Fault(
                "SmsLinks is empty", ROUTING, "\"{{hub.links.default}}\"", "\"\"", "setHeader:", "names no link"));
        faults.add(new Fault(
                "the default names no link",
                APPLICATION,
                "hub.links.default = simulator",
                "hub.links.default = simulater",
                "simulater",
                "'simulater'"));
        faults.add(new Fault(
                "two links of one name",
                LINKS,
                "",
                ORANGE.replace("name = orange", "name = simulator"),
                "[orange].name = simulator",
                "there is a link 'simulator' already"));
        faults.add(new Fault(
                "a link that nothing goes by",
                LINKS,
                "",
                ORANGE,
                "[orange].name = orange",
                "no route names the link 'orange'"));
        faults.add(new Fault(
                "a misspelt option of a link",
                LINKS,
                "",
                ORANGE.replace("].port", "].prot"),
                "[orange].prot",
                "no parameter 'prot'"));
        faults.add(new Fault(
                "an option that has no default is lacking",
                LINKS,
                "",
                ORANGE.replace("camel.routeTemplate[orange].systemId = me\n", ""),
                "[orange].templateId",
                "lacks 'systemId'"));
        faults.add(new Fault(
                "a template that there is not",
                LINKS,
                "",
                ORANGE.replace("= smpp-link", "= smpp-lnik"),
                "smpp-lnik",
                "no route template 'smpp-lnik'"));
        faults.add(new Fault(
                "a block without template",
                LINKS,
                "",
                ORANGE.replace("camel.routeTemplate[orange].templateId = smpp-link\n", ""),
                "[orange].routeId",
                "names no templateId"));
        faults.add(new Fault(
                "two blocks of one routeId",
                LINKS,
                "",
                ORANGE.replace("link-orange", "link-simulator"),
                "[orange].routeId",
                "there is a route 'link-simulator' already"));
        faults.add(new Fault(
                "a window that is no number",
                LINKS,
                "",
                ORANGE + "camel.routeTemplate[orange].window = many\n",
                "= many",
                "many"));
        faults.add(new Fault(
                "a rate that is no number",
                LINKS,
                "",
                ORANGE + "camel.routeTemplate[orange].rate = fast\n",
                "= fast",
                "fast"));
        faults.add(new Fault(
                "an outcome rule that there is not",
                LINKS,
                "",
                ORANGE + "camel.routeTemplate[orange].unknown = forget\n",
                "= forget",
                "must be hold or retry"));
        faults.add(new Fault(
                "a time that is none",
                LINKS,
                "",
                ORANGE + "camel.routeTemplate[orange].failoverAfter = soon\n",
                "= soon",
                "soon"));
        faults.add(new Fault(
                "an alphabet that there is not",
                LINKS,
                "",
                ORANGE + "camel.routeTemplate[orange].alphabet = KLINGON\n",
                "= KLINGON",
                "KLINGON"));
        faults.add(new Fault(
                "a way of long messages that there is not",
                LINKS,
                "",
                ORANGE + "camel.routeTemplate[orange].longMessages = SCISSORS\n",
                "= SCISSORS",
                "must be UDH, SAR or PAYLOAD"));
        faults.add(new Fault(
                "a UCP window above what the protocol has",
                LINKS,
                "",
                UCP + "camel.routeTemplate[ucp].window = 1000\n",
                "window = 1000",
                "window"));
        faults.add(new Fault(
                "a UCP link without its account",
                LINKS,
                "",
                UCP.replace("camel.routeTemplate[ucp].username = 8812\n", ""),
                "[ucp].templateId",
                "lacks 'username'"));
        faults.add(new Fault(
                "a secret in plain",
                LINKS,
                "",
                ORANGE.replace("{{env:ORANGE_PASSWORD:secret}}", "hunter2"),
                "[orange].password",
                "stands here in plain"));
        faults.add(new Fault(
                "a variable of the environment that is not set",
                LINKS,
                "",
                ORANGE.replace("{{env:ORANGE_PASSWORD:secret}}", "{{env:HUB_NOT_SET_AT_ALL}}"),
                "HUB_NOT_SET_AT_ALL",
                "HUB_NOT_SET_AT_ALL"));
        faults.add(new Fault(
                "a file of a secret that there is not",
                LINKS,
                "",
                ORANGE.replace("{{env:ORANGE_PASSWORD:secret}}", "{{file:/nowhere/orange}}"),
                "/nowhere/orange",
                "/nowhere/orange"));
        // ---- ports
        faults.add(new Fault(
                "a port beyond the last",
                APPLICATION,
                "hub.http.port = 8080",
                "hub.http.port = 80800",
                "80800",
                "no port"));
        faults.add(new Fault(
                "a port that is a word",
                APPLICATION,
                "hub.smpp.port = 2776",
                "hub.smpp.port = smpp",
                "hub.smpp.port",
                "no port"));
        faults.add(new Fault(
                "a negative port", APPLICATION, "hub.ucp.port = 5001", "hub.ucp.port = -1", "hub.ucp.port", "no port"));
        faults.add(new Fault(
                "a link's port beyond the last", LINKS, "", ORANGE.replace("12775", "127750"), "127750", "no port"));
        faults.add(new Fault(
                "two servers on one port",
                APPLICATION,
                "hub.simulator.port = 2775",
                "hub.simulator.port = 5000",
                "5000",
                "port 5000 is wanted by"));
        faults.add(new Fault(
                "HTTP and management on one port",
                APPLICATION,
                "hub.management.port = 8081",
                "hub.management.port = 8080",
                "hub.management.port",
                "port 8080 is wanted by"));
        faults.add(new Fault(
                "a server of applications on the port of the built-in SMSC",
                APPLICATION,
                "hub.smpp = false\nhub.smpp.host = 127.0.0.1\nhub.smpp.port = 2776",
                "hub.smpp = true\nhub.smpp.host = 0.0.0.0\nhub.smpp.port = 2775",
                "2775",
                "port 2775 is wanted by"));
        // ---- routes
        faults.add(new Fault(
                "two routes of one direct:",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:routing\n      steps:\n        - log: x\n",
                "- route:",
                "two routes begin with direct:routing"));
        faults.add(new Fault(
                "two routes of one id",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: accept\n    from:\n      uri: direct:mine\n      steps:\n        - log: x\n",
                "id: accept",
                "there is a route 'accept' already"));
        faults.add(new Fault(
                "two routes of one HTTP address",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: platform-http:/v1/docs\n      parameters:\n        httpMethodRestrict: GET\n      steps:\n        - log: x\n",
                "- route:",
                "two routes begin with platform-http:/v1/docs"));
        faults.add(new Fault(
                "a routeConfiguration that there is not, in a template",
                SMPP_LINK,
                "routeConfigurationId: link-outcomes",
                "routeConfigurationId: link-outcome",
                "route:",
                "no routeConfiguration 'link-outcome'"));
        faults.add(new Fault(
                "a routeConfiguration that there is not, in a route",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    routeConfigurationId: http-problem\n    from:\n      uri: direct:mine\n      steps:\n        - log: x\n",
                "- route:",
                "no routeConfiguration 'http-problem'"));
        faults.add(new Fault(
                "a file of routes with another name",
                "routes/own.yaml",
                "",
                "- route:\n    from:\n      uri: direct:mine\n      steps:\n        - log: x\n",
                null,
                "nobody reads this file"));
        faults.add(new Fault(
                "a direct: that nobody begins with",
                ACCEPT,
                "uri: direct:routing",
                "uri: direct:ruoting",
                "direct:ruoting",
                "direct:ruoting"));
        faults.add(new Fault("a bean that there is not", ACCEPT, "ref: checks", "ref: cheks", "cheks", "cheks"));
        faults.add(new Fault("a method that there is not", ACCEPT, "method: plan", "method: plam", "plam", "plam"));
        faults.add(new Fault(
                "a function of Simple that there is not",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - setBody:\n            simple: \"${bdoy}\"\n",
                "bdoy",
                "bdoy"));
        faults.add(new Fault(
                "a predicate of Simple that cannot be read",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - filter:\n            simple: \"${header.SmsTo} startz with '+48'\"\n            steps:\n              - log: x\n",
                "startz",
                "startz"));
        faults.add(new Fault(
                "a step that there is not",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - sett: x\n",
                "sett",
                "sett"));
        faults.add(new Fault(
                "a field of a step that there is not",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - log:\n            message: x\n            levle: WARN\n",
                "levle",
                "levle"));
        faults.add(new Fault(
                "a component that there is not",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - to: carrier-pigeon:coop\n",
                "carrier-pigeon",
                "carrier-pigeon"));
        faults.add(new Fault(
                "a component that Camel has and the hub has not",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - to: salesforce:getVersions\n",
                "salesforce",
                "salesforce"));
        faults.add(new Fault(
                "an option of a component that there is not",
                ACCEPT,
                "uri: ledger:accept",
                "uri: ledger:accept?windoww=3",
                "windoww",
                "windoww"));
        faults.add(new Fault(
                "an operation of the ledger that there is not",
                ACCEPT,
                "uri: ledger:accept",
                "uri: ledger:acept",
                "ledger:acept",
                "acept"));
        faults.add(new Fault(
                "a class of an exception that there is not",
                OUTCOMES,
                "org.smshub.link.SmsNotSentException\n          onWhen:\n            simple: \"${exception.throttled}\"",
                "org.smshub.link.SmsNotSendException\n          onWhen:\n            simple: \"${exception.throttled}\"",
                "SmsNotSendException",
                "SmsNotSendException"));
        faults.add(new Fault(
                "a placeholder that nothing sets",
                ROUTING,
                "{{hub.links.default}}",
                "{{hub.links.defualt}}",
                "hub.links.defualt",
                "hub.links.defualt"));
        faults.add(new Fault(
                "a language that there is not",
                "routes/own.camel.yaml",
                "",
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - setBody:\n            language:\n              language: esperanto\n              expression: x\n",
                "esperanto",
                "esperanto"));
        faults.add(new Fault("no YAML", ROUTING, "    from:", "   from:", "   from:", "YAML"));
        faults.add(new Fault("an empty file of routes", "routes/own.camel.yaml", "", "\n", null, "empty"));
        faults.add(new Fault(
                "a key of YAML twice",
                ROUTING,
                "    id: routing\n",
                "    id: routing\n    id: other\n",
                "id: other",
                "twice"));
        faults.add(new Fault(
                "a time of a ledger step that is none", OUTCOMES, "delay: 5m", "delay: five", "five", "five"));
        faults.add(new Fault(
                "a template's own option that its component lacks",
                SMPP_LINK,
                "          probeMaxDelay: \"{{probeMaxDelay}}\"",
                "          probeMaxDelai: \"{{probeMaxDelay}}\"",
                "probeMaxDelai",
                "probeMaxDelai"));
        faults.add(new Fault(
                "a placeholder of a template that it has not",
                SMPP_LINK,
                "window: \"{{window}}\"",
                "window: \"{{windwo}}\"",
                "windwo",
                "windwo"));
        // ---- properties
        faults.add(new Fault(
                "a key of the hub that nobody reads",
                APPLICATION,
                "hub.links.default =",
                "hub.link.default = simulator\nhub.links.default =",
                "hub.link.default",
                "nobody reads hub.link.default; is hub.links.default meant?"));
        faults.add(new Fault(
                "a key of Camel that there is not",
                WIRING,
                "camel.main.shutdownTimeout",
                "camel.main.shutdownTimout",
                "shutdownTimout",
                "shutdownTimout"));
        faults.add(new Fault(
                "an option of a component",
                WIRING,
                "camel.component.ledger.fullAt",
                "camel.component.ledger.fulAt",
                "fulAt",
                "fulAt"));
        faults.add(new Fault(
                "a class of a bean that there is not",
                WIRING,
                "#class:org.smshub.hub.Records",
                "#class:org.smshub.hub.Recrods",
                "Recrods",
                "Recrods"));
        faults.add(new Fault(
                "an option of a bean that it has not",
                WIRING,
                "camel.beans.texts.maxParts",
                "camel.beans.texts.maxPats",
                "maxPats",
                "maxPats"));
        faults.add(new Fault(
                "a bean that refers to one that there is not",
                WIRING,
                "camel.beans.httpMessages.quotas = #bean:quotas",
                "camel.beans.httpMessages.quotas = #bean:quota",
                "#bean:quota",
                "quota"));
        faults.add(new Fault(
                "a value of a bean that cannot be",
                APPLICATION,
                "hub.text.policy = KEEP",
                "hub.text.policy = KEPP",
                "KEPP",
                "KEPP"));
        faults.add(new Fault(
                "a number that is none",
                APPLICATION,
                "hub.text.maxParts = 10",
                "hub.text.maxParts = ten",
                "hub.text.maxParts = ten",
                "ten"));
        faults.add(new Fault(
                "a line that is no key = value",
                APPLICATION,
                "hub.region =",
                "nonsense\nhub.region =",
                "nonsense",
                "no key = value"));
        faults.add(new Fault(
                "a key twice",
                APPLICATION,
                "hub.region =",
                "hub.region = PL\nhub.region =",
                "hub.region =",
                "is already set"));
        faults.add(new Fault(
                "a region that there is not", APPLICATION, "hub.region =", "hub.region = XX", "hub.region = XX", "XX"));
        faults.add(new Fault(
                "a retention that is no time",
                APPLICATION,
                "hub.retention.messages = 90d",
                "hub.retention.messages = long",
                "hub.retention.messages",
                "long"));
        // ---- clients, scenarios, contacts
        faults.add(
                new Fault("two clients of one id", CLIENTS, "", "  - id: demo\n", "id: demo", "there are two of it"));
        faults.add(new Fault(
                "a field of a client that there is not",
                CLIENTS,
                "",
                "  - id: shop\n    sendres: [ACME]\n",
                "sendres",
                "sendres"));
        faults.add(new Fault(
                "a key that is no hash",
                CLIENTS,
                "",
                "  - id: shop\n    keys: [\"hunter2hunter2\"]\n",
                "id: shop",
                "a key stands here as its hash"));
        faults.add(new Fault(
                "a number of a client that is none",
                CLIENTS,
                "",
                "  - id: shop\n    numbers: [\"48600100200\"]\n",
                "id: shop",
                "48600100200"));
        faults.add(new Fault(
                "a rate of a client that is no number",
                CLIENTS,
                "",
                "  - id: shop\n    rate: fast\n",
                "rate: fast",
                "fast"));
        faults.add(new Fault(
                "events by a way that there is not",
                CLIENTS,
                "",
                "  - id: shop\n    events: pigeon\n",
                "id: shop",
                "pigeon"));
        faults.add(new Fault(
                "events by a way that is switched off",
                CLIENTS,
                "",
                "  - id: shop\n    events: smpp\n",
                "id: shop",
                "hub.smpp = true?"));
        faults.add(new Fault(
                "a link of a client that there is not",
                CLIENTS,
                "",
                "  - id: shop\n    links: [south]\n",
                "id: shop",
                "'south'"));
        faults.add(new Fault(
                "a webhook without its secret",
                CLIENTS,
                "",
                "  - id: shop\n    events: webhook\n",
                "id: shop",
                "webhook"));
        faults.add(new Fault(
                "a field of a scenario that there is not",
                SIMULATOR,
                "    bind: REFUSE",
                "    bnid: REFUSE",
                "bnid",
                "bnid"));
        faults.add(new Fault(
                "a value of a scenario that there is not",
                SIMULATOR,
                "    bind: REFUSE",
                "    bind: REFUZE",
                "REFUZE",
                "REFUZE"));
        faults.add(new Fault(
                "a file that nobody reads",
                "config/clients-old.yaml",
                "",
                "clients: []\n",
                null,
                "nobody reads this file"));
        // ---- the contract
        faults.add(new Fault(
                "an operation that no route answers",
                "config/sms.openapi.yaml",
                "  /v1/docs:\n",
                "  /v1/dcos:\n",
                "get:",
                "no route answers GET"));
        return faults;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void eachIsFoundAtItsPlace(Fault fault) throws IOException {
        copy();
        Path file = site.resolve(fault.file());
        String text = Files.exists(file) ? Files.readString(file) : "";
        if (fault.from().isEmpty()) {
            text = text + fault.to();
        } else {
            assertThat(text).contains(fault.from());
            text = text.replaceFirst(Pattern.quote(fault.from()), Matcher.quoteReplacement(fault.to()));
        }
        Files.writeString(file, text);

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
        copy();
        assertThat(CopiedSite.check(check, site.resolve("routes"), site.resolve("config")))
                .isEmpty();
    }

    @Test
    void nothingIsWritten() throws IOException {
        copy();
        CopiedSite.check(check, site.resolve("routes"), site.resolve("config"));
        assertThat(site.resolve("data")).doesNotExist();
        try (Stream<Path> files = Files.list(site)) {
            assertThat(files).containsExactlyInAnyOrder(site.resolve("routes"), site.resolve("config"));
        }
    }

    private void copy() throws IOException {
        Path home = HubSite.findHome();
        for (String folder : List.of("routes", "config")) {
            Path from = home.resolve(folder);
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                    if (dir.equals(from.resolve("target"))) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    Files.createDirectories(site.resolve(home.relativize(dir)));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.copy(file, site.resolve(home.relativize(file)));
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }
}
