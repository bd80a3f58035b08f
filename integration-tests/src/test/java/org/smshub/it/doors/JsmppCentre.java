package org.smshub.it.doors;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.util.MessageId;

/**
 * A centre by jSMPP. The last two digits of a number say what becomes of a message: 11 is refused (0x0B), 12 undeliverable, 13 buffered
 * and then delivered, 14 never heard of again; any other is delivered.
 */
final class JsmppCentre implements AutoCloseable {

    private final SMPPServerSessionListener listener;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger ids = new AtomicInteger(7_000_000);
    private final Thread accepting;
    final List<SubmitSm> submits = new CopyOnWriteArrayList<>();
    private volatile SMPPServerSession session;

    JsmppCentre(int port) throws IOException {
        listener = new SMPPServerSessionListener(port);
        accepting = new Thread(this::accept, "jsmpp-centre");
        accepting.setDaemon(true);
        accepting.start();
    }

    private void accept() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                SMPPServerSession one = listener.accept();
                one.setMessageReceiverListener((ServerMessageReceiverListener) Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {ServerMessageReceiverListener.class},
                        (proxy, method, args) -> switch (method.getName()) {
                            case "onAcceptSubmitSm" -> submitted((SubmitSm) args[0], (SMPPServerSession) args[1]);
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "equals" -> proxy == args[0];
                            default -> throw new ProcessRequestException(method.getName(), 3);
                        }));
                one.waitForBind(10_000).accept("centre");
                session = one;
            } catch (Exception closed) {
                return;
            }
        }
    }

    private SubmitSmResult submitted(SubmitSm submit, SMPPServerSession from) throws Exception {
        String to = submit.getDestAddress();
        if (to.endsWith("11")) {
            throw new ProcessRequestException("no such number", 0x0B);
        }
        submits.add(submit);
        String id = Integer.toString(ids.incrementAndGet());
        boolean wanted = submit.getRegisteredDelivery() != 0;
        if (wanted && to.endsWith("13")) {
            later.schedule(() -> receipt(from, submit, id, "ACCEPTD", "000"), 300, TimeUnit.MILLISECONDS);
            later.schedule(() -> receipt(from, submit, id, "DELIVRD", "000"), 900, TimeUnit.MILLISECONDS);
        } else if (wanted && !to.endsWith("14")) {
            boolean bad = to.endsWith("12");
            later.schedule(
                    () -> receipt(from, submit, id, bad ? "UNDELIV" : "DELIVRD", bad ? "045" : "000"),
                    300,
                    TimeUnit.MILLISECONDS);
        }
        return new SubmitSmResult(new MessageId(id), new OptionalParameter[0]);
    }

    private static void receipt(SMPPServerSession to, SubmitSm of, String id, String state, String error) {
        String text = "id:" + id + " sub:001 dlvrd:001 submit date:2611272000 done date:2611272001 stat:" + state
                + " err:" + error + " text:";
        try {
            deliver(to, of.getDestAddress(), of.getSourceAddr(), 4, 0, text.getBytes(StandardCharsets.US_ASCII));
        } catch (Exception gone) {
            // the hub has ended
        }
    }

    private static void deliver(SMPPServerSession to, String from, String dest, int esmClass, int coding, byte[] octets)
            throws Exception {
        to.deliverShortMessage(
                "",
                TypeOfNumber.INTERNATIONAL,
                NumberingPlanIndicator.ISDN,
                from,
                dest.length() > 6 ? TypeOfNumber.INTERNATIONAL : TypeOfNumber.UNKNOWN,
                NumberingPlanIndicator.ISDN,
                dest,
                new ESMClass(esmClass),
                (byte) 0,
                (byte) 0,
                new RegisteredDelivery(SMSCDeliveryReceipt.DEFAULT),
                coding == 0 ? new GeneralDataCoding() : new RawDataCoding((byte) coding),
                octets);
    }

    /** A phone sends. @param coding data_coding */
    void phone(String from, String to, int coding, byte[] octets) throws Exception {
        deliver(session, from, to, 0, coding, octets);
    }

    /** The first submit to this number, without a plus. */
    SubmitSm to(String number) {
        return submits.stream()
                .filter(one -> one.getDestAddress().equals(number))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() throws IOException {
        accepting.interrupt();
        later.shutdownNow();
        listener.close();
        if (session != null) {
            session.close();
        }
    }
}
