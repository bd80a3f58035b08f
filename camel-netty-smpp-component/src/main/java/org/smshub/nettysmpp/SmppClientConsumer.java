package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.smshub.line.Session;
import org.smshub.line.camel.LineConsumer;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.nettysmpp.codec.SmppReferences;
import org.smshub.nettysmpp.codec.SmppStatus;
import org.smshub.smpp.CommandStatus;

/**
 * Takes what a centre brings (deliver_sm, data_sm, alert_notification). The answer waits for the route: what fails there
 * is refused, so that the centre keeps it.
 */
public class SmppClientConsumer extends LineConsumer<SmppPdu> {

    private final SmppDelivered delivered;

    SmppClientConsumer(SmppClientEndpoint endpoint, Processor processor, SmppReferences references) {
        super(endpoint, processor);
        this.delivered = new SmppDelivered(endpoint.getConfiguration(), references);
    }

    @Override
    protected void fill(Session<SmppPdu> session, SmppPdu request, Message message) {
        delivered.read(request, message);
    }

    @Override
    protected SmppPdu answer(Session<SmppPdu> session, SmppPdu request, Exchange exchange) {
        if (request.commandId() == ALERT_NOTIFICATION) {
            return null;
        }
        int status = exchange.getException() == null
                ? CommandStatus.OK
                : SmppStatus.of(
                        exchange.getException(),
                        CommandStatus.PERMANENT_APPLICATION_ERROR,
                        CommandStatus.TEMPORARY_APPLICATION_ERROR);
        return reply(request.commandId() | RESPONSE, status, request.sequence(), "", List.of());
    }
}
