package org.smshub.hub.mail.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails as their programs write them ({@code mails/*.eml}), and what goes out of each ({@code mails/expected.txt}). */
class MailTextTest {

    private static final Path MAILS = Path.of("src/test/resources/mails");

    static Stream<Map.Entry<String, String>> mails() throws IOException {
        Map<String, String> expected = new LinkedHashMap<>();
        String name = null;
        StringBuilder text = new StringBuilder();
        for (String line : (Files.readString(MAILS.resolve("expected.txt")) + "== end").split("\n")) {
            if (line.startsWith("== ")) {
                if (name != null) {
                    expected.put(name, text.toString().strip());
                }
                name = line.substring(3);
                text.setLength(0);
            } else {
                text.append(line).append('\n');
            }
        }
        return expected.entrySet().stream();
    }

    private static byte[] mail(String name) throws IOException {
        return Files.readAllBytes(MAILS.resolve(name + ".eml"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mails")
    void whatGoesOut(Map.Entry<String, String> mail) throws Exception {
        assertThat(MailReader.read(mail(mail.getKey()), true).text()).isEqualTo(mail.getValue());
    }

    /** Encoded words cost much each, and a header may be as long as a mail. */
    @Test
    void ofAHeaderThatNeverEndsTheBeginningIsRead() throws Exception {
        String words = "=?utf-8?B?eA==?=\r\n ".repeat(100_000);
        byte[] mail = ("Subject: start " + words + "end\r\n\r\nx").getBytes(StandardCharsets.US_ASCII);
        String subject = MailReader.read(mail, true).subject();
        assertThat(subject).startsWith("start xxx").doesNotContain("end");
        assertThat(subject.length()).isLessThan(MailDecoder.MOST_OF_A_HEADER);
    }

    @Test
    void thereAreThirtyOfThem() throws IOException {
        assertThat(mails()).hasSizeGreaterThanOrEqualTo(30);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mails")
    void cutAnywhereOrChangedAnywhereItIsStillRead(Map.Entry<String, String> mail) throws Exception {
        byte[] whole = mail(mail.getKey());
        Random random = new Random(19);
        for (int end = 0; end < whole.length; end += 1 + whole.length / 60) {
            assertThat(read(java.util.Arrays.copyOf(whole, end))).isNotNull();
            byte[] changed = whole.clone();
            for (int i = 0; i < 5; i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            assertThat(read(changed)).isNotNull();
        }
    }

    /** A refusal is an answer, too; anything else that is thrown is not. */
    private static Object read(byte[] octets) {
        try {
            return MailReader.read(octets, true);
        } catch (jakarta.mail.MessagingException e) {
            return e;
        }
    }

    private static Mail mail(String... lines) throws Exception {
        return MailReader.read(String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8), true);
    }

    @Test
    void headersCarryNothingElse() throws Exception {
        Mail mail = mail("From: a@example.org", "Subject: =?utf-8?Q?a=0D=0ABcc:_x@example.org?=", "", "x");
        assertThat(mail.subject()).isEqualTo("a Bcc: x@example.org");
        assertThat(mail("Message-ID: <a b@c>", "", "x").messageId()).isEmpty();
        assertThat(mail("From: a@example.org, b@example.org", "", "x").from()).isEmpty();
        assertThat(mail("From: a@example.org", "From: b@example.org", "", "x").from())
                .isEmpty();
    }

    /** Structure is looked at before words; what is nothing but a quotation is what its sender sends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<blockquote type=cite>All</blockquote>",
                "<div class=gmail_quote>All</div>",
                "<div class=gmail_quote><div class=gmail_attr>On 2 Nov 2026 Bob wrote:</div><blockquote class=gmail_quote>All</blockquote></div>",
                "<div id=divRplyFwdMsg><b>From:</b> Bob<br></div>All",
                "<div class=moz-signature>All</div>",
                "<div class=yahoo_quoted>All</div>",
                "<div id=appendonsend></div>All",
                "<div class=gmail_signature>All</div><div class=gmail_quote>Old</div>"
            })
    void htmlIsNeverEmpty(String html) throws Exception {
        assertThat(mail("Content-Type: text/html; charset=utf-8", "", html).text())
                .contains("All");
        assertThat(mail("Content-Type: text/html; charset=utf-8", "", "<p>Mine</p>" + html)
                        .text())
                .isEqualTo("Mine");
    }

    @Test
    void attachmentsAreNamed() throws Exception {
        assertThat(MailReader.read(mail("13-scanner"), true).attachments()).containsExactly("scan.pdf");
        assertThat(MailReader.read(mail("21-winmail"), true).attachments()).containsExactly("winmail.dat");
    }

    @Test
    void whoWroteIt() throws Exception {
        assertThat(mail("From: a@x.org", "", "x").kind()).isEqualTo(Mail.Kind.PERSON);
        assertThat(mail("Auto-Submitted: no", "", "x").kind()).isEqualTo(Mail.Kind.PERSON);
        assertThat(mail("Auto-Submitted: auto-generated", "", "x").kind()).isEqualTo(Mail.Kind.MACHINE);
        assertThat(mail("Precedence: bulk", "", "x").kind()).isEqualTo(Mail.Kind.MACHINE);
        assertThat(mail("List-Id: <l.x.org>", "", "x").kind()).isEqualTo(Mail.Kind.MACHINE);
        assertThat(mail("Auto-Submitted: auto-replied; owner-email=\"a@x.org\"", "", "x")
                        .kind())
                .isEqualTo(Mail.Kind.ANSWER);
        assertThat(mail("Return-Path: <>", "", "x").kind()).isEqualTo(Mail.Kind.ANSWER);
        assertThat(mail("X-SMS-Hub: 1", "", "x").kind()).isEqualTo(Mail.Kind.ANSWER);
        assertThat(mail("Content-Type: multipart/report; report-type=delivery-status; boundary=a", "", "--a--")
                        .kind())
                .isEqualTo(Mail.Kind.ANSWER);
    }

    @Test
    void bombsAreReadInBounds() throws Exception {
        StringBuilder deep = new StringBuilder("Content-Type: multipart/mixed; boundary=b0\r\n\r\n");
        for (int i = 0; i < 500; i++) {
            deep.append("--b")
                    .append(i)
                    .append("\r\nContent-Type: multipart/mixed; boundary=b")
                    .append(i + 1)
                    .append("\r\n\r\n");
        }
        deep.append("--b500\r\n\r\nHello\r\n");
        assertThat(MailReader.read(deep.toString().getBytes(StandardCharsets.UTF_8), true)
                        .text())
                .isEmpty();
        String wide = "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n".repeat(100_000);
        assertThat(read(wide.getBytes(StandardCharsets.UTF_8))).isInstanceOf(jakarta.mail.MessagingException.class);
        String nested = "Content-Type: text/html\r\n\r\n" + "<div><table><tr><td>".repeat(20_000) + "x";
        assertThat(MailReader.read(nested.getBytes(StandardCharsets.UTF_8), true)
                        .text())
                .isEqualTo("x");
    }
}
