package org.smshub.hub.doors;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Clients;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.Webhook;
import org.smshub.hub.calls.HttpCaller;
import org.smshub.hub.calls.HttpCalls;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.entry.Event;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.passing.Told;

/**
 * What a door tells its clients: one attempt, by the same rules as webhooks (which addresses, how long, how many at once). In a route
 * of {@code ledger:events}, whose pauses and order do the rest.
 */
public class DoorCalls {

    private static final Logger LOG = LoggerFactory.getLogger(DoorCalls.class);
    private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x1F\\x7F]");
    private static final int GONE = 410;

    /** Messages whose callback is to be tried again, of a door; see Webhooks. */
    private static final int MOST_CALLBACKS = 50_000;

    private HttpCalls calls;
    private Clients clients;

    /**
     * Calls. What follows of a failure is told by its kind: a server that is away holds up all that goes there, one that has answered
     * something else this event alone.
     *
     * @param url octets, one a character; may have a name and a password
     * @param body null = none
     * @param done whether the answer is a yes
     * @return the answer that was a yes; or {@link SmsNotSentException}
     */
    public CompletableFuture<HttpCaller.Answer> call(
            Exchange exchange,
            String door,
            String client,
            String url,
            String method,
            byte[] body,
            Map<String, String> headers,
            Predicate<HttpCaller.Answer> done) {
        CompletableFuture<HttpCaller.Answer> told = new CompletableFuture<>();
        Urls.Called called = Urls.called(url);
        String refusal = called == null ? "it has no address" : clients.refusal(client, door, called.uri());
        if (called == null || refusal != null && !isOperators(client, door, url)) {
            // clients.yaml was another when the message came
            LOG.debug("Door {}: client {} is not told: {}", door, client, refusal);
            told.completeExceptionally(new SmsNotSentException("door:none", refusal, false));
            return told;
        }
        called.authorize(headers);
        // what a line brings, a sender's name even, may hold anything
        headers.replaceAll((name, value) -> CONTROLS.matcher(value).replaceAll(" "));
        calls.call(client + " " + door, new HttpCaller.Request(method, called.uri(), body, headers, true, true))
                .thenAccept(answer -> {
                    exchange.setProperty(Told.PROPERTY, answer.told(Webhook.origin(called.uri())));
                    if (done.test(answer)) {
                        told.complete(answer);
                    } else {
                        told.completeExceptionally(failed(exchange, door, client, answer));
                    }
                });
        return told;
    }

    /** What clients.yaml itself says is the operator's. */
    private boolean isOperators(String client, String door, String url) {
        DoorOptions options = clients.door(client, door);
        return options != null && (isFrom(options.incoming(), url) || isFrom(options.receipts(), url));
    }

    /** Whether a template may have become this address: it begins with the same host. */
    private static boolean isFrom(String template, String url) {
        Urls.Called of = template == null ? null : Urls.called(template);
        Urls.Called is = Urls.called(url);
        return of != null
                && is != null
                && of.uri().getHost().equalsIgnoreCase(is.uri().getHost())
                && of.uri().getPort() == is.uri().getPort();
    }

    private static SmsNotSentException failed(Exchange exchange, String door, String client, HttpCaller.Answer answer) {
        if (answer.retryAfter() > 0) {
            exchange.setProperty(LedgerComponent.RETRY_AFTER, answer.retryAfter());
        }
        LOG.debug("Door {}: client {} is not told: {}", door, client, answer.words());
        // each message that fails has a queue in memory
        boolean tooMany = exchange.getContext()
                        .getComponent("ledger", LedgerComponent.class)
                        .ledger()
                        .queues(Event.CALLBACK_OF + door)
                > MOST_CALLBACKS;
        String code = "door:" + (answer.status() == 0 ? "unreachable" : answer.status());
        return answer.isOfTheServer() && !tooMany
                ? SmsNotSentException.forLineDown(code, answer.words())
                : new SmsNotSentException(code, answer.words(), !tooMany && answer.status() != GONE);
    }

    public HttpCalls getCalls() {
        return calls;
    }

    /** Who calls. */
    public void setCalls(HttpCalls calls) {
        this.calls = calls;
    }

    public Clients getClients() {
        return clients;
    }

    /** Who may be told where. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }
}
