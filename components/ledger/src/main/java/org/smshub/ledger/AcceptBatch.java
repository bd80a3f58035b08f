package org.smshub.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.writer.GroupCommit;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Submission;
import org.smshub.link.SmsHeaders;

/**
 * Messages that are accepted together, each an exchange in a list, as Camel's {@code GroupedExchangeAggregationStrategy} makes
 * it. Each gets an answer of its own: SmsId and SmsState, as if it had come alone, or the exception that says what is wrong
 * with it. One that has either already is left as it is, so that a batch which failed as a whole can be tried again.
 */
final class AcceptBatch {

    private final List<Exchange> asking = new ArrayList<>();
    private final List<List<Submission>> messages = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /**
     * @param trace that those go on in which bring none of their own; null = none
     * @param reader of a message
     * @throws IllegalArgumentException the list has something else in it, or too much
     */
    AcceptBatch(List<?> batch, String trace, Function<Message, List<Submission>> reader) {
        if (batch.size() > GroupCommit.BATCH_LIMIT) {
            throw new IllegalArgumentException(
                    "A batch has up to " + GroupCommit.BATCH_LIMIT + " messages, not " + batch.size() + "; split it");
        }
        for (Object one : batch) {
            if (!(one instanceof Exchange exchange)) {
                throw new IllegalArgumentException(
                        "A list that ledger:accept takes has exchanges in it, as GroupedExchangeAggregationStrategy makes it; not "
                                + (one == null ? "null" : one.getClass().getName()));
            }
            if (exchange.getException() == null && exchange.getMessage().getHeader(SmsHeaders.STATE) == null) {
                if (trace != null && exchange.getMessage().getHeader(SmsHeaders.TRACE) == null) {
                    exchange.getMessage().setHeader(SmsHeaders.TRACE, trace);
                }
                add(exchange, reader);
            }
        }
    }

    private void add(Exchange exchange, Function<Message, List<Submission>> reader) {
        try {
            messages.add(reader.apply(exchange.getMessage()));
            asking.add(exchange);
        } catch (RuntimeException e) {
            exchange.setException(e);
        }
    }

    /**
     * Done when each message has its answer; failed when the ledger could not write some of them now ({@link
     * LedgerException}): those have neither SmsState nor an exception.
     */
    CompletableFuture<Void> write(Ledger ledger) {
        if (asking.isEmpty()) {
            end.complete(null);
            return end;
        }
        open.set(asking.size());
        List<CompletableFuture<Accepted>> answers = ledger.acceptAll(messages);
        for (int i = 0; i < answers.size(); i++) {
            Exchange exchange = asking.get(i);
            answers.get(i).whenComplete((accepted, refused) -> answered(exchange, accepted, refused));
        }
        return end;
    }

    private void answered(Exchange exchange, Accepted accepted, Throwable refused) {
        if (refused == null) {
            LedgerAcceptProducer.tell(exchange.getMessage(), accepted);
        } else if (refused instanceof LedgerException e && e.getReason() == LedgerException.Reason.ROW) {
            exchange.setException(refused);
        } else {
            failure.compareAndSet(null, refused);
        }
        if (open.decrementAndGet() == 0) {
            Throwable why = failure.get();
            if (why == null) {
                end.complete(null);
            } else {
                end.completeExceptionally(why);
            }
        }
    }
}
