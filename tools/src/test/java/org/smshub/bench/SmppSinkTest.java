package org.smshub.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.util.DeliveryReceiptState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sink against jSMPP as the client: an end nobody here wrote. */
@Timeout(60)
class SmppSinkTest {

    private final List<Submit> submits = new CopyOnWriteArrayList<>();
    private final List<DeliverSm> receipts = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();

    @Test
    void answersSubmitsAndSendsReceiptsThatOutliveTheLine() throws Exception {
        SmppSink.Settings settings = SmppSink.Settings.FAST.withIds(SmppSink.Ids.HEX);
        try (SmppSink sink = new SmppSink(settings, submits::add)) {
            sink.holdReceipts(true);
            SMPPSession first = bind(sink);
            for (int i = 1; i <= 20; i++) {
                assertThat(submit(first, "4860000000" + i, SMSCDeliveryReceipt.SUCCESS_FAILURE))
                        .isEqualTo(Integer.toHexString(i));
            }
            submit(first, "48600000099", SMSCDeliveryReceipt.DEFAULT);
            first.unbindAndClose();
            await().untilAsserted(() -> assertThat(sink.bound()).isZero());
            sink.holdReceipts(false);
            assertThat(receipts).isEmpty();

            SMPPSession second = bind(sink);
            await().untilAsserted(() -> assertThat(sink.receiptsAcknowledged()).isEqualTo(20));
            assertThat(receipts).hasSize(20);
            // jSMPP hands them over on several threads, so in any order
            DeliverSm eleventh = receipts.stream()
                    .filter(r -> r.getSourceAddr().equals("486000000011"))
                    .findFirst()
                    .orElseThrow();
            assertThat(eleventh.getShortMessageAsDeliveryReceipt().getId()).isEqualTo("b");
            assertThat(eleventh.getShortMessageAsDeliveryReceipt().getFinalStatus())
                    .isEqualTo(DeliveryReceiptState.DELIVRD);
            assertThat(eleventh.getDestAddress()).isEqualTo("12345");
            second.unbindAndClose();
        }
        assertThat(submits).hasSize(21);
        assertThat(submits.get(3).to()).isEqualTo("48600000004");
        assertThat(submits.get(3).from()).isEqualTo("12345");
        assertThat(new String(submits.get(3).text(), StandardCharsets.US_ASCII)).isEqualTo("hello");
        assertThat(submits.get(20).receipt()).isFalse();
    }

    @Test
    void sendsAgainWhatWasRefused() throws Exception {
        refusals.set(2);
        try (SmppSink sink = new SmppSink(SmppSink.Settings.FAST, submits::add)) {
            SMPPSession session = bind(sink);
            for (int i = 0; i < 5; i++) {
                submit(session, "4860000000" + i, SMSCDeliveryReceipt.SUCCESS);
            }
            await().untilAsserted(() -> assertThat(sink.receiptsAcknowledged()).isEqualTo(5));
            assertThat(receipts).hasSize(7);
            session.unbindAndClose();
        }
    }

    @Test
    void delaysAnswersAndCountsWhatItTookWhenTheLineIsCut() throws Exception {
        SmppSink.Settings settings = SmppSink.Settings.FAST.withAnswerDelay(Duration.ofMillis(200));
        try (SmppSink sink = new SmppSink(settings, submits::add)) {
            SMPPSession session = bind(sink);
            long start = System.nanoTime();
            submit(session, "48600000001", SMSCDeliveryReceipt.SUCCESS);
            assertThat(System.nanoTime() - start).isGreaterThan(199_000_000L);
            session.close();

            SMPPSession cut = bind(sink);
            Thread sender = new Thread(() -> {
                try {
                    submit(cut, "48600000002", SMSCDeliveryReceipt.SUCCESS);
                } catch (Exception expected) {
                    // its line is cut before the answer
                }
            });
            sender.start();
            await().untilAsserted(() -> assertThat(submits).hasSize(2));
            sink.down();
            sender.join(10_000);
            cut.close();
            assertThat(sink.bound()).isZero();
            sink.up();
            bind(sink);
            await().untilAsserted(() -> assertThat(sink.receiptsAcknowledged()).isEqualTo(2));
        }
    }

    @Test
    void refusesWhatIsNoSmppAndGoesOn() throws Exception {
        try (SmppSink sink = new SmppSink(SmppSink.Settings.FAST, submits::add)) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sink.port())) {
                socket.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: sink\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(readsEnd(socket)).isTrue();
            }
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sink.port())) {
                // submit_sm before a bind, then a bind, then a submit_sm that is cut off
                write(socket, SinkSession.SUBMIT_SM, 1, new byte[0]);
                write(socket, SinkSession.BIND_TRANSMITTER, 2, new byte[] {0, 0, 0, 0x34, 0, 0, 0});
                write(socket, SinkSession.SUBMIT_SM, 3, new byte[] {0, 1, 1, 'x'});
                write(socket, 0x77, 4, new byte[0]);
                assertThat(status(socket)).isEqualTo(0x04);
                assertThat(status(socket)).isZero();
                assertThat(status(socket)).isEqualTo(0x02);
                assertThat(status(socket)).isEqualTo(0x03);
            }
            SMPPSession session = bind(sink);
            assertThat(submit(session, "48600000001", SMSCDeliveryReceipt.DEFAULT))
                    .isNotEmpty();
            session.unbindAndClose();
        }
    }

    private SMPPSession bind(SmppSink sink) throws IOException {
        SMPPSession session = new SMPPSession();
        session.setMessageReceiverListener(new MessageReceiverListener() {
            @Override
            public void onAcceptDeliverSm(DeliverSm deliverSm) throws ProcessRequestException {
                receipts.add(deliverSm);
                if (refusals.getAndDecrement() > 0) {
                    throw new ProcessRequestException("busy", 0x14);
                }
            }

            @Override
            public org.jsmpp.session.DataSmResult onAcceptDataSm(DataSm dataSm, org.jsmpp.session.Session source)
                    throws ProcessRequestException {
                throw new ProcessRequestException("no data_sm", 0x08);
            }

            @Override
            public void onAcceptAlertNotification(org.jsmpp.bean.AlertNotification alert) {
                throw new AssertionError("no alert");
            }
        });
        session.connectAndBind(
                "127.0.0.1",
                sink.port(),
                new BindParameter(
                        BindType.BIND_TRX,
                        "test",
                        "test",
                        "",
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.UNKNOWN,
                        null));
        return session;
    }

    private static String submit(SMPPSession session, String to, SMSCDeliveryReceipt receipt) throws Exception {
        return session.submitShortMessage(
                        "",
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.UNKNOWN,
                        "12345",
                        TypeOfNumber.INTERNATIONAL,
                        NumberingPlanIndicator.ISDN,
                        to,
                        new ESMClass(),
                        (byte) 0,
                        (byte) 0,
                        null,
                        null,
                        new RegisteredDelivery(receipt),
                        (byte) 0,
                        new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
                        (byte) 0,
                        "hello".getBytes(StandardCharsets.US_ASCII))
                .getMessageId();
    }

    private static void write(Socket socket, int command, int sequence, byte[] body) throws IOException {
        socket.getOutputStream()
                .write(ByteBuffer.allocate(16 + body.length)
                        .putInt(16 + body.length)
                        .putInt(command)
                        .putInt(0)
                        .putInt(sequence)
                        .put(body)
                        .array());
    }

    private static int status(Socket socket) throws IOException {
        socket.setSoTimeout(5_000);
        ByteBuffer length = ByteBuffer.wrap(socket.getInputStream().readNBytes(4));
        ByteBuffer rest = ByteBuffer.wrap(socket.getInputStream().readNBytes(length.getInt() - 4));
        return rest.getInt(4);
    }

    private static boolean readsEnd(Socket socket) throws IOException {
        socket.setSoTimeout(5_000);
        return socket.getInputStream().readAllBytes().length == 0;
    }
}
