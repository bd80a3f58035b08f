package org.smshub.it.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;
import org.smshub.importer.Import;
import org.smshub.it.Packaged;

/**
 * {@code ./hub import} of a dump of jcli: fifty messages, each with the connector that Jasmin's rules give it (docs: the message router;
 * routes in descending order, all filters of one must match, Python's match from the first character on) and what the hub says of it.
 */
@Timeout(300)
class JasminImportIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> SHARED = Set.of("orange", "plus");

    /**
     * @param to as Jasmin is told it; the hub is told it with a plus
     * @param connector of Jasmin; orange|plus = either, by chance
     */
    private record Message(String user, String to, String text, String connector) {}

    private static void add(List<Message> all, String user, String connector, String text, String... numbers) {
        for (String number : numbers) {
            all.add(new Message(user, number, text, connector));
        }
    }

    private static List<Message> fifty() {
        List<Message> all = new ArrayList<>();
        // 100, FailoverMTRoute, <U (uid=u2)>: the first of its connectors, whatever the number
        add(
                all,
                "codes",
                "orange",
                "4711",
                "48600100200",
                "+48600100201",
                "49151000111",
                "+33612000111",
                "4850100200",
                "+12025550100",
                "12345");
        // 90, StaticMTRoute, <DA (dst_addr=^\+?48(50|51))>
        add(
                all,
                "shop",
                "orange",
                "hello",
                "48501002003",
                "+48501002004",
                "48511002003",
                "+48511002004",
                "48509999999");
        add(all, "reseller", "orange", "hello", "48501002005", "+48511002005");
        // 80, RandomRoundrobinMTRoute, <DA (dst_addr=^(48|\+48)\d+)>, <G (gid=apps)>
        add(
                all,
                "shop",
                "orange|plus",
                "hello",
                "48600100200",
                "+48600100201",
                "48600100202",
                "+48600100203",
                "48520000000",
                "48530000000",
                "48690000001",
                "48690000002",
                "48790000001",
                "48790000002",
                "48660000007");
        // 75 has a Python script and is not there; 70, <DA (dst_addr=^\+?48\d{9}$)>, <SM (msg=^STOP)>
        add(all, "reseller", "plus", "STOP it", "+48600100200", "+48600100201", "+48790000000");
        add(all, "reseller", "plus", "STOP", "+48600100202");
        // not 70: the text begins otherwise, or the number is longer
        add(all, "reseller", "world", "stop it", "+48600100200", "+48600100203");
        add(all, "reseller", "world", "do not STOP", "+48600100204");
        add(all, "reseller", "world", "STOP it", "+4860010020011");
        // 60, <G (gid=partners)>, <DA (dst_addr=^\+?49)>, <TI (00:00:00,23:59:59)>
        add(all, "reseller", "backup", "hallo", "49151000111", "+49151000112", "49170000113", "+49300000114");
        // not 60: another group
        add(all, "shop", "world", "hallo", "49151000111", "+49151000112", "+49300000114");
        // 0, DefaultRoute
        add(
                all,
                "shop",
                "world",
                "hello",
                "447700900123",
                "+447700900124",
                "12025550123",
                "+33612000111",
                "390612345678",
                "12345");
        add(all, "reseller", "world", "hello", "447700900123", "+447700900124", "12025550123", "+33612000111");
        return all;
    }

    @Test
    void theHubRoutesAsJasminWould(@TempDir Path folder) throws Exception {
        List<Message> messages = fifty();
        assertThat(messages).hasSize(50);
        Path dump = folder.resolve("jcli.txt");
        try (InputStream sample = Import.class.getResourceAsStream("jasmin/jcli.txt")) {
            Files.copy(sample, dump);
        }
        try (HubSite site = HubSite.ofItsOwn(Packaged.home())) {
            Packaged.quickStart(site);
            String said = Imported.into(site, dump);
            assertThat(said)
                    .contains("jcli.txt:135: mtrouter, order 75")
                    .doesNotContain("0range", "p1us")
                    .endsWith("ends with 1");
            assertThat(Imported.run(site, "check", "--config", site.config().toString()))
                    .endsWith("ends with 0");
            Imported.keys(site, "shop", "codes", "reseller");
            site.environment().put("HUB_SMPP_PORT", Integer.toString(HubSite.freePort()));
            site.start(PATIENCE);

            Map<String, String> wrong = new LinkedHashMap<>();
            Set<String> shares = new TreeSet<>();
            for (Message message : messages) {
                JsonNode answer = ask(site, message);
                String first = answer.path("links").path(0).asText(answer.toString());
                boolean right = message.connector().equals("orange|plus")
                        ? SHARED.contains(first)
                        : first.equals(message.connector());
                if (message.connector().equals("orange|plus")) {
                    shares.add(first);
                }
                if (!right) {
                    wrong.put(message.toString(), first);
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(shares).as("both have a share").isEqualTo(SHARED);
        }
    }

    private static JsonNode ask(HubSite site, Message message) throws Exception {
        String to = message.to();
        Map<String, Object> body =
                Map.of("to", to.startsWith("+") || to.length() < 7 ? to : "+" + to, "text", message.text());
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(site.api("/v1/messages?dryRun=true"))
                                .timeout(Duration.ofSeconds(30))
                                .header("Authorization", "Bearer " + Imported.key(message.user()))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(answer.body());
    }
}
