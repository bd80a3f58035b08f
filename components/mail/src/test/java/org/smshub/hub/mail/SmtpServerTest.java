package org.smshub.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.ledger.commit.LedgerException;

/** The listener, octet by octet, with the shipped routes and a ledger behind it. */
class SmtpServerTest {

    private static final String NUMBER = "+48600100200@sms.example.org";

    @TempDir
    Path folder;

    private MailHub hub;
    private int port;

    @BeforeEach
    void start() throws Exception {
        hub = new MailHub(folder);
        port = hub.smtp(Map.of());
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private SmtpDialogue loggedIn() throws Exception {
        SmtpDialogue smtp = new SmtpDialogue(port);
        assertThat(smtp.login("office", MailHub.PASSWORD)).startsWith("235");
        return smtp;
    }

    private void awaitSent(String... texts) {
        await().untilAsserted(() ->
                assertThat(hub.sent).extracting(MailHub.Sent::text).containsExactlyInAnyOrder(texts));
    }

    @Test
    void aMailBecomesAnSmsAndTheAnswerHasItsId() throws Exception {
        try (SmtpDialogue smtp = loggedIn()) {
            assertThat(smtp.greeting).isEqualTo("220 sms-hub ESMTP sms-hub");
            String answer = smtp.mail("Subject: x\r\nMessage-ID: <1@example.org>\r\n\r\nHello", NUMBER);
            assertThat(answer).startsWith("250 2.0.0 accepted ");
            awaitSent("Hello");
            MailHub.Sent sent = hub.sent.get(0);
            assertThat(sent.client()).isEqualTo("office");
            assertThat(sent.to()).isEqualTo("+48600100200");
            assertThat(answer).endsWith(sent.id());
            // whoever has not heard the 250 sends it again
            assertThat(smtp.mail("Subject: x\r\nMessage-ID: <1@example.org>\r\n\r\nHello", NUMBER))
                    .isEqualTo(answer);
            assertThat(smtp.mail("Message-ID: <2@example.org>\r\n\r\nNext", NUMBER))
                    .startsWith("250");
            awaitSent("Hello", "Next");
        }
    }

    @Test
    void anAlarmInTheSameWordsIsAnotherAlarm() throws Exception {
        try (SmtpDialogue smtp = loggedIn()) {
            assertThat(smtp.mail("Subject: UPS\r\n\r\nOn battery", NUMBER)).startsWith("250");
            assertThat(smtp.mail("Subject: UPS\r\n\r\nOn battery", NUMBER)).startsWith("250");
            awaitSent("On battery", "On battery");
        }
    }

    @Test
    void recipientsAreNumbersNamesAndGroups() throws Exception {
        try (SmtpDialogue smtp = loggedIn()) {
            assertThat(smtp.mail(
                            "\r\nHi",
                            "p48600100200@sms.example.org",
                            "0048600100203@sms.example.org",
                            "Anna.Nowak@sms.example.org",
                            "oncall@sms.example.org"))
                    .startsWith("250");
            await().untilAsserted(() -> assertThat(hub.sent)
                    .extracting(MailHub.Sent::to)
                    .containsExactlyInAnyOrder("+48600100200", "+48600100203", "+48600100201", "+48600100202"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "someone@example.com",
                "+48600100200@example.com",
                "root",
                "user%example.com@sms.example.org",
                "user@example.com@sms.example.org",
                "@sms.example.org:user@example.com",
                "example.com!user@sms.example.org",
                "\"user@example.com\"@sms.example.org",
                "user@[127.0.0.1]",
                "nobody@sms.example.org",
                "+1@sms.example.org",
                ""
            })
    void nothingIsRelayed(String recipient) throws Exception {
        try (SmtpDialogue smtp = loggedIn()) {
            smtp.say("MAIL FROM:<anna@example.org>");
            assertThat(smtp.say("RCPT TO:<" + recipient + ">")).startsWith("55");
            assertThat(smtp.say("DATA")).startsWith("503");
        }
        assertThat(hub.sent).isEmpty();
    }

    @Test
    void whoHasNotLoggedInSendsNothing() throws Exception {
        try (SmtpDialogue smtp = new SmtpDialogue(port)) {
            smtp.say("EHLO test");
            assertThat(smtp.say("MAIL FROM:<anna@example.org>")).startsWith("530");
            assertThat(smtp.say("RCPT TO:<" + NUMBER + ">")).startsWith("503");
            assertThat(smtp.login("office", "wrong")).startsWith("535");
            assertThat(smtp.login("nobody", MailHub.PASSWORD)).startsWith("535");
            assertThat(smtp.say("AUTH PLAIN !!!")).startsWith("501");
            assertThat(smtp.say("MAIL FROM:<anna@example.org>")).startsWith("530");
        }
    }

    @Test
    void whoIsOnTheListOfAddressesNeedNotLogIn() throws Exception {
        hub.context.getRouteController().stopRoute("smtp-in");
        hub.context.removeRoute("smtp-in");
        port = hub.smtp(Map.of("trusted", "10.0.0.0/8, 127.0.0.0/8", "trustedClient", "plant"));
        try (SmtpDialogue smtp = new SmtpDialogue(port)) {
            smtp.say("HELO ups");
            assertThat(smtp.mail("\r\nOn battery", NUMBER)).startsWith("250");
            await().untilAsserted(() ->
                    assertThat(hub.sent).extracting(MailHub.Sent::client).containsExactly("plant"));
        }
    }

    @Test
    void whatCannotBeSentIsRefusedInTheDialogueAndTheNextMailGoesOn() throws Exception {
        try (SmtpDialogue smtp = loggedIn()) {
            assertThat(smtp.mail("\r\n", NUMBER)).startsWith("554 5.6.0 The mail has no text");
            assertThat(smtp.mail("Auto-Submitted: auto-replied\r\n\r\nI am away", NUMBER))
                    .startsWith("550 5.7.1");
            assertThat(smtp.mail(
                            "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nBounce\r\n--b--", NUMBER))
                    .startsWith("550 5.7.1");
            assertThat(smtp.say("MAIL FROM:<>")).startsWith("550 5.7.1");
            assertThat(smtp.say("MAIL FROM:<a@example.org> SIZE=99999999999999999999"))
                    .startsWith("552");
            assertThat(smtp.say("MAIL FROM:<a@example.org> SIZE=3000000")).startsWith("552");
            assertThat(smtp.mail("\r\nHello", NUMBER)).startsWith("250");
            awaitSent("Hello");
        }
    }

    @Test
    void theAnswerFollowsTheCommit() throws Exception {
        try (SmtpDialogue smtp = loggedIn()) {
            hub.before = exchange -> {
                exchange.setException(new LedgerException(LedgerException.Reason.STORAGE, "The disk is full", null));
            };
            assertThat(smtp.mail("Message-ID: <1@x>\r\n\r\nHello", NUMBER)).startsWith("452 4.3.1 The disk is full");
            hub.before = exchange -> {
                exchange.setException(new LedgerException(LedgerException.Reason.BUSY, "Too much waits", null));
            };
            assertThat(smtp.mail("Message-ID: <1@x>\r\n\r\nHello", NUMBER)).startsWith("451 4.3.0");
            assertThat(hub.sent).isEmpty();
            hub.before = exchange -> {};
            assertThat(smtp.mail("Message-ID: <1@x>\r\n\r\nHello", NUMBER)).startsWith("250");
            awaitSent("Hello");
        }
    }

    @Test
    void oneOfTwoRecipientsIsDoneOnceWhenTheOtherHadToWait() throws Exception {
        try (SmtpDialogue smtp = loggedIn()) {
            hub.before = exchange -> {
                if ("+48600100201".equals(exchange.getMessage().getHeader("SmsTo"))) {
                    exchange.setException(new LedgerException(LedgerException.Reason.BUSY, "Too much waits", null));
                }
            };
            String mail = "Message-ID: <1@x>\r\n\r\nHello";
            assertThat(smtp.mail(mail, NUMBER, "anna.nowak@sms.example.org")).startsWith("451");
            hub.before = exchange -> {};
            assertThat(smtp.mail(mail, NUMBER, "anna.nowak@sms.example.org")).startsWith("250");
            await().untilAsserted(() -> assertThat(hub.sent)
                    .extracting(MailHub.Sent::to)
                    .containsExactlyInAnyOrder("+48600100200", "+48600100201"));
        }
    }

    @Test
    void aMailThatIsTooLargeIsReadToItsEnd() throws Exception {
        try (SmtpDialogue smtp = loggedIn()) {
            assertThat(smtp.begin(NUMBER)).startsWith("354");
            String line = "x".repeat(998) + "\r\n";
            for (int i = 0; i < 2_500; i++) {
                smtp.raw(line);
            }
            assertThat(smtp.say("MAIL FROM:<a@b>\r\nRCPT TO:<" + NUMBER + ">\r\n."))
                    .startsWith("552 5.3.4");
            assertThat(smtp.mail("\r\nSmall", NUMBER)).startsWith("250");
            awaitSent("Small");
        }
    }

    @Test
    void tenThousandRecipientsAreTooMany() throws Exception {
        try (SmtpDialogue smtp = loggedIn()) {
            smtp.say("MAIL FROM:<a@example.org>");
            int taken = 0;
            for (int i = 0; i < 10_000; i++) {
                String answer = smtp.say("RCPT TO:<+4860010" + (1000 + i) + "@sms.example.org>");
                if (answer.startsWith("250")) {
                    taken++;
                } else {
                    assertThat(answer).startsWith("452");
                }
            }
            assertThat(taken).isEqualTo(100);
        }
    }

    /** Only CR LF . CR LF ends a mail (CVE-2023-51764 and its kind): nothing else begins a second one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\r.\r",
                "\r\n.\n",
                "\n.\r\n",
                "\r\n.\r",
                "\r.\r\n",
                "\n\n.\n",
                "\r\n.\0\r\n",
                "\r\n\0.\r\n",
                "\n.\r",
                "\r\n.\r\r\n",
                "\r\n..\r\n"
            })
    void oneMailInIsOneMailOut(String smuggling) throws Exception {
        try (SmtpDialogue smtp = loggedIn()) {
            assertThat(smtp.begin(NUMBER)).startsWith("354");
            smtp.raw(
                    "Message-ID: <1@x>\r\n\r\nOne" + smuggling
                            + "MAIL FROM:<anna@example.org>\r\nRCPT TO:<+48600100999@sms.example.org>\r\nDATA\r\n\r\nTwo\r\n.\r\n");
            assertThat(smtp.answer()).startsWith("250");
            assertThat(smtp.say("NOOP")).startsWith("250");
            await().untilAsserted(() -> assertThat(hub.sent).isNotEmpty());
            assertThat(hub.sent).extracting(MailHub.Sent::to).containsOnly("+48600100200");
            // one mail, be it of two parts
            assertThat(hub.sent.stream().map(MailHub.Sent::id).distinct()).hasSize(1);
        }
    }

    @Test
    void pipelinedMailsAreTheirOwn() throws Exception {
        try (SmtpDialogue smtp = loggedIn()) {
            smtp.raw("MAIL FROM:<a@example.org>\r\nRCPT TO:<" + NUMBER + ">\r\nDATA\r\n\r\nOne\r\n.\r\n"
                    + "MAIL FROM:<a@example.org>\r\nRCPT TO:<" + NUMBER + ">\r\nDATA\r\n\r\n..Two\r\n.\r\nQUIT\r\n");
            List<String> codes = new java.util.ArrayList<>();
            for (String answer = smtp.answer(); !answer.isEmpty(); answer = smtp.answer()) {
                codes.add(answer.substring(0, 3));
            }
            assertThat(codes).containsExactly("250", "250", "354", "250", "250", "250", "354", "250", "221");
            awaitSent("One", ".Two");
        }
    }

    @Test
    void aConnectionThatEndsWithinAMailHasSentNothing() throws Exception {
        try (SmtpDialogue smtp = loggedIn()) {
            smtp.begin(NUMBER);
            smtp.raw("\r\nHalf a mail\r\n");
        }
        try (SmtpDialogue smtp = loggedIn()) {
            smtp.mail("\r\nWhole", NUMBER);
        }
        awaitSent("Whole");
    }

    @Test
    void bdatIsNotOffered() throws Exception {
        try (SmtpDialogue smtp = loggedIn()) {
            assertThat(smtp.say("EHLO test")).doesNotContain("CHUNKING").contains("PIPELINING", "SIZE 2000000", "AUTH");
            smtp.say("MAIL FROM:<a@example.org>");
            smtp.say("RCPT TO:<" + NUMBER + ">");
            smtp.raw("BDAT 100000 LAST\r\n\r\nHalf\r\n");
            assertThat(smtp.answer()).startsWith("502");
        }
        assertThat(hub.sent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAIL FROM:<<<>>>",
                "MAIL FROM:",
                "MAIL",
                "RCPT TO:<",
                "AUTH",
                "AUTH LOGIN =",
                "EHLO",
                "VRFY root",
                "EXPN all",
                "HELP",
                "XYZ",
                "A",
                ""
            })
    void nonsenseIsAnsweredAndTheConnectionGoesOn(String line) throws Exception {
        try (SmtpDialogue smtp = loggedIn()) {
            assertThat(smtp.say(line)).matches("(?s)[25][0-9][0-9].*");
            smtp.say("RSET");
            assertThat(smtp.mail("\r\nHello", NUMBER)).startsWith("250");
        }
    }

    @Test
    void numbersInTheSubject() throws Exception {
        int subjects = hub.smtp("subjects", Map.of("subject", "NUMBER", "maxRecipients", "2"));
        try (SmtpDialogue smtp = new SmtpDialogue(subjects)) {
            smtp.login("office", MailHub.PASSWORD);
            assertThat(smtp.mail("Subject: Alarm +48600100200, +48 600 100 201\r\n\r\nFire", "sms@sms.example.org"))
                    .startsWith("250");
            awaitSent("Fire", "Fire");
            assertThat(smtp.mail("Subject: no number\r\n\r\nFire", "sms@sms.example.org"))
                    .startsWith("550 5.1.1");
            assertThat(smtp.mail("Subject: +48600100200 +48600100201 +48600100202\r\n\r\nFire", "sms@sms.example.org"))
                    .startsWith("550 5.1.1 A mail goes to at most 2");
            smtp.say("MAIL FROM:<anna@example.org>");
            assertThat(smtp.say("RCPT TO:<bob@example.com>")).startsWith("550 5.1.1");
        }
    }

    @Test
    void healthSaysWhetherItListens() throws Exception {
        String route = hub.context.getRoutes().stream()
                .map(one -> one.getRouteId())
                .filter(id -> id.startsWith("smtp-in"))
                .findFirst()
                .orElseThrow();
        assertThat(hub.health(route)).startsWith("UP");
        int one = hub.smtp("one", Map.of("maxConnections", "1"));
        try (SmtpDialogue smtp = new SmtpDialogue(one)) {
            assertThat(smtp.greeting).startsWith("220");
            assertThat(hub.health("one"))
                    .startsWith("DOWN The SMTP listener takes nobody more")
                    .contains("maxConnections");
        }
        await().until(() -> hub.health("one").startsWith("UP"));
    }
}
