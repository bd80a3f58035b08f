package org.smshub.line.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;
import org.smshub.line.Line;
import org.smshub.line.LineRequest;
import org.smshub.line.LineServer;
import org.smshub.line.Session;
import org.smshub.line.options.LineClientConfiguration;
import org.smshub.line.options.LineConfiguration;
import org.smshub.line.options.LineServerConfiguration;
import org.smshub.link.Failure;
import org.smshub.link.LateAnswer;
import org.smshub.link.Outcome;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;
import org.smshub.text.Encoding;

/**
 * From an exchange to the requests that carry it, one after the other so that a refusal stops the rest, and from the last
 * answer to the outcome; the same at both ends. Nothing waits: an exchange goes on with its answer, on a worker thread.
 */
public abstract class LineProducer<F> extends DefaultAsyncProducer {

    /**
     * Exchange property, Boolean, at the end that lets in: not over the session that the message of this exchange came by,
     * while the account has another one.
     */
    public static final String OTHER_SESSION = "SmsOtherSession";

    private final LineEndpoint<F, ?, ? extends Line<F>> endpoint;
    private volatile Line<F> line;
    private LineHealthCheck health;
    private LineHealthCheck ofLink;
    private Consumer receiver;

    protected LineProducer(LineEndpoint<F, ?, ? extends Line<F>> endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    /**
     * The requests that carry the message, under any key.
     *
     * @throws RuntimeException naming the header or option to change when the message cannot be sent
     */
    protected abstract List<F> write(Message message);

    /** Why the answer says no; null when it says yes. */
    protected abstract SmsNotSentException refused(F answer);

    /** Why the answer leaves it open whether the request was done (a modem's "network timeout"); null when it says yes or no. */
    protected SmsUnknownOutcomeException unknown(F answer) {
        return null;
    }

    /** The id of the request that was accepted, as its receipts have it; "" when there is none. */
    protected String remoteId(F request, F answer) {
        return "";
    }

    /** What to send in the place of a request that was refused so, null = nothing. */
    protected F instead(F request, F answer) {
        return null;
    }

    /** Further headers, from the positive answers so far: of all requests, or of those before one that failed. */
    protected void answered(Message message, List<F> answers) {}

    protected Line<F> line() {
        return line;
    }

    /** What the account that the message goes to means by the default alphabet, else what the options say. */
    protected final Encoding alphabet(Message message) {
        Encoding own = line instanceof LineServer<F> server ? server.alphabet(account(message)) : null;
        return own == null ? endpoint.getConfiguration().encoding() : own;
    }

    /** At the end that lets in: to whom. */
    private String account(Message message) {
        return endpoint.getConfiguration() instanceof LineServerConfiguration server
                ? message.getHeader(SmsHeaders.CLIENT, server.getAccount(), String.class)
                : null;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        LineConfiguration options = endpoint.getConfiguration();
        line = endpoint.acquire();
        health = LineHealthCheck.producer(
                endpoint.getCamelContext(),
                options.scheme(),
                options.key(),
                endpoint.isHealthCheckProducerEnabled(),
                line);
        if (options instanceof LineClientConfiguration client && client.getLinkName() != null) {
            ofLink = LineHealthCheck.link(endpoint.getCamelContext(), client.getLinkName(), line);
        }
        if (options instanceof LineClientConfiguration client && client.getMessageReceiverRouteId() != null) {
            receiver = endpoint.createConsumer(
                    new RouteById(endpoint.getCamelContext(), client.getMessageReceiverRouteId()));
            try {
                ServiceHelper.startService(receiver);
            } catch (RuntimeException e) {
                doStop();
                throw e;
            }
        }
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(receiver);
        receiver = null;
        if (line != null) {
            line = null;
            LineHealthCheck.remove(endpoint.getCamelContext(), health);
            LineHealthCheck.unlink(endpoint.getCamelContext(), ofLink);
            ofLink = null;
            endpoint.release();
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        LineConfiguration options = endpoint.getConfiguration();
        Line<F> current = line;
        if (current == null || !isRunAllowed()) {
            return refuse(exchange, Failure.STOPPED.toException(options.scheme(), options.address()), callback);
        }
        String account;
        List<F> requests;
        try {
            account = account(exchange.getMessage());
            if (account == null && current instanceof LineServer<F>) {
                throw new IllegalArgumentException(
                        "no account: set header " + SmsHeaders.CLIENT + " or option account");
            }
            requests = write(exchange.getMessage());
        } catch (RuntimeException e) {
            String words = options.address() + ": " + e.getMessage();
            return refuse(exchange, new SmsNotSentException(options.scheme() + ":invalid", words, false), callback);
        }
        new Sending(current, account, requests, exchange, callback).next();
        return false;
    }

    private static boolean refuse(Exchange exchange, Exception why, AsyncCallback callback) {
        exchange.setException(why);
        exchange.getMessage().setHeader(SmsHeaders.OUTCOME, Outcome.NOT_SENT.name());
        callback.done(true);
        return true;
    }

    /** One message on its way. */
    private final class Sending implements LineRequest.End<F> {

        private final Line<F> line;
        private final String account;
        private final List<F> requests;
        private final Exchange exchange;
        private final AsyncCallback callback;
        private final LateAnswer late;
        private final List<F> answers = new ArrayList<>(1);
        private final StringJoiner ids = new StringJoiner(",");
        private F request;
        private long since;
        private volatile Session<F> session;

        Sending(Line<F> line, String account, List<F> requests, Exchange exchange, AsyncCallback callback) {
            this.line = line;
            this.account = account;
            this.requests = requests;
            this.exchange = exchange;
            this.callback = callback;
            this.late = exchange.getProperty(LateAnswer.PROPERTY, LateAnswer.class);
        }

        void next() {
            send(requests.get(answers.size()));
        }

        private void send(F next) {
            request = next;
            if (line instanceof LineServer<F> server) {
                server.submit(account, next, this, avoided());
            } else {
                line.submit(null, next, this);
            }
        }

        @SuppressWarnings("unchecked")
        private Session<F> avoided() {
            return exchange.getProperty(OTHER_SESSION, false, Boolean.class)
                    ? exchange.getProperty(LineConsumer.SESSION, Session.class)
                    : null;
        }

        @Override
        public void sent(Session<F> over) {
            session = over;
            since = line.nature().nanos();
            line.figures().sent();
        }

        /** The session puts workers to it when all that it reads now is read; on its own thread if the route never blocks. */
        @Override
        public void answered(F answer) {
            line.figures().answered(line.nature().nanos() - since);
            if (endpoint.getConfiguration().isBlocking()) {
                line.completions().add(() -> ended(answer));
            } else {
                line.completions().here(() -> ended(answer));
            }
        }

        @Override
        public void failed(Failure why, Throwable cause) {
            LineConfiguration options = endpoint.getConfiguration();
            line.figures().failed(why);
            line.completions().add(() -> {
                if (cause instanceof IllegalArgumentException) {
                    String words = options.address() + ": " + cause.getMessage();
                    fail(new SmsNotSentException(options.scheme() + ":invalid", words, false), Outcome.NOT_SENT);
                } else {
                    fail(why.toException(options.scheme(), options.address()), why.outcome());
                }
            });
            line.completions().start();
        }

        /** Of several requests only the last can settle the message: those behind another one were never sent. */
        @Override
        public void late(F answer) {
            if (late != null && answers.size() == requests.size() - 1 && unknown(answer) == null) {
                line.completions().add(() -> {
                    SmsNotSentException refused = refused(answer);
                    if (refused == null) {
                        accepted(answer);
                    }
                    if (refused == null || answers.isEmpty()) {
                        late.came(ids.toString(), refused);
                    }
                });
            }
        }

        private void ended(F answer) {
            SmsUnknownOutcomeException unknown = unknown(answer);
            if (unknown != null) {
                line.figures().failed(Failure.NO_ANSWER);
                fail(unknown, Outcome.UNKNOWN);
                return;
            }
            SmsNotSentException refused = refused(answer);
            line.figures().ended(refused);
            F other = refused == null ? null : instead(request, answer);
            if (other != null) {
                send(other);
            } else if (refused != null) {
                fail(refused, Outcome.NOT_SENT);
            } else {
                accepted(answer);
                if (answers.size() < requests.size()) {
                    next();
                } else {
                    accepted();
                }
            }
        }

        private void accepted(F answer) {
            answers.add(answer);
            String id = remoteId(request, answer);
            if (!id.isEmpty()) {
                ids.add(id);
            }
        }

        /** What stood there was another message's. */
        private void name(Message message) {
            Session<F> over = session;
            if (over == null) {
                message.removeHeader(SmsHeaders.SESSION);
            } else {
                message.setHeader(SmsHeaders.SESSION, over.name());
            }
        }

        private void accepted() {
            Message message = exchange.getMessage();
            message.setHeader(SmsHeaders.OUTCOME, Outcome.SENT.name());
            name(message);
            if (ids.length() == 0) {
                // what stood there was another message's
                message.removeHeader(SmsHeaders.REMOTE_ID);
            } else {
                message.setHeader(SmsHeaders.REMOTE_ID, ids.toString());
            }
            LineProducer.this.answered(message, answers);
            callback.done(false);
        }

        /** With parts accepted before, nobody can say that nothing was sent. */
        private void fail(Exception failure, Outcome outcome) {
            boolean partial = !answers.isEmpty();
            LineConfiguration options = endpoint.getConfiguration();
            exchange.getMessage().setHeader(SmsHeaders.OUTCOME, (partial ? Outcome.UNKNOWN : outcome).name());
            name(exchange.getMessage());
            LineProducer.this.answered(exchange.getMessage(), List.copyOf(answers));
            exchange.setException(
                    partial
                            ? new SmsUnknownOutcomeException(
                                    options.scheme() + ":partial",
                                    answers.size() + " of " + requests.size() + " parts were accepted, then: "
                                            + failure.getMessage())
                            : failure);
            callback.done(false);
        }
    }
}
