package org.smshub.ledger;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.smshub.ledger.commit.Way;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.Unread;
import org.smshub.ledger.nodes.BoundClients;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;
import org.smshub.link.nature.Rare;
import org.smshub.link.passing.Presence;
import org.smshub.link.passing.Told;

/** Hands out what applications are to hear; the end of an exchange says whether it was heard. */
class LedgerEventsConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerEventsConsumer.class);

    private final LedgerConfiguration configuration;
    private final String lane;
    private volatile EventQueue queue;

    /** Null where this hub tells all clients, or none. */
    private volatile BoundClients bound;

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
        LedgerEndpoint endpoint = (LedgerEndpoint) getEndpoint();
        Presence presence = endpoint.sessions() == null || ledger().membership() == null ? null : endpoint.presence();
        queue = ledger().listen(
                        configuration.getConsumer(),
                        configuration.getWindow(),
                        configuration.getAge(),
                        presence != null,
                        this::take);
        if (presence != null) {
            bound = ledger().serve(queue, presence);
        }
    }

    private void take(EventQueue from, Event event) {
        if (Rare.way("events.taker-throws")) {
            throw new IllegalStateException("the rare way");
        }
        ledger().lanes().execute(lane + event.lane(), () -> tell(from, event));
    }

    private void tell(EventQueue from, Event event) {
        if (!ledger().isHeard()) {
            // frozen or cut off since it was handed out: another hub may have told what follows of its message
            ledger().eventResult(from, event, configuration.getDelay());
            return;
        }
        Exchange exchange = createExchange(false);
        EventHeaders.set(exchange.getMessage(), event);
        getAsyncProcessor().process(exchange, doneSync -> {
            Long again = again(exchange, event);
            Way.told(event, exchange.getException());
            if (again == null && exchange.getException() != null && event.kind() == Event.Kind.MESSAGE) {
                keep(from, event, exchange.getException().getMessage());
            } else {
                ledger().eventResult(from, event, again, isOfThisOne(exchange.getException()), told(exchange, event));
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

    /** Where it was told, and what was answered; null when it went nowhere. */
    private static Told told(Exchange exchange, Event event) {
        Told said = exchange.getProperty(Told.PROPERTY, Told.class);
        String where = said == null ? place(exchange) : said.where();
        if (where == null) {
            return null;
        }
        String answer = said == null || said.answer() == null ? code(exchange.getException()) : said.answer();
        if (event.attempts() > 0) {
            String tries = "try " + (event.attempts() + 1);
            answer = answer == null ? tries : answer + ", " + tries;
        }
        return new Told(where, answer);
    }

    /** A session of its application, or a file's name; null where the route says neither. */
    private static String place(Exchange exchange) {
        String session = exchange.getMessage().getHeader(SmsHeaders.SESSION, String.class);
        String file = exchange.getMessage().getHeader(Exchange.FILE_NAME_PRODUCED, String.class);
        return session != null || file == null ? session : file.substring(file.lastIndexOf(File.separatorChar) + 1);
    }

    private static String code(Exception failure) {
        return failure == null
                ? null
                : failure instanceof SmsNotSentException refused
                        ? refused.getErrorCode()
                        : failure instanceof SmsUnknownOutcomeException unknown
                                ? unknown.getErrorCode()
                                : Outcomes.codeOf(failure);
    }

    /** Milliseconds until it is told again; null when it was heard, or the application refuses it for good. */
    private Long again(Exchange exchange, Event event) {
        Exception failure = exchange.getException();
        if (failure == null) {
            return null;
        }
        if (failure instanceof SmsNotSentException refused && !refused.isRetryable()) {
            Rare.hit("events.refused-for-good");
            LOG.atLevel(Event.isOfMessages(event.consumer()) ? Level.DEBUG : Level.WARN)
                    .addKeyValue(SmsHeaders.ID, event.messageId())
                    .addKeyValue(SmsHeaders.CLIENT, event.client())
                    .log(
                            "Client {} does not take {} of message {} ({}): it is not told again",
                            event.client(),
                            event.kind(),
                            event.messageId(),
                            refused.getErrorCode());
            return null;
        }
        double wait = configuration.getDelay() * Math.pow(configuration.getBackOff(), event.attempts());
        wait = Math.max(wait, exchange.getProperty(LedgerComponent.RETRY_AFTER, 0L, Long.class));
        LOG.debug("Client {} has not heard of message {}", event.client(), event.messageId(), failure);
        return (long) Math.min(wait, configuration.getMaximumDelay());
    }

    /** Whether the application has answered, and does not take this one for now; others it may. */
    private static boolean isOfThisOne(Exception failure) {
        return failure instanceof SmsNotSentException refused && !refused.isLineDown() && !refused.isThrottled();
    }

    private void rest() {
        if (bound != null) {
            bound.close();
            bound = null;
        }
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
