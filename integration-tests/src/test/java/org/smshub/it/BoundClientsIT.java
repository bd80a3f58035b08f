package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.util.InvalidDeliveryReceiptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.ledger.postgres.OwnServer;

/** Applications (jSMPP, nobody's here) bind to either of two hubs on one PostgreSQL; one of them has the only link. */
@Timeout(900)
class BoundClientsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration START = Duration.ofSeconds(240);
    private static final String CLIENT = "events/smpp/demo";

    private OwnServer server;
    private SmppSink centre;

    /** The first has the link. */
    private final List<Hub> hubs = new ArrayList<>();

    /** A hub, and what applications hear that are bound to it. */
    private static final class Hub {
        final HubSite site;
        final int port = HubSite.freePort();
        final HubProcess process;
        final List<String> receipts = new CopyOnWriteArrayList<>();

        Hub(int centre, String url, boolean hasLink) throws IOException {
            site = HubSite.create(Packaged.home(), centre, Map.of());
            Packaged.quickStart(site);
            site.property("hub.ledger.url", url);
            site.property("hub.nodes", "true");
            if (hasLink) {
                site.property("hub.nodes.links", "sink");
            }
            site.environment().put("HUB_SMPP", "true");
            site.environment().put("HUB_SMPP_PORT", Integer.toString(port));
            process = site.launch();
        }

        SMPPSession bind() {
            return await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(this::connect, session -> session.getSessionState().isBound());
        }

        private SMPPSession connect() throws IOException {
            SMPPSession session = new SMPPSession();
            session.setTransactionTimer(20_000);
            session.setMessageReceiverListener(new MessageReceiverListener() {
                @Override
                public void onAcceptDeliverSm(DeliverSm deliver) {
                    try {
                        receipts.add(deliver.getShortMessageAsDeliveryReceipt().getId());
                    } catch (InvalidDeliveryReceiptException e) {
                        throw new AssertionError(e);
                    }
                }

                @Override
                public void onAcceptAlertNotification(AlertNotification alert) {
                    // none is sent
                }

                @Override
                public DataSmResult onAcceptDataSm(DataSm data, Session source) {
                    throw new IllegalStateException("nobody sends data_sm here");
                }
            });
            String password =
                    Files.readString(site.data().resolve("demo.password")).strip();
            session.connectAndBind(
                    "127.0.0.1",
                    port,
                    new BindParameter(
                            BindType.BIND_TRX,
                            "demo",
                            password,
                            "",
                            TypeOfNumber.UNKNOWN,
                            NumberingPlanIndicator.UNKNOWN,
                            null));
            return session;
        }
    }

    @BeforeEach
    void start() throws Exception {
        assumeThat(OwnServer.isThere()).as("Debian's postgresql").isTrue();
        server = OwnServer.start();
        centre = new SmppSink(SmppSink.Settings.FAST, submit -> {});
        hubs.add(new Hub(centre.port(), server.url(), true));
        hubs.add(new Hub(centre.port(), server.url(), false));
        for (Hub hub : hubs) {
            hub.process.awaitReady(START);
        }
        await().atMost(PATIENCE).until(() -> owner("link/sink").equals(name(hubs.get(0))));
    }

    @AfterEach
    void stop() throws Exception {
        for (Hub hub : hubs) {
            hub.site.close();
        }
        if (centre != null) {
            centre.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static String name(Hub hub) throws IOException {
        return Files.readString(hub.site.data().resolve("node")).strip();
    }

    /** The hub that has it, "" = nobody. */
    private String owner(String what) throws SQLException {
        try (Connection ledger = server.connect();
                ResultSet row = ledger.createStatement()
                        .executeQuery("select coalesce(max(node), '') from holding where what = '" + what + "'")) {
            row.next();
            return row.getString(1);
        }
    }

    private static String submit(SMPPSession session) throws Exception {
        return session.submitShortMessage(
                        "",
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.ISDN,
                        "2345",
                        TypeOfNumber.INTERNATIONAL,
                        NumberingPlanIndicator.ISDN,
                        "48600100200",
                        new ESMClass(),
                        (byte) 0,
                        (byte) 0,
                        null,
                        null,
                        new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                        (byte) 0,
                        new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
                        (byte) 0,
                        "hello".getBytes(StandardCharsets.US_ASCII))
                .getMessageId();
    }

    @Test
    void receiptsComeToWhicheverHubTheApplicationIsBoundTo() throws Exception {
        Hub sender = hubs.get(0);
        Hub other = hubs.get(1);

        SMPPSession far = other.bind();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(submit(far));
        }
        await("though the other hub has the link").atMost(PATIENCE).until(() -> other.receipts.size() >= 20);
        assertThat(other.receipts).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(owner(CLIENT)).isEqualTo(name(other));

        SMPPSession near = sender.bind();
        String both = submit(near);
        await().atMost(PATIENCE).until(() -> other.receipts.contains(both));
        assertThat(sender.receipts).as("one hub tells").isEmpty();

        far.unbindAndClose();
        await("its last session there has gone").atMost(PATIENCE).until(() -> owner(CLIENT)
                .equals(name(sender)));
        String after = submit(near);
        await().atMost(PATIENCE).until(() -> sender.receipts.contains(after));

        near.unbindAndClose();
        await("and nobody is bound").atMost(PATIENCE).until(() -> owner(CLIENT).isEmpty());
        SMPPSession again = other.bind();
        String last = submit(again);
        await().atMost(PATIENCE).until(() -> other.receipts.contains(last));

        SMPPSession survivor = sender.bind();
        assertThat(owner(CLIENT)).isEqualTo(name(other));
        other.process.kill();
        String orphan = submit(survivor);
        await("of a hub that was killed").atMost(PATIENCE).until(() -> sender.receipts.contains(orphan));
        survivor.unbindAndClose();
    }
}
