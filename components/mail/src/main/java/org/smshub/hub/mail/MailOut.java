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
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Clients;
import org.smshub.hub.RefusedException;
import org.smshub.link.SmsHeaders;

/** Events of the ledger as mails: what became of an SMS, to who wrote it; what a phone sent, to who wrote to it last. */
public class MailOut {

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

    private Clients clients;
    private String domain = "";
    private int maxAnswers = 60;
    private boolean maskNumbers;

    /** The body becomes the mail; null where nobody is to be told. */
    public void receipt(Exchange exchange) throws MessagingException, UnsupportedEncodingException {
        Message event = exchange.getMessage();
        MailRef ref = MailRef.parse(event.getHeader(SmsHeaders.CLIENT_REF, String.class));
        String state = event.getHeader(SmsHeaders.STATE, "", String.class);
        boolean good = GOOD.contains(state);
        if (ref == null || ref.from().isEmpty() || good && !(ref.all() && state.equals("DELIVERED"))) {
            none(event);
            return;
        }
        if (!mayAnswer(ref.from())) {
            LOG.warn(
                    "{} mails went to one address within an hour: an answer of client {} is left out",
                    maxAnswers,
                    event.getHeader(SmsHeaders.CLIENT));
            none(event);
            return;
        }
        String number = shown(event.getHeader(SmsHeaders.TO, "", String.class));
        StringBuilder words = new StringBuilder("Your SMS to ")
                .append(number)
                .append(good ? " was delivered" : " was not delivered: " + state)
                .append(".\n");
        String code = event.getHeader(SmsHeaders.ERROR_CODE, String.class);
        if (code != null) {
            words.append("Reason: ").append(code).append('\n');
        }
        Long at = event.getHeader(SmsHeaders.DONE_AT, Long.class);
        if (at != null) {
            words.append("Time: ").append(Instant.ofEpochMilli(at)).append('\n');
        }
        words.append("Id: ").append(event.getHeader(SmsHeaders.ID)).append('\n');
        SMTPMessage mail = mail(event, "sms-hub@" + domain, "SMS", ref.from(), ref, "SMS to " + number);
        mail.setHeader("Auto-Submitted", "auto-replied");
        // an answer that cannot be delivered comes back to nobody
        mail.setEnvelopeFrom("<>");
        finish(event, mail, words.toString());
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
                event,
                (phone ? number : "sms-hub") + "@" + domain,
                spaced(number),
                to,
                ref,
                "SMS from " + spaced(number));
        mail.setHeader("Auto-Submitted", "auto-generated");
        finish(event, mail, words(event));
    }

    private static String words(Message event) {
        String text = event.getBody() instanceof byte[] octets
                ? "Binary content:\n" + HexFormat.of().formatHex(octets)
                : event.getBody(String.class);
        Integer flash = event.getHeader(SmsHeaders.CLASS, Integer.class);
        return flash != null && flash == 0 ? "[flash SMS]\n" + text : text;
    }

    private SMTPMessage mail(Message event, String from, String name, String to, MailRef ref, String subject)
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

    private void finish(Message event, SMTPMessage mail, String words) throws MessagingException {
        mail.setText(words, UTF_8);
        // octets as they are would need 8BITMIME of every server on the way
        mail.setHeader("Content-Transfer-Encoding", "quoted-printable");
        mail.saveChanges();
        // the same event again is the same mail again
        String id = event.getHeader(SmsHeaders.ID) + "." + event.getHeader(SmsHeaders.EVENT_ID);
        mail.setHeader("Message-ID", "<" + id.replaceAll("[^A-Za-z0-9.-]", "") + "@" + domain + ">");
        event.removeHeaders("*");
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

    private String shown(String number) {
        return maskNumbers && number.length() > 6
                ? number.substring(0, number.length() - 6) + "***" + number.substring(number.length() - 3)
                : spaced(number);
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

    public boolean isMaskNumbers() {
        return maskNumbers;
    }

    /** Whether answers name a number without three of its digits. */
    public void setMaskNumbers(boolean maskNumbers) {
        this.maskNumbers = maskNumbers;
    }
}
