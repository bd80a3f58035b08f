package org.smshub.hub.doors.kannel;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Answer;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;
import org.smshub.hub.ThrottledException;
import org.smshub.hub.doors.Door;
import org.smshub.hub.doors.DoorRequest;
import org.smshub.hub.doors.Futures;
import org.smshub.hub.doors.Octets;
import org.smshub.hub.doors.Urls;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.Event;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.link.passing.ReceiptsWanted;
import org.smshub.text.TextException;

/** Kannel's {@code /cgi-bin/sendsms}: a request as messages, and the answers word for word. */
public class KannelDoor extends Door {

    /** Of the property {@code hub.door.kannel} and of {@code doors} in clients.yaml. */
    static final String NAME = "kannel";

    /** Of {@link Fields}: what a receipt will need. */
    static final String URL = "door.url";

    static final String MASK = "door.mask";
    static final String TO = "door.to";
    static final String FROM = "door.from";
    static final String ACCOUNT = "door.account";
    static final String BINFO = "door.binfo";
    static final String META_DATA = "door.meta";
    static final String CHARSET = "door.charset";
    static final String CODING = "door.coding";
    static final String CLASS = "door.class";
    static final String WAITING = "door.mwi";

    private static final Logger LOG = LoggerFactory.getLogger(KannelDoor.class);
    private static final String BELOW = "/cgi-bin/";
    private static final String ACCEPTED = "0: Accepted for delivery";
    private static final String DENIED = "Number(s) has/have been denied by white- and/or black-lists.";
    private static final String TEMPORAL = "Temporal failure, try again later.";
    private static final String FORM = "kannelForm";
    private static final String OPTIONS = "kannelOptions";
    private static final String SENDSMS = "kannelSendsms";
    private static final int SERVICE_TYPE_MOST = 5;
    private static final String TAG = "[a-z0-9._:-]{1,35}";

    /** Takes the request apart, and asks whose it is; SmsClient is that. */
    public CompletableFuture<Void> enter(Exchange exchange) throws KannelRefusal {
        DoorRequest request = DoorRequest.take(exchange);
        KannelForm form = KannelForm.of(request);
        String client = form.get("username");
        return Futures.then(logins.login(request.from(), NAME, client, form.get("password")), options -> {
            exchange.getMessage().setHeader(SmsHeaders.CLIENT, client);
            exchange.setProperty(FORM, form);
            exchange.setProperty(OPTIONS, options);
        });
    }

    /** The request becomes a message; with several receivers the body is a list of them, and {@link #one} makes each its own. */
    public void read(Exchange exchange) throws KannelRefusal, RefusedException {
        KannelForm form = (KannelForm) exchange.removeProperty(FORM);
        DoorOptions options = (DoorOptions) exchange.removeProperty(OPTIONS);
        Message message = exchange.getMessage();
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        Sendsms sendsms = Sendsms.of(form, clients.defaultSender(client) != null, options.unicode());
        dlrUrl(client, sendsms);
        exchange.setProperty(SENDSMS, sendsms);
        exchange.setProperty("several", sendsms.to().size() > 1);
        set(message, SmsHeaders.CLASS, sendsms.dataCoding() == null ? sendsms.messageClass() : null);
        set(message, SmsHeaders.DATA_CODING, sendsms.dataCoding());
        set(message, SmsHeaders.PROTOCOL_ID, sendsms.protocolId());
        set(message, SmsHeaders.UDH, sendsms.udh());
        set(message, SmsHeaders.PRIORITY, sendsms.priority());
        if (sendsms.coding() == KannelCoding.UCS2) {
            message.setHeader(SmsHeaders.ENCODING, "UCS2");
        } else if (sendsms.coding() == KannelCoding.EIGHT_BIT) {
            message.setHeader(SmsHeaders.ENCODING, "BINARY");
        }
        times(message, sendsms);
        receipts(message, sendsms, options);
        hint(message, client, sendsms.smsc());
        if (sendsms.to().size() > 1) {
            message.setBody(sendsms.to());
        } else {
            to(message, sendsms, sendsms.to().get(0));
        }
    }

    /** Where the client may not be told, it is said now. */
    private void dlrUrl(String client, Sendsms sendsms) throws KannelRefusal {
        if (sendsms.dlrUrl() == null) {
            return;
        }
        Urls.Called called = Urls.called(sendsms.dlrUrl());
        String refusal = called == null ? "it is no address" : clients.refusal(client, NAME, called.uri());
        if (refusal != null) {
            LOG.debug("Door {}: dlr-url of client {} is refused: {}", NAME, client, refusal);
            throw KannelRefusal.field("DLR-URL field misformed");
        }
    }

    /** Minutes from now; none at all is no wish. */
    private static void times(Message message, Sendsms sendsms) {
        long now = System.currentTimeMillis();
        if (sendsms.deferred() != null && sendsms.deferred() > 0) {
            message.setHeader(SmsHeaders.SEND_AT, now + TimeUnit.MINUTES.toMillis(sendsms.deferred()));
        }
        if (sendsms.validity() != null && sendsms.validity() > 0) {
            message.setHeader(SmsHeaders.VALID_UNTIL, now + TimeUnit.MINUTES.toMillis(sendsms.validity()));
        }
    }

    private static void receipts(Message message, Sendsms sendsms, DoorOptions options) {
        Fields fields = Fields.NONE;
        int mask = sendsms.mask();
        boolean told = sendsms.dlrUrl() != null || options.receipts() != null;
        ReceiptsWanted wanted = told ? KannelReceipts.wanted(mask) : ReceiptsWanted.NONE;
        message.setHeader(SmsHeaders.RECEIPT, wanted.name());
        if (wanted.any()) {
            message.setHeader(SmsHeaders.EVENTS, Event.CALLBACK_OF + NAME);
            fields = fields.with(URL, sendsms.dlrUrl())
                    .with(MASK, mask)
                    .with(ACCOUNT, sendsms.account())
                    .with(META_DATA, sendsms.metaData())
                    .with(CHARSET, sendsms.charset())
                    .with(CODING, sendsms.coding())
                    .with(CLASS, sendsms.messageClass())
                    .with(WAITING, sendsms.waiting())
                    .with(BINFO, sendsms.binfo());
        }
        if (sendsms.replyPath()) {
            fields = fields.with(Fields.REPLY_PATH, 1);
        }
        String binfo = sendsms.binfo();
        if (binfo != null && !binfo.isEmpty()) {
            fields = fields.with(Fields.SERVICE_TYPE, binfo.length() <= SERVICE_TYPE_MOST ? binfo : null)
                    .with(Fields.XSER + "0c", HexFormat.of().formatHex(Octets.bytes(binfo)));
        }
        set(message, SmsHeaders.FIELDS, fields.orNull());
    }

    /** A link that the client may choose; any other word is one that routing finds as a tag. */
    private void hint(Message message, String client, String smsc) throws RefusedException {
        if (smsc == null || smsc.isEmpty()) {
            return;
        }
        LedgerComponent ledger = message.getExchange().getContext().getComponent("ledger", LedgerComponent.class);
        if (clients.mayChoose(client, smsc) && ledger.linkNames().contains(smsc)) {
            message.getExchange().setProperty(Records.LINKS, smsc);
        } else if (smsc.toLowerCase(Locale.ROOT).matches(TAG)) {
            Records.tags(List.of("smsc:" + smsc.toLowerCase(Locale.ROOT)), message);
        }
    }

    private void to(Message message, Sendsms sendsms, String given) throws RefusedException {
        Fields fields = Fields.parse(message.getHeader(SmsHeaders.FIELDS, String.class));
        boolean told = fields.get(MASK) != null;
        String to = numbers.bare(given, false);
        message.setHeader(SmsHeaders.TO, to);
        if (told && !given.equals(to)) {
            fields = fields.with(TO, given);
        }
        if (sendsms.from() != null) {
            String written = sendsms.from();
            String from = numbers.bare(Octets.textOrMarks(written, StandardCharsets.UTF_8), true);
            message.setHeader(SmsHeaders.FROM, from);
            if (told && !written.equals(from)) {
                fields = fields.with(FROM, written);
            }
        }
        set(message, SmsHeaders.FIELDS, fields.orNull());
        message.setBody(sendsms.body());
    }

    /** One of several receivers; the body is it. */
    public void one(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        to(message, exchange.getProperty(SENDSMS, Sendsms.class), message.getBody(String.class));
    }

    /**
     * Before several are committed together: those that are denied are left out, as smsbox does.
     *
     * @throws Exception one failed of something else, or all are denied: nothing is stored
     */
    public void all(Exchange exchange) throws Exception {
        Exception denied = null;
        List<?> exchanges = exchange.getMessage().getBody(List.class);
        for (Object one : exchanges) {
            Exception failure = ((Exchange) one).getException();
            if (failure != null && !isDenied(failure)) {
                throw failure;
            }
            denied = failure == null ? denied : failure;
        }
        boolean none = exchanges.stream().allMatch(one -> ((Exchange) one).getException() != null);
        if (none && denied != null) {
            throw denied;
        }
    }

    private static boolean isDenied(Exception failure) {
        return failure instanceof RefusedException refused
                && refused.getReason() == RefusedException.Reason.INVALID
                && "to".equals(refused.getField());
    }

    /** All of it is committed. @throws Exception a message of several could not be written */
    public void accepted(Exchange exchange) throws Exception {
        if (exchange.getMessage().getBody() instanceof List<?> several) {
            for (Object one : several) {
                Exception failure = ((Exchange) one).getException();
                if (failure != null) {
                    Answer.count((Exchange) one, failure);
                    if (!isDenied(failure)) {
                        throw failure;
                    }
                }
            }
        }
        answer(exchange, 202, ACCEPTED);
    }

    /** In the words of smsbox; never its own page. */
    public void refuse(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Answer.count(exchange, failure instanceof KannelRefusal ? RefusedException.invalid(null, "") : failure);
        if (failure instanceof KannelRefusal refusal) {
            answer(exchange, refusal.status(), refusal.getMessage());
        } else if (failure instanceof ThrottledException || failure instanceof LedgerException) {
            answer(exchange, 503, TEMPORAL);
        } else if (failure instanceof RefusedException refused) {
            refuse(exchange, refused);
        } else if (failure instanceof TextException || failure instanceof IllegalArgumentException) {
            answer(exchange, 400, "Charset or body misformed, rejected");
        } else {
            LOG.warn("Door {}: a request failed: {}", NAME, failure.toString());
            answer(exchange, 500, "Sending failed.");
        }
    }

    private static void refuse(Exchange exchange, RefusedException refused) {
        if (refused.getReason() == RefusedException.Reason.UNAUTHORIZED) {
            answer(exchange, 403, "Authorization failed for sendsms");
            return;
        }
        boolean invalid = refused.getReason() == RefusedException.Reason.INVALID;
        String field = invalid && refused.getField() != null ? refused.getField() : "";
        switch (field) {
            case "to" -> answer(exchange, 400, DENIED);
            case "text" -> answer(exchange, 400, "Charset or body misformed, rejected");
            case "validUntil" -> answer(exchange, 400, "Validity field misformed, rejected");
            case "sendAt" -> answer(exchange, 400, "Deferred field misformed, rejected");
            default -> answer(exchange, 403, "Not routable. Do not try again.");
        }
    }

    /** What else lies below Kannel's path. */
    public void unknown(Exchange exchange) {
        answer(exchange, 404, "Unknown request.");
    }

    private static void answer(Exchange exchange, int status, String words) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, "text/html");
        message.setHeader("Pragma", "no-cache");
        message.setHeader("Cache-Control", "no-cache");
        message.setBody(words);
    }

    @Override
    public boolean speaks(String path) {
        return enabled && path.startsWith(BELOW);
    }

    @Override
    public String type() {
        return "text/html";
    }

    @Override
    public byte[] say(int status) {
        return Octets.bytes(
                switch (status) {
                    case 404 -> "Unknown request.";
                    case 503 -> TEMPORAL;
                    default -> "Sending failed.";
                });
    }
}
