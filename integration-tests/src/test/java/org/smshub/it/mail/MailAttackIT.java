package org.smshub.it.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubProcess;

/**
 * What strangers try: relaying, crowds of recipients, mails of 200 MB, mails built to take all memory or time, lines slipped into headers,
 * programs that answer everything. The packaged hub has a heap of 128 MiB and ends where that is not enough.
 */
@Timeout(240)
class MailAttackIT {

    private static final int LARGE = 200_000_000;
    private static final int MAIL = 1_900_000;
    private static final String ECHO = "+48600880001";
    private static final String OWN = "@sms.example.org";

    private static Boxes boxes;
    private static Postfix postfix;
    private static Dovecot dovecot;
    private static MailSite mail;
    private static HubProcess hub;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws Exception {
        for (String missing : new String[] {Postfix.missing(), Dovecot.missing()}) {
            assumeThat(missing).as(missing).isNull();
        }
        Boxes.opened(folder);
        boxes = new Boxes(folder.resolve("boxes"));
        mail = MailSite.withSimulator("  - number: \"*8800*\"\n    incoming: {after: 50}\n");
        mail.site.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Xmx128m");
        dovecot = new Dovecot(folder.resolve("dovecot"), boxes);
        postfix = new Postfix(folder.resolve("postfix"), boxes, mail.smtp);
        hub = mail.listener(Map.of())
                .imap(dovecot.imap(), Map.of())
                .pop3(dovecot.pop3(), Map.of())
                .out(postfix.port())
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] {mail, postfix, dovecot}) {
            if (one != null) {
                one.close();
            }
        }
    }

    private static String head(String id, String to) {
        return "Authentication-Results: mx.example.org; dmarc=pass header.from=example.org\r\nFrom: anna@example.org\r\nTo: "
                + to + "\r\nMessage-ID: <" + id + "@example.org>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0100\r\n";
    }

    @Test
    void nothingIsRelayed() throws Exception {
        try (SmtpClient client = new SmtpClient(mail.smtp)) {
            for (String probe : new String[] {
                "victim@example.com",
                "victim%example.com@sms.example.org",
                "victim%example.com",
                "victim@example.com@sms.example.org",
                "\"victim@example.com\"@sms.example.org",
                "\"victim@example.com\"",
                "\"victim%example.com\"",
                "@sms.example.org:victim@example.com",
                "example.com!victim",
                "example.com!victim@sms.example.org",
                "victim@[192.0.2.1]",
                "victim@[127.0.0.1]",
                "victim@localhost",
                "victim@sms.example.org.example.com",
                "postmaster",
                "+48600100200@example.com",
                "+48600100200@sms.example.org@example.com",
                "+48600100200@sms.example.org,victim@example.com"
            }) {
                for (String sender : new String[] {"a@example.com", "a@sms.example.org", "a@[127.0.0.1]", "a"}) {
                    client.say("RSET");
                    client.say("MAIL FROM:<" + sender + ">");
                    assertThat(client.say("RCPT TO:<" + probe + ">")).as(probe).startsWith("5");
                }
                assertThat(client.say("DATA")).as(probe).startsWith("503");
            }
        }
    }

    @Test
    void tenThousandRecipients() throws Exception {
        String to = IntStream.range(0, 10_000)
                .mapToObj(i -> "+4860077%04d@box.example.org".formatted(i))
                .collect(Collectors.joining(",\r\n "));
        boxes.put("sms", head("many", to) + "\r\nTo everybody");
        boxes.put("pop", head("many-too", to) + "\r\nTo everybody");
        await().atMost(MailSite.PATIENCE).untilAsserted(() -> assertThat(boxes.count("sms") + boxes.count("pop"))
                .isZero());
        assertThat(mail.count("body like '%everybody%'")).isZero();
        int taken = 0;
        try (SmtpClient client = new SmtpClient(mail.smtp)) {
            client.say("MAIL FROM:<a@example.com>");
            for (int i = 0; i < 10_000; i++) {
                String answer = client.say("RCPT TO:<+4860077%04d%s>".formatted(i, OWN));
                taken += answer.startsWith("250") ? 1 : 0;
                assertThat(answer).startsWith(i < 100 ? "250" : "452");
            }
            client.say("RSET");
        }
        assertThat(taken).isEqualTo(100);
        assertThat(mail.count("recipient like '+4860077%'")).isZero();
        isWell();
    }

    @Test
    void mailsOf200MegabytesCostNoMemory() throws Exception {
        long before = hub.residentMiB();
        String line = "x".repeat(998) + "\r\n";
        Path large = Files.createFile(folder.resolve("large"));
        try (OutputStream out = Files.newOutputStream(large)) {
            out.write((head("large", "+48600100400@box.example.org") + "\r\n").getBytes());
            byte[] block = line.repeat(1_000).getBytes();
            for (int size = 0; size < LARGE; size += block.length) {
                out.write(block);
            }
        }
        boxes.take("sms", large, false);
        boxes.take("pop", large, true);
        int sent = 0;
        try (SmtpClient client = new SmtpClient(mail.smtp)) {
            client.say("MAIL FROM:<a@example.com>");
            client.say("RCPT TO:<+48600100400" + OWN + ">");
            assertThat(client.say("DATA")).startsWith("354");
            String block = line.repeat(100);
            while (sent < LARGE) {
                client.raw(block);
                sent += block.length();
            }
            throw new AssertionError("the hub has read it all");
        } catch (IOException hungUp) {
            assertThat(sent).isLessThan(LARGE);
        }
        try (SmtpClient client = new SmtpClient(mail.smtp)) {
            assertThat(client.say("MAIL FROM:<a@example.com> SIZE=" + LARGE)).startsWith("552 5.3.4");
        }
        await().atMost(MailSite.PATIENCE).untilAsserted(() -> assertThat(boxes.count("sms") + boxes.count("pop"))
                .isZero());
        assertThat(mail.count("recipient = '+48600100400'")).isZero();
        isWell();
        System.out.printf("FIGURE 200 MB thrice: resident %d MiB before, %d after%n", before, hub.residentMiB());
    }

    /** Each is taken with a short text or refused, and the next one goes on. */
    @Test
    void mailsThatAreBombs() throws Exception {
        Map<String, String> bombs = new LinkedHashMap<>();
        StringBuilder deep = new StringBuilder("Content-Type: multipart/mixed; boundary=b0\r\n\r\n");
        for (int i = 0; deep.length() < MAIL && i < 1_900; i++) {
            deep.append("--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n".formatted(i, i + 1));
        }
        bombs.put("depth", deep.toString());
        String wide = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
        bombs.put("parts", wide + "--b\r\n\r\nx\r\n".repeat(MAIL / 11));
        bombs.put("parts that are mails", wide + "--b\r\nContent-Type: message/rfc822\r\n\r\n".repeat(1_900));
        String text = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ";
        String base64 = Base64.getMimeEncoder().encodeToString(new byte[MAIL / 4 * 3 - 100_000]);
        bombs.put("base64", text + "base64\r\n\r\n" + base64);
        bombs.put("encodings within encodings", text + "base64, quoted-printable, base64\r\n\r\n" + base64);
        bombs.put("quoted-printable", text + "quoted-printable\r\n\r\n" + "=3D=\r\n".repeat(MAIL / 6));
        bombs.put("uuencode", text + "x-uuencode\r\n\r\nbegin 644 x\r\n" + "M".repeat(MAIL));
        bombs.put("one line", "\r\n" + "On a ".repeat(MAIL / 5));
        bombs.put("quotes", "\r\n" + "> ".repeat(MAIL / 2));
        bombs.put("short lines", "\r\n" + "Am 1 schrieb\r\n".repeat(MAIL / 14));
        bombs.put("flowed", "Content-Type: text/plain; format=flowed\r\n\r\n" + "a \r\n".repeat(MAIL / 4));
        String html = "Content-Type: text/html; charset=utf-8\r\n\r\n";
        bombs.put("html, nested", html + "<div><b><i><table><tr><td>".repeat(MAIL / 26));
        bombs.put("html, entities", html + "&lt;&#x1F600;".repeat(MAIL / 13));
        bombs.put("html, attributes", html + "<p " + "a=b ".repeat(MAIL / 4) + ">x");
        bombs.put("html, quotes", html + "<blockquote type=cite><div class=gmail_quote>".repeat(MAIL / 45));
        bombs.put("header lines", "X: y\r\n".repeat(MAIL / 6) + "\r\nx");
        bombs.put("one header", "X: " + "y\r\n ".repeat(MAIL / 4) + "\r\n\r\nx");
        bombs.put("encoded words", "Subject: " + "=?utf-8?B?eA==?=\r\n ".repeat(MAIL / 19) + "x\r\n\r\nx");
        bombs.put(
                "parameters",
                "Content-Type: text/plain; "
                        + IntStream.range(0, MAIL / 24)
                                .mapToObj(i -> "name*" + i + "*=%78;\r\n ")
                                .collect(Collectors.joining())
                        + "charset=utf-8\r\n\r\nx");
        bombs.put(
                "a boundary", "Content-Type: multipart/mixed; boundary=\"" + "-".repeat(MAIL / 2) + "\"\r\n\r\n--\r\n");
        bombs.put("dashes", wide + ("-".repeat(900) + "\r\n").repeat(MAIL / 902));
        int number = 0;
        String slowest = "";
        long longest = 0;
        for (Map.Entry<String, String> bomb : bombs.entrySet()) {
            String to = "+48600555%03d".formatted(++number);
            String answer;
            long begun = System.nanoTime();
            try (SmtpClient client = new SmtpClient(mail.smtp)) {
                answer =
                        client.mail("a@example.com", to + OWN, "Message-ID: <b" + number + "@x>\r\n" + bomb.getValue());
            }
            assertThat(answer).as(bomb.getKey()).matches("(250|550|554|552) .*");
            long took = System.nanoTime() - begun;
            if (took > longest) {
                longest = took;
                slowest = bomb.getKey();
            }
            try (SmtpClient client = new SmtpClient(mail.smtp)) {
                assertThat(client.mail("a@example.com", to + OWN, "\r\nNext " + number))
                        .startsWith("250");
            }
        }
        assertThat(mail.count("recipient like '+48600555%' and parts > 3")).isZero();
        isWell();
        System.out.printf(
                "FIGURE %d bombs: resident %d MiB; the slowest, %s, %d ms%n",
                bombs.size(), hub.residentMiB(), slowest, TimeUnit.NANOSECONDS.toMillis(longest));
    }

    private static MimeMessage slipped() throws Exception {
        for (MimeMessage mail : boxes.mails("desk")) {
            if (mail.getContent().toString().strip().equals("Slip")) {
                return mail;
            }
        }
        return null;
    }

    @Test
    void noLineIsSlippedIntoAHeader() throws Exception {
        String slip = "=0D=0ABcc:_victim@example.com=0D=0A=0D=0AEvil";
        boxes.put(
                "sms",
                head("slip", ECHO + "@box.example.org")
                                .replace("From: ", "From: =?utf-8?Q?Anna" + slip + "?= <")
                                .replace("anna@example.org\r\n", "anna@example.org>\r\n")
                        + "Subject: =?utf-8?Q?Lunch" + slip
                        + "?=\r\nIn-Reply-To: <a\r\n\tBcc: victim@example.com>\r\n\r\nSlip");
        // with such a name before it nobody is its writer: what the phone answers goes to the client's own address
        await().atMost(MailSite.PATIENCE)
                .untilAsserted(() -> assertThat(slipped()).isNotNull());
        MimeMessage told = slipped();
        assertThat(told.getHeader("Bcc")).isNull();
        assertThat(told.getAllRecipients()).containsExactly(new InternetAddress("desk@example.org"));
        assertThat(told.getSubject()).doesNotContain("\r", "\n");
        assertThat(postfix.log()).doesNotContain("to=<victim");
        try (SmtpClient client = new SmtpClient(mail.smtp)) {
            // a bare CR or LF in an address is none
            client.say("MAIL FROM:<a@example.com>");
            assertThat(client.say("RCPT TO:<+48600100200\r" + OWN + ">")).startsWith("5");
        }
        try (SmtpClient client = new SmtpClient(mail.smtp)) {
            assertThat(client.say("MAIL FROM:<a@example.com\rBcc:x>")).startsWith("5");
        }
    }

    /** A phone that answers everything by SMS, and a mailbox that answers everything by mail. */
    @Test
    void twoThatAnswerEverythingEndSoon() throws Exception {
        for (String who : new String[] {"polite", "rude"}) {
            String number = who.equals("polite") ? "+48600880011" : "+48600880012";
            int answered = 0;
            try (SmtpClient client = new SmtpClient(postfix.port())) {
                assertThat(client.mail(
                                who + "@example.org",
                                number + OWN,
                                "From: " + who + "@example.org\r\nTo: " + number + OWN
                                        + "\r\nSubject: Hi\r\nMessage-ID: <" + who + "@example.org>\r\n\r\nHello"))
                        .startsWith("250");
                // until one of its answers is refused, which the server tells it of
                for (boolean over = false; !over; answered++) {
                    int before = answered;
                    await().atMost(MailSite.PATIENCE)
                            .untilAsserted(() -> assertThat(boxes.count(who)).isGreaterThan(before));
                    MimeMessage got = boxes.mails(who).get(answered);
                    over = got.getContentType().startsWith("multipart/report");
                    if (over) {
                        break;
                    }
                    assertThat(answered).as("answers of the " + who + " one").isLessThan(10);
                    assertThat(client.mail(
                                    who + "@example.org",
                                    ((InternetAddress) got.getFrom()[0]).getAddress(),
                                    "From: " + who + "@example.org\r\nTo: " + number + OWN + "\r\nSubject: "
                                            + got.getSubject()
                                            + "\r\nMessage-ID: <" + who + answered + "@example.org>\r\nIn-Reply-To: "
                                            + got.getMessageID() + "\r\n"
                                            + (who.equals("polite") ? "Auto-Submitted: auto-replied\r\n" : "")
                                            + "\r\nI am away until Monday."))
                            .startsWith("250");
                }
            }
            assertThat(mail.count("recipient = '" + number + "'"))
                    .as("SMS of the " + who + " one")
                    .isLessThanOrEqualTo(who.equals("polite") ? 1 : 4);
            assertThat(boxes.count(who)).as("mails to the " + who + " one").isLessThanOrEqualTo(answered + 1);
        }
    }

    private static void isWell() throws Exception {
        assertThat(hub.isAlive()).as(hub::lastLines).isTrue();
        try (SmtpClient client = new SmtpClient(mail.smtp)) {
            assertThat(client.mail("a@example.com", "+48600100500" + OWN, "\r\nStill here"))
                    .startsWith("250");
        }
    }
}
