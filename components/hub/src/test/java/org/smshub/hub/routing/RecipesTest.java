package org.smshub.hub.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.hub.RefusedException;
import org.smshub.link.SmsHeaders;

/** The recipes of docs/routing, each in the hub's routes as they are shipped. */
class RecipesTest {

    private static final Path RECIPES = Path.of("../../docs/routing");

    /** Those that another test runs. */
    private static final Set<String> ELSEWHERE = Set.of("two-in-proportion.camel.yaml");

    @TempDir
    Path folder;

    private RoutingHub hub(String route, String recipe) throws Exception {
        return new RoutingHub(folder, "orange", "blue", "reserve")
                .route(route, Files.readString(RECIPES.resolve(recipe + ".camel.yaml")));
    }

    private static Calendar calendar(String now) {
        Calendar calendar = new Calendar();
        calendar.setFile("{{hub.files}}holidays.csv");
        calendar.setZone("Europe/Warsaw");
        calendar.setClock(Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
        return calendar;
    }

    private static final String HOLIDAYS = "date,name\n12-25,Christmas\n2027-03-29,Easter Monday\n";

    @Test
    void oneRecipientOneCentre() throws Exception {
        try (RoutingHub hub = hub("routing", "one-recipient-one-centre").start()) {
            Set<String> all = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                String number = "+4860010020" + i % 10;
                String links = RoutingHub.links(hub.check(number));
                assertThat(RoutingHub.links(hub.check(number))).isEqualTo(links);
                all.add(links);
            }
            assertThat(all).containsExactlyInAnyOrder("orange,blue", "blue,orange");
        }
    }

    @Test
    void officeHours() throws Exception {
        assertThat(officeHours("2026-11-27T09:00:00Z")).isEqualTo("office hours"); // a Friday
        assertThat(officeHours("2026-11-27T17:00:00Z")).isEqualTo("out of office"); // 18:00 in Warsaw
        assertThat(officeHours("2026-11-28T09:00:00Z")).isEqualTo("out of office");
        assertThat(officeHours("2026-12-25T09:00:00Z")).isEqualTo("out of office"); // a Friday
        assertThat(officeHours("2027-03-29T09:00:00Z")).isEqualTo("out of office"); // a Monday
    }

    private String officeHours(String now) throws Exception {
        try (RoutingHub hub = hub("routing", "office-hours")
                .file("holidays.csv", HOLIDAYS)
                .bean("calendar", calendar(now))
                .start()) {
            return RoutingHub.rule(hub.check("+48600100200"));
        }
    }

    @Test
    void byClient() throws Exception {
        try (RoutingHub hub = hub("routing", "by-client")
                .numbers("prefix,links\n+48,reserve\n")
                .start()) {
            Exchange bank = hub.check("+48600100200", SmsHeaders.CLIENT, "bank");
            assertThat(RoutingHub.links(bank) + " " + RoutingHub.rule(bank)).isEqualTo("blue bank");
            assertThat(RoutingHub.links(hub.check("+48600100200"))).isEqualTo("reserve");
            assertThat(RoutingHub.links(hub.check("+49170100200"))).isEqualTo("orange");
        }
    }

    @Test
    void byTag() throws Exception {
        try (RoutingHub hub = hub("routing", "by-tag").start()) {
            Exchange otp = hub.check("+48600100200", SmsHeaders.FIELDS, "tags=login otp");
            assertThat(RoutingHub.links(otp)).isEqualTo("orange,blue,reserve");
            assertThat(otp.getMessage().getHeader(SmsHeaders.PRIORITY, Integer.class))
                    .isEqualTo(3);
            assertThat(RoutingHub.rule(hub.check("+48600100200", SmsHeaders.FIELDS, "tags=advertising")))
                    .isEqualTo("advertising");
            assertThat(RoutingHub.rule(hub.check("+48600100200"))).isNull();
        }
    }

    @Test
    void byText() throws Exception {
        try (RoutingHub hub = hub("routing", "by-text").start()) {
            assertThat(RoutingHub.rule(hub.check("+48600100200", "body", "Your code:\n123456")))
                    .isEqualTo("one-time codes");
            assertThat(hub.check("+48600100200", "body", "Win in our Casino").getException())
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("Games of chance are not advertised here");
            assertThat(RoutingHub.links(hub.check("+48600100200"))).isEqualTo("orange");
        }
    }

    @Test
    void consent() throws Exception {
        assertThat(consent("2026-11-27T09:00:00Z", "tags=advertising opt-in")).isNull();
        assertThat(consent("2026-11-27T09:00:00Z", "tags=advertising")).hasMessage("Advertising needs the tag opt-in");
        assertThat(consent("2026-11-29T09:00:00Z", "tags=advertising opt-in")).hasMessage("No advertising on Sundays");
        assertThat(consent("2026-12-25T09:00:00Z", "tags=advertising opt-in")).hasMessage("No advertising on holidays");
        assertThat(consent("2026-12-25T09:00:00Z", "tags=otp")).isNull();
    }

    private Exception consent(String now, String fields) throws Exception {
        try (RoutingHub hub = hub("consent", "consent")
                .route("rules", "[]")
                .property("hub.routing.consent", "true")
                .file("holidays.csv", HOLIDAYS)
                .bean("calendar", calendar(now))
                .start()) {
            return hub.check("+48600100200", SmsHeaders.FIELDS, fields).getException();
        }
    }

    @Test
    void incomingByLink() throws Exception {
        String rules = Files.readString(Path.of("../../routes/rules.camel.yaml"));
        try (RoutingHub hub = hub("keywords", "incoming-by-link")
                .route("rules", without(rules, "keywords"))
                .clients("clients:\n  - id: shop\n    numbers: [\"12345\"]\n  - id: warehouse\n")
                .keywords("keyword,client\nINFO,warehouse\n", new OptOuts())
                .start()) {
            assertThat(client(hub.incoming("blue", "+48600100200", "12345", "hello")))
                    .isEqualTo("warehouse mail");
            assertThat(client(hub.incoming("orange", "+48600100200", "12345", "hello")))
                    .isEqualTo("shop smpp");
            assertThat(client(hub.incoming("orange", "+48600100200", "12345", "info please")))
                    .isEqualTo("warehouse smpp");
        }
    }

    private static String without(String yaml, String route) {
        int start = yaml.indexOf("- route:\n    id: " + route + "\n");
        return yaml.substring(0, start) + yaml.substring(yaml.indexOf("\n- route:", start) + 1);
    }

    static String client(Exchange exchange) {
        return exchange.getMessage().getHeader(SmsHeaders.CLIENT) + " "
                + exchange.getMessage().getHeader(SmsHeaders.EVENTS);
    }

    @Test
    void eachRecipeIsRunByATestAndNamedOnThePage() throws Exception {
        String tests = Files.readString(Path.of("src/test/java/org/smshub/hub/routing/RecipesTest.java"));
        String page = Files.readString(Path.of("../../docs/routing.md"));
        List<String> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(RECIPES)) {
            all.map(file -> file.getFileName().toString()).forEach(files::add);
        }
        assertThat(files).isNotEmpty().allSatisfy(file -> {
            assertThat(page).contains("(routing/" + file + ")");
            assertThat(ELSEWHERE.contains(file) || tests.contains("\"" + file.replace(".camel.yaml", "") + "\""))
                    .as("a test for " + file)
                    .isTrue();
        });
    }
}
