package org.smshub.hub.smpp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.session.connection.ServerConnection;
import org.jsmpp.session.connection.socket.ServerSocketConnection;
import org.jsmpp.session.connection.socket.ServerSocketConnectionFactory;
import org.jsmpp.util.MessageId;

/** jSMPP's server session as a centre: nobody's here. */
final class JsmppCentre implements ServerMessageReceiverListener, AutoCloseable {

    private static final TypeOfNumber TON = TypeOfNumber.INTERNATIONAL;
    private static final NumberingPlanIndicator NPI = NumberingPlanIndicator.ISDN;
    private static final int NOT_HERE = 0x03;

    private final AtomicInteger ids = new AtomicInteger(0x70000);
    private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final SMPPServerSessionListener listener;
    private volatile SMPPServerSession session;

    JsmppCentre() throws IOException {
        listener = new SMPPServerSessionListener(socket.getLocalPort(), new ServerSocketConnectionFactory() {
            @Override
            public ServerConnection listen(int port) {
                return new ServerSocketConnection(socket);
            }
        });
        listener.setMessageReceiverListener(this);
        Thread thread = new Thread(this::serve, "jsmpp-centre");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try {
            SMPPServerSession accepted = listener.accept();
            BindRequest bind = accepted.waitForBind(10_000);
            bind.accept("centre");
            session = accepted;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    String lastId() {
        return Integer.toString(ids.get());
    }

    void deliver(int esmClass, String text) throws Exception {
        session.deliverShortMessage(
                "",
                TON,
                NPI,
                "48600100200",
                TypeOfNumber.UNKNOWN,
                NPI,
                "2345",
                new ESMClass(esmClass),
                (byte) 0,
                (byte) 0,
                new RegisteredDelivery(0),
                new GeneralDataCoding(),
                text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void data(int esmClass, String id, int state) throws Exception {
        session.dataShortMessage(
                "",
                TON,
                NPI,
                "48600100200",
                TypeOfNumber.UNKNOWN,
                NPI,
                "2345",
                new ESMClass(esmClass),
                new RegisteredDelivery(0),
                new GeneralDataCoding(),
                new OptionalParameter.Receipted_message_id(id),
                new OptionalParameter.Message_state((byte) state));
    }

    void alert() throws Exception {
        session.alertNotification(TON, NPI, "48600100200", TypeOfNumber.UNKNOWN, NPI, "2345");
    }

    @Override
    public SubmitSmResult onAcceptSubmitSm(SubmitSm submit, SMPPServerSession source) throws ProcessRequestException {
        try {
            return new SubmitSmResult(new MessageId(Integer.toString(ids.incrementAndGet())), new OptionalParameter[0]);
        } catch (org.jsmpp.PDUStringException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProcessRequestException notHere() {
        return new ProcessRequestException("not here", NOT_HERE);
    }

    @Override
    public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti pdu, SMPPServerSession source)
            throws ProcessRequestException {
        throw notHere();
    }

    @Override
    public QuerySmResult onAcceptQuerySm(QuerySm pdu, SMPPServerSession source) throws ProcessRequestException {
        throw notHere();
    }

    @Override
    public void onAcceptReplaceSm(ReplaceSm pdu, SMPPServerSession source) throws ProcessRequestException {
        throw notHere();
    }

    @Override
    public void onAcceptCancelSm(CancelSm pdu, SMPPServerSession source) throws ProcessRequestException {
        throw notHere();
    }

    @Override
    public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm pdu, SMPPServerSession source)
            throws ProcessRequestException {
        throw notHere();
    }

    @Override
    public void onAcceptCancelBroadcastSm(CancelBroadcastSm pdu, SMPPServerSession source)
            throws ProcessRequestException {
        throw notHere();
    }

    @Override
    public QueryBroadcastSmResult onAcceptQueryBroadcastSm(QueryBroadcastSm pdu, SMPPServerSession source)
            throws ProcessRequestException {
        throw notHere();
    }

    @Override
    public DataSmResult onAcceptDataSm(DataSm pdu, Session source) throws ProcessRequestException {
        throw notHere();
    }

    @Override
    public void close() throws IOException {
        SMPPServerSession open = session;
        if (open != null) {
            open.close();
        }
        listener.close();
    }
}
