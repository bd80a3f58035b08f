package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jsmpp.bean.Address;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceIfPresentFlag;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.util.DeliveryReceiptState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;

/** An application (jSMPP, nobody's here) binds to the whole hub, whose centre is the built-in one. */
@Timeout(300)
class SmppInIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final String OWN_NUMBER = "2345";
    private static final String LONG =
            "A long text comes back in parts, in the wrong order, and arrives whole. ".repeat(4);

    private static HubSite site;
    private static HubProcess hub;
    private static int port;

    private final List<DeliverSm> delivered = new CopyOnWriteArrayList<>();
    private Esme application;
    private SMPPSession session;

    @BeforeAll
    static void start() throws Exception {
        int centre = HubSite.freePort();
        port = HubSite.freePort();
        site = HubSite.create(Packaged.home(), centre, Map.of());
        Packaged.quickStart(site);
        site.environment().put("HUB_SIMULATOR", "true");
        site.environment().put("HUB_SIMULATOR_PORT", Integer.toString(centre));
        site.environment().put("HUB_SIMULATOR_UCP_PORT", Integer.toString(HubSite.freePort()));
        site.environment().put("HUB_SIMULATOR_CIMD2_PORT", Integer.toString(HubSite.freePort()));
        site.environment().put("HUB_SMPP", "true");
        site.environment().put("HUB_SMPP_PORT", Integer.toString(port));
        Files.writeString(
                site.config().resolve("simulator.yaml"),
                "  - number: \"*880001\"\n    incoming: {text: \"" + LONG + "\", outOfOrder: true}\n",
                StandardOpenOption.APPEND);
        hub = site.start(PATIENCE);
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    @AfterEach
    void unbind() {
        if (application != null) {
            application.close();
        }
    }

    private static String password() throws IOException {
        return Files.readString(site.data().resolve("demo.password")).strip();
    }

    private Esme connect(String password) throws IOException {
        return new Esme(port, "demo", password, ANSWER, delivered::add);
    }

    private void bind() throws IOException {
        // the routes start one after the other
        application = await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> connect(password()), Esme::isBound);
        session = application.session();
    }

    private String submit(String to, String text) throws Exception {
        return application.submit(OWN_NUMBER, to, text, null, Esme.FINAL);
    }

    /** All tests bind to one account, so one that ended leaves its receipts to the next. */
    private List<DeliverSm> receipts(String id) {
        return delivered.stream()
                .filter(DeliverSm::isSmscDeliveryReceipt)
                .filter(receipt -> Esme.id(receipt).equals(id))
                .toList();
    }

    private List<DeliverSm> messages(String from) {
        return delivered.stream()
                .filter(message -> !message.isSmscDeliveryReceipt())
                .filter(message -> message.getSourceAddr().equals(from))
                .toList();
    }

    private void awaitReceipt(String id, DeliveryReceiptState state) throws Exception {
        await().atMost(PATIENCE).until(() -> !receipts(id).isEmpty());
        DeliverSm receipt = receipts(id).get(0);
        assertThat(receipt.getShortMessageAsDeliveryReceipt().getFinalStatus()).isEqualTo(state);
        assertThat(receipt.getDestAddress()).isEqualTo(OWN_NUMBER);
    }

    @Test
    void sendsAndGetsItsReceipt() throws Exception {
        bind();
        String id = submit("48600100200", "hello");
        awaitReceipt(id, DeliveryReceiptState.DELIVRD);
        assertThat(receipts(id)).hasSize(1);
        assertThat(receipts(id).get(0).getSourceAddr()).isEqualTo("48600100200");
        assertThat(new Api(site).get(id).state()).isEqualTo("DELIVERED");
        assertThat(session.queryShortMessage(id, TypeOfNumber.UNKNOWN, NumberingPlanIndicator.ISDN, OWN_NUMBER)
                        .getMessageState()
                        .name())
                .isEqualTo("DELIVERED");
    }

    @Test
    void whatBecameOfItIsToldAgain() throws Exception {
        bind();
        String id = submit("48600100208", "tell me twice");
        awaitReceipt(id, DeliveryReceiptState.DELIVRD);
        Api api = new Api(site);
        Api.Answer told = api.tell(id);
        assertThat(told.status()).isEqualTo(202);
        assertThat(told.body().path("by").asText()).isEqualTo("smpp");
        await().atMost(PATIENCE).until(() -> receipts(id).size() == 2);
        assertThat(receipts(id).get(1).getShortMessageAsDeliveryReceipt().getFinalStatus())
                .isEqualTo(DeliveryReceiptState.DELIVRD);
        await().atMost(PATIENCE)
                .until(() -> api.get(id).body().path("history").findValuesAsText("what").stream()
                                .filter("TOLD"::equals)
                                .count()
                        == 2);
    }

    @Test
    void whatWaitsIsReplacedAndCancelled() throws Exception {
        bind();
        String id = application.submit(OWN_NUMBER, "48600100209", "first", "900101000000000+", Esme.FINAL);
        session.replaceShortMessage(
                id,
                TypeOfNumber.UNKNOWN,
                NumberingPlanIndicator.ISDN,
                OWN_NUMBER,
                null,
                null,
                new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                (byte) 0,
                "second".getBytes(StandardCharsets.US_ASCII));
        assertThat(new Api(site).get(id).body().path("text").asText()).isEqualTo("second");
        assertThat(new Api(site).get(id).body().path("sendAt").asText()).startsWith("2090-01-01");
        cancel(id);
        assertThat(new Api(site).get(id).state()).isEqualTo("CANCELLED");
        awaitReceipt(id, DeliveryReceiptState.DELETED);
        assertThatThrownBy(() -> cancel(id))
                .isInstanceOfSatisfying(NegativeResponseException.class, e -> assertThat(e.getCommandStatus())
                        .isEqualTo(0x11));
        assertThatThrownBy(() -> cancel("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
                .isInstanceOfSatisfying(NegativeResponseException.class, e -> assertThat(e.getCommandStatus())
                        .isEqualTo(0x0C));
    }

    private void cancel(String id) throws Exception {
        session.cancelShortMessage(
                "",
                id,
                TypeOfNumber.UNKNOWN,
                NumberingPlanIndicator.ISDN,
                OWN_NUMBER,
                TypeOfNumber.INTERNATIONAL,
                NumberingPlanIndicator.ISDN,
                "48600100209");
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        bind();
        // jSMPP loses an answer that is followed at once by the end of the connection (SMPPSession.PDUReaderWorker
        // hands what it read to another thread, and closes); so the server leaves it a moment
        assertThatThrownBy(() -> connect("wrong"))
                .hasCauseInstanceOf(NegativeResponseException.class)
                .hasMessageContaining("0000000e");
    }

    @Test
    void aWrongNumberIsRefused() throws Exception {
        bind();
        assertThatThrownBy(() -> submit("1", "hello"))
                .isInstanceOfSatisfying(NegativeResponseException.class, e -> assertThat(e.getCommandStatus())
                        .isEqualTo(0x0B));
    }

    /** SMPP 3.4 4.5.2: one message_id for all; who was refused is named. */
    @Test
    void theReceiptsOfASubmitMultiCarryItsId() throws Exception {
        bind();
        SubmitMultiResult sent = session.submitMultiple(
                "",
                TypeOfNumber.UNKNOWN,
                NumberingPlanIndicator.ISDN,
                OWN_NUMBER,
                new Address[] {address("1"), address("48600100200"), address("48600100201"), address("48600990022")},
                new ESMClass(),
                (byte) 0,
                (byte) 0,
                null,
                null,
                new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                ReplaceIfPresentFlag.DEFAULT,
                new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
                (byte) 0,
                "to many".getBytes(StandardCharsets.US_ASCII));
        assertThat(sent.getUnsuccessDeliveries()).singleElement().satisfies(refused -> {
            assertThat(refused.getDestinationAddress().getAddress()).isEqualTo("1");
            assertThat(refused.getErrorStatusCode()).isEqualTo(0x0B);
        });
        await().atMost(PATIENCE).until(() -> receipts(sent.getMessageId()).size() == 3);
        for (DeliverSm receipt : receipts(sent.getMessageId())) {
            assertThat(receipt.getShortMessageAsDeliveryReceipt().getFinalStatus())
                    .isEqualTo(
                            receipt.getSourceAddr().equals("48600990022")
                                    ? DeliveryReceiptState.UNDELIV
                                    : DeliveryReceiptState.DELIVRD);
        }
        assertThat(receipts(sent.getMessageId()).stream().map(DeliverSm::getSourceAddr))
                .containsExactlyInAnyOrder("48600100200", "48600100201", "48600990022");
        assertThat(new Api(site).get(sent.getMessageId() + ".3").state()).isEqualTo("DELIVERED");
    }

    private static Address address(String number) {
        return new Address(TypeOfNumber.INTERNATIONAL, NumberingPlanIndicator.ISDN, number);
    }

    @Test
    void theReceiptWaitsForAnApplicationThatIsAwayAndForTheHub() throws Exception {
        bind();
        String id = submit("48600990023", "expires after two seconds");
        application.close();
        Api api = new Api(site);
        await().atMost(PATIENCE).until(() -> api.get(id).state().equals("EXPIRED"));
        assertThat(receipts(id)).isEmpty();
        hub.stop(PATIENCE);
        hub = site.start(PATIENCE);
        bind();
        awaitReceipt(id, DeliveryReceiptState.EXPIRED);
    }

    @Test
    void aMessageToItsNumberArrives() throws Exception {
        bind();
        submit("48600990031", "back to me");
        await().atMost(PATIENCE).until(() -> !messages("48600990031").isEmpty());
        DeliverSm message = messages("48600990031").get(0);
        assertThat(text(message, 0)).isEqualTo("back to me");
        assertThat(message.getDestAddress()).isEqualTo(OWN_NUMBER);
    }

    @Test
    void aLongMessageToItsNumberArrivesWhole() throws Exception {
        bind();
        submit("48600880001", "say something long");
        await().atMost(PATIENCE).until(() -> messages("48600880001").size() >= 2);
        // six octets of header: 05 00 03 reference count number
        String text = messages("48600880001").stream()
                .sorted(Comparator.comparingInt(part -> part.getShortMessage()[5]))
                .map(part -> text(part, 6))
                .reduce("", String::concat);
        assertThat(text).isEqualTo(LONG);
    }

    /** In the alphabet that data_coding names. */
    private static String text(DeliverSm message, int header) {
        byte[] octets = message.getShortMessage();
        return new String(
                octets,
                header,
                octets.length - header,
                message.getDataCoding() == 8 ? StandardCharsets.UTF_16BE : StandardCharsets.US_ASCII);
    }
}
