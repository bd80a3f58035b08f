package org.smshub.it.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.it.Api;

/**
 * People write to phones and phones answer: mutt, swaks and Python's smtplib, Debian's Postfix and Dovecot, the packaged hub's listener and
 * its mailboxes by IMAP and POP3, and the built-in centre, whose phones say back what they are told.
 */
@Timeout(240)
class MailConversationIT {

    private static final String ONE = "+48600880001";
    private static final String TWO = "+48600880002";

    private static Boxes boxes;
    private static Postfix postfix;
    private static Dovecot dovecot;
    private static MailSite mail;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws Exception {
        for (String missing : new String[] {Postfix.missing(), Dovecot.missing(), MailPrograms.missing()}) {
            assumeThat(missing).as(missing).isNull();
        }
        Boxes.opened(folder);
        boxes = new Boxes(folder.resolve("boxes"));
        mail = MailSite.withSimulator("""
                  - number: "*88000?"
                    incoming: {after: 50}
                """.replace("88000?", "8800*"));
        dovecot = new Dovecot(folder.resolve("dovecot"), boxes);
        postfix = new Postfix(folder.resolve("postfix"), boxes, mail.smtp);
        mail.listener(Map.of())
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

    private interface Step {
        MailPrograms.Run run() throws Exception;
    }

    /** All of them together. */
    private static void atOnce(Step... steps) {
        List<CompletableFuture<Void>> all = java.util.Arrays.stream(steps)
                .map(step -> CompletableFuture.runAsync(
                        () -> {
                            try {
                                MailPrograms.Run run = step.run();
                                assertThat(run.status()).as(run.output()).isZero();
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        task -> new Thread(task).start()))
                .toList();
        all.forEach(CompletableFuture::join);
    }

    /** The last mail somebody has got, when there are so many. */
    private static MimeMessage last(String who, int mails) throws Exception {
        await().atMost(MailSite.PATIENCE).untilAsserted(() -> assertThat(boxes.count(who))
                .as(() -> "mails of " + who + "; " + postfix.log())
                .isGreaterThanOrEqualTo(mails));
        assertThat(boxes.count(who)).as("mails of " + who).isEqualTo(mails);
        return boxes.mails(who).get(mails - 1);
    }

    private static void isThread(MimeMessage told, String number, String subject, String id, String text)
            throws Exception {
        assertThat(((InternetAddress) told.getFrom()[0]).getAddress()).isEqualTo(number + "@sms.example.org");
        assertThat(told.getSubject()).isEqualTo("Re: " + subject);
        assertThat(told.getHeader("In-Reply-To")).containsExactly(id);
        assertThat(told.getHeader("References")).containsExactly(id);
        assertThat(told.getContent().toString().strip()).isEqualTo(text);
    }

    private static MailPrograms.Run answer(String who, MimeMessage to, String id, String text) throws Exception {
        return MailPrograms.smtplib(
                postfix.port(),
                who + "@example.org",
                ((InternetAddress) to.getFrom()[0]).getAddress(),
                id,
                to.getMessageID(),
                to.getSubject(),
                text + "\n\nOn Mon, 2 Nov 2026 at 09:00, Phone wrote:\n> " + to.getContent() + "\n-- \n" + who + "\n");
    }

    @Test
    void threePeopleAndTwoNumbersOverARestart() throws Exception {
        atOnce(
                () -> MailPrograms.mutt(
                        folder, postfix.port(), "anna@example.org", ONE + "@sms.example.org", "Lunch", "Zażółć €?\n"),
                () -> MailPrograms.smtplib(
                        postfix.port(),
                        "bert@example.org",
                        TWO + "@box.example.org",
                        "<bert-1@example.org>",
                        "",
                        "Gate",
                        "Which gate?"));
        MimeMessage anna = last("anna", 1);
        String muttsId = anna.getHeader("In-Reply-To")[0];
        isThread(anna, ONE, "Lunch", muttsId, "Zażółć €?");
        assertThat(postfix.log()).contains("message-id=" + muttsId);
        MimeMessage bert = last("bert", 1);
        isThread(bert, TWO, "Gate", "<bert-1@example.org>", "Which gate?");

        assertThat(mail.hub().stop(MailSite.PATIENCE)).isIn(0, 143);
        mail.start();
        atOnce(
                () -> answer("anna", anna, "<anna-2@example.org>", "Yes, at nine."),
                () -> MailPrograms.swaks(
                        postfix.port(),
                        "cleo@example.org",
                        TWO.replace("+", "00") + "@pop.example.org",
                        "--header",
                        "Subject: Ramp",
                        "--header",
                        "Message-Id: <cleo-1@example.org>",
                        "--body",
                        "Cleo here"));
        isThread(last("anna", 2), ONE, "Lunch", "<anna-2@example.org>", "Yes, at nine.");
        isThread(last("cleo", 1), TWO, "Ramp", "<cleo-1@example.org>", "Cleo here");
        // what a phone says by itself goes to who wrote there last, in that thread
        Api api = new Api(mail.site);
        assertThat(api.post(Map.of("to", ONE, "from", "2345", "text", "Running late"))
                        .status())
                .isEqualTo(202);
        isThread(last("anna", 3), ONE, "Lunch", "<anna-2@example.org>", "Running late");
        atOnce(() -> answer("bert", bert, "<bert-2@example.org>", "Thanks"));
        isThread(last("bert", 2), TWO, "Gate", "<bert-2@example.org>", "Thanks");
        assertThat(boxes.count("cleo")).isEqualTo(1);
        assertThat(boxes.count("sms/.Sent")).isEqualTo(1);
        assertThat(boxes.count("sms") + boxes.count("pop")).isZero();
        assertThat(postfix.waiting()).isZero();
    }

    @Test
    void swaksLogsInAtTheListener() throws Exception {
        String password = mail.site.apiKey();
        MailPrograms.Run sent = MailPrograms.swaks(
                mail.smtp,
                "dora@example.org",
                "0048600100300@sms.example.org",
                "--auth",
                "PLAIN",
                "--auth-user",
                "demo",
                "--auth-password",
                password,
                "--body",
                "by swaks");
        assertThat(sent.status()).as(sent.output()).isZero();
        String id = sent.output().replaceAll("(?s).*250 2\\.0\\.0 accepted (\\w+).*", "$1");
        await().atMost(MailSite.PATIENCE)
                .untilAsserted(() -> assertThat(new Api(mail.site).get(id).state())
                        .as(sent.output())
                        .isEqualTo("DELIVERED"));
        MailPrograms.Run wrong = MailPrograms.swaks(
                mail.smtp,
                "dora@example.org",
                "0048600100300@sms.example.org",
                "--auth",
                "LOGIN",
                "--auth-user",
                "demo",
                "--auth-password",
                "wrong");
        assertThat(wrong.output()).contains(" 535 ");
        MailPrograms.Run relay = MailPrograms.swaks(mail.smtp, "dora@example.org", "dora@example.com");
        assertThat(relay.output()).contains(" 550 5.1.1 ");
    }

    /** Nobody vouches for what comes from outside, whatever it says itself. */
    @Test
    void whatIsForgedIsRefusedWithoutAnAnswer() throws Exception {
        for (String box : List.of("box", "pop")) {
            MailPrograms.Run forged = MailPrograms.swaks(
                    postfix.outsidePort(),
                    "emil@example.org",
                    "p48600880009@" + box + ".example.org",
                    "--header",
                    "Authentication-Results: mx.example.org; dmarc=pass header.from=example.org",
                    "--body",
                    "Forged");
            assertThat(forged.status()).as(forged.output()).isZero();
        }
        await().atMost(MailSite.PATIENCE)
                .untilAsserted(() -> assertThat(boxes.count("sms/.Refused")).isEqualTo(1));
        await().atMost(MailSite.PATIENCE)
                .untilAsserted(() -> assertThat(boxes.count("pop")).isZero());
        assertThat(boxes.count("emil")).isZero();
        assertThat(mail.count("recipient = '+48600880009'")).isZero();
    }
}
