package org.smshub.hub.doors.twilio;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.xml.stream.XMLStreamException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Clients;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;
import org.smshub.hub.calls.HttpCaller;
import org.smshub.hub.doors.DoorCalls;
import org.smshub.hub.doors.DoorRequest;
import org.smshub.hub.doors.Futures;
import org.smshub.hub.doors.Octets;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.passing.Fields;

/** What phones send, told at the client's webhook; the messages of its TwiML go back to the phone. */
public class TwilioIncoming {

    /** A tag of a message that answers one. */
    static final String REPLY_TAG = "twilio:reply";

    private static final Logger LOG = LoggerFactory.getLogger(TwilioIncoming.class);
    private static final int REDIRECTS_MOST = 5;

    /** Exchange property: what came, for each of the replies. */
    private static final String CAME = "twilioCame";

    /** What a reply is made of. */
    private record Came(String client, String phone, String ours, String link, String event) {}

    private DoorCalls calls;
    private Clients clients;

    /** Ends when the client has answered 2xx; the body becomes a list of what is to be sent, which {@link #reply} makes messages. */
    public CompletableFuture<Void> tell(Exchange exchange) {
        Message message = exchange.getMessage();
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        DoorOptions options = clients.door(client, TwilioDoor.NAME);
        if (options == null || options.incoming() == null) {
            return CompletableFuture.failedFuture(SmsNotSentException.forLineDown(
                    "door:none", "Client " + client + " has no doors: twilio: incoming: in clients.yaml"));
        }
        Map<String, String> form = form(message, TwilioCalls.account(clients, client));
        String url = Octets.utf8(options.incoming());
        return Futures.then(
                ask(exchange, client, url, "GET".equals(options.method()), form, new ArrayList<>(), 0), replies -> {
                    exchange.setProperty(
                            CAME,
                            new Came(
                                    client,
                                    message.getHeader(SmsHeaders.FROM, String.class),
                                    message.getHeader(SmsHeaders.TO, String.class),
                                    message.getHeader(SmsHeaders.LINK, String.class),
                                    message.getHeader(SmsHeaders.EVENT_ID, String.class)));
                    message.removeHeaders("*");
                    message.setBody(options.replies() ? replies : List.of());
                });
    }

    static Map<String, String> form(Message message, String account) {
        String sid = TwilioPath.sid(message.getHeader(SmsHeaders.ID, String.class));
        Object body = message.getBody();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("MessageSid", sid);
        form.put("SmsSid", sid);
        form.put("SmsMessageSid", sid);
        form.put("AccountSid", account);
        form.put("From", message.getHeader(SmsHeaders.FROM, "", String.class));
        form.put("To", message.getHeader(SmsHeaders.TO, "", String.class));
        form.put("Body", body instanceof byte[] ? "" : String.valueOf(body));
        if (body instanceof byte[] octets) {
            // which Twilio knows nothing of: a name of our own
            form.put("Data", HexFormat.of().formatHex(octets));
        }
        form.put("NumMedia", "0");
        form.put("NumSegments", "1");
        form.put("SmsStatus", "received");
        form.put("ApiVersion", TwilioPath.VERSION);
        return form;
    }

    /** Follows what its answers lead to. */
    private CompletableFuture<List<Twiml.Reply>> ask(
            Exchange exchange,
            String client,
            String url,
            boolean get,
            Map<String, String> form,
            List<Twiml.Reply> replies,
            int redirects) {
        return TwilioCalls.call(calls, exchange, client, url, get, form).thenCompose(answer -> {
            Twiml twiml = twiml(answer, client);
            replies.addAll(twiml.replies());
            String next = twiml.redirect() == null ? null : next(url, twiml.redirect());
            if (next == null || redirects == REDIRECTS_MOST) {
                if (twiml.redirect() != null) {
                    LOG.warn(
                            "Door {}: client {} answers with a Redirect that is not followed", TwilioDoor.NAME, client);
                }
                return CompletableFuture.completedFuture(replies);
            }
            return ask(exchange, client, next, twiml.get(), form, replies, redirects + 1)
                    .exceptionally(failure -> without(failure, client, replies));
        });
    }

    /** What has been said before a Redirect that may not be followed; one that fails for now is all told again. */
    private static List<Twiml.Reply> without(Throwable failure, String client, List<Twiml.Reply> replies) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof SmsNotSentException refused && !refused.isRetryable()) {
            LOG.warn("Door {}: client {} answers with a Redirect that is not followed", TwilioDoor.NAME, client);
            return replies;
        }
        throw new CompletionException(cause);
    }

    /** Relative to the address that brought it. @return null = it is none */
    static String next(String url, String redirect) {
        try {
            return Octets.utf8(URI.create(url).resolve(redirect).toString());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static Twiml twiml(HttpCaller.Answer answer, String client) {
        String type =
                answer.type() == null ? "" : answer.type().split(";")[0].strip().toLowerCase(Locale.ROOT);
        String text = new String(answer.body(), charset(answer.type()));
        if (text.isBlank()) {
            return Twiml.NOTHING;
        }
        if (type.equals("text/plain")) {
            return new Twiml(List.of(new Twiml.Reply(null, null, null, text, false)), null, false);
        }
        try {
            return Twiml.read(answer.body());
        } catch (XMLStreamException e) {
            LOG.warn("Door {}: what client {} answers to a message is no TwiML", TwilioDoor.NAME, client);
            return Twiml.NOTHING;
        }
    }

    private static Charset charset(String type) {
        String said = DoorRequest.charset(type);
        Charset charset = said == null ? null : Octets.charset(said);
        return charset == null ? StandardCharsets.UTF_8 : charset;
    }

    /** One of the list becomes a message; one without text, or with media, is none (the property {@code reply}). */
    public void reply(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        Twiml.Reply reply = message.getBody(Twiml.Reply.class);
        Came came = exchange.getProperty(CAME, Came.class);
        boolean fit = !reply.text().isEmpty() && !reply.media();
        exchange.setProperty("reply", fit);
        if (!fit) {
            LOG.warn("Door {}: a reply of client {} has media, or no text: not sent", TwilioDoor.NAME, came.client());
            return;
        }
        message.removeHeaders("*");
        message.setHeader(SmsHeaders.CLIENT, came.client());
        // told again after a crash, it is answered once
        message.setHeader(
                SmsHeaders.CLIENT_REF,
                MessageView.KEYED + "reply-" + came.event() + "-"
                        + exchange.getProperty(Exchange.SPLIT_INDEX, 0, Integer.class));
        message.setHeader(SmsHeaders.TO, reply.to() == null ? came.phone() : reply.to());
        String from = reply.from() == null ? came.ours() : reply.from();
        if (from != null && !from.equals(came.link())) {
            message.setHeader(SmsHeaders.FROM, from);
        }
        String callback = reply.callback() == null ? null : callback(came.client(), reply.callback());
        if (callback != null) {
            message.setHeader(
                    SmsHeaders.FIELDS,
                    Fields.NONE.with(TwilioDoor.URL, callback).toString());
            message.setHeader(SmsHeaders.EVENTS, Event.CALLBACK_OF + TwilioDoor.NAME);
        }
        message.setHeader(SmsHeaders.RECEIPT, callback == null ? "FINAL" : "ALL");
        Records.tags(List.of(REPLY_TAG), message);
        message.setBody(reply.text());
        LedgerComponent ledger = exchange.getContext().getComponent("ledger", LedgerComponent.class);
        if (came.link() != null
                && clients.mayChoose(came.client(), came.link())
                && ledger.linkNames().contains(came.link())) {
            exchange.setProperty(Records.LINKS, came.link()); // back by the line that it came by
        }
    }

    /** One that may not be called is left out: the reply goes all the same. */
    private String callback(String client, String callback) {
        try {
            return TwilioDoor.callback(clients, client, callback);
        } catch (TwilioError e) {
            LOG.warn("Door {}: a statusCallback of client {} is not called", TwilioDoor.NAME, client);
            return null;
        }
    }

    /** The phone has no answer; the incoming message is told all the same. */
    public void failed(Exchange exchange) {
        Exception why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LOG.warn(
                "Door {}: what a client answered to a message is not sent: {}",
                TwilioDoor.NAME,
                why == null ? "?" : why.getMessage());
    }

    public DoorCalls getCalls() {
        return calls;
    }

    /** Who calls. */
    public void setCalls(DoorCalls calls) {
        this.calls = calls;
    }

    public Clients getClients() {
        return clients;
    }

    /** Who is told where. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }
}
