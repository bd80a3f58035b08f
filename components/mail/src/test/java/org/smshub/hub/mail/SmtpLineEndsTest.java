package org.smshub.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SMTP smuggling: every form of line end before the dot with every one behind it. Where one server takes what another does not for the end
 * of a mail, what follows becomes a second mail that the first one never saw (CVE-2023-51764, -51765, -51766).
 */
class SmtpLineEndsTest {

    private static final List<String> ENDS = List.of(
            "",
            "\r\n",
            "\n",
            "\r",
            "\r\r\n",
            "\n\r",
            "\r\n\n",
            "\n\n",
            "\r\r",
            "\r\n\r",
            "\0\r\n",
            "\r\n\0",
            "\r\0\n",
            "\u000b",
            "\f",
            "\u001c",
            "\u0085",
            " \r\n",
            "\r\n ",
            "\r\n\t",
            "\ufffd\r\n");

    @TempDir
    Path folder;

    private MailHub hub;
    private int port;

    @BeforeEach
    void start() throws Exception {
        hub = new MailHub(folder);
        port = hub.smtp(Map.of("maxParts", "10"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void oneMailInOneMailOut() throws Exception {
        int mails = 0;
        try (SmtpDialogue smtp = new SmtpDialogue(port)) {
            assertThat(smtp.login("office", MailHub.PASSWORD)).startsWith("235");
            for (String before : ENDS) {
                for (String behind : ENDS) {
                    String ends = before + "." + behind;
                    if (ends.contains("\r\n.\r\n")) {
                        continue; // that is the end of a mail, to every server
                    }
                    assertThat(smtp.begin("+48600100200@sms.example.org")).startsWith("354");
                    smtp.raw(
                            "Message-ID: <" + mails++ + "@x>\r\n\r\nNumber " + mails + ends
                                    + "MAIL FROM:<eve@example.org>\r\nRCPT TO:<+48600100999@sms.example.org>\r\nDATA\r\n\r\nSmuggled\r\n.\r\n");
                    assertThat(smtp.answer()).as(shown(ends)).startsWith("250 2.0.0 accepted");
                    assertThat(smtp.say("NOOP")).as(shown(ends)).startsWith("250");
                }
            }
        }
        assertThat(mails).isEqualTo(ENDS.size() * ENDS.size() - 5 * 6);
        int expected = mails;
        await().untilAsserted(() ->
                assertThat(hub.sent.stream().map(MailHub.Sent::id).distinct()).hasSize(expected));
        assertThat(hub.sent).extracting(MailHub.Sent::to).containsOnly("+48600100200");
    }

    private static String shown(String ends) {
        return ends.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
    }

    /** Says everything before it has heard anything: what it says counts once, in its order. */
    @Test
    void whoSaysEverythingAtOnceSendsOneMail() throws Exception {
        String login = "AUTH PLAIN "
                + java.util.Base64.getEncoder()
                        .encodeToString(
                                ("\0office\0" + MailHub.PASSWORD).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        try (SmtpDialogue smtp = new SmtpDialogue(port)) {
            smtp.raw(
                    "EHLO early\r\n" + login
                            + "\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<+48600100200@sms.example.org>\r\nDATA\r\n\r\nEarly\r\n.\r\nQUIT\r\n");
            List<String> codes = new ArrayList<>();
            for (String answer = smtp.answer(); !answer.isEmpty(); answer = smtp.answer()) {
                codes.add(answer.substring(0, 3));
            }
            assertThat(codes).containsExactly("250", "235", "250", "250", "354", "250", "221");
        }
        await().untilAsserted(() ->
                assertThat(hub.sent).extracting(MailHub.Sent::text).containsExactly("Early"));
    }

    /** A mail behind a DATA that was refused is no mail. */
    @Test
    void whatFollowsARefusedDataIsNoMail() throws Exception {
        try (SmtpDialogue smtp = new SmtpDialogue(port)) {
            assertThat(smtp.login("office", MailHub.PASSWORD)).startsWith("235");
            smtp.raw(
                    "MAIL FROM:<a@example.org>\r\nRCPT TO:<root@example.com>\r\nDATA\r\nSubject: x\r\n\r\nText\r\n.\r\nNOOP\r\nQUIT\r\n");
            List<String> codes = new ArrayList<>();
            for (String answer = smtp.answer(); !answer.isEmpty(); answer = smtp.answer()) {
                codes.add(answer.substring(0, 1));
            }
            assertThat(codes).endsWith("2", "2").doesNotContain("3");
        }
        assertThat(hub.sent).isEmpty();
    }
}
