package org.smshub.ledger;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.ledger.store.Event;
import org.smshub.ledger.store.Kept;
import org.smshub.ledger.store.Unread;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.nature.Rare;
import org.smshub.link.passing.Fields;

/** Hands out what applications are to hear; the end of an exchange says whether it was heard. */
class LedgerEventsConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerEventsConsumer.class);

    private final LedgerConfiguration configuration;
    private final String lane;
    private volatile EventQueue queue;

    LedgerEventsConsumer(LedgerEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.configuration = endpoint.getConfiguration();
        this.lane = configuration.getConsumer() + " ";
    }

    private Ledger ledger() {
        return ((LedgerEndpoint) getEndpoint()).getComponent().ledger();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        open();
    }

    private void open() {
        queue = ledger().listen(
                        configuration.getConsumer(), configuration.getWindow(), configuration.getAge(), this::take);
    }

    private void take(EventQueue from, Event event) {
        if (Rare.way("events.taker-throws")) {
            throw new IllegalStateException("the rare way");
        }
        ledger().lanes().execute(lane + event.client(), () -> tell(from, event));
    }

    private void tell(EventQueue from, Event event) {
        Exchange exchange = createExchange(false);
        write(exchange.getMessage(), event);
        getAsyncProcessor().process(exchange, doneSync -> {
            Long again = again(exchange, event);
            if (again == null && exchange.getException() != null && event.kind() == Event.Kind.MESSAGE) {
                keep(from, event, exchange.getException().getMessage());
            } else {
                ledger().eventResult(from, event, again);
            }
            releaseExchange(exchange, false);
        });
    }

    /** A message that was acknowledged to a centre is not gone when its application does not take it: a person looks at it. */
    private void keep(EventQueue from, Event event, String reason) {
        Map<String, Object> headers = new TreeMap<>();
        headers.put(SmsHeaders.ID, event.messageId());
        headers.put(SmsHeaders.CLIENT, event.client());
        headers.put(SmsHeaders.TO, event.recipient());
        headers.put(SmsHeaders.FROM, event.sender());
        headers.put(SmsHeaders.ENCODING, event.encoding());
        headers.put(SmsHeaders.UDH, event.udh() == null ? null : HexFormat.of().formatHex(event.udh()));
        headers.put(SmsHeaders.FIELDS, event.fields());
        headers.values().removeIf(Objects::isNull);
        byte[] octets = event.body() instanceof byte[] body
                ? body
                : String.valueOf(event.body()).getBytes(StandardCharsets.UTF_8);
        Unread unread = new Unread(
                event.link(), null, octets, Kept.headers(headers), String.valueOf(reason), event.happenedAt());
        ledger().unread(unread).whenComplete((kept, failed) -> ledger().eventResult(
                        from, event, failed == null ? null : Long.valueOf(configuration.getMaximumDelay())));
    }

    /** Milliseconds until it is told again; null when it was heard, or the application refuses it for good. */
    private Long again(Exchange exchange, Event event) {
        Exception failure = exchange.getException();
        if (failure == null) {
            return null;
        }
        if (failure instanceof SmsNotSentException refused && !refused.isRetryable()) {
            Rare.hit("events.refused-for-good");
            LOG.warn(
                    "Client {} does not take {} of message {} ({}): it is not told again",
                    event.client(),
                    event.kind(),
                    event.messageId(),
                    refused.getErrorCode());
            return null;
        }
        double wait = configuration.getDelay() * Math.pow(configuration.getBackOff(), event.attempts());
        LOG.debug("Client {} has not heard of message {}", event.client(), event.messageId(), failure);
        return (long) Math.min(wait, configuration.getMaximumDelay());
    }

    private static void write(Message message, Event event) {
        message.setBody(event.body());
        message.setHeader(SmsHeaders.KIND, event.kind().name());
        message.setHeader(SmsHeaders.EVENT_ID, event.consumer() + "-" + event.id());
        message.setHeader(SmsHeaders.ID, event.messageId());
        message.setHeader(SmsHeaders.CLIENT, event.client());
        message.setHeader(SmsHeaders.TO, event.recipient());
        PartHeaders.set(message, SmsHeaders.FROM, event.sender());
        PartHeaders.set(message, SmsHeaders.CLIENT_REF, event.clientRef());
        PartHeaders.set(message, SmsHeaders.STATE, event.state());
        PartHeaders.set(message, SmsHeaders.ERROR_CODE, event.errorCode());
        PartHeaders.set(message, SmsHeaders.ENCODING, event.encoding());
        PartHeaders.set(
                message,
                SmsHeaders.UDH,
                event.udh() == null ? null : HexFormat.of().formatHex(event.udh()));
        PartHeaders.set(message, SmsHeaders.CLASS, event.messageClass());
        PartHeaders.set(message, SmsHeaders.LINK, event.link());
        PartHeaders.set(message, SmsHeaders.SUBMITTED_AT, event.acceptedAt());
        PartHeaders.set(message, SmsHeaders.FIELDS, event.fields());
        if (event.fields() != null && event.kind() == Event.Kind.MESSAGE) {
            Fields fields = Fields.parse(event.fields());
            PartHeaders.set(message, SmsHeaders.PROTOCOL_ID, fields.number(Fields.PROTOCOL_ID));
            PartHeaders.set(message, SmsHeaders.DATA_CODING, fields.number(Fields.DATA_CODING));
        }
        message.setHeader(
                event.kind() == Event.Kind.RECEIPT ? SmsHeaders.DONE_AT : SmsHeaders.RECEIVED_AT, event.happenedAt());
    }

    private void rest() {
        if (queue != null) {
            queue.close();
        }
    }

    @Override
    protected void doSuspend() {
        rest();
    }

    @Override
    protected void doResume() {
        open();
    }

    @Override
    protected void doStop() throws Exception {
        rest();
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    /** What waits for an application is none of them: it is told again after the next start. */
    @Override
    public int getPendingExchangesSize() {
        return 0;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        rest();
    }
}
