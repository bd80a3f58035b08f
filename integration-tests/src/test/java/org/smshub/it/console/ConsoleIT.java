package org.smshub.it.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

/** Each page on a desk and on a phone, in light and in dark, looked at by axe-core; and a whole task by the keyboard alone. */
@Timeout(300)
class ConsoleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What the built-in SMSC does with it stands in config/simulator.yaml. */
    private static final String REFUSED = "+48600990001";

    private static final String LONG =
            "Zażółć gęślą jaźń — your parcel is at the door, and this text is so long that it takes two parts on the"
                    + " air";

    private static ConsoleSite hub;
    private static Chromium browser;
    private static String failed;
    private static String delivered;
    private static String own;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(Chromium.isThere(), "skipped: there is no chromium with its driver here");
        hub = new ConsoleSite();
        browser = new Chromium(hub.console(), Axe.source());
        String operator = hub.operator();
        failed = hub.send(operator, REFUSED, "This one is refused");
        delivered = hub.send(operator, "+48600100200", LONG);
        own = hub.send(ConsoleSite.SHOP, "+48600100201", "The shop's own");
        hub.send(operator, "+48600990022", "This one is not delivered");
        await().atMost(PATIENCE)
                .until(() -> hub.state(failed).equals("FAILED")
                        && hub.state(delivered).equals("DELIVERED")
                        && hub.state(own).equals("DELIVERED"));
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

    @BeforeEach
    void size() {
        browser.size(Chromium.DESKTOP);
        browser.dark(false);
    }

    private static void signIn(String key) {
        browser.open("");
        browser.run("return fetch('/session', {method: 'DELETE', headers: {'X-Hub-Console': '1'}})");
        browser.reload();
        browser.type("#key", key);
        browser.press(Keys.ENTER);
        browser.await("nav");
    }

    /** As it is on a desk, in the dark, and on a phone. */
    private static void seen(String name) throws IOException {
        browser.size(Chromium.DESKTOP);
        browser.screenshot(name);
        assertThat(browser.violations()).as(name).isEmpty();
        browser.dark(true);
        browser.screenshot(name + "-dark");
        assertThat(browser.violations()).as(name + " in the dark").isEmpty();
        browser.dark(false);
        browser.size(Chromium.PHONE);
        browser.screenshot(name + "-phone");
        assertThat(browser.violations()).as(name + " on a phone").isEmpty();
        assertThat(browser.isScrolledSideways()).as(name + " on a phone").isFalse();
        browser.size(Chromium.DESKTOP);
    }

    @Test
    void whoHasNoKeyIsToldSo() throws Exception {
        browser.open("");
        browser.run("return fetch('/session', {method: 'DELETE', headers: {'X-Hub-Console': '1'}})");
        browser.reload();
        browser.await("#key");
        seen("sign-in");
        browser.type("#key", "wrong");
        browser.press(Keys.ENTER);
        browser.awaitText("#key-wrong", "not known");
        browser.type("#key", hub.operator());
        browser.press(Keys.ENTER);
        browser.awaitText("h1", "Overview");
        browser.named("Sign out").click();
        browser.await("#key");
    }

    @Test
    void theOverview() throws Exception {
        signIn(hub.operator());
        browser.open("#/overview");
        browser.awaitText("#main table", "sink");
        browser.awaitText("#main table", "other");
        browser.awaitText(".needs", "smpp:0x0B");
        browser.awaitText("figure", "accepted");
        browser.await(".plot canvas");
        seen("overview");
    }

    @Test
    void find() throws Exception {
        signIn(hub.operator());
        browser.open("#/find");
        browser.type("#query", "to:+4860099* state:failed since:1h");
        browser.press(Keys.ENTER);
        browser.awaitText("#main table.list", "smpp:0x0B");
        assertThat(browser.text("#main table.list")).doesNotContain("600100200");
        seen("find");
        // the same as fields
        browser.named("The same as fields").click();
        assertThat(browser.run("return document.getElementById('f-state').value"))
                .isEqualTo("failed");
        browser.type("#query", "colour:red");
        browser.press(Keys.ENTER);
        browser.awaitText("[role=alert]", "colour:red");
        // an id goes to its message
        browser.type("#query", delivered);
        browser.press(Keys.ENTER);
        browser.awaitText("h1", "+48600100200");
    }

    /** What is typed, and what the API is asked. */
    @Test
    void theSearchLanguage() {
        browser.open("");
        String[][] searches = {
            {"to:+4860* state:failed link:orange tag:otp", "link=orange state=FAILED tag=otp to=+4860*"},
            {"since:1h", "since=2026-11-27T09:00:00.000Z"},
            {"since:90s until:2026-11-27T12:00:00Z", "since=2026-11-27T09:58:30.000Z until=2026-11-27T12:00:00.000Z"},
            {"since:2d", "since=2026-11-25T10:00:00.000Z"},
            {"+48600100200", "to=+48600100200"},
            {"order-7", "ref=order-7"},
            {"ref:\"order 7\" FROM:ACME", "from=ACME ref=order 7"},
            {"01m8fb6xezn08gjnj8tchef4d6", "id=01M8FB6XEZN08GJNJ8TCHEF4D6"},
            {"state:nonsense since:never colour:red", "? colour:red state:nonsense since:never"},
            {"", ""},
        };
        for (String[] search : searches) {
            assertThat(browser.runAsync("""
                            const done = arguments[1];
                            import('/query.js').then(q => {
                              const { found, wrong } = q.parse(arguments[0]);
                              const all = q.toApi(found, Date.parse('2026-11-27T10:00:00Z'));
                              const bad = [...wrong, ...all.wrong];
                              const asked = Object.entries({ ...all.asked, ...all.id ? { id: all.id } : {} }).sort().map(e => e.join('=')).join(' ');
                              done(bad.length ? '? ' + bad.join(' ') : asked);
                            });""", search[0])).as(search[0]).isEqualTo(search[1]);
        }
    }

    @Test
    void oneMessage() throws Exception {
        signIn(hub.operator());
        browser.open("#/message/" + delivered);
        browser.awaitText(".line", "Receipt");
        assertThat(browser.text(".line")).contains("http-send", "sink", "UCS2", "delivered");
        // by which of the link's sessions, and to whom
        assertThat(browser.text(".line")).containsPattern("session 1 127\\.0\\.0\\.1:\\d+");
        browser.named("Explain").isDisplayed();
        browser.await("section[aria-labelledby=why-title] button").click();
        browser.awaitText(".why", "sink");
        browser.await(".part summary").click();
        browser.awaitText(".octets", "0000  ");
        assertThat(browser.text("section[aria-labelledby=air-title]")).contains("latin small letter");
        seen("message");
    }

    @Test
    void explained() throws Exception {
        signIn(hub.operator());
        browser.open("#/explain");
        browser.type("#to", "+48600100200");
        browser.type("#client", "shop");
        browser.type("#text", "Hello — there");
        browser.named("Explain").isDisplayed();
        browser.await("form button.main").click();
        browser.awaitText(".why", "sink");
        assertThat(browser.text(".curl")).contains("dryRun=true", "client=shop");
        seen("explain");
    }

    @Test
    void whatBecameOfItIsToldAgain() throws Exception {
        String id = hub.send(ConsoleSite.CALLED, "+48600100400", "tell me");
        await().atMost(PATIENCE).until(() -> hub.told.stream().anyMatch(event -> event.contains(id)));
        signIn(hub.operator());
        browser.open("#/message/" + id);
        browser.named("Tell again").click();
        browser.awaitText("dialog .curl", id + "/tell");
        browser.await("dialog button.main").click();
        browser.awaitText("#said", "arrived");
        assertThat(hub.told.stream().filter(event -> event.contains(id)))
                .hasSize(2)
                .allMatch(event -> event.contains("\"DELIVERED\""));
        browser.open("#/work");
        browser.awaitText("#main", "called");
    }

    /** A receiver that is busy first: where it was told, and what it answered, stands on the page and in the API. */
    @Test
    void whatAnApplicationAnsweredIsShown() throws Exception {
        String id = hub.send(ConsoleSite.CALLED, ConsoleSite.BUSY, "tell me twice");
        String path = "/v1/messages/" + id;
        await().atMost(PATIENCE)
                .until(() -> step(path, "NOT_TOLD").path("answer").asText().equals("503"));
        signIn(hub.operator());
        browser.open("#/message/" + id);
        browser.awaitText(".line", "did not take");
        assertThat(browser.text(".line")).contains("webhook", "at http://127.0.0.1:", "answered 503");
        seen("not-told");
        await().atMost(PATIENCE).until(() -> !step(path, "TOLD").isMissingNode());
        JsonNode told = step(path, "TOLD");
        assertThat(told.path("code").asText()).isEqualTo("DELIVERED");
        assertThat(told.path("text").asText()).isEqualTo("webhook");
        assertThat(told.path("to").asText()).startsWith("http://127.0.0.1:").doesNotContain("events");
        assertThat(told.path("answer").asText()).isEqualTo("204, try 2; before: 503");
        assertThat(step(path, "NOT_TOLD").isMissingNode()).isTrue();
        assertThat(step(path, "ATTEMPT").path("session").asText()).matches("1 127\\.0\\.0\\.1:\\d+");
        browser.open("#/find");
        browser.open("#/message/" + id);
        browser.awaitText(".line", "204, try 2; before: 503");
        seen("told");
    }

    private static JsonNode step(String path, String what) throws Exception {
        for (JsonNode step : hub.api(hub.operator(), "GET", path, null).json().path("history")) {
            if (step.path("what").asText().equals(what)) {
                return step;
            }
        }
        return MissingNode.getInstance();
    }

    @Test
    void aWebhookIsTested() throws Exception {
        signIn(hub.operator());
        browser.open("#/work");
        browser.awaitText("#main", "called");
        browser.named("Test").click();
        browser.awaitText("dialog .curl", "-X POST");
        assertThat(browser.text("dialog .curl")).contains("/v1/webhooks/test?client=called");
        seen("webhook-test");
        browser.await("dialog button.main").click();
        browser.awaitText("#said", "arrived");
        assertThat(hub.told).anyMatch(event -> event.contains("\"TEST\""));
    }

    /** By another way than a webhook: the event stands in the outbox once more. */
    @Test
    void whoHearsByFilesIsToldAgain() throws Exception {
        String id = hub.send(ConsoleSite.FILED, "+48600100401", "tell me by a file");
        await().atMost(PATIENCE).until(() -> files(id) == 1);
        signIn(hub.operator());
        browser.open("#/message/" + id);
        browser.named("Tell again").click();
        browser.awaitText("dialog", "To filed, by file.");
        browser.await("dialog button.main").click();
        browser.awaitText("#said", "on its way by file");
        await().atMost(PATIENCE).until(() -> files(id) == 2);
        browser.open("#/find");
        browser.open("#/message/" + id);
        await().atMost(PATIENCE).until(() -> browser.text(".line").split("by file", -1).length == 3);
    }

    private static long files(String id) throws IOException {
        try (Stream<Path> all = Files.walk(hub.files)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return Files.readString(file).contains(id);
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        }
    }

    /** Where nobody can be told the page says why. */
    @Test
    void whoCannotBeToldHasNoButton() throws Exception {
        signIn(hub.operator());
        browser.open("#/message/" + own);
        browser.awaitText("#main .hint", "Cannot be told again");
        assertThat(browser.text("#main .hint")).contains("shop asks what became of its messages");
        assertThat(browser.text(".buttons")).doesNotContain("Tell again");
        assertThat(hub.api(hub.operator(), "POST", "/v1/messages/" + own + "/tell", null)
                        .status())
                .isEqualTo(409);
        // of another client a client hears nothing
        assertThat(hub.api(ConsoleSite.SHOP, "GET", "/v1/messages/" + failed + "/tell", null)
                        .status())
                .isEqualTo(404);
    }

    /** Two wait on a link; one of them goes to another. */
    @Test
    void oneMessageIsMovedToAnotherLink() throws Exception {
        hub.api(hub.operator(), "POST", "/v1/links/sink/pause", null);
        try {
            String stays = hub.send(hub.operator(), "+48600100410", "stays");
            String moves = hub.send(hub.operator(), "+48600100411", "moves");
            signIn(hub.operator());
            browser.open("#/message/" + moves);
            browser.named("Move …").click();
            browser.awaitText("dialog .curl", "-X PATCH");
            assertThat(browser.text("dialog .curl")).contains(moves, "{\"link\":\"other\"}");
            browser.screenshot("move");
            assertThat(browser.violations()).isEmpty();
            browser.await("dialog button.main").click();
            browser.awaitText("#said", "waits on the other link");
            await().atMost(PATIENCE).until(() -> hub.state(moves).equals("DELIVERED"));
            assertThat(hub.state(stays)).isEqualTo("QUEUED");
            ConsoleSite.Answer left = patch(moves, "{\"link\": \"sink\"}");
            assertThat(left.status()).isEqualTo(409);
            assertThat(left.text()).contains("ended");
            assertThat(patch(stays, "{\"link\": \"sink\"}").status())
                    .as("it waits there")
                    .isEqualTo(200);
            assertThat(patch(stays, "{\"link\": \"nowhere\"}").text()).contains("link is one of these");
            assertThat(patch(stays, "{\"link\": \"other\", \"priority\": 3}").status())
                    .isEqualTo(400);
            assertThat(hub.api(ConsoleSite.SHOP, "PATCH", "/v1/messages/" + own, "{\"link\": \"other\"}")
                            .status())
                    .isEqualTo(403);
            browser.open("#/find");
            browser.open("#/message/" + moves);
            browser.awaitText(".line", "from sink");
            await().atMost(PATIENCE).until(() -> hub.api(hub.operator(), "GET", "/v1/audit", null)
                    .text()
                    .contains("\"before\":\"QUEUED on sink\",\"after\":\"QUEUED on other\""));
        } finally {
            hub.api(hub.operator(), "POST", "/v1/links/sink/resume", null);
        }
    }

    private static ConsoleSite.Answer patch(String id, String body) throws Exception {
        return hub.api(hub.operator(), "PATCH", "/v1/messages/" + id, body);
    }

    /** A view is kept in the browser and found there again; what is found goes into a file. */
    @Test
    void viewsAndFiles() throws Exception {
        signIn(hub.operator());
        browser.open("#/find");
        browser.type("#query", "to:+48600100200");
        browser.press(Keys.ENTER);
        browser.awaitText("#main table.list", "600100200");
        browser.named("Keep this view").click();
        browser.awaitText("#said", "Kept");
        Path csv = browser.downloads().resolve("messages.csv");
        browser.named("All as CSV").click();
        await().atMost(PATIENCE).until(() -> Files.exists(csv));
        assertThat(Files.readString(csv)).contains("+48600100200").doesNotContain("600990001");
        browser.reload();
        browser.await("nav");
        browser.open("#/find");
        browser.await("#query");
        browser.named("to:+48600100200").click();
        await().atMost(PATIENCE).until(() -> browser.run("return document.getElementById('query').value")
                .equals("to:+48600100200"));
        browser.awaitText("#main table.list", "600100200");
        browser.click("button[aria-label='Forget to:+48600100200']");
        await().atMost(PATIENCE).until(() -> !browser.text(".views").contains("to:+48600100200"));
    }

    /** Find a failed message, see why, send it again by another link. */
    @Test
    void aWholeTaskByTheKeyboardAlone() throws Exception {
        String refused = "+48601990001";
        String failed = hub.send(hub.operator(), refused, "This one is refused, too");
        await().atMost(PATIENCE).until(() -> hub.state(failed).equals("FAILED"));
        signIn(hub.operator());
        browser.press("g");
        browser.press("f");
        browser.await("#query");
        browser.press(Keys.ESCAPE);
        browser.tabTo("query");
        browser.press("state:failed to:" + refused, Keys.ENTER);
        browser.awaitText("#main table.list", "wrong recipient");
        String time = browser.text("#main table.list tbody tr:first-child a");
        browser.tabTo(time.trim());
        browser.press(Keys.ENTER);
        browser.awaitText(".line", "smpp:0x0B");
        browser.tabTo("Send again by …");
        browser.press(Keys.ENTER);
        browser.await("dialog select");
        assertThat(browser.text("dialog .curl")).contains("-X POST", failed + "/again", "other");
        browser.screenshot("send-again");
        assertThat(browser.violations()).isEmpty();
        browser.tabTo("Send again");
        browser.press(Keys.ENTER);
        await().atMost(PATIENCE).until(() -> !browser.hash().contains(failed));
        browser.awaitText(".line", "other");
        assertThat(browser.hash()).startsWith("#/message/");
    }

    @Test
    void live() throws Exception {
        signIn(hub.operator());
        browser.open("#/live");
        browser.awaitText("#main table.list", "•••");
        assertThat(browser.text("#main table.list")).doesNotContain("+48600100200");
        browser.named("Hide numbers").click();
        browser.awaitText("#main table.list", "+48600100200");
        String id = hub.send(hub.operator(), "+48600100777", "just now");
        browser.awaitText("#main table.list", "+48600100777");
        browser.type("#query", "to:+48600100777");
        await().atMost(PATIENCE).until(() -> !browser.text("#main table.list").contains("+48600100200"));
        assertThat(browser.run("return document.querySelector('#main table.list a').hash"))
                .isEqualTo("#/message/" + id);
        seen("live");
    }

    @Test
    void aLinkIsPausedDrainedAndResumed() throws Exception {
        signIn(hub.operator());
        browser.open("#/overview");
        browser.click("button[aria-label='Pause other']");
        browser.awaitText("dialog .curl", "/v1/links/other/pause");
        browser.screenshot("pause");
        assertThat(browser.violations()).isEmpty();
        browser.await("dialog button.main").click();
        browser.awaitText("#main table", "paused by demo");
        assertThat(hub.link("other")).isEqualTo("PAUSED");
        browser.click("button[aria-label='Resume other']");
        browser.await("dialog button.main").click();
        browser.click("button[aria-label='Drain other']");
        await().atMost(PATIENCE).until(() -> hub.link("other").equals("UP"));
        browser.awaitText("dialog .curl", "{\"to\":\"sink\"}");
        browser.await("dialog button.main").click();
        browser.awaitText("#main table", "drained by demo");
        assertThat(hub.link("other")).isEqualTo("DRAINED");
        browser.click("button[aria-label='Resume other']");
        browser.press(Keys.ESCAPE); // no
        assertThat(hub.link("other")).isEqualTo("DRAINED");
        browser.click("button[aria-label='Resume other']");
        browser.await("dialog button.main").click();
        await().atMost(PATIENCE).until(() -> hub.link("other").equals("UP"));
    }

    @Test
    void work() throws Exception {
        signIn(hub.operator());
        browser.open("#/work");
        browser.awaitText("#main", "Unmatched receipts");
        browser.awaitText("#main", "org.apache.camel.main");
        browser.awaitText("section", "called");
        seen("work");
        // a level of the log for a while
        browser.type("#logger", "org.smshub.hub.http.console");
        browser.await("#logger").submit();
        browser.awaitText("dialog .curl", "-X PUT");
        browser.await("dialog button.main").click();
        browser.awaitText("#main", "org.smshub.hub.http.console");
        // what failed, counted first
        browser.await("#again-state").submit();
        browser.awaitText("dialog h2", "again");
        assertThat(browser.text("dialog .curl")).contains("\"count\":");
        browser.await("dialog button.main").click();
        browser.awaitText("#said", "sent again");
    }

    @Test
    void aMessageByHand() throws Exception {
        signIn(hub.operator());
        browser.open("#/send");
        browser.type("#to", "+48600100555");
        browser.type("#text", "by hand");
        seen("send");
        browser.await("form button.main").click();
        browser.awaitText("dialog", "+48600100555");
        browser.await("dialog button.main").click();
        browser.awaitText("h1", "+48600100555");
        browser.open("#/audit");
        browser.awaitText("#main table.list", "POST /v1/messages");
        assertThat(browser.text("#main table.list")).contains("console", "demo").doesNotContain("600100555", "by hand");
        seen("audit");
    }

    @Test
    void theBuiltInSmsc() throws Exception {
        signIn(hub.operator());
        browser.open("#/simulator");
        browser.awaitText("#main table.list", "This one is refused");
        browser.awaitText(".scenarios", "UNDELIVERABLE");
        seen("simulator");
        browser.type("#phone-from", "+48600100999");
        browser.type("#phone-to", "+48500500500");
        browser.type("#phone-text", "hello from a phone");
        browser.await("#phone-text").submit();
        browser.awaitText("#said", "1 part");
        // to a number that nobody has
        browser.open("#/work");
        browser.awaitText("#main", "hello from a phone");
        // nobody is logged in as that
        browser.open("#/simulator");
        browser.type("#phone-account", "nobody");
        browser.type("#phone-from", "+48600100999");
        browser.type("#phone-to", "+48500500500");
        browser.type("#phone-text", "hello");
        browser.await("#phone-text").submit();
        browser.awaitText("[role=alert]", "Nobody who is logged in");
        // a scenario by a click
        browser.click(".scenario");
        browser.awaitText("h1", "To +48");
    }

    @Test
    void aClientSeesItsOwnAlone() throws Exception {
        signIn(ConsoleSite.SHOP);
        browser.awaitText("h1", "Find");
        browser.awaitText("#main table.list", "600100201");
        assertThat(browser.text("#main table.list")).doesNotContain("600100200", "600990001");
        assertThat(browser.text("nav")).doesNotContain("Overview", "Work", "Audit");
        seen("client");
        browser.open("#/message/" + failed);
        browser.awaitText(".bad-text", "no such message of yours");
        browser.open("#/overview");
        await().atMost(PATIENCE).until(() -> browser.hash().startsWith("#/find"));
    }

    @Test
    void nobodyElseIsAskedAndNothingIsHeavy() throws Exception {
        browser.forget(); // what lies in a cache weighs nothing
        signIn(hub.operator());
        for (String page : List.of("overview", "find", "live", "explain", "send", "work", "simulator", "audit")) {
            browser.open("#/" + page);
            browser.await("#menu-" + page + "[aria-current]");
        }
        browser.assertAlone();
        long octets = (Long) browser.run("return performance.getEntriesByType('resource')"
                + ".filter(e => /\\.(js|css|svg)$|\\/$/.test(new URL(e.name).pathname))"
                + ".reduce((all, e) => all + e.decodedBodySize, 0)");
        assertThat(octets).isBetween(60_000L, 150L * 1024);
    }
}
