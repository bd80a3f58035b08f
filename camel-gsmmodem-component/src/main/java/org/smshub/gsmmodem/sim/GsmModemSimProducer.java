package org.smshub.gsmmodem.sim;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.smshub.link.Failure;
import org.smshub.link.Outcome;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.text.tpdu.Pdu;

/**
 * The centre's side of the network: messages and status reports ({@code SmsKind} {@code RECEIPT}) for the modem, which wait
 * until it has a place for them. {@code SCRIPT} changes what the modem does.
 */
public class GsmModemSimProducer extends DefaultProducer {

    private final GsmModemSimEndpoint endpoint;
    private final GsmModemSimMessages messages;

    GsmModemSimProducer(GsmModemSimEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.messages = new GsmModemSimMessages(endpoint.getConfiguration());
    }

    @Override
    public void process(Exchange exchange) throws SmsNotSentException {
        Message message = exchange.getMessage();
        GsmModemSimConfiguration options = endpoint.getConfiguration();
        VirtualModem modem = endpoint.getComponent().modem(options);
        message.setHeader(SmsHeaders.OUTCOME, Outcome.NOT_SENT.name());
        List<Pdu> pdus;
        try {
            if ("SCRIPT".equals(message.getHeader(SmsHeaders.KIND))) {
                modem.script(message.getBody(String.class));
                pdus = List.of();
            } else {
                pdus = messages.write(message);
                pdus.forEach(Pdu::hex);
            }
        } catch (RuntimeException e) {
            throw new SmsNotSentException("gsmmodem:invalid", options.address() + ": " + e.getMessage(), false);
        }
        if (!modem.receive(pdus, options.getQueueSize())) {
            throw (SmsNotSentException) Failure.QUEUE_FULL.toException(options.scheme(), options.address());
        }
        message.setHeader(SmsHeaders.OUTCOME, Outcome.SENT.name());
        if (!"RECEIPT".equals(message.getHeader(SmsHeaders.KIND))) {
            // what stood there was another message's
            message.removeHeader(SmsHeaders.REMOTE_ID);
        }
    }
}
