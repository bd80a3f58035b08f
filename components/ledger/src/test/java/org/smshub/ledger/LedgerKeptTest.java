package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.entry.Kept;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;

/** What was acknowledged and has no place, by the addresses a route has for it. */
class LedgerKeptTest {

    @TempDir
    Path folder;

    private CamelLedger camel;

    @BeforeEach
    void start() throws Exception {
        camel = new CamelLedger(folder, "a");
        // the route refuses until somebody has come: then it waits for its phone
        List<String> refused = new CopyOnWriteArrayList<>();
        camel.routes(routes -> routes.from("ledger:link?name=busy&threads=1")
                .process(e -> refused.add(e.getMessage().getHeader(SmsHeaders.TO, String.class)))
                .choice()
                .when(e -> refused.size() == 1)
                .setProperty(Exchange.EXCEPTION_CAUGHT, () -> new SmsNotSentException("smpp:0x0B", "absent", true))
                .to("ledger:retry?delay=1h&maximumDelay=1h"));
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    @SuppressWarnings("unchecked")
    private List<Kept> kept(String operation, String kind) {
        return camel.ask(operation, e -> e.getMessage().setHeader(SmsHeaders.KIND, kind))
                .getMessage()
                .getBody(List.class);
    }

    private void unread(byte[] octets, String reason) {
        camel.ask("ledger:unread?again=direct:received", e -> {
            e.getMessage().setBody(octets);
            e.getMessage().setHeader(SmsHeaders.LINK, "a");
            e.getMessage().setHeader(SmsHeaders.ERROR_TEXT, reason);
            e.getMessage().setHeader("esmClass", 4);
            e.getMessage().setHeader("object", new Object());
        });
    }

    private void forget(Kept kept) {
        camel.ask("ledger:forget", e -> {
            e.setProperty("keptKind", kept.kind().name());
            e.setProperty("keptId", kept.id());
        });
    }

    @Test
    void octetsAreKeptUntilTheirRouteHasThem() {
        unread(new byte[] {1, 2, (byte) 0xFF}, "too short");
        unread(new byte[0], null);
        assertThat(kept("ledger:kept", "UNREAD")).hasSize(2);
        assertThat(kept("ledger:kept?limit=1", "unread"))
                .as("the newest")
                .singleElement()
                .satisfies(k -> assertThat(k.reason()).isEqualTo("no reason given"));
        List<Kept> replayed = kept("ledger:replay", "UNREAD");
        assertThat(replayed.get(0)).satisfies(k -> {
            assertThat(k.route()).isEqualTo("direct:received");
            assertThat(k.link()).isEqualTo("a");
            assertThat((byte[]) k.body()).containsExactly(1, 2, 0xFF);
            assertThat(k.reason()).isEqualTo("too short");
            assertThat(k.headerMap()).containsEntry("esmClass", "4").doesNotContainKey("object");
        });
        assertThat(kept("ledger:replay", "UNREAD"))
                .as("a crash between may play one twice, but loses none")
                .hasSize(2);
        forget(replayed.get(0));
        forget(replayed.get(0));
        assertThat(kept("ledger:kept", "UNREAD"))
                .extracting(Kept::id)
                .containsExactly(replayed.get(1).id());
    }

    @Test
    void aMessageToNobodysNumberIsKeptAndGivenAgain() {
        camel.ask("ledger:incoming", e -> {
            e.getMessage().setBody("for whom?");
            e.getMessage().setHeader(SmsHeaders.LINK, "a");
            e.getMessage().setHeader(SmsHeaders.TO, "+4870");
            e.getMessage().setHeader(SmsHeaders.FROM, "+4860");
        });
        Kept kept = kept("ledger:replay", "UNCLAIMED").get(0);
        assertThat(kept.body()).isEqualTo("for whom?");
        assertThat(kept.headerMap()).containsEntry(SmsHeaders.TO, "+4870").containsEntry(SmsHeaders.FROM, "+4860");
        forget(kept);
        assertThat(kept("ledger:kept", "UNCLAIMED")).isEmpty();
    }

    @Test
    void aReceiptOfNobodyIsListedAndLookedAtAgain() {
        camel.ask("ledger:receipt", e -> {
            e.getMessage().setHeader(SmsHeaders.LINK, "a");
            e.getMessage().setHeader(SmsHeaders.REMOTE_ID, "W79");
            e.getMessage().setHeader(SmsHeaders.REMOTE_ID_TEXT, "0W79");
            e.getMessage().setHeader(SmsHeaders.STATE, "DELIVERED");
        });
        // it waits for its submit result first
        await().atMost(Duration.ofSeconds(10))
                .until(() -> kept("ledger:kept", "UNMATCHED").size() == 1);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> kept("ledger:replay", "UNMATCHED").size() == 1);
        // it still matches nothing
        await().atMost(Duration.ofSeconds(10))
                .until(() -> kept("ledger:kept", "UNMATCHED").size() == 1);
    }

    @Test
    void eachWantsWhatItGoesBy() {
        assertThatThrownBy(() -> kept("ledger:kept", "LOST"))
                .hasRootCauseMessage("SmsKind is one of [UNMATCHED, UNCLAIMED, UNREAD]");
        assertThatThrownBy(() -> camel.ask("ledger:replay", e -> {})).hasRootCauseMessage("Header SmsKind is missing");
        assertThatThrownBy(() -> camel.ask("ledger:forget", e -> {}))
                .hasRootCauseMessage("ledger:forget goes by the properties keptKind and keptId");
        assertThatThrownBy(() -> camel.ask("ledger:unread", e -> e.getMessage().setBody(new byte[1])))
                .hasRootCauseMessage("Header SmsLink is missing");
        assertThatThrownBy(() -> camel.ask("ledger:awake", e -> e.getMessage().setHeader(SmsHeaders.LINK, "a")))
                .hasRootCauseMessage("Header SmsTo is missing");
        assertThatThrownBy(() -> camel.ask("ledger:receipt", e -> e.getMessage().setHeader(SmsHeaders.LINK, "a")))
                .hasRootCauseMessage("A receipt with neither SmsRemoteId nor SmsTo can be about anything");
        assertThatThrownBy(() -> camel.ask("ledger:receipt", e -> {
                    e.getMessage().setHeader(SmsHeaders.LINK, "a");
                    e.getMessage().setHeader(SmsHeaders.REMOTE_ID, "x");
                    e.getMessage().setHeader(SmsHeaders.STATE, "LOST");
                }))
                .hasRootCauseMessage("SmsState LOST is not a state a receipt can tell");
    }

    @Test
    void aPhoneThatIsBackGetsWhatWaitsForIt() {
        String id = camel.send("ledger:accept", "client", "busy");
        await().until(() -> !camel.ledger()
                .find(id, null)
                .orElseThrow()
                .parts()
                .get(0)
                .history()
                .isEmpty());
        camel.ask("ledger:awake", e -> {
            e.getMessage().setHeader(SmsHeaders.LINK, "busy");
            e.getMessage().setHeader(SmsHeaders.TO, "+48699");
        });
        await().during(Duration.ofMillis(200)).until(() -> camel.state(id).equals("QUEUED"));
        camel.ask("ledger:awake", e -> {
            e.getMessage().setHeader(SmsHeaders.LINK, "busy");
            e.getMessage().setHeader(SmsHeaders.TO, "+48600100200");
        });
        camel.awaitState(id, "SENT");
    }
}
