package org.smshub.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.it.api.ApiSite.Answer;

/** The whole HTTP API against a packaged hub: what each operation does, who may, and what it answers when it cannot. */
@Timeout(300)
class ApiIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LATER = "2090-01-01T00:00:00Z";
    private static ApiSite hub;

    @BeforeAll
    static void start() throws Exception {
        hub = new ApiSite();
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    private static Answer accepted(String json) throws Exception {
        Answer answer = hub.post(ApiSite.SHOP, "/v1/messages", json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer;
    }

    private static String later(String to, String text) throws Exception {
        return accepted("{\"to\":\"" + to + "\",\"text\":\"" + text + "\",\"sendAt\":\"" + LATER + "\"}")
                .at("/id");
    }

    private static Answer view(String id) throws Exception {
        return hub.get(ApiSite.SHOP, "/v1/messages/" + id);
    }

    private static void problem(Answer answer, int status, String words) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text()).contains(words).doesNotContain("Exception", "org.smshub", "org.apache");
    }

    @Test
    void aMessageIsFoundByEverythingThatIsKnownOfIt() throws Exception {
        String id = accepted("""
                {"to":"+48600200001","from":"FINDME","text":"Hello","ref":"f-1","tags":["Red","big"],"links":["sink"],"correlation":"c1"}""").at("/id");
        await().atMost(PATIENCE).until(() -> view(id).at("/state").equals("DELIVERED"));
        for (String query : List.of(
                "ref=f-1",
                "to=%2B48600200001",
                "to=+48600200001",
                "from=FINDME",
                "tag=red",
                "tag=BIG",
                "state=DELIVERED&to=%2B48600200001",
                "link=sink&from=FINDME",
                "client=shop&tag=red",
                "since=2020-01-01T00:00:00Z&tag=red")) {
            JsonNode found = hub.get(ApiSite.READER, "/v1/messages?" + query).body();
            assertThat(found.at("/messages")).as(query).hasSize(1);
            assertThat(found.at("/messages/0/id").asText()).isEqualTo(id);
        }
        assertThat(hub.get(ApiSite.READER, "/v1/messages?until=2020-01-01T00:00:00Z")
                        .body()
                        .at("/messages"))
                .isEmpty();
        Answer whole = view(id);
        assertThat(whole.at("/text")).isEqualTo("Hello");
        assertThat(whole.at("/rule")).isEqualTo("client");
        assertThat(whole.at("/input")).isEqualTo("http-send");
        List<String> history = new ArrayList<>();
        whole.body()
                .at("/history")
                .forEach(step -> history.add(step.path("what").asText()));
        assertThat(history).containsExactly("ACCEPTED", "ROUTED", "PLANNED", "ATTEMPT", "RECEIPT");
    }

    @Test
    void aClientFindsItsOwnAlone() throws Exception {
        String demo = hub.site.apiKey();
        String id = hub.post(demo, "/v1/messages", "{\"to\":\"+48600200002\",\"text\":\"x\"}")
                .at("/id");
        assertThat(hub.get(ApiSite.READER, "/v1/messages?to=%2B48600200002")
                        .body()
                        .at("/messages"))
                .isEmpty();
        problem(hub.get(ApiSite.READER, "/v1/messages?client=demo"), 403, "client");
        problem(hub.get(ApiSite.READER, "/v1/messages/" + id), 404, "no such message");
        problem(hub.send(ApiSite.SHOP, "DELETE", "/v1/messages/" + id, null), 404, "no such message");
        // the operator's key reads all
        String own = later("+48600200003", "x");
        assertThat(hub.get(demo, "/v1/messages?to=%2B48600200003").at("/messages/0/id"))
                .isEqualTo(own);
        assertThat(hub.get(demo, "/v1/messages?to=%2B48600200003&client=demo")
                        .body()
                        .at("/messages"))
                .isEmpty();
    }

    @Test
    void aKeyIsGoodForWhatItIsFor() throws Exception {
        problem(hub.post(ApiSite.READER, "/v1/messages", "{\"to\":\"+48600200004\",\"text\":\"x\"}"), 403, "send");
        problem(hub.get(ApiSite.OLD, "/v1/messages"), 401, "expired");
        problem(hub.post(ApiSite.SHOP, "/v1/links/sink/reroute", "{\"to\":\"sink\"}"), 403, "operate");
        problem(hub.get(ApiSite.SHOP, "/v1/kept/unread"), 403, "operate");
        assertThat(hub.send(null, "GET", "/v1/messages", null, "X-Api-Key", ApiSite.READER)
                        .status())
                .isEqualTo(200);
        problem(hub.get(null, "/v1/messages?key=" + ApiSite.SHOP), 401, "key");
        assertThat(hub.get(null, "/v1/messages/counts?key=" + ApiSite.IN_URL).status())
                .isEqualTo(400);
        assertThat(hub.get(null, "/v1/send?to=%2B48600200005&text=x&key=" + ApiSite.IN_URL)
                        .status())
                .isEqualTo(202);
        assertThat(Files.readString(hub.site.log()))
                .contains("Client script sends its key in URLs")
                .doesNotContain(ApiSite.IN_URL);
    }

    @Test
    void aNewKeyIsGoodAtOnceAndNobodyElseHearsOfIt() throws Exception {
        java.nio.file.Path file = hub.site.config().resolve("clients.yaml");
        String before = Files.readString(file);
        assertThat(hub.get("new-key", "/v1/messages").status()).isEqualTo(401);
        Files.writeString(file, before + "\n  - id: late\n    keys: [\"" + ApiSite.hash("new-key") + "\"]\n");
        await().atMost(PATIENCE).until(() -> hub.get("new-key", "/v1/messages").status() == 200);
        Files.writeString(file, before + "\n  - id: late\n    keys: [\"no hash\"]\n");
        await().atMost(PATIENCE)
                .until(() -> Files.readString(hub.site.log()).contains("what was read before holds on"));
        assertThat(hub.get("new-key", "/v1/messages").status()).isEqualTo(200);
        assertThat(hub.get(ApiSite.SHOP, "/v1/messages").status()).isEqualTo(200);
        Files.writeString(file, before);
        await().atMost(PATIENCE).until(() -> hub.get("new-key", "/v1/messages").status() == 401);
    }

    @Test
    void eachOfABatchHasItsAnswer() throws Exception {
        StringBuilder messages = new StringBuilder();
        for (int i = 0; i < 998; i++) {
            messages.append("{\"to\":\"+4860021")
                    .append(1000 + i)
                    .append("\",\"ref\":\"b-")
                    .append(i)
                    .append("\"},");
        }
        String batch = "{\"text\":\"all the same\",\"from\":\"BATCH\",\"tags\":[\"batch\"],\"messages\":[" + messages
                + "{\"to\":\"nobody\"},{\"to\":\"+48600200006\",\"class\":9}]}";
        Answer answer = hub.post(ApiSite.SHOP, "/v1/messages/batch", batch);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.body().at("/accepted").asInt()).isEqualTo(998);
        assertThat(answer.body().at("/refused").asInt()).isEqualTo(2);
        assertThat(answer.at("/results/998/problem/field")).isEqualTo("to");
        assertThat(answer.at("/results/999/problem/field")).isEqualTo("class");
        await().atMost(PATIENCE)
                .until(() -> hub.submits.stream()
                                .filter(s -> s.from().equals("BATCH"))
                                .count()
                        == 998);
        int found = 0;
        String next = "";
        do {
            JsonNode page = hub.get(ApiSite.READER, "/v1/messages?tag=batch&limit=300" + next)
                    .body();
            found += page.path("messages").size();
            next = page.has("next") ? "&cursor=" + page.path("next").asText() : null;
        } while (next != null);
        assertThat(found).isEqualTo(998);
        problem(hub.post(ApiSite.SHOP, "/v1/messages/batch", "{\"messages\":[],\"text\":\"x\"}"), 400, "messages");
        problem(hub.post(ApiSite.SHOP, "/v1/messages/batch", "{\"text\":\"x\"}"), 400, "recipients");
        problem(
                hub.post(ApiSite.SHOP, "/v1/messages/batch", "{\"text\":\"" + "x".repeat(2_200_000) + "\"}"),
                413,
                "larger");
        problem(hub.post(ApiSite.SHOP, "/v1/messages", "{\"text\":\"" + "x".repeat(70_000) + "\"}"), 413, "larger");
    }

    @Test
    void aTemplateIsFilledForEach() throws Exception {
        Answer answer = hub.post(ApiSite.SHOP, "/v1/messages/batch", """
                {"text":"Dear {{name}}, {{ n }} $1","sendAt":"%s","messages":[
                 {"to":"+48600200010","fields":{"name":"Żaneta","n":3}},{"to":"+48600200011","fields":{"name":"x"}}]}""".formatted(LATER));
        assertThat(view(answer.at("/results/0/id")).at("/text")).isEqualTo("Dear Żaneta, 3 $1");
        assertThat(answer.at("/results/1/problem/field")).isEqualTo("fields.n");
    }

    @Test
    void theSameRequestAgainIsAnsweredAsBefore() throws Exception {
        String body = "{\"to\":\"+48600200020\",\"text\":\"once\"}";
        String[] key = {"Content-Type", "application/json", "Idempotency-Key", "\"k-1\""};
        Answer first = hub.send(ApiSite.SHOP, "POST", "/v1/messages", body, key);
        Answer second = hub.send(ApiSite.SHOP, "POST", "/v1/messages", body, key);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.at("/id")).isEqualTo(first.at("/id"));
        problem(
                hub.send(ApiSite.SHOP, "POST", "/v1/messages", body.replace("once", "twice"), key),
                422,
                "Idempotency-Key");
        assertThat(view(first.at("/id")).body().has("ref")).isFalse();
        String batch = "{\"text\":\"b\",\"recipients\":[\"+48600200021\",\"+48600200022\"]}";
        String[] other = {"Content-Type", "application/json", "Idempotency-Key", "k-2"};
        Answer one = hub.send(ApiSite.SHOP, "POST", "/v1/messages/batch", batch, other);
        Answer two = hub.send(ApiSite.SHOP, "POST", "/v1/messages/batch", batch, other);
        assertThat(two.at("/results/1/id")).isEqualTo(one.at("/results/1/id")).isNotEmpty();
        Answer wrong = hub.send(ApiSite.SHOP, "POST", "/v1/messages/batch", batch.replace("\"b\"", "\"c\""), other);
        assertThat(wrong.body().at("/results/0/problem/status").asInt()).isEqualTo(422);
        problem(
                hub.send(
                        ApiSite.SHOP,
                        "POST",
                        "/v1/messages",
                        body,
                        "Content-Type",
                        "application/json",
                        "Idempotency-Key",
                        "a b"),
                400,
                "Idempotency-Key");
        problem(
                hub.post(ApiSite.SHOP, "/v1/messages", "{\"to\":\"+48600200020\",\"text\":\"x\",\"ref\":\"key:k-1\"}"),
                400,
                "ref");
    }

    @Test
    void aDryRunStoresNothing() throws Exception {
        Answer answer = hub.post(
                ApiSite.SHOP,
                "/v1/messages?dryRun=true",
                "{\"to\":\"+48600200030\",\"text\":\"" + "a".repeat(200) + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.body().at("/parts").asInt()).isEqualTo(2);
        // 153 and 47 septets behind a header of six octets
        assertThat(answer.body().at("/octets").asInt()).isEqualTo(140 + 48);
        assertThat(answer.at("/links/0")).isEqualTo("sink");
        assertThat(hub.get(ApiSite.READER, "/v1/messages?to=%2B48600200030")
                        .body()
                        .at("/messages"))
                .isEmpty();
        problem(
                hub.post(ApiSite.SHOP, "/v1/messages?dryRun=maybe", "{\"to\":\"+48600200030\",\"text\":\"x\"}"),
                400,
                "dryRun");
        problem(
                hub.post(ApiSite.SHOP, "/v1/messages?dry=true", "{\"to\":\"+48600200030\",\"text\":\"x\"}"),
                400,
                "dry");
    }

    @Test
    void nationalTablesAndOctetsGoAsTheyAreAsked() throws Exception {
        Answer turkish = hub.post(
                ApiSite.SHOP,
                "/v1/messages?dryRun=true",
                "{\"to\":\"+48600200031\",\"text\":\"şğı\",\"language\":\"TURKISH\"}");
        assertThat(turkish.status()).as(turkish.text()).isEqualTo(200);
        assertThat(turkish.body().at("/octets").asInt()).isLessThan(14);
        Answer octets = hub.post(
                ApiSite.SHOP,
                "/v1/messages",
                "{\"to\":\"+48600200032\",\"data\":\"base64:AQID\",\"udh\":\"06050415820000\"}");
        assertThat(octets.status()).as(octets.text()).isEqualTo(202);
        assertThat(view(octets.at("/id")).at("/data")).isEqualTo("010203");
        problem(hub.post(ApiSite.SHOP, "/v1/messages", "{\"to\":\"+48600200032\",\"data\":\"xyz\"}"), 400, "data");
        problem(
                hub.post(ApiSite.SHOP, "/v1/messages", "{\"to\":\"+48600200032\",\"text\":\"x\",\"udh\":\"FF\"}"),
                400,
                "udh");
        problem(
                hub.post(
                        ApiSite.SHOP,
                        "/v1/messages",
                        "{\"to\":\"+48600200032\",\"text\":\"x\",\"language\":\"POLISH\"}"),
                400,
                "language");
    }

    @Test
    void whatWaitsIsChangedAndCancelled() throws Exception {
        String id = later("+48600200040", "first");
        Answer changed =
                hub.send(ApiSite.SHOP, "PATCH", "/v1/messages/" + id, "{\"text\":\"second Ж\",\"priority\":3}");
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.at("/plan/encoding")).isEqualTo("UCS2");
        assertThat(view(id).at("/text")).isEqualTo("second Ж");
        assertThat(view(id).body().at("/priority").asInt()).isEqualTo(3);
        assertThat(view(id).at("/sendAt")).isEqualTo(LATER);
        assertThat(hub.send(ApiSite.SHOP, "PATCH", "/v1/messages/" + id, "{\"sendAt\":\"2089-01-01T00:00:00Z\"}")
                        .status())
                .isEqualTo(200);
        assertThat(view(id).at("/sendAt")).isEqualTo("2089-01-01T00:00:00Z");
        problem(hub.send(ApiSite.SHOP, "PATCH", "/v1/messages/" + id, "{}"), 400, "nothing to change");
        problem(hub.send(ApiSite.SHOP, "PATCH", "/v1/messages/" + id, "{\"to\":\"1\"}"), 400, "to");
        Answer cancelled = hub.send(ApiSite.SHOP, "DELETE", "/v1/messages/" + id, null);
        assertThat(cancelled.at("/state")).as(cancelled.text()).isEqualTo("CANCELLED");
        problem(hub.send(ApiSite.SHOP, "DELETE", "/v1/messages/" + id, null), 409, "CANCELLED");
        problem(hub.send(ApiSite.SHOP, "PATCH", "/v1/messages/" + id, "{\"priority\":1}"), 409, "CANCELLED");
        Answer again = hub.send(ApiSite.SHOP, "POST", "/v1/messages/" + id + "/again", null);
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> view(again.at("/id")).at("/state").equals("DELIVERED"));
        assertThat(hub.submits.stream().filter(s -> s.to().equals("48600200040")))
                .hasSize(1);
        problem(hub.send(ApiSite.SHOP, "POST", "/v1/messages/" + again.at("/id") + "/again", null), 409, "delivered");
        problem(hub.send(ApiSite.SHOP, "DELETE", "/v1/messages/" + again.at("/id"), null), 409, "ended");
    }

    @Test
    void whatFailedIsSentAgainByAFilterOnceItIsCounted() throws Exception {
        for (int i = 0; i < 5; i++) {
            String id = accepted("{\"to\":\"+4860020005" + i + "\",\"text\":\"x\",\"tags\":[\"again\"],\"sendAt\":\""
                            + LATER + "\"}")
                    .at("/id");
            hub.send(ApiSite.SHOP, "DELETE", "/v1/messages/" + id, null);
        }
        String filter = "{\"filter\":{\"state\":\"CANCELLED\",\"tag\":\"again\"}";
        assertThat(hub.post(ApiSite.SHOP, "/v1/messages/again", filter + "}")
                        .body()
                        .at("/count")
                        .asInt())
                .isEqualTo(5);
        problem(hub.post(ApiSite.SHOP, "/v1/messages/again", filter + ",\"count\":4}"), 409, "5");
        Answer sent = hub.post(ApiSite.SHOP, "/v1/messages/again", filter + ",\"count\":5}");
        assertThat(sent.body().at("/sent").asInt()).as(sent.text()).isEqualTo(5);
        Answer twice = hub.post(ApiSite.SHOP, "/v1/messages/again", filter + ",\"count\":5}");
        assertThat(twice.body().at("/before").asInt()).as(twice.text()).isEqualTo(5);
        problem(hub.post(ApiSite.SHOP, "/v1/messages/again", "{\"filter\":{\"state\":\"DELIVERED\"}}"), 400, "state");
    }

    @Test
    void aFileHasAllOfThem() throws Exception {
        for (int i = 0; i < 450; i++) {
            accepted("{\"to\":\"+4860030" + (1000 + i) + "\",\"from\":\"FILE\",\"text\":\"=1+1\",\"tags\":[\"file\"]}");
        }
        Answer lines = hub.get(ApiSite.READER, "/v1/messages/file?tag=file");
        assertThat(lines.status()).as(lines.text()).isEqualTo(200);
        assertThat(lines.text().lines()).hasSize(450);
        assertThat(ApiSite.JSON
                        .readTree(lines.text().lines().findFirst().orElseThrow())
                        .path("from")
                        .asText())
                .isEqualTo("FILE");
        Answer csv = hub.get(ApiSite.READER, "/v1/messages/file?tag=file&format=csv");
        assertThat(csv.text().lines()).hasSize(451).first().asString().startsWith("id,client,ref,to");
        problem(hub.get(ApiSite.READER, "/v1/messages/file?format=xml"), 400, "format");
        int counted = 0;
        for (JsonNode count : hub.get(ApiSite.READER, "/v1/messages/counts?since=2020-01-01T00:00:00Z")
                .body()
                .path("counts")) {
            counted += count.path("messages").asInt();
        }
        assertThat(counted).isGreaterThanOrEqualTo(450);
    }

    @Test
    void aLimitStandsInEachAnswer() throws Exception {
        Answer answer = hub.post(ApiSite.LIMITED, "/v1/messages", "{\"to\":\"+48600200070\",\"text\":\"x\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.header("RateLimit-Limit")).isEqualTo("3");
        assertThat(answer.header("RateLimit-Remaining")).isIn("2", "1");
        assertThat(answer.header("RateLimit-Reset")).isEqualTo("1");
        String recipients = "\"+48600200071\",".repeat(50);
        Answer batch = hub.post(
                ApiSite.LIMITED,
                "/v1/messages/batch",
                "{\"text\":\"x\",\"recipients\":[" + recipients + "\"+48600200072\"]}");
        assertThat(batch.body().at("/refused").asInt()).as(batch.text()).isGreaterThan(30);
        assertThat(batch.body().at("/results/50/problem/status").asInt()).isEqualTo(429);
        assertThat(batch.header("RateLimit-Limit")).isEqualTo("3");
        assertThat(batch.header("RateLimit-Remaining")).isIn("0", "1");
        assertThat(hub.get(ApiSite.LIMITED, "/v1/messages/none").header("RateLimit-Limit"))
                .as("of a problem")
                .isEqualTo("3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=0|limit",
                "limit=501|limit",
                "limit=x|limit",
                "cursor=!|cursor",
                "state=NONE|state",
                "state=CLAIMED|state",
                "since=yesterday|since",
                "tag=%20|tags",
                "colour=red|colour",
                "tag=a%00b|tags"
            })
    void aWrongParameterIsNamed(String query, String field) throws Exception {
        Answer answer = hub.get(ApiSite.READER, "/v1/messages?" + query);
        problem(answer, 400, field);
        assertThat(answer.at("/field")).isEqualTo(field);
    }

    @Test
    void theContractIsReadByWhoHasNoKey() throws Exception {
        assertThat(hub.get(null, "/v1/openapi.yaml").text()).startsWith("openapi: 3.1");
        Answer page = hub.get(null, "/v1/docs");
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text())
                .contains("DELETE /v1/messages/{id}", "schema-NewMessage")
                .doesNotContain("http://", "https://", "<script");
    }
}
