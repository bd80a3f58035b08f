package org.smshub.editors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.bench.HubSite;
import org.smshub.hub.Clients;
import org.smshub.hub.simulator.Scenario;
import org.smshub.hub.simulator.ScenarioFile;
import org.smshub.smpp.Manner;

/** The schemas say what the classes that read the files take: both are asked about the same files. */
class SchemasTest {

    private static final Path CONFIG = HubSite.findHome().resolve("config");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final String HASH = "sha256:" + "0123456789abcdef".repeat(4);

    @TempDir
    Path folder;

    private static JsonSchema schema(String name) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(Files.readString(CONFIG.resolve("schemas").resolve(name + ".schema.json")));
    }

    private static boolean fits(String name, String yaml) throws IOException {
        return schema(name).validate(YAML.readTree(yaml)).isEmpty();
    }

    private static Set<String> keys(JsonNode properties) {
        Set<String> keys = new TreeSet<>();
        properties.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static JsonNode properties(String name, String definition) throws IOException {
        return schema(name).getSchemaNode().path("definitions").path(definition).path("properties");
    }

    private static Set<String> components(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(component -> component.getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyFieldIsThereAndNoOther() throws Exception {
        assertThat(keys(properties("clients", "client"))).isEqualTo(components(Class.forName("org.smshub.hub.Client")));
        assertThat(keys(properties("clients", "webhook")))
                .isEqualTo(components(Class.forName("org.smshub.hub.Webhook")));
        assertThat(keys(properties("clients", "door")))
                .isEqualTo(components(Class.forName("org.smshub.hub.DoorOptions")));
        assertThat(keys(properties("simulator", "scenario"))).isEqualTo(components(Scenario.class));
        assertThat(keys(properties("simulator", "receipt"))).isEqualTo(components(Scenario.Receipt.class));
        assertThat(keys(properties("simulator", "incoming"))).isEqualTo(components(Scenario.Incoming.class));
        List<String> manners = Arrays.stream(Manner.values()).map(Enum::name).toList();
        assertThat(words(properties("simulator", "receipt").path("manners").path("items")))
                .isEqualTo(manners);
        assertThat(words(properties("simulator", "scenario").path("bind"))).isEqualTo(names(Scenario.Bind.values()));
        assertThat(words(properties("simulator", "scenario").path("answer")))
                .isEqualTo(names(Scenario.Answer.values()));
        assertThat(words(schema("simulator").getSchemaNode().path("definitions").path("form")))
                .isEqualTo(names(Scenario.Form.values()));
    }

    private static List<String> names(Enum<?>[] all) {
        return Arrays.stream(all).map(Enum::name).toList();
    }

    private static List<String> words(JsonNode ofEnum) {
        return YAML.convertValue(
                ofEnum.path("enum"), YAML.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    @Test
    void theShippedFilesFit() throws IOException {
        assertThat(schema("clients")
                        .validate(YAML.readTree(CONFIG.resolve("clients.yaml").toFile())))
                .isEmpty();
        assertThat(schema("simulator")
                        .validate(YAML.readTree(CONFIG.resolve("simulator.yaml").toFile())))
                .isEmpty();
    }

    private String refusal(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("clients.yaml"), yaml);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().addInitialProperty("hub.webhooks", "true");
            for (String door : List.of("kannel", "twilio", "vonage")) {
                context.getPropertiesComponent().addInitialProperty("hub.door." + door, "true");
            }
            Clients clients = new Clients();
            clients.setFile("file:" + file);
            clients.setCamelContext(context);
            context.getRegistry().bind("clients", clients);
            context.start();
            return null;
        } catch (Exception e) {
            return e.getMessage();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- id: a",
                "- {id: a, keys: [\"HASH\"], numbers: [\"+48600100200\", 2345], senders: [ACME, 12345]}",
                "- id: a\n    keys: [{hash: \"HASH\", scopes: [send, readAll], expires: 2027-01-31}]",
                "- {id: a, rate: 0.5, burst: 10, daily: 1000, texts: 30, tlvs: [\"14ab\", 1401]}",
                "- {id: a, texts: NEVER, alphabet: LATIN1, maskNumbers: true, operator: false, keyInUrl: true}",
                "- {id: a, mail: [a@example.org, \"@plant.example\"], mailTo: desk@example.org, links: [\"*\"]}",
                "- {id: a, events: webhook, webhook: {url: \"https://a.example.org/sms\", secrets: [\"SECRET\"]}}",
                "- {id: a, events: jms, webhook: {callbacks: true, secrets: [\"SECRET\"]}}",
                "- {id: a, defaultSender: 12345, passwords: []}",
                "- {id: a, doors: {kannel: {}}}",
                "- {id: a, events: kannel, doors: {kannel: {incoming: \"https://a.example.org/mo?t=%a&p=%p\", method: POST}}}",
                "- {id: a, doors: {kannel: {callbacks: true, receipts: \"https://a.example.org/%d\", unicode: true}}}",
                "- {id: a, doors: {twilio: {account: AC0123456789abcdef0123456789abcdef, secrets: [token]}}}",
                "- {id: a, doors: {vonage: {account: 0a1b2c3d, method: JSON, secrets: [x], signature: SHA256}}}"
            })
    void whatIsRightIsSoForBoth(String client) throws Exception {
        String yaml = yaml(client);
        assertThat(refusal(yaml)).isNull();
        assertThat(schema("clients").validate(YAML.readTree(yaml))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- {id: a, keyz: []}",
                "- {id: a, keys: [\"secret\"]}",
                "- {id: a, keys: [{hash: \"HASH\", scopes: [sendAll]}]}",
                "- {id: a, keys: [{hash: \"HASH\", until: 2027-01-31}]}",
                "- {id: a, keys: [{hash: \"HASH\", expires: tomorrow}]}",
                "- {id: a, passwords: [secret]}",
                "- {id: a, numbers: [\"0048600100200\"]}",
                "- {id: a, texts: LONG}",
                "- {id: a, tlvs: [\"0427\"]}",
                "- {id: a, alphabet: EBCDIC}",
                "- {id: a, rate: -1}",
                "- {id: a, burst: many}",
                "- {id: a, mail: [anna]}",
                "- {id: a, mailTo: \"a@b, c@d\"}",
                "- {id: a, operator: sometimes}",
                "- {id: a, events: webhook}",
                "- {id: a, events: callback}",
                "- {id: a, doors: {kanel: {callbacks: true}}}",
                "- {id: a, doors: {kannel: {callbacks: \"ftp://a.example.org/\"}}}",
                "- {id: a, doors: {kannel: {method: PUT}}}",
                "- {id: a, doors: {twilio: {account: app}}}",
                "- {id: a, doors: {twilio: {secrets: [token]}}}",
                "- {id: a, doors: {vonage: {signature: CRC32}}}",
                "- {id: a, webhook: {url: \"https://a.example.org/sms\", secrets: [\"SECRET\"]}}",
                "- {id: a, events: webhook, webhook: {url: \"ftp://a.example.org/sms\", secrets: [\"SECRET\"]}}",
                "- {id: a, events: webhook, webhook: {url: \"https://a.example.org/sms\", secrets: []}}",
                "- {id: a, events: webhook, webhook: {url: \"https://a.example.org/sms\", secrets: [\"x\"]}}",
                "- {id: a, events: jms, webhook: {secrets: [\"SECRET\"]}}"
            })
    void whatIsWrongIsSoForBoth(String client) throws Exception {
        String yaml = yaml(client);
        assertThat(refusal(yaml)).isNotNull();
        assertThat(fits("clients", yaml)).isFalse();
    }

    private static String yaml(String client) {
        return "clients:\n  " + client.replace("HASH", HASH).replace("SECRET", SECRET) + "\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- {number: \"*1\", reject: {smpp: \"0x0B\", cimd2: 300}}",
                "- {systemId: \"a*\", bind: REFUSE}",
                "- {number: 48600100200, throttle: 5, delay: 100, answer: NONE, id: HEX}",
                "- {number: \"*\", receipts: [{}, {state: EXPIRED, after: 10, error: \"013\", form: UPPER, early: true}]}",
                "- {number: \"*\", incoming: {text: x, outOfOrder: true, manners: [DATA_SM]}}"
            })
    void aGoodScenario(String scenario) throws Exception {
        assertThat(reads(scenario)).isTrue();
        assertThat(fits("simulator", "scenarios:\n  " + scenario)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- {delay: 5}",
                "- {number: \"*\", bind: REFUSE}",
                "- {number: \"*\", throttle: 0}",
                "- {number: \"*\", answer: MAYBE}",
                "- {number: \"*\", receipts: [{manners: [RUDE]}]}",
                "- {number: \"*\", receipts: [{stat: EXPIRED}]}",
                "- {number: \"*\", receipt: []}"
            })
    void aBadScenario(String scenario) throws Exception {
        assertThat(reads(scenario)).isFalse();
        assertThat(fits("simulator", "scenarios:\n  " + scenario)).isFalse();
    }

    private static boolean reads(String scenario) {
        try {
            ScenarioFile.read(new ByteArrayInputStream(("scenarios:\n  " + scenario).getBytes(StandardCharsets.UTF_8)));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
