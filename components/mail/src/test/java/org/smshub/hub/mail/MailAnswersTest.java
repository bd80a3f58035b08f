package org.smshub.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.link.SmsHeaders;

/** What writers hear: in one answer, in words or for programs, and who hears nothing. */
@Execution(ExecutionMode.CONCURRENT)
class MailAnswersTest {

    private static final String ONE = "+48600100200@sms.example.org";
    private static final String TWO = "+48600100201@sms.example.org";
    private static final String THREE = "+48600100202@sms.example.org";

    @TempDir
    Path folder;

    private final GreenMail server =
            new GreenMail(new ServerSetup[] {new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)});
    private final MailSink sink = new MailSink(0);
    private GreenMailUser box;
    private MailHub hub;

    @BeforeEach
    void start() throws Exception {
        server.start();
        box = server.setUser("sms@sms.example.org", "sms", "pw");
        hub = new MailHub(folder);
    }

    @AfterEach
    void stop() {
        hub.close();
        server.stop();
        sink.close();
    }

    private void mailbox(Map<String, Object> more) throws Exception {
        Map<String, Object> all = new HashMap<>(Map.of(
                "protocol",
                "imap",
                "host",
                "127.0.0.1",
                "port",
                "" + server.getImap().getPort(),
                "user",
                "sms",
                "password",
                "pw",
                "trusted",
                "mx.example.org",
                "delay",
                "200"));
        all.putAll(more);
        hub.add("mail-in", all);
    }

    private static String head(String id, String from, String to) {
        return "Authentication-Results: mx.example.org; dmarc=pass header.from="
                + from.substring(from.indexOf('@') + 1) + "\r\nFrom: " + from + "\r\nTo: " + to
                + "\r\nSubject: Lunch\r\nDate: Mon, 2 Nov 2026 10:00:00 +0100\r\nMessage-ID: <" + id
                + "@example.org>\r\n";
    }

    private void deliver(String mail) throws Exception {
        box.deliver(new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))));
    }

    private MailHub.Sent sentTo(String number) {
        return hub.sent.stream()
                .filter(sent -> number.startsWith(sent.to()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing was sent to " + number));
    }

    private void receipt(String number, String state) {
        MailHub.Sent sent = sentTo(number);
        hub.receipt(sent.id(), sent.to(), state);
    }

    private String text(int mail) throws Exception {
        return sink.mails
                .get(mail)
                .getContent()
                .toString()
                .replace("\r\n", "\n")
                .stripTrailing();
    }

    @Test
    void severalRecipientsAreOneAnswer() throws Exception {
        hub.mailOut(sink.port());
        mailbox(Map.of("answers", "ALL"));
        deliver(head("1", "anna@example.org", ONE + ", " + TWO + ", " + THREE)
                + "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n" + "long text ".repeat(100)
                + "\r\n--x\r\nContent-Type: application/pdf; name=\"The bill.pdf\"\r\n\r\nxx\r\n--x--\r\n");
        await().untilAsserted(() -> assertThat(hub.sent).hasSizeGreaterThanOrEqualTo(9));
        for (String number : List.of(ONE, TWO, THREE)) {
            String to = number.substring(0, number.indexOf('@'));
            hub.sent.stream()
                    .filter(sent -> sent.to().equals(to))
                    .forEach(sent -> hub.receipt(
                            sent.id() + "/" + sent.part(), to, number.equals(TWO) ? "EXPIRED" : "DELIVERED"));
        }
        await().untilAsserted(() -> assertThat(sink.mails).hasSize(1));
        assertThat(text(0))
                .contains(
                        "Your SMS to +48 600 100 200 was delivered.",
                        "Your SMS to +48 600 100 201 was not delivered: EXPIRED.",
                        "Your SMS to +48 600 100 202 was delivered.",
                        "The text was too long: its end was not sent.",
                        "Attachments are not sent: The bill.pdf");
        assertThat(sink.mails.get(0).getSubject()).isEqualTo("Re: Lunch");
        assertThat(sink.mails.get(0).getHeader("In-Reply-To")).containsExactly("<1@example.org>");
    }

    @Test
    void whatComesInTimeIsToldAndTheRestLater() throws Exception {
        hub.out.setCollect(500);
        hub.mailOut(sink.port());
        mailbox(Map.of());
        deliver(head("1", "anna@example.org", ONE + ", " + TWO + ", " + THREE) + "\r\nHello");
        await().untilAsserted(() -> assertThat(hub.sent).hasSize(3));
        receipt(ONE, "UNDELIVERABLE");
        receipt(TWO, "DELIVERED");
        await().untilAsserted(() -> assertThat(sink.mails).hasSize(1));
        assertThat(text(0)).contains("100 200 was not delivered").doesNotContain("100 201", "100 202");
        receipt(THREE, "EXPIRED");
        await().untilAsserted(() -> assertThat(sink.mails).hasSize(2));
        assertThat(text(1)).contains("100 202 was not delivered: EXPIRED").doesNotContain("100 200");
    }

    @Test
    void whatWaitsForOthersHoldsUpNoStopAndIsToldAfterTheNextStart() throws Exception {
        hub.mailOut(sink.port());
        mailbox(Map.of());
        deliver(head("1", "anna@example.org", ONE + ", " + TWO) + "\r\nHello");
        await().untilAsserted(() -> assertThat(hub.sent).hasSize(2));
        receipt(ONE, "UNDELIVERABLE");
        await().untilAsserted(() ->
                assertThat(hub.context.getInflightRepository().size()).isEqualTo(1));
        hub.close();
        assertThat(sink.mails).isEmpty();
        hub = new MailHub(folder);
        hub.out.setCollect(1);
        hub.mailOut(sink.port());
        await().untilAsserted(() -> assertThat(sink.mails).hasSize(1));
        assertThat(text(0)).contains("100 200 was not delivered");
    }

    @Test
    void programsReadTheSame() throws Exception {
        hub.out.setForm(MailOut.Form.DSN);
        hub.mailOut(sink.port());
        mailbox(Map.of());
        deliver(head("1", "ups@plant.example", ONE + ", " + TWO) + "\r\nOn battery");
        await().untilAsserted(() -> assertThat(hub.sent).hasSize(2));
        receipt(ONE, "UNDELIVERABLE");
        receipt(TWO, "EXPIRED");
        await().untilAsserted(() -> assertThat(sink.mails).hasSize(1));
        MimeMessage mail = sink.mails.get(0);
        assertThat(mail.getContentType()).contains("multipart/report", "report-type=delivery-status");
        MultipartReport report = (MultipartReport) mail.getContent();
        assertThat(report.getText()).contains("Your SMS to +48600***200 was not delivered: UNDELIVERABLE");
        DeliveryStatus status = (DeliveryStatus) report.getReport();
        assertThat(status.getMessageDSN().getHeader("Reporting-MTA", null)).isEqualTo("dns; sms.example.org");
        assertThat(status.getRecipientDSNCount()).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            boolean one = status.getRecipientDSN(i)
                    .getHeader("Final-Recipient", null)
                    .equals("rfc822; +48600***200@sms.example.org");
            assertThat(status.getRecipientDSN(i).getHeader("Action", null)).isEqualTo("failed");
            assertThat(status.getRecipientDSN(i).getHeader("Status", null)).isEqualTo(one ? "5.0.0" : "5.4.7");
        }
        assertThat(sink.senders).containsExactly("");
    }

    @Test
    void whoIsSureHearsOfARefusalAndStrangersDoNot() throws Exception {
        hub.mailOut(sink.port());
        mailbox(Map.of("tooLong", "REFUSE", "maxParts", "1"));
        deliver(head("1", "anna@example.org", ONE) + "\r\n" + "too long ".repeat(100));
        deliver(head("2", "anna@example.org", "nobody@sms.example.org") + "\r\nHello");
        deliver(head("3", "anna@example.org", ONE).replace("dmarc=pass", "dmarc=fail") + "\r\nForged");
        deliver(head("4", "eve@example.com", ONE) + "\r\nA stranger");
        deliver(head("5", "anna@example.org", "nobody@sms.example.org") + "Auto-Submitted: auto-generated\r\n\r\nx");
        deliver(head("6", "anna@example.org", "nobody@sms.example.org") + "X-Auto-Response-Suppress: All\r\n\r\nx");
        await().untilAsserted(() -> assertThat(count("Refused")).isEqualTo(6));
        assertThat(sink.mails).hasSize(2);
        assertThat(text(0) + text(1))
                .contains("Your mail was not sent as SMS", "5.6.0 The text takes more than 1 SMS", "5.1.1");
        assertThat(hub.sent).isEmpty();
    }

    @Test
    void oneOfSeveralThatIsRefusedIsSaid() throws Exception {
        hub.mailOut(sink.port());
        int port = hub.smtp(Map.of());
        hub.before = exchange -> {
            if (exchange.getMessage().getHeader(SmsHeaders.TO, "", String.class).endsWith("201")) {
                exchange.setException(org.smshub.hub.RefusedException.invalid("to", "No link goes there"));
            }
        };
        try (SmtpDialogue smtp = new SmtpDialogue(port)) {
            smtp.login("office", MailHub.PASSWORD);
            assertThat(smtp.mail("From: anna@example.org\r\nMessage-ID: <1@x>\r\n\r\nHi", ONE, TWO))
                    .startsWith("250")
                    .endsWith("; refused 1");
        }
        await().untilAsserted(() -> assertThat(sink.mails).hasSize(1));
        assertThat(text(0)).contains("Your SMS to +48 600 100 201 was refused", "5.1.1 No link goes there");
    }

    @Test
    void aRefusedMailWaitsInItsMailboxUntilItsWriterCanBeTold() throws Exception {
        int port = sink.port();
        sink.close();
        hub.mailOut(port);
        mailbox(Map.of());
        deliver(head("1", "anna@example.org", "nobody@sms.example.org") + "\r\nHello");
        await().until(() -> hub.health("mail-in").startsWith("UP"));
        try (MailSink back = new MailSink(port)) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(back.mails).hasSize(1));
            await().untilAsserted(() -> assertThat(count("Refused")).isEqualTo(1));
        }
    }

    @Test
    void whatAServerNeverTakesIsNotToldForEver() throws Exception {
        sink.refuses = true;
        hub.mailOut(sink.port());
        mailbox(Map.of());
        deliver(head("1", "anna@example.org", "nobody@sms.example.org") + "\r\nHello");
        await().untilAsserted(() -> assertThat(count("Refused")).isEqualTo(1));
        hub.incoming("+48600100202", "2345", "A reply");
        await().untilAsserted(() -> assertThat(hub.unread()).hasSize(1));
        assertThat(hub.unread().get(0)).contains("553");
        assertThat(sink.mails).isEmpty();
    }

    @Test
    void noMoreAnswersThanAnHourHasRoomFor() throws Exception {
        hub.out.setMaxAnswers(3);
        hub.mailOut(sink.port());
        mailbox(Map.of());
        for (int i = 0; i < 6; i++) {
            deliver(head("m" + i, "anna@example.org", "nobody@sms.example.org") + "\r\nHello " + i);
        }
        await().untilAsserted(() -> assertThat(count("Refused")).isEqualTo(6));
        assertThat(sink.mails).hasSize(3);
    }

    @Test
    void flashBinaryAndMissingPartsAreSaid() throws Exception {
        hub.mailOut(sink.port());
        hub.incoming(Map.of(SmsHeaders.CLASS, 0), "Zażółć gęślą jaźń 😀");
        await().untilAsserted(() -> assertThat(sink.mails).hasSize(1));
        assertThat(text(0)).isEqualTo("[flash SMS]\nZażółć gęślą jaźń 😀");
        hub.incoming(Map.of(SmsHeaders.ENCODING, "BINARY", SmsHeaders.UDH, "0605040b8423f0"), new byte[] {1, 2, -1});
        await().untilAsserted(() -> assertThat(sink.mails).hasSize(2));
        assertThat(text(1)).isEqualTo("[binary SMS, user data header 0605040b8423f0, in hexadecimal digits]\n0102ff");
        hub.incoming(Map.of(SmsHeaders.PART, 2, SmsHeaders.PARTS, 3, SmsHeaders.PART_REF, 7), "the middle");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(sink.mails).hasSize(3));
        assertThat(text(2))
                .startsWith("[parts 1, 3 of this SMS did not arrive]\n")
                .contains("the middle");
    }

    private long count(String name) throws Exception {
        var inbox = server.getManagers().getImapHostManager().getFolder(box, name);
        return inbox == null ? 0 : inbox.getMessageCount();
    }

    @Test
    void aMailboxThatIsAwayIsDownInOneLine() throws Exception {
        mailbox(Map.of());
        await().until(() -> hub.health("mail-in").startsWith("UP"));
        int port = server.getImap().getPort();
        server.stop();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> hub.health("mail-in").startsWith("DOWN The mailbox cannot be read: "));
        assertThat(hub.health("mail-in")).doesNotContain("\n");
        GreenMail back =
                new GreenMail(new ServerSetup[] {new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)});
        try {
            back.start();
            back.setUser("sms@sms.example.org", "sms", "pw");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> hub.health("mail-in").startsWith("UP"));
        } finally {
            back.stop();
        }
    }

    @Test
    void theSameMailInOtherWordsIsTheSameMail() throws Exception {
        mailbox(Map.of());
        deliver(head("1", "anna@example.org", ONE) + "\r\nHello");
        await().untilAsserted(() -> assertThat(count("Sent")).isEqualTo(1));
        // whoever plays a signed mail again may still change what says how its body is read
        deliver(head("1", "anna@example.org", ONE) + "Content-Type: text/html\r\n\r\nHello <b>again");
        await().untilAsserted(() -> assertThat(count("Sent")).isEqualTo(2));
        deliver(head("2", "anna@example.org", ONE) + "\r\nLast");
        await().untilAsserted(() ->
                assertThat(hub.sent).extracting(MailHub.Sent::text).containsExactly("Hello", "Last"));
    }

    @Test
    void aMailWithoutAnIdOrADateIsSentOnceOverACrash() throws Exception {
        mailbox(Map.of());
        String mail = head("1", "anna@example.org", ONE).replaceAll("(Date|Message-ID): .*\r\n", "");
        deliver("Received: from ups by mx.example.org; 1\r\n" + mail + "\r\nOn battery");
        await().untilAsserted(() -> assertThat(count("Sent")).isEqualTo(1));
        // what a crash between commit and move leaves, and the next alarm in the same words
        deliver("Received: from ups by mx.example.org; 1\r\n" + mail + "\r\nOn battery");
        deliver("Received: from ups by mx.example.org; 2\r\n" + mail + "\r\nOn battery");
        await().untilAsserted(() -> assertThat(count("Sent")).isEqualTo(3));
        await().untilAsserted(() -> assertThat(hub.sent).hasSize(2));
    }

    @Test
    void mailsOfTheHubsOwnNumbersAreNeverSent() throws Exception {
        hub.mailOut(sink.port());
        int port = hub.smtp(Map.of());
        try (SmtpDialogue smtp = new SmtpDialogue(port)) {
            smtp.login("office", MailHub.PASSWORD);
            assertThat(smtp.mail("From: +48600100201@sms.example.org\r\nMessage-ID: <1@x>\r\n\r\nHi", ONE))
                    .startsWith("550 5.7.1");
            assertThat(smtp.mail("From: anna@sms.example.org\r\nMessage-ID: <2@x>\r\n\r\nHi", ONE))
                    .startsWith("250");
        }
        assertThat(sink.mails).isEmpty();
    }
}
