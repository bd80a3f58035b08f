package org.smshub.cimd2;

import java.util.List;
import org.apache.camel.Message;
import org.smshub.cimd2.codec.Cimd2Error;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.cimd2.codec.Cimd2Time;
import org.smshub.line.camel.LineProducer;
import org.smshub.link.SmsNotSentException;

/**
 * Delivers messages (20) and receipts (23) to the account in SmsClient, on whichever of its sessions has a free slot; they
 * wait while it has none.
 */
public class Cimd2ServerProducer extends LineProducer<Cimd2Frame> {

    private final Cimd2ServerConfiguration options;
    private final Cimd2ServerWriter writer;

    Cimd2ServerProducer(Cimd2ServerEndpoint endpoint) {
        super(endpoint);
        this.options = endpoint.getConfiguration();
        this.writer = new Cimd2ServerWriter(options, endpoint.getComponent().ids(options, Cimd2Time.FORMAT));
    }

    @Override
    protected List<Cimd2Frame> write(Message message) {
        return writer.write(message, alphabet(message));
    }

    @Override
    protected SmsNotSentException refused(Cimd2Frame answer) {
        return Cimd2Error.refused(options.address(), answer);
    }
}
