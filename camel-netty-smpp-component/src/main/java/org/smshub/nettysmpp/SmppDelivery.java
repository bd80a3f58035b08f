package org.smshub.nettysmpp;

import java.util.List;
import java.util.function.Consumer;
import org.smshub.link.Backlog;
import org.smshub.link.Failure;
import org.smshub.link.Request;
import org.smshub.smpp.CommandStatus;

/** The deliver_sm of one exchange: in order, each after the answer to the one before. */
final class SmppDelivery implements Request<SmppPdu> {

    private final String client;
    private final List<SmppPdu.Message> messages;
    private final Consumer<Exception> result;
    private final Backlog<SmppDelivery, SmppPdu> backlog;
    private final SmppCompletions completions;
    private int index;

    /** @param result told once, on a worker thread, how it ended: null, or why not */
    SmppDelivery(
            String client,
            List<SmppPdu.Message> messages,
            Consumer<Exception> result,
            Backlog<SmppDelivery, SmppPdu> backlog,
            SmppCompletions completions) {
        this.client = client;
        this.messages = messages;
        this.result = result;
        this.backlog = backlog;
        this.completions = completions;
    }

    /** What to send now. */
    SmppPdu.Message message() {
        return messages.get(index);
    }

    @Override
    public boolean accepts(SmppPdu answer) {
        return answer.commandId() == (message().commandId() | SmppPdu.RESPONSE)
                || answer.commandId() == SmppPdu.GENERIC_NACK;
    }

    @Override
    public void answered(SmppPdu answer) {
        if (answer.status() != CommandStatus.OK || answer.commandId() == SmppPdu.GENERIC_NACK) {
            end(CommandStatus.refused("deliver_sm", answer.status()));
        } else if (index + 1 < messages.size()) {
            index++;
            backlog.submit(this);
        } else {
            end(null);
        }
    }

    /** The session puts workers to it when all that it reads now is read. */
    private void end(Exception failure) {
        completions.add(() -> result.accept(failure));
    }

    @Override
    public void failed(Failure why, Throwable cause) {
        end(why.toException("smpp", "deliver_sm to client " + client));
        completions.start();
    }
}
