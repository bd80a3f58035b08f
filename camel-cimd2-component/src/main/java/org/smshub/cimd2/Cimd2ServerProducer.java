package org.smshub.cimd2;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Message;
import org.smshub.cimd2.codec.Cimd2Error;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.cimd2.codec.Cimd2Time;
import org.smshub.line.LineServer;
import org.smshub.line.TimeIds;
import org.smshub.line.camel.LineProducer;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.text.Encoding;

/**
 * Delivers messages (20) and receipts (23) to the account in SmsClient, on whichever of its sessions has a free slot; they
 * wait while it has none.
 */
public class Cimd2ServerProducer extends LineProducer<Cimd2Frame> {

    private final Cimd2ServerConfiguration options;
    private final TimeIds ids;
    private final Cimd2ServerWriter usual;
    private final Map<Encoding, Cimd2ServerWriter> others = new ConcurrentHashMap<>();

    Cimd2ServerProducer(Cimd2ServerEndpoint endpoint) {
        super(endpoint);
        this.options = endpoint.getConfiguration();
        this.ids = endpoint.getComponent().ids(options, Cimd2Time.FORMAT);
        this.usual = new Cimd2ServerWriter(options, null, ids);
    }

    @Override
    protected List<Cimd2Frame> write(Message message) {
        String account = message.getHeader(SmsHeaders.CLIENT, options.getAccount(), String.class);
        Encoding own = line() instanceof LineServer<?> server ? server.alphabet(account) : null;
        Cimd2ServerWriter writer =
                own == null ? usual : others.computeIfAbsent(own, known -> new Cimd2ServerWriter(options, known, ids));
        return writer.write(message);
    }

    @Override
    protected SmsNotSentException refused(Cimd2Frame answer) {
        return Cimd2Error.refused(options.address(), answer);
    }
}
