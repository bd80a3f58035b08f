package org.smshub.smppserver;

import java.util.List;
import java.util.function.Consumer;
import org.smshub.link.Backlog;
import org.smshub.link.Failure;
import org.smshub.link.Request;

/** The deliver_sm of one exchange: in order, each after the answer to the one before. */
final class SmppDelivery implements Request<SmppPdu> {

    private final String client;
    private final List<SmppPdu.Message> messages;
    private final Consumer<Exception> result;
    private final Backlog<SmppDelivery, SmppPdu> backlog;
    private int index;

    /** @param result told once how it ended: null, or why not */
    SmppDelivery(
            String client,
            List<SmppPdu.Message> messages,
            Consumer<Exception> result,
            Backlog<SmppDelivery, SmppPdu> backlog) {
        this.client = client;
        this.messages = messages;
        this.result = result;
        this.backlog = backlog;
    }

    /** What to send now. */
    SmppPdu.Message message() {
        return messages.get(index);
    }

    @Override
    public boolean accepts(SmppPdu answer) {
        return answer.commandId() == (SmppPdu.DELIVER_SM | SmppPdu.RESPONSE)
                || answer.commandId() == SmppPdu.GENERIC_NACK;
    }

    @Override
    public void answered(SmppPdu answer) {
        if (answer.status() != SmppStatus.OK || answer.commandId() == SmppPdu.GENERIC_NACK) {
            result.accept(SmppStatus.refused("deliver_sm", answer.status()));
        } else if (index + 1 < messages.size()) {
            index++;
            backlog.submit(this);
        } else {
            result.accept(null);
        }
    }

    @Override
    public void failed(Failure why, Throwable cause) {
        result.accept(why.toException("smpp", "deliver_sm to client " + client, cause));
    }
}
