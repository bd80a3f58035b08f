package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.SmppPdu.*;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BiConsumer;
import org.apache.camel.Exchange;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;

/**
 * A submit_multi: one exchange for each destination, and one answer, which has room for one message_id and for those
 * that were refused (SMPP 3.4 §4.5.2). The id is that of the first destination, in their order, that is accepted; so the
 * others wait for it, and then go at once, with what makes an id of their own of it.
 */
final class SmppMulti {

    private final SmppServerRequests requests;
    private final SmppServerSession session;
    private final SmppPdu.Message pdu;
    private final AtomicIntegerArray statuses;
    private final AtomicInteger open;
    private volatile String id = "";

    SmppMulti(SmppServerRequests requests, SmppServerSession session, SmppPdu.Message pdu) {
        this.requests = requests;
        this.session = session;
        this.pdu = pdu;
        this.statuses = new AtomicIntegerArray(pdu.destinations().size());
        this.open = new AtomicInteger(statuses.length());
    }

    void start() {
        first(0);
    }

    private void first(int n) {
        route(n, (exchange, status) -> {
            if (status == CommandStatus.OK) {
                id = SmppServerRequests.id(exchange);
            }
            ended(n, exchange, status);
            // by a worker: begun at the end of an exchange, the next would go in reverse, or pile up on the stack
            if (n + 1 < statuses.length()) {
                requests.consumer().workers().execute(id.isEmpty() ? () -> first(n + 1) : () -> rest(n + 1));
            }
        });
    }

    private void rest(int from) {
        for (int i = from; i < statuses.length(); i++) {
            int n = i;
            route(n, (exchange, status) -> ended(n, exchange, status));
        }
    }

    private void route(int n, BiConsumer<Exchange, Integer> ended) {
        Address destination = pdu.destinations().get(n);
        requests.route(
                session,
                pdu,
                message -> {
                    requests.incoming().submit(pdu, destination, message);
                    if (!id.isEmpty()) {
                        message.setHeader(SmppConstants.MULTI_ID, id + "." + (n + 1));
                    }
                },
                ended);
    }

    private void ended(int n, Exchange exchange, int status) {
        statuses.set(n, status);
        if (open.decrementAndGet() == 0) {
            List<MultiReply.Refused> refused = new ArrayList<>();
            for (int i = 0; i < statuses.length(); i++) {
                if (statuses.get(i) != CommandStatus.OK) {
                    refused.add(new MultiReply.Refused(pdu.destinations().get(i), statuses.get(i)));
                }
            }
            int whole = id.isEmpty() ? statuses.get(0) : CommandStatus.OK;
            SmppServerRequests.answer(session, exchange, new MultiReply(whole, pdu.sequence(), id, refused));
        }
    }
}
