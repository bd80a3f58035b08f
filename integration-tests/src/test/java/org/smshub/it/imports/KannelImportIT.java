package org.smshub.it.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;
import org.smshub.it.Packaged;

/**
 * {@code ./hub import} of a kannel.conf: Kannel itself sends fifty messages with that file, the hub the same with what was made of it,
 * to the same centres; each goes by the same link, with the same sender, coding and octets.
 */
@Timeout(300)
class KannelImportIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> PASSWORDS = Map.of("shop", "sh0p pass", "codes", "c0des", "bulk", "bu1k");

    /** What shares the numbers of a country: which of them has one is the product's own choice. */
    private static final Set<String> TWINS = Set.of("twin1", "twin2");

    @TempDir
    Path folder;

    private static String smsc(String id, int port, String rules) {
        return """
                group = smsc
                smsc = smpp
                smsc-id = %s
                host = 127.0.0.1
                port = %d
                transceiver-mode = true
                smsc-username = %s
                smsc-password = s3cret-%s
                system-type = ""
                reconnect-delay = 1
                %s
                """.formatted(id, port, id, id, rules);
    }

    /** The file, and one that it includes. */
    private Path write(Centres centres, int boxPort, int sendPort) throws Exception {
        Path included = Files.createDirectories(folder.resolve("smsc.d"));
        Files.writeString(included.resolve("poland.conf"), smsc("north", centres.port("north"), """
                        allowed-prefix = "48;+48"
                        preferred-prefix = "4860;+4860;4866;+4866"
                        denied-smsc-id = "gold;cheap"
                        """));
        Files.writeString(
                included.resolve("others.conf"),
                smsc(
                                "german",
                                centres.port("german"),
                                "allowed-prefix-regex = ^\\+?49(15|16|17)\ndenied-smsc-id = gold;cheap\n")
                        + smsc("gold", centres.port("gold"), "allowed-smsc-id = gold\n")
                        + smsc("cheap", centres.port("cheap"), "allowed-smsc-id = cheap\npreferred-smsc-id = cheap\n")
                        + smsc("twin1", centres.port("twin1"), "allowed-prefix = +33;33\ndenied-smsc-id = gold;cheap\n")
                        + smsc("twin2", centres.port("twin2"), "allowed-prefix = +33;33\ndenied-smsc-id = gold;cheap\n")
                        + smsc(
                                "world",
                                centres.port("world"),
                                "denied-prefix = 48;+48;49;+49;33;+33;882;+882\ndenied-smsc-id = gold\n"));
        return Files.writeString(
                folder.resolve("kannel.conf"), """
                # bearerbox and smsbox of a shop
                group = core
                admin-port = %d
                admin-password = "b\\"ar"
                admin-interface = 127.0.0.1
                smsbox-port = %d
                smsbox-interface = 127.0.0.1
                box-allow-ip = 127.0.0.1
                log-level = 1
                dlr-storage = internal
                unified-prefix = "+48,0048;+,00;+48,0"

                include = "%s"

                group = smsbox
                bearerbox-host = 127.0.0.1
                sendsms-port = %d
                sendsms-interface = 127.0.0.1
                global-sender = 2345
                log-level = 1

                group = sendsms-user
                username = shop
                password = "sh0p pass"
                max-messages = 10
                concatenation = true
                default-sender = ACME

                group = sendsms-user
                username = codes
                password = c0des
                forced-smsc = gold
                faked-sender = CODES

                group = sendsms-user
                username = bulk
                password = bu1k
                default-smsc = cheap

                group = sms-service
                keyword = default
                text = "Nobody reads this"
                """.formatted(HubSite.freePort(), boxPort, included, sendPort));
    }

    @Test
    void theHubSendsWhatKannelWouldHaveSentByTheSameLinks() throws Exception {
        assumeTrue(Boxes.areInstalled(), "Kannel is not installed (Debian package kannel)");
        List<Fifty> messages = Fifty.all();
        assertThat(messages).hasSize(50);
        assertThat(messages.stream().map(Fifty::digits)).doesNotHaveDuplicates();
        int parts = messages.stream().mapToInt(Fifty::parts).sum() - 1;
        try (Centres centres = new Centres("north", "german", "gold", "cheap", "twin1", "twin2", "world")) {
            int boxPort = HubSite.freePort();
            int sendPort = HubSite.freePort();
            Path conf = write(centres, boxPort, sendPort);

            Map<String, Centres.Seen> byKannel;
            Map<String, Boolean> kannelTook = new TreeMap<>();
            try (Boxes kannel = new Boxes(conf, boxPort, sendPort)) {
                await().atMost(PATIENCE).until(centres::areBound);
                for (Fifty message : messages) {
                    int status = kannel.send(message, PASSWORDS.get(message.user()));
                    kannelTook.put(message.digits(), status == 202);
                }
                await().atMost(PATIENCE).until(() -> centres.count() >= parts);
                byKannel = centres.take();
            }

            try (HubSite site = HubSite.ofItsOwn(Packaged.home())) {
                Packaged.quickStart(site);
                String said = Imported.into(site, conf);
                assertThat(said)
                        .contains("smsc north is the link north")
                        .contains("kannel.conf:4: core, admin-password")
                        .endsWith("ends with 1");
                for (String secret : List.of("s3cret", "sh0p", "c0des", "bu1k", "b\"ar")) {
                    assertThat(said).doesNotContain(secret);
                    assertThat(Files.readString(site.config().resolve("links.properties")))
                            .doesNotContain(secret);
                    assertThat(Files.readString(site.config().resolve("clients.yaml")))
                            .doesNotContain(secret);
                }
                assertThat(Imported.run(site, "check", "--config", site.config().toString()))
                        .as("what was imported")
                        .endsWith("ends with 0");
                Imported.keys(site, "shop", "codes", "bulk");
                site.start(PATIENCE);
                await().atMost(PATIENCE).until(centres::areBound);
                Map<String, Boolean> hubTook = new TreeMap<>();
                for (Fifty message : messages) {
                    hubTook.put(message.digits(), post(site, message) == 202);
                }
                await().atMost(PATIENCE).until(() -> centres.count() >= parts);
                Map<String, Centres.Seen> byHub = centres.take();

                assertThat(hubTook).as("who was accepted").isEqualTo(kannelTook);
                assertThat(withoutTwins(byHub)).isEqualTo(withoutTwins(byKannel));
                assertThat(byHub).hasSize(49);
                assertThat(centresOf(byHub)).as("each twin has its share").hasSize(7);
                assertThat(centresOf(byKannel)).hasSizeGreaterThan(5);
            }
        }
    }

    private static Map<String, Centres.Seen> withoutTwins(Map<String, Centres.Seen> seen) {
        Map<String, Centres.Seen> all = new TreeMap<>();
        seen.forEach(
                (to, message) -> all.put(to, TWINS.contains(message.centre()) ? message.at("one of twins") : message));
        return all;
    }

    private static Set<String> centresOf(Map<String, Centres.Seen> seen) {
        Set<String> all = new TreeSet<>();
        seen.values().forEach(message -> all.add(message.centre()));
        return all;
    }

    private static int post(HubSite site, Fifty message) throws Exception {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("to", message.to());
        put(body, "from", message.from());
        put(body, "text", message.text());
        put(body, "data", message.data());
        put(body, "udh", message.udh());
        if (message.smsc() != null) {
            body.put("tags", List.of("smsc:" + message.smsc()));
        }
        if (message.flash()) {
            body.put("class", 0);
        }
        body.put("receipt", "NONE");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(site.api("/v1/messages"))
                                .timeout(Duration.ofSeconds(30))
                                .header("Authorization", "Bearer " + Imported.key(message.user()))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.statusCode();
    }

    private static void put(Map<String, Object> body, String name, Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }
}
