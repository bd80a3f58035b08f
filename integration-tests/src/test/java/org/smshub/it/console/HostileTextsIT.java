package org.smshub.it.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

/** What strangers write stays text: script, marks that turn the direction, ten thousand characters; and the policy of the pages holds. */
@Timeout(300)
class HostileTextsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SCRIPT =
            "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=2</script>{{constructor}}";
    private static final String TURNED = "\u202Egnp.exe\u2066\u2067 \u0627\u0644\u0633\u0644\u0627\u0645";

    /** Ten parts of UCS-2 hold 670. */
    private static final String LONG = "\u202E" + "<b>w</b>".repeat(80);

    private static ConsoleSite hub;
    private static Chromium browser;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(Chromium.isThere(), "skipped: there is no chromium with its driver here");
        hub = new ConsoleSite();
        browser = new Chromium(hub.console(), Axe.source());
        browser.open("");
        browser.type("#key", hub.operator());
        browser.press(Keys.ENTER);
        browser.await("nav");
    }

    @AfterAll
    static void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (hub != null) {
            hub.close();
        }
    }

    private static String send(Map<String, ?> message) throws Exception {
        ConsoleSite.Answer sent =
                hub.api(hub.operator(), "POST", "/v1/messages", ConsoleSite.JSON.writeValueAsString(message));
        assertThat(sent.status()).as(sent.text()).isEqualTo(202);
        return sent.json().path("id").asText();
    }

    private static void harmless() {
        assertThat(browser.run("return window.hacked")).isNull();
        assertThat(browser.run(
                        "return document.querySelectorAll('#app img, #app script, #app b b, #app iframe').length"))
                .isEqualTo(0L);
        assertThat(browser.violations()).isEmpty();
        assertThat(browser.isScrolledSideways()).isFalse();
    }

    @Test
    void textsSendersAndReferences() throws Exception {
        String scripted = send(
                Map.of("to", "+48600100300", "from", "<b>x</b>", "ref", SCRIPT, "text", SCRIPT, "tags", List.of("t")));
        String turned = send(Map.of("to", "+48600100301", "ref", TURNED, "text", TURNED));
        String longer = send(Map.of("to", "+48600100302", "ref", "a".repeat(100), "text", LONG));
        for (String id : List.of(scripted, turned, longer)) {
            await().atMost(PATIENCE).until(() -> hub.state(id).equals("DELIVERED"));
            for (var size : List.of(Chromium.DESKTOP, Chromium.PHONE)) {
                browser.size(size);
                browser.open("#/message/" + id);
                browser.awaitText(".line", "Receipt");
                browser.await(".part summary").click();
                harmless();
            }
            browser.size(Chromium.DESKTOP);
        }
        browser.open("#/message/" + scripted);
        browser.awaitText(".text", SCRIPT);
        browser.open("#/message/" + longer);
        browser.awaitText(".text", "show all");
        assertThat(browser.text(".text").length()).isLessThan(LONG.length());
        // in a bdi of its own
        assertThat(browser.run("return document.querySelector('.text bdi') !== null"))
                .isEqualTo(true);
        browser.await(".text button").click();
        browser.awaitText(".text", "show less");
        browser.screenshot("hostile");
        for (String page : List.of("find", "live", "simulator", "overview")) {
            browser.open("#/" + page);
            browser.await("#menu-" + page + "[aria-current]");
            browser.await("#main table");
            harmless();
        }
    }

    /** Ten thousand characters, as what nobody understood may have. */
    @Test
    void whatIsKept() throws Exception {
        browser.run("window.kept = arguments[0]", SCRIPT + "x".repeat(10_000));
        browser.runAsync(
                "const done = arguments[0];import('/dom.js').then(d => { const at = document.createElement('div');"
                        + " at.id = 'here';at.append(d.folded(window.kept, n => 'all ' + n, 'less'));"
                        + " document.getElementById('main').append(at); done(); })");
        assertThat(browser.text("#here").length()).isLessThan(400);
        assertThat(browser.text("#here")).contains("<img src=x", "all 10");
        assertThat(browser.run("return window.hacked")).isNull();
    }

    /** A phone says ten thousand characters that turn the direction and are script, to a number that nobody has. */
    @Test
    void whatPhonesSay() throws Exception {
        String said = SCRIPT + TURNED + "ш".repeat(10_000);
        ConsoleSite.Answer answer = hub.api(
                hub.operator(),
                "POST",
                "/v1/simulator/incoming",
                ConsoleSite.JSON.writeValueAsString(
                        Map.of("account", "hub", "from", "+48600100998", "to", "+48500500501", "text", said)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> hub.api(hub.operator(), "GET", "/v1/kept/unclaimed", null)
                .text()
                .contains("48500500501"));
        for (var size : List.of(Chromium.DESKTOP, Chromium.PHONE)) {
            browser.size(size);
            browser.open("#/overview");
            browser.await("#menu-overview[aria-current]");
            browser.open("#/work");
            browser.awaitText("#main", "<img src=x onerror");
            harmless();
        }
        browser.screenshot("hostile-phone");
        browser.size(Chromium.DESKTOP);
        assertThat(browser.text("#main").length()).isLessThan(10_000);
    }

    @Test
    void thePolicyOfThePages() throws Exception {
        String policy = hub.ask(hub.console().resolve("/"), "GET", null)
                .whole()
                .headers()
                .firstValue("Content-Security-Policy")
                .orElse("");
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe", "*", "http:", "https:");
        // it holds in the browser
        assertThat(browser.run("const s = document.createElement('script'); s.textContent = 'window.inline = 1';"
                        + "document.head.append(s); return window.inline"))
                .isNull();
        assertThat((Boolean) browser.runAsync("const done = arguments[0];"
                        + "fetch('http://127.0.0.1:9/').then(() => done(true), () => done(false))"))
                .isFalse();
        assertThat(browser.run("return document.cookie")).isEqualTo("");
        browser.open("#/find");
        browser.await("#query");
        browser.asked().removeIf(url -> url.startsWith("http://127.0.0.1:9/"));
        browser.assertAlone();
    }

    /** A client's key tries all that is an operator's, and what is another client's. */
    @Test
    void whatIsNotAClients() throws Exception {
        String others = send(Map.of("to", "+48600990001", "text", "not the shop's"));
        await().atMost(PATIENCE).until(() -> hub.state(others).equals("FAILED"));
        ConsoleSite.Answer signed = hub.ask(
                hub.console().resolve("/session"),
                "POST",
                "{\"key\": \"" + ConsoleSite.SHOP + "\"}",
                "X-Hub-Console",
                "1");
        assertThat(signed.status()).isEqualTo(204);
        String cookie =
                signed.whole().headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        String[][] tries = {
            {"GET", "/v1/status", null},
            {"GET", "/v1/figures", null},
            {"GET", "/v1/audit", null},
            {"GET", "/v1/loggers", null},
            {"PUT", "/v1/loggers/org.smshub", "{\"level\": \"DEBUG\"}"},
            {"DELETE", "/v1/loggers/org.smshub", null},
            {"POST", "/v1/links/other/pause", null},
            {"POST", "/v1/links/other/resume", null},
            {"POST", "/v1/links/other/drain", "{\"to\": \"sink\"}"},
            {"POST", "/v1/links/other/reroute", "{\"to\": \"sink\"}"},
            {"GET", "/v1/kept/unread", null},
            {"POST", "/v1/kept/unread/replay", null},
            {"GET", "/v1/simulator/messages", null},
            {"GET", "/v1/simulator/scenarios", null},
            {
                "POST",
                "/v1/simulator/incoming",
                "{\"account\": \"hub\", \"from\": \"1234\", \"to\": \"1234\", \"text\": \"x\"}"
            },
            {"GET", "/v1/messages?client=demo", null},
            {"GET", "/v1/messages/" + others, null},
            {"GET", "/v1/messages/" + others + "/parts", null},
            {"DELETE", "/v1/messages/" + others, null},
            {"PATCH", "/v1/messages/" + others, "{\"text\": \"x\"}"},
            {"PATCH", "/v1/messages/" + others, "{\"link\": \"other\"}"},
            {"GET", "/v1/messages/" + others + "/tell", null},
            {"POST", "/v1/messages/" + others + "/tell", null},
            {"POST", "/v1/messages/" + others + "/again", null},
            {"POST", "/v1/messages/" + others + "/again", "{\"links\": [\"other\"]}"},
            {"POST", "/v1/messages?dryRun=true&client=demo", "{\"to\": \"+48600100200\", \"text\": \"x\"}"},
            {"POST", "/v1/messages/again", "{\"filter\": {\"state\": \"FAILED\", \"client\": \"demo\"}}"},
            {"POST", "/v1/webhooks/test?client=demo", null},
            {"POST", "/v1/webhooks/open?client=demo", null},
        };
        for (String[] one : tries) {
            ConsoleSite.Answer answer =
                    hub.ask(hub.console().resolve(one[1]), one[0], one[2], "Cookie", cookie, "X-Hub-Console", "1");
            assertThat(answer.status())
                    .as(one[0] + " " + one[1] + " " + answer.text())
                    .isIn(403, 404);
        }
        assertThat(hub.link("other")).isEqualTo("UP");
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode audit = hub.api(hub.operator(), "GET", "/v1/audit", null).json();
            assertThat(audit.toString()).contains("POST /v1/links/other/pause");
        });
        // without the header, by a cookie elsewhere, and without a cookie nothing
        assertThat(hub.ask(hub.console().resolve("/v1/whoami"), "GET", null, "Cookie", cookie)
                        .status())
                .isEqualTo(403);
        assertThat(hub.ask(hub.site.api("/v1/whoami"), "GET", null, "Cookie", cookie, "X-Hub-Console", "1")
                        .status())
                .isEqualTo(401);
        assertThat(hub.ask(hub.console().resolve("/v1/whoami"), "GET", null, "X-Hub-Console", "1")
                        .status())
                .isEqualTo(401);
        assertThat(hub.ask(
                                hub.console().resolve("/v1/whoami"),
                                "GET",
                                null,
                                "Authorization",
                                "Bearer " + ConsoleSite.SHOP,
                                "X-Hub-Console",
                                "1")
                        .status())
                .isEqualTo(401);
        assertThat(hub.ask(hub.console().resolve("/v1/whoami"), "GET", null, "Cookie", cookie, "X-Hub-Console", "1")
                        .json()
                        .path("client")
                        .asText())
                .isEqualTo("shop");
        assertThat(hub.ask(hub.console().resolve("/session"), "DELETE", null, "Cookie", cookie, "X-Hub-Console", "1")
                        .status())
                .isEqualTo(204);
        assertThat(hub.ask(hub.console().resolve("/v1/whoami"), "GET", null, "Cookie", cookie, "X-Hub-Console", "1")
                        .status())
                .isEqualTo(401);
    }

    private static List<String> audited() throws Exception {
        List<String> entries = new ArrayList<>();
        hub.api(hub.operator(), "GET", "/v1/audit?limit=1000", null)
                .json()
                .path("entries")
                .forEach(entry -> entries.add(entry.toString()));
        return entries;
    }

    /** Who, what, when: of who comes and goes as of all else. */
    @Test
    void signInAndOutAreInTheAuditLog() throws Exception {
        ConsoleSite.Answer signed = hub.ask(
                hub.console().resolve("/session"),
                "POST",
                "{\"key\": \"" + ConsoleSite.CALLED + "\"}",
                "X-Hub-Console",
                "1");
        String cookie =
                signed.whole().headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        for (int i = 0; i < 2; i++) {
            // the second time nobody is signed in
            hub.ask(hub.console().resolve("/session"), "DELETE", null, "Cookie", cookie, "X-Hub-Console", "1");
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(audited().stream()
                        .filter(entry -> entry.contains("\"who\":\"called\""))
                        .map(entry -> entry.replaceFirst(".*\"what\":\"([^\"]*)\".*", "$1")))
                .containsExactly("DELETE /session", "POST /session"));
        assertThat(audited()).noneMatch(entry -> entry.contains(ConsoleSite.CALLED));
    }

    @Test
    void signInIsBraked() throws Exception {
        for (int i = 0; i < 3; i++) {
            ConsoleSite.Answer wrong = hub.ask(
                    hub.console().resolve("/session"), "POST", "{\"key\": \"no" + i + "\"}", "X-Hub-Console", "1");
            assertThat(wrong.status()).isEqualTo(401);
        }
        assertThat(hub.ask(hub.console().resolve("/session"), "POST", "{\"key\": \"" + hub.operator() + "\"}")
                        .status())
                .as("without the header")
                .isEqualTo(403);
        assertThat(hub.ask(
                                hub.console().resolve("/session"),
                                "POST",
                                "{\"key\": \"" + "x".repeat(2_000) + "\"}",
                                "X-Hub-Console",
                                "1")
                        .status())
                .isEqualTo(413);
        // in the audit log once a minute, and no key
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(audited()).anySatisfy(entry -> assertThat(entry)
                .contains("\"what\":\"POST /session\"", "\"status\":401", "\"after\":\"from 127.0.0.1")
                .doesNotContain("\"who\"")));
        assertThat(audited().stream().filter(entry -> entry.contains("POST /session") && entry.contains("401")))
                .hasSize(1);
        String metrics =
                hub.ask(hub.site.management("/observe/metrics"), "GET", null).text();
        assertThat(metrics.lines()
                        .filter(line -> line.startsWith("sms_http_refused_keys_total"))
                        .toList())
                .singleElement()
                .satisfies(line -> assertThat(Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                        .isGreaterThanOrEqualTo(3));
    }
}
