package org.smshub.hub.doors.vonage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Answer;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.RefusedException;
import org.smshub.hub.Texts;
import org.smshub.hub.doors.BasicLogin;
import org.smshub.hub.doors.Door;
import org.smshub.hub.doors.DoorRequest;
import org.smshub.hub.doors.Futures;
import org.smshub.hub.doors.Octets;
import org.smshub.hub.doors.Urls;
import org.smshub.ledger.entry.Event;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;

/** Vonage's SMS API: who asks, a request as a message, and the answers. */
public class VonageDoor extends Door {

    /** Of the property {@code hub.door.vonage} and of {@code doors} in clients.yaml. */
    static final String NAME = "vonage";

    /** Of {@link Fields}: where a message's sender hears of it, and what it calls it. */
    static final String URL = "door.url";

    static final String REF = "door.ref";

    /** No network is known, nothing is charged. */
    static final String NETWORK = "00000";

    static final String PRICE = "0.00000000";

    private static final Logger LOG = LoggerFactory.getLogger(VonageDoor.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORM = "vonageForm";
    private static final String SEND = "vonageSend";

    /** Takes the request apart, and asks whose it is; SmsClient is that. */
    public CompletableFuture<Void> enter(Exchange exchange) throws VonageError {
        DoorRequest request = DoorRequest.take(exchange);
        VonageForm form = VonageForm.of(request);
        BasicLogin basic = BasicLogin.of(request.header("Authorization"));
        String key = basic == null ? form.get("api_key") : basic.name();
        String secret = basic == null ? form.get("api_secret") : basic.password();
        String sig = form.get(VonageSignature.SIG);
        if (key == null) {
            throw VonageError.missing("api_key");
        }
        if (secret == null && sig == null) {
            throw VonageError.missing("api_secret");
        }
        if (secret != null && sig != null) {
            throw new VonageError(VonageError.BOTH, "Signature And API Secret Disallowed");
        }
        String client = clients.byAccount(NAME, key);
        CompletableFuture<DoorOptions> login =
                sig == null ? logins.login(request.from(), NAME, client, secret) : signed(client, form);
        return Futures.then(login, options -> {
            exchange.getMessage().setHeader(SmsHeaders.CLIENT, client);
            exchange.setProperty(FORM, form);
        });
    }

    private CompletableFuture<DoorOptions> signed(String client, VonageForm form) throws VonageError {
        DoorOptions options = clients.door(client, NAME);
        long seconds = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
        if (options == null
                || options.secrets().stream()
                        .noneMatch(one -> VonageSignature.fits(form.fields(), options.signature(), one, seconds))) {
            throw new VonageError(VonageError.SIGNATURE, "Invalid Signature");
        }
        return CompletableFuture.completedFuture(options);
    }

    /** The request becomes a message. */
    public void read(Exchange exchange) throws VonageError, RefusedException {
        VonageSend send = VonageSend.of((VonageForm) exchange.removeProperty(FORM));
        Message message = exchange.getMessage();
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        exchange.setProperty(SEND, send);
        message.setHeader(SmsHeaders.TO, numbers.bare(send.to(), false));
        message.setHeader(SmsHeaders.FROM, numbers.bare(send.from(), true));
        set(message, SmsHeaders.UDH, send.udh());
        set(message, SmsHeaders.CLASS, send.messageClass());
        set(message, SmsHeaders.PROTOCOL_ID, send.protocolId());
        if (send.body() instanceof byte[]) {
            message.setHeader(SmsHeaders.ENCODING, "BINARY");
        } else if (send.unicode()) {
            message.setHeader(SmsHeaders.ENCODING, "UCS2");
        }
        if (send.millis() != null) {
            message.setHeader(SmsHeaders.VALID_UNTIL, System.currentTimeMillis() + send.millis());
        }
        receipts(message, client, send);
        message.setBody(send.body());
    }

    private void receipts(Message message, String client, VonageSend send) throws VonageError {
        DoorOptions options = clients.door(client, NAME);
        String octets = send.callback() == null ? null : callback(client, send.callback());
        boolean told = (octets != null || options != null && options.receipts() != null)
                && (send.receipt() == null || send.receipt());
        message.setHeader(SmsHeaders.RECEIPT, told ? "ALL" : "NONE");
        if (told) {
            message.setHeader(SmsHeaders.EVENTS, Event.CALLBACK_OF + NAME);
            Fields fields =
                    Fields.NONE.with(URL, octets).with(REF, send.ref() == null ? null : Octets.utf8(send.ref()));
            set(message, SmsHeaders.FIELDS, fields.orNull());
        }
    }

    private String callback(String client, String callback) throws VonageError {
        String octets = Octets.utf8(callback.strip());
        Urls.Called called = Urls.called(octets);
        String refusal = called == null ? "it is no address" : clients.refusal(client, NAME, called.uri());
        if (refusal != null) {
            LOG.debug("Door {}: callback of client {} is refused: {}", NAME, client, refusal);
            throw new VonageError(VonageError.CALLBACK, "Invalid Callback URL: " + refusal);
        }
        return octets;
    }

    private record Answers(@JsonProperty("message-count") String count, List<?> messages) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Accepted(
            String to,

            @JsonProperty("message-id") String id,

            String status,

            @JsonProperty("remaining-balance") String balance,

            @JsonProperty("message-price") String price,

            String network,

            @JsonProperty("client-ref") String ref) {}

    /** It is committed: an element for each part. */
    public void accepted(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        VonageSend send = exchange.getProperty(SEND, VonageSend.class);
        Texts.PlanView plan = Texts.view(exchange);
        String id = message.getHeader(SmsHeaders.ID, String.class);
        String to = bare(message.getHeader(SmsHeaders.TO, String.class));
        List<Accepted> parts = IntStream.rangeClosed(1, plan == null ? 1 : plan.parts())
                .mapToObj(part -> new Accepted(to, VonageIds.of(id, part), "0", PRICE, PRICE, NETWORK, send.ref()))
                .toList();
        json(message, new Answers(String.valueOf(parts.size()), parts));
    }

    /** A number as Vonage has it: without a plus. */
    static String bare(String number) {
        return number != null && number.startsWith("+") ? number.substring(1) : number;
    }

    /** In Vonage's words, and with 200. */
    public void refuse(Exchange exchange) throws JsonProcessingException {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Answer.count(exchange, failure instanceof VonageError ? RefusedException.invalid(null, "") : failure);
        VonageError error = VonageError.of(failure);
        if (error == null) {
            LOG.warn("Door {}: a request failed: {}", NAME, failure.toString());
            error = new VonageError(VonageError.INTERNAL, "Internal Error");
        }
        VonageSend send = exchange.getProperty(SEND, VonageSend.class);
        Map<String, String> told = new HashMap<>();
        told.put("status", String.valueOf(error.status()));
        told.put("error-text", error.getMessage());
        if (send != null) {
            told.put("to", bare(send.to()));
        }
        json(exchange.getMessage(), new Answers("1", List.of(told)));
    }

    private static void json(Message message, Object body) throws JsonProcessingException {
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean speaks(String path) {
        return enabled && path.startsWith("/sms/");
    }

    @Override
    public String type() {
        return "application/json";
    }

    @Override
    public byte[] say(int status) {
        boolean later = status == 429 || status == 503;
        int told = later ? VonageError.INTERNAL : VonageError.INVALID;
        Map<String, String> error = Map.of(
                "status", String.valueOf(told), "error-text", later ? "Internal Error" : "The request is not taken");
        try {
            return JSON.writeValueAsBytes(new Answers("1", List.of(error)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // they are words
        }
    }
}
