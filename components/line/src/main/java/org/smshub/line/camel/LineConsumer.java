package org.smshub.line.camel;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.smshub.line.FrameException;
import org.smshub.line.Line;
import org.smshub.line.LineServer;
import org.smshub.line.Session;
import org.smshub.line.options.LineClientConfiguration;
import org.smshub.line.options.LineConfiguration;
import org.smshub.line.options.LineServerConfiguration;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.text.Encoding;

/**
 * From a request of the other side to an exchange, and from its end to the answer; the same at both ends. While the route
 * is suspended requests are refused and the sessions stay.
 */
@ManagedResource(description = "Managed line consumer")
public abstract class LineConsumer<F> extends DefaultConsumer implements Suspendable, ShutdownAware, Line.Taker<F> {

    /** Exchange property, {@link Session}: by which the request came, at the end that lets in. */
    public static final String SESSION = "SmsSession";

    /** Set by the route: NONE = no answer, DROP = the connection is dropped instead, THEN_DROP = after it; for a simulator. */
    public static final String ANSWER = "SmsAnswer";

    private final LineEndpoint<F, ?, ? extends Line<F>> endpoint;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final String link;
    private Line<F> line;

    protected LineConsumer(LineEndpoint<F, ?, ? extends Line<F>> endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.link = endpoint.getConfiguration() instanceof LineClientConfiguration client ? client.getLinkName() : null;
    }

    /**
     * Fills the message from the request.
     *
     * @throws Exception for a request that cannot be read; {@link #answer} makes the refusal of it
     */
    protected abstract void fill(Session<F> session, F request, Message message) throws Exception;

    /** The answer, null for none: positive, or a refusal when the exchange failed or the route wants one. */
    protected abstract F answer(Session<F> session, F request, Exchange exchange);

    /** What the account that is logged in means by the default alphabet, else what the options say. */
    protected final Encoding alphabet(Session<F> session) {
        LineConfiguration options = endpoint.getConfiguration();
        Encoding own = options instanceof LineServerConfiguration server ? server.alphabet(session.account()) : null;
        return own == null ? options.encoding() : own;
    }

    /** Whether the failure of the exchange is a way to refuse, and no accident to be told. */
    protected boolean refuses(Exchange exchange) {
        return exchange.getException(FrameException.class) != null
                || exchange.getException(SmsNotSentException.class) != null;
    }

    /**
     * The protocol's own code that the exchange is refused with: that of the header, of a {@link FrameException}, or of an
     * {@link SmsNotSentException} of this protocol; "" when it has none, null when it is not refused.
     */
    protected final String refused(Exchange exchange, String header) {
        Exception failure = exchange.getException();
        String code = exchange.getMessage().getHeader(header, String.class);
        if (failure == null || code != null) {
            return code;
        }
        FrameException own = exchange.getException(FrameException.class);
        String said = own != null
                ? own.errorCode()
                : SmsNotSentException.codeOf(
                        failure, endpoint.getConfiguration().scheme());
        return said == null ? "" : said;
    }

    /** Hands the answer to the session. The route of a simulator may want less than an answer, or more. */
    protected void send(Session<F> session, F answer, Exchange exchange) {
        switch (exchange.getMessage().getHeader(ANSWER, "", String.class)) {
            case "NONE" -> session.answer(null);
            case "DROP" -> session.answerAndClose(null, "header " + ANSWER);
            case "THEN_DROP" -> session.answerAndClose(answer, "header " + ANSWER);
            default -> session.answer(answer);
        }
    }

    @Override
    public void take(Session<F> session, F request) {
        process(
                session,
                request,
                message -> fill(session, request, message),
                exchange -> send(session, answer(session, request, exchange), exchange));
    }

    /** What is done with the exchange when it has ended; it is released behind it. */
    public interface Done {
        void with(Exchange exchange);
    }

    /** Fills the message of an exchange. */
    @FunctionalInterface
    public interface Fill {
        void into(Message message) throws Exception;
    }

    /** One exchange through the route. A protocol whose requests become several calls it for each. */
    protected void process(Session<F> session, F request, Fill fill, Done done) {
        Exchange exchange = createExchange(false);
        unanswered.incrementAndGet();
        Line<F> current = line;
        if (current != null) {
            current.figures().received();
        }
        if (current instanceof LineServer<F>) {
            exchange.setProperty(SESSION, session);
        }
        try {
            fill.into(exchange.getMessage());
            if (session.account() != null) {
                exchange.getMessage().setHeader(SmsHeaders.CLIENT, session.account());
            }
            if (link != null) {
                exchange.getMessage().setHeader(SmsHeaders.LINK, link);
            }
        } catch (Exception e) {
            exchange.setException(e);
            end(request, exchange, done, true);
            return;
        }
        getAsyncProcessor().process(exchange, sync -> end(request, exchange, done, false));
    }

    private void end(F request, Exchange exchange, Done done, boolean unread) {
        try {
            if (exchange.getException() != null && !unread && !refuses(exchange)) {
                getExceptionHandler().handleException("Refused " + request, exchange, exchange.getException());
            }
            done.with(exchange);
        } finally {
            unanswered.decrementAndGet();
            releaseExchange(exchange, false);
        }
    }

    @Override
    public boolean isReady() {
        return isRunAllowed() && !isSuspendingOrSuspended();
    }

    @Override
    public boolean isBlocking() {
        return endpoint.getConfiguration().isBlocking();
    }

    @Override
    public int concurrentConsumers() {
        return endpoint.getConfiguration().getConcurrentConsumers();
    }

    protected Line<F> line() {
        return line;
    }

    @Override
    protected void doStart() throws Exception {
        LineConfiguration options = endpoint.getConfiguration();
        if (options instanceof LineServerConfiguration server && !server.hasAccess()) {
            throw new IllegalArgumentException(options.address() + " lets nobody in: set " + server.accessOptions());
        }
        super.doStart();
        line = endpoint.acquire();
        try {
            line.taker(this);
        } catch (RuntimeException e) {
            line = null;
            endpoint.release();
            throw e;
        }
        LineHealthCheck.consumer(this, options.scheme(), endpoint.isHealthCheckConsumerEnabled(), line);
    }

    @Override
    protected void doStop() throws Exception {
        if (line != null) {
            line.taker(null);
            if (line instanceof LineServer<F> server) {
                server.unlisten();
                if (!endpoint.getCamelContext().isStopping()) {
                    server.awaitGone();
                }
            }
            line = null;
            endpoint.release();
        }
        super.doStop();
    }

    @Override
    protected void doSuspend() {
        // the sessions stay; their requests are refused until the route is resumed
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return unanswered.get();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // nothing to do before the route stops
    }

    @ManagedAttribute(description = "Sessions that are open")
    public int getSessions() {
        Line<F> current = line;
        return current == null ? 0 : current.sessions();
    }

    @ManagedAttribute(description = "Requests of the other side that are not answered yet")
    public int getUnansweredRequests() {
        return unanswered.get();
    }

    @ManagedAttribute(description = "Port that is listened on, -1 = none")
    public int getLocalPort() {
        Line<F> current = line;
        return current == null ? -1 : current.port();
    }

    @ManagedAttribute(description = "Connections, logged in or not")
    public int getConnections() {
        Line<F> current = line;
        return current == null ? 0 : current.connections();
    }

    @ManagedAttribute(description = "Requests that wait for a session or a slot")
    public int getWaitingRequests() {
        Line<F> current = line;
        return current == null ? 0 : current.waiting();
    }
}
