package org.smshub.gsmmodem.sim;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.smshub.line.Protocol;
import org.smshub.line.Refusal;
import org.smshub.line.Session;
import org.smshub.link.Window;

/**
 * The cable of a virtual modem. What a client types is answered by the modem as it comes, like the question whether anybody
 * is there; only a message for the network is a request, which the modem gives to the session when it is ready.
 */
final class GsmModemSimProtocol implements Protocol<Words> {

    /** The network does not take it now: network out of order, congestion (3GPP TS 24.011 8.2.5.4). */
    private static final int OUT_OF_ORDER = 38;

    private static final int CONGESTION = 42;

    private final VirtualModem modem;
    private Session<Words> session;

    GsmModemSimProtocol(VirtualModem modem) {
        this.modem = modem;
    }

    @Override
    public void connected(Session<Words> connected) {
        session = connected;
        modem.plugged(connected);
    }

    @Override
    public Words next(ByteBuf in) {
        while (in.isReadable()) {
            if (modem.typed(session, in)) {
                return Words.NOTHING;
            }
        }
        return null;
    }

    @Override
    public void encode(Words frame, ByteBuf out) {
        out.writeCharSequence(frame.text(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public Kind kind(Words frame) {
        return frame.outgoing() == null ? Kind.PROBE : Kind.REQUEST;
    }

    @Override
    public Words probed(Words probe, int waiting, boolean open) {
        return null;
    }

    /** The modem says it itself. */
    @Override
    public Words refusal(Words request, Refusal why, String code) {
        boolean busy = why == Refusal.BUSY || why == Refusal.TOO_MANY || why == Refusal.TOO_FAST;
        modem.answered(request.outgoing().refused(busy ? CONGESTION : OUT_OF_ORDER), false);
        return Words.NOTHING;
    }

    // a modem asks its client nothing that is answered

    @Override
    public boolean sends() {
        return false;
    }

    @Override
    public Window.Keys keys() {
        return new Window.Keys(0, 0, 1);
    }

    @Override
    public Words numbered(Words request, int key) {
        return request;
    }

    @Override
    public int key(Words answer) {
        return 0;
    }

    @Override
    public boolean answers(Words answer, Words request) {
        return false;
    }
}
