package org.smshub.hub.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.apache.camel.Message;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;
import org.smshub.text.TextException;
import org.smshub.text.plan.Piece;
import org.smshub.text.udh.Udh;

/** The last messages that the built-in SMSC was sent, in memory. Any thread. */
final class Received {

    static final int MOST = 200;

    /**
     * @param octets of its user data, hexadecimal; null = they are none of one part
     * @param scenario the pattern of the number that decides of it, or of the login; null = none does
     */
    record One(
            String at,
            long id,
            String protocol,
            String account,
            String to,
            String from,
            String text,
            String encoding,
            String octets,
            String scenario) {}

    private final Deque<One> all = new ArrayDeque<>();
    private long ids;

    void add(Message message, String protocol, Scenario scenario) {
        Object body = message.getBody();
        String encoding = message.getHeader(SmsHeaders.ENCODING, String.class);
        String pattern = !scenario.number().equals("*") ? scenario.number() : scenario.systemId();
        String to = message.getHeader(SmsHeaders.TO, String.class);
        String from = message.getHeader(SmsHeaders.FROM, String.class);
        String account = message.getHeader(SmsHeaders.CLIENT, String.class);
        String octets = octets(body, encoding, message.getHeader(SmsHeaders.UDH, String.class));
        synchronized (all) {
            all.addFirst(new One(
                    MessageView.iso(System.currentTimeMillis()),
                    ++ids,
                    protocol,
                    account,
                    to,
                    from,
                    body instanceof String text ? text : null,
                    encoding,
                    octets,
                    pattern.equals("*") ? null : pattern));
            if (all.size() > MOST) {
                all.removeLast();
            }
        }
    }

    private static String octets(Object body, String encoding, String udh) {
        if (body == null) {
            return null;
        }
        try {
            Udh header = udh == null || udh.isEmpty()
                    ? Udh.NONE
                    : Udh.parse(HexFormat.of().parseHex(udh));
            String known = encoding == null ? body instanceof byte[] ? "BINARY" : "GSM7" : encoding;
            return HexFormat.of()
                    .formatHex(LedgerComponent.userData(new Piece(1, 1, body, known, header))
                            .octets());
        } catch (TextException | IllegalArgumentException e) {
            return null; // of a message in one piece (message_payload) too
        }
    }

    /** The newest first. */
    List<One> all() {
        synchronized (all) {
            return new ArrayList<>(all);
        }
    }
}
