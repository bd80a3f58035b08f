package org.smshub.hub.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.UnaryOperator;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;

/** The words of an answer; and the same for programs, as a delivery status notification (RFC 3464). */
final class MailReport {

    private MailReport() {}

    /** @param shown a number as its sender may see it */
    static String words(MailAnswer answer, UnaryOperator<String> shown) {
        StringBuilder words = new StringBuilder();
        for (MailAnswer.Told told : answer.told()) {
            words.append(words.length() > 0 ? "\n" : "")
                    .append(told.number().isEmpty() ? "Your mail" : "Your SMS to " + shown.apply(told.number()))
                    .append(happened(told))
                    .append(".\n");
            String reason = told.code() == null ? told.words() : told.code() + ' ' + orEmpty(told.words());
            if (reason != null && !told.isDelivered()) {
                words.append("Reason: ").append(reason.strip()).append('\n');
            }
            words.append("Time: ").append(told.at()).append('\n');
            if (!told.id().isEmpty()) {
                words.append("Id: ").append(told.id()).append('\n');
            }
        }
        if (answer.ref().cut()) {
            words.append("\nThe text was too long: its end was not sent.\n");
        }
        if (!answer.ref().attachments().isEmpty()) {
            words.append("\nAttachments are not sent: ")
                    .append(answer.ref().attached())
                    .append('\n');
        }
        return words.toString();
    }

    private static String happened(MailAnswer.Told told) {
        if (told.state() == null) {
            return told.number().isEmpty() ? " was not sent as SMS" : " was refused";
        }
        return told.isDelivered() ? " was delivered" : " was not delivered: " + told.state();
    }

    private static String orEmpty(String words) {
        return words == null ? "" : words;
    }

    /**
     * The content of a mail: words, and the fields of RFC 3464.
     *
     * @param domain behind the @ of the numbers
     * @param shown a number as its sender may see it, no spaces
     */
    static MimeMultipart content(MailAnswer answer, String words, String domain, UnaryOperator<String> shown)
            throws MessagingException {
        DeliveryStatus status = new DeliveryStatus();
        InternetHeaders mail = new InternetHeaders();
        mail.setHeader("Reporting-MTA", "dns; " + domain);
        status.setMessageDSN(mail);
        for (MailAnswer.Told told : answer.told()) {
            InternetHeaders one = new InternetHeaders();
            String local = told.number().isEmpty() ? "sms-hub" : shown.apply(told.number());
            one.setHeader("Final-Recipient", "rfc822; " + local + "@" + domain);
            one.setHeader("Action", told.isDelivered() ? "delivered" : "failed");
            one.setHeader("Status", status(told));
            if (told.code() != null || told.words() != null) {
                one.setHeader(
                        "Diagnostic-Code",
                        "x-sms; " + ascii((orEmpty(told.code()) + ' ' + orEmpty(told.words())).strip()));
            }
            one.setHeader("Last-Attempt-Date", date(told.at()));
            if (!told.id().isEmpty()) {
                one.setHeader("X-SMS-Id", ascii(told.id()));
            }
            status.addRecipientDSN(one);
        }
        MultipartReport report = new MultipartReport(words, status);
        MimeBodyPart text = new MimeBodyPart();
        text.setText(words, StandardCharsets.UTF_8.name());
        text.setHeader("Content-Transfer-Encoding", "quoted-printable");
        report.setTextBodyPart(text);
        return report;
    }

    /** RFC 3463. */
    private static String status(MailAnswer.Told told) {
        if (told.isDelivered()) {
            return "2.0.0";
        }
        if (told.state() == null) {
            return told.code() != null && told.code().matches("5\\.[0-9]{1,3}\\.[0-9]{1,3}") ? told.code() : "5.0.0";
        }
        return switch (told.state()) {
            case "EXPIRED" -> "5.4.7";
            case "REJECTED" -> "5.7.1";
            default -> "5.0.0";
        };
    }

    private static String date(Instant at) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC));
    }

    /** One line that no octet of anybody else's can break. */
    private static String ascii(String words) {
        StringBuilder line = new StringBuilder();
        words.chars().limit(400).forEach(c -> line.append(c < ' ' || c == 127 ? ' ' : c > 126 ? '?' : (char) c));
        return line.toString();
    }
}
