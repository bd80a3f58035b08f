package org.smshub.hub.httplink;

import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.smshub.hub.httplink.file.Ask;
import org.smshub.hub.httplink.file.Call;
import org.smshub.hub.httplink.file.Meaning;
import org.smshub.hub.httplink.file.Values;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.Failure;
import org.smshub.link.LateAnswer;
import org.smshub.link.Loop;
import org.smshub.link.Outcome;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;
import org.smshub.link.errors.ErrorCode;
import org.smshub.link.errors.ErrorCode.Retry;

/** From an exchange to one request of its provider, and from the answer to the outcome. Nothing waits. */
class HttpLinkProducer extends DefaultAsyncProducer {

    private static final int MOST_THREADS = 20;

    /** Connections to ask by, beside those of the window. */
    private static final int POLLS = 4;

    private final HttpLinkEndpoint endpoint;
    private volatile HttpLink link;
    private ProviderCaller caller;
    private Executor loop;
    private ExecutorService workers;
    private volatile Tokens tokens;
    private volatile HttpPolls polls;

    HttpLinkProducer(HttpLinkEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        HttpLinkConfiguration options = endpoint.getConfiguration();
        HttpLink made = new HttpLink(endpoint.getLink(), endpoint.provider(), options);
        endpoint.getComponent().add(made);
        Context context = endpoint.getComponent().loop();
        loop = ((ContextInternal) context).nettyEventLoop();
        caller = new ProviderCaller(context, options, options.getWindow());
        if (options.isBlocking()) {
            int count = Math.min(MOST_THREADS, options.getWindow());
            workers = endpoint.getCamelContext()
                    .getExecutorServiceManager()
                    .newThreadPool(
                            this,
                            "sms-http-" + endpoint.getLink(),
                            // as many answers as the window at most
                            new ThreadPoolProfileBuilder("sms-http")
                                    .poolSize(count)
                                    .maxPoolSize(count)
                                    .maxQueueSize(options.getWindow())
                                    .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                                    .build());
        }
        if (endpoint.provider().token() != null) {
            tokens = new Tokens(made, caller);
        }
        if (!endpoint.provider().polls().isEmpty()) {
            polls = new HttpPolls(endpoint.getCamelContext(), made, new ProviderCaller(context, options, POLLS));
            polls.start();
        }
        link = made;
    }

    @Override
    protected void doStop() throws Exception {
        HttpLink was = link;
        link = null;
        tokens = null;
        if (was != null) {
            endpoint.getComponent().remove(was);
        }
        if (polls != null) {
            polls.close();
            polls = null;
        }
        if (caller != null) {
            caller.close();
            caller = null;
        }
        if (workers != null) {
            endpoint.getCamelContext().getExecutorServiceManager().shutdownGraceful(workers);
            workers = null;
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        HttpLink current = link;
        ProviderCaller calls = caller;
        if (current == null || calls == null || !isRunAllowed()) {
            return refuse(exchange, Failure.STOPPED.toException("http", endpoint.getLink()), callback);
        }
        Message message = exchange.getMessage();
        MessageValues values =
                new MessageValues(message, current.values(), current.callback(), System.currentTimeMillis());
        SmsNotSentException unfit = unfit(current, message);
        if (unfit != null) {
            return refuse(exchange, unfit, callback);
        }
        Tokens logins = tokens;
        if (logins == null) {
            return call(current, calls, exchange, values, values, callback);
        }
        logins.get().whenComplete((token, none) -> {
            if (none != null) {
                goOn(() -> refuse(exchange, (Exception) none, callback));
                return;
            }
            Values all = name -> name.equals(Ask.TOKEN) ? token.text() : values.get(name);
            call(current, calls, exchange, values, all, doneSync -> {
                if (exchange.getException() instanceof SmsNotSentException e && e.isLineDown()) {
                    logins.refused(token);
                }
                callback.done(false);
            });
        });
        return false;
    }

    /** @param all with the token */
    private boolean call(
            HttpLink current,
            ProviderCaller calls,
            Exchange exchange,
            MessageValues values,
            Values all,
            AsyncCallback callback) {
        Call call;
        try {
            call = current.provider().send(all);
        } catch (RuntimeException e) {
            String words = current.discreet("Link " + current.name() + ": " + e.getMessage());
            return refuse(exchange, new SmsNotSentException(current.scheme() + ":invalid", words, false), callback);
        }
        calls.call(
                call,
                (by, came) -> goOn(() -> {
                    try {
                        ended(current, exchange, values, came);
                    } catch (RuntimeException e) {
                        // it has left, whatever this is
                        unknown(current, exchange, "error", e.toString());
                    }
                    callback.done(false);
                }));
        return false;
    }

    /** What this provider's request has no place for: another link may. */
    private static SmsNotSentException unfit(HttpLink link, Message message) {
        String lacks = null;
        boolean text = !(message.getBody() instanceof byte[]);
        if (message.getHeader(SmsHeaders.UDH) != null && !link.provider().carriesHeader(text)) {
            lacks = "a user data header";
        } else if (!text && !link.provider().carries("octets")) {
            lacks = "binary content";
        }
        return lacks == null
                ? null
                : SmsNotSentException.forBarred(
                        link.scheme() + ":unfit",
                        "Link " + link.name() + ": " + lacks + " is not carried by its provider");
    }

    private static boolean refuse(Exchange exchange, Exception why, AsyncCallback callback) {
        exchange.setException(why);
        exchange.getMessage().setHeader(SmsHeaders.OUTCOME, Outcome.NOT_SENT.name());
        callback.done(true);
        return true;
    }

    /** On the event loop; on a worker where a step of the route may wait. */
    private void goOn(Runnable end) {
        ExecutorService threads = workers;
        if (threads != null) {
            try {
                threads.execute(end);
                return;
            } catch (RejectedExecutionException stopped) {
                // an exchange is never left without its end
            }
        }
        Loop.run(loop, end);
    }

    private void ended(HttpLink link, Exchange exchange, MessageValues values, ProviderCaller.Outcome came) {
        Message message = exchange.getMessage();
        if (came.answer() == null) {
            if (came.failure().outcome() == Outcome.UNKNOWN) {
                unknown(link, exchange, came.failure() == Failure.NO_ANSWER ? "timeout" : "dropped", came.words());
            } else {
                message.setHeader(SmsHeaders.OUTCOME, Outcome.NOT_SENT.name());
                exchange.setException(SmsNotSentException.forLineDown(
                        link.scheme() + ":unreachable", "Link " + link.name() + ": " + link.discreet(came.words())));
            }
            return;
        }
        Meaning meaning = link.provider().meaning(came.answer(), values);
        if (meaning.pause() > 0) {
            exchange.setProperty(LedgerComponent.RETRY_AFTER, meaning.pause());
        }
        if (meaning.isSent()) {
            message.setHeader(SmsHeaders.OUTCOME, Outcome.SENT.name());
            message.setHeader(SmsHeaders.REMOTE_ID, meaning.id());
            HttpPolls asks = polls;
            if (asks != null && values.get("receipt") != null) {
                asks.waits(meaning.id());
            }
        } else if (meaning.refused() == Retry.UNKNOWN) {
            unknown(
                    link,
                    exchange,
                    meaning.code(),
                    "it answered " + came.answer().status() + " " + meaning.text());
        } else {
            message.setHeader(SmsHeaders.OUTCOME, Outcome.NOT_SENT.name());
            exchange.setException(
                    new ErrorCode(link.scheme() + ":" + meaning.code(), meaning.refused(), words(meaning.refused()))
                            .refused("Link " + link.name(), link.discreet(meaning.text())));
        }
    }

    private static void unknown(HttpLink link, Exchange exchange, String code, String words) {
        Message message = exchange.getMessage();
        message.setHeader(SmsHeaders.OUTCOME, Outcome.UNKNOWN.name());
        link.doubt(MessageValues.ref(message), exchange.getProperty(LateAnswer.PROPERTY, LateAnswer.class));
        exchange.setException(new SmsUnknownOutcomeException(
                link.scheme() + ":" + code,
                "Link " + link.name() + ": " + link.discreet(words).strip()));
    }

    private static String words(Retry retry) {
        return switch (retry) {
            case THROTTLED -> "too fast";
            case LINE, SESSION -> "not for this login";
            case BARRED -> "not to this number";
            case RETRYABLE -> "not now";
            default -> "for good";
        };
    }
}
