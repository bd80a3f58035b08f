package org.smshub.gsmmodem;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.smshub.gsmmodem.at.AtFrame;
import org.smshub.gsmmodem.at.AtMessage;
import org.smshub.gsmmodem.at.AtTaken;
import org.smshub.line.Session;
import org.smshub.line.camel.LineConsumer;

/** Takes what a modem receives: messages and status reports. The modem keeps each until the route has taken it. */
public class GsmModemConsumer extends LineConsumer<AtFrame> {

    private final GsmModemReader reader;

    GsmModemConsumer(GsmModemEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.reader = new GsmModemReader(endpoint.getConfiguration());
    }

    @Override
    protected void fill(Session<AtFrame> session, AtFrame request, Message message) {
        reader.read((AtMessage) request, ((GsmModemProtocol) session.protocol()).modem(), message);
    }

    @Override
    protected AtFrame answer(Session<AtFrame> session, AtFrame request, Exchange exchange) {
        return new AtTaken((AtMessage) request, exchange.getException() == null);
    }
}
