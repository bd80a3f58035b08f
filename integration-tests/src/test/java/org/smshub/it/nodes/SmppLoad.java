package org.smshub.it.nodes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;

/** ESMEs (of a library that is not ours) that bind to a hub, and to the next when theirs is gone. What has no answer they do not send again. */
final class SmppLoad extends Load {

    private static final int ESMES = 2;
    private static final int PER_SECOND = 20;

    /** Milliseconds. */
    private static final long BIND = 3_000;

    private static final long ANSWER = 6_000;

    private final Numbers numbers = new Numbers(2);
    private final List<Hub> hubs;

    SmppLoad(List<Hub> hubs, Given given) {
        super(given);
        this.hubs = hubs;
        for (int i = 0; i < ESMES; i++) {
            Esme esme = new Esme(i);
            start("esme-" + i, PER_SECOND, esme::give);
        }
    }

    private final class Esme {

        private int hub;
        private SMPPSession session;

        Esme(int hub) {
            this.hub = hub;
        }

        void give() {
            String number = numbers.next();
            while (true) {
                if (!isBound()) {
                    if (isOver()) {
                        return;
                    }
                    continue;
                }
                try {
                    given.accepted(number, submit(number));
                    return;
                } catch (NegativeResponseException no) {
                    // another hub may take it
                    refused.incrementAndGet();
                    leave();
                } catch (ResponseTimeoutException | IOException | PDUException | InvalidResponseException gone) {
                    given.unanswered(number);
                    leave();
                    return;
                }
            }
        }

        private boolean isBound() {
            if (session == null || !session.getSessionState().isBound()) {
                leave();
                SMPPSession next = new SMPPSession();
                try {
                    next.connectAndBind(
                            "127.0.0.1",
                            hubs.get(hub % hubs.size()).smppPort,
                            new BindParameter(
                                    BindType.BIND_TRX,
                                    "esme",
                                    Hub.KEY_OF_ESME,
                                    "",
                                    TypeOfNumber.UNKNOWN,
                                    NumberingPlanIndicator.UNKNOWN,
                                    null),
                            BIND);
                    next.setTransactionTimer(ANSWER);
                    session = next;
                } catch (IOException refusedOrGone) {
                    next.close();
                    leave();
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
            }
            return session != null;
        }

        private String submit(String number)
                throws NegativeResponseException, ResponseTimeoutException, IOException, PDUException,
                        InvalidResponseException {
            return session.submitShortMessage(
                            "",
                            TypeOfNumber.UNKNOWN,
                            NumberingPlanIndicator.ISDN,
                            "12345",
                            TypeOfNumber.INTERNATIONAL,
                            NumberingPlanIndicator.ISDN,
                            number,
                            new ESMClass(),
                            (byte) 0,
                            (byte) 0,
                            null,
                            null,
                            new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                            (byte) 0,
                            new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
                            (byte) 0,
                            "Hub".getBytes(StandardCharsets.US_ASCII))
                    .getMessageId();
        }

        private void leave() {
            if (session != null) {
                session.close();
                session = null;
            }
            hub++;
        }
    }
}
