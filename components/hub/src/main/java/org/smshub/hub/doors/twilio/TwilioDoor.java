package org.smshub.hub.doors.twilio;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Answer;
import org.smshub.hub.Clients;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;
import org.smshub.hub.Texts;
import org.smshub.hub.ThrottledException;
import org.smshub.hub.doors.BasicLogin;
import org.smshub.hub.doors.Door;
import org.smshub.hub.doors.DoorRequest;
import org.smshub.hub.doors.Futures;
import org.smshub.hub.doors.Octets;
import org.smshub.hub.doors.Urls;
import org.smshub.ledger.entry.Event;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;

/** Twilio's Messages: who asks for what, a request as a message, and the answers. */
public class TwilioDoor extends Door {

    /** Of the property {@code hub.door.twilio} and of {@code doors} in clients.yaml. */
    static final String NAME = "twilio";

    /** Of {@link Fields}: where a message's sender hears of it. */
    static final String URL = "door.url";

    static final String ACCOUNT = "twilioAccount";
    static final String PATH = "twilioPath";
    static final String FORM = "twilioForm";

    /** Exchange property: what the request wants, a {@link What}. */
    private static final String WHAT = "what";

    private static final String SEND = "twilioSend";
    private static final String SECRET_KEY = "SK[0-9a-f]{32}";
    private static final Logger LOG = LoggerFactory.getLogger(TwilioDoor.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a request wants; the route goes by it. */
    enum What {
        SEND,
        LIST,
        FETCH,
        CANCEL,
        REDACT,
        DELETE,
        ACCOUNT,
        MEDIA,
        OTHER
    }

    /** Takes the request apart, and asks whose it is; SmsClient is that, and the property {@code what} what it wants. */
    public CompletableFuture<Void> enter(Exchange exchange) throws TwilioError {
        MultiMap parts = TwilioForm.parts(exchange);
        DoorRequest request = DoorRequest.take(exchange);
        TwilioPath path = TwilioPath.of(request.path());
        BasicLogin login = BasicLogin.of(request.header("Authorization"));
        // the path of an account is its own alone; by whichever of its keys
        if (login == null
                || !login.name().equals(path.account()) && !login.name().matches(SECRET_KEY)) {
            throw TwilioError.unauthorized();
        }
        TwilioForm form = TwilioForm.of(request, parts);
        What what = what(request.method(), path, form);
        String client = clients.byAccount(NAME, path.account());
        return Futures.then(logins.login(request.from(), NAME, client, login.password()), options -> {
            exchange.getMessage().setHeader(SmsHeaders.CLIENT, client);
            exchange.setProperty(ACCOUNT, path.account());
            exchange.setProperty(PATH, path);
            exchange.setProperty(FORM, form);
            exchange.setProperty(WHAT, what.name());
        });
    }

    static What what(String method, TwilioPath path, TwilioForm form) throws TwilioError {
        boolean get = "GET".equals(method);
        boolean post = "POST".equals(method);
        return switch (path.kind()) {
            case MESSAGES -> post ? What.SEND : get ? What.LIST : What.OTHER;
            case MESSAGE -> get ? What.FETCH : post ? change(form) : "DELETE".equals(method) ? What.DELETE : What.OTHER;
            case ACCOUNT -> get ? What.ACCOUNT : What.OTHER;
            case MEDIA -> get ? What.MEDIA : What.OTHER;
            case OTHER -> What.OTHER;
        };
    }

    private static What change(TwilioForm form) throws TwilioError {
        if (form.get("Status") != null) {
            if (!"canceled".equals(form.get("Status"))) {
                throw TwilioError.parameter("Status", "is canceled, which is all that it can become");
            }
            return What.CANCEL;
        }
        if (form.get("Body") != null && form.get("Body").isEmpty()) {
            return What.REDACT;
        }
        throw TwilioError.parameter("Body", "is empty, which erases the text, and cannot be another text");
    }

    /** The request becomes a message. */
    public void read(Exchange exchange) throws TwilioError, RefusedException {
        TwilioForm form = (TwilioForm) exchange.removeProperty(FORM);
        Message message = exchange.getMessage();
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        TwilioSend send = TwilioSend.of(form);
        exchange.setProperty(SEND, send);
        message.setHeader(SmsHeaders.TO, numbers.bare(send.to(), false));
        if (send.from() != null) {
            message.setHeader(SmsHeaders.FROM, numbers.bare(send.from(), true));
        }
        if (send.sendAt() != null) {
            message.setHeader(SmsHeaders.SEND_AT, send.sendAt());
        }
        if (send.seconds() != null) {
            long from = Math.max(System.currentTimeMillis(), send.sendAt() == null ? 0 : send.sendAt());
            message.setHeader(SmsHeaders.VALID_UNTIL, from + TimeUnit.SECONDS.toMillis(send.seconds()));
        }
        receipts(message, client, send.callback());
        if (send.service() != null) {
            // what routing finds it by
            Records.tags(List.of(send.service().toLowerCase(Locale.ROOT)), message);
        }
        message.setBody(send.body());
    }

    private void receipts(Message message, String client, String callback) throws TwilioError {
        DoorOptions options = clients.door(client, NAME);
        // a bad one is no reason not to send, at Twilio neither: but here it is said
        String octets = callback == null ? null : callback(clients, client, callback);
        boolean told = octets != null || options != null && options.receipts() != null;
        message.setHeader(SmsHeaders.RECEIPT, told ? "ALL" : "FINAL");
        if (told) {
            message.setHeader(SmsHeaders.EVENTS, Event.CALLBACK_OF + NAME);
        }
        if (octets != null) {
            Fields fields = Fields.parse(message.getHeader(SmsHeaders.FIELDS, String.class));
            message.setHeader(SmsHeaders.FIELDS, fields.with(URL, octets).toString());
        }
    }

    /** An address that may be called, without its fragment, as octets. @throws TwilioError it may not */
    static String callback(Clients clients, String client, String callback) throws TwilioError {
        String octets = Octets.utf8(callback.strip().replaceFirst("(?s)#.*$", ""));
        Urls.Called called = Urls.called(octets);
        String refusal = called == null ? "it is no address" : clients.refusal(client, NAME, called.uri());
        if (refusal != null) {
            LOG.debug("Door {}: StatusCallback of client {} is refused: {}", NAME, client, refusal);
            throw TwilioError.wrong(21609, "The 'StatusCallback' URL is not a valid URL here: " + refusal);
        }
        return octets;
    }

    /** It is committed. */
    public void accepted(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        TwilioSend send = exchange.getProperty(SEND, TwilioSend.class);
        Texts.PlanView plan = Texts.view(exchange);
        long now = System.currentTimeMillis();
        String status = send.sendAt() != null && send.sendAt() > now
                ? "scheduled"
                : send.service() == null ? "queued" : "accepted";
        json(
                message,
                201,
                TwilioMessage.accepted(
                        exchange.getProperty(ACCOUNT, String.class),
                        message.getHeader(SmsHeaders.ID, String.class),
                        send,
                        message.getHeader(SmsHeaders.TO, String.class),
                        message.getHeader(SmsHeaders.FROM, String.class),
                        status,
                        send.service() != null ? 0 : plan == null ? 1 : plan.parts(),
                        now));
    }

    /** What none of the other steps is for. */
    public void other(Exchange exchange) throws TwilioError {
        throw TwilioError.notFound(
                exchange.getProperty(PATH, TwilioPath.class).kind() == TwilioPath.Kind.OTHER
                        ? "of this path"
                        : "of this method");
    }

    private record ErrorBody(
            int code,
            String message,

            @JsonProperty("more_info") String info,

            int status) {

        static ErrorBody of(TwilioError error) {
            return new ErrorBody(
                    error.code(),
                    error.getMessage(),
                    "https://www.twilio.com/docs/errors/" + error.code(),
                    error.status());
        }
    }

    /** As Twilio's SDKs understand it; never another page. */
    public void refuse(Exchange exchange) throws JsonProcessingException {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Answer.count(exchange, failure instanceof TwilioError ? RefusedException.invalid(null, "") : failure);
        TwilioError error = TwilioError.of(failure);
        if (failure instanceof RefusedException refused && refused.getReason() == RefusedException.Reason.CONFLICT) {
            error = conflict(exchange.getProperty(WHAT, "", String.class), refused);
        }
        if (error == null) {
            LOG.warn("Door {}: a request failed: {}", NAME, failure.toString());
            error = new TwilioError(500, 20500, "Internal Server Error");
        }
        Message message = exchange.getMessage();
        json(message, error.status(), ErrorBody.of(error));
        if (error.status() == 401) {
            message.setHeader("WWW-Authenticate", "Basic realm=\"Twilio API\"");
        }
        if (failure instanceof ThrottledException throttled) {
            message.setHeader("Retry-After", throttled.getSeconds());
        }
    }

    private static TwilioError conflict(String what, RefusedException refused) {
        return What.CANCEL.name().equals(what)
                ? new TwilioError(409, 30409, "This message cannot be canceled: " + refused.getMessage())
                : new TwilioError(409, 20009, "Cannot be erased before it is complete: " + refused.getMessage());
    }

    /** The answer, and nothing beside it. */
    static void json(Message message, int status, Object body) throws JsonProcessingException {
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(JSON.writeValueAsBytes(body));
    }

    @Override
    public boolean speaks(String path) {
        return enabled && path.startsWith("/" + TwilioPath.VERSION);
    }

    @Override
    public String type() {
        return "application/json";
    }

    @Override
    public byte[] say(int status) {
        TwilioError error =
                switch (status) {
                    case 404 -> TwilioError.notFound("of this path");
                    case 429 -> new TwilioError(status, 20429, "Too Many Requests");
                    case 503 -> new TwilioError(status, 20503, "Service unavailable: nothing was accepted, try again");
                    default -> new TwilioError(status, status < 500 ? 20001 : 20500, "The request is not taken");
                };
        try {
            return JSON.writeValueAsBytes(ErrorBody.of(error));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // they are words and numbers
        }
    }
}
