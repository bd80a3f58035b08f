package org.smshub.hub.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;

/**
 * The shipped routes of {@code camel-smpp-link} with the ledger, against centres of good and of bad manners; the faults of
 * camel-smpp that docs/smpp-links.md lists are shown here too, so that the page stays true.
 */
@Timeout(90)
@Execution(ExecutionMode.CONCURRENT)
class CamelSmppLinkTest {

    @TempDir
    Path folder;

    private final List<Map<String, Object>> incoming = new CopyOnWriteArrayList<>();
    private volatile Exception failing;
    private DefaultCamelContext context;

    @BeforeEach
    void start() throws Exception {
        context = new DefaultCamelContext();
        context.getShutdownStrategy().setTimeout(1);
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        SmppLines lines = new SmppLines();
        context.getRegistry().bind("smppLines", lines);
        context.getRegistry().bind("smppParts", new SmppParts());
        context.getRegistry().bind("smppTexts", new SmppTexts());
        context.getCamelContextExtension().registerEndpointCallback(lines);
        LedgerComponent ledger = new LedgerComponent();
        ledger.setDirectory(folder.toString());
        context.addComponent("ledger", ledger);
        for (String file : new String[] {"outcomes", "received", "links/camel-smpp-link"}) {
            String yaml = Files.readString(Path.of("../../routes/" + file + ".camel.yaml"));
            int beans = yaml.indexOf("- beans:");
            String routes = beans < 0 ? yaml : yaml.substring(yaml.indexOf("- routeConfiguration:"));
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(file + ".yaml", routes));
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:incoming").errorHandler(noErrorHandler()).process(e -> {
                    if (failing != null) {
                        throw failing;
                    }
                    incoming.add(Map.copyOf(e.getMessage().getHeaders()));
                });
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private void link(String name, int port) throws Exception {
        TemplatedRouteBuilder.builder(context, "camel-smpp-link")
                .routeId("link-" + name)
                .parameter("name", name)
                .parameter("port", Integer.toString(port))
                .parameter("systemId", "hub")
                .parameter("answerTimeout", "1500")
                .add();
    }

    private Centre centre(BiFunction<Centre, Centre.Pdu, byte[]> submits) throws Exception {
        Centre centre = new Centre(submits);
        link("a", centre.port());
        awaiting().until(centre::isBound);
        return centre;
    }

    private String send() {
        Exchange exchange = context.createProducerTemplate().request("ledger:accept", e -> {
            e.getMessage().setBody("text");
            e.getMessage().setHeader(SmsHeaders.CLIENT, "client");
            e.getMessage().setHeader(SmsHeaders.TO, "+48600100200");
            e.getMessage().setHeader(SmsHeaders.ENCODING, "GSM7");
            e.getMessage().setHeader(SmsHeaders.LINKS, "a");
        });
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getHeader(SmsHeaders.ID, String.class);
    }

    private MessageView.PartView ends(String id, String state) {
        awaiting().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        ledger().find(id, null).orElseThrow().state())
                .isEqualTo(state));
        return ledger().find(id, null).orElseThrow().parts().get(0);
    }

    private org.smshub.ledger.Ledger ledger() {
        return context.getComponent("ledger", LedgerComponent.class).ledger();
    }

    private List<Kept> unread() {
        return ledger().kept(Kept.Kind.UNREAD, 10);
    }

    /** jSMPP's threads die of what is malformed, also those of the test beside. */
    private static ConditionFactory awaiting() {
        return await().dontCatchUncaughtExceptions();
    }

    private static byte[] answered(Centre.Pdu submit, String id) {
        return Centre.pdu(Centre.SUBMIT_SM | Centre.RESPONSE, 0, submit.sequence(), id + "\0");
    }

    private static long submits(Centre centre) {
        return centre.received().stream()
                .filter(p -> p.command() == Centre.SUBMIT_SM)
                .count();
    }

    /** jSMPP's threads end of what they cannot read. */
    private static int status(Centre centre, int sequence) {
        awaiting().until(() -> centre.answer(Centre.DELIVER_SM, sequence) != null);
        return centre.answer(Centre.DELIVER_SM, sequence).status();
    }

    // --- what the binding mends

    /** Another's centre, jSMPP's: submit, receipt by deliver_sm and by data_sm, message, alert. */
    @Test
    void everyPduOfAnotherCentreHasItsPlace() throws Exception {
        try (JsmppCentre centre = new JsmppCentre()) {
            link("a", centre.port());
            String byDeliver = send();
            ends(byDeliver, "SENT");
            centre.deliver(0x04, "id:" + centre.lastId() + " stat:DELIVRD err:000");
            ends(byDeliver, "DELIVERED");
            String byData = send();
            ends(byData, "SENT");
            centre.data(0x04, centre.lastId(), 5);
            ends(byData, "UNDELIVERABLE");
            centre.deliver(0, "hello");
            awaiting().until(() -> incoming.size() == 1);
            assertThat(incoming.get(0))
                    .containsEntry(SmsHeaders.LINK, "a")
                    .containsEntry(SmsHeaders.FROM, "+48600100200")
                    .containsEntry(SmsHeaders.ENCODING, "GSM7");
            centre.alert();
            centre.deliver(0, "after the alert");
            awaiting().until(() -> incoming.size() == 2);
            assertThat(unread()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0B, 0x45})
    void aGenericNackOfASubmitIsItsAnswer(int status) throws Exception {
        try (Centre centre = centre((c, submit) -> Centre.pdu(Centre.GENERIC_NACK, status, submit.sequence(), ""))) {
            MessageView.PartView part = ends(send(), "FAILED");
            assertThat(part.errorCode()).isEqualTo(String.format("smpp:0x%02X", status));
            assertThat(part.attempts()).isEqualTo(1);
            assertThat(submits(centre)).isEqualTo(1);
        }
    }

    @Test
    void whatCannotBeReadIsKeptBeforeItIsAnswered() throws Exception {
        try (Centre centre = centre((c, submit) -> null)) {
            centre.send(Centre.deliver(7, "48600100200", 0x04, "id:1 stat:NONSENSE", ""));
            assertThat(status(centre, 7)).isZero();
            assertThat(unread()).singleElement().satisfies(kept -> {
                assertThat(kept.link()).isEqualTo("a");
                assertThat(kept.reason()).isEqualTo("a receipt without a state that is known");
                assertThat((byte[]) kept.body()).asString().isEqualTo("id:1 stat:NONSENSE");
            });
        }
    }

    @Test
    void aMessageThatItsRouteFailsAtIsKept() throws Exception {
        failing = new IllegalStateException("a bean of yours");
        try (Centre centre = centre((c, submit) -> null)) {
            centre.send(Centre.deliver(8, "48600100200", 0, "hello", ""));
            assertThat(status(centre, 8)).isZero();
            assertThat(unread()).singleElement().satisfies(kept -> assertThat(kept.reason())
                    .isEqualTo("a bean of yours"));
        }
    }

    @Test
    void whatTheLedgerCannotWriteStaysTheCentres() throws Exception {
        failing = new LedgerException(LedgerException.Reason.STORAGE, "the disk is full", null);
        try (Centre centre = centre((c, submit) -> null)) {
            centre.send(Centre.deliver(9, "48600100200", 0, "hello", ""));
            assertThat(status(centre, 9)).isEqualTo(0x64);
            assertThat(unread()).isEmpty();
        }
    }

    // --- what it cannot: the rows of docs/smpp-links.md

    @ParameterizedTest
    @ValueSource(strings = {"0102", "010203", "04270000", "04240005AA"})
    void strayOctetsAreNeverAnswered(String stray) throws Exception {
        try (Centre centre = centre((c, submit) -> null)) {
            centre.send(Centre.deliver(20, "48600100200", 0, "stray", stray));
            centre.send(Centre.deliver(21, "48600100200", 0, "good", ""));
            assertThat(status(centre, 21)).isZero();
            assertThat(centre.answer(Centre.DELIVER_SM, 20)).isNull();
            assertThat(incoming).hasSize(1);
        }
    }

    @Test
    void anIdWithoutItsNulOrOf65CharactersMakesTheSubmitUnknown() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (Centre centre = centre((c, submit) -> count.getAndIncrement() == 0
                ? Centre.pdu(Centre.SUBMIT_SM | Centre.RESPONSE, 0, submit.sequence(), "f1")
                : answered(submit, "7".repeat(66)))) {
            ends(send(), "UNKNOWN");
            ends(send(), "UNKNOWN");
            assertThat(submits(centre)).isEqualTo(2);
        }
    }

    @Test
    void octetsOfAnAddressAreReadAsUtf8() throws Exception {
        try (Centre centre = centre((c, submit) -> null)) {
            centre.send(Centre.deliver(30, "M\u00FCller", 0, "hello", ""));
            assertThat(status(centre, 30)).isZero();
            assertThat(incoming.get(0)).containsEntry(SmsHeaders.FROM, "M\uFFFDller");
        }
    }

    /** What a drop leaves in flight waits for its time-out, as if the line were there. */
    @Test
    void aDroppedLineIsNoticedAtTheTimeOut() throws Exception {
        try (Centre centre = centre((c, submit) -> {
            try {
                c.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return null;
        })) {
            assertThat(ends(send(), "UNKNOWN").errorCode()).isEqualTo("smpp:no-answer");
            assertThat(submits(centre)).isEqualTo(1);
        }
    }

    @Test
    void aSubmitHoldsAThread() throws Exception {
        Producer producer = context.getEndpoint("smpp:hub@127.0.0.1:1?lazySessionCreation=true")
                .createProducer();
        assertThat(producer).isNotInstanceOf(AsyncProducer.class);
    }

    /** The bind of a start has no time-out but a minute, and links start one after the other. */
    @Test
    void aSilentCentreKeepsLaterLinksDownAtStart() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Centre good = new Centre((c, submit) -> null)) {
            Thread starting = new Thread(() -> {
                try {
                    link("silent", silent.getLocalPort());
                } catch (Exception e) {
                    // its centre went away
                }
                try {
                    link("good", good.port());
                } catch (Exception e) {
                    // the test is over
                }
            });
            starting.setDaemon(true);
            starting.start();
            try (Socket held = silent.accept()) {
                assertThat(held.getInputStream().read()).isZero();
                awaiting().during(Duration.ofSeconds(3)).until(() -> !good.isBound());
            }
            starting.interrupt(); // else a minute
            starting.join();
        }
    }
}
