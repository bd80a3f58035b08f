package org.smshub.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.hub.Numbers;
import org.smshub.hub.RefusedException;
import org.smshub.hub.mail.sender.AuthenticationResults;
import org.smshub.hub.mail.text.SmsText;
import org.smshub.text.plan.TextProfile;

/** The small pure functions. */
class MailPartsTest {

    private static MailRecipients recipients(String region) {
        Numbers numbers = new Numbers();
        numbers.setRegion(region);
        return new MailRecipients(numbers, new Contacts(null), List.of("sms.example.org"));
    }

    @ParameterizedTest
    @CsvSource({
        "+48600100200@sms.example.org, +48600100200",
        "0048600100200@SMS.EXAMPLE.ORG, +48600100200",
        "p48600100200@sms.example.org, +48600100200",
        "600100200@sms.example.org, +48600100200",
        "'\"+48 600 100 200\"@sms.example.org', +48600100200",
        "7055@sms.example.org, 7055"
    })
    void numbersBeforeTheAt(String address, String number) throws Exception {
        assertThat(recipients("PL").numbers(address)).containsExactly(number);
    }

    @Test
    void numbersInASubject() throws Exception {
        assertThat(recipients("PL").inSubject("Alarm +48600100200, 600 100 201"))
                .containsExactly("+48600100200", "+48600100201");
    }

    @Test
    void aTextIsCutToItsPartsAtACharacter() throws Exception {
        for (String text : List.of("word ".repeat(200), "ż".repeat(1000), "👩‍👩‍👧‍👦".repeat(100), "€".repeat(500))) {
            for (int parts = 1; parts <= 3; parts++) {
                String cut = SmsText.fit(text, parts, true);
                assertThat(TextProfile.STANDARD.plan(cut).parts()).isEqualTo(parts);
                String kept = cut.replaceAll("(\\.\\.\\.|…)$", "");
                assertThat(text).startsWith(kept);
                assertThat(kept.length()).isPositive();
                int max = parts;
                assertThatThrownBy(() -> SmsText.fit(text, max, false)).isInstanceOf(RefusedException.class);
            }
        }
        assertThat(SmsText.fit("short", 1, true)).isEqualTo("short");
        String family = SmsText.fit("👩‍👩‍👧‍👦".repeat(100), 1, true);
        assertThat(family.length() % "👩‍👩‍👧‍👦".length()).isEqualTo(1);
    }

    @Test
    void aRefComesBackAsItWas() {
        MailRef ref = new MailRef(
                true, true, 12, "k-_y", "anna@example.org", "<1@x>", List.of("a.pdf", "b\u00a0c.jpg"), "Lunch at nine");
        assertThat(MailRef.parse(ref.toString())).isEqualTo(ref);
        assertThat(ref.attached()).isEqualTo("a.pdf, b c.jpg");
        MailRef bare = new MailRef(false, false, 1, "key", "", "", List.of(), "");
        assertThat(MailRef.parse(bare.toString())).isEqualTo(bare);
        assertThat(MailRef.parse("order 7")).isNull();
        assertThat(MailRef.parse("mail:")).isNull();
        assertThat(MailRef.parse(null)).isNull();
    }

    private static boolean pass(String... headers) throws Exception {
        MimeMessage mail = new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(
                        (String.join("\r\n", headers) + "\r\n\r\nx").getBytes(StandardCharsets.UTF_8)));
        return AuthenticationResults.pass(mail, "mx.example.org", "anna@example.org");
    }

    @Test
    void theSitesServerVouches() throws Exception {
        assertThat(pass("Authentication-Results: mx.example.org; dmarc=pass header.from=example.org"))
                .isTrue();
        assertThat(
                        pass(
                                "Authentication-Results: MX.example.org 1;\r\n spf=fail;\r\n dmarc=pass (p=none; dis=none) header.from=Example.org"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authentication-Results: spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.org; dkim=pass"
                        + " (signature was verified) header.d=example.org;dmarc=pass action=none"
                        + " header.from=example.org;compauth=pass reason=100 | true",
                "X-MS-Exchange-Organization-AuthAs: Internal | true",
                "X-MS-Exchange-Organization-AuthAs: Anonymous | false",
                "Authentication-Results: spf=pass smtp.mailfrom=evil.com; dmarc=fail action=none header.from=example.org | false",
                "Authentication-Results: spf=pass smtp.mailfrom=evil.com; dmarc=pass header.from=evil.com | false",
                "Authentication-Results: mx.evil.com; dmarc=pass header.from=example.org | false"
            })
    void exchangeOnlineVouches(String header, boolean passes) throws Exception {
        MimeMessage mail = new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream((header + "\r\n\r\nx").getBytes(StandardCharsets.UTF_8)));
        assertThat(AuthenticationResults.pass(mail, "microsoft365", "anna@example.org"))
                .isEqualTo(passes);
        assertThat(AuthenticationResults.pass(mail, "mx.example.org", "anna@example.org"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: y",
                "Authentication-Results: mx.example.org; dmarc=fail header.from=example.org",
                "Authentication-Results: mx.example.org; dmarc=pass header.from=evil.com",
                "Authentication-Results: mx.example.org; dmarc=pass",
                "Authentication-Results: mx.example.org; dkim=pass header.from=example.org",
                "Authentication-Results: mx.evil.com; dmarc=pass header.from=example.org",
                "Authentication-Results: mx.example.org (; dmarc=pass header.from=example.org)",
                "Authentication-Results: mx.example.org; x=dmarc=pass header.from=example.org",
                "Authentication-Results: mx.example.org; dmarc=fail header.from=example.org; dmarc=pass header.from=example.org",
                "Authentication-Results: mx.evil.com; none\r\nAuthentication-Results: mx.example.org; dmarc=pass header.from=example.org",
                "Authentication-Results: mx.example.org; dmarc=passed header.from=example.org"
            })
    void nobodyVouches(String header) throws Exception {
        assertThat(pass(header.split("\r\n"))).isFalse();
    }
}
