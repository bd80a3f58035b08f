package org.smshub.hub.mail;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.LifecycleStrategySupport;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Clients;
import org.smshub.hub.RefusedException;
import org.smshub.hub.mail.text.MailReader;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.passing.Fields;
import org.smshub.link.passing.Told;

/** Events of the ledger as mails: what became of an SMS, to who wrote it; what a phone sent, to who wrote to it last. */
public class MailOut implements CamelContextAware {

    /** What answers look like. */
    public enum Form {
        TEXT,
        DSN
    }

    /** SmsKind of a {@link MailAnswer}. */
    static final String ANSWER = "ANSWER";

    /** Exchange property: whether an answer is about what the hub has refused. */
    private static final String REFUSAL = "mailRefusal";

    private static final int ID_OCTETS = 15;
    private static final int DEPTH = 10;

    private static final Logger LOG = LoggerFactory.getLogger(MailOut.class);
    private static final Set<String> GOOD = Set.of("ACCEPTED", "QUEUED", "SENT", "BUFFERED", "DELIVERED");
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final int ADDRESSES = 10_000;
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final Session SESSION = Session.getInstance(new Properties());

    /** Mails to one address within an hour. */
    private static final class Hour {
        private long began = System.nanoTime();
        private int mails;
    }

    private final Map<String, Hour> hours = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Hour> eldest) {
            return size() > ADDRESSES;
        }
    };

    private final Said said = new Said();
    private Clients clients;
    private String domain = "";
    private int maxAnswers = 60;
    private Form form = Form.TEXT;
    private long collect = 30_000;
    private CamelContext camelContext;
    private ScheduledExecutorService threads;
    private final MailCollector collector = new MailCollector(this::threads);

    private synchronized ScheduledExecutorService threads() {
        if (threads == null || threads.isShutdown()) {
            threads = camelContext.getExecutorServiceManager().newScheduledThreadPool(this, "mail-answers", 2);
        }
        return threads;
    }

    /** Whether the writer of the mail that an SMS was hears of this receipt. */
    public boolean isTold(Exchange exchange) {
        Message event = exchange.getMessage();
        MailRef ref = MailRef.parse(event.getHeader(SmsHeaders.CLIENT_REF, String.class));
        String state = event.getHeader(SmsHeaders.STATE, "", String.class);
        return ref != null
                && !ref.from().isEmpty()
                && (!GOOD.contains(state) || ref.all() && state.equals("DELIVERED"));
    }

    /**
     * A receipt, whose body is what the ledger knows of the message: the body becomes a {@link MailAnswer}, when the other recipients
     * of the mail are through too or have kept it waiting for long enough; one without words where another exchange has them.
     */
    public CompletionStage<MailAnswer> collect(Exchange exchange) {
        Message event = exchange.getMessage();
        String client = event.getHeader(SmsHeaders.CLIENT, String.class);
        MailRef ref = MailRef.parse(event.getHeader(SmsHeaders.CLIENT_REF, String.class));
        String code = event.getHeader(SmsHeaders.ERROR_CODE, String.class);
        MailAnswer.Told told = new MailAnswer.Told(
                event.getHeader(SmsHeaders.TO, "", String.class),
                event.getHeader(SmsHeaders.STATE, "", String.class),
                code,
                reason(event.getBody(), code),
                Instant.ofEpochMilli(event.getHeader(SmsHeaders.DONE_AT, System.currentTimeMillis(), Long.class)),
                event.getHeader(SmsHeaders.ID, "", String.class));
        event.setHeader(SmsHeaders.KIND, ANSWER);
        return collector
                .add(client, ref.mailKey(), ref.count(), collect, exchange, told)
                .thenApply(all -> new MailAnswer(client, ref, all));
    }

    /** What the centre has said of the part that failed: the text of its receipt, or the words of its refusal. */
    private static String reason(Object body, String code) {
        if (!(body instanceof MessageView view)) {
            return null;
        }
        return view.parts().stream()
                .filter(part -> part.errorText() != null && (code == null || code.equals(part.errorCode())))
                .map(MessageView.PartView::errorText)
                .map(RefusedException::shown)
                .findFirst()
                .orElse(null);
    }

    /** The body, a {@link MailAnswer}, becomes the mail; null where nobody is to be told. */
    public void answer(Exchange exchange) throws MessagingException, UnsupportedEncodingException {
        Message message = exchange.getMessage();
        MailAnswer answer = message.getBody(MailAnswer.class);
        MailRef ref = answer.ref();
        exchange.setProperty(REFUSAL, answer.told().stream().allMatch(told -> told.state() == null));
        if (answer.told().isEmpty() || ref.from().isEmpty()) {
            none(message);
            return;
        }
        if (!mayAnswer(ref.from())) {
            LOG.warn(
                    "{} mails went to one address within an hour: an answer of client {} is left out",
                    maxAnswers,
                    answer.client());
            none(message);
            return;
        }
        boolean mask = clients.masksNumbers(answer.client());
        String words = MailReport.words(answer, number -> mask ? masked(number) : spaced(number));
        String first = answer.told().get(0).number();
        String about = first.isEmpty() ? "Your mail" : "SMS to " + (mask ? masked(first) : spaced(first));
        SMTPMessage mail = mail(
                "sms-hub@" + domain,
                "SMS",
                ref.from(),
                ref,
                answer.told().size() > 1 ? about + " and " + (answer.told().size() - 1) + " more" : about);
        mail.setHeader("Auto-Submitted", "auto-replied");
        // an answer that cannot be delivered comes back to nobody
        mail.setEnvelopeFrom("<>");
        if (form == Form.DSN) {
            mail.setContent(MailReport.content(
                    answer, words, domain, number -> mask ? masked(number) : number.replace(" ", "")));
        } else {
            text(mail, words);
        }
        // the same answer again is the same mail again
        String[] of = Stream.concat(
                        Stream.of(ref.key()),
                        answer.told().stream()
                                .map(told -> told.number() + ' ' + told.state() + ' ' + told.id())
                                .sorted())
                .toArray(String[]::new);
        finish(message, mail, MailRef.digest(ID_OCTETS, of));
    }

    /** The body, a message from a phone, becomes the mail; SmsClientRef says who wrote to that number last. */
    public void incoming(Exchange exchange) throws MessagingException, UnsupportedEncodingException {
        Message event = exchange.getMessage();
        MailRef ref = MailRef.parse(event.getHeader(SmsHeaders.CLIENT_REF, String.class));
        String client = event.getHeader(SmsHeaders.CLIENT, String.class);
        String to = ref == null || ref.from().isEmpty() ? clients.mailTo(client) : ref.from();
        if (to == null) {
            LOG.warn(
                    "Message {} came for client {}, but nobody of it has written there, and it has no mailTo in clients.yaml",
                    event.getHeader(SmsHeaders.ID),
                    client);
            none(event);
            return;
        }
        String number = event.getHeader(SmsHeaders.FROM, "", String.class);
        // of an alphanumeric sender nobody can be reached: its address takes no answer
        boolean phone = number.matches("\\+?[0-9]{3,15}");
        SMTPMessage mail = mail(
                (phone ? number : "sms-hub") + "@" + domain, spaced(number), to, ref, "SMS from " + spaced(number));
        mail.setHeader("Auto-Submitted", "auto-generated");
        text(mail, words(event));
        finish(event, mail, event.getHeader(SmsHeaders.ID) + "." + event.getHeader(SmsHeaders.EVENT_ID));
    }

    /** What the phone sent, exactly; what it cannot show is said before it. */
    private static String words(Message event) {
        List<String> said = new ArrayList<>();
        Integer messageClass = event.getHeader(SmsHeaders.CLASS, Integer.class);
        if (messageClass != null && messageClass == 0) {
            said.add("[flash SMS]");
        }
        String missing =
                Fields.parse(event.getHeader(SmsHeaders.FIELDS, String.class)).get(Fields.MISSING);
        if (missing != null) {
            said.add(
                    missing.indexOf(',') < 0
                            ? "[part " + missing + " of this SMS did not arrive]"
                            : "[parts " + missing.replace(",", ", ") + " of this SMS did not arrive]");
        }
        if (event.getBody() instanceof byte[] octets) {
            String header = event.getHeader(SmsHeaders.UDH, String.class);
            said.add("[binary SMS" + (header == null || header.isEmpty() ? "" : ", user data header " + header)
                    + ", in hexadecimal digits]");
            said.add(HexFormat.of().formatHex(octets));
        } else {
            said.add(event.getBody(String.class));
        }
        return String.join("\n", said);
    }

    /**
     * The mail server has not taken a mail: it is tried again, unless that will never help.
     *
     * @throws Exception the failure; {@link SmsNotSentException} = for good
     */
    public void failed(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        int code = refusal(failure);
        if (code == 0) {
            String line = Said.line(failure);
            if (said.isNews(line)) {
                LOG.warn("The mail server does not take mails now, they wait: {}", line);
            }
            throw failure;
        }
        if (exchange.getProperty(REFUSAL, false, Boolean.class)) {
            LOG.warn("The mail server refuses an answer to a mail that was refused: {}", code);
            return;
        }
        throw new SmsNotSentException("smtp:" + code, "The mail server does not take the mail: " + code, false);
    }

    /** What the server said of a recipient, or of the mail, for ever; 0 = nothing of the kind, such as a login that failed. */
    private static int refusal(Exception failure) {
        Exception one = failure;
        for (int depth = 0; one != null && depth < DEPTH; depth++) {
            int code = 0;
            if (one instanceof SMTPAddressFailedException address) {
                code = address.getReturnCode();
            } else if (one instanceof SMTPSendFailedException mail) {
                code = mail.getReturnCode();
            }
            if (code >= 550 && code < 560) {
                return code;
            }
            one = one instanceof MessagingException next ? next.getNextException() : null;
        }
        return 0;
    }

    private SMTPMessage mail(String from, String name, String to, MailRef ref, String subject)
            throws MessagingException, UnsupportedEncodingException {
        SMTPMessage mail = new SMTPMessage(SESSION);
        mail.setFrom(new InternetAddress(from, name, UTF_8));
        mail.setRecipient(RecipientType.TO, recipient(to));
        boolean thread = ref != null && !ref.subject().isEmpty();
        mail.setSubject(
                thread
                        ? (ref.subject().toLowerCase(java.util.Locale.ROOT).startsWith("re:") ? "" : "Re: ")
                                + ref.subject()
                        : subject,
                UTF_8);
        if (ref != null && !ref.messageId().isEmpty()) {
            mail.setHeader("In-Reply-To", ref.messageId());
            mail.setHeader("References", ref.messageId());
        }
        mail.setHeader(MailReader.OWN, "1");
        mail.setSentDate(new Date());
        return mail;
    }

    private static InternetAddress recipient(String to) throws AddressException {
        return new InternetAddress(to, true);
    }

    private static void text(SMTPMessage mail, String words) throws MessagingException {
        mail.setText(words, UTF_8);
        // octets as they are would need 8BITMIME of every server on the way
        mail.setHeader("Content-Transfer-Encoding", "quoted-printable");
    }

    /** @param id the same for the same mail */
    private void finish(Message event, SMTPMessage mail, String id) throws MessagingException {
        mail.saveChanges();
        mail.setHeader("Message-ID", "<" + id.replaceAll("[^A-Za-z0-9._-]", "") + MailReader.OWN_ID + domain + ">");
        event.removeHeaders("*");
        event.getExchange().setProperty(Told.PROPERTY, new Told(mail.getAllRecipients()[0].toString(), null));
        event.setBody(mail);
    }

    private static void none(Message event) {
        event.removeHeaders("*");
        event.setBody(null);
    }

    private boolean mayAnswer(String address) {
        synchronized (hours) {
            Hour hour = hours.computeIfAbsent(address, a -> new Hour());
            if (System.nanoTime() - hour.began > HOUR) {
                hour.began = System.nanoTime();
                hour.mails = 0;
            }
            return hour.mails++ < maxAnswers;
        }
    }

    private static String masked(String number) {
        return number.length() > 6
                ? number.substring(0, number.length() - 6) + "***" + number.substring(number.length() - 3)
                : number;
    }

    /** As people of its country write it: +48 600 100 200. */
    private static String spaced(String number) {
        if (number.startsWith("+")) {
            try {
                PhoneNumberUtil util = PhoneNumberUtil.getInstance();
                return util.format(util.parse(number, null), PhoneNumberUtil.PhoneNumberFormat.INTERNATIONAL);
            } catch (NumberParseException e) {
                return number;
            }
        }
        return RefusedException.shown(number);
    }

    public Clients getClients() {
        return clients;
    }

    /** Who gets what nobody has asked for. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }

    public String getDomain() {
        return domain;
    }

    /** What stands behind the @ of the numbers that mails come from. */
    public void setDomain(String domain) {
        String first = domain == null ? "" : domain.split(",", 2)[0].trim();
        if (!first.matches("[A-Za-z0-9.-]+")) {
            throw new IllegalArgumentException(
                    "hub.mail.domain is the domain of the hub's addresses, such as sms.example.org; not '" + first
                            + "'");
        }
        this.domain = first;
    }

    public int getMaxAnswers() {
        return maxAnswers;
    }

    /** Answers to one address within an hour; what a phone sends is none of them. */
    public void setMaxAnswers(int maxAnswers) {
        this.maxAnswers = maxAnswers;
    }

    public Form getForm() {
        return form;
    }

    /** TEXT (default): answers are words. DSN: they have the same for programs too (RFC 3464). */
    public void setForm(Form form) {
        this.form = form;
    }

    public long getCollect() {
        return collect;
    }

    /** Milliseconds that an answer waits for the other recipients of the mail, 0 = each has its own. */
    public void setCollect(long collect) {
        this.collect = collect;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        camelContext.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarting(CamelContext context) {
                collector.open();
            }

            @Override
            public void onContextStopping(CamelContext context) {
                // what waits for others would hold up the stop
                collector.close();
            }
        });
    }
}
