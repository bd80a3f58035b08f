package org.smshub.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RespondersTest {

    private static final String NUMBER = "+48600100200";

    @Test
    void theSameWordsForTheFourthTimeInARowAreAProgramS() {
        Responders responders = new Responders();
        for (int i = 1; i <= 3; i++) {
            assertThat(responders.isOne("a@x.org", NUMBER, "Ok", "<" + i + "@x.org>"))
                    .isFalse();
        }
        assertThat(responders.isOne("a@x.org", NUMBER, "Ok", "<4@x.org>")).isTrue();
        assertThat(responders.isOne("b@x.org", NUMBER, "Ok", "<5@x.org>")).isFalse();
        assertThat(responders.isOne("a@x.org", "+48600100201", "Ok", "<6@x.org>"))
                .isFalse();
        assertThat(responders.isOne("a@x.org", NUMBER, "At nine", "<7@x.org>")).isFalse();
        assertThat(responders.isOne("a@x.org", NUMBER, "Ok", "<8@x.org>")).isFalse();
    }

    @Test
    void theSameMailAgainIsNoneMore() {
        Responders responders = new Responders();
        for (int i = 1; i <= 10; i++) {
            assertThat(responders.isOne("a@x.org", NUMBER, "Ok", "<1@x.org>")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Hi, , false",
        "Alarm: on battery, , false",
        "Hi, In-Reply-To: <1.mail-2@sms.example.org>, true",
        "Hi, References: <x@y.org> <1@SMS.example.org>, true",
        "Hi, In-Reply-To: <1@example.org>, false",
        "RE: Hi, , true",
        "Odp: Hi, , true",
        "Automatic reply: Hi, , true"
    })
    void whatAnswersTheHub(String subject, String header, boolean answers) throws Exception {
        String mail = (header == null ? "" : header + "\r\n") + "Subject: " + subject + "\r\n\r\nx";
        assertThat(Responders.answersUs(
                        new MimeMessage(
                                Session.getInstance(new Properties()),
                                new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))),
                        subject,
                        List.of("sms.example.org")))
                .isEqualTo(answers);
    }
}
