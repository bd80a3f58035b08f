package org.smshub.ledger;

import java.util.concurrent.CompletionStage;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;

/** A producer whose exchange goes on when what it writes is committed; no thread waits for that. */
abstract class CommitProducer<T> extends DefaultAsyncProducer {

    final LedgerEndpoint endpoint;

    CommitProducer(LedgerEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    /**
     * Hands the message to the ledger.
     *
     * @throws RuntimeException what is wrong with the message; the exchange fails with it
     */
    abstract CompletionStage<? extends T> write(Message message);

    /** Tells the route what was committed. */
    void committed(Message message, T result) {}

    @Override
    public final boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Message message = exchange.getMessage();
            write(message).whenComplete((result, failure) -> {
                if (failure == null) {
                    committed(message, result);
                } else {
                    exchange.setException(failure);
                }
                callback.done(false);
            });
            return false;
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }
}
