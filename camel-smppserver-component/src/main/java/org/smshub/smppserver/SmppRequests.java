package org.smshub.smppserver;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.smshub.link.SmsUnknownOutcomeException;

/** Our requests on one session that are not answered yet, oldest first. Event loop of the channel only. */
final class SmppRequests {

    private record Request(int commandId, long deadline, Consumer<Exception> result) {}

    private final Channel channel;
    private final long timeout;
    private final Map<Integer, Request> open = new LinkedHashMap<>();
    private int last;
    private ScheduledFuture<?> timer;

    SmppRequests(Channel channel, long timeoutMillis) {
        this.channel = channel;
        this.timeout = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    /** @param result told once: null for ESME_ROK, else why not, and whether the bytes may have left */
    void send(IntFunction<SmppPdu> pdu, Consumer<Exception> result) {
        last = last == Integer.MAX_VALUE ? 1 : last + 1;
        int sequence = last;
        SmppPdu request = pdu.apply(sequence);
        if (!channel.isActive()) {
            result.accept(SmppStatus.refused(
                    SmppServerCodec.name(request.commandId()), SmppStatus.INVALID_BIND_STATUS));
            return;
        }
        open.put(sequence, new Request(request.commandId(), System.nanoTime() + timeout, result));
        channel.writeAndFlush(request);
        watch(timeout);
    }

    /** A response of the peer; one that nobody waits for is dropped, and so is one that answers another command. */
    void answered(SmppPdu response) {
        Request request = open.get(response.sequence());
        boolean fits = request != null
                && (response.commandId() == (request.commandId() | SmppPdu.RESPONSE)
                        || response.commandId() == SmppPdu.GENERIC_NACK);
        if (!fits) {
            return;
        }
        open.remove(response.sequence());
        boolean ok = response.status() == SmppStatus.OK && response.commandId() != SmppPdu.GENERIC_NACK;
        request.result()
                .accept(
                        ok
                                ? null
                                : SmppStatus.refused(SmppServerCodec.name(request.commandId()), response.status()));
    }

    private void watch(long nanos) {
        if (timer == null && !open.isEmpty()) {
            timer = channel.eventLoop().schedule(this::expire, Math.max(nanos, 1_000_000), TimeUnit.NANOSECONDS);
        }
    }

    private void expire() {
        timer = null;
        long now = System.nanoTime();
        List<Request> late = new ArrayList<>();
        long next = timeout;
        for (Iterator<Request> i = open.values().iterator(); i.hasNext(); ) {
            Request request = i.next();
            if (request.deadline() - now > 0) {
                next = request.deadline() - now;
                break;
            }
            late.add(request);
            i.remove();
        }
        watch(next);
        late.forEach(request -> request.result().accept(unknown(request, "timeout", "was not answered in time")));
    }

    /** The connection is gone: nobody knows of what is still open. */
    void close() {
        if (timer != null) {
            timer.cancel(false);
        }
        List<Request> lost = new ArrayList<>(open.values());
        open.clear();
        lost.forEach(request -> request.result().accept(unknown(request, "dropped", "lost its connection")));
    }

    private static SmsUnknownOutcomeException unknown(Request request, String code, String what) {
        return new SmsUnknownOutcomeException(
                "smpp:" + code, SmppServerCodec.name(request.commandId()) + " " + what, null);
    }
}
