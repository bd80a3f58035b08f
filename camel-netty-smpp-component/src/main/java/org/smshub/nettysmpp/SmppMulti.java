package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.smshub.line.Session;
import org.smshub.nettysmpp.codec.SmppField;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.CommandStatus;

/**
 * A submit_multi: one exchange for each destination, and one answer, which has room for one message_id and for those
 * that were refused (SMPP 3.4 §4.5.2). The id is that of the first destination, in their order, that is accepted; so the
 * others wait for it, and then go at once, with what makes an id of their own of it.
 */
final class SmppMulti {

    private final SmppServerConsumer consumer;
    private final Executor workers;
    private final Session<SmppPdu> session;
    private final SmppPdu pdu;
    private final AtomicIntegerArray statuses;
    private final AtomicInteger open;
    private volatile String id = "";

    SmppMulti(SmppServerConsumer consumer, Executor workers, Session<SmppPdu> session, SmppPdu pdu) {
        this.consumer = consumer;
        this.workers = workers;
        this.session = session;
        this.pdu = pdu;
        this.statuses = new AtomicIntegerArray(pdu.destinations().size());
        this.open = new AtomicInteger(statuses.length());
    }

    void start() {
        first(0);
    }

    private void first(int n) {
        consumer.process(session, pdu, pdu.destinations().get(n), null, exchange -> {
            int status = SmppServerConsumer.status(pdu, exchange);
            if (status == CommandStatus.OK) {
                id = SmppServerConsumer.id(exchange);
            }
            if (ended(n, status)) {
                consumer.send(session, answer(), exchange);
            } else if (n + 1 < statuses.length()) {
                more(n + 1);
            }
        });
    }

    /** By a worker: begun at the end of an exchange, the next would go in reverse, or pile up on the stack. */
    private void more(int from) {
        try {
            workers.execute(id.isEmpty() ? () -> first(from) : () -> rest(from));
        } catch (RejectedExecutionException busy) {
            for (int n = from; n < statuses.length(); n++) {
                if (ended(n, CommandStatus.THROTTLED)) {
                    session.answer(answer());
                }
            }
        }
    }

    private void rest(int from) {
        for (int i = from; i < statuses.length(); i++) {
            int n = i;
            consumer.process(session, pdu, pdu.destinations().get(n), id + "." + (n + 1), exchange -> {
                if (ended(n, SmppServerConsumer.status(pdu, exchange))) {
                    consumer.send(session, answer(), exchange);
                }
            });
        }
    }

    /** @return whether it was the last */
    private boolean ended(int n, int status) {
        statuses.set(n, status);
        return open.decrementAndGet() == 0;
    }

    private SmppPdu answer() {
        List<SmppField.Refused> refused = new ArrayList<>();
        for (int i = 0; i < statuses.length(); i++) {
            if (statuses.get(i) != CommandStatus.OK) {
                refused.add(new SmppField.Refused(pdu.destinations().get(i), statuses.get(i)));
            }
        }
        return SmppPdu.of(SUBMIT_MULTI | RESPONSE)
                .set(SmppField.MESSAGE_ID, id)
                .set(SmppField.REFUSED, refused)
                .answer(id.isEmpty() ? statuses.get(0) : CommandStatus.OK, pdu.sequence());
    }
}
