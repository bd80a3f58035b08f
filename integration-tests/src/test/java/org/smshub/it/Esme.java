package org.smshub.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.util.InvalidDeliveryReceiptException;

/** An application that is bound to a hub by SMPP: jSMPP, nobody's here. */
public final class Esme implements AutoCloseable {

    /** registered_delivery: how it ended. */
    public static final int FINAL = 0x01;

    /** registered_delivery: what happens before the end, too. */
    public static final int ALL = 0x11;

    private final SMPPSession session = new SMPPSession();

    /**
     * Binds as transceiver.
     *
     * @param patience with the bind, and with each answer
     * @param heard is called with one receipt or message after the other, before it is answered
     * @throws IOException nobody is there, or the bind is refused
     */
    public Esme(int port, String systemId, String password, Duration patience, Consumer<DeliverSm> heard)
            throws IOException {
        // several threads would change the order in which they came
        session.setPduProcessorDegree(1);
        session.setTransactionTimer(patience.toMillis());
        session.setMessageReceiverListener(new Listener(heard));
        try {
            session.connectAndBind(
                    "127.0.0.1",
                    port,
                    new BindParameter(
                            BindType.BIND_TRX,
                            systemId,
                            password,
                            "",
                            TypeOfNumber.UNKNOWN,
                            NumberingPlanIndicator.UNKNOWN,
                            null),
                    patience.toMillis());
        } catch (IOException e) {
            session.close();
            throw e;
        }
    }

    private record Listener(Consumer<DeliverSm> heard) implements MessageReceiverListener {
        @Override
        public void onAcceptDeliverSm(DeliverSm deliver) {
            heard.accept(deliver);
        }

        @Override
        public void onAcceptAlertNotification(AlertNotification alert) {
            // none is sent
        }

        @Override
        public DataSmResult onAcceptDataSm(DataSm data, Session source) {
            throw new IllegalStateException("nobody sends data_sm here");
        }
    }

    public SMPPSession session() {
        return session;
    }

    public boolean isBound() {
        return session.getSessionState().isBound();
    }

    /**
     * @param to digits of an international number
     * @param schedule as SMPP writes a time; null = now
     * @param registered {@link #FINAL} or {@link #ALL}
     * @return the message_id
     */
    public String submit(String from, String to, String text, String schedule, int registered)
            throws NegativeResponseException, ResponseTimeoutException, IOException, PDUException,
                    InvalidResponseException {
        return session.submitShortMessage(
                        "",
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.ISDN,
                        from,
                        TypeOfNumber.INTERNATIONAL,
                        NumberingPlanIndicator.ISDN,
                        to,
                        new ESMClass(),
                        (byte) 0,
                        (byte) 0,
                        schedule,
                        null,
                        new RegisteredDelivery(registered),
                        (byte) 0,
                        new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
                        (byte) 0,
                        text.getBytes(StandardCharsets.US_ASCII))
                .getMessageId();
    }

    /** The message_id that a receipt is about. */
    public static String id(DeliverSm receipt) {
        try {
            return receipt.getShortMessageAsDeliveryReceipt().getId();
        } catch (InvalidDeliveryReceiptException e) {
            throw new AssertionError(e);
        }
    }

    /** Says that it goes; {@code session().close()} does not. */
    @Override
    public void close() {
        session.unbindAndClose();
    }
}
