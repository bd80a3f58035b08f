package org.smshub.ucp;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultConsumer;

/** From a received operation to an exchange, and from its end to the result; the same for client and server. */
final class UcpIntake {

    /** Fills the message from the operation. */
    interface Filling {
        void fill(Message message) throws UcpException;
    }

    private final DefaultConsumer consumer;
    private final Executor workers;

    UcpIntake(DefaultConsumer consumer, Executor workers) {
        this.consumer = consumer;
        this.workers = workers;
    }

    /** Called on the reader thread. @param sm what a positive result carries */
    void take(UcpSession session, UcpFrame frame, Filling filling, String sm) {
        if (!consumer.isRunAllowed() || consumer.isSuspendingOrSuspended()) {
            session.answer(frame, UcpResult.nak(UcpErrorCode.NOT_ALLOWED, "not ready"));
            return;
        }
        try {
            workers.execute(() -> process(session, frame, filling, sm));
        } catch (RejectedExecutionException e) {
            session.answer(frame, UcpResult.nak(UcpErrorCode.NOT_ALLOWED, "busy"));
        }
    }

    private void process(UcpSession session, UcpFrame frame, Filling filling, String sm) {
        Exchange exchange = consumer.createExchange(false);
        try {
            filling.fill(exchange.getMessage());
        } catch (UcpException e) {
            consumer.releaseExchange(exchange, false);
            session.answer(frame, UcpResult.nak(e.ec(), e.getMessage()));
            return;
        }
        exchange.getMessage().setHeader(UcpConstants.REMOTE_ADDRESS, String.valueOf(session.remote()));
        consumer.getAsyncProcessor().process(exchange, doneSync -> {
            UcpResult result = UcpReply.of(exchange, sm);
            if (exchange.getException() != null && !UcpReply.refuses(exchange)) {
                consumer.getExceptionHandler()
                        .handleException(
                                "Refused operation " + frame + " with " + result.ec(),
                                exchange,
                                exchange.getException());
            }
            session.answer(frame, result);
            consumer.releaseExchange(exchange, false);
        });
    }
}
