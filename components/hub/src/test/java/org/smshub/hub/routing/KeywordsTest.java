package org.smshub.hub.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.hub.RefusedException;
import org.smshub.link.SmsHeaders;

/** {@code keywords.csv}, the list of opt-outs and answers in the shipped routes. */
class KeywordsTest {

    private static final String TABLE = """
            keyword,number,from,link,client,events,does,answer,answerFrom
            STOP,*,,,,,stop,You will hear no more of us,
            START,*,,,,,start,You will hear of us again,
            INFO,12345,,,,,,We are open from 8 to 18,ACME
            *,12345,+4970,,bank,jms,,,
            VOTE,,,south,bank,,,,
            """;

    private static final String CLIENTS = """
            clients:
              - id: shop
                numbers: ["12345", "+48111222333"]
                senders: [ACME]
              - id: bank
                senders: [BANK]
            """;

    @TempDir
    Path folder;

    private RoutingHub hub(String scope) throws Exception {
        OptOuts optOuts = new OptOuts();
        optOuts.setScope(scope);
        return new RoutingHub(folder, "north", "south")
                .clients(CLIENTS)
                .keywords(TABLE, optOuts)
                .start();
    }

    private static void awaitSent(RoutingHub hub, String... sent) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(hub.sent()).containsExactlyInAnyOrder(sent));
    }

    @Test
    void theFirstLineThatFitsSaysWhoseAMessageIs() throws Exception {
        try (RoutingHub hub = hub("SENDER")) {
            assertThat(RecipesTest.client(hub.incoming("north", "+48600100200", "12345", "hello")))
                    .isEqualTo("shop smpp");
            assertThat(RecipesTest.client(hub.incoming("north", "+49701234567", "12345", "hello")))
                    .isEqualTo("bank jms");
            assertThat(RecipesTest.client(hub.incoming("south", "+48600100200", "12345", " vote! for me")))
                    .isEqualTo("bank smpp");
            assertThat(RecipesTest.client(hub.incoming("north", "+48600100200", "12345", "vote for me")))
                    .isEqualTo("shop smpp");
            assertThat(RecipesTest.client(hub.incoming("north", "+48600100200", "99999", "hello")))
                    .isEqualTo("null null");
        }
    }

    @Test
    void stopIsHeardUntilStartAndBothAreAnswered() throws Exception {
        try (RoutingHub hub = hub("SENDER")) {
            assertThat(hub.incoming("south", "+48600100200", "+48111222333", "Stop.")
                            .getException())
                    .isNull();
            assertThat(hub.check("+48600100200", SmsHeaders.FROM, "+48111222333")
                            .getException())
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("opt-out");
            // of another sender, and of another recipient, it says nothing
            assertThat(hub.check("+48600100200", SmsHeaders.FROM, "ACME").getException())
                    .isNull();
            assertThat(hub.check("+48600100201", SmsHeaders.FROM, "+48111222333")
                            .getException())
                    .isNull();
            // by the line that it came by
            awaitSent(hub, "south +48600100200 +48111222333");
        }
        try (RoutingHub again = hub("SENDER")) {
            assertThat(again.check("+48600100200", SmsHeaders.FROM, "+48111222333")
                            .getException())
                    .isInstanceOf(RefusedException.class);
            again.incoming("south", "+48600100200", "12345", "stop acme");
            assertThat(again.check("+48600100200", SmsHeaders.FROM, "ACME").getException())
                    .isInstanceOf(RefusedException.class);
            again.incoming("south", "+48600100200", "+48111222333", "START");
            assertThat(again.check("+48600100200", SmsHeaders.FROM, "+48111222333")
                            .getException())
                    .isNull();
        }
    }

    @Test
    void stopMayBeForAClientOrForAll() throws Exception {
        try (RoutingHub hub = hub("CLIENT")) {
            hub.incoming("south", "+48600100200", "12345", "STOP");
            assertThat(hub.check("+48600100200", SmsHeaders.FROM, "ACME").getException())
                    .isInstanceOf(RefusedException.class);
            assertThat(hub.check("+48600100200", SmsHeaders.CLIENT, "bank").getException())
                    .isNull();
        }
        try (RoutingHub hub = hub("ALL")) {
            hub.incoming("south", "+48600100201", "12345", "STOP");
            assertThat(hub.check("+48600100201", SmsHeaders.CLIENT, "bank").getException())
                    .isInstanceOf(RefusedException.class);
        }
        try (RoutingHub hub = hub("CLIENT")) {
            hub.incoming("south", "+48600100201", "12345", "START");
            assertThat(hub.check("+48600100201", SmsHeaders.CLIENT, "bank").getException())
                    .isNull();
        }
    }

    @Test
    void anOptOutThatCannotBeWrittenIsNotAcknowledged() throws Exception {
        OptOuts optOuts = new OptOuts();
        try (RoutingHub hub = new RoutingHub(folder, "north")
                .clients(CLIENTS)
                .keywords(TABLE, optOuts)
                .start()) {
            optOuts.stop();
            assertThat(hub.incoming("north", "+48600100200", "12345", "STOP").getException())
                    .isNotNull();
            assertThat(hub.incoming("north", "+48600100200", "12345", "hello").getException())
                    .isNull();
        }
    }

    @Test
    void answersMakeNoLoop() throws Exception {
        try (RoutingHub hub = hub("SENDER")) {
            // to a short code, a name, and an answer of ours
            hub.incoming("north", "54321", "12345", "info");
            hub.incoming("north", "ACME", "12345", "info");
            hub.incoming("north", "+48600100201", "12345", "We are open from 8 to 18");
            // and no more than three an hour
            for (int i = 0; i < 10; i++) {
                hub.incoming("north", "+48600100200", "12345", "info " + i);
            }
            awaitSent(hub, "north +48600100200 ACME", "north +48600100200 ACME", "north +48600100200 ACME");
        }
    }

    @Test
    void whatTheCentreBringsTwiceIsAnsweredOnce() throws Exception {
        try (RoutingHub hub = hub("SENDER")) {
            for (int i = 0; i < 3; i++) {
                hub.ask(
                        "direct:incoming",
                        "12345",
                        SmsHeaders.LINK,
                        "north",
                        SmsHeaders.FROM,
                        "+48600100200",
                        SmsHeaders.RECEIVED_AT,
                        1_764_000_000_000L,
                        "body",
                        "info");
            }
            String other = RoutingHub.id(hub.send("+48600100209", SmsHeaders.FROM, "ACME"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> hub.find(other).state().equals("SENT"));
            awaitSent(hub, "north +48600100200 ACME", "north +48600100209 ACME");
        }
    }

    @Test
    void anAnswerThatCannotBeSentKeepsTheMessage() throws Exception {
        try (RoutingHub hub = new RoutingHub(folder, "north")
                .clients(CLIENTS)
                .keywords("keyword,client,answer,answerFrom\nINFO,bank,hello,STRANGER\n", new OptOuts())
                .start()) {
            assertThat(hub.incoming("north", "+48600100200", "12345", "info").getException())
                    .isNull();
            assertThat(hub.sent()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | keyword,answer\\nTWO WORDS,x | a keyword is one word",
                "2 | keyword,answer\\nSTOP., x | a keyword is one word without marks",
                "2 | keyword,does\\nSTOP,halt | does is stop, start or empty",
                "2 | keyword,client,events\\nINFO,shop,pigeon | events is a way out of clients.yaml",
                "2 | keyword,events\\nINFO,mail | and the line names none",
                "2 | keyword,number\\nINFO,12345 | says nothing of what becomes of the message",
                "2 | keyword,number,answer\\nINFO,+48 111,x | number is one of yours"
            })
    void whatIsWrongIsNamedWithItsLine(int line, String text, String words) {
        assertThatThrownBy(() -> KeywordRows.read("keywords.csv", new java.io.StringReader(text.replace("\\n", "\n"))))
                .hasMessageStartingWith("keywords.csv:" + line + ": ")
                .hasMessageContaining(words);
    }

    @Test
    void aWordThatStopsWantsTheList() throws Exception {
        Keywords keywords = new Keywords();
        keywords.setFile("{{hub.files}}keywords.csv");
        try (RoutingHub hub = new RoutingHub(folder, "north")
                .property("hub.routing.keywords", "true")
                .file("keywords.csv", TABLE)
                .bean("keywords", keywords)) {
            assertThatThrownBy(hub::start)
                    .hasStackTraceContaining("keywords.csv:2: does stop wants hub.routing.optOut = true");
        }
    }

    @Test
    void theTablesOfThePageAreRead() throws Exception {
        String[] blocks = Files.readString(Path.of("../../docs/routing.md")).split("```csv\n");
        assertThat(blocks).hasSize(3);
        assertThat(NumberRows.read(
                                "numbers.csv",
                                new java.io.StringReader(blocks[1].split("```")[0]))
                        .size())
                .isEqualTo(4);
        assertThat(KeywordRows.read(
                                "keywords.csv",
                                new java.io.StringReader(blocks[2].split("```")[0]))
                        .answers())
                .hasSize(2);
    }

    @Test
    void theShippedTablesAreRead() throws Exception {
        Path config = Path.of("../../config");
        for (String table : new String[] {"keywords.csv", "numbers.csv", "holidays.csv", "ported.csv"}) {
            var in = new java.io.StringReader(Files.readString(config.resolve(table)));
            Object rows =
                    switch (table) {
                        case "keywords.csv" -> KeywordRows.read(table, in);
                        case "numbers.csv" -> NumberRows.read(table, in);
                        case "holidays.csv" -> Calendar.Holidays.read(table, in);
                        default -> Portability.Ported.read(table, in);
                    };
            assertThat(rows).isNotNull();
        }
    }
}
