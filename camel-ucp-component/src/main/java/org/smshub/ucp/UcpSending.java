package org.smshub.ucp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.link.Failure;
import org.smshub.link.Outcome;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsUnknownOutcomeException;

/** The parts of one message on their way, one after the other, so that a refusal stops the rest. */
final class UcpSending {

    /** Sends one operation. */
    interface Submit {
        void submit(UcpFrame operation, UcpRequest.Callback callback);
    }

    private final String line;
    private final Submit submit;
    private final UnaryOperator<String> idOf;
    private final Executor workers;
    private final List<String> ids = new ArrayList<>(1);
    private List<UcpFrame> frames;
    private Exchange exchange;
    private AsyncCallback callback;

    /**
     * @param line for the reader of an error
     * @param idOf the id of a message from the SM of its result
     * @param workers where the exchange goes on
     */
    UcpSending(String line, Submit submit, UnaryOperator<String> idOf, Executor workers) {
        this.line = line;
        this.submit = submit;
        this.idOf = idOf;
        this.workers = workers;
    }

    /** @return always false: the exchange goes on when the last result is there */
    boolean start(List<UcpFrame> all, Exchange whose, AsyncCallback done) {
        frames = all;
        exchange = whose;
        callback = done;
        next();
        return false;
    }

    /** The message cannot be sent at all. @return always true */
    static boolean refuse(Exchange exchange, Exception why, AsyncCallback done) {
        exchange.setException(why);
        exchange.getMessage().setHeader(SmsHeaders.OUTCOME, Outcome.NOT_SENT.name());
        done.done(true);
        return true;
    }

    private void next() {
        submit.submit(
                frames.get(ids.size()), (result, failure, cause) -> onWorker(() -> ended(result, failure, cause)));
    }

    /** A message that was sent must end, if need be on the thread that read its result. */
    private void onWorker(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    private void ended(UcpResult result, Failure failure, Throwable cause) {
        if (result == null) {
            fail(UcpOutcome.failed(line, failure, cause), failure.outcome());
        } else if (!result.ack()) {
            fail(UcpOutcome.refused(line, result), Outcome.NOT_SENT);
        } else {
            ids.add(idOf.apply(result.sm()));
            if (ids.size() < frames.size()) {
                next();
            } else {
                sent(result);
            }
        }
    }

    private void sent(UcpResult result) {
        Message message = exchange.getMessage();
        message.setHeader(SmsHeaders.OUTCOME, Outcome.SENT.name());
        String all = String.join(",", ids.stream().filter(id -> !id.isEmpty()).toList());
        if (!all.isEmpty()) {
            message.setHeader(SmsHeaders.REMOTE_ID, all);
        }
        message.setHeader(UcpConstants.REMOTE_IDS, ids);
        message.setHeader(UcpConstants.RESULT, result.sm());
        if (!result.mvp().isEmpty()) {
            message.setHeader(UcpConstants.MODIFIED_VALIDITY, result.mvp());
        }
        callback.done(false);
    }

    /** With parts accepted before, nobody can say that nothing was sent. */
    private void fail(Exception failure, Outcome outcome) {
        boolean partial = !ids.isEmpty();
        exchange.getMessage().setHeader(SmsHeaders.OUTCOME, (partial ? Outcome.UNKNOWN : outcome).name());
        exchange.getMessage().setHeader(UcpConstants.REMOTE_IDS, ids);
        exchange.setException(
                partial
                        ? new SmsUnknownOutcomeException(
                                "ucp:partial",
                                ids.size() + " of " + frames.size() + " parts were accepted, then: "
                                        + failure.getMessage())
                        : failure);
        callback.done(false);
    }
}
