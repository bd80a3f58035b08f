package org.smshub.nettysmpp;

import java.util.List;
import org.apache.camel.Message;
import org.smshub.line.camel.LineProducer;
import org.smshub.link.SmsNotSentException;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.CommandStatus;

/** Delivers receipts and messages to the client in SmsClient, on whichever of its sessions has room. */
public class SmppServerProducer extends LineProducer<SmppPdu> {

    private final SmppOutgoing outgoing;

    SmppServerProducer(SmppServerEndpoint endpoint) {
        super(endpoint);
        this.outgoing = new SmppOutgoing(endpoint.getConfiguration());
    }

    @Override
    protected List<SmppPdu> write(Message message) {
        return outgoing.write(message, alphabet(message));
    }

    @Override
    protected SmsNotSentException refused(SmppPdu answer) {
        return answer.isOk() ? null : CommandStatus.refused("deliver_sm", answer.status());
    }
}
