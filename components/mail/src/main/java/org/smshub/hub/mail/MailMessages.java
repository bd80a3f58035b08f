package org.smshub.hub.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.mail.MailMessage;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Answer;
import org.smshub.hub.Clients;
import org.smshub.hub.Numbers;
import org.smshub.hub.RefusedException;
import org.smshub.hub.mail.sender.AuthenticationResults;
import org.smshub.hub.mail.sender.DkimSignatures;
import org.smshub.hub.mail.text.Mail;
import org.smshub.hub.mail.text.MailReader;
import org.smshub.hub.mail.text.SmsText;
import org.smshub.link.SmsHeaders;
import org.smshub.text.TextException;

/**
 * Mails to the names on a message, for both inputs: {@link #read} makes one draft a recipient, the route sends each through
 * {@link #one} to {@code direct:accept} and tells {@link #accepted} or {@link #refused}, and {@link #settle} says what became
 * of the mail.
 */
public class MailMessages implements CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(MailMessages.class);
    private static final int HEAD = 16_384;
    private static final int MAX_SIZE_DEFAULT = 2_000_000;

    /** Exchange property, by the input: octets of a mail that are looked at. */
    public static final String MAX_SIZE = "mailMaxSize";

    /** Exchange property, by the SMTP listener: the client that has logged in. */
    public static final String CLIENT = "mailClient";

    /** Exchange property, by the SMTP listener: the addresses of the envelope. */
    public static final String TO = "mailTo";

    private static final String WORK = "mailWork";
    private static final String OCTETS = "mailOctets";
    private static final int MOST_RECIPIENTS = 100;
    private static final Session SESSION = Session.getInstance(new Properties());

    /** Exchange property, by the SMTP listener: how a mail is told from one that says nothing by which it could be known. */
    public static final String UNIQUE = "mailUnique";

    /** Exchange property, by the SMTP listener: recipients of a mail. */
    public static final String MAX_RECIPIENTS = "mailMaxRecipients";

    /** Exchange property, by the input: what becomes of the subject. */
    public static final String SUBJECT = "mailSubject";

    private static final String WRITER = "mailWriter";
    private static final String FAILURE = "mailFailure";

    /** One SMS of a mail. */
    record Draft(String number, String text, String sender, MailRef ref) {}

    /** Who has written a mail, when that is sure. */
    private record Writer(Mail mail, MailRules rules, String client) {}

    /** A recipient that got nothing, and why. */
    record Failed(String number, Exception why) {}

    /** A mail on its way through the route. */
    private record Work(Mail mail, String client, MailRef ref, Collection<String> ids, Collection<Failed> failed) {}

    private final Responders responders = new Responders();
    private final Said said = new Said();
    private CamelContext camelContext;
    private Clients clients;
    private Numbers numbers;
    private String contacts = "";
    private String domain = "";
    private String dns = "";
    private DkimSignatures signatures;
    private volatile MailRecipients recipients;

    /** A mail of a mailbox becomes its octets; no header of its sender goes any further. */
    public void fetch(Exchange exchange) throws RefusedException, MessagingException, IOException {
        jakarta.mail.Message mail = exchange.getMessage(MailMessage.class).getMessage();
        // one of camel-mail's finds its mail again wherever its body is taken away
        Message message = new DefaultMessage(exchange.getContext());
        exchange.setIn(message);
        exchange.removeProperty(CLIENT);
        exchange.removeProperty(WRITER);
        int most = exchange.getProperty(MAX_SIZE, MAX_SIZE_DEFAULT, Integer.class);
        if (MailboxConsumer.size(mail) > most) {
            exchange.setProperty(OCTETS, head(mail));
            throw RefusedException.invalid("text", "The mail is larger than " + most + " octets");
        }
        Bounded octets = new Bounded(most);
        mail.writeTo(octets);
        message.setBody(octets.toByteArray());
        exchange.setProperty(OCTETS, message.getBody());
    }

    /** All that is fetched of a mail that is too large. */
    private static byte[] head(jakarta.mail.Message mail) throws MessagingException {
        StringBuilder head = new StringBuilder();
        if (mail instanceof MimeMessage mime) {
            for (String line : Collections.list(mime.getAllHeaderLines())) {
                if (head.length() + line.length() < HEAD) {
                    head.append(line).append("\r\n");
                }
            }
        }
        return head.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Fails where writing more than it may. */
    private static final class Bounded extends ByteArrayOutputStream {

        private final int most;

        Bounded(int most) {
            this.most = most;
        }

        @Override
        public synchronized void write(byte[] octets, int offset, int length) {
            if (count + (long) length > most * 2L) {
                throw new IllegalArgumentException("The mail is larger than " + most + " octets");
            }
            super.write(octets, offset, length);
        }
    }

    /**
     * A mail that was not accepted, and never will be: the body becomes the answer to its writer; null where nobody is sure who that
     * is, or none is wanted.
     *
     * @throws Exception the failure again, where the mail may do better later
     */
    public void refusal(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (!isForGood(failure)) {
            String line = Said.line(failure);
            if (said.isNews(line)) {
                LOG.warn("A mail stays in its mailbox and is tried again: {}", line);
            }
            throw failure;
        }
        exchange.setProperty(FAILURE, failure);
        whole(exchange, failure);
        Writer writer = exchange.getProperty(WRITER, Writer.class);
        MailAnswer answer = null;
        if (writer != null) {
            Work work = exchange.getProperty(WORK, Work.class);
            MailRef ref = MailRef.of(writer.mail(), writer.rules(), 1, false, false, exchange.getExchangeId());
            answer = work == null || work.failed().isEmpty()
                    ? new MailAnswer(writer.client(), ref, List.of(told("", failure)))
                    : answer(work);
        }
        answered(exchange, answer);
    }

    /** Counts a mail that was refused before its recipients were looked at. */
    public static void whole(Exchange exchange, Exception failure) {
        Work work = exchange.getProperty(WORK, Work.class);
        if (work == null || work.failed().isEmpty()) {
            String client = exchange.getProperty(CLIENT, String.class);
            Answer.count(exchange.getContext(), exchange.getFromRouteId(), client, failure);
        }
    }

    private static void answered(Exchange exchange, MailAnswer answer) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(answer == null || answer.ref().from().isEmpty() ? null : answer);
        message.setHeader(SmsHeaders.KIND, MailOut.ANSWER);
    }

    private static MailAnswer answer(Work work) {
        return new MailAnswer(
                work.client(),
                work.ref(),
                work.failed().stream()
                        .map(failed -> told(failed.number(), failed.why()))
                        .toList());
    }

    private static MailAnswer.Told told(String number, Exception why) {
        MailProblem problem = MailProblem.of(why);
        return new MailAnswer.Told(number, null, problem.status(), problem.words(), Instant.now(), "");
    }

    /** A mail that was refused goes aside: the body is the mail as it came, SmsErrorText the reason. */
    public void aside(Exchange exchange) {
        Exception failure = exchange.getProperty(FAILURE, Exception.class);
        LOG.warn("A mail is put aside: {}", MailProblem.of(failure).status());
        LOG.debug("A mail is put aside", failure);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(exchange.getProperty(OCTETS, new byte[0], byte[].class));
        message.setHeader(SmsHeaders.LINK, "mail");
        message.setHeader(SmsHeaders.ERROR_TEXT, MailProblem.of(failure).line());
    }

    /** What is wrong with the mail itself, in whatever library it shows, is so for ever; the rest is tried again. */
    private static boolean isForGood(Exception failure) {
        return failure instanceof RefusedException && MailProblem.of(failure).forGood()
                || failure instanceof TextException
                || failure instanceof RuntimeException
                || failure instanceof UnsupportedEncodingException;
    }

    /** The body, the octets of a mail, becomes the list of its drafts. */
    public void read(Exchange exchange) throws RefusedException, IOException {
        Message message = exchange.getMessage();
        byte[] octets = message.getBody(byte[].class);
        message.removeHeaders("*");
        MailRules rules = MailRules.of(exchange);
        Mail mail;
        MimeMessage mime;
        try {
            mail = MailReader.read(octets, rules.cut());
            mime = new MimeMessage(SESSION, new SharedByteArrayInputStream(octets));
        } catch (MessagingException e) {
            throw RefusedException.invalid("text", "The mail cannot be read: " + e.getMessage());
        }
        if (mail.kind() == Mail.Kind.ANSWER
                || mail.kind() == Mail.Kind.MACHINE && !rules.machines()
                || recipients().isOwn(mail.from())) {
            throw new RefusedException(
                    RefusedException.Reason.FORBIDDEN,
                    "automatic",
                    "A program has made this mail; none is sent as SMS");
        }
        boolean mailbox = exchange.getProperty(CLIENT) == null;
        String client = client(exchange, octets, mail, mime);
        exchange.setProperty(WRITER, new Writer(mail, rules, client));
        Set<String> to = to(exchange, mail, rules);
        String whole = text(mail, rules);
        String text = SmsText.fit(whole, rules.maxParts(), rules.shorten());
        unlessResponder(exchange, mail, mime, to, text);
        // a device that numbers its mails anew after each start has no ids to go by; what a mailbox keeps comes from
        // mail programs
        MailRef ref = MailRef.of(
                mail,
                rules,
                to.size(),
                !text.equals(whole),
                !mailbox,
                // in a mailbox the same octets are the same mail, after a crash too
                mailbox
                        ? new String(octets, StandardCharsets.ISO_8859_1)
                        : exchange.getProperty(UNIQUE, exchange.getExchangeId(), String.class));
        List<Draft> drafts = new ArrayList<>();
        for (String number : to) {
            drafts.add(new Draft(
                    number, text, rules.subject() == MailRules.Subject.SENDER ? mail.subject() : null, ref.to(number)));
        }
        exchange.setProperty(
                WORK, new Work(mail, client, ref, new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>()));
        message.setBody(drafts);
    }

    private String client(Exchange exchange, byte[] octets, Mail mail, MimeMessage mime)
            throws RefusedException, IOException {
        String known = exchange.getProperty(CLIENT, String.class);
        if (known != null) {
            return known;
        }
        String client = clients.byMail(mail.from());
        String server = exchange.getProperty("mailTrusted", "", String.class);
        boolean dkim = exchange.getProperty("mailDkim", false, Boolean.class);
        boolean sure;
        try {
            sure = AuthenticationResults.pass(mime, server, mail.from())
                    // nothing is looked up for strangers
                    || dkim && client != null && signatures().pass(octets, mime, mail.from());
        } catch (MessagingException e) {
            sure = false;
        }
        if (!sure) {
            throw new RefusedException(
                    RefusedException.Reason.UNAUTHORIZED, "from", "Nobody vouches for the sender of this mail");
        }
        if (client == null) {
            throw new RefusedException(
                    RefusedException.Reason.UNAUTHORIZED, "from", "The sender of this mail is on no client's list");
        }
        return client;
    }

    private synchronized DkimSignatures signatures() {
        if (signatures == null) {
            signatures = new DkimSignatures(dns);
        }
        return signatures;
    }

    private Set<String> to(Exchange exchange, Mail mail, MailRules rules) throws RefusedException {
        MailRecipients book = recipients();
        Set<String> to = new LinkedHashSet<>();
        if (rules.subject() == MailRules.Subject.NUMBER) {
            to.addAll(book.inSubject(mail.subject()));
        } else {
            @SuppressWarnings("unchecked")
            List<String> envelope = exchange.getProperty(TO, List.class);
            for (String address : envelope == null ? mail.recipients() : envelope) {
                // a mail to the hub and to people: theirs are not the hub's
                if (envelope != null || book.isOurs(address)) {
                    to.addAll(book.numbers(address));
                }
            }
        }
        if (to.isEmpty()) {
            throw RefusedException.invalid("to", "The mail names no number: write to number@…");
        }
        int most = exchange.getProperty(MAX_RECIPIENTS, MOST_RECIPIENTS, Integer.class);
        if (to.size() > most) {
            throw RefusedException.invalid("to", "A mail goes to at most " + most + " numbers");
        }
        return to;
    }

    private void unlessResponder(Exchange exchange, Mail mail, MimeMessage mime, Set<String> to, String text)
            throws RefusedException {
        try {
            if (!Responders.answersUs(mime, mail.subject(), recipients().domains())) {
                return;
            }
        } catch (MessagingException e) {
            return;
        }
        for (String number : to) {
            if (responders.isOne(mail.from(), number, text, mail.messageId())) {
                // it would answer the answer
                exchange.removeProperty(WRITER);
                throw new RefusedException(
                        RefusedException.Reason.FORBIDDEN,
                        "automatic",
                        "The same answer came again and again: a program's; none is sent as SMS");
            }
        }
    }

    private static String text(Mail mail, MailRules rules) throws RefusedException {
        String text = mail.text();
        boolean before =
                rules.subject() == MailRules.Subject.BEFORE && !mail.subject().isEmpty();
        if (before) {
            text = text.isEmpty() ? mail.subject() : mail.subject() + "\n" + text;
        }
        if (text.isEmpty() && rules.subject() == MailRules.Subject.IGNORE) {
            text = mail.subject();
        }
        if (text.isEmpty()) {
            throw RefusedException.invalid(
                    "text",
                    mail.attachments().isEmpty()
                            ? "The mail has no text"
                            : "The mail has no text, and attachments are not sent: "
                                    + String.join(", ", mail.attachments()));
        }
        return text;
    }

    /** A draft to the names on a message. */
    public void one(Exchange exchange) {
        Message message = exchange.getMessage();
        Draft draft = message.getBody(Draft.class);
        Work work = exchange.getProperty(WORK, Work.class);
        message.removeHeaders("*");
        message.setBody(draft.text());
        message.setHeader(SmsHeaders.CLIENT, work.client());
        message.setHeader(SmsHeaders.TO, draft.number());
        message.setHeader(SmsHeaders.CLIENT_REF, draft.ref().toString());
        message.setHeader(SmsHeaders.EVENTS, "mail");
        if (draft.sender() != null && !draft.sender().isEmpty()) {
            message.setHeader(SmsHeaders.FROM, draft.sender());
        }
        if (draft.ref().from().isEmpty()) {
            message.setHeader(SmsHeaders.RECEIPT, "NONE");
        }
        exchange.setProperty("mailNumber", draft.number());
    }

    /** The ledger has it. */
    public void accepted(Exchange exchange) {
        exchange.getProperty(WORK, Work.class).ids().add(exchange.getMessage().getHeader(SmsHeaders.ID, String.class));
    }

    /** It was not accepted. */
    public void refused(Exchange exchange) {
        Answer.count(exchange, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        exchange.getProperty(WORK, Work.class)
                .failed()
                .add(new Failed(
                        exchange.getProperty("mailNumber", String.class),
                        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
    }

    /**
     * The body becomes the answer about those recipients that were refused when others were not; null where there are none, or no
     * answer is wanted.
     *
     * @throws Exception what a recipient failed of: where it may do better later, or where no recipient got anything. The same
     *     mail again is no second SMS for those who have got it
     */
    public void settle(Exchange exchange) throws Exception {
        Work work = exchange.getProperty(WORK, Work.class);
        for (Failed failed : work.failed()) {
            if (!MailProblem.of(failed.why()).forGood() || work.ids().isEmpty()) {
                throw failed.why();
            }
        }
        answered(exchange, work.failed().isEmpty() ? null : answer(work));
    }

    /** The body becomes the words about a mail that was accepted. */
    public void words(Exchange exchange) {
        Work work = exchange.getProperty(WORK, Work.class);
        StringBuilder words = new StringBuilder("accepted " + String.join(" ", work.ids()));
        if (!work.failed().isEmpty()) {
            words.append("; refused ").append(work.failed().size());
        }
        if (!work.mail().attachments().isEmpty()) {
            words.append("; not sent: ")
                    .append(work.mail().attachments().size())
                    .append(" attachments");
        }
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(words.toString());
    }

    /** Whether an address is in a domain of the hub's. */
    public boolean isOurs(String address) {
        return recipients().isOurs(address);
    }

    /** The numbers of an address. @throws RefusedException in words for its sender */
    public List<String> recipients(String address) throws RefusedException {
        return recipients().numbers(address);
    }

    private MailRecipients recipients() {
        MailRecipients now = recipients;
        if (now == null) {
            throw new IllegalStateException("the mail beans are not started");
        }
        return now;
    }

    private void open() {
        Path file = contacts.isBlank()
                ? null
                : Path.of(contacts.startsWith("file:") ? contacts.substring("file:".length()) : contacts);
        List<String> domains = Arrays.stream(domain.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .filter(one -> !one.isEmpty())
                .toList();
        recipients = new MailRecipients(numbers, new Contacts(file), domains);
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        MailboxComponent.into(camelContext);
        // a broken file is an error of the start, not of the first mail
        camelContext.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarting(CamelContext context) {
                open();
            }
        });
    }

    public Clients getClients() {
        return clients;
    }

    /** Who may send from which addresses. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }

    public Numbers getNumbers() {
        return numbers;
    }

    /** Knows a number when it sees one. */
    public void setNumbers(Numbers numbers) {
        this.numbers = numbers;
    }

    public String getContacts() {
        return contacts;
    }

    /** The address book's file; empty = none. */
    public void setContacts(String contacts) {
        this.contacts = contacts == null ? "" : contacts.trim();
    }

    public String getDomain() {
        return domain;
    }

    /** What stands behind the @ of the hub's addresses, comma-separated; empty = anything. */
    public void setDomain(String domain) {
        this.domain = domain == null ? "" : domain.trim();
    }

    public String getDns() {
        return dns;
    }

    /** The name server that is asked for the keys of DKIM, with its port after a colon; empty = those of this machine. */
    public void setDns(String dns) {
        this.dns = dns == null ? "" : dns.trim();
    }
}
