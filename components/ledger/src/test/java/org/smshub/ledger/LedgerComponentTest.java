package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.link.SmsHeaders;

class LedgerComponentTest {

    @TempDir
    Path folder;

    @Test
    void aLinkIsKnownBeforeItsRouteStartsAndWhatWaitsThereGoesByTheNext() throws Exception {
        try (CamelLedger camel = new CamelLedger(folder, "b")) {
            camel.routes(routes -> routes.from("ledger:link?name=never&threads=1&failoverAfter=1")
                    .autoStartup(false)
                    .routeId("never")
                    .process(e -> {}));
            camel.start();
            assertThat(camel.component.links()).containsEntry("never", false).containsEntry("b", true);
            assertThat(camel.ledger().links().get("never").service()).isEqualTo(LinkQueue.Service.CLOSED);
            String id = camel.send("ledger:accept", "client", "never,b");
            camel.awaitState(id, "SENT");
            assertThat(camel.ledger()
                            .find(id, null)
                            .orElseThrow()
                            .parts()
                            .get(0)
                            .link())
                    .isEqualTo("b");
        }
    }

    @Test
    void aLinkThatComesLaterIsKnownTooAndTakesWhatWaited() throws Exception {
        String id;
        try (CamelLedger camel = new CamelLedger(folder, "late")) {
            camel.start();
            camel.context
                    .getRouteController()
                    .stopRoute(camel.context.getRoutes().get(0).getId());
            id = camel.send("ledger:accept", "client", "late");
            assertThat(camel.state(id)).isEqualTo("QUEUED");
        }
        try (CamelLedger camel = new CamelLedger(folder)) {
            camel.start();
            assertThat(camel.component.links()).isEmpty();
            camel.routes(
                    routes -> routes.from("ledger:link?name=late&threads=1").process(e -> {}));
            camel.awaitState(id, "SENT");
        }
    }

    @Test
    void aMessageToALinkThatNobodyServesIsRefusedByName() throws Exception {
        try (CamelLedger camel = new CamelLedger(folder, "a", "b")) {
            camel.start();
            assertThatThrownBy(() -> camel.send("ledger:accept", "client", "a,typo"))
                    .hasRootCauseMessage("SmsLinks names the link 'typo', which no route serves; there are: [a, b]");
            assertThatThrownBy(
                            () -> camel.ask("ledger:accept", e -> e.getMessage().setBody("text")))
                    .hasRootCauseMessage("Header " + SmsHeaders.CLIENT + " is missing");
        }
    }

    @Test
    void theHealthCheckComesAndGoesWithTheComponent() throws Exception {
        try (CamelLedger camel = new CamelLedger(folder, "a")) {
            HealthCheckRegistry checks = HealthCheckRegistry.get(camel.context);
            camel.start();
            assertThat(checks.getCheck("ledger")).isPresent();
            camel.component.stop();
            assertThat(checks.getCheck("ledger")).isEmpty();
            assertThatThrownBy(camel.component::ledger).hasMessage("The ledger is not started");
            camel.component.start();
            assertThat(checks.getCheck("ledger")).isPresent();
            assertThat(checks.stream().filter(c -> c.getId().equals("ledger"))).hasSize(1);
        }
    }

    @Test
    void aSecondHubOnTheFolderIsOneClearError() throws Exception {
        try (CamelLedger first = new CamelLedger(folder, "a");
                CamelLedger second = new CamelLedger(folder, "a")) {
            first.start();
            assertThatThrownBy(second::start).hasStackTraceContaining("Another hub works with the data folder");
            String id = first.send("ledger:accept", "client", "a");
            first.awaitState(id, "SENT");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ledger:acept | ledger:acept is no address of the ledger",
                "ledger:link | Option name of ledger:link must be the link's name",
                "ledger:link?name=a,b | Option name of ledger:link must be without a comma",
                "ledger:link?name=a&window=0 | Option window of ledger:link must be 1 or more",
                "ledger:link?name=a&rate=-1 | Option rate of ledger:link must be 0 (no limit) or more",
                "ledger:link?name=a&slowest=0 | Option slowest of ledger:link must be more than 0",
                "ledger:link?name=a&unknown=resend | Option unknown of ledger:link must be hold or retry",
                "ledger:link?name=a&failoverAfter=-1 | Option failoverAfter of ledger:link must be 0 (at once) or more",
                "ledger:link?name=a&receiptsBy=luck | Option receiptsBy of ledger:link must be ID, REFERENCE or NUMBER",
                "ledger:link?name=a&prot=1 | Unknown parameters",
                "ledger:events | Option consumer of ledger:events must be the name that SmsEvents has",
                "ledger:events?consumer=x&age=0 | Option age of ledger:events must be more than 0",
                "ledger:events?consumer=x&backOff=0.5 | Option backOff of ledger:events must be 1 or more",
                "ledger:incoming?timeout=0 | Option timeout of ledger:incoming must be more than 0",
                "ledger:retry?delay=0 | Option delay of ledger:retry must be more than 0",
                "ledger:down?delay=0 | Option delay of ledger:down must be more than 0",
                "ledger:kept?limit=1001 | Option limit of ledger:kept must be 1 to 1000",
            })
    void aWrongAddressSaysWhatToChange(String uri, String words) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            LedgerComponent component = new LedgerComponent();
            component.setDirectory(folder.toString());
            context.addComponent("ledger", component);
            context.start();
            assertThatThrownBy(() -> context.getEndpoint(uri)).hasStackTraceContaining(words);
            assertThat(component.links()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"accept", "find", "retry"})
    void whatIsForToIsNotForFrom(String operation) throws Exception {
        try (CamelLedger camel = new CamelLedger(folder)) {
            camel.start();
            assertThatThrownBy(() -> camel.routes(
                            routes -> routes.from("ledger:" + operation).process(e -> {})))
                    .hasStackTraceContaining("ledger:" + operation + " is for to, not for from");
            for (String from : new String[] {"ledger:link?name=x", "ledger:events?consumer=x"}) {
                assertThatThrownBy(() -> camel.template().sendBody(from, "text"))
                        .hasStackTraceContaining("is for from, not for to");
            }
        }
    }

    @Test
    void findGivesTheMessageToItsClientAlone() throws Exception {
        try (CamelLedger camel = new CamelLedger(folder, "a")) {
            camel.start();
            String id = camel.send("ledger:accept", "client", "a");
            await().atMost(Duration.ofSeconds(10)).until(() -> find(camel, id, null) != null);
            assertThat(find(camel, id, "client")).isNotNull();
            assertThat(find(camel, id, "somebody else")).isNull();
            assertThat(find(camel, "nonsense", null)).isNull();
        }
    }

    private static Object find(CamelLedger camel, String id, String client) {
        return camel.ask("ledger:find", e -> {
                    e.getMessage().setHeader(SmsHeaders.ID, id);
                    e.getMessage().setHeader(SmsHeaders.CLIENT, client);
                })
                .getMessage()
                .getBody();
    }

    @ParameterizedTest
    @ValueSource(strings = {"north", "north:1", "north:2,south", "north:10", ":2"})
    void whatIsNoListOfSplitLinksIsSaid(String list) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            LedgerComponent component = new LedgerComponent(camel);
            component.setNodeSplits(list);
            // by the hub's own words alone, not by Camel's about a property
            component.init(); // the hub sets what it is told behind this
            assertThatThrownBy(component::start)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("hub.nodes.split = " + list + ": '")
                    .hasMessageEndingWith("' is none of a list of LINK:HUBS with 2 to 9 hubs, such as north:2,south:3");
        }
    }
}
